/// Routines in JavaScript, and the functions of the C library that it lacks.
extension JavaScriptDialect {
  static let statementEnd = ";"
  static let hasStarts = true

  /// Functions that are written in terms of what only JavaScript has.
  static let helpers: [String: Helper] = [
    "fmod": Helper(text: "function fmod(x, y) { return x % y; }"),
    "rint": Helper(
      text: """
        // The nearest whole number, halves to even.
        function rint(x) {
            if (!(Math.abs(x) < 4503599627370496.0)) return x;
            const size = Math.abs(x) + 4503599627370496.0 - 4503599627370496.0;
            return x < 0.0 || Object.is(x, -0.0) ? -size : size;
        }
        """),
    "power": Helper(
      text: """
        // The power of the C library: 1 for the base 1, and for -1 with an infinite exponent.
        function power(x, y) {
            return x === 1.0 || (x === -1.0 && Math.abs(y) === Infinity) ? 1.0 : Math.pow(x, y);
        }
        """),
    "ldexp": Helper(
      text: """
        // x*2^n; the steps downwards leave the rounding to the last.
        function ldexp(x, n) {
            for (; n > 1023; n -= 1023) x *= 8.98846567431158e+307;
            for (; n < -1022; n += 969) x *= 2.004168360008973e-292;
            const scale = new DataView(new ArrayBuffer(8));
            scale.setUint32(0, (n + 1023) << 20);
            return x*scale.getFloat64(0);
        }
        """),
    "frexp": Helper(
      text: """
        // A number as a fraction from 1/2 to 1 times a power of 2.
        function frexp(x) {
            if (x === 0.0 || !Number.isFinite(x)) return [x, 0];
            const bits = new DataView(new ArrayBuffer(8));
            const isTiny = Math.abs(x) < 2.2250738585072014e-308;
            bits.setFloat64(0, isTiny ? x*18014398509481984.0 : x);
            const high = bits.getUint32(0);
            bits.setUint32(0, (high & 0x800fffff) | 0x3fe00000);
            return [bits.getFloat64(0), ((high >>> 20) & 0x7ff) - 1022 - (isTiny ? 54 : 0)];
        }
        """),
  ]

  static func documentation(_ text: String) -> [String] {
    text.split(separator: "\n").map { "// " + $0 }
  }
  static func note(_ text: String) -> String { "// " + text }

  static func head(_ block: Block) -> String {
    switch block {
    case .when(let condition): "if (\(condition.text))"
    case .up(let name, let start, let end):
      "for (let \(name) = \(start.text); \(name) < \(end.text); \(name)++)"
    case .down(let name, let end):
      "for (let \(name) = \(end.bracketed(below: Code.sum)) - 1; \(name) >= 0; \(name)--)"
    case .during(let condition): "while (\(condition.text))"
    }
  }

  static func inline(_ block: Block, _ statement: String) -> String? {
    head(block) + " " + statement
  }

  static func declaration(
    _ kind: Routine.Kind, _ names: [(name: String, value: String)], isVariable: Bool
  ) -> [String] {
    [
      (isVariable ? "let " : "const ")
        + names.map { "\($0.name) = \($0.value)" }.joined(separator: ", ") + ";"
    ]
  }

  static func split(_ value: String, fraction: String?, exponent: String) -> [String] {
    ["const [\(fraction ?? ""), \(exponent)] = frexp(\(value));"]
  }

  static func array(_ name: String, _ count: Int) -> String {
    "const \(name) = new Float64Array(\(count));"
  }

  static func scratch(_ name: String, _ count: Code, after last: (name: String, count: Code)?)
    -> String?
  {
    "const \(name) = new Float64Array(\(count.text));"
  }

  static func definition(_ routine: Routine, _ body: [String]) -> [String] {
    let parameters = routine.parameters.flatMap { parameter in
      switch parameter {
      case .number(let name), .count(let name): [name]
      case .lane(let name, let start), .written(let name, let start): [name, start]
      }
    }
    // A table within the function, for scripts of one page share the names of their constants.
    let tables = routine.tables.flatMap { constantArray($0.name, $0.values).map { "    " + $0 } }
    return ["function \(routine.name)(\(parameters.joined(separator: ", "))) {"] + tables + body + [
      "}"
    ]
  }

  static func truth(_ value: Bool) -> String { String(value) }
  static func isFinite(_ operand: Code) -> Code { Code(text: "Number.isFinite(\(operand.text))") }
  static func asNumber(_ whole: Code) -> Code { whole }
  static func asCount(_ number: Code) -> Code { Code(text: "Math.trunc(\(number.text))") }
  static func powerOfTwo(_ exponent: Int) -> Code {
    number(Double(sign: .plus, exponent: exponent, significand: 1))
  }
  static func quotient(_ whole: Code, _ divisor: Int) -> Code {
    Code(text: "Math.trunc(\(whole.bracketed(below: Code.product))/\(divisor))")
  }

  static func part(_ array: String, _ start: String) -> String { "\(array), \(start)" }
  static func mutablePart(_ array: String, _ start: String) -> String { part(array, start) }
}
