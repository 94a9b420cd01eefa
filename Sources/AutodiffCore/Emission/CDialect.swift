/// C99.
enum CDialect: LoopDialect {
  static let comment = "//"

  static func number(_ value: Double) -> Code {
    if value.isNaN { return Code(text: "NAN") }
    if value.isInfinite { return value > 0 ? Code(text: "INFINITY") : Code(text: "-INFINITY", level: Code.prefix) }
    return literal(value)
  }

  static func choice(_ condition: Code, _ value: Code, _ other: Code) -> Code {
    Code(
      text: "\(condition.bracketed(below: Code.connective)) ? \(value.bracketed(below: Code.choice + 1))"
        + " : \(other.bracketed(below: Code.choice))",
      level: Code.choice)
  }

  static func connective(_ primitive: Primitive, _ operands: [Code]) -> Code {
    if primitive == .not { return Code(text: "!" + operands[0].bracketed(below: Code.atom), level: Code.prefix) }
    let symbol = primitive == .and ? " && " : " || "
    // Compilers ask for brackets where the two are mixed.
    return Code(
      text: operands.map { $0.bracketed(below: Code.comparison) }.joined(separator: symbol), level: Code.connective)
  }

  static func isNaN(_ operand: Code, negated: Bool) -> Code {
    Code(text: "\(negated ? "!" : "")isnan(\(operand.text))", level: negated ? Code.prefix : Code.atom)
  }

  // MARK: Arrays

  static let clearsArrays = false

  static func part(_ array: String, _ start: String) -> String { start == "0" ? array : "\(array) + \(start)" }

  static func mutablePart(_ array: String, _ start: String) -> String { part(array, start) }

  static func constantArray(_ name: String, _ values: [Double]) -> [String] {
    ["static const double \(name)[\(values.count)] = {"]
      + table(values).split(separator: "\n").map { String($0.dropFirst(4)) } + ["};"]
  }
}
