/// The regularised lower incomplete gamma function P(a, x), its derivatives by a, and the density of the gamma
/// distribution, its derivative by x.
///
/// With t = x·e^-v, P(a, x) = x^a·e^-x/Γ(a) times the integral of e^-E over v > 0, E = (a - x)·v + x·(e^-v - 1 + v), and
/// 1 - P the one over v < 0: NIST DLMF §8.2. The side is taken on which the integrand falls from the start, and one
/// rule of Gauss and Legendre has all its digits, whatever the size of a. A derivative by a brings a polynomial in
/// log t - ψ(a) into the integral, of which no part cancels another. The series of DLMF §8.7(i) and §8.11(ii) in pairs of
/// doubles are more exact, for small x and a <= 1, and for the value below a = 1000.
enum IncompleteGamma {
  /// Returns P(a, x), with an error below 2 ulp; nan where an argument is negative.
  static func value(_ a: Double, _ x: Double) -> Double {
    if let edge = edge(a, x) { return edge }
    if a <= 1, x <= 1.5 {
      let (value, exponent) = power(a, x)
      return Exponential.scaled((value * series(a, x)).high, exponent)
    }
    let density = density(a, x)
    if a < 1000, x < a + 60 {
      return Exponential.scaled((density.value * risingSeries(a, x)).high, density.exponent)
    }
    let isLower = x < a
    let part = scaled(density, IncompleteGammaIntegral(a, x, isLower: isLower).value)
    return isLower ? part : 1 - part
  }

  /// Returns the n-th derivative of P(a, x) by a; nan where an argument is negative, and unless n is 0, 1, …, 8.
  static func derivative(_ n: Double, _ a: Double, _ x: Double) -> Double {
    guard n >= 0, n <= 8, n == n.rounded(.down) else { return .nan }
    if n == 0 { return value(a, x) }
    let order = Int(n)
    if let edge = edge(a, x), a > 0 || x == 0 || x == .infinity || edge.isNaN { return edge.isNaN ? edge : 0 }
    if a <= 1, x <= 1.5 {
      let (value, exponent) = power(a, x)
      return Exponential.scaled(value.high * seriesDerivative(order, a, x), exponent)
    }
    let isLower = a > 1 && logarithmLessDigamma(x, a) < 0
    let integral = IncompleteGammaIntegral(a, x, isLower: isLower).derivative(order)
    let part = scaled(a < 1 ? power(a, x, times: -x) : density(a, x), integral)
    return isLower ? part : -part
  }

  /// Returns x^(a - 1)·e^-x/Γ(a), the derivative of P(a, x) by x, for a >= 0.
  static func slope(_ a: Double, _ x: Double) -> Double {
    if a.isNaN || x.isNaN || a < 0 || x < 0 { return .nan }
    if a == .infinity { return x == .infinity ? .nan : 0 }
    if x == .infinity || a == 0 { return 0 }
    if x == 0 { return a < 1 ? .infinity : a == 1 ? 1 : 0 }
    let (value, exponent) = a < 1 ? power(a, x, times: -x) : density(a, x)
    let factor = a < 1 ? value * a : value
    let own = Int(x.exponent)
    let quotient = factor / DoubleDouble(x.significand)
    return Exponential.scaled(quotient.high, max(exponent - own, -2000))
  }

  /// Returns log(x) - ψ(a), with few errors where the two are near each other; nan where an argument is negative.
  static func logarithmLessDigamma(_ x: Double, _ a: Double) -> Double {
    if !(a >= 12) {
      if !(x >= 0x1p-1022) || x == .infinity || !(a >= 0x1p-60) {
        return x < 0 || a < 0 ? .nan : Logarithm.log(x) - PolyGamma.digamma(a)
      }
      return (Logarithm.pair(x) - CarefulDigamma.digamma(DoubleDouble(a))).high
    }
    if a > 0x1p1000 || x < a * 0x1p-1000 || x > a * 0x1p20 { return Logarithm.log(x) - Logarithm.log(a) }
    // log(a) - ψ(a) = 1/2a + 1/12a² - …
    let u = 1 / a / a
    let rest = PolyGamma.bernoulliOver2k.reversed().reduce(0) { ($0 + $1) * u }
    let isNear = x > 0.5 * a && x < 2 * a
    return (isNear ? Logarithm.log1p((x - a) / a) : Logarithm.log(x / a)) + (0.5 / a + rest)
  }

  // MARK: - Parts

  /// Returns the value where an argument is not a positive number; nil elsewhere.
  private static func edge(_ a: Double, _ x: Double) -> Double? {
    if a.isNaN || x.isNaN || a < 0 || x < 0 { return .nan }
    if a == 0 { return x == 0 ? .nan : 1 }
    if a == .infinity { return x == .infinity ? .nan : 0 }
    return x == 0 ? 0 : x == .infinity ? 1 : nil
  }

  /// Returns a factor that stands with an exponent, times a number.
  private static func scaled(_ factor: (value: DoubleDouble, exponent: Int), _ number: Double) -> Double {
    let product = factor.value.high * number + factor.value.low * number
    return Exponential.scaled(product, factor.exponent)
  }

  /// Returns x^a·e^shift/Γ(a + 1) for a <= 1.
  private static func power(_ a: Double, _ x: Double, times shift: Double = 0) -> (value: DoubleDouble, exponent: Int) {
    let isSubnormal = x < 0x1p-1022
    var logarithm = Logarithm.pair(isSubnormal ? x * 0x1p54 : x)
    if isSubnormal { logarithm = logarithm - DoubleDouble(sumOf: 54 * Logarithm.logTwo, 54 * Logarithm.logTwoRest) }
    let exponent = logarithm * a + DoubleDouble(shift)
    if exponent.high < -1300 { return (DoubleDouble(0), 0) }
    let (value, scale) = DoubleDouble.exponential(exponent)
    return (value / GammaFunction.next(a), scale)
  }

  /// Returns x^a·e^-x/Γ(a) for a >= 1.
  private static func density(_ a: Double, _ x: Double) -> (value: DoubleDouble, exponent: Int) {
    if a < 1 {
      let (value, exponent) = power(a, x, times: -x)
      return (value * a, exponent)
    }
    if a < 8 {
      if x < 0x1p-1022 || x > 2000 { return (DoubleDouble(0), 0) }
      let exponent = Logarithm.pair(x) * a - DoubleDouble(x)
      if exponent.high < -1300 { return (DoubleDouble(0), 0) }
      let (value, scale) = DoubleDouble.exponential(exponent)
      return (value / GammaFunction.parts(a).value, scale)
    }
    // √(a/2π)·e^(-a·(r - 1 - log r) - 1/12a + …) with r = x/a.
    if x < a * 0x1p-300 || x > a * 0x1p300 { return (DoubleDouble(0), 0) }
    let distance = DoubleDouble(sumOf: x, -a)
    let deviation: DoubleDouble
    if distance.high.magnitude < 0.4 * a {
      let ratio = distance / (DoubleDouble(sumOf: x, a))
      deviation = lessLogarithm(ratio) * a
    } else {
      deviation = distance - (Logarithm.pair(x) - Logarithm.pair(a)) * a
    }
    if !(deviation.high < 1300) { return (DoubleDouble(0), 0) }
    let halves = (Logarithm.pair(a) * 0.5) - Stirling.halfLogOfTwoPi
    return DoubleDouble.exponential((halves - DoubleDouble(Stirling.rest(a))) - deviation)
  }

  /// Returns u - log(1 + u) for u = 2r/(1 - r), which is 2r²/(1 - r) - 2r³·(1/3 + r²/5 + …), with |r| < 1/4.
  private static func lessLogarithm(_ r: DoubleDouble) -> DoubleDouble {
    let square = r * r
    let series = stride(from: 53.0, through: 3, by: -2).reduce(DoubleDouble(0)) {
      $0 * square + DoubleDouble(1) / DoubleDouble($1)
    }
    return (square / (DoubleDouble(1) - r) - square * r * series) * 2
  }

  /// Returns the sum of x^k/(a·(a + 1)·…·(a + k)), k = 0, 1, …
  private static func risingSeries(_ a: Double, _ x: Double) -> DoubleDouble {
    var term = DoubleDouble(1) / DoubleDouble(a)
    var sum = term
    var k = 0.0
    repeat {
      k += 1
      term = term * x / DoubleDouble(sumOf: a, k)
      sum = sum + term
    } while term.high > 0x1p-62 * sum.high
    return sum
  }

  /// Returns 1 + the sum of (-x)^k·a/((a + k)·k!), k = 1, 2, …
  private static func series(_ a: Double, _ x: Double) -> DoubleDouble {
    var power = DoubleDouble(1)
    var sum = DoubleDouble(1)
    for k in stride(from: 1.0, through: 40, by: 1) {
      power = power * -x / DoubleDouble(k)
      let term = power * a / DoubleDouble(sumOf: a, k)
      sum = sum + term
      if term.high.magnitude < 0x1p-62 * sum.high { break }
    }
    return sum
  }

  /// Returns the n-th derivative by a of the series times x^a/Γ(a + 1), without that factor.
  private static func seriesDerivative(_ n: Int, _ a: Double, _ x: Double) -> Double {
    // a/(a + k) = 1 - k/(a + k), of which the m-th derivative is -k·m!·(-1)^m/(a + k)^(m + 1).
    let derivatives = (0...n).map { m -> Double in
      if m == 0 { return series(a, x).high }
      var (power, sum) = (1.0, 0.0)
      for k in stride(from: 1.0, through: 40, by: 1) {
        power *= -x / k
        sum += power * k / PowerFunction.power(a + k, Double(m + 1))
      }
      return (m % 2 == 0 ? -sum : sum) * (1...m).reduce(1) { $0 * Double($1) }
    }
    var bell = BellPolynomials(n, Logarithm.log(x) - PolyGamma.digamma(a + 1), digammaAt: a + 1)
    bell.advance()
    var (total, choices) = (0.0, 1.0)
    for m in 0...n {
      total += choices * derivatives[m] * bell.values[n - m]
      choices = choices * Double(n - m) / Double(m + 1)
    }
    return total
  }
}

extension GammaFunction {
  /// Returns Γ(x + 1) for 0 <= x <= 1.
  static func next(_ x: Double) -> DoubleDouble {
    x == 1 ? DoubleDouble(1) : about(x - 0.5)
  }
}
