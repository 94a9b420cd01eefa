/// A text the user gave, and what to call it in a message.
package struct SourceText: Sendable {
  /// The file's path or the option's name; nil for an expression on the command line.
  package let name: String?
  package let bytes: [UInt8]
  /// The number of its first line: a piece of a text begins further on.
  package let firstLine: Int

  package init(_ bytes: [UInt8], name: String? = nil, firstLine: Int = 1) {
    self.bytes = bytes
    self.name = name
    self.firstLine = firstLine
  }

  package init(_ text: String, name: String? = nil) {
    self.init(Array(text.utf8), name: name)
  }

  /// Line and column of a byte offset, both from 1; columns count Unicode scalars.
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

  /// The bytes of the line that holds `offset`, without its line ending.
  package func line(at offset: Int) -> ArraySlice<UInt8> {
    let start = bytes[..<min(offset, bytes.count)].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    var end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
    if end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return bytes[start..<end]
  }
}

extension UInt8 {
  /// Whether this byte continues a UTF-8 sequence rather than starting a scalar.
  var isContinuation: Bool { self & 0xC0 == 0x80 }
}
