/// A JSON value whose keys keep their order.
package indirect enum JSON: Sendable {
  case null
  case bool(Bool)
  case integer(Int)
  case number(Double)
  /// A tensor, written as arrays nested by its shape.
  case tensor(Tensor)
  case string(String)
  case array([JSON])
  case object([(String, JSON)])

  /// Returns a string, or null for nil.
  package static func optional(_ text: String?) -> JSON { text.map(JSON.string) ?? .null }

  /// Returns the value on one line.
  ///
  /// - Parameter number: The way in which numbers are written.
  /// - Parameter ascii: A Boolean value indicating whether characters beyond ASCII are escaped.
  package func text(_ number: NumberText, ascii: Bool) -> String {
    var text = ""
    write(to: &text, number, ascii)
    return text
  }

  private func write(to text: inout String, _ number: NumberText, _ ascii: Bool) {
    switch self {
    case .null: text += "null"
    case .bool(let value): text += value ? "true" : "false"
    case .integer(let value): text += String(value)
    case .number(let value): text += number.json(value)
    case .tensor(.scalar(let value)): text += number.json(value)
    case .tensor(.array(let shape, let elements)):
      Self.write(elements[...], shape.lengths[...], to: &text, number)
    case .string(let value): Self.quote(value, to: &text, ascii)
    case .array(let values):
      text += "["
      for (index, value) in values.enumerated() {
        if index > 0 { text += ", " }
        value.write(to: &text, number, ascii)
      }
      text += "]"
    case .object(let pairs):
      text += "{"
      for (index, pair) in pairs.enumerated() {
        if index > 0 { text += ", " }
        Self.quote(pair.0, to: &text, ascii)
        text += ": "
        pair.1.write(to: &text, number, ascii)
      }
      text += "}"
    }
  }

  private static func write(
    _ elements: ArraySlice<Double>, _ lengths: ArraySlice<Int>, to text: inout String, _ number: NumberText
  ) {
    guard let length = lengths.first else {
      text += number.json(elements[elements.startIndex])
      return
    }
    let each = elements.count / max(length, 1)
    text += "["
    for row in 0..<length {
      if row > 0 { text += ", " }
      let start = elements.startIndex + row * each
      write(elements[start..<start + each], lengths.dropFirst(), to: &text, number)
    }
    text += "]"
  }

  private static func quote(_ value: String, to text: inout String, _ ascii: Bool) {
    text += "\""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case _ where scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || (ascii && !scalar.isASCII):
        for unit in String(Character(scalar)).utf16 {
          let digits = String(unit, radix: 16)
          text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }
}
