import AutodiffCore
import Testing

@testable import AutodiffCLI

/// Nesting as deep as promised works, deeper is an error; neither may touch the end of the stack.
///
/// One at a time, since each takes a gigabyte of stack in a debug build.
@Suite(.serialized) struct LimitTests {
  private static let promised = 100_000
  private static let tooDeep = 300_000

  private static func nested(_ open: String, _ close: String, _ count: Int) -> String {
    String(repeating: open, count: count) + "x" + String(repeating: close, count: count)
  }

  @Test(arguments: [("(", ")"), ("sin(", ")"), ("-", ""), ("√", ""), ("max(x,", ")"), ("x^", ""), ("x*(", ")")])
  func nestsAsDeepAsPromised(_ open: String, _ close: String) {
    let run = CommandRun(["eval", "-f", "f", "x=1"], files: ["f": Self.nested(open, close, Self.promised)])
    #expect(run.status == .answered, "\(run.error.prefix(300))")
  }

  @Test(arguments: [("(", ")"), ("sin(", ")"), ("if(x>0,", ",1)"), ("x^", "")])
  func saysWhereTheLimitIs(_ open: String, _ close: String) {
    let run = CommandRun(["eval", "-f", "f", "x=1"], files: ["f": Self.nested(open, close, Self.tooDeep)])
    #expect(run.status == .failed)
    #expect(run.out == "")
    #expect(run.error.hasPrefix("error: limit: more than 200,000 nesting levels (f, line 1, column "))
    #expect(run.error.utf8.count < 1000)
  }

  @Test(arguments: [
    ("for i = 1 to 1 { ", "}"), ("if x > 0 { ", "}"), ("y = x; while y < 2 { y = 3;", "}; y"),
    ("if x > 1 { 2 } else { ", "}"), ("if x > 1 { 2 } else if x > 1 { 3 } else { ", "}"),
  ])
  func blocksNestAsDeepAsPromised(_ open: String, _ close: String) {
    let run = CommandRun(["grad", "-f", "f", "x=1"], files: ["f": Self.nested(open, close, Self.promised)])
    #expect(run.status == .answered, "\(run.error.prefix(300))")
    let deeper = CommandRun(["grad", "-f", "f", "x=1"], files: ["f": Self.nested(open, close, Self.tooDeep)])
    #expect(deeper.error.hasPrefix("error: limit: more than 200,000 nesting levels (f, line 1, column "))
  }

  @Test func chainsOfElseAreAsLongAsPromised() {
    let chain = (1...Self.promised).map { "if x == -\($0) { \($0) } else " }.joined() + "{ x }"
    #expect(CommandRun(["grad", "x=1"], input: chain).out == "f = 1\ndf/dx = 1\n")
    #expect(CommandRun(["eval", "x=-9"], input: chain).out == "f = 9\n")
  }

  @Test func loopsRunAsOftenAsPromised() {
    let counted = CommandRun(["grad", "k = 0; while k < 1000000 { k = k + 1 }; k*x", "x=2"])
    #expect(counted.out == "f = 2000000\ndf/dx = 1000000\n")
    // One more is a golden answer.
    let summed = CommandRun(["grad", "s = 0; for i = 1 to 300000 { s = s + x }", "x=2", "--format", "plain"])
    #expect(summed.out == "600000\n300000\n")
  }

  /// A name that a loop assigns again and again has a version each time.
  @Test func tracesTakeLinearTime() {
    let run = CommandRun(["trace", "y = x; for i = 1 to 30000 { y = y + x }", "x=1", "--format", "csv"])
    #expect(run.out.hasSuffix("y_30000,y_29999 + x,30001\n"))
  }

  @Test func neverClosedIsSaidOfTheInnermost() {
    let run = CommandRun(["eval"], input: String(repeating: "(", count: Self.promised) + "x")
    #expect(run.status == .failed)
    #expect(run.error.contains("this '(' is never closed"))
  }

  @Test func valuesNestToo() {
    let deep = String(repeating: "(", count: Self.promised) + "1" + String(repeating: ")", count: Self.promised)
    #expect(CommandRun(["eval", "x", "x=\(deep)"]).out == "f = 1\n")
    #expect(CommandRun(["eval", "x", "--at", "@v"], files: ["v": "x = \(deep)"]).out == "f = 1\n")
    #expect(CommandRun(["eval", "x", String(repeating: "not ", count: Self.promised) + "x=3"]).status == .failed)
  }

  @Test func manyStatementsAndLongRowsAreNoNesting() {
    let statements = "q = x\n" + String(repeating: "q = q + 1\n", count: Self.tooDeep) + "q"
    #expect(CommandRun(["eval", "x=1"], input: statements).out == "f = \(Self.tooDeep + 1)\n")
    let row = "x" + String(repeating: "+x", count: Self.tooDeep)
    #expect(CommandRun(["eval", "x=1"], input: row).out == "f = \(Self.tooDeep + 1)\n")
  }

  @Test func longListsTakeLinearTime() {
    let list = "[" + (1...30_000).map { "x*\($0)" }.joined(separator: ",") + "]"
    #expect(CommandRun(["grad", "x=2", "--format", "plain"], input: "sum(\(list))").out == "900030000\n450015000\n")
    let jacobian = CommandRun(["jacobian", "x=2"], input: list).out
    #expect(jacobian.hasSuffix("df/dx = [1, 2, 3, …, 29998, 29999, 30000] (30000)\n"))
  }

  @Test func arraysNestAsDeepAsAnythingAndHaveFewAxes() {
    let run = CommandRun(["eval", "x=1"], input: Self.nested("[", "]", Self.promised))
    #expect(run.status == .failed)
    #expect(run.error.hasPrefix("error: arrays have at most 8 axes (standard input, line 1, column "))
    #expect(
      CommandRun(["eval", "x=[1,2]"], input: "x" + String(repeating: "[1:2]", count: Self.promised)).out
        == "f = [1, 2]\n")
  }

  /// However long the words of a request are, a message stays readable; only a path is shown whole.
  @Test func messagesAreShort() {
    let long = String(repeating: "x", count: 100_000)
    for line in [
      [long], ["eval", long], ["eval", long + " 2"], ["eval", long + "(2)"], ["eval", "x", "x=" + long],
      ["eval", long + "(", "x=1"],
      ["eval", "--" + long], ["eval", "--digits", long, "1"], ["eval", "x", "--at", long],
      ["grad", "x", "x=1", "--wrt", long],
      ["eval", "-e", "1", long], ["eval", "x", "x=1", long + "=1", long + "=2"], ["functions", long],
      ["completions", long],
      ["eval", "x", "x=" + (0..<1000).map { "a\($0)" }.joined(separator: "+")], ["eval", long + "=" + long],
      ["eval", "f(\(long), \(long)) = 1; 2"], ["eval", "\(long)(a) = 1; \(long)(1, 2)"],
      ["eval", "1" + long.replacing("x", with: "0")],
    ] {
      let run = CommandRun(line)
      #expect(run.status == .failed)
      #expect(run.error.utf8.count < 1000, "\(run.error.prefix(400))")
    }
    let path = String(repeating: "folder/", count: 20) + "values.txt"
    #expect(CommandRun(["eval", "-f", path]).error.contains(path))
    #expect(CommandRun(["eval", "-f", path], files: [path: "2x"]).error.contains(path))
  }
}
