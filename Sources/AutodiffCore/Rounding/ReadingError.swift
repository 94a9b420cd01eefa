/// The errors of reading numbers: that of the text, or of the constant of mathematics, less the double.
package enum ReadingError {
  /// Returns the error of a decimal number in a text, nil if the text is none.
  ///
  /// The sign may stand in the text or not; it is taken from the value.
  package static func of(_ text: some Sequence<UInt8>, _ value: Double) -> Double? {
    var digits = Digits()
    for byte in text { guard digits.take(byte) else { return nil } }
    guard digits.isNumber else { return nil }
    let size = value.magnitude
    guard value != 0, size > 0x1p-900, size.isFinite else {
      return value == 0 && digits.number.high == 0 ? 0 : nil
    }
    guard let exact = digits.scaled else { return nil }
    let error = (exact - DoubleDouble(size)).high
    // Below that stands only what twice the digits of a double could not hold.
    if error.magnitude <= size * 0x1p-95 { return 0 }
    return value < 0 ? -error : error
  }

  /// Returns the error of the shortest decimal number that is read as a double, for a number whose text is not known.
  package static func ofShortest(_ value: Double) -> Double {
    isShort(value) ? 0 : of(NumberText()(value).utf8, value) ?? 0
  }

  /// Returns the error of a constant of the language that has a name; nil for another number.
  static func ofNamed(_ value: Double) -> Double? {
    let tails = [
      (Double.pi, 1.2246467991473532e-16), (2 * Double.pi, 2.4492935982947064e-16),
      (2.718281828459045, 1.4456468917292502e-16),
    ]
    return tails.first { $0.0 == value.magnitude }.map { value < 0 ? -$0.1 : $0.1 }
  }

  /// Returns a Boolean value indicating whether a double has so few binary digits that it is one that was meant.
  @inline(__always)
  static func isShort(_ value: Double) -> Bool {
    value.significandBitPattern & 0xF_FFFF == 0 || value.magnitude < 0x1p53 && value == value.rounded()
  }

  /// The digits of a number, as they are read.
  private struct Digits {
    private(set) var number = DoubleDouble(0)
    private(set) var isNumber = false
    private var scale = 0
    private var count = 0
    private var isBehindPoint = false
    private var exponent: Int?
    private var exponentSign = 1

    /// As many digits as twice those of a double hold exactly.
    private static let mostDigits = 31
    private static let greatestScale = 290

    mutating func take(_ byte: UInt8) -> Bool {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        let digit = byte - UInt8(ascii: "0")
        if let exponent {
          self.exponent = min(exponent * 10 + Int(digit), 10_000)
          return true
        }
        isNumber = true
        if number.high == 0, digit == 0 {
          if isBehindPoint { scale -= 1 }
        } else if count < Self.mostDigits {
          count += 1
          number = number * 10 + DoubleDouble(Double(digit))
          if isBehindPoint { scale -= 1 }
        } else if !isBehindPoint {
          scale += 1
        }
        return true
      case UInt8(ascii: "."):
        defer { isBehindPoint = true }
        return !isBehindPoint && exponent == nil
      case UInt8(ascii: "e"), UInt8(ascii: "E"):
        defer { exponent = 0 }
        return isNumber && exponent == nil
      case UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: " "):
        if exponent == 0 {
          if byte == UInt8(ascii: "-") { exponentSign = -1 }
          return true
        }
        return !isNumber
      default: return false
      }
    }

    /// The number times its power of ten; nil where that is far from 1.
    var scaled: DoubleDouble? {
      let scale = scale + exponentSign * (exponent ?? 0)
      guard scale.magnitude <= Self.greatestScale else { return nil }
      var (power, square, rest) = (DoubleDouble(1), DoubleDouble(10), Int(scale.magnitude))
      while rest > 0 {
        if rest & 1 == 1 { power = power * square }
        rest >>= 1
        if rest > 0 { square = square * square }
      }
      return scale < 0 ? number / power : number * power
    }
  }
}
