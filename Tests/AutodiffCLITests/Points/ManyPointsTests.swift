import AutodiffCore
import Foundation
import Testing

@testable import AutodiffCLI

@Suite struct ManyPointsTests {
  /// Numbers of all kinds, kinks and what is no number among them.
  private static func table(
    rows: Int, columns: [String], seed: UInt64 = 1, oneIn share: Int = 4
  ) -> (text: String, rows: [[String]]) {
    var random = SplitMix64(seed: seed)
    let special = ["0", "-0", "1", "-1", "nan", "inf", "-inf", "1e300", "-1e-300", "5e-324", "0.5", "2"]
    let rows = (0..<rows).map { _ in
      columns.map { _ in
        Int.random(in: 0..<share, using: &random) == 0
          ? special.randomElement(using: &random) ?? "0" : "\(Double.random(in: -3...3, using: &random))"
      }
    }
    return ((([columns] + rows).map { $0.joined(separator: ",") }).joined(separator: "\n") + "\n", rows)
  }

  /// The values of a row; the language has no word for what is no number.
  private static func values(_ row: [String]) -> [String] {
    zip(["x", "y"], row).map { "\($0)=\($1 == "nan" ? "0/0" : $1)" }
  }

  private static let programs = [
    "x*y + sin(x)", "max(x, y)*x - abs(y)", "sqrt(x)/y", "sigma(log(5*(max(x,y)*x/y-(x+y)))+0.5)", "x^y",
    "log(x)*relu(y)",
    "if x > y { x^2 } else { y*x }", "t = 1; for i = 1 to 3 { t = t*x + y }; t", "min(x, y, 0)*x", "hypot(x, y)",
    "sum([x, y]^2)*norm([x, 1])", "t = x; n = 0; while t > 1 and n < 20 { t = t/2; n = n + 1 }; t*y",
    "clamp(x, -1, y)", "if(x > 0, sqrt(x), 0) + mod(y, 1)", "floor(x)*y", "x*y - exp(x - y)",
  ]

  private static let otherCommands = [
    "jacobian", "jacobian --mode forward", "vjp --cotangent -0.75", "hessian", "hvp --direction x=1,y=-0.5",
  ]

  /// Several outputs: lists of numbers, for which there is a tape, and other arrays.
  @Test(arguments: [
    "x*y + sin(x), -y, x", "max(x, y)*x, abs(y)", "x, y", "sqrt(x)/y, x^y, sqrt(x)/y", "log(x)*relu(y), 3",
    "if x > y { x^2, y } else { y*x, 1 }", "[x, y]^2", "cumsum([x, y*x, x/y])", "a = x*y; [a, a^2; exp(a), log(a)]",
    "atan2(y, x), hypot(x, y), x*y, floor(x), clamp(x, -1, y)",
  ]) func rowsOfSeveralOutputs(_ program: String) {
    let (text, rows) = Self.table(rows: 12, columns: ["x", "y"], seed: 3)
    let count = CommandRun(["eval", program, "x=2", "y=1", "--format", "plain"]).out.split(separator: "\n").count
    let numbers = (0..<count).map { ["1", "-0.5", "0", "3"][$0 % 4] }.joined(separator: ",")
    let weights = program.contains(";") ? "reshape([\(numbers)],2,2)" : "[\(numbers)]"
    for command in [
      "eval", "jvp --direction x=1,y=-0.5", "jacobian", "jacobian --mode forward", "jacobian --mode reverse",
      "jacobian --wrt y", "vjp --cotangent \(weights)", "hessian --output \(program.contains(";") ? "2,1" : "2")",
    ] {
      let words = command.split(separator: " ").map(String.init) + [program]
      let many = CommandRun(words + ["--points", "t.csv", "--no-header"], files: ["t.csv": text])
      let lines = many.out.split(separator: "\n").map(String.init)
      #expect(lines.count == rows.count, "\(program): \(many.error)")
      var worst = ExitStatus.answered
      for (line, row) in zip(lines, rows) {
        let one = CommandRun(words + Self.values(row) + ["--format", "csv"])
        worst = max(worst, one.status)
        #expect(one.out.split(separator: "\n").last.map(String.init) == line, "\(command) \(program) at \(row)")
      }
      #expect(many.status == worst)
      let first = CommandRun(words + Self.values(rows[0]) + ["--format", "csv"]).out.split(separator: "\n").first
      let header = CommandRun(words + ["--points", "t.csv"], files: ["t.csv": text]).out.split(separator: "\n").first
      #expect(header == first)
    }
  }

  /// What a row says is to the last bit what the point alone is told.
  @Test(arguments: programs) func rowsAreAnsweredAsPointsAre(_ program: String) {
    for command in ["grad", "eval", "jvp --direction x=1,y=-0.5"] + Self.otherCommands {
      let (text, rows) = Self.table(rows: Self.otherCommands.contains(command) ? 12 : 40, columns: ["x", "y"])
      let words = command.split(separator: " ").map(String.init) + [program]
      let many = CommandRun(words + ["--points", "t.csv", "--no-header"], files: ["t.csv": text])
      let lines = many.out.split(separator: "\n").map(String.init)
      #expect(lines.count == rows.count, "\(program): \(many.error)")
      var worst = ExitStatus.answered
      for (line, row) in zip(lines, rows) {
        let one = CommandRun(words + Self.values(row) + ["--format", "csv"])
        worst = max(worst, one.status)
        #expect(one.out.split(separator: "\n").last.map(String.init) == line, "\(command) \(program) at \(row)")
      }
      #expect(many.status == worst)
    }
  }

  @Test(arguments: programs) func objectsAreThoseOfPoints(_ program: String) {
    for command in ["grad"] + Self.otherCommands {
      let (text, rows) = Self.table(rows: command == "grad" ? 20 : 8, columns: ["x", "y"], seed: 2)
      objectsAreThoseOfPoints(command.split(separator: " ").map(String.init) + [program], text, rows)
    }
  }

  private func objectsAreThoseOfPoints(_ words: [String], _ text: String, _ rows: [[String]]) {
    let many = CommandRun(words + ["--points", "t.csv", "--format", "json"], files: ["t.csv": text])
    let lines = many.out.split(separator: "\n").map(String.init)
    #expect(lines.count == rows.count)
    for (line, row) in zip(lines, rows) {
      let one = CommandRun(words + Self.values(row) + ["--format", "json"])
      #expect(one.out == line + "\n", "\(words) at \(row)")
    }
  }

  /// However many threads there are, and in however many shards.
  @Test func jobsDoNotShow() throws {
    let (text, rows) = Self.table(rows: 60_000, columns: ["x", "y"], seed: 3, oneIn: 3000)
    func run(_ more: [String], _ text: String) -> CommandRun {
      CommandRun(["grad", "sin(x)*y - x/y", "--points", "-", "-q"] + more, input: text)
    }
    for more in [["--format", "json"], ["--format", "tsv", "--digits", "4"], ["--reduce", "sum"]] {
      let one = run(["--jobs", "1"] + more, text)
      let other = run(["--jobs", "7"] + more, text)
      #expect(other.out == one.out && other.error == one.error && other.status == one.status)
    }
    let whole = run([], text).out
    let body = rows.map { $0.joined(separator: ",") + "\n" }
    var shards = ""
    for start in stride(from: 0, to: rows.count, by: 17_001) {
      let part = body[start..<min(start + 17_001, rows.count)].joined()
      shards += run(["--columns", "x,y", "--no-header"], part).out
    }
    #expect(whole == "f,df/dx,df/dy\n" + shards)
  }

  @Test(arguments: ["text", "json", "csv", "tsv", "plain", "markdown", "latex"])
  func totalsInEveryFormat(_ format: String) {
    let table = "w[1],w[2],b\n1,2,3\n3,4,5\n"
    for (how, w, b) in [("sum", [4, 6], 8), ("mean", [2, 3], 4)] {
      let many = CommandRun(
        ["grad", "dot(w,[1,1])*1 + b", "--points", "-", "--reduce", how, "--format", format], input: table)
      let one = CommandRun(["grad", "dot(w,[1,1])*1 + b", "w=\(w)", "b=\(b)", "--format", format])
      // The values are those of the point in the middle; of derivatives, all 1, the sum is twice as much.
      if how == "mean" { #expect(many.out == one.out) }
      #expect(many.status == .answered && !many.out.isEmpty)
    }
  }

  @Test func whatIsLeftOutOfTotals() {
    let run = CommandRun(
      ["grad", "x^2", "--points", "-", "--reduce", "sum", "--keep-going"], input: "x\n1\ntwo\n3\n")
    #expect(run.out == "f = 10\ndf/dx = 8\n")
    #expect(run.status == .failed)
    let partial = CommandRun(
      ["grad", "if x > 0 { x }", "--points", "-", "--reduce", "sum", "--keep-going"],
      input: "x\n1\n-1\n2\n")
    #expect(partial.out == "f = 3\ndf/dx = 2\n")
    #expect(partial.status == .failed && partial.error.contains("1 row could not be read or answered"))
  }

  @Test func aTotalTooLargeIsUndefined() {
    let run = CommandRun(["eval", "x", "--points", "-", "--reduce", "sum"], input: "x\n1e308\n1e308\n")
    #expect(run.out == "f = inf\n" && run.status == .undefined)
    let none = CommandRun(["eval", "x", "--points", "-", "--reduce", "mean"], input: "x\n")
    #expect(none.out == "f = nan\n" && none.status == .undefined)
    #expect(CommandRun(["eval", "x", "--points", "-", "--reduce", "sum"], input: "x\n").out == "f = 0\n")
  }

  /// A program that has no value at one point: the rows before it are answered.
  @Test(arguments: ["csv", "json"]) func aRowWithoutAnAnswer(_ format: String) {
    let words = ["eval", "if x > 0 { x }", "--points", "-", "--no-header", "--format", format]
    let stopped = CommandRun(words, input: "x\n1\n-1\n2\n")
    #expect(stopped.out.hasPrefix(format == "csv" ? "1\n" : "{\"expression\""))
    #expect(!stopped.error.isEmpty && stopped.status == .failed)
    let going = CommandRun(words + ["--keep-going"], input: "x\n1\n-1\n2\n")
    #expect(going.out.split(separator: "\n").count == 3 && going.status == .failed)
    if format == "csv" { #expect(going.out == "1\nnan\n2\n") }
  }

  /// However many threads find one: rows without a value and rows that are none, far apart, in either order.
  @Test(arguments: [
    ([40_000, 60_000], [50_000]), ([50_000], [40_000, 60_000]), ([1500, 1502], [1501]), ([1501], [1500]),
  ]) func theFirstRowWithoutAnAnswerIsTold(_ failing: [Int], _ malformed: [Int]) {
    var rows = Array(repeating: "0.123456789", count: 70_000)
    for row in failing { rows[row] = "-1" }
    for row in malformed { rows[row] = "one" }
    let first = (failing + malformed).min() ?? 0
    for jobs in ["1", "2", "5"] {
      for more in [[], ["--keep-going"]] {
        let run = CommandRun(
          ["eval", "if x > 0 { x }", "--points", "-", "--jobs", jobs] + more,
          input: "x\n" + rows.joined(separator: "\n"))
        let place =
          failing.contains(first)
          ? "\nat line \(first + 2) of standard input\n" : " (standard input, line \(first + 2), column 1)\n"
        #expect(run.error.contains(place), "\(run.error)")
        #expect(run.error.contains("at line") == failing.contains(first))
        #expect(run.status == .failed)
      }
    }
  }

  @Test(arguments: ["text", "json"]) func theRowOfAnArrayWithoutAnAnswer(_ format: String) {
    let file = NumPyFile.bytes(Tensor(Shape([3, 1]), [1, 2, -3]))
    let words = "eval 'if x > 0 { x }' --points t.npy"
    let run = CommandRun(typed: words + (format == "json" ? " --format json" : ""), in: .init(files: ["t.npy": file]))
    #expect(run.error.contains("\nat row 3 of t.npy\n"))
    #expect(run.out.contains(", \"row\": {\"file\": \"t.npy\", \"row\": 3}}}\n") == (format == "json"))
  }

  /// Every number of rows answered before a write fails is told.
  @Test(arguments: [
    (0, "no row is safe"), (9, "no row is safe"), (12, "the first row is safe"), (17, "the first 2 rows are safe"),
  ])
  func aFullDiskTellsWhatIsSafe(_ room: Int, _ text: String) {
    // f,df/dx is a line of 8 bytes; then 1,2 and 4,4 and so on have 4.
    let run = FullDisk(room: room, ["grad", "x^2", "--points", "-"], input: "x\n1\n2\n3\n4\n")
    #expect(run.status == .failed && run.error == FullDisk.message(text))
  }

  // MARK: - Arrays

  @Test func rowsOfAnArray() throws {
    let file = NumPyFile.bytes(Tensor(Shape([3, 2]), [1, 2, 3, 4, 5, 6]))
    func run(_ line: String) -> CommandRun { CommandRun(typed: line, in: .init(files: ["t.npy": file])) }
    #expect(run("grad x*y --points t.npy").out == "f,df/dx,df/dy\n2,2,1\n12,4,3\n30,6,5\n")
    #expect(run("eval x-y --points t.npy --columns y,x --no-header").out == "1\n1\n1\n")
    #expect(run("eval x*y*z --points t.npy z=2 --reduce sum").out == "f = 88\n")
    #expect(run("eval x --points t.npy").status == .failed)
    #expect(run("eval x --points t.npy --columns x").status == .failed)
  }

  /// Into a pipe the rows wait for their number; in a file it is written over.
  @Test(arguments: [false, true]) func answersAsAnArray(_ isFile: Bool) throws {
    var bytes: [UInt8] = [7, 7]
    let host = Host(
      out: Output(
        overwriteStart: {
          let start = bytes.count
          return isFile
            ? { new in
              bytes.replaceSubrange(start..<start + new.count, with: new)
              return .init(count: new.count)
            } : nil
        },
        deliver: {
          bytes += $0
          return .init(count: $0.count)
        }), error: Output { .init(count: $0.count) }, isInputTerminal: false,
      readInput: { .success(Array("x\n1\n-1\n3\n".utf8)) }, readFile: { _ in .failure(SystemError(ENOENT)) },
      environment: { _ in nil })
    #expect(Entry.run(["grad", "x^2", "--points", "-", "--format", "npy", "-q"], host) == .answered)
    let array = try NumPyFile.read(Array(bytes.dropFirst(2)))
    #expect(array.shape == Shape([3, 2]) && array.elements == [1, 2, 1, -2, 9, 6])
  }

  @Test func anArrayIsNotForATerminal() {
    let run = CommandRun(
      ["grad", "x", "--points", "-", "--format", "npy"], in: .init(input: Array("x\n1\n".utf8), outIsTerminal: true))
    #expect(run.out.isEmpty && run.status == .failed)
  }
}
