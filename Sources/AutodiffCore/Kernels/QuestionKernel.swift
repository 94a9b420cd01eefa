/// Questions about all of many numbers, answered without leaving early: they take little time beside the work that made
/// the numbers.
package enum QuestionKernel {
  /// The questions, by number: is one of the numbers not 0; 0 or -0; -0; nan; nan or infinite; 0, subnormal or infinite?
  package static var nonzero: Int { 0 }
  package static var zero: Int { 1 }
  package static var negativeZero: Int { 2 }
  package static var nan: Int { 3 }
  package static var notFinite: Int { 4 }
  package static var atRange: Int { 5 }

  /// Returns a Boolean value indicating whether the answer is yes for one of the numbers.
  package static func any(_ question: Int, _ x: UnsafePointer<Double>, _ count: Int) -> Bool {
    switch question {
    case 0: any(x, count) { PackLogic.bits($0 .!= 0) }
    case 1: any(x, count) { PackLogic.bits($0 .== 0) }
    // Of the zeros only a negative one has a bit; processors without AVX compare no integers as long as these.
    case 2: any(x, count) { PackLogic.bits($0 .== 0) & PackLogic.bits($0) }
    case 3: any(x, count) { PackLogic.bits($0 .!= $0) }
    // 0·x is nan where x is not finite.
    case 4: any(x, count) { PackLogic.bits($0 * 0 .!= 0) }
    case 5:
      any(x, count) { x in
        let size = PackLogic.magnitude(x)
        return PackLogic.bits(size .< Double.leastNormalMagnitude) | PackLogic.bits(size .== Double.infinity)
      }
    // A number that is no question's shows: all is to be looked at.
    default: true
    }
  }

  @inline(__always)
  private static func any(_ x: UnsafePointer<Double>, _ count: Int, _ bits: (Pack) -> PackBits) -> Bool {
    let step = Pack.scalarCount
    var (place, found) = (0, PackBits())
    while place &+ step <= count {
      found |= bits(UnsafeRawPointer(x + place).loadUnaligned(as: Pack.self))
      place &+= step
    }
    if place < count {
      // The last number again fills up the pack.
      var last = Pack(repeating: x[count &- 1])
      for lane in 0..<(count &- place) { last[lane] = x[place &+ lane] }
      found |= bits(last)
    }
    return !PackLogic.isZero(found)
  }
}
