/// Routines in Swift.
extension SwiftDialect {
  static let statementEnd = ""
  static let hasStarts = true
  static let discard = "_ = "

  /// The C library's logarithm of the gamma function, without the global variable that it sets the sign in.
  private static let logGamma = Helper(
    text: """
      private func log_gamma(_ x: Double) -> Double {
          var sign: Int32 = 0
          return lgamma_r(x, &sign)
      }
      """)

  static func helper(_ name: String) -> Helper? {
    name == library("lgamma") ? logGamma : Routine.named[name]?.helper(Self.self)
  }

  static func lacks(_ name: String) -> Bool { name == library("lgamma") || Routine.named[name] != nil }

  static func documentation(_ text: String) -> [String] { text.split(separator: "\n").map { "/// " + $0 } }
  static func note(_ text: String) -> String { "// " + text }

  static func head(_ block: Block) -> String {
    switch block {
    case .when(let condition): "if \(condition.text)"
    case .up(let name, let start, let end):
      "for \(name) in \(start.bracketed(below: Code.atom))..<\(end.bracketed(below: Code.atom))"
    case .down(let name, let end): "for \(name) in (0..<\(end.bracketed(below: Code.atom))).reversed()"
    case .during(let condition): "while \(condition.text)"
    }
  }

  static func inline(_ block: Block, _ statement: String) -> String? { head(block) + " { \(statement) }" }

  static func declaration(
    _ kind: Routine.Kind, _ names: [(name: String, value: String)], isVariable: Bool
  ) -> [String] {
    [(isVariable ? "var " : "let ") + names.map { "\($0.name) = \($0.value)" }.joined(separator: ", ")]
  }

  static func split(_ value: String, fraction: String?, exponent: String) -> [String] {
    guard let fraction else { return ["let \(exponent) = frexp(\(value)).1"] }
    // The C library's function: the one that Swift adds to it loses the sign.
    return [
      "var \(exponent)32: Int32 = 0",
      "let \(fraction) = frexp(\(value), &\(exponent)32), \(exponent) = Int(\(exponent)32)",
    ]
  }

  static func array(_ name: String, _ count: Int) -> String {
    "var \(name) = [Double](repeating: 0.0, count: \(count))"
  }

  static func scratch(_ name: String, _ count: Code, after last: (name: String, count: Code)?) -> String? {
    "var \(name) = [Double](repeating: 0.0, count: \(count.text))"
  }

  static func definition(_ routine: Routine, _ body: [String]) -> [String] {
    let parameters = routine.parameters.map { parameter in
      switch parameter {
      case .number(let name): "_ \(name): Double"
      case .count(let name): "_ \(name): Int"
      case .lane(let name, let start): "_ \(name): [Double], _ \(start): Int"
      case .written(let name, let start): "_ \(name): inout [Double], _ \(start): Int"
      }
    }.joined(separator: ", ")
    let tables = routine.tables.flatMap { name, values in
      let lines = constantArray(table(name, in: routine), values)
      return ["private " + lines[0]] + lines.dropFirst() + [""]
    }
    let result = routine.givesNumber ? " -> Double" : ""
    var head = ["private func \(routine.name)(\(parameters))\(result) {"]
    if head[0].utf8.count > 110 {
      head = ["private func \(routine.name)(", "    " + parameters, ")\(result) {"]
    }
    return tables + head + routine.changedParameters.map { "    var \($0) = \($0)" } + body + ["}"]
  }

  static func table(_ name: String, in routine: Routine) -> String { "\(routine.name)_\(name)" }

  static func truth(_ value: Bool) -> String { String(value) }
  static func isFinite(_ operand: Code) -> Code { Code(text: operand.bracketed(below: Code.atom) + ".isFinite") }
  static func asNumber(_ whole: Code) -> Code { Code(text: "Double(\(whole.text))") }
  static func asCount(_ number: Code) -> Code { Code(text: "Int(\(number.text))") }

  static func part(_ array: String, _ start: String) -> String { "\(array), \(start)" }
  static func mutablePart(_ array: String, _ start: String) -> String { "&\(array), \(start)" }
}
