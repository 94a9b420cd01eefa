/// The rounding errors of sums and products, from additions and multiplications alone, so that every processor gives the
/// same bits in the same time.
enum RoundingError {
  /// Returns the first 26 digits.
  @inline(__always)
  static func upperHalf(_ x: Double) -> Double { Double(bitPattern: x.bitPattern & 0xFFFF_FFFF_F800_0000) }

  /// Returns the difference of x·y and `product`, its rounded value.
  ///
  /// Source: T. J. Dekker, "A floating-point technique for extending the available precision" (Numer. Math. 18, 1971).
  @inline(__always)
  static func ofProduct(_ x: Double, _ y: Double, _ product: Double) -> Double {
    let (xUpper, yUpper) = (upperHalf(x), upperHalf(y))
    let (xLower, yLower) = (x - xUpper, y - yUpper)
    return ((xUpper * yUpper - product) + xUpper * yLower + xLower * yUpper) + xLower * yLower
  }

  /// Returns the difference of x + y and `sum`, its rounded value.
  ///
  /// Source: D. E. Knuth, The Art of Computer Programming 2, §4.2.2, theorem B.
  @inline(__always)
  static func ofSum(_ x: Double, _ y: Double, _ sum: Double) -> Double {
    let added = sum - x
    return (x - (sum - added)) + (y - added)
  }
}
