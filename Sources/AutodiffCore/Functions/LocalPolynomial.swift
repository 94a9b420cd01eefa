/// A function as a polynomial in the distance from a number, the first two terms of which have rests.
///
/// The other coefficients are those of Chebyshev's interpolation of what is left.
struct LocalPolynomial {
  /// The value at the number, and the rest of it.
  let value: Double
  let valueRest: Double
  let slope: Double
  let slopeRest: Double
  /// The coefficients from that of the square on, a multiple of four.
  let others: [Double]

  /// The coefficients from that of the constant on, without their rests.
  var coefficients: [Double] { [value, slope] + others }

  /// Returns the value at a distance, with about the error of the square and the terms behind it.
  @inline(__always)
  func value(at distance: Double) -> DoubleDouble {
    let square = distance * distance
    let fourth = square * square
    let (even, odd) = others.withUnsafeBufferPointer { others in
      var (a, b, c, d) = (0.0, 0.0, 0.0, 0.0)
      var place = others.count
      while place > 0 {
        place &-= 4
        a = a * fourth + others[place]
        b = b * fourth + others[place &+ 1]
        c = c * fourth + others[place &+ 2]
        d = d * fourth + others[place &+ 3]
      }
      return (a + c * square, b + d * square)
    }
    let curved = square * (even + distance * odd)
    let risen = DoubleDouble(productOf: slope, distance)
    let sum = DoubleDouble(sumOf: value, risen.high)
    let total = DoubleDouble(sumOf: sum.high, curved)
    let rest = (risen.low + slopeRest * distance) + (sum.low + total.low + valueRest)
    return DoubleDouble(total.high, rest: rest)
  }
}
