/// The leading 128 bits of powers of five, rounded down: they move a number between base two and base ten.
///
/// The table is computed by exact arithmetic at first use, in some microseconds: most numbers of a formula never need
/// it.
enum PowersOfFive {
  /// A number from 2^127 up to 2^128, which stands for a power of five times a power of two.
  struct Power: Equatable {
    var high: UInt64
    var low: UInt64
  }

  /// The exponents that reading (down to −342) and writing (up to 324) ask for.
  static let exponents = -342...324
  /// The exponents of the powers that 128 bits hold whole.
  static let exact = 0...55

  /// The power 5^`exponent`, for an exponent among `exponents`.
  @inline(__always)
  static subscript(exponent: Int) -> Power { powers[exponent] }

  /// Returns 5^`exponent` if that is exact, or else the next number above it.
  ///
  /// Numbers from 10^−38 to 10^17 are written by exact powers alone, which spares a start the whole table.
  ///
  /// - Parameter exactPowers: The property of that name, which a caller with many numbers looks up once.
  @inline(__always)
  static func roundedUp(_ exponent: Int, _ exactPowers: UnsafePointer<Power> = exactPowers) -> Power {
    if UInt(bitPattern: exponent) <= UInt(exact.upperBound) { return exactPowers[exponent] }
    var power = powers[exponent]
    power.low &+= 1
    return power
  }

  /// A pointer to 5^0, which the other powers among `exact` follow.
  nonisolated(unsafe) static let exactPowers: UnsafePointer<Power> = {
    let table = UnsafeMutablePointer<Power>.allocate(capacity: exact.count)
    var power = Power(high: 1 << 63, low: 0)
    for exponent in exact {
      table[exponent] = power
      let low = power.low.multipliedFullWidth(by: 5)
      let high = power.high.multipliedFullWidth(by: 5)
      let (sum, overflow) = high.low.addingReportingOverflow(low.high)
      let top = high.high + (overflow ? 1 : 0)
      // The bits that fall out are zeros for as long as the power is exact.
      let shift: UInt64 = top < 4 ? 2 : 3
      power = Power(high: top << (64 - shift) | sum >> shift, low: sum << (64 - shift) | low.low >> shift)
    }
    return UnsafePointer(table)
  }()

  /// A pointer to 5^0 within the table of all powers among `exponents`.
  nonisolated(unsafe) private static let powers: UnsafePointer<Power> = {
    let table = UnsafeMutablePointer<Power>.allocate(capacity: exponents.count)
    let one = table - exponents.lowerBound
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: limbs) { number in
      number.initialize(repeating: 0)
      // The number is 2^128, so that there are always 128 bits to take.
      number[2] = 1
      for exponent in 0...exponents.upperBound {
        one[exponent] = leading(number)
        multiplyByFive(number)
      }
      number.update(repeating: 0)
      // The number is 2^959: of its quotient by 5^342, rounded down as all before it, 164 bits are left.
      number[limbs - 1] = 1 << 63
      for exponent in 1...(-exponents.lowerBound) {
        divideByFive(number)
        one[-exponent] = leading(number)
      }
    }
    return UnsafePointer(one)
  }()

  // MARK: - Exact arithmetic

  /// A long natural number, as limbs of 64 bits, the lowest first.
  private typealias Number = UnsafeMutableBufferPointer<UInt64>

  /// The number of limbs of a long number.
  private static let limbs = 15

  /// Returns the leading 128 bits of a number.
  private static func leading(_ number: Number) -> Power {
    var top = limbs - 1
    while number[top] == 0 { top -= 1 }
    let shift = number[top].leadingZeroBitCount
    return Power(
      high: number[top] << shift | number[top - 1] >> (64 - shift),
      low: number[top - 1] << shift | number[top - 2] >> (64 - shift))
  }

  private static func multiplyByFive(_ number: Number) {
    var carry: UInt64 = 0
    for index in 0..<limbs {
      let product = number[index].multipliedFullWidth(by: 5)
      let (sum, overflow) = product.low.addingReportingOverflow(carry)
      number[index] = sum
      carry = product.high + (overflow ? 1 : 0)
    }
  }

  private static func divideByFive(_ number: Number) {
    // Because 2^64 is 5 · fifth + 1, a remainder r adds r · fifth to the quotient of the next limb and r to what is
    // left of it.
    let fifth = UInt64.max / 5
    var remainder: UInt64 = 0
    for index in (0..<limbs).reversed() {
      let (quotient, rest) = number[index].quotientAndRemainder(dividingBy: 5)
      let left = rest + remainder
      number[index] = quotient &+ remainder &* fifth &+ left / 5
      remainder = left % 5
    }
  }
}
