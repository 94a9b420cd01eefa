/// Eight decimal digits in one word, the first in its lowest byte: all eight are read and written at once.
enum DigitWord {
  /// Returns the word of the eight bytes at `bytes`.
  @inline(__always)
  static func load(_ bytes: UnsafePointer<UInt8>) -> UInt64 {
    UInt64(littleEndian: UnsafeRawPointer(bytes).loadUnaligned(as: UInt64.self))
  }

  /// Writes the eight bytes of a word to `bytes`.
  @inline(__always)
  static func store(_ word: UInt64, _ bytes: UnsafeMutablePointer<UInt8>) {
    UnsafeMutableRawPointer(bytes).storeBytes(of: word.littleEndian, as: UInt64.self)
  }

  /// The word of eight characters "0": digits as text differ by it from digits as numbers.
  static let zeros: UInt64 = 0x3030_3030_3030_3030

  /// Returns the number of digits before the first byte that is no digit.
  ///
  /// - Parameter word: The text, with `zeros` taken off by exclusive or.
  @inline(__always)
  static func count(_ word: UInt64) -> Int {
    // A carry goes to later bytes only, and the first that is no digit decides.
    (((word &+ 0x7676_7676_7676_7676) | word) & 0x8080_8080_8080_8080).trailingZeroBitCount >> 3
  }

  /// Returns the number that eight digits make: pairs are joined first, then fours, then all.
  ///
  /// Source: J. Keiser and D. Lemire, "Number parsing at a gigabyte per second", Software: Practice and Experience 51
  /// (2021).
  @inline(__always)
  static func value(_ digits: UInt64) -> UInt64 {
    let pairs = (digits &* 10) &+ (digits >> 8)
    let mask: UInt64 = 0x0000_00FF_0000_00FF
    let first = (pairs & mask) &* (100 + 1_000_000 << 32)
    let second = (pairs >> 16 & mask) &* (1 + 10_000 << 32)
    return (first &+ second) >> 32
  }

  /// Returns the digits of a number below 10^8: it is parted into fours first, then into pairs, then into digits.
  @inline(__always)
  static func digits(_ value: UInt64) -> UInt64 {
    // Quotients by reciprocals that are exact for so few digits: n/10^4, n/100 and n/10.
    let upper = (value &* 109_951_163) >> 40
    let fours = upper | (value &- upper &* 10_000) << 32
    let hundreds = ((fours &* 10_486) >> 20) & 0x0000_007F_0000_007F
    let pairs = hundreds | (fours &- hundreds &* 100) << 16
    let tens = ((pairs &* 103) >> 10) & 0x000F_000F_000F_000F
    return tens | (pairs &- tens &* 10) << 8
  }
}
