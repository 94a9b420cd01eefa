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
