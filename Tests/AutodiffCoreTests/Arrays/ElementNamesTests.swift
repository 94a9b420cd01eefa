import Testing

@testable import AutodiffCore

extension Arrays {
  @Suite struct ElementNamesTests {
    private static let texts: [[(text: String, shape: Shape)]] = [
      [("f", .scalar), ("", .scalar)], [("df", .scalar), ("/dx", Shape([12]))],
      [("f", Shape([3, 11])), ("", .scalar)],
      [("df", Shape([2, 3])), ("/dσ", Shape([4]))], [("df", Shape([3])), ("/dW", Shape([2, 1, 103]))],
      [("d2f/dx", Shape([2])), ("dy", .scalar)], [("f", Shape([4, 0])), ("", .scalar)],
    ]

    /// Names put together from the texts of subscripts.
    private static func expected(_ parts: [(text: String, shape: Shape)]) -> [String] {
      parts.reduce([""]) { names, part in
        names.flatMap { name in (0..<part.shape.count).map { name + part.text + part.shape.subscriptText($0) } }
      }
    }

    @Test(arguments: texts.indices) func areTextsAndSubscripts(_ place: Int) {
      let names = ElementNames(Self.texts[place])
      #expect(names.all == Self.expected(Self.texts[place]))
      #expect(names.count == names.all.count)
    }

    @Test(arguments: texts.indices, [UInt8(ascii: ","), UInt8(ascii: "\t")])
    func areFieldsOfTables(_ place: Int, _ separator: UInt8) {
      let names = ElementNames(Self.texts[place])
      let sign = Character(Unicode.Scalar(separator))
      let fields = Self.expected(Self.texts[place]).map { Separated.field($0, sign) }
      for range in [0..<names.count, names.count / 3..<names.count, 0..<names.count / 2, 0..<min(1, names.count)] {
        var buffer = ByteBuffer(capacity: 1)
        names.append(range, to: &buffer, separator: separator)
        let text = buffer.withBytes { String(decoding: $0, as: UTF8.self) }
        #expect(text == fields[range].joined(separator: String(sign)))
      }
    }
  }
}
