/// Bessel functions of the first kind whose order is a whole number, in pairs of doubles.
///
/// Source of the formulas: NIST DLMF §10.2(ii) (series), §10.17(i) (Hankel's expansion for great arguments), §10.6(i)
/// (recurrence, upwards as far as the argument, beyond it downwards from a start above the order: §3.6(iv)).
enum BesselFunction {
  /// The least order for which the value is nan.
  static let bound = 100_000.0
  /// The bound of the arguments for which the series has all digits for each order.
  static let seriesBound = 30.0

  /// Returns J_n(x), with an error below 1 ulp but next to a root, where it is of 2^-70 of the values around; nan unless
  /// n is a whole number between -100,000 and 100,000.
  static func value(_ n: Double, _ x: Double) -> Double {
    guard n.magnitude < bound, n == n.rounded(.down), !x.isNaN else { return .nan }
    let isOdd = n.truncatingRemainder(dividingBy: 2) != 0
    let value = ofPositive(n.magnitude, x.magnitude)
    return isOdd && (n < 0) != (x.sign == .minus) ? -value : value
  }

  /// Returns J_n(x) for numbers that are not negative.
  private static func ofPositive(_ n: Double, _ x: Double) -> Double {
    if x == 0 { return n == 0 ? 1 : 0 }
    if x == .infinity { return 0 }
    if x <= seriesBound || x * x <= 60 * (n + 1) {
      let (value, exponent) = factor(n, x)
      if value.high == 0 { return 0 }
      return Exponential.scaled((value * series(n, x)).high, exponent)
    }
    let (zero, one) = hankel(x)
    if n == 0 { return zero.high }
    let step = DoubleDouble(2) / DoubleDouble(x)
    return n <= x ? upwards(n, step, zero, one).high : downwards(n, step, zero, one)
  }

  /// Returns (x/2)^n/n! as a number and an exponent of 2.
  private static func factor(_ n: Double, _ x: Double) -> (value: DoubleDouble, exponent: Int) {
    if n > 30 {
      // e^(n·log(x/2n) + n - 1/12n + …)/√(2πn)
      if x < 0x1p-500 { return (DoubleDouble(0), 0) }
      let power = (Logarithm.pair(0.5 * x) - Logarithm.pair(n)) * n + DoubleDouble(n)
      if power.high < -1300 { return (DoubleDouble(0), 0) }
      let root = Logarithm.pair(n) * 0.5 + Stirling.halfLogOfTwoPi
      return DoubleDouble.exponential(power - root - DoubleDouble(Stirling.rest(n)))
    }
    var value = DoubleDouble(1)
    var exponent = 0
    let isSubnormal = x < 0x1p-1022
    let scaled = isSubnormal ? x * 0x1p60 : x
    let own = Int(scaled.exponent)
    for k in stride(from: 1, through: n, by: 1) {
      value = value * scaled.significand / DoubleDouble(k)
      let less = Int(value.high.exponent)
      value = value * Exponential.scaled(1, -less)
      exponent += own - 1 - (isSubnormal ? 60 : 0) + less
      if exponent < -2000 { return (DoubleDouble(0), 0) }
    }
    return (value, exponent)
  }

  /// Returns the sum of (-x²/4)^k·n!/(k!·(n + k)!), k = 0, 1, …
  private static func series(_ n: Double, _ x: Double) -> DoubleDouble {
    let square = DoubleDouble(productOf: 0.5 * x, 0.5 * x)
    var (term, sum, k) = (DoubleDouble(1), DoubleDouble(1), 0.0)
    repeat {
      k += 1
      term = -(term * square / DoubleDouble(productOf: k, n + k))
      sum = sum + term
    } while term.high.magnitude > 0x1p-108 * sum.high.magnitude || k * (n + k) < square.high
    return sum
  }

  /// Returns J₀(x) and J₁(x) for a great x.
  private static func hankel(_ x: Double) -> (DoubleDouble, DoubleDouble) {
    let (sine, cosine) = CarefulAngle.sineAndCosine(x)
    // 1/√(πx)
    let scale = DoubleDouble(1) / (DoubleDouble.pi.squareRoot * DoubleDouble(x).squareRoot)
    let (sum, difference) = (sine + cosine, sine - cosine)
    let (p, q) = expansions(0, x)
    let (p1, q1) = expansions(1, x)
    return (scale * (p * sum - q * difference), scale * (p1 * difference + q1 * sum))
  }

  /// Returns the even and the odd part of Hankel's expansion, with alternating signs.
  private static func expansions(_ n: Double, _ x: Double) -> (DoubleDouble, DoubleDouble) {
    let inverse = DoubleDouble(0.125) / DoubleDouble(x)
    var (even, odd) = (DoubleDouble(1), DoubleDouble(0))
    var term = DoubleDouble(1)
    for k in stride(from: 1.0, through: 80, by: 1) {
      let odds = 2 * k - 1
      term = term * ((4 * n * n - odds * odds) / 1) / DoubleDouble(k) * inverse
      if term.high.magnitude < 0x1p-110 { break }
      let sign: Double = k.truncatingRemainder(dividingBy: 4) >= 2 ? -1 : 1
      if k.truncatingRemainder(dividingBy: 2) == 0 { even = even + term * sign } else { odd = odd + term * sign }
    }
    return (even, odd)
  }

  /// Returns J_n(x) by J_(k+1) = 2k/x·J_k - J_(k-1).
  private static func upwards(
    _ n: Double, _ step: DoubleDouble, _ zero: DoubleDouble, _ one: DoubleDouble
  ) -> DoubleDouble {
    var (last, next) = (zero, one)
    for k in stride(from: 1, to: n, by: 1) { (last, next) = (next, step * k * next - last) }
    return next
  }

  /// Returns J_n(x) by the same recurrence downwards, which gives the ratio to the value of order 0 or 1 that is greater.
  private static func downwards(
    _ n: Double, _ step: DoubleDouble, _ zero: DoubleDouble, _ one: DoubleDouble
  ) -> Double {
    var (above, value) = (DoubleDouble(0), DoubleDouble(0x1p-500))
    var (own, exponent) = (DoubleDouble(0), 0)
    let start = n + 20 + (14 * Root.cbrt(n)).rounded(.up)
    for k in stride(from: start, through: 1, by: -1) {
      if k == n { (own, exponent) = (value, 0) }
      (above, value) = (value, step * k * value - above)
      if value.high.magnitude > 0x1p500 {
        (above, value) = (above * 0x1p-900, value * 0x1p-900)
        exponent -= 900
      }
    }
    let isZero = zero.high.magnitude > one.high.magnitude
    let ratio = (isZero ? zero : one) / (isZero ? value : above)
    let factor = Int(own.high.exponent)
    return Exponential.scaled(
      (own * Exponential.scaled(1, -factor) * ratio * 0x1p300).high, max(exponent + factor - 300, -2000))
  }
}

extension DoubleDouble {
  /// The square root of a positive number.
  var squareRoot: DoubleDouble {
    let root = high.squareRoot()
    let square = DoubleDouble(productOf: root, root)
    return DoubleDouble(root, rest: ((high - square.high) - square.low + low) / (2 * root))
  }
}
