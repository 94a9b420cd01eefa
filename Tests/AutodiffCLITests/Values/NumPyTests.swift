import AutodiffCore
import Testing

@testable import AutodiffCLI

@Suite struct NumPyTests {
  private func run(_ line: String, _ file: [UInt8], path: String = "w.npy") -> CommandRun {
    CommandRun(typed: line, in: .init(files: [path: file]))
  }

  @Test func aFileOfNumPysIsAValue() {
    let file = NumPyFile.bytes(Tensor(Shape([2, 2]), [1, 2, 3, 4]))
    #expect(run("eval 'sum(W, axis=1)' W=@w.npy", file).out == "f = [4, 6]\n")
    #expect(run("grad 'sum(W^2)' --at W=@w.npy --format plain", file).out == "30\n2\n4\n6\n8\n")
  }

  /// A matrix of one row stays one.
  @Test func theShapeIsItsOwn() {
    let file = NumPyFile.bytes(Tensor(Shape([1, 2]), [1, 2]))
    #expect(run("eval 2*W W=@w.npy", file).out == "f = [[2, 4]]\n")
    #expect(run("eval 2*w w=@w.npy", NumPyFile.bytes(.scalar(3))).out == "f = 6\n")
  }

  /// Whatever its name is, and from standard input, which has none.
  @Test func isKnownByItsBeginning() {
    let file = NumPyFile.bytes(Tensor(Shape([2, 1]), [1, 2]))
    #expect(run("eval 'sum(w)' w=@weights", file, path: "weights").out == "f = 3\n")
    #expect(CommandRun(typed: "eval 'sum(w)' w=@-", in: .init(input: file)).out == "f = 3\n")
  }

  @Test(arguments: [
    ("w.npy", "it does not begin as a file of NumPy's\nhint: np.save(path, array) writes one; "),
    ("w.npz", "it does not begin as a file of NumPy's\n"),
  ]) func whatIsNone(_ path: String, _ text: String) {
    let run = run("eval w w=@\(path)", Array("1,2\n".utf8), path: path)
    #expect(run.error.hasPrefix("error: cannot read '\(path)': \(text)"), "\(run.error)")
    #expect(run.status == .failed)
  }

  @Test func whatIsCutShort() {
    let file = Array(NumPyFile.bytes(Tensor(Shape([2, 2]), [1, 2, 3, 4])).dropLast(3))
    let run = run("eval 'sum(w)' w=@w.npy", file)
    #expect(run.error == "error: cannot read 'w.npy': it has 29 bytes of numbers where its shape 2×2 takes 32\n")
    #expect(run.status == .failed)
  }
}
