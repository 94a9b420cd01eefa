import AutodiffCore

/// A table as spreadsheets write it: fields between commas, semicolons or tabs, in quotes or not, a record a line.
///
/// Source: Y. Shafranovich, "Common Format and MIME Type for CSV Files", RFC 4180, with the separators and the line
/// `sep=;` of spreadsheets.
struct ClassTable {
  struct Record {
    /// The place of the record in the text.
    var place: Range<Int>
    var fields: [String]
    /// The place of a quote that does not end; the rest of its line is all there is to the record.
    var openQuote: Int?
    /// A flag for a record of empty fields only, as below the last row of a spreadsheet.
    var isBlank: Bool { openQuote == nil && fields.allSatisfy { $0.trimmed.isEmpty } }
  }

  let separator: UInt8
  /// A flag for a text whose first line says how fields are separated.
  let isDeclared: Bool
  let header: Record
  private let source: SourceText
  private var next: Int

  /// Reads the header; nil where a text has none.
  init?(_ source: SourceText) {
    self.source = source
    var start = source.bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    let first = source.line(at: start)
    let rest = first.dropFirst(start - first.startIndex)
    if let declared = FieldSeparator.declared(rest) {
      separator = declared
      isDeclared = true
      start = min(rest.endIndex + 1, source.bytes.count)
      if start < source.bytes.count, source.bytes[start - 1] == UInt8(ascii: "\r") { start += 1 }
    } else {
      separator = FieldSeparator.ofNames(rest)
      isDeclared = false
    }
    next = start
    guard let header = Self.record(source.bytes, separator, &next), !header.isBlank else { return nil }
    self.header = header
  }

  /// The next record; nil after the last.
  mutating func record() -> Record? { Self.record(source.bytes, separator, &next) }

  private static func record(_ bytes: [UInt8], _ separator: UInt8, _ next: inout Int) -> Record? {
    let start = next
    guard start < bytes.count else { return nil }
    var record = Record(place: start..<start, fields: [])
    var field: [UInt8] = []
    var index = start
    var quote: Int?
    var bracketEnd = start
    while index < bytes.count {
      let byte = bytes[index]
      if let open = quote {
        if byte != UInt8(ascii: "\"") {
          field.append(byte)
        } else if index + 1 < bytes.count, bytes[index + 1] == byte {
          field.append(byte)
          index += 1
        } else {
          quote = nil
        }
        index += 1
        if index == bytes.count, quote != nil { return broken(bytes, start, quote: open, &next) }
        continue
      }
      if byte == UInt8(ascii: "\n") { break }
      if byte == UInt8(ascii: "["), index >= bracketEnd, let end = endOfNumbers(bytes, index + 1) { bracketEnd = end }
      if byte == UInt8(ascii: "\""), field.allSatisfy(\.isSpace) {
        field = []
        quote = index
        if index + 1 == bytes.count { return broken(bytes, start, quote: index, &next) }
      } else if byte == separator, index >= bracketEnd {
        record.fields.append(String(decoding: field, as: UTF8.self))
        field = []
      } else {
        field.append(byte)
      }
      index += 1
    }
    if field.last == UInt8(ascii: "\r") { field.removeLast() }
    record.fields.append(String(decoding: field, as: UTF8.self))
    record.place = start..<index
    next = index + 1
    return record
  }

  /// A record with a quote that swallows all that follows: only its own line is given up.
  private static func broken(_ bytes: [UInt8], _ start: Int, quote: Int, _ next: inout Int) -> Record {
    let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
    next = end + 1
    return Record(place: start..<end, fields: [], openQuote: quote)
  }

  /// The end of the numbers of an array or of a subscript, whose commas separate no fields.
  private static func endOfNumbers(_ bytes: [UInt8], _ start: Int) -> Int? {
    let others = Array(",;.+- ".utf8)
    let end = bytes[start...].firstIndex { !$0.isDigit && !others.contains($0) }
    return end.flatMap { bytes[$0] == UInt8(ascii: "]") ? $0 : nil }
  }
}
