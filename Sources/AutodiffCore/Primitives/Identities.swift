/// The identities between functions that algebra uses: rows of a table of their own, since each relates several
/// primitives.
///
/// Source: NIST DLMF §4.2, §4.21, §5.4 and §10.4; the others follow from the definitions.
enum Identities {
  /// Functions with f(g(u)) = u wherever the left side is defined.
  static let inverses: [(outer: Primitive, inner: Primitive)] = [(.log, .exp), (.exp, .log)]

  /// Functions with f(u)² + g(u)² = 1.
  static let squaresSumToOne: [(first: Primitive, second: Primitive)] = [(.sin, .cos)]

  /// A function of the sign of u, and the one that its product with u is: u·flag(u) = whole(u).
  struct SignRule: Sendable {
    /// The function of the sign, as `sign` and `step`.
    var flag: Primitive
    /// The function u·flag(u), as `abs` and `relu`.
    var whole: Primitive
    /// A Boolean value indicating whether whole(u)·flag(u) is u; otherwise it is whole(u) again.
    var givesArgument: Bool
  }

  /// The functions of the sign.
  static let signs = [
    SignRule(flag: .sign, whole: .abs, givesArgument: true),
    SignRule(flag: .step, whole: .relu, givesArgument: false),
  ]

  /// Functions whose even powers are those of their argument: |u|² = u².
  static let magnitudes: [Primitive] = [magnitude]
  /// The size of a number without its sign.
  static let magnitude = Primitive.abs
  /// The greatest of several numbers.
  static let greatest = Primitive.max

  /// Functions with f(-u) = -f(u).
  static let odd: [Primitive] = [.sin, .tan, .sinh, .tanh, .asin, .atan, .asinh, .atanh, .erf, .cbrt]
  /// Functions of a whole order and a number with f(-n, u) = (-1)ⁿ·f(n, u).
  static let reflectedByOrder: [Primitive] = [.besselj]
  /// Logarithms of functions other than the number itself, wherever those are positive.
  static let logarithms: [(logarithm: Primitive, function: Primitive)] = [(.lgamma, .gamma)]
  /// The length of a pair, the root of the sum of its squares.
  static let length = Primitive.hypot

  /// Functions that are never negative, whatever their arguments are.
  static let neverNegative: [Primitive] = [
    .abs, .exp, .sqrt, .sigma, .softplus, .relu, .step, .cosh, .acosh, .hypot, .norm, .normcdf, .erfc, .softmax,
    .variance,
    .ones, .zeros, .eye,
  ]
  /// Operations on arrays that are not negative where no element of an operand is.
  static let keepsSign: [Primitive] = [
    .sum, .mean, .prod, .dot, .matmul, .outer, .transpose, .diag, .slice, .stack, .concat,
  ]
  /// Operations whose result is a symmetric matrix.
  static let symmetricMatrices: [Primitive] = [.eye, .diag, .zeros, .ones]
  /// The inverse of a matrix.
  static let inverse = Primitive.inv

  /// The reduction that adds.
  static let total = Primitive.sum
  /// The function f with f(u)² = u.
  static let root = Primitive.sqrt
  /// The inverse of `logarithm`.
  static let exponential = Primitive.exp
  /// The natural logarithm.
  static let logarithm = Primitive.log

  /// Returns a Boolean value indicating whether `outer` undoes `inner`.
  static func undoes(_ outer: Primitive, _ inner: Primitive) -> Bool {
    inverses.contains { $0.outer == outer && $0.inner == inner }
  }
}
