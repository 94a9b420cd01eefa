import Foundation
import Testing

@testable import AutodiffCLI

/// `explain`, its hints, and `check --steps`.
@Suite struct ExplainTests {
  private static func json(_ arguments: [String], in world: CommandRun.World = .init()) throws -> [String: Any] {
    let run = CommandRun(arguments + ["--format", "json"], in: world)
    return try #require(
      JSONSerialization.jsonObject(with: Data(run.out.utf8)) as? [String: Any], "\(run.out)\(run.error)")
  }

  private static let homework = "sigma(log(5*(max(x1,x2)*x3/x4 - (x5+x6))) + 0.5)"
  private static let point = "x1=3,x2=1,x3=4,x4=2,x5=0.5,x6=1"

  @Test func everyStepHasItsPlace() throws {
    let answer = try Self.json(["explain", Self.homework, "--at", Self.point])
    let inputs = try #require(answer["inputs"] as? [[String: Any]])
    #expect(inputs.map { $0["input"] as? String } == ["x1", "x2", "x3", "x4", "x5", "x6"])
    for input in inputs {
      let steps = try #require(input["steps"] as? [[String: Any]])
      #expect(steps.count > 4)
      for step in steps {
        let (column, length) = (try #require(step["column"] as? Int), try #require(step["length"] as? Int))
        #expect(step["line"] as? Int == 1 && column > 0 && length > 0)
        #expect(column + length - 1 <= Self.homework.count)
        #expect((step["text"] as? String)?.hasSuffix(".") == true)
      }
    }
    #expect((answer["kinks"] as? [Any])?.isEmpty == true && answer["undefined"] != nil)
  }

  @Test(arguments: [80, 60, 40]) func linesAreNoWiderThanTheTerminal(_ width: Int) {
    var world = CommandRun.World()
    world.outIsTerminal = true
    let run = CommandRun(["explain", Self.homework, "--at", Self.point], in: world)
    #expect(run.out.split(separator: "\n").allSatisfy { $0.count <= 80 })
    #expect(run.status == .answered)
  }

  /// Hints tell neither the right number nor the claimed one, nor any other but counts and what the source has.
  @Test(
    arguments: [
      (homework, point, "x2=0.0114,x5=0.00568,x6=0.00568"), ("sin(3*x)", "x=0.47", "x=0.1593"),
      ("x1*x2 + sin(x1)", "x1=2.1,x2=3.3", "x1=3.81,x2=7.77"), ("abs(x)*y", "x=0,y=3.7", "x=3.7,y=1.5"),
      ("max(x,y)^2", "x=2.5,y=2.5", "x=7.57,y=2.51"), ("log(x)", "x=2.9", "x=0.344"),
    ], [1, 2, 3]) func hintsTellNoNumber(_ sample: (program: String, point: String, claims: String), _ level: Int)
    throws
  {
    let arguments = ["explain", "-e", sample.program, "--at", sample.point, "--hint", "\(level)"]
    let grad = CommandRun(["grad", "-e", sample.program, "--at", sample.point, "--format", "plain"], in: .init())
    // Numbers that stand in the source, and small whole ones, which count, are no secrets.
    let rights = grad.out.split(separator: "\n").map(String.init).filter { $0.count > 2 }
    let claims = sample.claims.split(separator: ",").compactMap { $0.split(separator: "=").last.map(String.init) }
    for claimed in [[], ["--expect", sample.claims]] {
      for format in ["text", "json", "markdown"] {
        let run = CommandRun(arguments + claimed + ["--format", format], in: .init())
        let told = (run.out + run.error).replacingOccurrences(of: sample.program, with: "")
        for number in rights.map({ String($0.prefix(5)) }) + claims {
          #expect(!told.contains(number), "\(number) in \(told)")
        }
        #expect(claimed.isEmpty ? run.status == .answered : run.status == .mismatch, "\(run.error)")
      }
    }
  }

  @Test func hintsTellMoreFromOneToTheNext() throws {
    let arguments = ["explain", Self.homework, "--at", Self.point, "--expect", "x1=0.0114,x5=0.00568", "--hint"]
    let first = try Self.json(arguments + ["1"])
    let inputs = try #require(first["inputs"] as? [[String: Any]])
    #expect(inputs[0]["verdict"] as? String == "right" && inputs[4]["verdict"] as? String == "wrong")
    #expect(inputs[1]["verdict"] is NSNull && inputs[4]["places"] == nil && inputs[4]["mistakes"] == nil)
    let second = try #require(try Self.json(arguments + ["2"])["inputs"] as? [[String: Any]])
    #expect(second[4]["uses"] as? Int == 1 && (second[4]["places"] as? [Any])?.count == 1)
    #expect(second[4]["mistakes"] == nil)
    let third = try #require(try Self.json(arguments + ["3"])["inputs"] as? [[String: Any]])
    let mistakes = try #require(third[4]["mistakes"] as? [[String: Any]])
    #expect(mistakes.first?["kind"] as? String == "sign-flipped")
    #expect(mistakes.allSatisfy { $0["value"] == nil && $0["text"] == nil })
  }

  @Test(arguments: ["y=3", "y=3,z=3"]) func aFlippedSignIsWhereTheMinusStands(_ claim: String) throws {
    let answer = try Self.json(
      ["explain", "3*(x-(y+z))", "--at", "x=1,y=2,z=3", "--hint", "3", "--expect", claim])
    let inputs = try #require(answer["inputs"] as? [[String: Any]])
    let mistakes = try #require(inputs[1]["mistakes"] as? [[String: Any]])
    #expect(mistakes.first?["kind"] as? String == "sign-flipped")
    #expect(mistakes.first?["column"] as? Int == 4 && mistakes.first?["length"] as? Int == 7)
  }

  @Test func stepsOfAFileAreMarked() throws {
    let table = CommandRun(
      ["trace", "--mode", "reverse", Self.homework, "--at", Self.point, "--format", "csv"], in: .init()
    ).out
    let slip = table.replacingOccurrences(of: "v4,x5 + x6,1.5", with: "v4,x5 + x6,1.05")
    let arguments = ["check", Self.homework, "--at", Self.point, "--steps"]
    for (text, right, status) in [(table, 28, ExitStatus.answered), (slip, 27, .mismatch)] {
      var world = CommandRun.World(files: ["t.csv": Array(text.utf8)])
      let answer = try Self.json(arguments + ["t.csv"], in: world)
      #expect(answer["right"] as? Int == right && answer["of"] as? Int == 28)
      let steps = try #require(answer["steps"] as? [[String: Any]])
      #expect(steps.map { $0["line"] as? Int } == Array(2...16) + Array(19...31))
      #expect(steps.count { $0["verdict"] as? String == "wrong" } == 28 - right)
      world.input = Array(text.utf8)
      let run = CommandRun(arguments + ["-"], in: world)
      #expect(run.status == status)
      #expect(run.out.hasSuffix("\(right) of 28 lines are right\n"))
    }
  }
}
