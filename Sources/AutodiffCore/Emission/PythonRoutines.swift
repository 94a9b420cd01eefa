/// Python that works on numbers one by one, in which functions that NumPy lacks are written out.
enum PythonScalars: RoutineDialect {
  /// Functions of gates, which are written for one number and applied to each element of an array.
  private static let vectorized = Set(
    Primitive.allCases.compactMap { if case .routine(let name)? = $0.spelling { name } else { nil } })

  static func helper(_ name: String) -> Helper? {
    guard let routine = Routine.scalars.first(where: { $0.name == name }) else { return nil }
    var helper = routine.helper(Self.self)
    if vectorized.contains(name) {
      helper.text += "\n\n\n\(name) = np.vectorize(\(Self.routine(name)), otypes=[float])"
    }
    return helper
  }

  // MARK: Expressions

  static func number(_ value: Double) -> Code { PythonDialect.number(value) }
  static func library(_ name: String) -> String { PythonDialect.library(name) }
  static func routine(_ name: String) -> String { vectorized.contains(name) ? name + "_of" : name }

  static func choice(_ condition: Code, _ value: Code, _ other: Code) -> Code {
    Code(
      text: "\(value.bracketed(below: Code.connective)) if \(condition.bracketed(below: Code.connective))"
        + " else \(other.bracketed(below: Code.choice))",
      level: Code.choice)
  }

  static func connective(_ primitive: Primitive, _ operands: [Code]) -> Code {
    let sign = primitive.gate.name
    if primitive == .not { return Code(text: "\(sign) " + operands[0].text, level: Code.connective) }
    return Code(
      text: operands.map { $0.bracketed(below: Code.comparison) }.joined(separator: " \(sign) "),
      level: Code.connective)
  }

  static func isNaN(_ operand: Code, negated: Bool) -> Code {
    Code(text: (negated ? "not " : "") + "np.isnan(\(operand.text))", level: negated ? Code.connective : Code.atom)
  }

  static func isFinite(_ operand: Code) -> Code { Code(text: "np.isfinite(\(operand.text))") }
  static func truth(_ value: Bool) -> String { value ? "True" : "False" }
  static func powerOfTwo(_ exponent: Int) -> Code { Code(text: "2.0**\(exponent)", level: Code.prefix) }
  static func asNumber(_ whole: Code) -> Code { Code(text: "float(\(whole.text))") }
  static func asCount(_ number: Code) -> Code { Code(text: "int(\(number.text))") }

  static func quotient(_ whole: Code, _ divisor: Int) -> Code {
    Code(text: "\(whole.bracketed(below: Code.product))//\(divisor)", level: Code.product)
  }

  // MARK: Statements

  static let statementEnd = ""
  static let hasStarts = false
  static let blockEnd: String? = nil
  static let otherwise = "else:"

  /// The comment stands within the function.
  static func documentation(_ text: String) -> [String] { [] }
  static func note(_ text: String) -> String { "# " + text }

  static func head(_ block: Block) -> String {
    switch block {
    case .when(let condition): "if \(condition.text)"
    case .up(let name, let start, let end):
      "for \(name) in range(\(start.text == "0" ? "" : start.text + ", ")\(end.text))"
    case .down(let name, let end): "for \(name) in reversed(range(\(end.text)))"
    case .during(let condition): "while \(condition.text)"
    }
  }

  static func opening(_ block: Block) -> String { head(block) + ":" }
  static func inline(_ block: Block, _ statement: String) -> String? { nil }

  static func declaration(
    _ kind: Routine.Kind, _ names: [(name: String, value: String)], isVariable: Bool
  ) -> [String] {
    // Values in one line cannot use each other's names.
    if names.allSatisfy({ Double($0.value) != nil }) {
      return [names.map(\.name).joined(separator: ", ") + " = " + names.map(\.value).joined(separator: ", ")]
    }
    return names.map { "\($0.name) = \($0.value)" }
  }

  static func split(_ value: String, fraction: String?, exponent: String) -> [String] {
    ["\(fraction ?? "_"), \(exponent) = np.frexp(\(value))"]
  }

  static func array(_ name: String, _ count: Int) -> String { "\(name) = [0.0]*\(count)" }

  static func scratch(_ name: String, _ count: Code, after last: (name: String, count: Code)?) -> String? {
    "\(name) = [0.0]*\(count.bracketed(below: Code.prefix))"
  }

  static func definition(_ routine: Routine, _ body: [String]) -> [String] {
    let names = routine.parameters.map(\.name).joined(separator: ", ")
    let numbers = routine.parameters.compactMap { if case .number(let name) = $0 { name } else { nil } }
    var lines = ["def \(Self.routine(routine.name))(\(names)):"]
    lines += routine.documentation.split(separator: "\n").map { "    # " + $0 }
    // NumPy's numbers divide by 0 where Python's own raise an error.
    if !numbers.isEmpty {
      let converted = numbers.map { "np.float64(\($0))" }.joined(separator: ", ")
      lines.append("    \(numbers.joined(separator: ", ")) = \(converted)")
    }
    for table in routine.tables {
      let rows = CDialect.table(table.values, indent: "        ").split(separator: "\n").map(String.init)
      lines += ["    \(table.name) = ("] + rows + ["    )"]
    }
    return lines + body
  }

  static func part(_ array: String, _ start: String) -> String { start == "0" ? array : "\(array)[\(start):]" }
  static func mutablePart(_ array: String, _ start: String) -> String { part(array, start) }
}
