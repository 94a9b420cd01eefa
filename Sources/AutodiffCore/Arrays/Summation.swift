/// The number of terms added one after another before sums are added in pairs.
private let blockLength = 512

/// Sums whose error grows as the logarithm of the number of terms.
extension UnsafeBufferPointer<Double> {
  /// Returns the sum of `term` of each index, in pairs of pairs of blocks, which are added up side by side: the error
  /// grows as the logarithm of the count.
  ///
  /// Source: N. J. Higham, "The accuracy of floating point summation" (SIAM J. Sci. Comput. 14, 1993).
  @inline(__always)
  func sum(_ term: (Int) -> Double) -> Double {
    if count <= blockLength { return isEmpty ? 0 : Self.blockSum(0..<count, term) }
    // Each sum on the stack is of as many blocks as a binary digit of the count of blocks stands for.
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: Int.bitWidth) { sums in
      var (last, blocks, start) = (-1, 0, 0)
      while start < count {
        last &+= 1
        sums[last] = Self.blockSum(start..<Swift.min(start &+ blockLength, count), term)
        start &+= blockLength
        blocks &+= 1
        for _ in 0..<blocks.trailingZeroBitCount {
          sums[last &- 1] += sums[last]
          last &-= 1
        }
      }
      while last > 0 {
        sums[last &- 1] += sums[last]
        last &-= 1
      }
      return sums[0]
    }
  }

  /// Returns the sum of some terms, as eight sums that begin with -0: unlike 0 it leaves every sum as it is.
  @inline(__always)
  private static func blockSum(_ range: Range<Int>, _ term: (Int) -> Double) -> Double {
    var (a, b, c, d, e, f, g, h) = (-0.0, -0.0, -0.0, -0.0, -0.0, -0.0, -0.0, -0.0)
    var i = range.lowerBound
    while i &+ 8 <= range.upperBound {
      a += term(i)
      b += term(i &+ 1)
      c += term(i &+ 2)
      d += term(i &+ 3)
      e += term(i &+ 4)
      f += term(i &+ 5)
      g += term(i &+ 6)
      h += term(i &+ 7)
      i &+= 8
    }
    var total = ((a + e) + (c + g)) + ((b + f) + (d + h))
    while i < range.upperBound {
      total += term(i)
      i &+= 1
    }
    return total
  }
}
