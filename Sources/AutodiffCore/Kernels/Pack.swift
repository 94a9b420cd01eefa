// The folder is compiled once with the package, for the oldest processors, and once more for each later level of x86-64
// that is worth it, by targets whose folders are links to this one. Code of the later levels must not be what the linker
// takes for the other: here are only types without cases with static functions on numbers and pointers; no stored
// property, structure, class, array or closure, of which the compiler makes functions that all targets share.

/// The numbers of neighbouring lanes that are computed together: as many as fill the widest registers, and keep those of
/// the smallest processors, which hold two, busy.
#if KERNELS_V4
  package typealias Pack = SIMD8<Double>
  typealias PackBits = SIMD8<UInt64>
#else
  package typealias Pack = SIMD4<Double>
  typealias PackBits = SIMD4<UInt64>
#endif

/// Tests of all lanes of a pack. Those of the standard library are functions that all targets would share.
enum PackTest {
  /// Returns a Boolean value indicating whether a condition holds in every lane.
  @inline(__always)
  static func holds(_ mask: SIMDMask<Pack.MaskStorage>) -> Bool {
    let bits = unsafeBitCast(mask, to: PackBits.self)
    let half = bits.lowHalf & bits.highHalf
    #if KERNELS_V4
      let pair = half.lowHalf & half.highHalf
    #else
      let pair = half
    #endif
    return pair[0] & pair[1] == UInt64.max
  }
}
