/// A pattern of terms on either side of a rewriting.
indirect enum TermPattern: Sendable {
  /// Any term, the same wherever its number stands.
  case any(Int)
  case number(Double)
  /// A function of numbers or of arrays.
  case call(Primitive, [TermPattern])
  /// A product, on a right side.
  case product([TermPattern])
  /// A sum, on a right side.
  case sum([TermPattern])

  static func call(_ primitive: Primitive, _ operand: TermPattern) -> TermPattern { .call(primitive, [operand]) }
}

/// A rule by which a term may be written another way, which is taken where it is shorter to read.
struct ReadingRule: Sendable {
  /// A power in a product or in a sum.
  struct Power: Sendable {
    var base: TermPattern
    var exponent = 1.0
    var coefficient = 1.0
  }

  /// The left side: a whole term, or some of the factors or terms of one.
  enum Left: Sendable {
    case term(TermPattern)
    case factors([Power])
    /// Terms with their coefficients, and a number; all may be multiplied by the same number.
    case summands([Power], constant: Double)
  }

  /// The demand on what `any(0)` stands for, and `any(1)`.
  enum Condition: Sendable {
    case always
    /// Both are vectors of one length.
    case areAlike
    case isVector
    case isSquare
    case isMatrix
    /// No element of it is ever negative, by the functions that it is made of.
    case isNeverNegative
  }

  /// The rule as a person would write it down.
  var name: String
  var left: Left
  var right: TermPattern
  var condition = Condition.always
}

/// The rewritings, rows of a table of their own since each relates several primitives.
///
/// A row is no equality at every double: where values part at the end of the domain, formulas are held to the sweep's
/// values before they are written.
///
/// Source: NIST DLMF §4.21 and §4.28 for the elementary functions; K. B. Petersen and M. S. Pedersen, The Matrix
/// Cookbook, §1, for matrices; the others follow from the definitions.
extension ReadingRule {
  private static let u = TermPattern.any(0)
  private static let v = TermPattern.any(1)

  private static func term(
    _ name: String, _ left: TermPattern, _ right: TermPattern, if condition: Condition = .always
  ) -> ReadingRule { ReadingRule(name: name, left: .term(left), right: right, condition: condition) }

  private static func factors(
    _ name: String, _ left: [(TermPattern, Double)], _ right: TermPattern
  ) -> ReadingRule {
    ReadingRule(name: name, left: .factors(left.map { Power(base: $0.0, exponent: $0.1) }), right: right)
  }

  /// A row of 1 and a square, or less it.
  private static func square(
    _ name: String, _ primitive: Primitive, _ sign: Double, _ right: TermPattern, exponent: Double = 2
  ) -> ReadingRule {
    ReadingRule(
      name: name,
      left: .summands([Power(base: .call(primitive, u), exponent: exponent, coefficient: sign)], constant: 1),
      right: right)
  }

  /// All rewritings.
  static let table: [ReadingRule] = terms + products + sums

  private static let terms = [
    term("relu u = u, for u >= 0", .call(.relu, u), u, if: .isNeverNegative),
    term("|u| = u, for u >= 0", .call(.abs, u), u, if: .isNeverNegative),
    term("leaky_relu(u, v) = u, for u >= 0", .call(.leakyRelu, [u, v]), u, if: .isNeverNegative),
    term("elu(u, v) = u, for u >= 0", .call(.elu, [u, v]), u, if: .isNeverNegative),
    term("max(0, u) = u, for u >= 0", .call(.max, [.number(0), u]), u, if: .isNeverNegative),
    term("max(u, 0) = u, for u >= 0", .call(.max, [u, .number(0)]), u, if: .isNeverNegative),
    term("sqrt(u^2) = |u|", .call(.sqrt, .call(.power, [u, .number(2)])), .call(.abs, u)),
    term("sqrt(e^u) = e^(u/2)", .call(.sqrt, .call(.exp, u)), .call(.exp, .product([.number(0.5), u]))),
    term(
      "round((mod(u, v) - u)/v) = -floor(u/v)",
      .call(.round, .call(.divide, [.sum([.call(.mod, [u, v]), .product([.number(-1), u])]), v])),
      .product([.number(-1), .call(.floor, .call(.divide, [u, v]))])),
    term("hypot(0, u) = |u|", .call(.hypot, [.number(0), u]), .call(.abs, u)),
    term("log(1 + e^u) = softplus u", .call(.log, .sum([.number(1), .call(.exp, u)])), .call(.softplus, u)),
    term("exp(log_softmax u) = softmax u", .call(.exp, .call(.logSoftmax, u)), .call(.softmax, u)),
    term("log(softmax u) = log_softmax u", .call(.log, .call(.softmax, u)), .call(.logSoftmax, u)),
    term("sum(softmax u) = 1", .call(.sum, .call(.softmax, u)), .number(1), if: .isVector),
    term("inv(inv A) = A", .call(.inv, .call(.inv, u)), u),
    term(
      "det(A B) = det A * det B", .call(.det, .call(.matmul, [u, v])), .product([.call(.det, u), .call(.det, v)]),
      if: .isSquare),
    term("det A' = det A", .call(.det, .call(.transpose, u)), .call(.det, u)),
    term("inv(A) A = I", .call(.matmul, [.call(.inv, u), u]), .call(.eye, []), if: .isMatrix),
    term("A inv(A) = I", .call(.matmul, [u, .call(.inv, u)]), .call(.eye, []), if: .isMatrix),
    term("diag(u)' = diag u", .call(.transpose, .call(.diag, u)), .call(.diag, u), if: .isVector),
    term("diag(u) v = u * v", .call(.matmul, [.call(.diag, v), u]), .product([v, u]), if: .areAlike),
    term("diag(u v') = u * v", .call(.diag, .call(.outer, [u, v])), .product([u, v]), if: .areAlike),
  ]

  private static let products = [
    factors("tan u * cos u = sin u", [(.call(.tan, u), 1), (.call(.cos, u), 1)], .call(.sin, u)),
    factors("sin u / cos u = tan u", [(.call(.sin, u), 1), (.call(.cos, u), -1)], .call(.tan, u)),
    factors("sin u / tan u = cos u", [(.call(.sin, u), 1), (.call(.tan, u), -1)], .call(.cos, u)),
    factors("tanh u * cosh u = sinh u", [(.call(.tanh, u), 1), (.call(.cosh, u), 1)], .call(.sinh, u)),
    factors("sinh u / cosh u = tanh u", [(.call(.sinh, u), 1), (.call(.cosh, u), -1)], .call(.tanh, u)),
    factors("sinh u / tanh u = cosh u", [(.call(.sinh, u), 1), (.call(.tanh, u), -1)], .call(.cosh, u)),
    factors(
      "sin u * cos u = sin(2 u)/2", [(.call(.sin, u), 1), (.call(.cos, u), 1)],
      .product([.number(0.5), .call(.sin, .product([.number(2), u]))])),
    factors(
      "sinh u * cosh u = sinh(2 u)/2", [(.call(.sinh, u), 1), (.call(.cosh, u), 1)],
      .product([.number(0.5), .call(.sinh, .product([.number(2), u]))])),
    factors(
      "e^u / (1 + e^u) = sigma u", [(.call(.exp, u), 1), (.sum([.number(1), .call(.exp, u)]), -1)], .call(.sigma, u)),
    factors(
      "e^u / (1 + e^(2 u)) = 1/(2 cosh u)",
      [(.call(.exp, u), 1), (.sum([.number(1), .call(.exp, .product([.number(2), u]))]), -1)],
      .call(.power, [.product([.number(2), .call(.cosh, u)]), .number(-1)])),
    factors(
      "1 / (1 + e^u) = sigma(-u)", [(.sum([.number(1), .call(.exp, u)]), -1)],
      .call(.sigma, .product([.number(-1), u]))),
    factors(
      "e^u * sigma(-u) = sigma u", [(.call(.exp, u), 1), (.call(.sigma, .product([.number(-1), u])), 1)],
      .call(.sigma, u)),
    factors(
      "hypot(u, v)^2 = u^2 + v^2", [(.call(.hypot, [u, v]), 2)],
      .sum([.call(.power, [u, .number(2)]), .call(.power, [v, .number(2)])])),
    factors(
      "1/hypot(u, v)^2 = 1/(u^2 + v^2)", [(.call(.hypot, [u, v]), -2)],
      .call(.power, [.sum([.call(.power, [u, .number(2)]), .call(.power, [v, .number(2)])]), .number(-1)])),
    factors(
      "1/(tanh u * cosh u) = 1/sinh u", [(.call(.tanh, u), -1), (.call(.cosh, u), -1)],
      .call(.power, [.call(.sinh, u), .number(-1)])),
    factors(
      "1/(tan u * cos u) = 1/sin u", [(.call(.tan, u), -1), (.call(.cos, u), -1)],
      .call(.power, [.call(.sin, u), .number(-1)])),
    factors(
      "cos u / sin u = 1/tan u", [(.call(.cos, u), 1), (.call(.sin, u), -1)],
      .call(.power, [.call(.tan, u), .number(-1)])),
    factors(
      "cosh u / sinh u = 1/tanh u", [(.call(.cosh, u), 1), (.call(.sinh, u), -1)],
      .call(.power, [.call(.tanh, u), .number(-1)])),
    factors(
      "1/(sin u * cos u) = 2/sin(2 u)", [(.call(.sin, u), -1), (.call(.cos, u), -1)],
      .product([.number(2), .call(.power, [.call(.sin, .product([.number(2), u])), .number(-1)])])),
    factors(
      "1/(sinh u * cosh u) = 2/sinh(2 u)", [(.call(.sinh, u), -1), (.call(.cosh, u), -1)],
      .product([.number(2), .call(.power, [.call(.sinh, .product([.number(2), u])), .number(-1)])])),
    factors("sign u / |u| = 1/u", [(.call(.sign, u), 1), (.call(.abs, u), -1)], .call(.power, [u, .number(-1)])),
    factors("|u| / u = sign u", [(.call(.abs, u), 1), (u, -1)], .call(.sign, u)),
    factors("e^u * e^v = e^(u + v)", [(.call(.exp, u), 1), (.call(.exp, v), 1)], .call(.exp, .sum([u, v]))),
  ]

  private static let sums = [
    ReadingRule(
      name: "1 - sigma u = sigma(-u)",
      left: .summands([Power(base: .call(.sigma, u), coefficient: -1)], constant: 1),
      right: .call(.sigma, .product([.number(-1), u]))),
    square("1 - cos^2 u = sin^2 u", .cos, -1, .call(.power, [.call(.sin, u), .number(2)])),
    square("1 - sin^2 u = cos^2 u", .sin, -1, .call(.power, [.call(.cos, u), .number(2)])),
    square("1 + tan^2 u = 1/cos^2 u", .tan, 1, .call(.power, [.call(.cos, u), .number(-2)])),
    square("1 - tanh^2 u = 1/cosh^2 u", .tanh, -1, .call(.power, [.call(.cosh, u), .number(-2)])),
    square("1 - 1/cosh^2 u = tanh^2 u", .cosh, -1, .call(.power, [.call(.tanh, u), .number(2)]), exponent: -2),
    square("1 + sinh^2 u = cosh^2 u", .sinh, 1, .call(.power, [.call(.cosh, u), .number(2)])),
    ReadingRule(
      name: "cos^2 u - sin^2 u = cos(2 u)",
      left: .summands(
        [
          Power(base: .call(.cos, u), exponent: 2),
          Power(base: .call(.sin, u), exponent: 2, coefficient: -1),
        ], constant: 0),
      right: .call(.cos, .product([.number(2), u]))),
    ReadingRule(
      name: "cosh^2 u - sinh^2 u = 1",
      left: .summands(
        [
          Power(base: .call(.cosh, u), exponent: 2),
          Power(base: .call(.sinh, u), exponent: 2, coefficient: -1),
        ], constant: 0),
      right: .number(1)),
  ]
}

/// The names of operations on arrays for those who take linear maps apart.
enum LinearNames {
  static let product = Primitive.matmul
  static let outer = Primitive.outer
  static let dot = Primitive.dot
  static let diagonal = Primitive.diag
  static let transpose = Primitive.transpose
  static let mean = Primitive.mean
  static let joining = Primitive.concat
  static let part = Primitive.slice
  static let list = Primitive.stack
  static let unit = Primitive.eye
}
