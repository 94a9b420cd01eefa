/// A JSON value whose keys keep their order.
package indirect enum JSON: Sendable {
  case null
  case bool(Bool)
  case integer(Int)
  case number(Double)
  /// A tensor, written as arrays nested by its shape.
  case tensor(Tensor)
  /// A list of whole numbers, which have all their digits.
  case integers([Int])
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
    var buffer = ByteBuffer(capacity: 256)
    write(to: &buffer, number, ascii: ascii) { _ in }
    return buffer.withBytes { String(decoding: $0, as: UTF8.self) }
  }

  /// Appends the value on one line.
  ///
  /// - Parameter number: The way in which numbers are written.
  /// - Parameter ascii: A Boolean value indicating whether characters beyond ASCII are escaped.
  /// - Parameter pause: A closure that is called after each piece of a long value and may take the bytes out of the
  ///   buffer.
  package func write(
    to buffer: inout ByteBuffer, _ number: NumberText, ascii: Bool, pause: (inout ByteBuffer) -> Void
  ) {
    switch self {
    case .null: buffer.append("null")
    case .bool(let value): buffer.append(value ? "true" : "false")
    case .integer(let value): buffer.append(String(value))
    case .number(let value): buffer.appendJSON(value, number)
    case .tensor(let tensor):
      tensor.withElements { Self.write($0[...], tensor.shape.lengths[...], to: &buffer, number, pause) }
    case .integers(let values):
      buffer.append(UInt8(ascii: "["))
      for (index, value) in values.enumerated() {
        if index > 0 { buffer.append(", ") }
        buffer.append(String(value))
        pause(&buffer)
      }
      buffer.append(UInt8(ascii: "]"))
    case .string(let value): Self.quote(value, to: &buffer, ascii)
    case .array(let values):
      buffer.append(UInt8(ascii: "["))
      for (index, value) in values.enumerated() {
        if index > 0 { buffer.append(", ") }
        value.write(to: &buffer, number, ascii: ascii, pause: pause)
        pause(&buffer)
      }
      buffer.append(UInt8(ascii: "]"))
    case .object(let pairs):
      buffer.append(UInt8(ascii: "{"))
      for (index, pair) in pairs.enumerated() {
        if index > 0 { buffer.append(", ") }
        Self.quote(pair.0, to: &buffer, ascii)
        buffer.append(": ")
        pair.1.write(to: &buffer, number, ascii: ascii, pause: pause)
        pause(&buffer)
      }
      buffer.append(UInt8(ascii: "}"))
    }
  }

  /// The number of numbers that are written before there is a pause.
  private static let pieceCount = 1024

  private static func write(
    _ elements: Slice<UnsafeBufferPointer<Double>>, _ lengths: ArraySlice<Int>, to buffer: inout ByteBuffer,
    _ number: NumberText, _ pause: (inout ByteBuffer) -> Void
  ) {
    guard let length = lengths.first else { return buffer.appendJSON(elements[elements.startIndex], number) }
    buffer.append(UInt8(ascii: "["))
    if lengths.count == 1 {
      for start in stride(from: elements.startIndex, to: elements.endIndex, by: pieceCount) {
        if start > elements.startIndex { buffer.append(", ") }
        buffer.appendJSON(
          UnsafeBufferPointer(rebasing: elements[start..<min(start + pieceCount, elements.endIndex)]), number)
        pause(&buffer)
      }
    } else {
      let each = elements.count / max(length, 1)
      for row in 0..<length {
        if row > 0 { buffer.append(", ") }
        let start = elements.startIndex + row * each
        write(elements[start..<start + each], lengths.dropFirst(), to: &buffer, number, pause)
      }
    }
    buffer.append(UInt8(ascii: "]"))
  }

  private static func quote(_ value: String, to buffer: inout ByteBuffer, _ ascii: Bool) {
    buffer.append(UInt8(ascii: "\""))
    if value.utf8.allSatisfy({ (0x20..<0x7F).contains($0) && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }) {
      buffer.append(value)
    } else {
      buffer.append(escaped(value, ascii))
    }
    buffer.append(UInt8(ascii: "\""))
  }

  private static func escaped(_ value: String, _ ascii: Bool) -> String {
    var text = ""
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
    return text
  }
}
