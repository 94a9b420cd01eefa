private typealias P = Primitive

/// Forms of primitives, as compositions of elementary ones, each written once over a field: read over numbers they are
/// the values, over tracers the code that is emitted, in which equal parts of several are one node.
///
/// Goals, first to last: the right value at every edge; no overflow, underflow or cancellation on the way to a
/// representable value; an error of a few ulp; speed.
enum Stable {
  // MARK: Kinks and jumps

  /// Returns -1, 0 or 1 for a number below, at or above 0.
  static func sign<S: Field>(_ x: S) -> S {
    P.choose(P.greater(x, 0.0), 1.0, P.choose(P.less(x, 0.0), -1.0, P.abs(x)))
  }

  /// Returns 1 for a positive number, else 0.
  static func step<S: Field>(_ x: S) -> S {
    P.choose(P.lessEqual(x, 0.0), 0.0, P.choose(P.greater(x, 0.0), 1.0, S(.nan)))
  }

  /// Returns x, moved into the range from `low` to `high`; nan for an empty range.
  static func clamp<S: Field>(_ x: S, _ low: S, _ high: S) -> S {
    let held: S = P.choose(P.less(x, low), low, P.choose(P.greater(x, high), high, x))
    return P.choose(P.lessEqual(low, high), held, S(.nan))
  }

  /// Returns the greatest of the numbers; nan if one of them is nan.
  static func max<S: Field>(_ values: [S]) -> S {
    values.dropFirst().reduce(values[0]) { P.choose(P.or(P.lessEqual($1, $0), isNaN($0)), $0, $1) }
  }

  /// Returns the least of the numbers; nan if one of them is nan.
  static func min<S: Field>(_ values: [S]) -> S {
    values.dropFirst().reduce(values[0]) { P.choose(P.or(P.greaterEqual($1, $0), isNaN($0)), $0, $1) }
  }

  private static func isNaN<S: Field>(_ x: S) -> S { P.not(P.equal(x, x)) }

  // MARK: Exponentials: everything is made of e^-|x|, which never overflows

  /// Returns the logistic function, 1/(1 + e^-x).
  static func sigma<S: Field>(_ x: S) -> S {
    let small = decay(x)
    return P.choose(P.less(x, 0.0), small, 1.0) / (1.0 + small)
  }

  /// Returns the derivative of the logistic function, e^-|x|/(1 + e^-|x|)².
  static func sigmaSlope<S: Field>(_ x: S) -> S {
    let small = decay(x)
    return small / (1.0 + small) / (1.0 + small)
  }

  /// Returns 1/cosh(x)², the derivative of tanh.
  static func sechSquared<S: Field>(_ x: S) -> S { 4.0 * P.sigmaSlope(2.0 * x) }

  /// Returns log(1 + e^x).
  static func softplus<S: Field>(_ x: S) -> S {
    P.choose(P.greater(x, 0.0), x, 0.0) + P.log1p(decay(x))
  }

  /// Returns x·sigma(x). Where e^x is subnormal, its halves keep the product clear of the subnormal numbers until it is
  /// one.
  static func silu<S: Field>(_ x: S) -> S {
    func tail(_ half: S) -> S { .choose(P.equal(half, 0.0), -0.0, x * half * half) }
    return .choose(P.less(x, -700.0), tail(P.exp(x / 2.0)), x / (1.0 + P.exp(-x)))
  }

  /// Returns e^-|x|.
  private static func decay<S: Field>(_ x: S) -> S { P.exp(-P.abs(x)) }

  // MARK: Powers and quotients

  /// Returns the derivative of x^y by x, y·x^(y-1).
  static func powerSlope<S: Field>(_ x: S, _ y: S) -> S {
    let below = y - 1.0
    let isExact: S = P.equal(below + 1.0, y)
    let hasEdge: S = P.or(P.equal(x, 0.0), P.equal(P.abs(x), S(.infinity)))
    // log(x) would magnify a rounding of y - 1. There y < 1/2, so x^y is in the range wherever x^(y-1) is. And where
    // x^(y-1) is not, y times it may be.
    let slope: S = P.choose(P.or(isExact, hasEdge), P.power(x, below), P.power(x, y) / x)
    let isBeyond: S = P.and(P.equal(P.abs(slope), S(.infinity)), P.not(hasEdge))
    return P.choose(P.equal(y, 0.0), 0.0, P.choose(isBeyond, y * P.power(x, y) / x, y * slope))
  }

  /// Returns x^y·log(x)^k, the k-th derivative of x^y by y; 0 for negative k.
  static func powerLog<S: Field>(_ x: S, _ y: S, _ k: S) -> S {
    func value() -> S {
      .choose(P.and(P.equal(x, 0.0), P.greater(y, 0.0)), 0.0, P.power(x, y) * P.power(P.log(x), k))
    }
    return .choose(P.greater(k, 0.0), value(), .choose(P.equal(k, 0.0), P.power(x, y), 0.0))
  }

  /// Powers by small whole exponents as products, and roots; nil for any other.
  ///
  /// - Parameter inverse: 1/x.
  static func power<S: Field>(_ x: S, _ exponent: Double, inverse: (S) -> S) -> S? {
    switch exponent {
    case 0.5: return P.sqrt(x)
    case -0.5: return inverse(P.sqrt(x))
    case 1: return x
    case 2, 3, 4, 5, 6, 7, 8:
      let (half, isOdd) = (Int(exponent) / 2, !Int(exponent).isMultiple(of: 2))
      let root = power(x, Double(half), inverse: inverse) ?? x
      return isOdd ? root * root * x : root * root
    // The power of the reciprocal: x^n itself may leave the range where its reciprocal does not.
    case -1, -2, -3, -4: return power(inverse(x), -exponent, inverse: inverse)
    default: return nil
    }
  }

  /// The number itself, 0 for -0, where it is known not to be negative otherwise.
  static func withoutNegativeZero<S: Field>(_ x: S) -> S { P.abs(x) }

  /// Returns 1/(1 + x²), the derivative of atan.
  static func lorentzian<S: Field>(_ x: S) -> S {
    .choose(P.less(P.abs(x), 1e8), 1.0 / (1.0 + x * x), 1.0 / x / x)
  }

  /// Returns 1 - x².
  static func oneMinusSquare<S: Field>(_ x: S) -> S { (1.0 - x) * (1.0 + x) }

  /// Returns x/y; 0 where y is 0.
  static func ratio<S: Field>(_ x: S, _ y: S) -> S { P.choose(P.equal(y, 0.0), 0.0, x / y) }

  /// Returns x·y; 0 where y is 0.
  static func vanishing<S: Field>(_ x: S, _ y: S) -> S { P.choose(P.equal(y, 0.0), 0.0, x * y) }

  /// Returns x/√(x² + y²), the derivative of a length; 0 at the zero vector.
  ///
  /// A length that is subnormal or too great for a double would not have all its digits, so both are scaled.
  static func directionCosine<S: Field>(_ x: S, _ y: S) -> S {
    let length: S = P.hypot(x, y)
    let scale: S = P.choose(P.less(length, 0x1p-960), 0x1p100, P.choose(P.greater(length, 0x1p1020), 0x1p-4, 1.0))
    let cosine = x * scale / P.hypot(x * scale, y * scale)
    let isFar: S = P.and(P.equal(P.abs(x), S(.infinity)), P.less(P.abs(y), S(.infinity)))
    return P.choose(P.equal(length, 0.0), 0.0, P.choose(isFar, P.sign(x), cosine))
  }

  // MARK: The normal distribution

  /// Returns exp(-c·x²), corrected for the rounding error of x², which the tail would magnify x² times.
  static func gaussian<S: Field>(_ c: S, _ x: S) -> S {
    let square = x * x
    return .choose(
      P.greaterEqual(square, 1500.0), 0.0, P.exp(-(c * square)) * (1.0 - c * lostBySquaring(x, square)))
  }

  /// Returns Φ(x) = erfc(-x/√2)/2, corrected to first order for the rounding error of -x/√2.
  static func normalCDF<S: Field>(_ x: S) -> S {
    let root = 0.7071067811865476
    let rootTail = -4.833646656726457e-17
    let scaled = -x * S(root)
    func lost() -> S { lostByMultiplying(-x, root, scaled) - x * S(rootTail) }
    let inTail: S = P.and(P.less(x, 0.0), P.greater(x, -40.0))
    let correction: S = .choose(inTail, S(Scalar.twoOverSqrtPi) * gaussian(1.0, scaled) * lost(), 0.0)
    return 0.5 * (P.erfc(scaled) - correction)
  }

  /// Returns x·Φ(x), by the asymptotic series of Φ where that is subnormal, which needs no factor so small: DLMF
  /// §7.12(i).
  static func gelu<S: Field>(_ x: S) -> S {
    func tail(_ u: S) -> S {
      let series = [10395.0, -945, 105, -15, 3, -1].reduce(S(0)) { ($0 + S($1)) * u } + 1.0
      return -(S(Scalar.inverseSqrtTwoPi) * gaussian(0.5, x) * series)
    }
    return .choose(P.less(x, -37.0), tail(1.0 / x / x), x * P.normalCDF(x))
  }

  /// Returns the difference of x² and `square`, its rounded value: the product's error from halves of the factors'
  /// digits.
  ///
  /// Source: T. J. Dekker, "A floating-point technique for extending the available precision" (Numer. Math. 18, 1971).
  private static func lostBySquaring<S: Field>(_ x: S, _ square: S) -> S {
    let (high, low) = halves(x)
    return (high * high - square) + 2.0 * (high * low) + low * low
  }

  /// Returns the difference of a product and `product`, its rounded value, likewise.
  private static func lostByMultiplying<S: Field>(_ x: S, _ factor: Double, _ product: S) -> S {
    let (high, low) = halves(x)
    let (factorHigh, factorLow) = halves(factor)
    return (high * S(factorHigh) - product) + high * S(factorLow) + low * S(factorHigh) + low * S(factorLow)
  }

  /// Returns a number as a sum of two with half as many digits, by Dekker's method.
  private static func halves<S: Field>(_ x: S) -> (high: S, low: S) {
    let spread = 134_217_729.0 * x
    let high = spread - (spread - x)
    return (high, x - high)
  }
}
