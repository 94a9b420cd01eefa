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

  static func function(_ primitive: Primitive) -> String? {
    primitive == .lgamma ? "log_gamma" : CDialect.function(primitive)
  }

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
      as associatedtype class deinit enum extension false fileprivate func guard import in init inout internal is let
      nil open operator private protocol public repeat rethrows self Self subscript super throw throws true try var
      where any some actor await async Any Type Protocol Double Int Bool String Array print readLine lgamma_r log_gamma
      numberText answerPoints digammaRoot digammaSeries polygammaSeries fputs
      """)
  ).union(helpers.keys)

  static let helpers: [String: Helper] = scalarHelpers.merging(laneHelpers) { one, _ in one }
    .merging(matrixHelpers) { one, _ in one }
}
