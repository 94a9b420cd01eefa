/// The precision that numbers are meant to have, by the digits that were written.
package enum WrittenPrecision {
  /// Returns half a unit in the last digit: `2.58` is known to 0.005, `2.50e3` to 5. It is 0 for a whole number or a
  /// formula, which are meant exactly.
  static func of(_ text: String) -> Double {
    let bytes = Array(text.utf8.filter { $0 != UInt8(ascii: " ") })[...]
    let digits = bytes.first == UInt8(ascii: "-") || bytes.first == UInt8(ascii: "+") ? bytes.dropFirst() : bytes
    let mantissa = digits.prefix { $0 != UInt8(ascii: "e") && $0 != UInt8(ascii: "E") }
    let exponent = String(decoding: digits.dropFirst(mantissa.count + 1), as: UTF8.self)
    guard let point = mantissa.firstIndex(of: UInt8(ascii: ".")),
      mantissa.allSatisfy({ $0 == UInt8(ascii: ".") || $0 &- UInt8(ascii: "0") < 10 }),
      let power = exponent.isEmpty ? 0 : Int(exponent)
    else { return 0 }
    let decimals = mantissa.endIndex - point - 1
    return 0.5 * Scalar.power(10, Double(power - decimals))
  }

  /// Returns a text without blanks if it is a number; nil for a formula.
  package static func number(_ text: String) -> String? {
    let bytes = text.utf8.filter { $0 != UInt8(ascii: " ") }
    let digits = bytes.drop { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") }
    guard bytes.count - digits.count <= 1, let first = digits.first,
      first &- UInt8(ascii: "0") < 10 || first == UInt8(ascii: ".")
    else { return nil }
    let end = Array(digits).withUnsafeBufferPointer { DecimalReader.readSigned($0, at: 0)?.end }
    return end == digits.count ? String(decoding: bytes, as: UTF8.self) : nil
  }

  /// Returns the text of each element of an array written out that is a number, row by row: `[[2.58, x], [-3.0, 1]]`
  /// has `2.58`, nil, `-3.0`, `1`.
  static func ofElements(_ source: SourceText, _ tree: SyntaxTree) -> [String?] {
    guard let statement = tree.statements.last else { return [] }
    var waiting: [[String?]] = []
    for node in tree.nodes[statement.nodes] {
      let operands = waiting.suffix(node.count)
      waiting.removeLast(node.count)
      switch node.kind {
      case .number:
        let text = source.bytes[Int(node.span.start)..<Int(node.span.end)]
        waiting.append([String(decoding: text, as: UTF8.self)])
      case .list: waiting.append(operands.flatMap { $0 })
      case .operation where node.payload == UInt32(Operator.negate.rawValue):
        waiting += operands.map { $0.map { text in text.map { "-" + $0 } } }
      default: waiting.append([nil])
      }
    }
    return waiting.last ?? []
  }
}
