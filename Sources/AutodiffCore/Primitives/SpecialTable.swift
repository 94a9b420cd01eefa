private typealias P = Primitive

/// The rows of special functions beyond those of the error and gamma functions.
///
/// The sources of the rules: NIST DLMF §4.13 (Lambert's function), §5.12 (beta), §7.17 (inverse error function), §8.8
/// (incomplete gamma), §10.6 (Bessel), §10.51 (spherical Bessel, of which sin(x)/x is the first).
extension Gate where S: Field {
  static var erfinv: Gate {
    .unary(
      "erfinv", "inverse of erf",
      domain: Domain(
        "-1 < x < 1", -0.95...0.95, outside: "# needs an argument between -1 and 1", border: Domain.aroundUnit),
      convention: "inf at -1 and 1",
      latex: #"\operatorname{erf}^{-1}(#1)"#, native: InverseError.value, .routine("inverse_erf")
    ) { _, y in S(InverseError.halfRootOfPi) * P.exp(P.power(y, 2.0)) }
  }

  static var normcdf: Gate {
    .unary(
      "normcdf", aliases: ["Φ"], "normal distribution function, exact in the tail", latex: #"\Phi(#1)"#,
      form: Stable.normalCDF, { x, _ in S(Scalar.inverseSqrtTwoPi) * P.gaussian(0.5, x) }
    ) { (1.0 + P.erf($0 / P.sqrt(2.0))) / 2.0 }
  }

  static var beta: Gate {
    Gate(
      name: "beta", summary: "gamma(a)·gamma(b)/gamma(a + b)", arity: .exactly(2), parameters: ["a", "b"],
      domain: .positives, latex: #"\mathrm{B}(#1, #2)"#,
      computation: .native(.binary(BetaFunction.value), .routine("beta_function")),
      derivative: .binary({ a, b, _ in P.betaSlope(a, b) }, { a, b, _ in P.betaSlope(b, a) }),
      definition: { P.gamma($0[0]) * P.gamma($0[1]) / P.gamma($0[0] + $0[1]) },
      seriesForm: { P.exp(P.lgamma($0[0]) + P.lgamma($0[1]) - P.lgamma($0[0] + $0[1])) }, isSymmetric: true)
  }

  static var lbeta: Gate {
    Gate(
      name: "lbeta", summary: "log of beta(a, b)", arity: .exactly(2), parameters: ["a", "b"], domain: .positives,
      latex: #"\ln \mathrm{B}(#1, #2)"#, computation: .native(.binary(BetaFunction.logarithm), .routine("log_beta")),
      derivative: .binary(
        { a, b, _ in P.polygammaDifference(0.0, a, b) }, { a, b, _ in P.polygammaDifference(0.0, b, a) }),
      definition: { P.lgamma($0[0]) + P.lgamma($0[1]) - P.lgamma($0[0] + $0[1]) },
      seriesForm: { P.lgamma($0[0]) + P.lgamma($0[1]) - P.lgamma($0[0] + $0[1]) }, isSymmetric: true)
  }

  static var gammainc: Gate {
    Gate(
      name: "gammainc", summary: "lower incomplete gamma function, regularised: 0 at x = 0, 1 at inf",
      arity: .exactly(2), parameters: ["a", "x"],
      domain: Domain(
        "a > 0, x >= 0", 0.3...4, 0.2...5, outside: "# needs a positive a and an x that is not negative",
        border: { fmin($0[0], $0[1]) }),
      convention: "along x at 0: inf for a < 1, 1 for a = 1",
      latex: "P(#1, #2)", computation: .native(.binary(IncompleteGamma.value), .routine("incomplete_gamma")),
      derivative: .binary({ a, x, _ in P.gammaincOrder(1.0, a, x) }, { a, x, _ in P.gammaDensity(a, x) }))
  }

  static var gammaincOrder: Gate {
    Gate(
      name: "gammainc_a", summary: "n-th derivative of gammainc by a, n a whole number", arity: .exactly(3),
      parameters: ["n", "a", "x"],
      domain: Domain("n = 0, 1, …, 8; a > 0; x >= 0", 1...1, 0.3...4, 0.2...5),
      convention: "along x nan for n > 3",
      latex: #"\partial_{a}^{#1} P(#2, #3)"#,
      computation: .native(
        .many { IncompleteGamma.derivative($0[0], $0[1], $0[2]) }, .routine("incomplete_gamma_order")),
      derivative: .many { v, _ in
        let (n, a, x) = (v[0], v[1], v[2])
        let density: S = P.gammaDensity(a, x)
        let slope: S = P.logarithmLessDigamma(x, a)
        return [S(.nan), P.gammaincOrder(n + 1.0, a, x), P.vanishing(Stable.bell(n, slope, a), density)]
      }, rounding: .ulps(128))
  }

  static var besselj: Gate {
    Gate(
      name: "besselj", summary: "Bessel function of the first kind, n a whole number", arity: .exactly(2),
      parameters: ["n", "x"],
      domain: Domain(
        "n = 0, 1, -1, 2, -2, …; every x", 1...1, -8...8, outside: "the order of # must be a whole number"),
      latex: "J_{#1}(#2)",
      computation: .native(.binary(BesselFunction.value), .routine("bessel_j")),
      derivative: .binary(
        { _, _, _ in S(.nan) }, { n, x, _ in (P.besselj(n - 1.0, x) - P.besselj(n + 1.0, x)) / 2.0 }))
  }

  static var lambertw: Gate {
    .unary(
      "lambertw", "w with w·e^w = x, w >= -1",
      domain: Domain(
        "x >= -1/e", -0.3...6, outside: "# needs an argument of at least -1/e", border: { $0[0] + Scalar.exp(-1) }),
      convention: "inf at -1/e",
      latex: "W(#1)", native: LambertFunction.value, .routine("lambert_w")
    ) { x, _ in P.lambertDecay(x) * P.lambertDistance(x) }
  }

  static var xlogy: Gate {
    Gate(
      name: "xlogy", summary: "x·log(y), 0 where x is", arity: .exactly(2),
      domain: Domain("y > 0, or x = 0", -4...4, 0.25...4, border: { $0[1] }),
      convention: "at x = 0: log(y) along x, 0 along y",
      computation: .form(.binary(Stable.xlogy)),
      derivative: .binary({ _, y, _ in P.log(y) }, { x, y, _ in P.choose(P.equal(x, 0.0), 0.0, x / y) }),
      definition: { P.choose(P.equal($0[0], 0.0), 0.0, $0[0] * P.log($0[1])) })
  }

  static var logit: Gate {
    .unary(
      "logit", "log(x/(1 - x)), the inverse of sigma",
      domain: Domain(
        "0 < x < 1", 0.05...0.95, outside: "# needs an argument between 0 and 1", border: { $0[0] * (1 - $0[0]) }),
      convention: "inf at 0 and 1", form: Stable.logit, { x, _ in P.logitSlope(x) }
    ) { P.log($0 / (1.0 - $0)) }
  }

  static var sinc: Gate {
    .unary("sinc", "sin(x)/x, 1 at 0", form: Stable.sinc, { x, _ in P.sincSlope(x) }) {
      P.choose(P.equal($0, 0.0), 1.0, P.sin($0) / $0)
    }
  }

  // MARK: - Hidden

  static var betaSlope: Gate {
    .hidden(
      "derivative of beta by its first argument", domain: Domain("", 0.3...4, 0.3...4),
      .form(.binary { a, b in P.beta(a, b) * P.polygammaDifference(0.0, a, b) }),
      .binary(
        { a, b, y in y * P.polygammaDifference(0.0, a, b) + P.beta(a, b) * P.polygammaDifference(1.0, a, b) },
        { a, b, _ in P.beta(a, b) * P.betaCurve(a, b) }),
      accurately: { P.beta($0[0], $0[1]) * (P.digamma($0[0]) - P.digamma($0[0] + $0[1])) }
    ) { P.beta($0[0], $0[1]) * (P.digamma($0[0]) - P.digamma($0[0] + $0[1])) }
  }

  static var betaCurve: Gate {
    .hidden(
      "mixed second derivative of beta over its value", domain: Domain("", 0.3...4, 0.3...4),
      .native(.binary(BetaFunction.curve), .routine("beta_curve")),
      .binary(
        { a, b, _ in
          P.polygammaDifference(1.0, a, b) * P.polygammaDifference(0.0, b, a)
            - P.polygammaDifference(0.0, a, b) * P.polygamma(1.0, a + b) - P.polygamma(2.0, a + b)
        },
        { a, b, _ in
          P.polygammaDifference(1.0, b, a) * P.polygammaDifference(0.0, a, b)
            - P.polygammaDifference(0.0, b, a) * P.polygamma(1.0, a + b) - P.polygamma(2.0, a + b)
        })
    ) {
      let whole: S = P.digamma($0[0] + $0[1])
      return (P.digamma($0[0]) - whole) * (P.digamma($0[1]) - whole) - P.polygamma(1.0, $0[0] + $0[1])
    }
  }

  static var polygammaDifference: Gate {
    .hidden(
      "n-th derivative of digamma at a less that at a + b", domain: Domain("", 1...1, 0.3...4, 0.3...4),
      .native(.many { PolyGammaDifference.value($0[0], $0[1], $0[2]) }, .routine("polygamma_difference")),
      .many { v, _ in
        let (n, a, b) = (v[0], v[1], v[2])
        return [S(.nan), P.polygammaDifference(n + 1.0, a, b), -P.polygamma(n + 1.0, a + b)]
      }
    ) { v in
      // The order 0, if it is known, has a name of its own.
      func derivative(_ x: S) -> S { v[0].isZero ? P.digamma(x) : P.polygamma(v[0], x) }
      return derivative(v[1]) - derivative(v[1] + v[2])
    }
  }

  static var gammaDensity: Gate {
    .hidden(
      "x^(a-1)·e^-x/gamma(a)", domain: Domain("", 0.3...4, 0.2...5),
      .native(.binary(IncompleteGamma.slope), .routine("gamma_density")),
      .binary(
        { a, x, y in P.vanishing(P.logarithmLessDigamma(x, a), y) },
        { a, x, y in
          func atZero() -> S {
            .choose(P.less(a, 1.0), S(-.infinity), P.gammaDensity(a - 1.0, x) - P.gammaDensity(a, x))
          }
          return .choose(P.equal(x, 0.0), atZero(), y * ((a - x - 1.0) / x))
        }),
      accurately: { P.exp(($0[0] - 1.0) * P.log($0[1]) - $0[1] - P.lgamma($0[0])) }
    ) { P.power($0[1], $0[0] - 1.0) * P.exp(-$0[1]) / P.gamma($0[0]) }
  }

  static var logarithmLessDigamma: Gate {
    .hidden(
      "log(x) - digamma(a)", domain: Domain("", 0.2...5, 0.3...4),
      .native(.binary(IncompleteGamma.logarithmLessDigamma), .routine("log_less_digamma")),
      .binary({ x, _, _ in 1.0 / x }, { _, a, _ in -P.polygamma(1.0, a) })
    ) { P.log($0[0]) - P.digamma($0[1]) }
  }

  static var lambertDecay: Gate {
    .hidden(
      "e^-lambertw(x)", domain: Domain("", -0.3...6), .form(.unary(Stable.lambertDecay)),
      .unary { x, y in -P.power(y, 2.0) * P.lambertDistance(x) },
      accurately: { P.exp(-P.lambertw($0[0])) }
    ) { P.exp(-P.lambertw($0[0])) }
  }

  static var lambertDistance: Gate {
    .hidden(
      "1/(1 + lambertw(x))", domain: Domain("", -0.3...6),
      .native(.unary(LambertFunction.inverseDistance), .routine("lambert_distance")),
      .unary { x, y in -P.power(y, 3.0) * P.lambertDecay(x) }
    ) { 1.0 / (1.0 + P.lambertw($0[0])) }
  }

  static var logitSlope: Gate {
    .hidden(
      "derivative of logit", domain: Domain("", 0.05...0.95), .form(.unary(Stable.logitSlope)),
      .unary { x, y in (2.0 * x - 1.0) * P.power(y, 2.0) }
    ) { 1.0 / ($0[0] * (1.0 - $0[0])) }
  }

  static var sincSlope: Gate {
    .hidden(
      "derivative of sinc", domain: Domain("", 0.3...4), .native(.unary(SincFunction.slope), .routine("sinc_slope")),
      .unary { x, _ in 2.0 * P.sincOrder(1.0, x) - P.sinc(x) },
      carefully: { P.choose(P.equal($0[0], 0.0), 0.0, (P.cos($0[0]) - P.sinc($0[0])) / $0[0]) }
    ) { (P.cos($0[0]) - P.sinc($0[0])) / $0[0] }
  }

  static var sincOrder: Gate {
    .hidden(
      "spherical Bessel function of order n over x^n", domain: Domain("", 1...1, 1...6),
      .native(.binary(SincFunction.order), .routine("sinc_order")),
      .binary({ _, _, _ in S(.nan) }, { n, x, _ in -x * P.sincOrder(n + 1.0, x) }),
      carefully: { P.choose(P.equal($0[1], 0.0), Stable.sincOrderAtZero($0[0]), Stable.sincOrder($0[0], $0[1])) }
    ) { Stable.sincOrder($0[0], $0[1]) }
  }
}

extension Domain {
  fileprivate static let positives = Domain(
    "a > 0, b > 0", 0.3...4, 0.3...4, outside: "# needs positive arguments", border: { fmin($0[0], $0[1]) })
}
