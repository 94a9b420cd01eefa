import AutodiffCore
import Foundation
import Testing

@testable import AutodiffCLI

@Suite struct CheckPointsTests {
  private static let program = "x*y + abs(x) + log(y + 2)"

  /// Points with what is claimed there, right in all but some rows; kinks and what is undefined among them.
  private static func rows(_ count: Int, seed: UInt64 = 1) -> [[Double]] {
    var random = SplitMix64(seed: seed)
    return (0..<count).map { row in
      let x = row % 11 == 3 ? 0 : random.number(in: -3...3)
      let y = row % 13 == 5 ? -2.5 : random.number(in: -1.5...3)
      return [x, y, y + (x < 0 ? -1 : x > 0 ? 1 : 0), x + 1 / (y + 2) + (row % 7 == 2 ? 1e-3 : 0)]
    }
  }

  private static let columns = ["x", "y", "df/dx", "df/dy"]

  private static func text(_ rows: [[Double]]) -> String {
    ([columns] + rows.map { $0.map { "\($0)" } }).map { $0.joined(separator: ",") + "\n" }.joined()
  }

  private static func run(_ more: [String], _ table: String) -> CommandRun {
    CommandRun(["check", program, "--points", "t.csv"] + more, files: ["t.csv": table])
  }

  /// In several pieces of the table, the second of which has rows that are none.
  @Test(
    arguments: [
      [], ["--format", "json"], ["--format", "csv"], ["--format", "tsv", "--no-header"], ["--reduce", "mean"],
      ["--reduce", "sum", "--format", "json"],
    ], [false, true])
  func jobsDoNotShow(_ more: [String], _ keepsGoing: Bool) {
    let wide = String(repeating: "who", count: 120)
    var lines = Self.text(Self.rows(300)).split(separator: "\n").map { "\($0),\(wide)" }
    lines[250] += ",7"
    lines[251] = "x"
    let table = lines.joined(separator: "\n")
    let more = more + (keepsGoing ? ["--keep-going"] : [])
    let one = Self.run(["--jobs", "1"] + more, table)
    let other = Self.run(["--jobs", "3"] + more, table)
    #expect(other.out == one.out && other.error == one.error && other.status == one.status)
    #expect(one.status == .failed)
    #expect(one.error.contains("6 fields where the header has 5 (t.csv, line 251, column "), "\(one.error)")
  }

  /// What a row is told is what its point alone would be.
  @Test func rowsAreCheckedAsPointsAre() {
    let rows = Self.rows(60, seed: 2)
    let many = Self.run(["--format", "csv", "--no-header"], Self.text(rows))
    let objects = Self.run(["--format", "json"], Self.text(rows)).out.split(separator: "\n").map(String.init)
    var worst = ExitStatus.answered
    for (line, (object, row)) in zip(many.out.split(separator: "\n"), zip(objects, rows)) {
      let one = CommandRun([
        "check", Self.program, "x=\(row[0])", "y=\(row[1])", "--expect", "x=\(row[2]),y=\(row[3])", "--format", "json",
      ])
      #expect(one.out == object + "\n")
      #expect(one.out.contains("\"verdict\": \"\(line.prefix { $0 != "," })\", \"value\""))
      if one.status == .mismatch || worst == .answered { worst = one.status }
    }
    #expect(objects.count == rows.count && many.status == worst && worst == .mismatch)
  }

  @Test(arguments: [
    ("text", "row 1: pass\n", "row 2: no answer\nrow 3: no answer\nrow 4: pass\n"),
    ("csv", "verdict,x\npass,pass\n", "nan,nan\nnan,nan\npass,pass\n"),
    ("tsv", "verdict\tx\npass\tpass\n", "nan\tnan\nnan\tnan\npass\tpass\n"),
  ])
  func aRowThatIsNone(_ format: String, _ before: String, _ behind: String) {
    let words = ["check", "x^2", "--points", "-", "--format", format]
    let table = "x,df/dx\n1,2\ntwo,4\n\n3,6\n"
    let stopped = CommandRun(words, input: table)
    #expect(stopped.out == before && stopped.status == .failed)
    #expect(stopped.error.contains("'two' is not a number (standard input, line 3, column 1)"))
    let going = CommandRun(words + ["--keep-going"], input: table)
    #expect(going.out == before + behind && going.status == .failed)
    #expect(going.error.hasPrefix(stopped.error) && going.error.contains("2 rows could not be read or answered"))
  }

  /// All keys are there, so that a script need not ask.
  @Test func anObjectOfARowWithoutAnAnswer() throws {
    let words = ["check", "x^2", "--points", "-", "--format", "json", "--keep-going", "--expect", "x=2*x"]
    let lines = CommandRun(words, input: "x\n1\ntwo\n").out.split(separator: "\n")
    let keys = try lines.map { line in
      let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      let input = try #require((object["inputs"] as? [[String: Any]])?.first)
      return [object.keys.sorted(), input.keys.sorted()]
    }
    #expect(keys.count == 2 && keys[0] == keys[1])
    #expect(lines[1].contains("\"passed\": false, \"verdict\": \"undefined\", \"value\": \"NaN\""))
  }

  /// A program that has no value at one row.
  @Test func aRowAtWhichTheProgramFails() {
    let words = ["check", "if x > 0 { x }", "--points", "-"]
    for jobs in ["1", "3"] {
      let run = CommandRun(words + ["--jobs", jobs], input: "x\n1\n2\n-1\n3\n")
      #expect(run.out == "row 1: pass\nrow 2: pass\n" && run.status == .failed)
      #expect(run.error.contains("\nat line 4 of standard input\n"), "\(run.error)")
    }
    let file = NumPyFile.bytes(Tensor(Shape([2, 1]), [1, -1]))
    let array = CommandRun(["check", "if x > 0 { x }", "--points", "t.npy"], in: .init(files: ["t.npy": file]))
    #expect(array.error.contains("\nat row 2 of t.npy\n"), "\(array.error)")
    let total = CommandRun(words + ["--reduce", "sum", "--keep-going"], input: "x\n1\n-1\n2\n")
    #expect(total.error.contains("1 row could not be read or answered: left out of the total"))
    #expect(total.out.contains("x            2        2        2") && total.status == .failed, "\(total.out)")
  }

  // MARK: - Claims

  /// A blank is worse than what is undefined and better than what is wrong, as the exit statuses are.
  @Test(
    arguments: [
      ("x,df/dx\n1,\n", "missing", 1), ("x,df/dx\n1,2\n2,\n", "missing", 1), ("x,df/dx\n1,3\n2,\n", "mismatch", 1),
      ("x,df/dx\n2,\n1,3\n", "mismatch", 1), ("x,df/dx\n1,2\n2,4\n", "pass", 0),
    ] as [(String, String, Int32)])
  func blankClaims(_ table: String, _ worst: String, _ status: Int32) {
    let run = CommandRun(["check", "x^2", "--points", "-", "--format", "csv"], input: table)
    #expect(run.status.rawValue == status && run.out.contains("\n\(worst),"), "\(run.out)")
    let strict = CommandRun(["check", "abs(x) + 0*sqrt(x)", "--points", "-", "--strict"], input: "x,df/dx\n0,\n")
    #expect(strict.status == .mismatch)
  }

  /// An input that is blank in one column may be claimed in another.
  @Test func theOtherColumnCounts() {
    let words = ["check", "sum(w^2)", "--points", "-", "--format", "csv", "--no-header"]
    let header = "w[1],w[2],df/dw,df/dw[2]\n"
    let rows = [
      ("1,2,\"[2,4]\",\n", "pass,pass,pass"), ("1,2,,4\n", "missing,missing,pass"),
      ("1,2,\"[2,5]\",4\n", "pass,pass,pass"),
      ("1,2,2*w,5\n", "mismatch,pass,mismatch"), ("1,2,[2],\n", "mismatch,mismatch,mismatch"),
    ]
    for (row, verdicts) in rows { #expect(CommandRun(words, input: header + row).out == verdicts + "\n", "\(row)") }
  }

  /// A table is told its right names where it has what people write, and only there.
  @Test(
    arguments: [
      ("dfdx1", true), ("df_dx1", true), ("∂f/∂x1", true), ("∂f∂x1", true), ("d_x1", true),
      ("grad_x1", true), ("dL/dx1", true), ("d/dx1", true), ("gradient x1", true), ("Df/Dx1", true), ("dx", false),
      ("dose", false), ("x11", false), ("dfdx12", false), ("group", false),
    ])
  func namesLikeClaims(_ name: String, _ isLike: Bool) {
    let run = CommandRun(["check", "x1^2", "--points", "-", "-q"], input: "x1,\(name)\n1,2\n")
    let advice = "column \(name) should be called df/dx1\n"
    #expect(run.status == .answered && run.error.hasPrefix("note: nothing is claimed: "), "\(run.error)")
    #expect(run.error.hasSuffix(advice) == isLike, "\(run.error)")
  }

  /// Texts with brackets in columns that nobody reads do not move those behind them.
  @Test func bracketsInOtherColumns() {
    let run = CommandRun(["check", "x^2", "--points", "-", "-q"], input: "x,note,more,df/dx\n1,a[1,2],3\n")
    #expect(run.out == "row 1: mismatch; df/dx is 2, not 3\n")
  }

  /// The answers to the rows of each thread begin with the names of those rows.
  @Test(arguments: ["1", "3"], [["check"], ["grad"]]) func namesStayWithTheirRows(_ jobs: String, _ command: [String]) {
    let rows = Self.rows(3000, seed: 6)
    let table = "name,x,y\n" + rows.enumerated().map { "n\($0),\($1[0]),\($1[1])\n" }.joined()
    let run = CommandRun(
      command + [
        command == ["check"] ? "x*y" : Self.program, "--points", "-", "--keep", "name,x", "--format", "csv", "-q",
        "--no-header", "--jobs", jobs,
      ], input: table)
    let lines = run.out.split(separator: "\n").map { $0.split(separator: ",") }
    #expect(lines.map { "\($0[0])" } == rows.indices.map { "n\($0)" })
    #expect(lines.map { "\($0[1])" } == rows.map { "\($0[0])" })
  }

  // MARK: - Arrays

  /// A number that is not written is claimed in full.
  @Test(arguments: [[], ["--format", "json"], ["--reduce", "mean", "--format", "csv"], ["--jobs", "3"]])
  func anArrayIsATable(_ more: [String]) {
    let rows = Self.rows(100, seed: 3)
    let file = NumPyFile.bytes(Tensor(Shape([100, 4]), rows.flatMap { $0 }))
    let array = CommandRun(
      ["check", Self.program, "--points", "t.npy", "--columns", Self.columns.joined(separator: ",")] + more,
      in: .init(files: ["t.npy": file]))
    // Sixteen digits pass for a number that is meant exactly.
    let table = Self.run(more, Self.text(rows))
    #expect(array.out == table.out && array.status == table.status)
  }

  @Test func anArrayWithoutNames() {
    let file = NumPyFile.bytes(Tensor(Shape([2, 2]), [1, 2, 3, 4]))
    func run(_ line: String) -> CommandRun { CommandRun(typed: line, in: .init(files: ["t.npy": file])) }
    #expect(run("check x*y --points t.npy").out == "row 1: pass\nrow 2: pass\n")
    #expect(run("check x*y*z --points t.npy z=2 --expect z=x*y").status == .answered)
    #expect(run("check x --points t.npy").error.contains("has 2 columns where the inputs without a value take 1"))
    // 0.1 is claimed as it is, not as one digit.
    let claim = NumPyFile.bytes(Tensor(Shape([1, 2]), [0.05, 0.1001]))
    let exact = CommandRun(
      typed: "check x^2 --points t.npy --columns x,df/dx", in: .init(files: ["t.npy": claim]))
    #expect(exact.status == .mismatch)
    #expect(
      CommandRun(typed: "check x^2 --points -", in: .init(input: Array("x,df/dx\n0.05,.1\n".utf8))).status == .answered)
  }

  // MARK: - Totals

  private static func object(_ words: [String], _ input: String) throws -> [String: Any] {
    let run = CommandRun(["check"] + words + ["--format", "json", "-q"], input: input)
    return try #require(try JSONSerialization.jsonObject(with: Data(run.out.utf8)) as? [String: Any])
  }

  /// A total's numbers are the sums of those that rows alone have.
  @Test(arguments: ["sum", "mean"]) func totalsAddUp(_ how: String) throws {
    let rows = Self.rows(40, seed: 4).filter { $0[1] > -2 }
    let table = Self.text(rows)
    let total = try #require(
      try Self.object([Self.program, "--points", "-", "--reduce", how], table)["inputs"] as? [[String: Any]])
    for (place, name) in ["x", "y"].enumerated() {
      var sums: [String: Double] = [:]
      let keys = ["reverse", "forward", "numeric", "errorEstimate", "expected"]
      for row in rows {
        let one = try Self.object(
          [Self.program, "x=\(row[0])", "y=\(row[1])", "--expect", "x=\(row[2]),y=\(row[3])"], "")
        let input = try #require((one["inputs"] as? [[String: Any]])?[place])
        for key in keys { sums[key, default: 0] += try #require(input[key] as? Double) }
      }
      for key in keys {
        let sum = (sums[key] ?? .nan) / (how == "mean" ? Double(rows.count) : 1)
        let answer = try #require(total[place][key] as? Double)
        #expect(abs(answer - sum) <= 1e-13 * max(1, abs(sum)), "\(name) \(key)")
      }
    }
    // To the last bit what grad answers.
    func lines(_ words: [String]) -> [Substring] {
      CommandRun(words + ["--points", "-", "--reduce", how, "-q"], input: table).out.split(separator: "\n")
    }
    let reverse = lines(["check", Self.program, "--format", "csv"]).dropFirst().map { $0.split(separator: ",")[1] }
    #expect(lines(["grad", Self.program, "--format", "plain"]).dropFirst() == reverse[...])
  }

  /// The loss of a line through (0, 1), (1, 3), (2, 4) at w = 2, b = 1 is 1/3; its derivatives are 4/3 and 2/3.
  @Test(
    arguments: [
      ("--reduce mean", 0), ("--reduce mean --expect b=2/3", 0), ("--reduce mean --expect w=4/3", 0),
      ("--reduce mean --expect w=1.33", 0), ("--reduce mean --expect w=1.34", 1),
      // A number is the total's, a formula each row's, to be added up as the derivative is.
      ("--reduce sum --expect w=4", 0), ("--reduce sum --expect w=1.33", 1),
      ("--reduce mean --expect w=2*x*(w*x+b-y),b=2*(w*x+b-y)", 0), ("--reduce sum --expect w=2*x*(w*x+b-y)", 0),
      ("--reduce sum --expect w=x*(w*x+b-y)", 1), ("--reduce mean --expect b=2*(w*x+b-y)+1e-6", 1),
      ("--reduce mean --rtol 1e-2 --expect w=1.34", 0),
      // A column claims its part of the total.
      ("--reduce sum --expect w=d", 0), ("--reduce mean --expect w=d", 0), ("--reduce sum --expect b=d", 1),
      ("--reduce mean --scheme forward --step 1e-4", 0), ("--reduce mean --scheme forward --step 1e-4 --rtol 1e-9", 1),
    ] as [(String, Int32)])
  func claimsOfATotal(_ options: String, _ status: Int32) {
    let run = CommandRun(
      ["check", "(w*x + b - y)^2", "w=2", "b=1", "--wrt", "w,b", "--points", "-", "-q"]
        + options.split(separator: " ").map(String.init), input: "x,y,d\n0,1,0\n1,3,0\n2,4,4\n")
    #expect(run.status.rawValue == status, "\(run.out)\(run.error)")
  }

  /// Beside kinks the sides add up, and what lies between the sums is right.
  @Test(
    arguments: [
      ("abs(x)", "x\n0\n2\n", "x=1", 0), ("abs(x)", "x\n0\n2\n", "x=0", 0), ("abs(x)", "x\n0\n2\n", "x=2", 0),
      ("abs(x)", "x\n0\n2\n", "x=2.1", 1), ("abs(x)", "x\n0\n0\n2\n", "x=-1", 0), ("abs(x)", "x\n0\n0\n2\n", "x=-2", 1),
      ("sqrt(x)", "x\n1\n-1\n", "x=1", 3), ("floor(x)", "x\n1\n0.5\n", "x=0", 0), ("floor(x)", "x\n1\n0.5\n", "x=7", 1),
      ("1e308*x", "x\n1\n1\n", "x=1", 3),
    ] as [(String, String, String, Int32)])
  func kinksInATotal(_ program: String, _ table: String, _ claim: String, _ status: Int32) {
    let words = ["check", program, "--points", "-", "--reduce", "sum", "--expect", claim]
    #expect(CommandRun(words, input: table).status.rawValue == status)
    let strict = CommandRun(words + ["--strict"], input: table).status.rawValue
    #expect(strict == (status == 0 ? 4 : status))
  }

  @Test func totalsOfNoRows() {
    func run(_ how: String) -> CommandRun {
      CommandRun(["check", "x", "--points", "-", "--reduce", how], input: "x\n")
    }
    #expect(run("sum").status == .answered)
    #expect(run("mean").status == .undefined && run("mean").error.hasSuffix("note: there is no mean of no rows\n"))
  }

  // MARK: - Streams

  /// A row that is cut off is not safe.
  @Test(arguments: [(0, "no row is safe"), (12, "the first row is safe"), (30, "the first 2 rows are safe")])
  func aFullDiskTellsWhatIsSafe(_ room: Int, _ text: String) {
    let run = FullDisk(room: room, ["check", "x^2", "--points", "-", "--expect", "x=2*x"], input: "x\n1\n2\n3\n4\n")
    #expect(run.status == .failed && run.error == FullDisk.message(text))
  }

  /// Whatever the parts, the rows and their lines are those of the piece.
  @Test(arguments: [1, 2, 700]) func partsAreThePiece(_ rows: Int) {
    let text = (0..<rows).map { "\($0)\n" }.joined().dropLast()
    for piece in [
      RowPiece(bytes: Array(text.utf8), firstLine: 5),
      RowPiece(bytes: [], firstLine: 5, numbers: (0..<rows).flatMap { [Double($0), 0] }),
    ] {
      var parts = RowParts()
      parts.begin(piece, columns: 2)
      var bytes: [UInt8] = []
      var numbers: [Double] = []
      var line = 5
      while let part = parts.next() {
        #expect(part.firstLine == line)
        bytes += part.bytes
        numbers += part.numbers ?? []
        let count = part.numbers.map { $0.count / 2 } ?? part.bytes.split(separator: UInt8(ascii: "\n")).count
        // The first answer should not wait for others.
        if line == 5 { #expect(count == 1) }
        line += count
      }
      #expect(bytes == piece.bytes && numbers == piece.numbers ?? [] && line == 5 + rows && parts.isAtEnd)
    }
  }
}
