import AutodiffCore
import Foundation
import AutodiffTestSupport
import Testing

@testable import AutodiffCLI

@Suite(.namesCases) struct FormatTests {
  /// Every command that has formats, with a line that it answers.
  static let lines = [
    "descend": "descend x^2 x=1 --rate 0.1 --steps 2 -q",
    "eval": "eval x^2 x=3", "grad": "grad x*y x=1 y=2", "trace": "trace --mode reverse 'q = x*y; q + x' x=1 y=2",
    "explain": "explain x*y x=1 y=2", "graph": "graph x*y x=1 y=2", "check": "check x*y x=1 y=2",
    "functions": "functions", "taylor": "taylor x^2 x=1", "plot": "plot x^2 --range x=0:1",
    "derive": "derive x^2*y", "cost": "cost x*y", "jacobian": "jacobian x,x*y x=1 y=2",
    "hessian": "hessian x*y x=1 y=2",
    "jvp": "jvp x*y x=1 y=2 --direction x=1",
    "vjp": "vjp x*y x=1 y=2 --cotangent 2", "hvp": "hvp x*y x=1 y=2 --direction x=1",
    "grade": "grade questions ada", "worksheet": "worksheet questions",
  ]

  private static let world = CommandRun.World(files: [
    "questions": Array("question 1\n f = x*y\n at = x=1,y=2\n".utf8), "ada": Array("1.x=2\n1.y=1\n".utf8),
  ])

  static let answers: [(String, String, Bool)] = Commands.all.flatMap { command in
    let description = command.description
    guard !description.formats.isEmpty else { return [(String, String, Bool)]() }
    return OutputFormat.allCases.map {
      // Of many points only, and of sparse matrices.
      let needsMore = $0 == .npy || description.options.contains(.sparse) && ofSparse.contains($0)
      return (lines[description.name] ?? "", $0.rawValue, !needsMore && description.formats.contains($0))
    }
  }

  /// The formats in which only sparse matrices are answered, by commands that have such.
  private static let ofSparse: [OutputFormat] = [.mtx, .svg]

  @Test func anOfferedFormatIsAnsweredAndNoOther() {
    forEach(Self.answers) { (line, format, offered) throws in
      try #require(!line.isEmpty, "a command with formats that this test does not know")
      let run = CommandRun(typed: line + " --format \(format)", in: Self.world)
      #expect(run.status == (offered ? .answered : .failed))
      if offered {
        #expect(!run.out.isEmpty && run.error.isEmpty)
        #expect(run.out == CommandRun(typed: line + " --format=\(format)", in: Self.world).out)
      } else {
        let all = Commands.named(line.split(separator: " ").first.map(String.init) ?? "")?.description.formats ?? []
        let names = all.filter { $0 != .npy }
        if let format = OutputFormat(rawValue: format), Self.ofSparse.contains(format), all.contains(.mtx) {
          #expect(run.error == "error: '--format \(format)' goes with '--sparse'\n")
          return
        }
        if format == "npy", all.contains(.npy) {
          #expect(run.error == "error: '--format npy' goes with '--points FILE'\n")
          return
        }
        #expect(run.error.contains("it offers \(names.map(\.rawValue).joined(separator: ", "))"), "\(run.error)")
      }
    }
  }

  @Test func theFirstFormatIsTheDefault() {
    for command in Commands.all {
      guard let line = Self.lines[command.description.name], let format = command.description.formats.first else {
        continue
      }
      #expect(
        CommandRun(typed: line, in: Self.world).out
          == CommandRun(typed: line + " --format \(format.rawValue)", in: Self.world).out)
    }
  }

  @Test func plainIsTheBareNumbers() {
    #expect(
      CommandRun(typed: "grad --format plain x1*x2+sin(x1) x1=2 x2=3").out
        == "6.909297426825682\n2.5838531634528574\n2\n")
    #expect(CommandRun(typed: "grad --format plain --digits 3 log(x) x=-1").out == "nan\nnan\n")
  }

  /// Tables of data have as many fields in every row as in their header.
  @Test(
    arguments: ["csv", "tsv"],
    [
      "eval x x=1", "grad x*y x=1 y=2", "trace max(x,y) x=1 y=2", "trace --mode=forward x*y x=1 y=2",
      "trace --mode=reverse max(x,y)*x x=1 y=2",
    ])
  func rowsAreAsLongAsTheirHeader(_ format: String, _ line: String) {
    let out = CommandRun(typed: line + " --format \(format)").out
    for table in out.components(separatedBy: "\n\n") {
      let counts = table.split(separator: "\n").map { row in
        // Quoted fields hold what they like.
        row.split(separator: "\"", omittingEmptySubsequences: false).enumerated().filter { $0.offset.isMultiple(of: 2) }
          .map { $0.element.count { $0 == (format == "csv" ? "," : "\t") } }.reduce(0, +)
      }
      #expect(Set(counts).count == 1, "\(table)")
    }
  }

  @Test func digitsCountInEveryFormat() {
    for format in ["text", "json", "csv", "tsv", "plain", "markdown", "latex"] {
      let out = CommandRun(typed: "grad --digits 3 --format \(format) exp(x) x=1").out
      #expect(out.contains("2.72") && !out.contains("2.718"), "\(format): \(out)")
    }
    for format in ["text", "json", "csv", "tsv", "markdown", "latex"] {
      let out = CommandRun(typed: "trace --mode=reverse --digits 3 --format \(format) exp(x) x=1").out
      #expect(out.contains("2.72") && !out.contains("2.718"), "\(format): \(out)")
    }
  }

  @Test func numbersPrintAsTheShortestThatReadsBack() {
    for (expression, text) in [
      ("0.1 + 0.2", "0.30000000000000004"), ("1/3", "0.3333333333333333"), ("2^53", "9007199254740992"),
      ("2^60", "1.152921504606847e+18"),
      ("100", "100"), ("1e22", "1e+22"),
      ("-1/0", "-inf"), ("0/0", "nan"), ("2/3*3", "2"),
    ] {
      #expect(CommandRun(["eval", "--format", "plain", "-e", expression]).out == text + "\n")
    }
  }
}
