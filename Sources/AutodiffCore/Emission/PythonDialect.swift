/// Python with NumPy.
enum PythonDialect: Dialect {
  static let comment = "#"

  static func number(_ value: Double) -> Code {
    if value.isNaN { return Code(text: "np.nan") }
    if value.isInfinite { return value > 0 ? Code(text: "np.inf") : Code(text: "-np.inf", level: Code.prefix) }
    return literal(value)
  }

  static func function(_ primitive: Primitive) -> String? {
    switch primitive {
    case .round: "np.rint"
    case .asin, .acos, .atan, .atan2, .asinh, .acosh, .atanh: "np.arc" + primitive.gate.name.dropFirst()
    case .exp, .expm1, .log, .log1p, .log2, .log10, .sqrt, .cbrt, .abs, .floor, .ceil, .mod, .sin, .cos, .tan, .sinh,
      .cosh, .tanh, .hypot:
      "np." + primitive.gate.name
    case .power: "np.power"
    case .erf, .erfc, .gamma, .lgamma, .digamma, .polygamma: primitive.gate.name
    default: nil
    }
  }

  static func choice(_ condition: Code, _ value: Code, _ other: Code) -> Code {
    Code(text: "np.where(\(condition.text), \(value.text), \(other.text))")
  }

  static func connective(_ primitive: Primitive, _ operands: [Code]) -> Code {
    Code(text: "np.logical_\(primitive.gate.name)(\(operands.map(\.text).joined(separator: ", ")))")
  }

  static func isNaN(_ operand: Code, negated: Bool) -> Code {
    Code(text: negated ? "np.logical_not(np.isnan(\(operand.text)))" : "np.isnan(\(operand.text))")
  }

  static let reserved: Set<String> = CDialect.words(
    """
    False None True and as assert async await break class continue def del elif else except finally for from global if
    import in is lambda nonlocal not or pass raise return try while with match case type np math float tuple range print
    int str len repr abs min max sum ValueError OverflowError sys main abs enumerate reversed
    number_text malformed digamma_of polygamma_of
    """
  ).union(helpers.keys)

  static let helpers: [String: Helper] = scalarHelpers.merging(arrayHelpers) { one, _ in one }
}
