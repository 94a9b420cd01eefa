import Testing

@testable import AutodiffCore

@Suite struct JSONTests {
  @Test func nestsArraysByTheirShape() {
    let matrix = JSON.tensor(Tensor(Shape([2, 3]), [1, -0.5, .nan, .infinity, 1e-7, -.infinity]))
    #expect(
      matrix.text(NumberText(), ascii: true) == "[[1, -0.5, \"NaN\"], [\"Infinity\", 1e-07, \"-Infinity\"]]")
    #expect(JSON.tensor(.scalar(0.1)).text(NumberText(digits: 2), ascii: true) == "0.1")
    #expect(
      JSON.tensor(Tensor(Shape([2, 1, 2]), [1, 2, 3, 4])).text(NumberText(), ascii: true) == "[[[1, 2]], [[3, 4]]]")
  }

  @Test func escapesWhatIsNoPlainText() {
    let value = JSON.string("a\"\\\n\t\u{1}\u{7F}\u{85}σ😀")
    #expect(value.text(NumberText(), ascii: false) == #""a\"\\\n\t\u0001\u007f\u0085σ😀""#)
    #expect(value.text(NumberText(), ascii: true) == #""a\"\\\n\t\u0001\u007f\u0085\u03c3\ud83d\ude00""#)
  }

  /// A reader that takes the bytes away at every pause sees all of them, and never many.
  @Test func isWrittenInPieces() {
    let long = Tensor(Shape([10_000]), (0..<10_000).map { Double($0) / 7 })
    let deep = Tensor(Shape([5000, 2]), long.elements)
    let value = JSON.object([("long", .tensor(long)), ("deep", .tensor(deep)), ("list", .array([.null, .integer(3)]))])
    var buffer = ByteBuffer()
    var text = ""
    var most = 0
    value.write(to: &buffer, NumberText(), ascii: true) { bytes in
      most = max(most, bytes.count)
      text += bytes.withBytes { String(decoding: $0, as: UTF8.self) }
      bytes.removeAll()
    }
    text += buffer.withBytes { String(decoding: $0, as: UTF8.self) }
    #expect(text == value.text(NumberText(), ascii: true))
    #expect(most < 40_000)
  }
}
