/// The exponential of a matrix, by scaling and squaring with Padé's approximant of degree 13.
///
/// Source: N. J. Higham, "The scaling and squaring method for the matrix exponential revisited" (SIAM J. Matrix Anal.
/// Appl. 26, 2005).
enum MatrixExponential {
  /// The coefficients of the approximant's numerator.
  static let coefficients: [Double] = [
    64_764_752_532_480_000, 32_382_376_266_240_000, 7_771_770_303_897_600, 1_187_353_796_428_800, 129_060_195_264_000,
    10_559_470_521_600, 670_442_572_800, 33_522_128_640, 1_323_241_920, 40_840_800, 960_960, 16_380, 182, 1,
  ]
  /// The greatest 1-norm for which the approximant has an error below rounding.
  static let greatestNorm = 5.371920351148152

  /// Returns the approximant of a matrix whose norm is small enough.
  @inline(never)
  @_semantics("optimize.sil.specialize.generic.never")
  static func approximant<S: Field>(_ a: S) -> S {
    let b = coefficients.map { S($0) }
    let a2 = a.matmul(a)
    let a4 = a2.matmul(a2)
    let a6 = a4.matmul(a2)
    let one = S.apply(ArrayOperation(.eye, shape: a.shape), [])
    let odd = a.matmul(
      a6.matmul(b[13] * a6 + b[11] * a4 + b[9] * a2) + b[7] * a6 + b[5] * a4 + b[3] * a2 + b[1] * one)
    let even = a6.matmul(b[12] * a6 + b[10] * a4 + b[8] * a2) + b[6] * a6 + b[4] * a4 + b[2] * a2 + b[0] * one
    return (even - odd).solve(even + odd)
  }

  /// Returns the exponential; all nan where an element is not finite.
  static func value(_ a: Tensor) -> Tensor {
    let n = a.shape.lengths[0]
    let norm = a.map { $0.magnitude }.sum(axis: 0).amax(axis: nil)[0]
    guard n > 0, norm.isFinite else { return Tensor(repeating: .nan, a.shape) }
    let squarings = norm > greatestNorm ? Int(Logarithm.log(norm / greatestNorm) / Logarithm.log(2)) + 1 : 0
    var result = approximant(a * .scalar(Double(sign: .plus, exponent: -squarings, significand: 1)))
    for _ in 0..<squarings { result = .product(result, result) }
    return result
  }

  /// The number of squarings for which written code has room, of matrices with a 1-norm up to five millions.
  private static let mostSquarings = 20

  /// Returns the exponential by as many squarings as the norm asks for, each a choice; nan beyond the greatest number.
  @inline(never)
  @_semantics("optimize.sil.specialize.generic.never")
  static func form<S: Field>(_ a: S) -> S {
    typealias P = Primitive
    let columns = P.abs(a).sum(.axis(0))
    let norm = S.apply(ArrayOperation(.amax, shape: .scalar), [columns])
    let squarings = P.max(P.ceil(P.log2(norm / S(greatestNorm))), 0.0)
    var result = approximant(a * P.power(0.5, squarings))
    for count in 1...mostSquarings {
      result = P.choose(P.greaterEqual(squarings, S(Double(count))), result.matmul(result), result)
    }
    return result * P.choose(P.lessEqual(squarings, S(Double(mostSquarings))), 1.0, S(.nan))
  }
}
