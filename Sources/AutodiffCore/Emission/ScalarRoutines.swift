private let (fmod, rint, fabs, floor) = (
  LibraryFunction("fmod"), LibraryFunction("rint"), LibraryFunction("fabs"), LibraryFunction("floor")
)
private let (tan, log, pow) = (LibraryFunction("tan"), LibraryFunction("log"), LibraryFunction("pow"))
private let (x, y, n, r, c, d, u):
  (RoutineTerm, RoutineTerm, RoutineTerm, RoutineTerm, RoutineTerm, RoutineTerm, RoutineTerm) = (
    "x", "y", "n", "r", "c", "d", "u"
  )
private let (total, tail, reflected): (RoutineTerm, RoutineTerm, RoutineTerm) = ("total", "tail", "reflected")
private let (j, k, m): (RoutineTerm, RoutineTerm, RoutineTerm) = ("j", "k", "m")
private let (root, series, p, q) = (RoutineLane("root"), RoutineLane("series"), RoutineLane("p"), RoutineLane("q"))

/// Functions of numbers, as `Scalar` and `PolyGamma` compute them.
extension Routine {
  static let scalars = [mod, cotPi, digamma, polygamma]

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

  private static let polygamma = Routine(
    "polygamma", "The n-th derivative of digamma: NIST DLMF 5.15 and 25.11(iii).", [.number("n"), .number("x")],
    tables: [("series", PolyGamma.bernoulliOverFactorial)]
  ) {
    let (odd, mirrored, cotangent): (RoutineTerm, RoutineTerm, RoutineTerm) = ("odd", "mirrored", "cotangent")
    let (steps, shifted, ratio, rising, next): (RoutineTerm, RoutineTerm, RoutineTerm, RoutineTerm, RoutineTerm) =
      ("steps", "shifted", "ratio", "rising", "next")
    when(!(n >= 0.0) || n != floor(n) || n >= 100000.0 || .isNaN(x)) { give(.nan) }
    when(n == 0.0) { give(digamma(x)) }
    constant("odd", fmod(n, 2.0) == 1.0, .truth)
    when(x == 0.0) { give(choose(odd, .infinity, -1.0 / x)) }
    when(x < 0.0) {
      when(x == floor(x) || n > 150.0) { give(.nan) }
      note("The n-th derivative of pi*cot(pi*x) as a polynomial in c = cot(pi*x).")
      constant("c", cotPi(x))
      constant("mirrored", Recursion("polygamma")(n, 1.0 - x))
      variable("cotangent", 0.0)
      array("p", 153)
      array("q", 153)
      p[1] <- 1.0
      each("j", 0, .asCount(n)) {
        each("m", 0, j + 3) { q[m] <- 0.0 }
        each("m", 1, j + 2) {
          q[m - 1] -= .pi * p[m] * .asNumber(m)
          q[m + 1] -= .pi * p[m] * .asNumber(m)
        }
        each("m", 0, j + 3) { p[m] <- q[m] }
      }
      back("m", .asCount(n) + 2) { cotangent <- cotangent * c + p[m] }
      give(choose(odd, -mirrored, mirrored) - .pi * cotangent)
    }
    when(x == .infinity) { give(choose(odd, 0.0, -0.0)) }
    constant("steps", choose(x < n + 14.0, floor(n + 14.0 - x) + 1.0, 0.0))
    variable("total", 0.0)
    variable("k", 0.0)
    during(k < steps) {
      total += pow(x / (x + k), n + 1.0)
      k += 1.0
    }
    constant("shifted", x + steps)
    constant("ratio", choose(steps == 0.0, 1.0, pow(x / shifted, n + 1.0)))
    variable("tail", 0.0)
    variable("rising", (n + 1.0) / shifted)
    variable("next", n + 2.0)
    each("j", 0, .whole(PolyGamma.bernoulliOverFactorial.count)) {
      tail += series[j] * rising
      rising *= next / shifted * ((next + 1.0) / shifted)
      next += 2.0
    }
    total <- (total + ratio * (shifted / n + 0.5 + tail)) / x
    k <- n
    during(k >= 1.0 && total != 0.0 && total < .infinity) {
      total *= k / x
      k -= 1.0
    }
    give(choose(odd, total, -total))
  }
}
