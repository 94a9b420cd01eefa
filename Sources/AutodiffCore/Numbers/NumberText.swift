/// Numbers as text: the shortest that reads back to the same double, or a number of significant digits.
package struct NumberText: Sendable {
  /// Significant digits, 1 to 17; nil: as many as it takes.
  package var digits: Int?

  package init(digits: Int? = nil) { self.digits = digits }

  /// `3`, `0.1`, `1e-05`, `nan`, `inf`, `-inf`.
  package func callAsFunction(_ value: Double) -> String { Self.string { write(value, to: $0) } }

  /// As JSON has it: what is not finite becomes a string.
  package func json(_ value: Double) -> String { Self.string { writeJSON(value, to: $0) } }

  // MARK: - Into bytes

  /// Bytes that writing a number may touch; its text is shorter.
  package static let room = NumberWriter.room

  /// - Returns: the place past the text.
  package func write(_ value: Double, to start: UnsafeMutablePointer<UInt8>) -> UnsafeMutablePointer<UInt8> {
    guard let digits, value.isFinite else { return NumberWriter.write(value, to: start) }
    return start.withMemoryRebound(to: CChar.self, capacity: Self.room) { text in
      start + withVaList([Int32(digits), value]) { Int(vsnprintf(text, Self.room, "%.*g", $0)) }
    }
  }

  /// Writes numbers, a separator behind each but the last, and ends the line.
  ///
  /// - Parameters:
  ///   - values: the first of `count`; each further one is `stride` behind.
  ///   - start: where there is `room`, and a byte more, for each.
  /// - Returns: the place past the text.
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

  /// - Returns: the place past the text.
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
