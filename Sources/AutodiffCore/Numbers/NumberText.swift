/// Numbers as text: the shortest that reads back to the same double, or a number of significant digits.
package struct NumberText: Sendable {
  /// Significant digits, 1 to 17; nil: as many as it takes.
  package var digits: Int?

  package init(digits: Int? = nil) { self.digits = digits }

  /// `3`, `0.1`, `1e-05`, `nan`, `inf`, `-inf`.
  package func callAsFunction(_ value: Double) -> String {
    guard value.isFinite else { return value.isNaN ? "nan" : value < 0 ? "-inf" : "inf" }
    guard let digits else { return Self.shortest(value) }
    return Self.rounded(value, digits)
  }

  /// As JSON has it: what is not finite becomes a string.
  package func json(_ value: Double) -> String {
    guard value.isFinite else { return value.isNaN ? "\"NaN\"" : value < 0 ? "\"-Infinity\"" : "\"Infinity\"" }
    return self(value)
  }

  private static func shortest(_ value: Double) -> String {
    let text = value.description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  private static func rounded(_ value: Double, _ digits: Int) -> String {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 32) { buffer in
      guard let start = buffer.baseAddress else { return "" }
      let count = withVaList([Int32(digits), value]) { Int(vsnprintf(start, buffer.count, "%.*g", $0)) }
      return String(decoding: UnsafeRawBufferPointer(start: start, count: count), as: UTF8.self)
    }
  }
}
