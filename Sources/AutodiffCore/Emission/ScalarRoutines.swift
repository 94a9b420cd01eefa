private let (fmod, rint, fabs, floor) = (
  LibraryFunction("fmod"), LibraryFunction("rint"), LibraryFunction("fabs"), LibraryFunction("floor")
)
private let (tan, log, log1p, ldexp) = (
  LibraryFunction("tan"), LibraryFunction("log"), LibraryFunction("log1p"), LibraryFunction("ldexp")
)
private let (exp, expm1) = (LibraryFunction("exp"), LibraryFunction("expm1"))
private let (x, y, n, r, c, d, u):
  (RoutineTerm, RoutineTerm, RoutineTerm, RoutineTerm, RoutineTerm, RoutineTerm, RoutineTerm) = (
    "x", "y", "n", "r", "c", "d", "u"
  )
private let (total, tail, reflected): (RoutineTerm, RoutineTerm, RoutineTerm) = ("total", "tail", "reflected")
private let (j, k): (RoutineTerm, RoutineTerm) = ("j", "k")
private let (root, series) = (RoutineLane("root"), RoutineLane("series"))

/// Functions of numbers, as `Scalar` and `PolyGamma` compute them.
extension Routine {
  static let scalars = [mod, cotPi, digamma, powerTail, powerSum, powerDifferences, polygamma] + gammas + specials

  private static let mod = Routine("mod", "The remainder of x/y with the sign of y.", [.number("x"), .number("y")]) {
    constant("r", fmod(x, y))
    give(choose(r != 0.0 && (r < 0.0) != (y < 0.0), r + y, r + 0.0))
  }

  private static let cotPi = Routine("cot_pi", "cot(pi*x)", [.number("x")]) {
    constant("r", x - rint(x))
    when(fabs(r) <= 0.25) { give(1.0 / tan(.pi * r)) }
    give(tan(.pi * choose(r < 0.0, -0.5 - r, 0.5 - r)))
  }

  private static let digamma = Routine(
    "digamma", "The derivative of lgamma: NIST DLMF 5.5 and 5.11; near its root by Taylor's series.", [.number("x")],
    tables: [("root", PolyGamma.taylorAtRoot), ("series", PolyGamma.bernoulliOver2k)]
  ) {
    variable("total", 0.0)
    variable("tail", 0.0)
    variable("reflected", 0.0)
    when(x == 0.0) { give(-1.0 / x) }
    when(x < 0.0) {
      when(x == floor(x)) { give(.nan) }
      reflected <- .number(-.pi) * cotPi(x)
      x <- 1.0 - x
    }
    when(x > 1.2 && x < 1.75) {
      constant("d", x - .number(PolyGamma.root) - .number(PolyGamma.rootTail))
      back("k", .whole(PolyGamma.taylorAtRoot.count)) { total <- total * d + root[k] }
      give(d * total + reflected)
    }
    during(x < 12.0) {
      total -= 1.0 / x
      x += 1.0
    }
    constant("u", 1.0 / x / x)
    back("k", .whole(PolyGamma.bernoulliOver2k.count)) { tail <- tail * u + series[k] }
    give(total + log(x) - 0.5 / x - tail * u + reflected)
  }

  private static let powerTail = Routine(
    "power_tail", "The sum of (c/(a + k))^(n + 1) over all k >= 0, for a great a: Euler and Maclaurin's formula.",
    [.number("n"), .number("a"), .number("c")], tables: [("series", PolyGamma.bernoulliOverFactorial)]
  ) {
    let (a, rising, next): (RoutineTerm, RoutineTerm, RoutineTerm) = ("a", "rising", "next")
    variable("tail", 0.0)
    variable("rising", (n + 1.0) / a)
    variable("next", n + 2.0)
    each("j", 0, .whole(PolyGamma.bernoulliOverFactorial.count)) {
      tail += series[j] * rising
      rising *= next / a * ((next + 1.0) / a)
      next += 2.0
    }
    give(exp(-(n + 1.0) * log1p((a - c) / c)) * (a / n + 0.5 + tail))
  }

  private static let powerSum = Routine(
    "power_sum", "The sum of (c/(a + k))^(n + 1) over all k >= 0, the smallest terms first.",
    [.number("n"), .number("a"), .number("c")]
  ) {
    let a: RoutineTerm = "a"
    variable("k", choose(a < n + 14.0, floor(n + 14.0 - a) + 1.0, 0.0))
    variable("total", powerTail(n, a + k, c))
    during(k > 0.0) {
      k -= 1.0
      total += exp(-(n + 1.0) * log1p((a - c + k) / c))
    }
    give(total)
  }

  private static let powerDifferences = Routine(
    "power_differences", "The sum of (c/(k + c))^(n + 1) - (c/(k + 1 - c))^(n + 1) over all k >= 0, for c <= 1/2.",
    [.number("n"), .number("c")]
  ) {
    let apart: RoutineTerm = "apart"
    constant("apart", 1.0 - 2.0 * c)
    variable("k", floor(n + 15.0))
    variable("total", powerTail(n, k + c, c) - powerTail(n, k + 1.0 - c, c))
    during(k > 0.0) {
      k -= 1.0
      total -= exp(-(n + 1.0) * log1p(k / c)) * expm1(-(n + 1.0) * log1p(apart / (k + c)))
    }
    give(total)
  }

  private static let polygamma = Routine(
    "polygamma", "The n-th derivative of digamma: NIST DLMF 5.15 and 25.11(iii).", [.number("n"), .number("x")]
  ) {
    let (odd, nearest, rest, beyond): (RoutineTerm, RoutineTerm, RoutineTerm, RoutineTerm) = (
      "odd", "nearest", "rest", "beyond"
    )
    let (exponent, held): (RoutineTerm, RoutineTerm) = ("exponent", "held")
    when(!(n >= 0.0) || n != floor(n) || n >= 100000.0 || .isNaN(x)) { give(.nan) }
    when(n == 0.0) { give(digamma(x)) }
    constant("odd", fmod(n, 2.0) == 1.0, .truth)
    when(x == 0.0) { give(choose(odd, .infinity, -1.0 / x)) }
    when(x == .infinity) { give(choose(odd, 0.0, -0.0)) }
    when(x < 0.0 && x == floor(x)) { give(.nan) }
    note("n!/c^(n + 1) times a sum, c the distance to the nearest pole.")
    constant("nearest", choose(x < 0.0, rint(x), 0.0))
    constant("rest", x - nearest)
    constant("c", fabs(rest))
    variable("total", 0.0)
    when(x > 0.0) {
      total <- choose(odd, 1.0, -1.0) * powerSum(n, x, x)
    } otherwise: {
      constant("beyond", powerSum(n, 1.0 - nearest - rest, c))
      when(odd) {
        total <- 1.0 + powerSum(n, 1.0 + rest, c) + (powerSum(n, 1.0 - rest, c) - beyond)
      } otherwise: {
        total <- choose(rest > 0.0, -1.0, 1.0) * powerDifferences(n, c) - beyond
      }
    }
    split(c, fraction: "unit", exponent: "own")
    variable("exponent", 0, .exponent)
    variable("k", 0.0)
    during(k <= n) {
      split(total * choose(k == 0.0, 1.0, k) / "unit", fraction: "factor", exponent: "one")
      total <- "factor"
      exponent += "one" - "own"
      k += 1.0
    }
    constant("held", choose(exponent > 9999, 9999, choose(exponent < -9999, -9999, exponent)), .exponent)
    give(ldexp(total, held))
  }
}
