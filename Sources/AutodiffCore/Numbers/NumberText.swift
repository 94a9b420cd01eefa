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
    write(value, to: start, PowersOfFive.exactPowers)
  }

  /// Writes the text of a number to memory that has `room` bytes.
  ///
  /// - Parameter exactPowers: The beginning of `PowersOfFive.exactPowers`, which a caller with many numbers looks up
  ///   once.
  /// - Returns: The place past the text.
  @inline(__always)
  private func write(
    _ value: Double, to start: UnsafeMutablePointer<UInt8>, _ exactPowers: UnsafePointer<PowersOfFive.Power>
  ) -> UnsafeMutablePointer<UInt8> {
    guard let digits, value.isFinite, value != 0 else { return NumberWriter.write(value, to: start, exactPowers) }
    return NumberWriter.write(value, digits: digits, to: start, exactPowers)
      ?? Self.writeByC(value, digits: digits, to: start)
  }

  @inline(never)
  private static func writeByC(
    _ value: Double, digits: Int, to start: UnsafeMutablePointer<UInt8>
  ) -> UnsafeMutablePointer<UInt8> {
    start.withMemoryRebound(to: CChar.self, capacity: room) { text in
      start + withVaList([Int32(digits), value]) { Int(vsnprintf(text, room, "%.*g", $0)) }
    }
  }

  /// Writes numbers with a separator between them.
  ///
  /// - Parameter values: The first of `count` numbers, which are `stride` elements apart.
  /// - Parameter start: Memory that has `room` bytes, and one more, for each number.
  /// - Returns: The place past the text.
  func write(
    _ values: UnsafePointer<Double>, stride: Int, count: Int, separator: UInt8, to start: UnsafeMutablePointer<UInt8>
  ) -> UnsafeMutablePointer<UInt8> {
    let exactPowers = PowersOfFive.exactPowers
    var end = start
    for place in 0..<count {
      if place > 0 {
        end.pointee = separator
        end += 1
      }
      end = write(values[place &* stride], to: end, exactPowers)
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

  /// Writes numbers in JSON, with a comma and a blank between them.
  ///
  /// - Parameter start: Memory that has `room` bytes, and two more, for each number.
  /// - Returns: The place past the text.
  func writeJSON(
    _ values: UnsafeBufferPointer<Double>, to start: UnsafeMutablePointer<UInt8>
  ) -> UnsafeMutablePointer<UInt8> {
    let exactPowers = PowersOfFive.exactPowers
    var end = start
    for (place, value) in values.enumerated() {
      if place > 0 {
        end[0] = UInt8(ascii: ",")
        end[1] = UInt8(ascii: " ")
        end += 2
      }
      end = value.isFinite ? write(value, to: end, exactPowers) : writeJSON(value, to: end)
    }
    return end
  }

  private static func string(_ write: (UnsafeMutablePointer<UInt8>) -> UnsafeMutablePointer<UInt8>) -> String {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: room) { buffer in
      guard let start = buffer.baseAddress else { return "" }
      return String(decoding: UnsafeBufferPointer(start: start, count: write(start) - start), as: UTF8.self)
    }
  }
}
