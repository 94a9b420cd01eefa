import Testing

@testable import AutodiffCLI

/// Where the expression comes from: `-e`, `-f`, the first bare argument, standard input, in this order.
@Suite struct SourceTests {
  private let world = CommandRun.World(input: Array("1".utf8), files: ["two": Array("2".utf8)])

  @Test(arguments: [
    ("eval", "1"), ("eval -f -", "1"), ("eval -f two", "2"), ("eval 3", "3"), ("eval -e 4", "4"), ("eval x=1", "1"),
  ])
  func theFirstThatIsGivenCounts(_ line: String, _ value: String) {
    #expect(CommandRun(typed: line, in: world).out == "f = \(value)\n")
  }

  @Test(arguments: [
    "eval -e 4 3", "eval -f two 3", "eval -e 4 -f two", "eval 3 3", "eval -e 4 -e 4", "eval -f two -f two",
  ])
  func twoAreAnError(_ line: String) {
    let run = CommandRun(typed: line, in: world)
    #expect(run.status == .failed)
    #expect(run.error.hasPrefix("error: two expressions: "))
  }

  @Test func aTerminalIsNotWaitedFor() {
    let run = CommandRun(["eval"])
    #expect(run.status == .failed)
    #expect(run.error.hasPrefix("error: no expression"))
  }

  @Test func noCommandShowsAShortUsage() {
    let run = CommandRun([])
    #expect(run.status == .failed)
    #expect(run.out == "")
    #expect(run.error.hasPrefix("usage: autodiff COMMAND"))
    #expect(run.error.split(separator: "\n").count < 8)
  }

  @Test(arguments: ["y = x^2", "y=x^2"])
  func aBareAssignmentAloneIsExplained(_ text: String) {
    for extra in [[], ["--at", "x=1"]] {
      let run = CommandRun(["grad", text] + extra)
      #expect(run.status == .failed)
      #expect(run.error.contains("-e '\(text)'"), "\(run.error)")
    }
    #expect(CommandRun(["grad", "-e", text, "x=3"]).out == "f = 9\ndf/dx = 6\n")
  }

  /// A `;`, a newline, two signs or an operator on the left make an expression of it.
  @Test(arguments: ["q = x; q^2", "q = x\nq^2", "q=x;q^2", "x^2 # y = 3", "if(x == 3, x^2, 0)"])
  func whatIsNoBindingIsTheExpression(_ text: String) {
    #expect(CommandRun(["eval", text, "x=3"]).out == "f = 9\n")
  }
}
