import Testing

@testable import AutodiffCLI

@Suite struct OptionsTests {
  /// Command lines that all say the same.
  @Test(arguments: [
    "grad x^2 --at x=3", "grad x^2 --at=x=3", "grad --at x=3 x^2", "grad x^2 x=3", "grad x=3 x^2", "grad -e x^2 x=3",
    "grad x=3 --expr=x^2", "grad --expr x^2 --at x=3", "grad -- x^2 x=3", "grad x=3 -- x^2", "grad --at x=3 -- x^2",
    "grad x^2 'x = 3'", "grad x^2 --at ' x = 3 '", "grad 'x ^ 2' x=6/2", "grad x² x=3", "grad -e 'x = x; x^2' x=3",
  ])
  func optionsStandAnywhere(_ line: String) {
    let run = CommandRun(typed: line)
    #expect(run.out == "f = 9\ndf/dx = 6\n", "\(run.error)")
    #expect(run.status == .answered)
  }

  @Test(arguments: [
    ("eval -- -x^2 x=3", "-9"), ("eval -e -x^2 x=3", "-9"), ("eval --expr -x^2 x=3", "-9"),
    ("eval --expr=-x^2 x=3", "-9"),
    ("eval x --at x=-3", "-3"), ("eval x x=-3", "-3"), ("eval x*y --at x=-3,y=-2", "6"), ("eval -- -2", "-2"),
    ("eval x -- x=-1", "-1"), ("eval --digits=3 -- -2/3", "-0.667"),
  ])
  func aValueMayBeginWithAMinus(_ line: String, _ value: String) {
    #expect(CommandRun(typed: line).out == "f = \(value)\n")
  }

  @Test func theLastOfAnOptionCounts() {
    #expect(CommandRun(typed: "eval 1/3 --digits 3 --digits 5").out == "f = 0.33333\n")
    #expect(CommandRun(typed: "eval 1/3 --format json --format plain --digits 2").out == "0.33\n")
  }

  @Test(arguments: [("-h", "--help"), ("-q", "--quiet"), ("-e 1", "--expr 1"), ("-f -", "--file -")])
  func shortOptionsAreTheLongOnes(_ short: String, _ long: String) {
    let one = CommandRun(typed: "eval \(short)", in: .init(input: Array("2".utf8)))
    let other = CommandRun(typed: "eval \(long)", in: .init(input: Array("2".utf8)))
    #expect(one.out == other.out && !one.out.isEmpty)
  }

  /// Each option in the list is one of some command, and each command's help shows it.
  @Test func helpShowsEveryOption() {
    var seen: Set<Option> = []
    for command in Commands.all {
      let help = CommandRun(["help", command.description.name])
      #expect(help.status == .answered)
      #expect(help.out == CommandRun([command.description.name, "--help"]).out)
      #expect(help.out.split(separator: "\n").allSatisfy { $0.count <= 80 || $0.hasPrefix("  autodiff completions") })
      for option in command.description.allOptions {
        seen.insert(option)
        #expect(help.out.contains(" \(option.long)"), "\(command.description.name) \(option.long)")
      }
    }
    #expect(seen == Set(Option.allCases))
  }

  @Test(arguments: ["1", "9", "17"])
  func digitsFromOneToSeventeen(_ digits: String) {
    #expect(CommandRun(["eval", "1/3", "--digits", digits]).status == .answered)
  }

  @Test(arguments: ["0", "18", "-1", "six", "", "3.5", "1e1", " 3", "99999999999999999999"])
  func noOtherDigits(_ digits: String) {
    let run = CommandRun(["eval", "1/3", "--digits", digits])
    #expect(run.status == .failed)
    #expect(run.out == "")
    #expect(run.error.contains("from 1 to 17"))
  }
}
