import Foundation
import Testing

@testable import AutodiffCLI

@Suite struct CheckTests {
  private static let lecture = "'x1*x2 + sin(x1)' x1=2 x2=3"
  private static let product = "'log(x)*y' --random 20 --range x=0.1:5,y=-1:1"

  private static func rows(_ run: CommandRun, key: String = "inputs") throws -> [[String: Any]] {
    try #require(try object(run)[key] as? [[String: Any]], "\(run.out)\(run.error)")
  }

  private static func object(_ run: CommandRun) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(run.out.utf8)) as? [String: Any])
  }

  // MARK: - Verdicts

  @Test(arguments: [
    ("'relu(x)' x=0", "kink"), ("'relu(x)' x=5e-7", "pass"), ("'clamp(x,0,1)' x=1", "kink"),
    ("'max(x,y,z)' x=1 y=1 z=1", "kink"), ("'max(x,y,z)' x=1 y=1 z=1 --ties last", "kink"),
    ("'log(x)' x=1e-8", "pass"), ("'x^2' x=1e9", "pass"), ("'sin(1e6*x)' x=0.3", "pass"), ("'x^1.5' x=0", "pass"),
    ("'max(1,sqrt(x))' x=0", "pass"), ("'relu(x)-relu(-x)' x=0", "pass"), ("'max(x,y)+min(x,y)' x=1 y=1", "pass"),
    ("'floor(x)' x=0.3", "pass"), ("x x=1 y=2", "pass"), ("3", "pass"), ("'x*y' x=1 y=0 --wrt y", "pass"),
  ])
  func rightGradientsPass(_ line: String, _ verdict: String) throws {
    let run = CommandRun(typed: "check --format json \(line)")
    let answer = try Self.object(run)
    #expect(answer["verdict"] as? String == verdict)
    #expect(answer["passed"] as? Bool == true)
    #expect(run.status == .answered)
  }

  @Test(arguments: [
    ("'1e-6*x^2' x=3 --expect x=7e-6*x", AutodiffCLI.ExitStatus.mismatch),
    ("'1e-6*x^2' x=3 --expect x=2e-6*x", .answered),
    ("x^2 x=3 --expect x=7", .mismatch), ("x^2 x=3 --expect x=6 --strict", .answered),
    ("'log(x)' x=-1", .undefined), ("'log(x)' x=-1 --strict", .undefined), ("'sqrt(x)' x=0", .undefined),
    ("'abs(x)' x=0", .answered), ("'abs(x)' x=0 --strict", .kink), ("'abs(x)' x=0 --strict -q", .kink),
    ("'abs(x)' x=0 --strict --expect x=2", .mismatch),
    // An input whose derivative is infinite, and one that is claimed wrong: 1 before 3.
    ("'sqrt(x) + y' x=0 y=1 --expect y=2", .mismatch), ("'sqrt(x) + abs(y)' x=0 y=0 --strict", .undefined),
    ("'sqrt(x) + y' x=0 y=1 --wrt y --expect y=1", .answered),
    ("'abs(x)' --random 3 --seed 1", .answered), ("'log(-x^2-1)' --random 3", .undefined),
    ("'log(-x^2-1) + y' x=1 --random 3 --expect y=2", .undefined), ("x^2 --random 3 --expect x=x", .mismatch),
    ("'abs(x)' x=0 --random 3 --strict", .kink), ("x^2 --at x=1 --expect y=1", .failed), ("x^2", .failed),
  ])
  func statuses(_ line: String, _ status: AutodiffCLI.ExitStatus) {
    let run = CommandRun(typed: "check \(line)")
    #expect(run.status == status, "\(run.out)\(run.error)")
  }

  @Test func theHomeworkToElevenDigits() throws {
    let run = CommandRun(
      typed: "check --format json 'sigma(log(5*(max(x1,x2)*x3/x4-(x5+x6)))+0.5)' --at x1=3,x2=2,x3=4,x4=2,x5=1,x6=0.5")
    let rows = try Self.rows(run)
    #expect(rows.count == 6)
    for row in rows {
      let error = try #require(row["relativeError"] as? Double)
      #expect(error <= 1e-11, "\(row)")
    }
  }

  // MARK: - Claims

  @Test(arguments: [
    ("--expect x1=2.58", true), ("--expect x1=2.58,x2=2", true), ("--expect x1=2.58 --expect x2='x1'", true),
    ("--expect x2=x1,x1='x2+cos(x1)'", true), ("--expect 'x1 = 2.584 , x2 = 2'", true), ("--expect x₁=2.6", true),
    ("--expect x2='max(x1, 1)'", true), ("--expect x1=2.59", false), ("--expect x1=2.58,x2=3", false),
    ("--expect x2=x2", false), ("--expect x1=2.58 --rtol 1e-6", false), ("--expect x1=2.5 --atol 0.1", true),
    ("--expect x1=2.5 --rtol 0.1", true), ("--expect x1=-2.58", false),
  ])
  func claims(_ options: String, _ isRight: Bool) {
    let run = CommandRun(typed: "check \(Self.lecture) \(options)")
    #expect(run.status == (isRight ? .answered : .mismatch), "\(run.out)\(run.error)")
    #expect(run.out.hasSuffix("verdict = \(isRight ? "pass" : "mismatch")\n"))
  }

  @Test func whatIsNotClaimedIsNull() throws {
    let rows = try Self.rows(CommandRun(typed: "check \(Self.lecture) --expect x2=2 --format json"))
    #expect(rows[0]["expected"] is NSNull)
    #expect(rows[1]["expected"] as? Double == 2)
    let unclaimed = try Self.rows(CommandRun(typed: "check \(Self.lecture) --format json"))
    #expect(unclaimed[0]["expected"] == nil)
  }

  // MARK: - Schemes

  @Test func theLecturesDifference() throws {
    let run = CommandRun(typed: "check 'x^3' x=2 --scheme forward --step 1e-4 --format json")
    let row = try #require(try Self.rows(run).first)
    let numeric = try #require(row["numeric"] as? Double)
    let above = 2 + 1e-4
    #expect(abs(numeric - (above * above * above - 8) / 1e-4) < 1e-9)
    #expect(abs(numeric - 12) > 1e-4)
    #expect(row["verdict"] as? String == "pass")
  }

  @Test(arguments: [
    ("--scheme forward --step 1e-4", AutodiffCLI.ExitStatus.answered),
    ("--scheme forward --step 1e-4 --rtol 1e-3", .answered),
    ("--scheme forward --step 1e-4 --rtol 1e-6", .mismatch), ("--scheme forward --step 1e-4 --atol 1e-2", .answered),
    ("--scheme forward --step 1e-4 --atol 1e-6", .mismatch), ("--scheme central --step 1e-4 --rtol 1e-6", .answered),
    ("--step 1e-4 --rtol 1e-6", .answered), ("--scheme central", .answered), ("--scheme forward", .answered),
    ("--scheme auto", .answered), ("--rtol 1e-9", .answered), ("--rtol 0 --atol 1e-9", .answered),
  ])
  func schemes(_ options: String, _ status: AutodiffCLI.ExitStatus) {
    let run = CommandRun(typed: "check 'x^3' x=2 \(options)")
    #expect(run.status == status, "\(run.out)\(run.error)")
  }

  /// Steps that leave the domain say so instead of blaming the gradient.
  @Test func aStepOutOfTheDomainIsUndefined() {
    #expect(CommandRun(typed: "check 'log(x)' x=1e-8 --scheme central --step 1e-4").status == .undefined)
  }

  // MARK: - Random points

  @Test func theSameSeedGivesTheSamePoints() throws {
    func failures(_ options: String) throws -> String {
      let run = CommandRun(typed: "check \(Self.product) --expect y=1 --format json \(options)")
      #expect(run.status == .mismatch)
      return run.out
    }
    let seven = try failures("--seed 7")
    let (again, eight, one, none) = try (
      failures("--seed 7"), failures("--seed 8"), failures("--seed 1"), failures("")
    )
    #expect(seven == again && seven != eight && one == none)
  }

  @Test func pointsStayInTheirRanges() throws {
    let run = CommandRun(typed: "check \(Self.product) --expect y=9 --format json")
    let failures = try Self.rows(run, key: "failures")
    #expect(failures.count == 20)
    for failure in failures {
      let at = try #require(failure["at"] as? [String: Double])
      let (x, y) = (try #require(at["x"]), try #require(at["y"]))
      #expect((0.1...5).contains(x) && (-1...1).contains(y))
    }
    #expect(Set(failures.compactMap { ($0["at"] as? [String: Double])?["x"] }).count == 20)
  }

  @Test func aRangeForAllAndOneOfItsOwn() throws {
    let run = CommandRun(typed: "check x*y*z --random 9 --range 3:4 --range y=-pi:-3 --expect x=1 --format json z=7")
    for failure in try Self.rows(run, key: "failures") {
      let at = try #require(failure["at"] as? [String: Double])
      let (x, y) = (try #require(at["x"]), try #require(at["y"]))
      #expect((3...4).contains(x) && (-3.15 ... -3).contains(y))
      #expect(at["z"] == 7)
    }
  }

  /// What is printed is the point itself, to the last bit.
  @Test(arguments: ["", "--digits 3"])
  func theFailingPointFailsWhenPasted(_ options: String) throws {
    let line = "'log(x)*y' --expect 'x=y/x + if(y > 0, 1e-6, 0)' \(options)"
    let run = CommandRun(typed: "check \(line) --random 50 --range x=0.1:5,y=-1:1")
    #expect(run.status == .mismatch)
    let prefix = "first failure at "
    let found = run.out.split(separator: "\n").first { $0.hasPrefix(prefix) }
    let point = String(try #require(found).dropFirst(prefix.count))
    let again = CommandRun(typed: "check \(line) --at \(point)")
    #expect(again.status == .mismatch)
    func table(_ run: CommandRun) -> [Substring] {
      run.out.split(separator: "\n").filter { $0.first == "x" || $0.first == "y" }
    }
    #expect(table(run) == table(again))
  }

  /// log(x) has no value on half of the range: only points where it has one count.
  @Test func pointsOutsideTheDomainAreDrawnAgain() throws {
    let run = CommandRun(typed: "check 'log(x)' --random 30 --range -3:3 --format json")
    #expect(run.status == .answered)
    let answer = try Self.object(run)
    #expect(answer["points"] as? Int == 30)
  }

  @Test func theGivenPointIsOneOfThem() throws {
    let run = CommandRun(typed: "check x^2 x=5 --random 4 --range 1:2 --expect 'x=if(x > 4, 0, 2*x)' --format json")
    let failures = try Self.rows(run, key: "failures")
    let answer = try Self.object(run)
    #expect(answer["points"] as? Int == 5)
    #expect(failures.count == 1)
    #expect(failures.first?["at"] as? [String: Double] == ["x": 5])
  }

  // MARK: - Formats

  /// Keys in the order of the contract.
  @Test func keys() {
    func expectOrder(_ line: String, _ keys: [String]) {
      let run = CommandRun(typed: "check --format json \(line)")
      var rest = run.out[...]
      for key in keys {
        guard let found = rest.range(of: "\"\(key)\": ") else {
          Issue.record("no \(key) in its place in \(run.out)")
          return
        }
        rest = rest[found.upperBound...]
      }
    }
    let row = ["input", "reverse", "forward", "numeric", "errorEstimate", "relativeError"]
    let findings = ["kinks", "undefined"]
    let start = ["expression", "passed", "verdict"]
    expectOrder("x^2 x=3", start + ["value", "inputs"] + row + ["verdict"] + findings)
    expectOrder("x^2 x=3 --expect x=6", start + ["value", "inputs"] + row + ["expected", "verdict"] + findings)
    expectOrder("x^2 --random 2", start + ["points", "failures"] + findings)
    expectOrder(
      "x^2 --random 2 --expect x=1",
      start + ["points", "failures", "at", "inputs"] + row + ["expected", "verdict"] + findings)
  }

  @Test func numbersInJSONThatAreNot() {
    let run = CommandRun(typed: "check 'log(x)' x=-1 --format json")
    #expect(run.out.contains(#""value": "NaN", "inputs": [{"input": "x", "reverse": "NaN", "forward": "NaN""#))
    #expect(run.out.contains(#""verdict": "undefined""#))
  }

  @Test func textShowsSixDigitsAndCSVAll() {
    #expect(CommandRun(typed: "check \(Self.lecture)").out.contains(" 2.58385 "))
    #expect(CommandRun(typed: "check \(Self.lecture) --digits 9").out.contains(" 2.58385316 "))
    #expect(CommandRun(typed: "check \(Self.lecture) --format csv").out.contains("\nx1,2.5838531634528574,"))
    #expect(CommandRun(typed: "check \(Self.lecture) --format csv --digits 3").out.contains("\nx1,2.58,2.58,2.58,"))
  }

  // MARK: - Steps

  /// Truncation falls with the step, rounding rises: a U.
  @Test(arguments: [("forward", 3, -8), ("central", 5, -6)])
  func theErrorFallsAndRises(_ kind: String, _ column: Int, _ best: Int) throws {
    let run = CommandRun(typed: "check 'exp(sin(x))' x=0.7 --sweep --format csv")
    let lines = run.out.split(separator: "\n").map { $0.split(separator: ",") }
    #expect(lines.first?.joined(separator: ",") == "input,step,forward,forwardError,central,centralError")
    let errors = try lines.dropFirst().map { try #require(Double($0[column])) }
    let steps = try lines.dropFirst().map { try #require(Double($0[1])) }
    #expect(steps.first == 0.1 && steps == steps.sorted(by: >) && errors.count == 16)
    let least = try #require(errors.indices.min { errors[$0] < errors[$1] })
    #expect(abs(log10(steps[least]) - Double(best)) < 2.5)
    // Falling down to near the least, and much larger again at the other end.
    for index in 1..<least - 1 { #expect(errors[index] < errors[index - 1]) }
    #expect(errors[errors.count - 1] > 1e4 * errors[least])
    #expect(run.status == .answered)
  }

  @Test func theSweepOfEveryInput() {
    let run = CommandRun(typed: "check \(Self.lecture) --sweep")
    #expect(run.out.hasPrefix("input "))
    #expect(run.out.split(separator: "\n").count == 33)
    #expect(CommandRun(typed: "check \(Self.lecture) --sweep --wrt x2").out.split(separator: "\n").count == 17)
  }
}

/// Where a value jumps or a side is not known, no claim may pass for want of a bound.
@Suite struct JumpClaimTests {
  @Test(
    arguments: [
      ("check floor(x) x=1 --expect x=0", 0), ("check floor(x) x=1 --expect x=1000000", 1),
      ("check sign(x) x=0", 0), ("check sign(x) x=0 --expect x=0", 0), ("check sign(x) x=0 --expect x=2", 1),
      ("check mod(x,3) x=6 --expect x=-50", 1), ("check abs(x) x=0 --expect x=0.5", 0),
      ("check abs(x) x=0 --expect x=1.5", 1), ("check x^2 x=3 --expect x=inf", 1),
      ("check 'if(x==2,4,(x^2-4)/(x-2))' x=2 --expect x=99", 1),
      ("check 'if(x==2,4,(x^2-4)/(x-2))' x=2 --expect x=1", 0),
      ("check 'if(x==0,0,exp(-1/x^2))' x=0 --expect x=99", 3), ("check x*y x=1 y=2 --wrt x --expect y=2", 2),
      ("check x^2 x=3 --expect df/dx=6", 0),
    ] as [(String, Int32)])
  func nothingPassesUnbounded(_ line: String, _ status: Int32) {
    let run = CommandRun(typed: line)
    #expect(run.status.rawValue == status, "\(run.out)\(run.error)")
  }
}

/// Outputs that are arrays, second derivatives, and claims of either.
@Suite struct JacobianCheckTests {
  @Test(
    arguments: [
      ("'softmax(u)' u=[1,2,3]", 0, "f[3]/u[1]"), ("'[x*y, x+y]' x=2 y=3", 0, "f[2]/y"),
      ("'W@x' 'W=[[1,2],[3,4]]' x=[1,1] --wrt x --expect x=W", 0, "f[2]/x[1]"),
      ("'W@x' 'W=[[1,2],[3,4]]' x=[1,1] --wrt x --expect 'x=[[1,2],[3,5]]'", 1, "f[2]/x[2]"),
      ("'outer(x,x)' x=[1,2]", 0, "f[2,1]/x[2]"), ("'[abs(x), x]' x=0", 0, "f[1]/x"),
      ("--order 2 'x*sin(y)' x=2 y=1 --expect x/y=0.5403", 0, "x/y"),
      ("--order 2 'x*y' x=2 y=1 --expect y/x=2", 1, "y/x"),
      ("--order 2 'x^2*y' x=2 y=1 --expect x/x=2,x/y=4,y/x=4,y/y=0", 0, "y/y"),
      ("--order 2 'log(x*y)' x=2 y=3 --wrt x --expect x/x=-0.25", 0, "x/x"),
      ("--order 2 x@A@x x=[1,2] 'A=[[1,2],[3,4]]' --wrt x --expect x/x=A+transpose(A)", 0, "x[2]/x[1]"),
    ] as [(String, Int32, String)])
  func rows(_ line: String, _ status: Int32, _ row: String) {
    let run = CommandRun(typed: "check \(line)")
    #expect(run.status.rawValue == status, "\(run.out)\(run.error)")
    #expect(run.out.contains("\n\(row) "), "\(run.out)")
  }

  @Test func theOutputStandsBeforeTheInput() {
    let run = CommandRun(typed: "check '[x*y, x+y]' x=2 y=3 --format json")
    #expect(
      run.out.contains(#""value": [6, 5], "inputs": [{"output": "[1]", "input": "x", "reverse": 3,"#), "\(run.out)")
    #expect(
      CommandRun(typed: "check --order 2 x*y x=2 y=3 --format json").out.contains(#"{"input": "x/y", "reverse": 1,"#))
  }

  @Test(
    arguments: [
      ("'sum(W)' 'W=[[1,2],[3,4]]' --expect W=[1,1]", "a 2×2 matrix, and its answer a vector of 2"),
      ("x^2 x=1 --expect x=[1,2]", "a scalar, and its answer a vector of 2"),
      ("'[x,x]' x=1 --expect x=[1,1,1]", "a vector of 2, and its answer a vector of 3"),
      ("'sum(w)' w=[1,2] --expect w=[1,1,1]", "a vector of 2, and its answer a vector of 3"),
      ("--order 2 'x*y' x=1 y=2 --expect x/y=[1,2]", "a scalar, and its answer a vector of 2"),
    ])
  func aClaimOfAnotherShapeIsWrong(_ line: String, _ shapes: String) {
    let run = CommandRun(typed: "check \(line)")
    #expect(run.status == .mismatch && run.error.contains(shapes), "\(run.out)\(run.error)")
  }

  @Test(
    arguments: [
      ("x^2 x=1.29 --expect x=2.580", " 2.580 "), ("x^2 x=1.29 --expect x=2.6", " 2.6 "),
      ("x x=1 --expect x=1.0e0", " 1.0e0 "),
      ("-x^2 x=1.29 --expect x=-2.580", " -2.580 "), ("'sum(w^2)' w=[1,2] --expect w=[2.00,4.0]", " 2.00 "),
      ("x*y x=2 y=3 --expect x=y", " 3 "),
    ])
  func claimsPrintAsTheyWereWritten(_ line: String, _ text: String) {
    let run = CommandRun(typed: "check \(line.hasPrefix("-") ? "-e \(line)" : line)")
    #expect(run.status == .answered && run.out.contains(text), "\(run.out)\(run.error)")
  }
}
