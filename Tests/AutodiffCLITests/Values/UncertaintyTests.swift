import Testing

@testable import AutodiffCLI

@Suite struct UncertaintyTests {
  /// Both signs, blanks around them, and expressions on either side.
  @Test(arguments: [
    "x=2±0.1", "x=2+-0.1", "x=2+/-0.1", "'x = 2 ± 0.1'", "'x=2 +- 0.1'", "x=4/2±1/10", "--at x=2±1e-1", "--at @v",
    "x=max(1,2)±0.1", "'x₁=2±0.1'",
  ])
  func areReadInEveryForm(_ text: String) {
    let name = text.contains("₁") ? "x1" : "x"
    let run = CommandRun(
      typed: "eval '\(name)^2 + \(name)' \(text)", in: .init(files: ["v": Array("# one\nx = 2 ± 0.1 # two\n".utf8)]))
    #expect(run.out == "f = 6 ± 0.5\n", "\(run.error)")
    #expect(run.error == "")
    #expect(run.status == .answered)
  }

  /// Behind an operator, and with a blank between, two signs are those of a sum or of a number, as before.
  @Test(arguments: [("2+ -0.1", "1.9"), ("2*+-3", "-6"), ("+-2", "-2"), ("(2+-0.1)", "1.9"), ("2-+3", "-1")])
  func sumsStaySums(_ value: String, _ answer: String) {
    #expect(CommandRun(["eval", "x", "--at", "x=\(value)"]).out == "f = \(answer)\n")
    #expect(CommandRun(["descend", "(x - 1)^2", "x=3", "--rate", "0.1+-0.1"]).status == .failed)
    #expect(CommandRun(["eval", "x + n", "x=1", "--let", "n=2+-1"]).out == "f = 2\n")
  }

  @Test(arguments: [
    "trace x^2 x=2±0.1", "check x^2 x=2±0.1", "jacobian x^2 x=2±0.1", "hessian x^2 x=2±0.1",
    "descend x^2 x=2±0.1 --rate 0.1",
    "graph x^2 x=2±0.1", "hvp x^2 x=2 --direction x=1±0.1", "descend x^2 --init x=2±0.1 --rate 0.1",
  ])
  func otherCommandsTakeNone(_ line: String) {
    let run = CommandRun(typed: line)
    #expect(run.status == .failed && run.out == "")
    #expect(run.error.contains("takes no uncertainties\n"), "\(run.error)")
  }

  @Test(arguments: [
    ("x,u(x)\n9,0.3\n11,0.4\n", "f = 10 ± 0.25\n"), ("x ±x\n9 0.3\n11 0.4\n", "f = 10 ± 0.25\n"),
    ("length,u(length)\n9,0.3\n11,0.4\n", "f = 10 ± 0.25\n"), ("\"x\",\"u(x)\"\n9,0.3\n11,0.4\n", "f = 10 ± 0.25\n"),
    ("a,u(x)\n9,0\n11,0\n", "f = 10 ± 0\n"), ("a,b\n9,0.3\n11,0.4\n", "f = 5.175\n"),
    ("9,0.3\n11,0.4\n", "f = 5.175\n"),
  ])
  func filesHaveColumnsOfThem(_ table: String, _ answer: String) {
    let run = CommandRun(["eval", "mean(x)", "x=@t"], files: ["t": table])
    #expect(run.out == answer, "\(run.error)")
  }

  @Test(arguments: [
    ("x,u(x)\n1,-0.3\n", "error: an uncertainty is not below 0, as -0.3 is (t)"),
    ("x,u(x)\n1,nan\n", "error: an uncertainty is a finite number, not nan (t)"),
    ("x,u(x)\n", "error: 't' has no numbers"),
  ])
  func columnsOfFilesAreUncertainties(_ table: String, _ error: String) {
    let run = CommandRun(["eval", "mean(x)", "x=@t"], files: ["t": table])
    #expect(run.error.hasPrefix(error), "\(run.error)")
    #expect(run.status == .failed)
  }

  /// Exact inputs, and questions asked beside them, change nothing of the derivatives.
  @Test func derivativesStayThoseAskedFor() {
    let run = CommandRun(typed: "grad 'x*y*z' x=2±0.1 y=3 z=4±0.1 --wrt y,x --format csv")
    #expect(run.out == "f,u(f),df/dy,df/dx\n24,1.341640786499874,8,12\n")
    let unused = CommandRun(typed: "eval x x=2±0.1 y=1±0.5 --format json")
    #expect(unused.out.contains(#""uncertainty": {"value": 0.1, "shares": {"x": 1, "y": 0}}"#))
  }

  /// A kink along what is exact concerns nobody.
  @Test func kinksOfExactInputsAreNone() {
    let run = CommandRun(typed: "eval 'abs(x) + y' x=0±0 y=1±0.1 --strict")
    #expect(run.out == "f = 1 ± 0.1\nshare of x = 0\nshare of y = 1\n")
    #expect(run.error == "" && run.status == .answered)
    #expect(CommandRun(typed: "eval 'abs(x) + y' x=0±0.1 y=1±0.1 --strict -q").status == .kink)
  }

  @Test func overflowIsUndefined() {
    let run = CommandRun(typed: "eval '1e300*x' x=1±1e10 --format json")
    #expect(run.status == .undefined)
    #expect(run.out.contains(#""uncertainty": {"value": "Infinity", "shares": {"x": "NaN"}}"#))
    #expect(run.out.contains("too large for a double"))
  }

  @Test func largeArraysAreAbridged() {
    let run = CommandRun(typed: "eval 'x + range(200)' x=1±0.1")
    #expect(run.out.split(separator: "\n").count == 2)
    #expect(run.out.contains("\nu(f) = [0.1, 0.1"))
  }
}
