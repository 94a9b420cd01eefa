import AutodiffCore

/// The reason for which a row of a table cannot be read.
struct RowFault: Error {
  enum Reason: Error {
    case blank
    case notANumber
    case tooLarge
    case fieldCount(Int, expected: Int)
    case openQuote
    /// A number that is no uncertainty; in an array, the place is the row's.
    case uncertainty(UncertaintyFault)
    /// An answer that is neither a number nor a formula.
    case unreadable(UnreadableAnswer)
  }

  var reason: Reason
  /// The place in the piece of the table.
  var place: Range<Int>
}

/// Reads rows of numbers, each number from its bytes right to where it is worked with.
struct RowReader: Sendable {
  let separator: UInt8
  /// The place for each column's number; negative where anything may stand.
  let targets: [Int]

  /// Reads the row that begins at `place`, which moves to the next.
  ///
  /// - Parameter numbers: where the row's number for target 0 goes; that for the next is `stride` further on.
  func read(
    _ bytes: UnsafeBufferPointer<UInt8>, at place: inout Int, into numbers: UnsafeMutablePointer<Double>, stride: Int
  ) -> RowFault? {
    let start = place
    var next = place
    for (column, target) in targets.enumerated() {
      let field = next
      if target < 0 {
        skip(bytes, &next)
      } else if let value = number(bytes, &next) {
        numbers[target * stride] = value
      } else if let value = writtenNumber(bytes, field, &next) {
        numbers[target * stride] = value
      } else {
        next = field
        skip(bytes, &next)
        // A number that is infinite is one of those that are too large.
        let isNumber = bytes[field..<next].contains { $0 &- UInt8(ascii: "0") < 10 } && isFieldANumber(bytes, field)
        return fault(isNumber ? .tooLarge : .notANumber, field..<next, bytes, start, &place)
      }
      let isLast = column == targets.count - 1
      if next < bytes.count, bytes[next] == separator, !isLast {
        next += 1
      } else if !isLast || !isRowEnd(bytes, next) {
        return fault(.fieldCount(0, expected: targets.count), start..<start, bytes, start, &place)
      }
    }
    place = end(bytes, next)
    return nil
  }

  private func isFieldANumber(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> Bool {
    var next = start
    return number(bytes, &next, mayBeTooLarge: true) != nil
  }

  /// Reads a number, which is infinite where it is written as `inf`, and never where it is written in digits.
  @inline(__always)
  private func number(
    _ bytes: UnsafeBufferPointer<UInt8>, _ next: inout Int, mayBeTooLarge: Bool = false
  ) -> Double? {
    skipSpace(bytes, &next)
    let isQuoted = next < bytes.count && bytes[next] == UInt8(ascii: "\"")
    if isQuoted {
      next += 1
      skipSpace(bytes, &next)
    }
    guard let (value, end) = DecimalReader.readSigned(bytes, at: next) else { return nil }
    if value.isInfinite, !mayBeTooLarge, bytes[end - 1] &- UInt8(ascii: "0") < 10 || bytes[end - 1] == UInt8(ascii: ".")
    {
      return nil
    }
    next = end
    skipSpace(bytes, &next)
    if isQuoted {
      guard next < bytes.count, bytes[next] == UInt8(ascii: "\"") else { return nil }
      next += 1
      skipSpace(bytes, &next)
    }
    return next == bytes.count || bytes[next] == separator || isRowEnd(bytes, next) ? value : nil
  }

  /// Reads a number as spreadsheets and people write it: with a decimal comma where semicolons stand between fields, and
  /// with any dash for a minus sign.
  @inline(never)
  private func writtenNumber(_ bytes: UnsafeBufferPointer<UInt8>, _ field: Int, _ next: inout Int) -> Double? {
    var end = field
    skip(bytes, &end)
    let plain = WrittenAnswer.plain(FieldText.of(bytes[field..<end]))
    var text = Array(plain.utf8.drop { $0 == UInt8(ascii: " ") })
    while text.last == UInt8(ascii: " ") { text.removeLast() }
    if separator == FieldSeparator.semicolon {
      guard text.count(where: { $0 == FieldSeparator.comma }) < 2 else { return nil }
      for place in text.indices where text[place] == FieldSeparator.comma { text[place] = UInt8(ascii: ".") }
    }
    let number = text.withUnsafeBufferPointer { DecimalReader.readSigned($0, at: 0) }
    guard let number, number.end == text.count, number.value.isFinite else { return nil }
    next = end
    return number.value
  }

  @inline(__always)
  private func skipSpace(_ bytes: UnsafeBufferPointer<UInt8>, _ next: inout Int) {
    while next < bytes.count, bytes[next] == UInt8(ascii: " ") || bytes[next] == UInt8(ascii: "\t") && separator != 9 {
      next += 1
    }
  }

  /// Skips to the end of the field, quotes and what they hide included.
  func skip(_ bytes: UnsafeBufferPointer<UInt8>, _ next: inout Int) {
    var isQuoted = false
    while next < bytes.count, bytes[next] != UInt8(ascii: "\n") {
      if bytes[next] == UInt8(ascii: "\"") { isQuoted.toggle() }
      if bytes[next] == separator, !isQuoted { return }
      if isRowEnd(bytes, next) { return }
      next += 1
    }
  }

  @inline(__always)
  private func isRowEnd(_ bytes: UnsafeBufferPointer<UInt8>, _ next: Int) -> Bool {
    if next == bytes.count || bytes[next] == UInt8(ascii: "\n") { return true }
    return bytes[next] == UInt8(ascii: "\r") && (next + 1 == bytes.count || bytes[next + 1] == UInt8(ascii: "\n"))
  }

  /// The beginning of the next row.
  private func end(_ bytes: UnsafeBufferPointer<UInt8>, _ next: Int) -> Int {
    var next = next
    while next < bytes.count, bytes[next] != UInt8(ascii: "\n") { next += 1 }
    return min(next + 1, bytes.count)
  }

  private func fault(
    _ reason: RowFault.Reason, _ range: Range<Int>, _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int,
    _ place: inout Int
  ) -> RowFault {
    place = end(bytes, start)
    var isBlank = true
    var quotes = 0
    var lastQuote = start
    for index in start..<place {
      if !bytes[index].isSpace { isBlank = false }
      if bytes[index] == UInt8(ascii: "\"") {
        quotes += 1
        lastQuote = index
      }
    }
    if isBlank { return RowFault(reason: .blank, place: start..<start) }
    if !quotes.isMultiple(of: 2) { return RowFault(reason: .openQuote, place: lastQuote..<lastQuote) }
    // The number of fields is the better thing to say where that is wrong as well.
    var count = 1
    var next = start
    var surplus: Int?
    skip(bytes, &next)
    while next < bytes.count, bytes[next] == separator {
      count += 1
      next += 1
      if count == targets.count + 1 { surplus = next }
      skip(bytes, &next)
    }
    if count != targets.count {
      let place = surplus ?? next
      return RowFault(reason: .fieldCount(count, expected: targets.count), place: place..<place)
    }
    return RowFault(reason: reason, place: range)
  }
}
