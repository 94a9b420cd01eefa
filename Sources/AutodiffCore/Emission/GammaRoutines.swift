private let (fabs, floor, sqrt, pow) = (
  LibraryFunction("fabs"), LibraryFunction("floor"), LibraryFunction("sqrt"), LibraryFunction("pow")
)
private let (log, log1p, exp, expm1) = (
  LibraryFunction("log"), LibraryFunction("log1p"), LibraryFunction("exp"), LibraryFunction("expm1")
)
private let (tgamma, lgamma) = (LibraryFunction("tgamma"), LibraryFunction("lgamma"))
private let digamma = Recursion("digamma")
private let polygamma = Recursion("polygamma")
private let (a, b, n, x, k): (RoutineTerm, RoutineTerm, RoutineTerm, RoutineTerm, RoutineTerm) = (
  "a", "b", "n", "x", "k"
)
private let (total, term, r, v): (RoutineTerm, RoutineTerm, RoutineTerm, RoutineTerm) = ("total", "term", "r", "v")
private let (i, j, m, next): (RoutineTerm, RoutineTerm, RoutineTerm, RoutineTerm) = ("i", "j", "m", "next")
private let (choices, start, slope, side): (RoutineTerm, RoutineTerm, RoutineTerm, RoutineTerm) = (
  "choices", "start", "slope", "side"
)
private let (length, over, fall, limit): (RoutineTerm, RoutineTerm, RoutineTerm, RoutineTerm) = (
  "length", "over", "fall", "limit"
)
private let (shifted, place, lower, part): (RoutineTerm, RoutineTerm, RoutineTerm, RoutineTerm) = (
  "shifted", "place", "lower", "part"
)
private let (bell, psi) = (RoutineLane("bell"), RoutineLane("psi"))
private let (places, weights) = (RoutineLane("places"), RoutineLane("weights"))

/// The beta and the incomplete gamma function, as `BetaFunction` and `IncompleteGamma` compute them, in single doubles.
extension Routine {
  static let gammas = [
    stirlingRest, logBeta, betaFunction, decrease, polygammaDifference, betaCurve, logarithmLessDigamma, excess,
    gammaFactor,
    gammaSeries, bellPolynomials,
    gammaIntegral, gammaOrder, incompleteGamma, gammaDensity,
  ]

  static let stirlingRest = Routine(
    "stirling_rest",
    "What Stirling's series adds to log(gamma(x)), for x from 8 on: NIST DLMF 5.11.", [.number("x")]
  ) {
    let u: RoutineTerm = "u"
    constant("u", 1.0 / x / x)
    variable("total", .number(1.0 / 1260) - u * (.number(1.0 / 1680) - u * .number(1.0 / 1188)))
    total <- .number(1.0 / 12) - u * (.number(1.0 / 360) - u * total)
    give(total / x)
  }

  private static let logBeta = Routine(
    "log_beta", "The logarithm of the beta function: DiDonato and Morris, ACM TOMS 18 (1992).",
    [.number("a"), .number("b")]
  ) {
    let (less, greater, growth): (RoutineTerm, RoutineTerm, RoutineTerm) = ("less", "greater", "growth")
    when(!(a >= 0.0) || !(b >= 0.0)) { give(.nan) }
    constant("less", choose(a < b, a, b))
    constant("greater", choose(a < b, b, a))
    when(greater == .infinity) { give(choose(less == 0.0, .nan, -.infinity)) }
    when(less == 0.0) { give(.infinity) }
    when(less < 1e-17) { give(-log(less)) }
    when(greater < 8.0) { give(lgamma(less) + lgamma(greater) - lgamma(less + greater)) }
    constant("growth", (greater - 0.5) * log1p(less / greater))
    variable("total", stirlingRest(greater) - stirlingRest(less + greater) - growth)
    when(less < 8.0) { give(total + lgamma(less) + less - less * log(less + greater)) }
    total += stirlingRest(less) + 0.9189385332046728 - 0.5 * log(less)
    give(total - less * log1p(greater / less))
  }

  private static let betaFunction = Routine(
    "beta_function", "gamma(a)*gamma(b)/gamma(a + b)", [.number("a"), .number("b")]
  ) {
    when(a > 0.0 && b > 0.0 && a + b < 20.0) { give(tgamma(a) / tgamma(a + b) * tgamma(b)) }
    give(exp(logBeta(a, b)))
  }

  private static let betaCurve = Routine(
    "beta_curve", "What the mixed second derivative of the beta function is of its value.",
    [.number("a"), .number("b")]
  ) {
    give(polygammaDifference(0.0, a, b) * polygammaDifference(0.0, b, a) - polygamma(1.0, a + b))
  }

  private static let decrease = Routine(
    "decrease", "x^-n - (x + b)^-n", [.number("n"), .number("x"), .number("b")]
  ) {
    when(n == 1.0) { give(b / (x + b) / x) }
    give(-expm1(-n * log1p(b / x)) * pow(x, -n))
  }

  private static let polygammaDifference = Routine(
    "polygamma_difference",
    "The n-th derivative of digamma at a less that at a + b, for positive numbers: NIST DLMF 5.15 and 2.10.",
    [.number("n"), .number("a"), .number("b")], tables: [("series", PolyGamma.bernoulliOverFactorial)]
  ) {
    let (rising, order, sign): (RoutineTerm, RoutineTerm, RoutineTerm) = ("rising", "order", "sign")
    when(!(n >= 0.0) || n != floor(n) || n >= 150.0 || !(a >= 0.0) || !(b >= 0.0)) { give(.nan) }
    constant("sign", choose(n == 2.0 * floor(0.5 * n), -1.0, 1.0))
    when(a == 0.0 && b > 0.0) { give(sign * .infinity) }
    when(a == .infinity && b < .infinity) { give(0.0) }
    variable("k", choose(a < n + 14.0, floor(n + 14.0 - a) + 1.0, 0.0))
    constant("start", a + k)
    variable("rising", n + 1.0)
    variable("order", n + 2.0)
    variable("total", 0.0)
    each("j", 0, .whole(PolyGamma.bernoulliOverFactorial.count)) {
      total += RoutineLane("series")["j"] * rising * decrease(order, start, b)
      rising *= order * (order + 1.0)
      order += 2.0
    }
    total += 0.5 * decrease(n + 1.0, start, b)
    when(n == 0.0) {
      total += log1p(b / start)
    } otherwise: {
      total += decrease(n, start, b) / n
    }
    during(k > 0.0) {
      k -= 1.0
      total += decrease(n + 1.0, a + k, b)
    }
    k <- 2.0
    during(k <= n) {
      total *= k
      k += 1.0
    }
    give(sign * total)
  }

  private static let logarithmLessDigamma = Routine(
    "log_less_digamma", "log(x) - digamma(a): NIST DLMF 5.11 where the two are near each other.",
    [.number("x"), .number("a")]
  ) {
    let u: RoutineTerm = "u"
    when(!(a >= 12.0 && a < 1e300) || x > 1e6 * a) { give(log(x) - digamma(a)) }
    constant("u", 1.0 / a / a)
    variable("total", .number(1.0 / 252) - u * (.number(1.0 / 240) - u * .number(1.0 / 132)))
    total <- u * (.number(1.0 / 12) - u * (.number(1.0 / 120) - u * total))
    when(x > 0.5 * a && x < 2.0 * a) { give(log1p((x - a) / a) + (0.5 / a + total)) }
    give(log(x / a) + (0.5 / a + total))
  }

  private static let excess = Routine("exp_excess", "exp(-v) - 1 + v", [.number("v")]) {
    when(fabs(v) > 1.0) { give(expm1(-v) + v) }
    variable("total", 1.0)
    variable("k", 21.0)
    during(k > 2.0) {
      total <- 1.0 - v * total / k
      k -= 1.0
    }
    give(0.5 * v * v * total)
  }

  private static let gammaFactor = Routine(
    "gamma_factor", "x^a*exp(-x)/gamma(a + 1), by Stirling's series for a great a.", [.number("a"), .number("x")]
  ) {
    let (gap, deviation): (RoutineTerm, RoutineTerm) = ("gap", "deviation")
    when(a < 8.0) { give(exp(a * log(x) - x) / tgamma(a + 1.0)) }
    constant("gap", (x - a) / a)
    variable("deviation", gap - log(x / a))
    when(fabs(gap) < 0.4) {
      note("gap - log(1 + gap), without the difference of two numbers that are near each other.")
      constant("r", gap / (2.0 + gap))
      variable("total", 0.0)
      variable("k", 43.0)
      during(k > 2.0) {
        total <- total * r * r + 1.0 / k
        k -= 2.0
      }
      deviation <- 2.0 * r * r * (1.0 / (1.0 - r) - r * total)
    }
    give(exp(-a * deviation - stirlingRest(a)) / sqrt(.number(2 * .pi) * a))
  }

  private static let gammaSeries = Routine(
    "gamma_series", "The n-th derivative by a of 1 + the sum of (-x)^k*a/((a + k)*k!): NIST DLMF 8.7.",
    [.number("n"), .number("a"), .number("x")]
  ) {
    variable("total", choose(n == 0.0, 1.0, 0.0))
    variable("term", 1.0)
    variable("k", 1.0)
    during(k < 40.0) {
      term *= -x / k
      total += choose(n == 0.0, a, -k) * term / pow(a + k, n + 1.0)
      k += 1.0
    }
    k <- 1.0
    during(k <= n) {
      total *= -k
      k += 1.0
    }
    give(total)
  }

  private static let bellPolynomials = Routine(
    "bell_polynomials",
    "The derivatives by a of t^a/gamma(a) over that itself, up to order n, from log(t) - digamma(a) on.",
    [.number("n"), .number("start"), .lane("psi", from: "psi_start"), .written("bell", from: "bell_start")],
    givesNumber: false
  ) {
    bell[0] <- 1.0
    each("m", 0, .asCount(n)) {
      variable("next", start * bell[m])
      variable("choices", 1.0)
      each("j", 0, m) {
        choices <- choices * .asNumber(m - j) / .asNumber(j + 1)
        next -= choices * bell[m - j - 1] * psi[j]
      }
      bell[m + 1] <- next
    }
  }

  private static let gammaIntegral = Routine(
    "gamma_integral",
    "The n-th derivative by a of the incomplete gamma function from 0 to x (side 1) or beyond (side -1), over\n"
      + "x^a*exp(-x)/gamma(a + 1): NIST DLMF 8.2, by the rule of Gauss and Legendre.",
    [.number("n"), .number("a"), .number("x"), .number("side")],
    tables: [("places", IncompleteGammaIntegral.places), ("weights", IncompleteGammaIntegral.weights)]
  ) {
    array("psi", 10)
    array("bell", 10)
    constant("slope", choose(side * (a - x) > 0.0, side * (a - x), 0.0))
    note("Behind this length the integrand is below exp(-45).")
    variable("length", 90.0 / (slope + sqrt(slope * slope + 90.0 * x)))
    variable("k", 0.0)
    during(k < 6.0) {
      constant("over", slope * length + x * excess(side * length) - 45.0)
      constant("fall", slope + x * fabs(expm1(-side * length)))
      constant("limit", length - over / fall)
      length <- choose(limit > 0.25 * length, limit, 0.25 * length)
      k += 1.0
    }
    constant("shifted", choose(a < 1.0, a + 1.0, a))
    variable("start", 0.0)
    when(n > 0.0) {
      start <- logarithmLessDigamma(x, shifted)
      each("j", 1, .asCount(n)) { psi[j - 1] <- polygamma(.asNumber(j), shifted) }
    }
    variable("total", 0.0)
    each("i", 0, .whole(IncompleteGammaIntegral.places.count)) {
      each("j", 0, 2) {
        constant("place", choose(j == 0, places[i], 1.0 - places[i]))
        constant("v", side * place * length)
        call(bellPolynomials(n, start - v, psi.all, bell.all))
        variable("term", bell[.asCount(n)])
        when(n > 0.0) {
          when(a < 1.0) { term <- a * term + n * bell[.asCount(n - 1.0)] }
        }
        total += weights[i] * term * exp(-((a - x) * v + x * excess(v)))
      }
    }
    note("The derivative of a*h is a*h^(n) + n*h^(n - 1), h with gamma(a + 1).")
    give(total * length * choose(a < 1.0 && n > 0.0, 1.0, a))
  }

  private static let gammaOrder = Routine(
    "incomplete_gamma_order", "The n-th derivative by a of the incomplete gamma function, for n up to 8.",
    [.number("n"), .number("a"), .number("x")]
  ) {
    array("psi", 10)
    array("bell", 10)
    when(!(n >= 0.0 && n <= 8.0) || n != floor(n) || !(a >= 0.0) || !(x >= 0.0)) { give(.nan) }
    when(a == 0.0 && x == 0.0) { give(choose(n == 0.0, .nan, 0.0)) }
    when(a == .infinity && x == .infinity) { give(.nan) }
    when(x == 0.0 || a == .infinity) { give(0.0) }
    when(x == .infinity) { give(choose(n == 0.0, 1.0, 0.0)) }
    when(a <= 1.0 && x <= 1.5) {
      each("j", 0, 9) { psi[j] <- choose(.asNumber(j) < n, polygamma(.asNumber(j + 1), a + 1.0), 0.0) }
      call(bellPolynomials(n, log(x) - digamma(a + 1.0), psi.all, bell.all))
      variable("total", 0.0)
      variable("choices", 1.0)
      variable("k", 0.0)
      during(k <= n) {
        total += choices * gammaSeries(k, a, x) * bell[.asCount(n - k)]
        choices *= (n - k) / (k + 1.0)
        k += 1.0
      }
      give(total * gammaFactor(a, x) * exp(x))
    }
    when(n == 0.0 && a < 1000.0 && x < a + 60.0) {
      variable("term", 1.0)
      variable("total", 1.0)
      variable("k", 1.0)
      during(term > 1e-18 * total) {
        term *= x / (a + k)
        total += term
        k += 1.0
      }
      give(total * gammaFactor(a, x))
    }
    variable("lower", x < a, .truth)
    when(n > 0.0) { lower <- a > 1.0 && log(x) < digamma(a) }
    constant("part", gammaFactor(a, x) * gammaIntegral(n, a, x, choose(lower, 1.0, -1.0)))
    when(lower) { give(part) }
    give(choose(n == 0.0, 1.0, 0.0) - part)
  }

  private static let incompleteGamma = Routine(
    "incomplete_gamma", "The lower incomplete gamma function, regularised.", [.number("a"), .number("x")]
  ) {
    when(a == 0.0 && x > 0.0) { give(1.0) }
    give(gammaOrder(0.0, a, x))
  }

  private static let gammaDensity = Routine(
    "gamma_density", "x^(a - 1)*exp(-x)/gamma(a)", [.number("a"), .number("x")]
  ) {
    when(!(a >= 0.0) || !(x >= 0.0)) { give(.nan) }
    when(a == 0.0 || x == .infinity) { give(0.0) }
    when(x == 0.0) { give(choose(a < 1.0, .infinity, choose(a == 1.0, 1.0, 0.0))) }
    when(a < 1.0) { give(a * exp((a - 1.0) * log(x) - x) / tgamma(a + 1.0)) }
    give(gammaFactor(a, x) * (a / x))
  }
}
