import AutodiffCore

extension RowReader {
  /// Returns the places of the fields of the row that begins at `start`, quotes included.
  func fields(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> [Range<Int>] {
    var fields: [Range<Int>] = []
    var next = start
    while true {
      let first = next
      skip(bytes, &next)
      fields.append(first..<next)
      guard next < bytes.count, bytes[next] == separator else { return fields }
      next += 1
    }
  }
}

/// The text of a field of a table.
enum FieldText {
  /// Returns the text between a field's quotes, in which two stand for one, or all of a field without.
  ///
  /// Source: Y. Shafranovich, "Common Format and MIME Type for CSV Files", RFC 4180, section 2.
  static func of(_ field: some BidirectionalCollection<UInt8>) -> String {
    let quote = UInt8(ascii: "\"")
    guard let first = field.firstIndex(where: { !$0.isSpace }), let last = field.lastIndex(where: { !$0.isSpace }),
      first < last, field[first] == quote, field[last] == quote
    else { return String(decoding: field, as: UTF8.self) }
    var text: [UInt8] = []
    var isSecond = false
    for byte in field[field.index(after: first)..<last] {
      isSecond = byte == quote && !isSecond
      if !isSecond { text.append(byte) }
    }
    return String(decoding: text, as: UTF8.self)
  }
}
