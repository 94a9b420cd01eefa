/// Python with NumPy.
enum PythonDialect: Dialect {
  static let comment = "#"

  static func number(_ value: Double) -> Code {
    if value.isNaN { return Code(text: "np.nan") }
    if value.isInfinite { return value > 0 ? Code(text: "np.inf") : Code(text: "-np.inf", level: Code.prefix) }
    return literal(value)
  }

  /// NumPy has most functions under their names in the C library.
  static func library(_ name: String) -> String { names[name] ?? "np." + name }

  static func routine(_ name: String) -> String { name == "mod" ? "np.mod" : name }

  private static let names = [
    "fabs": "np.abs", "pow": "np.power", "asin": "np.arcsin", "acos": "np.arccos", "atan": "np.arctan",
    "atan2": "np.arctan2", "asinh": "np.arcsinh", "acosh": "np.arccosh", "atanh": "np.arctanh", "erf": "erf",
    "erfc": "erfc", "tgamma": "gamma", "lgamma": "lgamma",
  ]

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
    import in is lambda nonlocal not or pass raise return try while with yield match case type __debug__ np math float tuple range print
    int str len repr abs min max sum ValueError OverflowError sys main abs enumerate reversed
    number_text malformed
    """
  ).union(texts.keys).union(Routine.scalars.flatMap { [$0.name, PythonScalars.routine($0.name)] })

  private static let texts: [String: Helper] = scalarHelpers.merging(arrayHelpers) { one, _ in one }

  static func helper(_ name: String) -> Helper? { texts[name] ?? PythonScalars.helper(name) }

  static func lacks(_ name: String) -> Bool {
    texts[name] != nil || Routine.scalars.contains { $0.name == name }
  }
}
