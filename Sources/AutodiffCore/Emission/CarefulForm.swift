private typealias P = Primitive

/// Primitives from more elementary gates, with the care that `Scalar` takes: the same edges, and no overflow or
/// cancellation on the way. Written once over a field, so that over symbols equal parts are one node: `sigma` and its
/// derivative share one exponential.
///
/// A row's `expansion` is the textbook's form, to be looked at; this one is to be computed with.
enum CarefulForm {
  /// Nil where there is none: the primitive is elementary, or its `expansion` has to do.
  static func of<S: Field>(_ primitive: Primitive, _ v: [S]) -> S? {
    switch primitive {
    case .sec: 1.0 / P.cos(v[0])
    case .csc: 1.0 / P.sin(v[0])
    case .cot: 1.0 / P.tan(v[0])
    case .sign: P.choose(P.greater(v[0], 0.0), 1.0, P.choose(P.less(v[0], 0.0), -1.0, P.abs(v[0])))
    case .step: P.choose(P.lessEqual(v[0], 0.0), 0.0, P.choose(P.greater(v[0], 0.0), 1.0, S(.nan)))
    case .relu: P.choose(P.lessEqual(v[0], 0.0), 0.0, v[0])
    case .leakyRelu: P.choose(P.greater(v[0], 0.0), v[0], v[1] * v[0])
    case .elu: P.choose(P.greater(v[0], 0.0), v[0], v[1] * P.expm1(v[0]))
    case .max: v.dropFirst().reduce(v[0]) { P.choose(P.or(P.lessEqual($1, $0), undefined($0)), $0, $1) }
    case .min: v.dropFirst().reduce(v[0]) { P.choose(P.or(P.greaterEqual($1, $0), undefined($0)), $0, $1) }
    case .clamp: clamp(v[0], v[1], v[2])
    case .sigma, .sigmaSlope, .sechSquared, .softplus, .silu: logistic(primitive, v[0])
    case .lorentzian: P.choose(P.less(P.abs(v[0]), 1e8), 1.0 / (1.0 + v[0] * v[0]), 1.0 / v[0] / v[0])
    case .oneMinusSquare: (1.0 - v[0]) * (1.0 + v[0])
    case .gaussian: gaussian(v[0], v[1])
    case .normalCDF: normalCDF(v[0])
    case .gelu: gelu(v[0])
    case .powerSlope: powerSlope(v[0], v[1])
    case .powerLog: powerLog(v[0], v[1], v[2])
    case .directionCosine: directionCosine(v[0], v[1])
    case .ratio: P.choose(P.equal(v[1], 0.0), 0.0, v[0] / v[1])
    case .length: length(v.map { P.abs($0) })
    default: nil
    }
  }

  /// A hypotenuse passes nan by where the other side is infinite.
  private static func length<S: Field>(_ v: [S]) -> S {
    let sum = v.dropFirst().reduce(v[0]) { $0 + $1 }
    return P.choose(P.equal(sum, sum), v.dropFirst().reduce(v[0]) { P.hypot($0, $1) }, S(.nan))
  }

  private static func undefined<S: Field>(_ x: S) -> S { P.not(P.equal(x, x)) }

  private static func clamp<S: Field>(_ x: S, _ low: S, _ high: S) -> S {
    let held: S = P.choose(P.less(x, low), low, P.choose(P.greater(x, high), high, x))
    return P.choose(P.and(P.lessEqual(low, high), P.equal(x, x)), held, S(.nan))
  }

  /// What is made of e^-|x|, which never overflows.
  private static func logistic<S: Field>(_ primitive: Primitive, _ x: S) -> S {
    let small = P.exp(-P.abs(primitive == .sechSquared ? 2.0 * x : x))
    // One division for a function and its derivative.
    let larger = 1.0 / (1.0 + small)
    switch primitive {
    case .sigma: return P.choose(P.less(x, 0.0), small * larger, larger)
    case .sigmaSlope: return small * larger * larger
    case .sechSquared: return 4.0 * (small * larger * larger)
    case .softplus: return P.choose(P.greater(x, 0.0), x, 0.0) + P.log1p(small)
    default:
      // The halves of e^x keep the product clear of the subnormal numbers until it is one.
      let half = P.exp(x / 2.0)
      let tail: S = P.choose(P.equal(half, 0.0), -0.0, x * half * half / (1.0 + half * half))
      return P.choose(P.less(x, 0.0), tail, x / (1.0 + small))
    }
  }

  /// exp(-c·x²) with the rounding error of x² made good.
  private static func gaussian<S: Field>(_ c: S, _ x: S) -> S {
    let square = x * x
    return P.choose(
      P.greaterEqual(square, 1500.0), 0.0, P.exp(-(c * square)) * (1.0 - c * lostBySquaring(x, square)))
  }

  private static func normalCDF<S: Field>(_ x: S) -> S {
    let root = 0.7071067811865476
    let rootTail = -4.833646656726457e-17
    let scaled = -x * S(root)
    let lost = lostByMultiplying(-x, root, scaled) - x * S(rootTail)
    let inTail: S = P.and(P.less(x, 0.0), P.greater(x, -40.0))
    let correction = S(Scalar.twoOverSqrtPi) * gaussian(1.0, scaled) * lost
    return 0.5 * (P.erfc(scaled) - P.choose(inTail, correction, 0.0))
  }

  private static func gelu<S: Field>(_ x: S) -> S {
    let u = 1.0 / x / x
    let series = [10395.0, -945, 105, -15, 3, -1].reduce(S(0)) { ($0 + S($1)) * u } + 1.0
    let tail = -(S(Scalar.inverseSqrtTwoPi) * gaussian(0.5, x) * series)
    return P.choose(P.less(x, -37.0), tail, x * normalCDF(x))
  }

  /// x² is `square` plus this: the product's error from halves of the factors' digits.
  ///
  /// Source: T. J. Dekker, "A floating-point technique for extending the available precision" (Numer. Math. 18, 1971).
  private static func lostBySquaring<S: Field>(_ x: S, _ square: S) -> S {
    let (high, low) = halves(x)
    return (high * high - square) + 2.0 * (high * low) + low * low
  }

  private static func lostByMultiplying<S: Field>(_ x: S, _ factor: Double, _ product: S) -> S {
    let (high, low) = halves(x)
    let (factorHigh, factorLow) = halves(factor)
    return (high * S(factorHigh) - product) + high * S(factorLow) + low * S(factorHigh) + low * S(factorLow)
  }

  private static func halves<S: Field>(_ x: S) -> (high: S, low: S) {
    let spread = 134_217_729.0 * x
    let high = spread - (spread - x)
    return (high, x - high)
  }

  /// Where y - 1 is rounded, log(x) would magnify that.
  private static func powerSlope<S: Field>(_ x: S, _ y: S) -> S {
    let below = y - 1.0
    let hasEdge: S = P.or(P.equal(x, 0.0), P.equal(P.abs(x), S(.infinity)))
    let slope: S = P.choose(P.or(P.equal(below + 1.0, y), hasEdge), P.power(x, below), P.power(x, y) / x)
    return P.choose(P.equal(y, 0.0), 0.0, y * slope)
  }

  private static func powerLog<S: Field>(_ x: S, _ y: S, _ k: S) -> S {
    let product: S = P.power(x, y) * P.power(P.log(x), k)
    let value: S = P.choose(P.and(P.equal(x, 0.0), P.greater(y, 0.0)), 0.0, product)
    return P.choose(P.greater(k, 0.0), value, P.choose(P.equal(k, 0.0), P.power(x, y), 0.0))
  }

  /// A length that is subnormal, or too long for a double, would not have all its digits.
  private static func directionCosine<S: Field>(_ x: S, _ y: S) -> S {
    let length: S = P.hypot(x, y)
    let scale: S = P.choose(P.less(length, 0x1p-960), 0x1p100, P.choose(P.greater(length, 0x1p1020), 0x1p-4, 1.0))
    let cosine = x * scale / P.hypot(x * scale, y * scale)
    return P.choose(P.equal(length, 0.0), 0.0, cosine)
  }
}
