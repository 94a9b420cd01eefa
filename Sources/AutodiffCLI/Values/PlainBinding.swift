import AutodiffCore

/// `name=-1.5`: a plain name and a plain number, with no blanks.
///
/// The parser, lowering and evaluation would give the same number bit for bit: they read it with the same reader, and
/// negation is exact.
enum PlainBinding {
  /// - Returns: the place of the name and the value; nil where a line is of any other form.
  @inline(__always)
  static func read(
    _ bytes: UnsafeBufferPointer<UInt8>, _ line: Range<Int>
  ) -> (name: Range<Int>, value: Double)? {
    var index = line.lowerBound
    while index < line.upperBound, bytes[index].isDigit || bytes[index].isPlainLetter { index += 1 }
    let name = line.lowerBound..<index
    guard !name.isEmpty, !bytes[name.lowerBound].isDigit else { return nil }
    guard index < line.upperBound, bytes[index] == UInt8(ascii: "=") else { return nil }
    index += 1
    let negative = index < line.upperBound && bytes[index] == UInt8(ascii: "-")
    if negative { index += 1 }
    guard let (value, end) = DecimalReader.read(bytes, at: index), value.isFinite else { return nil }
    guard end == line.upperBound || (end + 1 == line.upperBound && bytes[end] == UInt8(ascii: "\r")) else { return nil }
    return (name, negative ? -value : value)
  }
}
