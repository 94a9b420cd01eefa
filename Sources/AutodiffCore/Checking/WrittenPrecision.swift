/// The precision that numbers are meant to have, by the digits that were written.
enum WrittenPrecision {
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
    return 0.5 * pow(10, Double(power - decimals))
  }

  /// Returns the precision of each element of an array written out, row by row: `[[2.58, x], [3.0, 1]]` has 0.005, 0,
  /// 0.05, 0.
  static func ofElements(_ source: SourceText, _ tree: SyntaxTree) -> [Double] {
    guard let statement = tree.statements.last else { return [] }
    var waiting: [[Double]] = []
    for node in tree.nodes[statement.nodes] {
      let operands = waiting.suffix(node.count)
      waiting.removeLast(node.count)
      switch node.kind {
      case .number:
        let text = source.bytes[Int(node.span.start)..<Int(node.span.end)]
        waiting.append([of(String(decoding: text, as: UTF8.self))])
      case .list: waiting.append(operands.flatMap { $0 })
      case .operation where node.payload == UInt32(Operator.negate.rawValue): waiting += operands
      default: waiting.append([0])
      }
    }
    return waiting.last ?? []
  }
}
