/// The writer of the shortest text that reads back to the same double: `3`, `0.1`, `1e-05`, `nan`, `-inf`.
package enum NumberWriter {
  /// The number of bytes that `write` may touch; the text is at most 24 of them.
  package static let room = 32

  /// Writes the text of a number to memory that has `room` bytes.
  ///
  /// - Returns: The place past the text.
  package static func write(_ value: Double, to start: UnsafeMutablePointer<UInt8>) -> UnsafeMutablePointer<UInt8> {
    write(value, to: start, PowersOfFive.exactPowers)
  }

  /// Writes the text of a number to memory that has `room` bytes.
  ///
  /// - Parameter exactPowers: The beginning of `PowersOfFive.exactPowers`, which a caller with many numbers looks up
  ///   once.
  /// - Returns: The place past the text.
  @inline(__always)
  static func write(
    _ value: Double, to start: UnsafeMutablePointer<UInt8>, _ exactPowers: UnsafePointer<PowersOfFive.Power>
  ) -> UnsafeMutablePointer<UInt8> {
    let bits = value.bitPattern
    let magnitude = bits & (UInt64.max >> 1)
    guard magnitude <= Double.infinity.bitPattern else { return write("nan", to: start) }
    start.pointee = UInt8(ascii: "-")
    let start = start + Int(truncatingIfNeeded: bits >> 63)
    guard magnitude < Double.infinity.bitPattern else { return write("inf", to: start) }
    guard magnitude != 0 else { return write("0", to: start) }
    let shortest = ShortestDecimal(magnitude, exactPowers)
    return DecimalLayout(shortest.digits, scale: shortest.scale).write(
      to: start, inFull: magnitude <= 0x1p53.bitPattern)
  }

  /// Writes a number with so many significant digits at most, as `%.*g` of C writes it.
  ///
  /// - Parameter value: A finite number that is not zero.
  /// - Parameter digits: The number of digits, 1 to 17.
  /// - Returns: The place past the text; nil for subnormal numbers, and where the nearest decimal is undecided.
  @inline(__always)
  static func write(
    _ value: Double, digits: Int, to start: UnsafeMutablePointer<UInt8>,
    _ exactPowers: UnsafePointer<PowersOfFive.Power>
  ) -> UnsafeMutablePointer<UInt8>? {
    let bits = value.bitPattern
    let magnitude = bits & (UInt64.max >> 1)
    guard magnitude >= Double.leastNormalMagnitude.bitPattern,
      let rounded = RoundedDecimal(magnitude, digits: digits, exactPowers)
    else { return nil }
    start.pointee = UInt8(ascii: "-")
    let layout = DecimalLayout(rounded.digits, scale: rounded.scale)
    return layout.write(to: start + Int(truncatingIfNeeded: bits >> 63), inFull: layout.exponent < digits)
  }

  /// Writes a word.
  ///
  /// - Returns: The place past the text.
  static func write(_ word: StaticString, to start: UnsafeMutablePointer<UInt8>) -> UnsafeMutablePointer<UInt8> {
    let count = word.utf8CodeUnitCount
    start.update(from: word.utf8Start, count: count)
    return start + count
  }
}

/// The digits of a number with the place of its decimal point.
private struct DecimalLayout {
  /// The first of 17 digits, as text.
  private let first: UInt8
  /// The second to ninth digit, as text.
  private let upper: UInt64
  /// The last eight digits, as text.
  private let lower: UInt64
  /// The number of digits up to the last that is not 0.
  private let count: Int
  /// The power of ten of the first digit.
  let exponent: Int

  /// Creates the layout of digits · 10^scale.
  @inline(__always)
  init(_ digits: UInt64, scale: Int) {
    var digits = digits
    var exponent = scale &+ 16
    let isShort = digits < 10_000_000_000_000_000
    digits = isShort ? digits &* 10 : digits
    exponent = isShort ? exponent &- 1 : exponent
    // Subnormal numbers have fewer digits, down to one.
    while digits < 10_000_000_000_000_000 {
      digits &*= 10
      exponent &-= 1
    }
    self.exponent = exponent
    let leading = digits / 100_000_000
    let one = leading / 100_000_000
    let upper = DigitWord.digits(leading &- one &* 100_000_000)
    let lower = DigitWord.digits(digits &- leading &* 100_000_000)
    first = UInt8(truncatingIfNeeded: one) &+ UInt8(ascii: "0")
    count =
      lower != 0
      ? 17 &- lower.leadingZeroBitCount >> 3
      : upper != 0 ? 9 &- upper.leadingZeroBitCount >> 3 : 1
    self.upper = upper | DigitWord.zeros
    self.lower = lower | DigitWord.zeros
  }

  /// Writes the number.
  ///
  /// - Parameter inFull: A Boolean value indicating whether a number with so many digits before its point is written
  ///   without exponent.
  /// - Returns: The place past the text.
  @inline(__always)
  func write(to start: UnsafeMutablePointer<UInt8>, inFull: Bool) -> UnsafeMutablePointer<UInt8> {
    if exponent < -4 || !inFull {
      return Self.writeScientific(first, upper, lower, count, exponent, to: start)
    }
    if exponent > 0 {
      writeAround(exponent, to: start)
      return start + (count > exponent &+ 1 ? count &+ 1 : exponent &+ 1)
    }
    // The cases d.ddd and 0.000ddd follow on each other too often for a branch.
    DigitWord.store(DigitWord.zeros, start)
    Self.store(upper, lower, start + (2 &- exponent))
    start[exponent == 0 ? 0 : 1 &- exponent] = first
    start[1] = UInt8(ascii: ".")
    return start + (exponent == 0 && count == 1 ? 1 : 1 &- exponent &+ count)
  }

  @inline(__always)
  private static func store(_ upper: UInt64, _ lower: UInt64, _ start: UnsafeMutablePointer<UInt8>) {
    DigitWord.store(upper, start)
    DigitWord.store(lower, start + 8)
  }

  /// Writes the first digit, `length` more digits, the point and the remaining digits.
  ///
  /// The digits behind the point are moved by a byte in registers: to load them again from where they have just been
  /// written would wait for the stores.
  @inline(__always)
  private func writeAround(_ length: Int, to start: UnsafeMutablePointer<UInt8>) {
    start[0] = first
    if length < 8 {
      DigitWord.store(Self.parted(upper, at: length), start + 1)
      start[9] = UInt8(truncatingIfNeeded: upper >> 56)
      DigitWord.store(lower, start + 10)
    } else if length == 16 {
      // All 17 digits are before the point.
      Self.store(upper, lower, start + 1)
    } else {
      DigitWord.store(upper, start + 1)
      DigitWord.store(Self.parted(lower, at: length &- 8), start + 9)
      start[17] = UInt8(truncatingIfNeeded: lower >> 56)
    }
  }

  /// Returns eight digits with a point after `length` of them; the last digit falls out.
  @inline(__always)
  private static func parted(_ digits: UInt64, at length: Int) -> UInt64 {
    let place = UInt64(truncatingIfNeeded: 8 &* length)
    let before = 1 &<< place &- 1
    return digits & before | UInt64(UInt8(ascii: ".")) &<< place | (digits & ~before) << 8
  }

  /// Writes a number such as `1.5e-07`, with two or three digits of exponent.
  ///
  /// The arguments are spelled out, so that they need not be put into memory for all other numbers too.
  @inline(never)
  private static func writeScientific(
    _ first: UInt8, _ upper: UInt64, _ lower: UInt64, _ count: Int, _ exponent: Int,
    to start: UnsafeMutablePointer<UInt8>
  ) -> UnsafeMutablePointer<UInt8> {
    store(upper, lower, start + 2)
    start[0] = first
    start[1] = UInt8(ascii: ".")
    var end = start + (count > 1 ? count &+ 1 : 1)
    end[0] = UInt8(ascii: "e")
    end[1] = exponent < 0 ? UInt8(ascii: "-") : UInt8(ascii: "+")
    end += 2
    let magnitude = exponent.magnitude
    if magnitude >= 100 {
      end[0] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: magnitude / 100)
      end += 1
    }
    end[0] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: magnitude / 10 % 10)
    end[1] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: magnitude % 10)
    return end + 2
  }
}
