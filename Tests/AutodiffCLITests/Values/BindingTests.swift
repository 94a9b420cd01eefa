import Testing

@testable import AutodiffCLI

@Suite struct BindingTests {
  @Test(arguments: [
    "--at x=3,y=1", "--at x=3 y=1", "x=3,y=1", "x=3 y=1", "--at x=3 --at y=1", "y=1 --at x=3", "'x = 3' 'y = 1'",
    "--at 'x = 3 , y = 1'", "x=max(1,3),y=1", "--at @v", "--at @x y=1", "x=6/2 y=tau/(2*pi)", "x=√9 y=cos(0)",
    "x=3 y=1e0",
    "x=+3 y=--1", "'x=3,y=(1)'",
  ])
  func areReadInEveryForm(_ text: String) {
    let files = ["v": "# point\nx=3\n\n  y = 1 # one\n", "x": "x=3"]
    let run = CommandRun(typed: "grad x^2+y \(text)", in: .init(files: files.mapValues { Array($0.utf8) }))
    #expect(run.out == "f = 10\ndf/dx = 6\ndf/dy = 1\n", "\(run.error)")
    #expect(run.error == "")
  }

  @Test(arguments: [
    "x=3\r\ny=1\r\n", "x=3\r\ny=1", "x = 3 , y = 1", "\n\nx=3\n#\ny=1\n\n", "x=3#a\ny=1#b", "\u{FEFF}x=3\ny=1",
  ])
  func filesEndTheirLinesAsTheyLike(_ content: String) {
    let run = CommandRun(["grad", "x^2+y", "--at", "@v"], files: ["v": content])
    #expect(run.out == "f = 10\ndf/dx = 6\ndf/dy = 1\n", "\(run.error)")
  }

  /// Subscripts are digits, and what is bound hides a constant.
  @Test func namesAreTheExpressionsNames() {
    #expect(CommandRun(typed: "eval x₁+x2 x1=1 x₂=2").out == "f = 3\n")
    #expect(CommandRun(typed: "eval e e=5").out == "f = 5\n")
    #expect(CommandRun(typed: "eval α·2 α=1").out == "f = 2\n")
  }

  @Test func inputsComeInOrderOfAppearanceThenTheUnused() {
    let run = CommandRun(typed: "grad 'b*a + b' z=1 a=2 b=3 c=4 --format csv")
    #expect(run.out == "f,df/db,df/da,df/dz,df/dc\n9,3,3,0,0\n")
    #expect(run.error == "note: z, c: not an input of the expression, so the derivative is 0\n")
    #expect(run.status == .answered)
  }

  @Test func theNoteIsForDerivativesOnly() {
    #expect(CommandRun(typed: "eval x x=1 y=2").error == "")
    #expect(CommandRun(typed: "grad -q x x=1 y=2").error == "")
    #expect(CommandRun(typed: "trace --mode=reverse x*x x=1 y=2").error.hasPrefix("note: y:"))
  }

  @Test func allThatIsMissingOrDoubledIsOneError() {
    let run = CommandRun(typed: "grad a+b+c+d c=1 c=2 d=1")
    #expect(run.error.hasPrefix("error: no value for a, b, and more than one value for c\n"))
    #expect(run.status == .failed)
  }

  /// Time must not grow with the square of their number.
  @Test func manyValuesAreReadInTime() {
    let names = (0..<20_000).map { "n\($0)" }
    let run = CommandRun(
      ["eval", "-f", "f", "--at", "@v"],
      files: ["f": names.joined(separator: "+"), "v": names.map { "\($0) = 1" }.joined(separator: "\n")])
    #expect(run.out == "f = 20000\n")
  }
}
