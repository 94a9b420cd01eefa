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

  /// The C library's own sets a global variable, which Swift does not let code read.
  static func library(_ name: String) -> String { name == "lgamma" ? "log_gamma" : name }

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

  static let statementEnd = ""
  static let clearsArrays = true

  static func loop(_ variable: String, _ count: Int) -> String { "for \(variable) in 0..<\(count) {" }
  static func part(_ array: String, _ start: String) -> String { "\(array), \(start)" }
  static func mutablePart(_ array: String, _ start: String) -> String { "&\(array), \(start)" }

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
  ).union(helpers.keys)

  static let helpers: [String: Helper] = scalarHelpers.merging(laneHelpers) { one, _ in one }
    .merging(matrixHelpers) { one, _ in one }
}
