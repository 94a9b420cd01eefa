/// The primitives: closed, so that the compiler asks for the row of a new one, which is all that a new one takes.
///
/// Rules take care that no value on the way to a representable derivative overflows, underflows or cancels. Where the
/// textbook's form would, a hidden row holds the factor in a form that does not, with a rule of its own, so that
/// second and higher derivatives keep the same care.
package enum Primitive: UInt8, CaseIterable, Sendable {
  case add, subtract, multiply, divide, negate, power
  case less, lessEqual, greater, greaterEqual, equal, notEqual, and, or, not, choose, stop
  case exp, expm1, log, log1p, log2, log10, sqrt, cbrt
  case abs, sign, min, max, clamp, floor, ceil, round, mod
  case sin, cos, tan, sec, csc, cot, asin, acos, atan, atan2
  case sinh, cosh, tanh, asinh, acosh, atanh
  case sigma, softplus, relu, leakyRelu, elu, silu, gelu, step
  case erf, erfc, gamma, lgamma, digamma, polygamma, hypot
  case erfinv, normcdf, beta, lbeta, gammainc, gammaincOrder, besselj, lambertw, xlogy, logit, sinc
  // Hidden: factors of derivatives.
  case powerSlope, powerLog, sigmaSlope, sechSquared, oneMinusSquare, lorentzian, gaussian, normalCDF, directionCosine
  case angleSlope, vanishing, ratio, length
  case betaSlope, betaCurve, polygammaDifference, gammaDensity, logarithmLessDigamma, lambertDecay, lambertDistance
  case logitSlope, sincSlope, sincOrder, firstGreatest, firstLeast
  // Operations on whole arrays.
  case matmul, dot, outer, cross, kron, transpose, trace, diag, tril, triu, roll, flip, pad, eye, zeros, ones, linspace
  case range, rand, randn, reshape, concat
  case sum, mean, prod, norm, logsumexp, variance, median, argmax, argmin, softmax, logSoftmax, cumsum, cumprod
  case cummax, sort
  case conv, maxpool, meanpool
  case det, inv, solve, logdet, chol, eigvals, eigenvectors, expm, pinv
  // Hidden: operations that the syntax and other rules make.
  case amax, amin, stack, slice, scatter, gather, scatterSum, lastOccurrence, order, placesOfLeaders, expand, broadcast
  case windows, overlaps
  case reduceToShape, permute, batchProduct, normOfOrder, cumsumReversed
  case cofactors, cofactorChange, deviation, deviationPull, productOfOthers

  /// The raw values of the primitives that work on numbers, or on arrays element by element.
  @inline(__always) static var ofNumbers: Range<Int> { 0..<Int(Primitive.matmul.rawValue) }

  /// The raw values of the operations on whole arrays.
  static var ofArrays: Range<Int> { ofNumbers.upperBound..<allCases.count }

  /// A Boolean value indicating whether it works on whole arrays, not element by element.
  @inline(__always) package var isArray: Bool { rawValue >= Primitive.matmul.rawValue }
}

private typealias P = Primitive

extension Gate where S: Field {
  /// Every row, in the order of `Primitive`.
  package static func rows(_ ties: Ties) -> [Gate<S>] { Primitive.allCases.map { row($0, ties) } }

  /// The rows of some primitives, given by their raw values.
  static func rows(_ ties: Ties, of primitives: Range<Int>) -> [Gate<S>] {
    Primitive.allCases[primitives].map { row($0, ties) }
  }

  /// Every row, compiled once for all fields: for those whose members are arrays, terms or nodes, beside which calls
  /// weigh nothing. Code for each of them would take a third of the compiler's time.
  @inline(never)
  @_semantics("optimize.sil.specialize.generic.never")
  static func sharedRows(_ ties: Ties) -> [Gate<S>] { rows(ties) }

  /// The sources of the rules are the definitions themselves; NIST DLMF §4, §5 and §7 list them.
  private static func row(_ primitive: Primitive, _ ties: Ties) -> Gate<S> {
    switch primitive {

    // MARK: Arithmetic
    case .add:
      Gate(
        name: "+", summary: "sum", arity: .exactly(2), domain: .plane, notation: .sum, latex: "#1 + #2",
        computation: .native(.binary { $0 + $1 }, .sign), derivative: .binary({ _, _, _ in 1.0 }, { _, _, _ in 1.0 }),
        role: .distributes, rounding: .sum)
    case .subtract:
      Gate(
        name: "-", summary: "difference", arity: .exactly(2), domain: .plane, notation: .sum, latex: "#1 - #2",
        computation: .native(.binary { $0 - $1 }, .sign), derivative: .binary({ _, _, _ in 1.0 }, { _, _, _ in -1.0 }),
        role: .distributes, unicodeSign: " − ", rounding: .difference)
    case .multiply:
      Gate(
        name: "*", summary: "product", arity: .exactly(2), domain: .plane, notation: .product, latex: #"#1 \cdot #2"#,
        computation: .native(.binary { $0 * $1 }, .sign), derivative: .binary({ _, y, _ in y }, { x, _, _ in x }),
        role: .switches, unicodeSign: "·", rounding: .product)
    case .divide:
      Gate(
        name: "/", summary: "quotient", arity: .exactly(2),
        domain: Domain("y ≠ 0", -4...4, 0.25...4, border: { $0[1] }),
        notation: .product, latex: #"\frac{#1}{#2}"#,
        computation: .native(.binary { $0 / $1 }, .sign),
        derivative: .binary({ _, y, _ in 1.0 / y }, { _, y, z in -z / y }),
        pull: { upstream, v, z, place in place == 0 ? upstream / v[1] : -(upstream / v[1]) * z }, rounding: .quotient)
    case .negate:
      Gate(
        name: "-", summary: "negative", notation: .prefix(level: 7), latex: "-#1",
        computation: .native(.unary { -$0 }, .sign), derivative: .unary { _, _ in -1.0 }, rounding: RowRounding.none)
    case .power:
      Gate(
        name: "^", aliases: ["pow"], summary: "power", arity: .exactly(2),
        domain: Domain(
          "x > 0, or y whole", 0.25...4, -3...3, border: { $0[1] > 0 && $0[1].rounded() == $0[1] ? 1 : $0[0] }),
        convention: "x^0 sends nothing; at x = 0: 0 for y > 1, 1 for y = 1, inf for 0 < y < 1; 0^y: 0 along y > 0",
        notation: .power, latex: "#1^{#2}", computation: .native(.binary(Scalar.power), .library("pow")),
        derivative: .binary({ x, y, _ in P.powerSlope(x, y) }, { x, y, _ in P.powerLog(x, y, 1.0) }),
        pull: { upstream, v, z, place in place == 0 ? upstream / v[0] * z * v[1] : S(.nan) },
        degree: { $0[1] }, seriesForm: { P.exp($0[1] * P.log($0[0])) }, losesNaN: true, rounding: .power)

    // MARK: Conditions: 1 where they hold, else 0
    case .less:
      .condition("<", latex: "#1 < #2") { $0 < $1 }
    case .lessEqual:
      .condition("<=", unicode: " ≤ ", latex: #"#1 \le #2"#) { $0 <= $1 }
    case .greater:
      .condition(">", latex: "#1 > #2") { $0 > $1 }
    case .greaterEqual:
      .condition(">=", unicode: " ≥ ", latex: #"#1 \ge #2"#) { $0 >= $1 }
    case .equal:
      .condition("==", latex: "#1 = #2") { $0 == $1 }
    case .notEqual:
      .condition("!=", unicode: " ≠ ", latex: #"#1 \ne #2"#) { $0 != $1 }
    case .and:
      .connective("and", level: 2, latex: #"#1 \land #2"#) { $0 != 0 && $1 != 0 }
    case .or:
      .connective("or", level: 1, latex: #"#1 \lor #2"#) { $0 != 0 || $1 != 0 }
    case .not:
      Gate(
        name: "not", summary: "negation of a condition", notation: .prefix(level: 3), latex: #"\lnot #1"#,
        computation: .native(.unary { $0 == 0 ? 1 : 0 }, .sign), derivative: .none)
    case .choose:
      Gate(
        name: "if", aliases: ["where"], summary: "a where the condition holds, else b", arity: .exactly(3),
        parameters: ["condition", "a", "b"],
        domain: Domain("every a, b", 0...1, -4...4, -4...4), convention: "the side not chosen gets nothing",
        latex: #"\begin{cases} #2 & #1 \\ #3 & \text{else} \end{cases}"#,
        computation: .native(.many { $0[0] != 0 ? $0[1] : $0[2] }, .choice),
        derivative: .many { x, _ in [0.0, P.choose(x[0], 1.0, 0.0), P.choose(x[0], 0.0, 1.0)] },
        selects: true, role: .routes)

    // MARK: Exponentials, logarithms, powers
    case .exp:
      .unary(
        "exp", "exponential, e^x", domain: Domain("every x", -4...4, beyond: "# overflows above 709.78"),
        latex: "e^{#1}", isNeverNegativeZero: true, native: Scalar.exp, .library("exp"),
        lanes: LaneLoop.exp
      ) { _, y in y }
    case .expm1:
      .unary(
        "expm1", "e^x - 1, exact near 0", latex: "e^{#1} - 1", native: Exponential.expm1, .library("expm1"),
        lanes: LaneLoop.expm1, { x, _ in P.exp(x) }
      ) {
        P.exp($0) - 1.0
      }
    case .log:
      .unary(
        "log", aliases: ["ln"], "natural logarithm", domain: .positive, latex: #"\ln(#1)"#, native: Scalar.log,
        .library("log"), lanes: LaneLoop.log,
        pull: { upstream, v, _, _ in upstream / v[0] }
      ) {
        x, _ in
        1.0 / x
      }
    case .log1p:
      .unary(
        "log1p", "log(1 + x), exact near 0", domain: Domain("x > -1", -0.9...6, border: { 1 + $0[0] }),
        latex: #"\ln(1 + #1)"#,
        native: Logarithm.log1p, .library("log1p"), lanes: LaneLoop.log1p,
        { x, _ in 1.0 / (1.0 + x) }
      ) { P.log(1.0 + $0) }
    case .log2:
      .unary(
        "log2", "logarithm to base 2", domain: .positive, latex: #"\log_{2}(#1)"#,
        native: Logarithm.log2, .library("log2"), pull: { upstream, v, _, _ in upstream * S(Scalar.log2e) / v[0] },
        rounding: .ulpsUnlessWhole(1),
        { x, _ in S(Scalar.log2e) / x }
      ) { P.log($0) / P.log(2.0) }
    case .log10:
      .unary(
        "log10", "logarithm to base 10", domain: .positive, latex: #"\log_{10}(#1)"#,
        native: Logarithm.log10, .library("log10"), pull: { upstream, v, _, _ in upstream * S(Scalar.log10e) / v[0] },
        rounding: .ulpsUnlessWhole(1),
        { x, _ in S(Scalar.log10e) / x }
      ) { P.log($0) / P.log(10.0) }
    case .sqrt:
      .unary(
        "sqrt", "square root",
        domain: Domain("x >= 0", 0.05...9, outside: "# needs an argument that is not negative", border: { $0[0] }),
        convention: "inf at 0",
        degree: 0.5, latex: #"\sqrt{#1}"#,
        native: Scalar.sqrt, .libraryButAtNegativeZero("sqrt"), rounding: .root
      ) { _, y in 1.0 / (2.0 * y) }
    case .cbrt:
      .unary(
        "cbrt", "cube root", domain: Domain("every x", 0.05...9, border: { $0[0] }), convention: "inf at 0",
        degree: 1.0 / 3,
        latex: #"\sqrt[3]{#1}"#,
        native: Root.cbrt, .library("cbrt"), rounding: .ulpsUnlessWhole(1)
      ) { _, y in 1.0 / (3.0 * P.power(y, 2.0)) }

    // MARK: Kinks and jumps
    case .abs:
      .unary(
        "abs", "absolute value", convention: "0 at 0", kink: .corner { fabs($0.slope) }, degree: 1, latex: "|#1|",
        isNeverNegativeZero: true, native: fabs,
        .library("fabs"), rounding: RowRounding.none
      ) {
        x, _ in P.sign(x)
      }
    case .sign:
      .flat(
        "sign", "-1, 0 or 1", latex: #"\operatorname{sgn}(#1)"#,
        .formAndValue(.unary(Stable.sign), .unary(Scalar.sign)),
        jump: { P.equal($0, 0.0) }, after: { Scalar.sign($0.slope) })
    case .min:
      .extremum(
        .min, "min", "least of its arguments, or of the elements of one array", ties, form: Stable.min, Scalar.least)
    case .max:
      .extremum(
        .max, "max", "greatest of its arguments, or of the elements of one array", ties, form: Stable.max,
        Scalar.greatest)
    case .clamp:
      Gate(
        name: "clamp", summary: "x held between lo and hi; nan where lo > hi", arity: .exactly(3),
        parameters: ["x", "lo", "hi"],
        domain: Domain("lo <= hi", -4...4, -2 ... -1, 1...2), convention: "1 at a bound",
        kink: Kink(
          .kink, at: { P.and(P.lessEqual($0[1], $0[2]), P.or(P.equal($0[0], $0[1]), P.equal($0[0], $0[2]))) },
          piece: { $0[0] < $0[1] ? -1 : $0[0] > $0[2] ? 1 : 0 }
        ) { v in
          let raised = v[0].compare(v[1]) < 0 ? v[1] : v[0]
          return raised.compare(v[2]) > 0 ? v[2] : raised
        },
        computation: .form(.ternary(Stable.clamp)),
        derivative: .many { v, _ in
          let below: S = P.less(v[0], v[1])
          let above: S = P.greater(v[0], v[2])
          return [
            P.choose(below, 0.0, P.choose(above, 0.0, 1.0)), P.choose(below, 1.0, 0.0), P.choose(above, 1.0, 0.0),
          ]
        },
        selects: true, role: .routes, definition: { P.min(P.max($0[0], $0[1]), $0[2]) })
    case .floor:
      .flat(
        "floor", "greatest whole number not above x", latex: #"\lfloor #1 \rfloor"#,
        .native(.unary(floor), .library("floor")),
        jump: { P.equal($0, P.floor($0)) }, after: { $0.slope < 0 ? $0.value - 1 : $0.value })
    case .ceil:
      .flat(
        "ceil", "least whole number not below x", latex: #"\lceil #1 \rceil"#, .native(.unary(ceil), .library("ceil")),
        jump: { P.equal($0, P.ceil($0)) }, after: { $0.slope > 0 ? $0.value + 1 : $0.value })
    case .round:
      .flat(
        "round", "nearest whole number, halves to even", .native(.unary(rint), .library("rint")),
        jump: { P.equal($0 - P.floor($0), 0.5) },
        after: {
          $0.slope > 0 ? ceil($0.value) : $0.slope < 0 ? floor($0.value) : rint($0.value)
        })
    case .mod:
      Gate(
        name: "mod", summary: "remainder of x/y with the sign of y", arity: .exactly(2),
        domain: Domain("y ≠ 0", 0.1...0.9, 1...4, border: { $0[1] }), convention: "1 along x where x/y is whole",
        kink: Kink(.jump, at: { P.equal(P.mod($0[0], $0[1]), 0.0) }, piece: { floor($0[0] / $0[1]) }) { v in
          let (x, y) = (v[0], v[1])
          let slope = x.slope - (x.value / y.value).rounded() * y.slope
          let moves = x.moves || y.moves
          let wraps = y.value > 0 ? slope < 0 : slope > 0
          return wraps
            ? OneSided(y.value, slope: slope + y.slope, moves: moves) : OneSided(0, slope: slope, moves: moves)
        },
        latex: #"#1 \bmod #2"#, computation: .native(.binary(Scalar.mod), .routine("mod")),
        derivative: .binary({ _, _, _ in 1.0 }, { x, y, z in P.round((z - x) / y) }),
        definition: { $0[0] - $0[1] * P.floor($0[0] / $0[1]) },
        seriesForm: { $0[0] - $0[1] * P.floor($0[0] / $0[1]) })

    // MARK: Trigonometric
    case .sin:
      .unary(
        "sin", "sine", latex: #"\sin(#1)"#, native: Trigonometry.sin, .library("sin"),
        lanes: LaneLoop.sin
      ) { x, _ in P.cos(x) }
    case .cos:
      .unary(
        "cos", "cosine", latex: #"\cos(#1)"#, native: Trigonometry.cos, .library("cos"),
        lanes: LaneLoop.cos
      ) { x, _ in -P.sin(x) }
    case .tan:
      .unary(
        "tan", "tangent", domain: .untilPole, latex: #"\tan(#1)"#, native: Tangent.tan, .library("tan"),
        { _, y in 1.0 + P.power(y, 2.0) }
      ) {
        P.sin($0) / P.cos($0)
      }
    case .sec:
      .unary(
        "sec", "secant", domain: .untilPole, latex: #"\sec(#1)"#, form: { 1.0 / P.cos($0) }, { x, y in y * P.tan(x) }
      ) {
        1.0 / P.cos($0)
      }
    case .csc:
      .unary(
        "csc", "cosecant", domain: .betweenPoles, latex: #"\csc(#1)"#, form: { 1.0 / P.sin($0) },
        { x, y in -y * P.cot(x) }
      ) {
        1.0 / P.sin($0)
      }
    case .cot:
      .unary(
        "cot", "cotangent", domain: .betweenPoles, latex: #"\cot(#1)"#, form: { 1.0 / P.tan($0) },
        { _, y in -(1.0 + P.power(y, 2.0)) }
      ) { P.cos($0) / P.sin($0) }
    case .asin:
      .unary(
        "asin", "inverse sine", domain: .unit, convention: "inf at -1 and 1", latex: #"\arcsin(#1)"#,
        native: InverseSine.asin,
        .library("asin")
      ) {
        x, _ in
        1.0 / P.sqrt(P.oneMinusSquare(x))
      }
    case .acos:
      .unary(
        "acos", "inverse cosine", domain: .unit, convention: "-inf at -1 and 1", latex: #"\arccos(#1)"#,
        native: InverseSine.acos,
        .library("acos")
      ) {
        x, _ in
        -1.0 / P.sqrt(P.oneMinusSquare(x))
      }
    case .atan:
      .unary("atan", "inverse tangent", latex: #"\arctan(#1)"#, native: InverseTangent.atan, .library("atan")) { x, _ in
        P.lorentzian(x)
      }
    case .atan2:
      Gate(
        name: "atan2", summary: "angle of the point (x, y)", arity: .exactly(2), parameters: ["y", "x"],
        domain: Domain("not both 0", 0.25...4, -4...4),
        convention: "at the jump, y = 0 and x < 0, the derivative of either side",
        kink: .branchCut, latex: #"\operatorname{atan2}(#1, #2)"#,
        computation: .native(.binary(InverseTangent.atan2), .library("atan2")),
        derivative: .binary(
          { y, x, _ in P.angleSlope(x, y) }, { y, x, _ in -P.angleSlope(y, x) }))

    // MARK: Hyperbolic
    case .sinh:
      .unary(
        "sinh", "hyperbolic sine", latex: #"\sinh(#1)"#, native: HyperbolicFunction.sinh, .library("sinh"),
        { x, _ in P.cosh(x) }
      ) {
        (P.exp($0) - P.exp(-$0)) / 2.0
      }
    case .cosh:
      .unary(
        "cosh", "hyperbolic cosine", latex: #"\cosh(#1)"#, isNeverNegativeZero: true, native: HyperbolicFunction.cosh,
        .library("cosh"),
        { x, _ in P.sinh(x) }
      ) {
        (P.exp($0) + P.exp(-$0)) / 2.0
      }
    case .tanh:
      .unary(
        "tanh", "hyperbolic tangent", latex: #"\tanh(#1)"#, native: Exponential.tanh, .library("tanh"),
        lanes: LaneLoop.tanh, { x, _ in P.sechSquared(x) }
      ) {
        (P.exp($0) - P.exp(-$0)) / (P.exp($0) + P.exp(-$0))
      }
    case .asinh:
      .unary(
        "asinh", "inverse hyperbolic sine", latex: #"\operatorname{arsinh}(#1)"#, native: HyperbolicFunction.asinh,
        .library("asinh")
      ) { x, _ in
        1.0 / P.hypot(x, 1.0)
      }
    case .acosh:
      .unary(
        "acosh", "inverse hyperbolic cosine", domain: Domain("x >= 1", 1.1...6, border: { $0[0] - 1 }),
        convention: "inf at 1",
        latex: #"\operatorname{arcosh}(#1)"#, native: HyperbolicFunction.acosh, .library("acosh")
      ) { x, _ in 1.0 / (P.sqrt(x - 1.0) * P.sqrt(x + 1.0)) }
    case .atanh:
      .unary(
        "atanh", "inverse hyperbolic tangent", domain: Domain("-1 < x < 1", -0.95...0.95, border: Domain.aroundUnit),
        convention: "inf at -1 and 1",
        latex: #"\operatorname{artanh}(#1)"#, native: HyperbolicFunction.atanh, .library("atanh")
      ) { x, _ in 1.0 / P.oneMinusSquare(x) }

    // MARK: Activations
    case .sigma:
      .unary(
        "sigma", aliases: ["sigmoid", "logistic", "σ"], "logistic function 1/(1 + e^-x)", latex: #"\sigma(#1)"#,
        form: Stable.sigma, lanes: LaneLoop.sigma,
        { x, _ in P.sigmaSlope(x) }
      ) { 1.0 / (1.0 + P.exp(-$0)) }
    case .softplus:
      .unary(
        "softplus", "log(1 + e^x)", form: Stable.softplus,
        lanes: LaneLoop.softplus,
        { x, _ in P.sigma(x) }
      ) { P.log(1.0 + P.exp($0)) }
    case .relu:
      Gate(
        name: "relu", summary: "x where positive, else 0", convention: "0 at 0",
        kink: .corner { Scalar.relu($0.slope) },
        computation: .formAndValue(.unary { P.max(0.0, $0) }, .unary(Scalar.relu)), lanes: LaneLoop.relu,
        derivative: .unary { x, _ in P.step(x) },
        selects: true, role: .routes, definition: { P.max(0.0, $0[0]) })
    case .leakyRelu:
      Gate(
        name: "leaky_relu", summary: "x where positive, else a·x", arity: .between(1, 2), parameters: ["x", "a"],
        defaults: [0.01],
        domain: Domain("every x, a", -4...4, 0.01...0.5), convention: "a at 0",
        kink: Kink(.kink, at: { P.and(P.equal($0[0], 0.0), P.notEqual($0[1], 1.0)) }, piece: { Scalar.sign($0[0]) }) {
          v in
          OneSided(0, slope: v[0].slope > 0 ? v[0].slope : v[1].value * v[0].slope, moves: v[0].moves)
        },
        computation: .form(.binary { x, a in P.choose(P.greater(x, 0.0), x, a * x) }),
        derivative: .binary(
          { x, a, _ in P.choose(P.greater(x, 0.0), 1.0, a) }, { x, _, _ in P.choose(P.greater(x, 0.0), 0.0, x) }),
        definition: { P.choose(P.greater($0[0], 0.0), $0[0], $0[1] * $0[0]) })
    case .elu:
      Gate(
        name: "elu", summary: "x where positive, else a·(e^x - 1)", arity: .between(1, 2), parameters: ["x", "a"],
        defaults: [1],
        domain: Domain("every x, a", -4...4, 0.5...2),
        convention: "at 0 the number between 1 and a that is nearest to 0",
        kink: Kink(
          .kink, at: { P.and(P.equal($0[0], 0.0), P.notEqual($0[1], 1.0)) }, piece: { Scalar.sign($0[0]) },
          isBend: { $0[0] == 0 }
        ) { v in
          OneSided(0, slope: v[0].slope > 0 ? v[0].slope : v[1].value * v[0].slope, moves: v[0].moves)
        },
        computation: .form(.binary { x, a in P.choose(P.greater(x, 0.0), x, a * P.expm1(x)) }),
        derivative: .binary(
          { x, a, _ in
            let leastNorm: S = P.max(P.min(1.0, a), P.min(0.0, P.max(1.0, a)))
            return P.choose(
              P.greater(x, 0.0), 1.0, P.choose(P.equal(x, 0.0), leastNorm, a * P.exp(x)))
          },
          { x, _, _ in P.choose(P.greater(x, 0.0), 0.0, P.expm1(x)) }),
        definition: { P.choose(P.greater($0[0], 0.0), $0[0], $0[1] * (P.exp($0[0]) - 1.0)) })
    case .silu:
      .unary("silu", "x·sigma(x)", form: Stable.silu, { x, y in P.sigma(x) + P.vanishing(y, P.sigma(-x)) }) {
        $0 / (1.0 + P.exp(-$0))
      }
    case .gelu:
      .unary(
        "gelu", "x·Φ(x), Φ the normal distribution function", form: Stable.gelu,
        { x, _ in P.normalCDF(x) + P.vanishing(x, S(Scalar.inverseSqrtTwoPi) * P.gaussian(0.5, x)) }
      ) { $0 * ((1.0 + P.erf($0 / P.sqrt(2.0))) / 2.0) }
    case .step:
      .flat(
        "step", "1 where x is positive, else 0", .formAndValue(.unary(Stable.step), .unary(Scalar.step)),
        lanes: LaneLoop.step, jump: { P.equal($0, 0.0) }, after: { $0.slope > 0 ? 1 : 0 })

    // MARK: Special
    case .erf:
      .unary("erf", "error function", latex: #"\operatorname{erf}(#1)"#, native: ErrorFunction.erf, .library("erf")) {
        x, _ in
        S(Scalar.twoOverSqrtPi) * P.gaussian(1.0, x)
      }
    case .erfc:
      .unary(
        "erfc", "1 - erf(x), exact in the tail", latex: #"\operatorname{erfc}(#1)"#, native: ErrorFunction.erfc,
        .library("erfc"),
        { x, _ in S(-Scalar.twoOverSqrtPi) * P.gaussian(1.0, x) }
      ) { 1.0 - P.erf($0) }
    case .gamma:
      .unary(
        "gamma", "gamma function", domain: .awayFromPoles, latex: #"\Gamma(#1)"#, native: GammaFunction.value,
        .library("tgamma"), rounding: .ulpsUnlessWhole(1)
      ) { x, y in
        y * P.digamma(x)
      }
    case .lgamma:
      .unary(
        "lgamma", "log of |gamma(x)|", domain: .awayFromPoles, latex: #"\ln|\Gamma(#1)|"#,
        native: LogGamma.value,
        .library("lgamma")
      ) {
        x, _ in
        P.digamma(x)
      }
    case .digamma:
      .unary(
        "digamma", "derivative of lgamma", domain: .awayFromPoles, latex: #"\psi(#1)"#, native: PolyGamma.digamma,
        .routine("digamma")
      ) {
        x, _ in
        P.polygamma(1.0, x)
      }
    case .polygamma:
      Gate(
        name: "polygamma", summary: "n-th derivative of digamma, n a whole number", arity: .exactly(2),
        parameters: ["n", "x"],
        domain: Domain(
          "n = 0, 1, 2, …; x not 0, -1, -2, …", 1...1, 0.3...6, border: { Domain.gammaBorder($0[1]) }),
        latex: "\\psi^{(#1)}(#2)",
        computation: .native(.binary(PolyGamma.polygamma), .routine("polygamma")),
        derivative: .binary({ _, _, _ in S(.nan) }, { n, x, _ in P.polygamma(n + 1.0, x) }), rounding: .ulps(32))
    case .hypot:
      Gate(
        name: "hypot", summary: "sqrt(x^2 + y^2) without overflow", arity: .exactly(2), domain: .plane,
        convention: "0 at (0, 0)",
        kink: .length,
        latex: #"\sqrt{#1^{2} + #2^{2}}"#, computation: .native(.binary(Root.hypot), .library("hypot")),
        derivative: .binary({ x, y, _ in P.directionCosine(x, y) }, { x, y, _ in P.directionCosine(y, x) }),
        definition: { P.sqrt(P.power($0[0], 2.0) + P.power($0[1], 2.0)) },
        seriesForm: { P.sqrt($0[0] * $0[0] + $0[1] * $0[1]) }, isSymmetric: true, losesNaN: true,
        isNeverNegativeZero: true)

    // More of them, whose rows stand in a table of their own.
    case .erfinv: .erfinv
    case .normcdf: .normcdf
    case .beta: .beta
    case .lbeta: .lbeta
    case .gammainc: .gammainc
    case .gammaincOrder: .gammaincOrder
    case .besselj: .besselj
    case .lambertw: .lambertw
    case .xlogy: .xlogy
    case .logit: .logit
    case .sinc: .sinc
    case .stop: .stop

    // MARK: Hidden
    case .betaSlope: .betaSlope
    case .betaCurve: .betaCurve
    case .polygammaDifference: .polygammaDifference
    case .gammaDensity: .gammaDensity
    case .logarithmLessDigamma: .logarithmLessDigamma
    case .lambertDecay: .lambertDecay
    case .lambertDistance: .lambertDistance
    case .logitSlope: .logitSlope
    case .sincSlope: .sincSlope
    case .sincOrder: .sincOrder
    case .powerSlope:
      .hidden(
        "y·x^(y-1), 0 where y is", .formAndValue(.binary(Stable.powerSlope), .binary(Scalar.powerSlope)),
        .binary(
          { x, y, _ in y * P.powerSlope(x, y - 1.0) },
          { x, y, _ in P.power(x, y - 1.0) + y * P.powerLog(x, y - 1.0, 1.0) }),
        carefully: { P.choose(P.equal($0[1], 0.0), 0.0, $0[1] * P.power($0[0], $0[1] - 1.0)) }, rounding: .powerSlope
      ) { $0[1] * P.power($0[0], $0[1] - 1.0) }
    case .powerLog:
      .hidden(
        "x^y·log(x)^k, 0 where x = 0 < y and where k < 0", .form(.ternary(Stable.powerLog)),
        .many { v, _ in
          let (x, y, k) = (v[0], v[1], v[2])
          return [
            y * P.powerLog(x, y - 1.0, k) + k * P.powerLog(x, y - 1.0, k - 1.0), P.powerLog(x, y, k + 1.0), S(.nan),
          ]
        }
      ) { P.power($0[0], $0[1]) * P.power(P.log($0[0]), $0[2]) }
    case .sigmaSlope:
      .hidden(
        "derivative of sigma", .form(.unary(Stable.sigmaSlope)),
        lanes: LaneLoop.sigmaSlope,
        .unary { x, y in -y * P.tanh(x / 2.0) },
        accurately: { P.sigma($0[0]) * P.sigma(-$0[0]) }
      ) { P.sigma($0[0]) * (1.0 - P.sigma($0[0])) }
    case .sechSquared:
      .hidden(
        "derivative of tanh", .form(.unary(Stable.sechSquared)),
        lanes: LaneLoop.sechSquared,
        .unary { x, y in -2.0 * (y * P.tanh(x)) },
        accurately: { P.power(P.cosh($0[0]), -2.0) }
      ) { 1.0 - P.power(P.tanh($0[0]), 2.0) }
    case .oneMinusSquare:
      .hidden("1 - x^2", .form(.unary(Stable.oneMinusSquare)), .unary { x, _ in -2.0 * x }) {
        1.0 - P.power($0[0], 2.0)
      }
    case .lorentzian:
      .hidden(
        "1/(1 + x^2)", .form(.unary(Stable.lorentzian)), .unary { x, y in -2.0 * (x * y * y) },
        carefully: { P.power(P.hypot(1.0, $0[0]), -2.0) }
      ) {
        1.0 / (1.0 + P.power($0[0], 2.0))
      }
    case .gaussian:
      .hidden(
        "exp(-c·x^2), c a power of 2", .form(.binary(Stable.gaussian)),
        .binary({ _, _, _ in S(.nan) }, { c, x, y in -2.0 * c * (x * y) }),
        accurately: { P.exp(-P.power($0[1], 2.0) / (1.0 / $0[0])) }
      ) { P.exp(-($0[0] * P.power($0[1], 2.0))) }
    case .normalCDF:
      .hidden(
        "normal distribution function", .form(.unary(Stable.normalCDF)),
        .unary { x, _ in S(Scalar.inverseSqrtTwoPi) * P.gaussian(0.5, x) },
        accurately: { P.erfc(-$0[0] / P.sqrt(2.0)) / 2.0 }
      ) { (1.0 + P.erf($0[0] / P.sqrt(2.0))) / 2.0 }
    case .directionCosine:
      .hidden(
        "x/hypot(x, y), 0 at (0, 0)", .form(.binary(Stable.directionCosine)),
        .binary(
          { x, y, _ in P.ratio(P.power(P.directionCosine(y, x), 2.0), P.hypot(x, y)) },
          { x, y, c in P.ratio(-c * P.directionCosine(y, x), P.hypot(x, y)) }),
        carefully: { P.ratio($0[0], P.hypot($0[0], $0[1])) }
      ) { $0[0] / P.hypot($0[0], $0[1]) }
    case .angleSlope:
      .hidden(
        "x/(x^2 + y^2)", .form(.binary { x, y in P.directionCosine(x, y) / P.hypot(x, y) }),
        .binary(
          { x, y, _ in
            let (cosine, sine, length) = (P.directionCosine(x, y), P.directionCosine(y, x), P.hypot(x, y))
            return (sine - cosine) * (sine + cosine) / length / length
          },
          { x, y, z in -2.0 * z * P.directionCosine(y, x) / P.hypot(x, y) }),
        accurately: { $0[0] / P.hypot($0[0], $0[1]) / P.hypot($0[0], $0[1]) }
      ) { $0[0] / (P.power($0[0], 2.0) + P.power($0[1], 2.0)) }
    case .vanishing:
      .hidden(
        "x·y, 0 where y is", .form(.binary(Stable.vanishing)), .binary({ _, y, _ in y }, { x, _, _ in x })
      ) { $0[0] * $0[1] }
    case .ratio:
      .hidden(
        "x/y, 0 where y is", .form(.binary(Stable.ratio)),
        .binary({ _, y, _ in P.ratio(1.0, y) }, { _, y, z in P.ratio(-z, y) })
      ) { $0[0] / $0[1] }

    case .firstGreatest: .firstExtremum(.max)
    case .firstLeast: .firstExtremum(.min)

    case .length:
      // The norm of an array, of its elements.
      Gate(
        name: "norm", summary: "Euclidean length of its arguments", arity: .atLeast(1), convention: "0 at 0",
        kink: .length,
        computation: .native(.many { $0.withUnsafeBufferPointer(\.norm) }, .repeated("hypot")),
        derivative: .many { x, y in x.map { P.ratio($0, y) } },
        seriesForm: { x in P.sqrt(x.dropFirst().reduce(x[0] * x[0]) { $0 + $1 * $1 }) }, isHidden: true)

    // MARK: Operations on whole arrays, whose rows stand in tables of their own
    case .matmul: .matmul
    case .dot: .dot
    case .outer: .outer
    case .cross: .cross
    case .kron: .kron
    case .transpose: .transpose
    case .trace: .trace
    case .diag: .diag
    case .tril: .tril
    case .triu: .triu
    case .roll: .roll
    case .flip: .flip
    case .pad: .pad
    case .eye: .eye
    case .zeros: .zeros
    case .ones: .ones
    case .linspace: .linspace
    case .range: .range
    case .rand: .rand
    case .randn: .randn
    case .reshape: .reshape
    case .concat: .concat
    case .sum: .sum
    case .mean: .mean
    case .prod: .prod
    case .norm: .norm
    case .logsumexp: .logsumexp
    case .variance: .variance
    case .median: .median
    case .argmax: .argmax
    case .argmin: .argmin
    case .softmax: .softmax
    case .logSoftmax: .logSoftmax
    case .cumsum: .cumsum
    case .cumprod: .cumprod
    case .cummax: .cummax
    case .sort: .sort
    case .conv: .conv
    case .maxpool: .maxpool(ties)
    case .meanpool: .meanpool
    case .det: .det
    case .inv: .inv
    case .solve: .solve
    case .logdet: .logdet
    case .chol: .chol
    case .eigvals: .eigvals
    case .eigenvectors: .eigenvectors
    case .expm: .expm
    case .pinv: .pinv
    case .amax: .amax(ties)
    case .amin: .amin(ties)
    case .stack: .stack
    case .slice: .slice
    case .scatter: .scatter
    case .gather: .gather
    case .scatterSum: .scatterSum
    case .lastOccurrence: .lastOccurrence
    case .order: .order
    case .placesOfLeaders: .placesOfLeaders
    case .windows: .windows
    case .overlaps: .overlaps
    case .expand: .expand
    case .broadcast: .broadcast
    case .reduceToShape: .reduceToShape
    case .permute: .permute
    case .batchProduct: .batchProduct
    case .normOfOrder: .normOfOrder
    case .cumsumReversed: .cumsumReversed
    case .cofactors: .cofactors
    case .cofactorChange: .cofactorChange
    case .deviation: .deviation
    case .deviationPull: .deviationPull
    case .productOfOthers: .productOfOthers
    }
  }
}
