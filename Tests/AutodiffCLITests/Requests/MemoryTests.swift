import AutodiffCore
import Testing

@testable import AutodiffCLI

/// Requests that need more memory than there is: the need is known before the first sweep.
@Suite struct MemoryTests {
  private static func run(_ words: [String], free: Int) -> CommandRun {
    CommandRun(words, in: .init(freeMemory: free))
  }

  @Test(arguments: [
    ["grad", "sum((A@A)^2)", "A=ones(2000,2000)"], ["eval", "sum(outer(x,x))", "x=ones(4000)"],
    ["eval", "sum(A)", "A=ones(4000,4000)"], ["eval", "trace(eye(4000))"], ["eval", "sum(zeros(4000,4000))"],
    ["jacobian", "x^2", "x=ones(3000)"], ["hessian", "sum(x^2)", "x=ones(3000)"],
    ["trace", "sum(outer(x,x))", "x=ones(4000)"],
    ["vjp", "A@A", "A=ones(2000,2000)", "--cotangent", "ones(2000,2000)"],
    ["hvp", "sum(outer(x,x))", "x=ones(3000)", "--direction", "x=ones(3000)"],
    ["eval", "if sum(outer(x,x)) > 1 { 1 } else { 2 }", "x=ones(4000)"],
    ["eval", "x[trace(eye(4000)) - 3999]", "x=[1,2]"], ["descend", "sum(outer(x,x))", "x=ones(4000)", "--rate", "1"],
    ["check", "sum(x^2)", "x=1", "--at", "y=ones(4000,4000)"],
    ["eval", "s = x; for i = 1 to 3000000 { s = s*x + i }; s", "x=1"],
    ["grad", "reshape(x, 2000, 2000)[1,2]", "x=ones(4000000)"],
  ])
  func tooMuch(_ words: [String]) {
    let run = Self.run(words, free: 40_000_000)
    #expect(run.status == .failed, "\(words)")
    #expect(run.error.contains("limit: this needs about "), "\(words): \(run.error)")
    #expect(run.error.contains("and may have 0.04 GB"))
    #expect(run.out.isEmpty)
  }

  /// A request that needs little asks for nothing.
  @Test(arguments: [
    ["grad", "x*y + sin(x)", "x=1", "y=2"], ["grad", "sum((A@A)^2)", "A=ones(100,100)"],
    ["hessian", "sum(x^2)", "x=ones(100)"], ["cost", "sum((A@A)^2)", "--shape", "A=500x500"],
  ])
  func little(_ words: [String]) {
    #expect(Self.run(words, free: 0).status == .answered)
  }

  @Test func bothNumbersAreNamed() {
    let run = Self.run(["grad", "sum((A@A)^2)", "A=ones(5000,5000)", "--format", "json"], free: 300_000_000)
    #expect(run.error.contains("limit: this needs about 1.8 GB of memory, and may have 0.3 GB"), "\(run.error)")
    #expect(run.out.contains("\"error\""))
  }

  /// A table's rows are worked on by all threads at once.
  @Test func rowsOfATable() {
    let run = CommandRun(
      ["grad", "sum(outer(ones(3000)*x, ones(3000)))", "--points", "t.csv"],
      in: .init(files: ["t.csv": Array("x\n1\n2\n".utf8)], freeMemory: 100_000_000))
    #expect(run.status == .failed)
    #expect(run.error.contains("limit: this needs about "), "\(run.error)")
  }
}
