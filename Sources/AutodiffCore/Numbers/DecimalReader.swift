/// Reads decimal numbers from bytes, correctly rounded.
package enum DecimalReader {
  /// A number without sign that starts at `start`: `3`, `3.`, `.5`, `2.5E-3`.
  ///
  /// - Returns: the value (infinite when it is too large for a double) and the offset past it,
  ///   or nil when no number starts there.
  package static func read(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> (value: Double, end: Int)? {
    var index = start
    var significand: UInt64 = 0
    var significantDigits = 0
    var digits = 0
    var scale = 0

    func digit(_ at: Int) -> UInt64? {
      guard at < bytes.count else { return nil }
      let value = bytes[at] &- UInt8(ascii: "0")
      return value < 10 ? UInt64(value) : nil
    }
    func take(_ value: UInt64) {
      digits += 1
      if significantDigits < 19 {
        significand = significand &* 10 &+ value
        if significand != 0 { significantDigits += 1 }
      } else {
        significantDigits += 1
        scale += 1
      }
    }

    while let value = digit(index) {
      take(value)
      index += 1
    }
    if index < bytes.count, bytes[index] == UInt8(ascii: ".") {
      index += 1
      while let value = digit(index) {
        take(value)
        scale -= 1
        index += 1
      }
    }
    guard digits > 0 else { return nil }

    if index < bytes.count, bytes[index] | 0x20 == UInt8(ascii: "e") {
      var after = index + 1
      var negative = false
      if after < bytes.count, bytes[after] == UInt8(ascii: "-") || bytes[after] == UInt8(ascii: "+") {
        negative = bytes[after] == UInt8(ascii: "-")
        after += 1
      }
      if digit(after) != nil {
        var exponent = 0
        while let value = digit(after) {
          if exponent < 100_000_000 { exponent = exponent * 10 + Int(value) }
          after += 1
        }
        scale += negative ? -exponent : exponent
        index = after
      }
    }

    // Clinger's fast path: both factors are exact doubles, so one rounding is the only one.
    // W. D. Clinger, "How to read floating point numbers accurately", PLDI 1990.
    if significantDigits <= 19, significand <= 1 << 53, abs(scale) <= 22 {
      let value = Double(significand)
      return (scale < 0 ? value / powersOfTen[-scale] : value * powersOfTen[scale], index)
    }
    let text = bytes[start..<index].map { CChar(bitPattern: $0) } + [0]
    return (strtod(text, nil), index)
  }

  private static let powersOfTen: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11,
    1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
  ]
}
