/// The way in which numbers are written: the shortest text that reads back to the same double, or a fixed number of
/// significant digits.
package struct NumberText: Sendable {
  /// The number of significant digits, 1 to 17; nil for as many as it takes.
  package var digits: Int?

  /// Creates a way of writing numbers.
  package init(digits: Int? = nil) { self.digits = digits }

  /// Returns the text of a number: `3`, `0.1`, `1e-05`, `nan`, `inf`, `-inf`.
  package func callAsFunction(_ value: Double) -> String { Self.string { write(value, to: $0) } }

  /// Returns the text of a number in JSON; one that is not finite becomes a string.
  package func json(_ value: Double) -> String { Self.string { writeJSON(value, to: $0) } }

  // MARK: - Into bytes

  /// The number of bytes that writing a number may touch; its text is shorter.
  package static let room = NumberWriter.room

  /// Writes the text of a number to memory that has `room` bytes.
  ///
  /// - Returns: The place past the text.
  package func write(_ value: Double, to start: UnsafeMutablePointer<UInt8>) -> UnsafeMutablePointer<UInt8> {
    guard let digits, value.isFinite, value != 0 else { return NumberWriter.write(value, to: start) }
    if let end = NumberWriter.write(value, digits: digits, to: start) { return end }
    return start.withMemoryRebound(to: CChar.self, capacity: Self.room) { text in
      start + withVaList([Int32(digits), value]) { Int(vsnprintf(text, Self.room, "%.*g", $0)) }
    }
  }

  /// Writes a line of numbers with a separator between them and a newline at its end.
  ///
  /// - Parameter values: The first of `count` numbers, which are `stride` elements apart.
  /// - Parameter start: Memory that has `room` bytes, and one more, for each number.
  /// - Returns: The place past the text.
  func writeLine(
    _ values: UnsafePointer<Double>, stride: Int, count: Int, separator: UInt8, to start: UnsafeMutablePointer<UInt8>
  ) -> UnsafeMutablePointer<UInt8> {
    let exactPowers = PowersOfFive.exactPowers
    var end = start
    for place in 0..<count {
      let value = values[place &* stride]
      end = digits == nil ? NumberWriter.write(value, to: end, exactPowers) : write(value, to: end)
      end.pointee = place == count &- 1 ? UInt8(ascii: "\n") : separator
      end += 1
    }
    return end
  }

  /// Writes the text of a number in JSON to memory that has `room` bytes.
  ///
  /// - Returns: The place past the text.
  package func writeJSON(_ value: Double, to start: UnsafeMutablePointer<UInt8>) -> UnsafeMutablePointer<UInt8> {
    guard !value.isFinite else { return write(value, to: start) }
    return NumberWriter.write(
      value.isNaN ? "\"NaN\"" : value < 0 ? "\"-Infinity\"" : "\"Infinity\"", to: start)
  }

  private static func string(_ write: (UnsafeMutablePointer<UInt8>) -> UnsafeMutablePointer<UInt8>) -> String {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: room) { buffer in
      guard let start = buffer.baseAddress else { return "" }
      return String(decoding: UnsafeBufferPointer(start: start, count: write(start) - start), as: UTF8.self)
    }
  }
}
