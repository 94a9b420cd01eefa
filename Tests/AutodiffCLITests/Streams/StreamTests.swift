import Foundation
import AutodiffTestSupport
import Testing

@testable import AutodiffCLI

@Suite(.namesCases) struct StreamTests {
  @Test func answersAreOnStandardOutputAndTheRestIsNot() {
    let noted = CommandRun(typed: "grad log(x) x=-1 y=2")
    #expect(noted.out == "f = nan\ndf/dx = nan\ndf/dy = 0\n")
    #expect(noted.error.contains("note: "))
    let failed = CommandRun(typed: "grad 2x x=1")
    #expect(failed.out == "" && failed.error.hasPrefix("error: "))
  }

  @Test(arguments: [
    ("eval 1", 0), ("grad log(x) x=1", 0), ("grad log(x) x=-1", 3), ("grad sqrt(x) x=0", 3), ("eval sqrt(x) x=0", 0),
    ("eval 1/0", 3), ("grad x*inf x=1", 3), ("grad 0/x x=0", 3), ("grad 2x x=1", 2), ("grad x", 2), ("nothing", 2),
    ("trace log(x) x=-1", 3), ("graph log(x) x=-1", 3), ("graph log(x)", 0), ("help", 0), ("--version", 0),
    ("eval --help", 0),
    ("grad max(1,sqrt(x)) x=0", 0), ("grad 'if(x>1,sqrt(x),0)' x=0", 0), ("grad 'y + log(x)' x=-1 y=1 --wrt y", 3),
  ])
  func statusSaysWhatHappened(_ line: String, _ status: Int32) {
    let run = CommandRun(typed: line)
    #expect(run.status.rawValue == status, "\(run.error)")
    #expect((status == 0) == run.error.isEmpty)
  }

  /// A kink is noted either way; with `--strict` it is a status too, unless the answer is undefined.
  @Test(arguments: [
    ("grad abs(x) x=0", 0), ("grad --strict abs(x) x=0", 4), ("grad --strict abs(x) x=1", 0),
    ("eval --strict abs(x) x=0", 0), ("grad --strict --ties=first 'max(x,y)' x=1 y=1", 4),
    ("grad --strict 'abs(x) + log(y)' x=0 y=-1", 3), ("trace --mode=reverse --strict relu(x) x=0", 4),
    ("grad --strict 2x x=0", 2), ("grad --strict -q abs(x) x=0", 4),
  ])
  func strictMakesAKinkAStatus(_ line: String, _ status: Int32) {
    #expect(CommandRun(typed: line).status.rawValue == status)
  }

  /// Where no difference can be taken a check ends all the same.
  @Test(arguments: ["check 'x*y' x=inf y=2", "check 1/x x=-inf", "check y y=1 z=inf", "check x x=0/0"])
  func aCheckAtInfinityEnds(_ line: String) {
    #expect(CommandRun(typed: line).status != .failed)
  }

  @Test func quietLeavesOutNotesAndKeepsErrors() {
    for option in ["-q", "--quiet"] {
      let run = CommandRun(typed: "grad \(option) log(x) x=-1 y=2")
      #expect(run.error == "" && run.status == .undefined && !run.out.isEmpty)
      #expect(CommandRun(typed: "grad \(option) 2x").error.hasPrefix("error: "))
    }
  }

  @Test(arguments: [ENOSPC, EBADF, EIO])
  func aFailedWriteIsAnError(_ number: Int32) {
    let run = CommandRun(typed: "grad x^2 x=3", in: .init(writeFailure: number))
    #expect(run.status == .failed)
    #expect(run.error == "error: cannot write the answer: \(SystemError(number).reason)\n")
  }

  @Test func aFailedWriteOutranksAnUndefinedAnswer() {
    #expect(CommandRun(typed: "grad log(x) x=-1", in: .init(writeFailure: ENOSPC)).status == .failed)
  }

  // MARK: - Colour

  /// What the environment and the option say, and whether standard output and standard error are painted on terminals.
  @Test(arguments: [
    ("", [:], true), ("", ["NO_COLOR": "1"], false), ("", ["NO_COLOR": ""], true), ("", ["TERM": "dumb"], false),
    ("", ["TERM": "xterm"], true), ("--color=auto", ["NO_COLOR": "1"], false),
    ("--color=always", ["NO_COLOR": "1"], true),
    ("--color=always", ["TERM": "dumb"], true), ("--color=never", [:], false), ("--color always", [:], true),
  ])
  func colourFollowsOptionThenEnvironment(_ option: String, _ variables: [String: String], _ paints: Bool) {
    var world = CommandRun.World(outIsTerminal: true, errorIsTerminal: true)
    world.environment.merge(variables) { $1 }
    let run = CommandRun(typed: "trace --mode=reverse \(option) log(x) x=-1", in: world)
    #expect(run.out.contains("\u{1B}[") == paints)
    #expect(run.error.contains("\u{1B}[") == paints)
  }

  @Test func standardOutputAndErrorAreJudgedApart() {
    let line = "trace --mode=reverse log(x) x=-1"
    let piped = CommandRun(typed: line, in: .init(errorIsTerminal: true))
    #expect(!piped.out.contains("\u{1B}") && piped.error.contains("\u{1B}"))
    let logged = CommandRun(typed: line, in: .init(outIsTerminal: true))
    #expect(logged.out.contains("\u{1B}") && !logged.error.contains("\u{1B}"))
    let both = CommandRun(typed: line)
    #expect(!both.out.contains("\u{1B}") && !both.error.contains("\u{1B}"))
  }

  @Test(arguments: ["json", "csv", "tsv", "markdown", "latex"])
  func dataIsNeverPainted(_ format: String) {
    #expect(
      !CommandRun(typed: "trace --color=always --mode=reverse --format \(format) x*y x=1 y=2").out.contains("\u{1B}"))
  }

  // MARK: - ASCII

  static let wide = [
    "grad 'α*√β' α=1 β=-1", "trace --mode=reverse 'σ(α)·2' α=1", "graph 'α×β' α=1 β=2", "functions", "functions gelu",
    "grad --format json 'α' α=1", "grad --format latex α α=1", "trace --mode=forward --format csv 'α²' α=2",
    "eval 'α ½'", "grad 'α*β'",
    "help trace", "trace --format markdown 'x − y' x=1 y=2", "graph --format mermaid 'α/β'",
    "graph --format svg 'α/β' α=1 β=2",
  ]

  @Test func aLocaleThatIsNotUTF8GetsASCII() {
    forEach(Self.wide) { (line: String) in
      forEach([
        ["LC_ALL": "C"], ["LANG": "POSIX"], [:], ["LANG": "de_DE.ISO-8859-1"], ["LC_ALL": "C", "LANG": "C.UTF-8"],
      ]) { (variables: [String: String]) in
        let run = CommandRun(typed: line, in: .init(environment: variables))
        #expect(run.out.utf8.allSatisfy { $0 < 0x80 } && run.error.utf8.allSatisfy { $0 < 0x80 })
      }
    }
  }

  @Test(arguments: wide)
  func theOptionGivesASCII(_ line: String) {
    let run = CommandRun(typed: line + " --ascii")
    #expect(run.out.utf8.allSatisfy { $0 < 0x80 } && run.error.utf8.allSatisfy { $0 < 0x80 })
  }

  @Test(arguments: ["C.UTF-8", "en_US.utf8", "de_DE.UTF-8@euro", "sr_RS.utf8@latin"])
  func aUTF8LocaleKeepsItsLetters(_ locale: String) {
    #expect(CommandRun(typed: "grad α α=1", in: .init(environment: ["LANG": locale])).out.contains("df/dα"))
  }
}
