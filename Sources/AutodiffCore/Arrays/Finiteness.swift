/// Questions about all numbers of an array, answered without leaving early: a few at a time, so that they take no time
/// beside the work that made the numbers.
extension UnsafeBufferPointer<Double> {
  private typealias Pack = SIMD8<Double>

  /// A Boolean value indicating whether every number is finite.
  var areFinite: Bool {
    var zeros = 0.0
    var packs = Pack.zero
    // 0·x is nan where x is not finite.
    forEachPack({ packs += $0 * 0 }, rest: { zeros += $0 * 0 })
    return packs.sum() + zeros == 0
  }

  /// A Boolean value indicating whether a number is nan.
  var haveNaN: Bool {
    var isFound = false
    var packs = SIMDMask<SIMD8<Int64>>(repeating: false)
    forEachPack({ packs = packs .| ($0 .!= $0) }, rest: { isFound = isFound || $0.isNaN })
    return isFound || packs != SIMDMask(repeating: false)
  }

  /// A Boolean value indicating whether a number is 0 or -0.
  var haveZeros: Bool {
    var isFound = false
    var packs = SIMDMask<SIMD8<Int64>>(repeating: false)
    forEachPack({ packs = packs .| ($0 .== 0) }, rest: { isFound = isFound || $0 == 0 })
    return isFound || packs != SIMDMask(repeating: false)
  }

  /// A Boolean value indicating whether a number is -0.
  var haveNegativeZeros: Bool {
    var isFound = false
    var signs = SIMD8<UInt64>()
    // Of the zeros only a negative one has a bit; processors without AVX compare no integers as long as these.
    forEachPack({ signs |= unsafeBitCast(Pack.zero.replacing(with: $0, where: $0 .== 0), to: SIMD8<UInt64>.self) }) {
      isFound = isFound || $0.bitPattern == (-0.0).bitPattern
    }
    return isFound || signs != .zero
  }

  /// A Boolean value indicating whether a number is at the end of the range of doubles: see `Double.isAtRange`.
  var areAtRange: Bool {
    let (normal, largest) = (Pack(repeating: .leastNormalMagnitude), Pack(repeating: .infinity))
    let magnitude = SIMD8<Int64>(repeating: .max)
    var isFound = false
    var packs = SIMDMask<SIMD8<Int64>>(repeating: false)
    forEachPack({ pack in
      let size = unsafeBitCast(unsafeBitCast(pack, to: SIMD8<Int64>.self) & magnitude, to: Pack.self)
      packs = packs .| (size .< normal) .| (size .== largest)
    }) { isFound = isFound || $0.isAtRange }
    return isFound || packs != SIMDMask(repeating: false)
  }

  @inline(__always)
  private func forEachPack(_ body: (Pack) -> Void, rest: (Double) -> Void) {
    guard let start = baseAddress else { return }
    let packed = count / Pack.scalarCount &* Pack.scalarCount
    let bytes = UnsafeRawPointer(start)
    for place in stride(from: 0, to: packed, by: Pack.scalarCount) {
      body(bytes.loadUnaligned(fromByteOffset: place &* MemoryLayout<Double>.stride, as: Pack.self))
    }
    for place in packed..<count { rest(start[place]) }
  }
}

extension Double {
  /// A Boolean value indicating whether this is 0, subnormal or infinite, as a number beyond the range comes out.
  @inline(__always)
  var isAtRange: Bool { exponentBitPattern == 0 || isInfinite }
}
