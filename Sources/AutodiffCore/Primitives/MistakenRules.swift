/// The kinds of mistakes with the derivative of a function.
enum MistakenRuleKind: String, CaseIterable, Sendable {
  case localFactorForgotten = "local-factor-forgotten"
  case halfForgotten = "half-forgotten"
  case squareForgotten = "square-forgotten"
  case rootForgotten = "root-forgotten"
  case oneMinusMissing = "one-minus-missing"
  case lnBaseMissing = "ln-base-missing"
  case lnBaseMultiplied = "ln-base-multiplied"
  case exponentNotReduced = "exponent-not-reduced"
  case exponentFactorForgotten = "exponent-factor-forgotten"
  case powerRuleOnExponential = "power-rule-on-exponential"
  case notNormalised = "not-normalised"
  case normNotDivided = "norm-not-divided"
  case asIfSquared = "as-if-squared"
  case integrated = "integrated"
  case atPreActivation = "at-pre-activation"
  case ruleOfSigma = "rule-of-sigma"
  case ruleOfTanh = "rule-of-tanh"
}

/// A wrong derivative of a function that learners write in place of the right one.
struct MistakenRule<S>: Sendable {
  let kind: MistakenRuleKind
  /// The wrong derivative as it is written, with `#` for the argument.
  let written: String
  /// The right one.
  let right: String
  /// The wrong derivative by the first operand.
  let local: @Sendable (_ operands: [S], _ output: S) -> S

  init(
    _ kind: MistakenRuleKind, _ written: String, _ right: String, _ local: @escaping @Sendable ([S], S) -> S
  ) {
    self.kind = kind
    self.written = written
    self.right = right
    self.local = local
  }
}

private typealias P = Primitive

extension Primitive {
  /// The functions whose rule learners take for the one of this.
  var confusable: [Primitive] { Self.confusableFunctions[self] ?? [] }

  /// The functions whose rule is taken for another's.
  static var confused: [Primitive] {
    let names = Set(confusableFunctions.values.flatMap { $0 })
    return allCases.filter(names.contains)
  }
}

extension MistakenRule where S: Field {
  /// The wrong derivatives by function.
  static var table: [Primitive: [MistakenRule]] {
    [
      .exp: [MistakenRule(.powerRuleOnExponential, "#*e^(#-1)", "e^#") { x, _ in x[0] * P.exp(x[0] - 1.0) }],
      .log: [MistakenRule(.integrated, "#*log(#) - #", "1/#") { x, y in x[0] * y - x[0] }],
      .log2: [
        MistakenRule(.lnBaseMissing, "1/#", "1/(#*log(2))") { x, _ in 1.0 / x[0] },
        MistakenRule(.lnBaseMultiplied, "log(2)/#", "1/(#*log(2))") { x, _ in P.log(S(2)) / x[0] },
      ],
      .log10: [
        MistakenRule(.lnBaseMissing, "1/#", "1/(#*log(10))") { x, _ in 1.0 / x[0] },
        MistakenRule(.lnBaseMultiplied, "log(10)/#", "1/(#*log(10))") { x, _ in P.log(S(10)) / x[0] },
      ],
      .sqrt: [
        MistakenRule(.halfForgotten, "1/sqrt(#)", "1/(2*sqrt(#))") { _, y in 1.0 / y },
        MistakenRule(.exponentNotReduced, "sqrt(#)/2", "1/(2*sqrt(#))") { _, y in y / 2.0 },
        MistakenRule(.rootForgotten, "1/(2*#)", "1/(2*sqrt(#))") { x, _ in 0.5 / x[0] },
      ],
      .cbrt: [
        MistakenRule(.exponentFactorForgotten, "1/cbrt(#)^2", "1/(3*cbrt(#)^2)") { _, y in 1.0 / (y * y) },
        MistakenRule(.exponentNotReduced, "cbrt(#)/3", "1/(3*cbrt(#)^2)") { _, y in y / 3.0 },
      ],
      .sin: [MistakenRule(.integrated, "-cos(#)", "cos(#)") { x, _ in -P.cos(x[0]) }],
      .cos: [MistakenRule(.integrated, "sin(#)", "-sin(#)") { x, _ in P.sin(x[0]) }],
      .tan: [MistakenRule(.squareForgotten, "1/cos(#)", "1/cos(#)^2") { x, _ in 1.0 / P.cos(x[0]) }],
      .cot: [MistakenRule(.squareForgotten, "-1/sin(#)", "-1/sin(#)^2") { x, _ in -1.0 / P.sin(x[0]) }],
      .sec: [MistakenRule(.localFactorForgotten, "tan(#)", "sec(#)*tan(#)") { x, _ in P.tan(x[0]) }],
      .csc: [MistakenRule(.localFactorForgotten, "-cot(#)", "-csc(#)*cot(#)") { x, _ in -P.cot(x[0]) }],
      .asin: [
        MistakenRule(.rootForgotten, "1/(1-#^2)", "1/sqrt(1-#^2)") { x, _ in 1.0 / (1.0 - x[0] * x[0]) },
        MistakenRule(.squareForgotten, "1/sqrt(1-#)", "1/sqrt(1-#^2)") { x, _ in 1.0 / P.sqrt(1.0 - x[0]) },
      ],
      .acos: [
        MistakenRule(.rootForgotten, "-1/(1-#^2)", "-1/sqrt(1-#^2)") { x, _ in -1.0 / (1.0 - x[0] * x[0]) },
        MistakenRule(.squareForgotten, "-1/sqrt(1-#)", "-1/sqrt(1-#^2)") { x, _ in -1.0 / P.sqrt(1.0 - x[0]) },
      ],
      .atan: [MistakenRule(.squareForgotten, "1/(1+#)", "1/(1+#^2)") { x, _ in 1.0 / (1.0 + x[0]) }],
      .asinh: [MistakenRule(.rootForgotten, "1/(1+#^2)", "1/sqrt(1+#^2)") { x, _ in 1.0 / (1.0 + x[0] * x[0]) }],
      .acosh: [MistakenRule(.rootForgotten, "1/(#^2-1)", "1/sqrt(#^2-1)") { x, _ in 1.0 / (x[0] * x[0] - 1.0) }],
      .atanh: [MistakenRule(.squareForgotten, "1/(1-#)", "1/(1-#^2)") { x, _ in 1.0 / (1.0 - x[0]) }],
      .tanh: [
        MistakenRule(.atPreActivation, "1 - #^2", "1 - tanh(#)^2") { x, _ in 1.0 - x[0] * x[0] },
        MistakenRule(.ruleOfSigma, "tanh(#)*(1 - tanh(#))", "1 - tanh(#)^2") { _, y in y * (1.0 - y) },
        MistakenRule(.squareForgotten, "1 - tanh(#)", "1 - tanh(#)^2") { _, y in 1.0 - y },
        MistakenRule(.oneMinusMissing, "tanh(#)^2", "1 - tanh(#)^2") { _, y in y * y },
      ],
      .sigma: [
        MistakenRule(.atPreActivation, "#*(1 - #)", "sigma(#)*(1 - sigma(#))") { x, _ in x[0] * (1.0 - x[0]) },
        MistakenRule(.oneMinusMissing, "sigma(#)", "sigma(#)*(1 - sigma(#))") { _, y in y },
        MistakenRule(.oneMinusMissing, "sigma(#)^2", "sigma(#)*(1 - sigma(#))") { _, y in y * y },
        MistakenRule(.ruleOfTanh, "1 - sigma(#)^2", "sigma(#)*(1 - sigma(#))") { _, y in 1.0 - y * y },
        MistakenRule(.localFactorForgotten, "1 - sigma(#)", "sigma(#)*(1 - sigma(#))") { _, y in 1.0 - y },
      ],
      .silu: [
        MistakenRule(.localFactorForgotten, "sigma(#)", "sigma(#)*(1 + #*(1 - sigma(#)))") { x, _ in P.sigma(x[0]) }
      ],
      .erf: [
        MistakenRule(.localFactorForgotten, "exp(-#^2)", "2/sqrt(pi)*exp(-#^2)") { x, _ in P.exp(-(x[0] * x[0])) }
      ],
      .norm: [
        MistakenRule(.normNotDivided, "#", "#/norm(#)") { x, _ in x[0] },
        MistakenRule(.asIfSquared, "2*#", "#/norm(#)") { x, _ in 2.0 * x[0] },
        MistakenRule(.localFactorForgotten, "1/norm(#)", "#/norm(#)") { x, y in
          P.equal(x[0], x[0]) / y
        },
      ],
      .logsumexp: [MistakenRule(.notNormalised, "exp(#)", "exp(#)/sum(exp(#))") { x, _ in P.exp(x[0]) }],
      .variance: [
        MistakenRule(.halfForgotten, "(# - mean(#))/n", "2*(# - mean(#))/n") { x, _ in
          (x[0] - x[0].mean(.none)) / S(Double(x[0].shape.count))
        }
      ],
    ]
  }
}

extension Primitive {
  /// The functions whose rule learners take for another's.
  fileprivate static let confusableFunctions: [Primitive: [Primitive]] = [
    .sin: [.cos, .sinh],
    .cos: [.sin, .cosh],
    .sinh: [.cosh, .sin],
    .cosh: [.sinh, .cos],
    .tan: [.cot, .tanh, .sec],
    .cot: [.tan],
    .tanh: [.sigma, .tan],
    .sigma: [.tanh],
    .asin: [.atan],
    .acos: [.atan],
    .atan: [.asin, .tanh],
    .log: [.log10, .exp],
    .log10: [.log],
    .log2: [.log],
    .exp: [.log],
  ]
}

extension Primitive {
  /// A Boolean value indicating whether the argument is an angle.
  var takesAngle: Bool { [.sin, .cos, .tan, .sec, .csc, .cot].contains(self) }

  /// The function that a learner's calculator has under the same name; nil for all but the natural logarithm.
  var ofOtherBase: Primitive? { self == .log ? .log10 : nil }
}
