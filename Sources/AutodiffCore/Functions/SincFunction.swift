/// The function sin(x)/x and its derivatives, as spherical Bessel functions in pairs of doubles.
///
/// The functions w_n(x) = j_n(x)/x^n have w_n′ = -x·w_(n+1), so that no term of a derivative cancels another near 0.
/// Source of the formulas: NIST DLMF §10.53 (series), §10.51(i) (recurrence).
enum SincFunction {
  /// The bound of the arguments for which the series has all digits for each order.
  static let seriesBound = 20.0

  /// Returns the derivative of sin(x)/x, with an error below 1 ulp but next to a root, where it is of 2^-70 of the
  /// values around.
  static func slope(_ x: Double) -> Double {
    if x.isNaN { return .nan }
    if x.isInfinite { return x > 0 ? -0.0 : 0 }
    if x.magnitude <= seriesBound { return (series(1, x) * -x).high }
    let (sine, cosine) = CarefulAngle.sineAndCosine(x)
    return ((cosine - sine / DoubleDouble(x)) / DoubleDouble(x)).high
  }

  /// Returns j_n(x)/x^n; nan unless n is 0, 1, …, 100.
  static func order(_ n: Double, _ x: Double) -> Double {
    guard n >= 0, n <= 100, n == n.rounded(.down), !x.isNaN else { return .nan }
    if x.isInfinite { return 0 }
    if x.magnitude <= seriesBound || x * x <= 30 * (2 * n + 3) { return series(n, x).high }
    let (sine, _) = CarefulAngle.sineAndCosine(x)
    let ratio = sine / DoubleDouble(x)
    if n == 0 { return ratio.high }
    // Beyond the root of the least double all are 0.
    if x.magnitude > 0x1p511 { return 0 }
    return upwards(n, x, ratio).high
  }

  /// Returns the value by w_(k+1) = ((2k + 1)·w_k - w_(k-1))/x².
  private static func upwards(_ n: Double, _ x: Double, _ zero: DoubleDouble) -> DoubleDouble {
    let square = DoubleDouble(productOf: x, x)
    let (_, cosine) = CarefulAngle.sineAndCosine(x)
    var (last, next) = (zero, (zero - cosine) / square)
    for k in stride(from: 1, to: n, by: 1) { (last, next) = (next, (next * (2 * k + 1) - last) / square) }
    return next
  }

  /// Returns 1/(1·3·…·(2n + 1)) times the sum of (-x²/2)^k/(k!·(2n + 3)·(2n + 5)·…·(2n + 2k + 1)), k = 0, 1, …
  private static func series(_ n: Double, _ x: Double) -> DoubleDouble {
    let half = DoubleDouble(productOf: x, 0.5 * x)
    var (term, sum, k) = (DoubleDouble(1), DoubleDouble(1), 0.0)
    repeat {
      k += 1
      term = -(term * half / DoubleDouble(productOf: k, 2 * n + 2 * k + 1))
      sum = sum + term
    } while term.high.magnitude > 0x1p-108 * sum.high.magnitude || k * (2 * n + 2 * k + 1) < half.high
    return stride(from: 1, through: n, by: 1).reduce(sum) { $0 / DoubleDouble(2 * $1 + 1) }
  }
}
