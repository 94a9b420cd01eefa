// The folder is compiled once with the package, for the oldest processors, and once more for each later level of x86-64
// that is worth it, by targets whose folders are links to this one. Code of the later levels must not be what the
// linker takes for the other: here are only types without cases, or with plain ones, with static functions on numbers,
// pointers and tuples of them; no stored property, structure, class, array or closure that captures, of which the
// compiler makes functions that all targets share.

#if KERNELS_V4
  /// The numbers of neighbouring lanes that are computed together: as many as fill the widest registers.
  package typealias Pack = SIMD8<Double>
  /// The bits of the numbers of a pack.
  typealias PackBits = SIMD8<UInt64>
#else
  /// The numbers of neighbouring lanes that are computed together: as many as keep the registers of the smallest
  /// processors busy, whose vectors hold two.
  package typealias Pack = SIMD4<Double>
  /// The bits of the numbers of a pack.
  typealias PackBits = SIMD4<UInt64>
#endif

/// A condition for each lane of a pack.
typealias PackMask = SIMDMask<Pack.MaskStorage>

/// Choices and signs lane by lane, made of operations on bits.
///
/// The standard library's functions for them are generic, and a copy of one that is compiled for one processor may be
/// linked where another's is wanted.
enum PackLogic {
  private static let sign: UInt64 = 0x8000_0000_0000_0000

  @inline(__always)
  static func bits(_ x: Pack) -> PackBits { unsafeBitCast(x, to: PackBits.self) }
  @inline(__always)
  static func bits(_ mask: PackMask) -> PackBits { unsafeBitCast(mask, to: PackBits.self) }
  @inline(__always)
  static func numbers(_ bits: PackBits) -> Pack { unsafeBitCast(bits, to: Pack.self) }

  /// Returns x where the condition holds, else y.
  @inline(__always)
  static func choose(_ mask: PackMask, _ x: Pack, _ y: Pack) -> Pack {
    numbers(bits(y) ^ (bits(mask) & (bits(x) ^ bits(y))))
  }

  /// Returns the greater and the less of two numbers.
  @inline(__always)
  static func ordered(_ x: Pack, _ y: Pack) -> (greater: Pack, less: Pack) {
    let exchange = bits(x .> y) & (bits(x) ^ bits(y))
    return (numbers(bits(y) ^ exchange), numbers(bits(x) ^ exchange))
  }

  /// Returns x where the condition holds, else 0.
  @inline(__always)
  static func keep(_ x: Pack, where mask: PackMask) -> Pack { numbers(bits(mask) & bits(x)) }

  /// Returns a Boolean value indicating whether a condition holds in every lane.
  @inline(__always)
  static func holds(_ mask: PackMask) -> Bool {
    let bits = bits(mask)
    var all = bits[0]
    for lane in 1..<Pack.scalarCount { all &= bits[lane] }
    return all != 0
  }

  /// Returns a Boolean value indicating whether no bit is set.
  @inline(__always)
  static func isZero(_ bits: PackBits) -> Bool {
    var any = bits[0]
    for lane in 1..<Pack.scalarCount { any |= bits[lane] }
    return any == 0
  }

  @inline(__always)
  static func magnitude(_ x: Pack) -> Pack { numbers(bits(x) & ~sign) }

  /// Returns a number that is not negative, or has the sign of y, with that sign.
  @inline(__always)
  static func withSign(_ x: Pack, of y: Pack) -> Pack { numbers(bits(x) | (bits(y) & sign)) }

  /// Returns the first 26 digits, so that products with a number as short are exact.
  @inline(__always)
  static func upperHalf(_ x: Pack) -> Pack { numbers(bits(x) & 0xFFFF_FFFF_F800_0000) }

  /// Returns a number as the sum of two with 26 digits, as `DoubleDouble.halves` does.
  @inline(__always)
  static func halves(_ x: Pack) -> (upper: Pack, lower: Pack) {
    let upper = numbers((bits(x) &+ 0x400_0000) & 0xFFFF_FFFF_F800_0000)
    return (upper, x - upper)
  }
}
