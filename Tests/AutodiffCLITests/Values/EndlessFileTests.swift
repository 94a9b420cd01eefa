import AutodiffCore
import Testing

@testable import AutodiffCLI

/// Files without an end, or that are no text: an answer comes as soon as one line or piece tells.
@Suite struct EndlessFileTests {
  private static func run(_ words: [String], _ piece: [UInt8]) -> CommandRun {
    CommandRun(words, in: .init(endless: ["f": piece, "f.csv": piece, "-": piece]))
  }

  private static let readers: [[String]] = [
    ["eval", "sum(x)", "x=@f"], ["eval", "x", "--at", "@f"], ["eval", "x", "--points", "f.csv"], ["eval", "-f", "f"],
    ["check", "x", "x=1", "--expect", "@f"], ["check", "x", "x=1", "--expect", "x=@f"], ["eval", "-f", "-"],
    ["vjp", "x", "x=1", "--cotangent", "@f"], ["jvp", "x", "x=1", "--direction", "x=@f"],
    ["grad", "x*y", "x=1", "--points", "-"],
  ]

  @Test(arguments: readers) func zerosAreNoText(_ words: [String]) {
    let run = Self.run(words, [0])
    #expect(run.status == .failed)
    #expect(run.error.contains("not a text file"), "\(run.error)")
  }

  @Test(arguments: readers) func whatHoldsAZeroIsNoText(_ words: [String]) {
    let run = Self.run(words, Array("1\n2\n".utf8) + [0x8F, 0, 0xFE])
    #expect(run.status == .failed)
    #expect(run.error.contains("not a text file"), "\(run.error)")
  }

  /// The first line that is malformed is told, though the file goes on.
  @Test(arguments: [
    (["eval", "sum(x)", "x=@f"], "1\nz\n", "'z' is not a number (f, line 2, column 1)"),
    (["eval", "sum(x)", "x=@f"], "1,2\n3\n", "1 number where the first row has 2 (f, line 2, column 1)"),
    (["eval", "sum(x)", "x=@f"], "yy", "is not a number (f, line 1, column 1)"),
    (["eval", "sum(x)", "x=@f"], "1", "is not a number (f, line 1, column 1)"),
    (["eval", "sum(x)", "x=@f"], "1 2 y ", "'y' is not a number (f, line 1, column 5)"),
    (["eval", "x", "--at", "@f"], "y\n", "'y' is not of the form NAME=VALUE"),
    (["eval", "x", "--at", "@f"], "a=1\nb=1+\n", "(f, line 2, column 5)"),
    (["eval", "x", "--at", "@f"], "yy", "is not of the form NAME=VALUE"),
    (["check", "x", "x=1", "--expect", "@f"], "x=1\n", "--expect names 'x' twice"),
    (["eval", "x", "--points", "f.csv"], "x\n", "'x' is not a number (f.csv, line 2, column 1)"),
    (["vjp", "x", "x=1", "--cotangent", "@f"], "1\n;\n", "is not a number (f, line 2, column 1)"),
  ]) func theFirstMalformedLine(_ words: [String], _ piece: String, _ message: String) {
    let run = Self.run(words, Array(piece.utf8))
    #expect(run.status == .failed)
    #expect(run.error.contains(message), "\(run.error)")
  }

  /// Lines and places are counted through all pieces.
  @Test func placesBehindTheFirstPiece() {
    let rows = (1...200_000).map { "\($0),0.5\n" }.joined()
    let run = CommandRun(["eval", "sum(x)", "x=@t"], files: ["t": "a,b\n" + rows + "3,z\n"])
    #expect(run.error.contains("'z' is not a number (t, line 200002, column 3)"), "\(run.error)")
    let values = (1...60_000).map { "v\($0)=\($0)\n" }.joined()
    let other = CommandRun(["eval", "v7", "--at", "@v"], files: ["v": values + "w=[1,\n2]\nu=2x\n"])
    #expect(other.error.contains("(v, line 60003, column"), "\(other.error)")
    let fine = CommandRun(["eval", "v7*w[2]", "--at", "@v", "-q"], files: ["v": values + "w=[1,\n2]\n"])
    #expect(fine.out == "f = 14\n")
  }

  /// An array is read as far as its header says, and no header is believed before memory is looked at.
  @Test func arrays() throws {
    let whole = NumPyFile.bytes(Tensor(Shape([2, 3]), [1, 2, 3, 4, 5, 6]))
    func run(_ bytes: [UInt8], free: Int = .max) -> CommandRun {
      CommandRun(["eval", "sum(x)", "x=@a.npy"], in: .init(files: ["a.npy": bytes], freeMemory: free))
    }
    #expect(run(whole).out == "f = 21\n")
    for count in [3, 40, 128, whole.count - 1] { #expect(run(Array(whole.prefix(count))).status == .failed) }
    #expect(run(Array(whole.dropLast(8))).error.contains("it has 40 bytes of numbers"))
    #expect(run(whole + [0]).error.contains("it has 49 bytes of numbers"))
    let claims = NumPyFile.header(Shape([1_000_000, 1_000_000]))
    #expect(run(claims).error.contains("more than 200,000,000 elements"))
    let large = NumPyFile.header(Shape([10_000, 10_000]))
    #expect(run(large).error.contains("it has 0 bytes of numbers"))
    let endless = CommandRun(
      ["eval", "sum(x)", "x=@a.npy"], in: .init(freeMemory: 100_000_000, endless: ["a.npy": large]))
    #expect(endless.error.contains("this needs about 1.6 GB of memory, and may have 0.1 GB"), "\(endless.error)")
  }
}
