private let (exp, expm1, log, pow) = (
  LibraryFunction("exp"), LibraryFunction("expm1"), LibraryFunction("log"), LibraryFunction("pow")
)
private let (fabs, floor, rint, fmod, sin) = (
  LibraryFunction("fabs"), LibraryFunction("floor"), LibraryFunction("rint"),
  LibraryFunction("fmod"),
  LibraryFunction("sin")
)
private let (erf, erfc, tgamma, lgamma) = (
  LibraryFunction("erf"), LibraryFunction("erfc"), LibraryFunction("tgamma"),
  LibraryFunction("lgamma")
)
private let (x, y, z, k): (RoutineTerm, RoutineTerm, RoutineTerm, RoutineTerm) = (
  "x", "y", "z", "k"
)
private let (total, term, size, raised): (RoutineTerm, RoutineTerm, RoutineTerm, RoutineTerm) = (
  "total", "term", "size", "raised"
)
private let (one, between, two, middle) = (
  RoutineLane("one"), RoutineLane("between"), RoutineLane("two"), RoutineLane("middle")
)

/// Functions that the C library has and other languages may lack.
extension Routine {
  static let ofLibrary = [errorFunction, errorRest, gammaFunction, logGamma]

  private static let errorFunction = Routine(
    "erf", "The error function: a series of positive terms, NIST DLMF 7.6.2, up to 1.",
    [.number("x")]
  ) {
    constant("size", fabs(x))
    when(.isNaN(x)) { give(x) }
    when(size > 1.0) { give(choose(x < 0.0, erfc(size) - 1.0, 1.0 - erfc(size))) }
    variable("total", x)
    variable("term", x)
    variable("k", 1.0)
    during(fabs(term) > 1e-17 * fabs(total)) {
      k += 2.0
      term *= 2.0 * x * x / k
      total += term
    }
    give(.number(2 / Double.pi.squareRoot()) * exp(-x * x) * total)
  }

  private static let errorRest = Routine(
    "erfc",
    """
    1 - erf(x), from 1/2 on by the trapezoidal rule for its integral, whose error is known:
    C. Chiarella and A. Reichel, Mathematics of Computation 22 (1968).
    """, [.number("x")]
  ) {
    when(.isNaN(x)) { give(x) }
    when(x < 0.5) { give(1.0 - erf(x)) }
    when(x > 27.5) { give(0.0) }
    note("The square in two parts, the first of which is exact.")
    constant("y", floor(x * 1048576.0) / 1048576.0)
    constant("z", exp(-(x - y) * (x + y)) * exp(-y * y))
    variable("total", 0.5 / x / x)
    each("i", 1, 14) {
      constant("k", 0.5 * .asNumber("i"))
      total += exp(-k * k) / (k * k + x * x)
    }
    constant("pole", choose(x < 6.0, 2.0 / expm1(4.0 * .pi * x), 0.0))
    give(x / .pi * z * total - "pole")
  }

  private static let gammaFunction = Routine(
    "tgamma", "The gamma function: NIST DLMF 5.5 and 5.11; below 16 by a polynomial about 3/2.",
    [.number("x")],
    tables: [("middle", GammaFunction.polynomial.coefficients)]
  ) {
    when(.isNaN(x) || x == .infinity) { give(x) }
    when(x == 0.0) { give(1.0 / x) }
    when(x < 0.0) {
      when(x == floor(x)) { give(.nan) }
      when(x > -1e-17) { give(1.0 / x) }
      constant("y", sin(.pi * (x - rint(x))))
      give(.number(-.pi) / (x * choose(fmod(rint(x), 2.0) == 0.0, y, -y) * tgamma(-x)))
    }
    when(x > 172.0) { give(.infinity) }
    variable("raised", 1.0)
    when(x >= 16.0 && x != floor(x) || x > 23.0) {
      constant("y", pow(x, 0.5 * x - 0.25))
      give(y * exp(-x) * y * exp(stirlingRest(x)) * .number((2 * Double.pi).squareRoot()))
    }
    when(x < 1.0) {
      raised <- 1.0 / x
      x += 1.0
    }
    during(x >= 2.0) {
      x -= 1.0
      raised *= x
    }
    when(x == 1.0) { give(raised) }
    variable("total", 0.0)
    back("k", .whole(GammaFunction.polynomial.coefficients.count)) {
      total <- total * (x - 1.5) + middle[k]
    }
    give(raised * total)
  }

  private static let logGamma = Routine(
    "lgamma",
    "The logarithm of |gamma(x)|: NIST DLMF 5.5 and 5.11; below 16 by polynomials about its roots.",
    [.number("x")],
    tables: [
      ("one", LogGamma.one.coefficients), ("between", LogGamma.between.coefficients),
      ("two", LogGamma.two.coefficients),
    ]
  ) {
    when(.isNaN(x)) { give(x) }
    when(fabs(x) == .infinity || x <= 0.0 && x == floor(x)) { give(.infinity) }
    when(fabs(x) < 1e-17) { give(-log(fabs(x))) }
    when(x < 0.0) {
      give(log(.pi / fabs(x * sin(.pi * (x - rint(x))))) - lgamma(-x))
    }
    when(x >= 16.0) {
      constant("z", choose(x < 1e16, stirlingRest(x), 0.0))
      give((x - 0.5) * (log(x) - 1.0) + (.number(0.5 * Scalar.log(2 * .pi) - 0.5) + z))
    }
    variable("raised", 1.0)
    variable("total", 0.0)
    when(x < 0.75) {
      raised <- 1.0 / x
      x += 1.0
    }
    during(x >= 2.5) {
      x -= 1.0
      raised *= x
    }
    when(x < 1.25) {
      back("k", .whole(LogGamma.one.coefficients.count)) { total <- total * (x - 1.0) + one[k] }
    } otherwise: {
      when(x < 1.75) {
        back("k", .whole(LogGamma.between.coefficients.count)) {
          total <- total * (x - 1.5) + between[k]
        }
      } otherwise: {
        back("k", .whole(LogGamma.two.coefficients.count)) { total <- total * (x - 2.0) + two[k] }
      }
    }
    give(choose(raised == 1.0, total, total + log(raised)))
  }
}
