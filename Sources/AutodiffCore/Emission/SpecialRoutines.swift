private let (fabs, floor, sqrt) = (LibraryFunction("fabs"), LibraryFunction("floor"), LibraryFunction("sqrt"))
private let (log, log1p, exp) = (LibraryFunction("log"), LibraryFunction("log1p"), LibraryFunction("exp"))
private let (sin, cos, cbrt, lgamma) = (
  LibraryFunction("sin"), LibraryFunction("cos"), LibraryFunction("cbrt"), LibraryFunction("lgamma")
)
private let (erf, erfc) = (LibraryFunction("erf"), LibraryFunction("erfc"))
private let (x, y, n, k, p): (RoutineTerm, RoutineTerm, RoutineTerm, RoutineTerm, RoutineTerm) = (
  "x", "y", "n", "k", "p"
)
private let (total, term, size, step): (RoutineTerm, RoutineTerm, RoutineTerm, RoutineTerm) = (
  "total", "term", "size", "step"
)
private let (last, value, next, slope): (RoutineTerm, RoutineTerm, RoutineTerm, RoutineTerm) = (
  "last", "value", "next", "slope"
)
private let (branch, bend) = (RoutineLane("branch"), RoutineLane("bend"))

/// Further special functions, as `InverseError`, `LambertFunction`, `BesselFunction` and `SincFunction` compute them, in
/// single doubles.
extension Routine {
  static let specials = [
    inverseError, lambertRoot, branchDistance, lambert, lambertDistance, besselHankel, bessel, sincOrder, sincSlope,
  ]

  private static let inverseError = Routine(
    "inverse_erf", "The inverse of erf, by Halley's method from S. Winitzki's approximation (2008).", [.number("x")]
  ) {
    let (logarithm, half, excess): (RoutineTerm, RoutineTerm, RoutineTerm) = ("logarithm", "half", "excess")
    let slope = RoutineTerm.number(InverseError.halfRootOfPi)
    constant("size", fabs(x))
    when(!(size < 1.0)) { give(choose(size == 1.0, x * .infinity, .nan)) }
    when(size < 1e-9) { give(x * slope) }
    constant("logarithm", log1p(-size * size) / .number(InverseError.winitzki))
    constant("half", .number(2 / (.pi * InverseError.winitzki)) + logarithm * .number(InverseError.winitzki / 2))
    variable("y", sqrt(-logarithm / (half + sqrt(half * half - logarithm))))
    variable("excess", 0.0)
    variable("k", 0.0)
    during(k < 3.0) {
      k += 1.0
      when(size < 0.5) {
        excess <- erf(y) - size
      } otherwise: {
        excess <- 1.0 - size - erfc(y)
      }
      constant("step", excess * slope * exp(y * y))
      y -= step / (1.0 + y * step)
    }
    give(choose(x < 0.0, -y, y))
  }

  private static let lambertRoot = Routine(
    "lambert_root", "sqrt(2*(e*x + 1)) by the distance from -1/e, which is exact near it.", [.number("x")]
  ) {
    let (branch, rest) = (LambertFunction.branch, LambertFunction.branchRest)
    when(x == .number(branch)) { give(0.0) }
    constant("size", (x - .number(branch)) - .number(rest))
    when(size < 0.0) { give(.nan) }
    give(sqrt(.number(2 * LambertFunction.e) * size))
  }

  private static let branchDistance = Routine(
    "branch_distance", "1 + w for a small p = sqrt(2*(e*x + 1)), where w*exp(w) = x: Corless et al. (1996).",
    [.number("p")], tables: [("branch", LambertFunction.aboutBranch), ("bend", LambertFunction.bend)]
  ) {
    variable("value", 0.0)
    back("k", .whole(LambertFunction.aboutBranch.count)) { value <- (value + branch[k]) * p }
    when(p < 0.004) { give(value) }
    variable("total", 0.0)
    back("k", .whole(LambertFunction.bend.count)) { total <- total * value + bend[k] }
    give(value - (value * value * total - 0.5 * p * p) / (value * exp(value)))
  }

  private static let lambert = Routine(
    "lambert_w", "The w >= -1 with w*exp(w) = x, by Halley's and by Newton's method.", [.number("x")]
  ) {
    when(fabs(x) < 1e-17 || x == .infinity) { give(x) }
    variable("p", 2.0)
    when(x < 1.0) { p <- lambertRoot(x) }
    when(.isNaN(p) || .isNaN(x)) { give(.nan) }
    when(p < 0.25) { give(branchDistance(p) - 1.0) }
    when(x > 1e9) {
      constant("size", log(x))
      variable("value", size - log(size))
      value -= (value + log(value) - size) / (1.0 + 1.0 / value)
      value -= (value + log(value) - size) / (1.0 + 1.0 / value)
      value -= (value + log(value) - size) / (1.0 + 1.0 / value)
      give(value)
    }
    constant("size", log1p(x))
    variable("value", size * (1.0 - log1p(size) / (2.0 + size)))
    when(x < -0.2) { value <- p * (1.0 - p * (1.0 / 3.0 - p * 0.15)) - 1.0 }
    variable("k", 0.0)
    during(k < 4.0) {
      k += 1.0
      constant("step", value * exp(value) - x)
      constant("slope", exp(value) * (value + 1.0))
      value -= step / (slope - (value + 2.0) * step / (2.0 * value + 2.0))
    }
    give(value)
  }

  private static let lambertDistance = Routine(
    "lambert_distance", "1/(1 + w), where w*exp(w) = x.", [.number("x")]
  ) {
    variable("p", 2.0)
    when(x < 1.0) { p <- lambertRoot(x) }
    when(p < 0.25) { give(1.0 / branchDistance(p)) }
    give(1.0 / (1.0 + lambert(x)))
  }

  private static let besselHankel = Routine(
    "bessel_hankel", "The Bessel function of order 0 or 1 for a great x: NIST DLMF 10.17.",
    [.number("n"), .number("x")]
  ) {
    let (even, odd, sum, difference): (RoutineTerm, RoutineTerm, RoutineTerm, RoutineTerm) = (
      "even", "odd", "sum", "difference"
    )
    variable("even", 1.0)
    variable("odd", 0.0)
    variable("term", 1.0)
    variable("k", 1.0)
    during(k < 40.0 && fabs(term) > 1e-18) {
      term *= (4.0 * n - (2.0 * k - 1.0) * (2.0 * k - 1.0)) / k / 8.0 / x
      odd += term
      k += 1.0
      term *= -(4.0 * n - (2.0 * k - 1.0) * (2.0 * k - 1.0)) / k / 8.0 / x
      even += term
      k += 1.0
    }
    constant("sum", sin(x) + cos(x))
    constant("difference", sin(x) - cos(x))
    when(n == 0.0) { give((even * sum - odd * difference) / sqrt(.pi) / sqrt(x)) }
    give((even * difference + odd * sum) / sqrt(.pi) / sqrt(x))
  }

  private static let bessel = Routine(
    "bessel_j", "The Bessel function of the first kind of whole order: NIST DLMF 10.6 and 3.6.",
    [.number("n"), .number("x")]
  ) {
    let (order, sign, sum, own): (RoutineTerm, RoutineTerm, RoutineTerm, RoutineTerm) = ("order", "sign", "sum", "own")
    constant("order", fabs(n))
    when(!(order < .number(BesselFunction.bound)) || order != floor(order) || .isNaN(x)) { give(.nan) }
    constant("size", fabs(x))
    variable("sign", 1.0)
    when((n < 0.0) != (x < 0.0) && order != 2.0 * floor(0.5 * order)) { sign <- -1.0 }
    when(size == .infinity) { give(0.0) }
    when(size == 0.0) { give(choose(order == 0.0, 1.0, 0.0)) }
    variable("k", 1.0)
    when(size * size < 4.0 * order + 4.0) {
      note("The series.")
      variable("term", exp(order * log(0.5 * size) - lgamma(order + 1.0)))
      variable("total", term)
      during(k < 60.0) {
        term *= -0.25 * size * size / k / (order + k)
        total += term
        k += 1.0
      }
      give(sign * total)
    }
    when(size > 30.0 && order <= size) {
      variable("last", besselHankel(0.0, size))
      variable("value", choose(order == 0.0, last, besselHankel(1.0, size)))
      during(k < order) {
        constant("next", 2.0 * k / size * value - last)
        last <- value
        value <- next
        k += 1.0
      }
      give(sign * value)
    }
    note("Downwards, so that the value of order 0 and twice those of even orders have the sum 1.")
    variable("last", 0.0)
    variable("value", 1e-200)
    variable("own", 0.0)
    variable("sum", 0.0)
    k <- choose(order > size, order, floor(size))
    k += 20.0 + floor(14.0 * cbrt(k))
    during(k > 0.0) {
      when(k == order) { own <- value }
      when(k == 2.0 * floor(0.5 * k)) { sum += 2.0 * value }
      constant("next", 2.0 * k / size * value - last)
      last <- value
      value <- next
      k -= 1.0
      when(fabs(value) > 1e200) {
        last *= 1e-300
        value *= 1e-300
        own *= 1e-300
        sum *= 1e-300
      }
    }
    when(order == 0.0) { own <- value }
    give(sign * own / (sum + value))
  }

  private static let sincOrder = Routine(
    "sinc_order", "The spherical Bessel function of order n over x^n: NIST DLMF 10.53 and 10.51.",
    [.number("n"), .number("x")]
  ) {
    when(!(n >= 0.0 && n <= 100.0) || n != floor(n) || .isNaN(x)) { give(.nan) }
    when(fabs(x) == .infinity) { give(0.0) }
    variable("k", 1.0)
    when(x * x <= 20.0 * n + 6.0) {
      variable("term", 1.0)
      variable("total", 1.0)
      during(k < 60.0) {
        term *= -0.5 * x * x / k / (2.0 * n + 2.0 * k + 1.0)
        total += term
        k += 1.0
      }
      k <- 1.0
      during(k <= n) {
        total /= 2.0 * k + 1.0
        k += 1.0
      }
      give(total)
    }
    variable("last", sin(x) / x)
    variable("value", (last - cos(x)) / x / x)
    when(n == 0.0) { give(last) }
    during(k < n) {
      constant("next", ((2.0 * k + 1.0) * value - last) / x / x)
      last <- value
      value <- next
      k += 1.0
    }
    give(value)
  }

  private static let sincSlope = Routine("sinc_slope", "The derivative of sin(x)/x.", [.number("x")]) {
    when(fabs(x) == .infinity) { give(0.0) }
    when(x * x < 26.0) { give(-x * sincOrder(1.0, x)) }
    give((cos(x) - sin(x) / x) / x)
  }
}
