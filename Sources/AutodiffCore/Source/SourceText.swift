/// A text that the user gave, with the name that messages give it.
package struct SourceText: Sendable {
  /// The file's path or the option's name; nil for an expression on the command line.
  package let name: String?
  /// The text in UTF-8, which may be malformed.
  package let bytes: [UInt8]
  /// The number of the text's first line; it is not 1 for a piece of a longer text.
  package let firstLine: Int

  /// Creates a source from bytes.
  package init(_ bytes: [UInt8], name: String? = nil, firstLine: Int = 1) {
    self.bytes = bytes
    self.name = name
    self.firstLine = firstLine
  }

  /// Creates a source from a string.
  package init(_ text: String, name: String? = nil) {
    self.init(Array(text.utf8), name: name)
  }

  /// Returns the line and the column of a byte offset, both counted from 1; columns count Unicode scalars.
  package func position(of offset: Int) -> (line: Int, column: Int) {
    var line = firstLine
    var column = 1
    for byte in bytes.prefix(offset) {
      if byte == UInt8(ascii: "\n") {
        line += 1
        column = 1
      } else if !byte.isContinuation {
        column += 1
      }
    }
    return (line, column)
  }

  /// Returns a part of the text on one line.
  package func text(_ span: Span) -> String {
    let end = min(Int(span.end), bytes.count)
    guard Int(span.start) < end else { return "" }
    let words = bytes[Int(span.start)..<end].split { $0 == 0x20 || $0 == 0x0A || $0 == 0x0D || $0 == 0x09 }
    return words.map { String(decoding: $0, as: UTF8.self) }.joined(separator: " ")
  }

  /// Returns the bytes of the line that holds `offset`, without its line ending.
  package func line(at offset: Int) -> ArraySlice<UInt8> {
    let start = bytes[..<min(offset, bytes.count)].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    var end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
    if end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return bytes[start..<end]
  }
}

extension UInt8 {
  /// A Boolean value indicating whether the byte continues a UTF-8 sequence rather than starting a scalar.
  var isContinuation: Bool { self & 0xC0 == 0x80 }
}
