/// Routines in C.
extension CDialect {
  static let statementEnd = ";"
  static let hasStarts = false

  static func documentation(_ text: String) -> [String] {
    ["/* " + text.split(separator: "\n").joined(separator: "\n   ") + " */"]
  }

  static func note(_ text: String) -> String { "/* \(text) */" }

  static func head(_ block: Block) -> String {
    switch block {
    case .when(let condition): "if (\(condition.text))"
    case .up(let name, let start, let end):
      "for (size_t \(name) = \(start.text); \(name) < \(end.text); \(name)++)"
    case .down(let name, let end): "for (size_t \(name) = \(end.text); \(name)-- > 0;)"
    case .during(let condition): "while (\(condition.text))"
    }
  }

  static func inline(_ block: Block, _ statement: String) -> String? { head(block) + " " + statement }

  static func declaration(
    _ kind: Routine.Kind, _ names: [(name: String, value: String)], isVariable: Bool
  ) -> [String] {
    let type =
      switch kind {
      case .number: "double"
      case .count: "size_t"
      case .exponent: "long"
      case .truth: "int"
      }
    let parts = names.map { "\($0.name) = \($0.value)" }.joined(separator: ", ")
    return ["\(isVariable ? "" : "const ")\(type) \(parts);"]
  }

  static func split(_ value: String, fraction: String?, exponent: String) -> [String] {
    let call = "frexp(\(value), &\(exponent));"
    return ["int \(exponent);", fraction.map { "const double \($0) = " + call } ?? "(void)" + call]
  }

  static func array(_ name: String, _ count: Int) -> String { "double \(name)[\(count)] = {0.0};" }

  static func scratch(_ name: String, _ count: Code, after last: (name: String, count: Code)?) -> String? {
    last.map { "double *const \(name) = \($0.name) + \($0.count.text);" }
  }

  static func definition(_ routine: Routine, _ body: [String]) -> [String] {
    var parameters = routine.parameters.map { parameter in
      switch parameter {
      case .number(let name): "double \(name)"
      case .count(let name): "size_t \(name)"
      case .lane(let name, _): "const double *\(name)"
      case .written(let name, _): "double *\(name)"
      }
    }
    // The first such array is where the room begins that the caller gives for all of them.
    if let room = routine.scratch.first { parameters.append("double *\(room)") }
    let type = routine.givesNumber ? "double" : "void"
    let tables = routine.tables.flatMap { constantArray($0.name, $0.values).map { "    " + $0 } }
    return ["static \(type) \(routine.name)(\(parameters.joined(separator: ", ")))", "{"] + tables + body + ["}"]
  }

  static func truth(_ value: Bool) -> String { value ? "1" : "0" }
  static func isFinite(_ operand: Code) -> Code { Code(text: "isfinite(\(operand.text))") }
  static func asNumber(_ whole: Code) -> Code { Code(text: "(double)" + whole.bracketed(below: Code.atom)) }
  static func asCount(_ number: Code) -> Code { Code(text: "(size_t)" + number.bracketed(below: Code.atom)) }
}
