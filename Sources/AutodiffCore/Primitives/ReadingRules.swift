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

  /// All rewritings.
  static let table: [ReadingRule] = terms + products + sums

  private static let terms = [
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
    factors("|u| / u = sign u", [(.call(.abs, u), 1), (u, -1)], .call(.sign, u)),
    factors("e^u * e^v = e^(u + v)", [(.call(.exp, u), 1), (.call(.exp, v), 1)], .call(.exp, .sum([u, v]))),
  ]

  private static let sums = [
    ReadingRule(
      name: "1 - sigma u = sigma(-u)",
      left: .summands([Power(base: .call(.sigma, u), coefficient: -1)], constant: 1),
      right: .call(.sigma, .product([.number(-1), u]))),
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
  static let diagonal = Primitive.diag
  static let transpose = Primitive.transpose
  static let mean = Primitive.mean
  static let joining = Primitive.concat
  static let part = Primitive.slice
  static let list = Primitive.stack
  static let unit = Primitive.eye
}
