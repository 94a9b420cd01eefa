/// JavaScript, as browsers and Node run it.
///
/// Source: ECMA-262, "ECMAScript Language Specification", for the functions of `Math`.
enum JavaScriptDialect: LeanDialect {
  static let comment = "//"

  static func number(_ value: Double) -> Code {
    if value.isNaN { return Code(text: "NaN") }
    if value.isInfinite {
      return value > 0 ? Code(text: "Infinity") : Code(text: "-Infinity", level: Code.prefix)
    }
    return literal(value)
  }

  static func library(_ name: String) -> String {
    mathematics.contains(name) ? "Math." + name : renamed[name] ?? name
  }

  /// The functions of the C library that `Math` has under their names.
  private static let mathematics = CDialect.words(
    """
    exp expm1 log log1p log2 log10 sqrt cbrt floor ceil sin cos tan asin acos atan atan2 sinh cosh tanh asinh acosh
    atanh hypot
    """)
  /// The name of the power differs from that of `Math`, which gives nan for 1 to the power of nan or infinity.
  private static let renamed = ["fabs": "Math.abs", "pow": "power"]

  static func operatorSign(_ primitive: Primitive) -> String {
    if primitive == .equal { return "===" }
    return primitive == .notEqual ? "!==" : primitive.gate.name
  }

  static func choice(_ condition: Code, _ value: Code, _ other: Code) -> Code {
    CDialect.choice(condition, value, other)
  }

  static func connective(_ primitive: Primitive, _ operands: [Code]) -> Code {
    CDialect.connective(primitive, operands)
  }

  static func isNaN(_ operand: Code, negated: Bool) -> Code {
    let test = "Number.isNaN(\(operand.text))"
    return negated ? Code(text: "!" + test, level: Code.prefix) : Code(text: test)
  }

  // MARK: Arrays

  static let clearsArrays = true

  static func constantArray(_ name: String, _ values: [Double]) -> [String] {
    ["const \(name) = ["] + table(values, indent: "    ").split(separator: "\n").map(String.init)
      + ["];"]
  }

  // MARK: Names

  static let reserved: Set<String> = CDialect.words(
    """
    abstract arguments async await boolean break byte case catch char class const continue debugger default delete do
    double else enum eval export extends false final finally float for from function get goto if implements import in
    instanceof int interface let long native new null of package private protected public return set short static
    super switch synchronized this throw throws transient true try typeof undefined var void volatile while with yield
    NaN Infinity Math Number Object Array ArrayBuffer DataView Float64Array String Symbol globalThis window self
    module exports require process console __proto__ constructor prototype hasOwnProperty
    x gradient i j k l m n value numberText answerPoints malformed
    """
  ).union(Routine.named.keys).union(Routine.ofLibrary.map(\.name)).union(helpers.keys)
}
