private typealias P = Primitive

/// Forms of special functions.
extension Stable {
  /// Returns x·log(y); 0 where x is, for every y.
  static func xlogy<S: Field>(_ x: S, _ y: S) -> S {
    P.choose(P.and(P.equal(x, 0.0), P.equal(y, y)), 0.0, x * P.log(y))
  }

  /// Returns log(x/(1 - x)). The differences from 1 and of 1 and 2x are exact where they are small.
  static func logit<S: Field>(_ x: S) -> S {
    .choose(
      P.less(x, 0.25), P.log(x) - P.log1p(-x),
      .choose(P.less(x, 0.5), -P.log1p((1.0 - 2.0 * x) / x), P.log1p((2.0 * x - 1.0) / (1.0 - x))))
  }

  /// Returns 1/(x·(1 - x)), the derivative of logit.
  static func logitSlope<S: Field>(_ x: S) -> S { 1.0 / x / (1.0 - x) }

  /// Returns sin(x)/x; 1 at 0, and 0 at infinity, where it tends to.
  static func sinc<S: Field>(_ x: S) -> S {
    .choose(P.equal(x, 0.0), 1.0, .choose(P.equal(P.abs(x), S(.infinity)), 0.0, P.sin(x) / x))
  }

  /// Returns the spherical Bessel function of a known order over x^order, as the functions that it is made of: NIST DLMF
  /// §10.51(i).
  static func sincOrder<S: Field>(_ n: S, _ x: S) -> S {
    let zero: S = P.sinc(x)
    let one = (zero - P.cos(x)) / P.power(x, 2.0)
    if n.isZero { return zero }
    if (n - 1.0).isZero { return one }
    var (last, next, rest, k) = (zero, one, n - 1.0, 1.0)
    while !rest.isZero, k < 16 {
      (last, next) = (next, (S(2 * k + 1) * next - last) / P.power(x, 2.0))
      (rest, k) = (rest - 1.0, k + 1)
    }
    return next
  }

  /// Returns the value of `sincOrder` at 0: 1/(1·3·…·(2n + 1)), NIST DLMF §10.52(i).
  static func sincOrderAtZero<S: Field>(_ n: S) -> S {
    var (result, rest, k): (S, S, Double) = (1.0, n, 1)
    while !rest.isZero, k < 16 { (result, rest, k) = (result / S(2 * k + 1), rest - 1.0, k + 1) }
    return result
  }

  /// Returns e^-w, where w·e^w = x, which is w/x.
  static func lambertDecay<S: Field>(_ x: S) -> S {
    .choose(P.equal(x, 0.0), 1.0, .choose(P.equal(x, S(.infinity)), 0.0, P.lambertw(x) / x))
  }

  /// Returns the n-th derivative by a of t^a/Γ(a) over that itself, for n up to 3: a complete Bell polynomial.
  ///
  /// - Parameter slope: The number log(t) - ψ(a).
  static func bell<S: Field>(_ n: S, _ slope: S, _ a: S) -> S {
    func second() -> S { P.power(slope, 2.0) - P.polygamma(1.0, a) }
    func third() -> S { slope * (P.power(slope, 2.0) - 3.0 * P.polygamma(1.0, a)) - P.polygamma(2.0, a) }
    return .choose(
      P.equal(n, 1.0), slope,
      .choose(
        P.equal(n, 2.0), second(),
        .choose(P.equal(n, 3.0), third(), .choose(P.equal(n, 0.0), 1.0, S(.nan)))))
  }
}
