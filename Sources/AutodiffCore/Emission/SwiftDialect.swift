/// Swift, with the C library's functions.
enum SwiftDialect: LoopDialect {
  static let comment = "//"
  /// Beyond this the compiler takes its time over an expression's types.
  static let longestExpression = 48

  static func number(_ value: Double) -> Code {
    if value.isNaN { return Code(text: "Double.nan") }
    if value.isInfinite {
      return value > 0 ? Code(text: "Double.infinity") : Code(text: "-Double.infinity", level: Code.prefix)
    }
    return literal(value)
  }

  static func library(_ name: String) -> String { names[name] ?? name }

  /// The C library's logarithm of gamma sets a global variable, which Swift does not let code read.
  private static let names = ["lgamma": "log_gamma", "ldexp": "scalbn"]

  static func choice(_ condition: Code, _ value: Code, _ other: Code) -> Code {
    CDialect.choice(condition, value, other)
  }

  static func connective(_ primitive: Primitive, _ operands: [Code]) -> Code {
    CDialect.connective(primitive, operands)
  }

  static func isNaN(_ operand: Code, negated: Bool) -> Code {
    let test = operand.bracketed(below: Code.atom) + ".isNaN"
    return negated ? Code(text: "!" + test, level: Code.prefix) : Code(text: test)
  }

  // MARK: Arrays

  static let clearsArrays = true

  static func constantArray(_ name: String, _ values: [Double]) -> [String] {
    ["let \(name): [Double] = ["] + table(values, indent: "    ").split(separator: "\n").map(String.init) + ["]"]
  }

  static let reserved: Set<String> = CDialect.reserved.union(
    CDialect.words(
      """
      _ as associatedtype catch class defer deinit enum extension fallthrough false fileprivate func guard import in init
      inout internal is let macro nil open operator package precedencegroup private protocol public repeat rethrows self
      Self subscript super throw throws true try typealias var where any some each actor await async yield then consume
      copy discard borrow unsafe nonisolated
      Any Type Protocol Double Int Int32 Bool String Array Never print readLine lgamma_r log_gamma exit stderr
      __FILE__ __LINE__ __COLUMN__ __FUNCTION__ __DSO_HANDLE__ numberText answerPoints fputs
      """)
  ).union(Routine.all.flatMap { routine in routine.tables.map { table($0.name, in: routine) } })
}
