import AutodiffCLI
import Foundation
import AutodiffTestSupport
import Testing

/// The words and answers of the command at kinks: the rules on the manual page, one command line each.
@Suite(.namesCases) struct KinksTests {
  // MARK: - Conventions and both sides

  /// A row: what is asked, the derivatives, and each kink as `operation kind column: input left right; …`.
  struct Case: CustomTestStringConvertible {
    var line: String
    var derivatives: [String]
    var kinks: [String]

    init(_ line: String, _ derivatives: String, _ kinks: String...) {
      self.line = line
      self.derivatives = derivatives.split(separator: " ").map(String.init)
      self.kinks = kinks
    }

    var testDescription: String { line }
  }

  static let cases = [
    // Corners.
    Case("abs(x) x=0", "0", "abs kink 1: x -1 1"),
    Case("-abs(x) x=0", "0", "abs kink 2: x 1 -1"),
    Case("3*abs(2*x) x=0", "0", "abs kink 3: x -6 6"),
    Case("relu(x) x=0", "0", "relu kink 1: x 0 1"),
    Case("relu(-x) x=0", "0", "relu kink 1: x -1 0"),
    Case("leaky_relu(x) x=0", "0.01", "leaky_relu kink 1: x 0.01 1"),
    Case("leaky_relu(x,1) x=0", "1"),
    Case("elu(x,2) x=0", "1", "elu kink 1: x 2 1"),
    Case("elu(x) x=0", "1"),
    Case("hypot(x,y) x=0 y=0", "0 0", "hypot kink 1: x -1 1; y -1 1"),
    Case("hypot(x,y) x=0 y=2", "0 1"),
    Case("clamp(x,0,1) x=0", "1", "clamp kink 1: x 0 1"),
    Case("clamp(x,0,1) x=1", "1", "clamp kink 1: x 1 0"),
    Case("clamp(x,0,1) x=0.5", "1"),
    Case("clamp(x,a,1) x=0 a=0", "1 0", "clamp kink 1: x 0 1; a 0 1"),

    // Ties, however they are broken.
    Case("max(x,y) x=1 y=1", "0.5 0.5", "max kink 1: x 0 1; y 0 1"),
    Case("max(x,y) x=1 y=1 --ties first", "1 0", "max kink 1: x 0 1; y 0 1"),
    Case("max(x,y) x=1 y=1 --ties last", "0 1", "max kink 1: x 0 1; y 0 1"),
    Case("min(x,y) x=1 y=1", "0.5 0.5", "min kink 1: x 1 0; y 1 0"),
    Case("max(x,y,z,w) x=1 y=1 z=1 w=1", "0.25 0.25 0.25 0.25", "max kink 1: x 0 1; y 0 1; z 0 1; w 0 1"),
    Case("max(x,y,z) x=1 y=1 z=0", "0.5 0.5 0", "max kink 1: x 0 1; y 0 1"),
    Case("max(x,0) x=0", "0.5", "max kink 1: x 0 1"),
    Case("max(x,x^2) x=1", "1.5", "max kink 1: x 1 2"),
    Case(
      "max(max(x,1),1) x=1", "0.25", "max kink 5: x 0 1", "max kink 1: x 0 1"),

    // Jumps: the value itself changes.
    Case("sign(x) x=0", "0", "sign jump 1: x Infinity Infinity"),
    Case("step(x) x=0", "0", "step jump 1: x 0 Infinity"),
    Case("floor(x) x=2", "0", "floor jump 1: x Infinity 0"),
    Case("ceil(x) x=2", "0", "ceil jump 1: x 0 Infinity"),
    Case("round(x) x=0.5", "0", "round jump 1: x 0 Infinity"),
    Case("round(x) x=1.5", "0", "round jump 1: x Infinity 0"),
    Case("-floor(x) x=2", "0", "floor jump 2: x -Infinity 0"),
    Case("mod(x,1) x=2", "1", "mod jump 1: x -Infinity 1"),
    Case("floor(x) x=2.5", "0"),
    Case("sign(x) x=1e-300", "0"),
    Case("x*step(x) x=0", "0", "step jump 3: x 0 1"),
    Case("if(x>0,x,-x) x=0", "-1", "> jump 4: x -1 1"),
    Case("if(x>=0,x,-x) x=0", "1", ">= jump 4: x -1 1"),
    Case("if(x>0,1,0) x=0", "0", "> jump 4: x 0 Infinity"),
    Case("if(x>y,3,0) x=1 y=1", "0 0", "> jump 4: x 0 Infinity; y -Infinity 0"),

    // Both sides agree: the true derivative, and no kink along that input.
    Case("max(x,x) x=1", "1"),
    Case("relu(x)-relu(-x) x=0", "1"),
    Case("max(x,y)+min(x,y) x=1 y=1", "1 1"),
    Case("max(x,y)+min(x,y) x=1 y=1 --ties first", "1 1"),
    Case("max(x,y)*min(x,y) x=3 y=3 --ties last", "3 3"),
    Case("sign(x)*abs(x) x=0", "1"),
    Case("abs(x)*x x=0", "0"),
    Case("abs(x)^2 x=0", "0"),
    Case("x*floor(x)-x*floor(x) x=2", "0"),
    Case("if(x>0,x,x) x=0", "1"),
    Case("if(x>0,x^2,0) x=0", "0"),
    Case("step(x)*x^2 x=0", "0"),
    Case("relu(x)-relu(-x)+abs(y) x=0 y=0", "1 0", "abs kink 18: y -1 1"),
    Case("relu(x)-relu(-x)+2*relu(y) x=0 y=0", "1 0", "relu kink 20: y 0 2"),

    // Routers send nothing to the losing side, and nothing is at stake there.
    Case("max(1,sqrt(x)) x=0", "0"),
    Case("max(1,abs(x)) x=0", "0"),
    Case("if(y>0,abs(x),x) x=0 y=-1", "1 0"),
    Case("0*abs(x) x=0", "0"),
    Case("x^0 x=0", "0"),
    Case("0^y y=2", "0"),
    Case("x^1 x=0", "1"),
    Case("x^2 x=0", "0"),

    // Only what is asked for counts.
    Case("abs(x)+y^2 x=0 y=3 --wrt y", "6"),
    Case("abs(x)+y^2 x=0 y=3 --wrt y,x", "6 0", "abs kink 1: x -1 1"),
    Case("max(x,y) x=1 y=1 --wrt y", "0.5", "max kink 1: y 0 1"),
  ]

  @Test func gradAnswers() {
    forEach(Self.cases) { (row: Case) throws in
      let run = try json(row, ["grad"])
      #expect(run.derivatives == row.derivatives)
      #expect(run.kinks == row.kinks)
      #expect(run.status == .answered)
    }
  }

  @Test func traceAnswersTheSame() {
    forEach(Self.cases) { (row: Case) throws in
      for mode in ["forward", "reverse"] {
        let run = try json(row, ["trace", "--mode", mode])
        #expect(run.derivatives == row.derivatives)
        #expect(run.kinks == row.kinks)
        #expect(run.status == .answered)
      }
    }
  }

  @Test func valuesHaveNoKinks() {
    forEach(Self.cases) { (row: Case) throws in
      for command in [["eval"], ["trace", "--mode", "primal"]] where !row.line.contains("--") {
        let run = try json(row, command + ["--strict"])
        #expect(run.kinks == [])
        #expect(run.status == .answered)
        #expect(run.error == "")
      }
    }
  }

  @Test func strictTells() {
    forEach(Self.cases) { (row: Case) throws in
      let run = try json(row, ["grad", "--strict"])
      #expect(run.status == (row.kinks.isEmpty ? .answered : .kink))
      #expect(run.kinks == row.kinks)
    }
  }

  @Test func quietSilencesNotesOnly() {
    forEach(Self.cases) { (row: Case) throws in
      let run = try json(row, ["grad", "--quiet"])
      #expect(run.error == "")
      #expect(run.kinks == row.kinks)
    }
  }

  /// A note a kink, with a caret under the operation and a line for each input.
  @Test func notesShowTheSame() {
    forEach(Self.cases) { (row: Case) throws in
      let error = CommandRun(["grad"] + words(row)).error.split(separator: "\n").map(String.init)
      var kinks: [String] = []
      for (index, line) in error.enumerated() {
        if line.hasPrefix("note: "), let parts = line.wholeMatch(of: /note: (kink|jump) at (.*); used: .+/) {
          let caret = try #require(error[index + 2].firstIndex(of: "^"))
          let column = error[index + 2].distance(from: error[index + 2].startIndex, to: caret) + 1
          #expect(error[index + 1] == expression(row))
          kinks.append("\(parts.1) \(column):")
        } else if let parts = line.wholeMatch(of: /\ \ df\/d(\w+): (\S+) on the left, (\S+) on the right/) {
          kinks[kinks.count - 1] += (kinks.last?.last == ":" ? " " : "; ") + "\(parts.1) \(parts.2) \(parts.3)"
        }
      }
      let expected = row.kinks.map {
        $0.drop { $0 != " " }.dropFirst().replacingOccurrences(of: "Infinity", with: "inf")
      }
      #expect(kinks == expected)
    }
  }

  // MARK: - Which status

  @Test(arguments: [
    ("grad --strict abs(x)+log(y) x=0 y=-1", AutodiffCLI.ExitStatus.undefined),
    ("grad --strict abs(sqrt(x)) x=0", .undefined),
    ("grad --strict abs(x)+sqrt(y) x=0 y=0", .undefined),
    ("grad --strict abs(x)+sqrt(y) x=0 y=0 --wrt x", .kink),
    ("grad --strict abs(x)+y x=0", .failed),
    ("grad abs(x) x=0", .answered),
    ("grad --strict abs(x) x=1", .answered),
    ("grad --strict --format csv abs(x) x=0", .kink),
    ("trace --strict --mode reverse abs(x) x=0", .kink),
    ("trace --strict --mode forward abs(x) x=0", .kink),
    ("trace --strict abs(x) x=0", .answered),
    ("eval --strict abs(x) x=0", .answered),
  ])
  func status(_ line: String, _ status: AutodiffCLI.ExitStatus) {
    #expect(CommandRun(typed: line).status == status)
  }

  // MARK: - Traces

  @Test func traceKeepsConventionsOnEdges() throws {
    let run = CommandRun(["trace", "--mode", "reverse", "max(x,y) + min(x,y)", "x=1", "y=1", "--ties", "first"])
    #expect(run.out.contains("df/dx = 1\ndf/dy = 1\n"))
    #expect(
      run.error.contains("df/dx = 2") && run.error.contains("df/dy = 0"),
      "what the conventions come to is told: \(run.error)")
    #expect(CommandRun(["trace", "--mode", "reverse", "max(x,y)", "x=1", "y=2"]).error == "")
  }

  // MARK: - Running

  private struct Answer {
    var status: AutodiffCLI.ExitStatus
    var derivatives: [String]
    var kinks: [String]
    var error: String
  }

  private func words(_ row: Case) -> [String] { row.line.split(separator: " ").map(String.init).map(unsigned) }

  /// `-abs(x)` is no option.
  private func unsigned(_ word: String) -> String {
    word.hasPrefix("-") && !word.hasPrefix("--") ? "--expr=\(word)" : word
  }

  private func expression(_ row: Case) -> String { String(row.line.prefix { $0 != " " }) }

  private func json(_ row: Case, _ command: [String]) throws -> Answer {
    let run = CommandRun(command + ["--format", "json"] + words(row))
    let object = try #require(try JSONSerialization.jsonObject(with: Data(run.out.utf8)) as? [String: Any])
    let gradient = object["gradient"] as? [String: Any] ?? [:]
    let kinks = try #require(object["kinks"] as? [[String: Any]])
    return Answer(
      status: run.status, derivatives: names(row).map { text(gradient[$0]) },
      kinks: kinks.map { kink in
        let inputs = kink["inputs"] as? [String: [String: Any]] ?? [:]
        let sides = names(row).compactMap { name in
          inputs[name].map { "\(name) \(text($0["left"])) \(text($0["right"]))" }
        }
        #expect(kink["line"] as? Int == 1)
        #expect((kink["convention"] as? String)?.isEmpty == false)
        return "\(text(kink["operation"])) \(text(kink["kind"])) \(text(kink["column"])): "
          + sides.joined(separator: "; ")
      }, error: run.error)
  }

  /// The inputs asked for, in order.
  private func names(_ row: Case) -> [String] {
    let words = row.line.split(separator: " ").map(String.init)
    if let place = words.firstIndex(of: "--wrt") { return words[place + 1].split(separator: ",").map(String.init) }
    return words.dropFirst().compactMap { $0.contains("=") ? String($0.prefix { $0 != "=" }) : nil }
  }

  private func text(_ value: Any?) -> String {
    guard let value else { return "missing" }
    return (value as? String) ?? "\(value)"
  }
}
