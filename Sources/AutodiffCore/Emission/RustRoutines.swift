/// Routines in Rust, and the functions of the C library that it lacks.
extension RustDialect {
  static let statementEnd = ";"
  static let hasStarts = false
  /// Names are the program's own.
  static let attribute = "#[allow(non_snake_case)]"

  static let helpers: [String: Helper] = [
    "fmod": Helper(
      text: """
        fn fmod(x: f64, y: f64) -> f64 {
            x % y
        }
        """),
    "ldexp": Helper(
      text: """
        // x*2^n; the steps downwards leave the rounding to the last.
        fn ldexp(mut x: f64, mut n: i64) -> f64 {
            while n > 1023 {
                x *= 8.98846567431158e307;
                n -= 1023;
            }
            while n < -1022 {
                x *= 2.004168360008973e-292;
                n += 969;
            }
            x*f64::from_bits(((n + 1023) as u64) << 52)
        }
        """),
    "frexp": Helper(
      text: """
        // A number as a fraction from 1/2 to 1 times a power of 2.
        fn frexp(x: f64) -> (f64, i64) {
            if x == 0.0 || !x.is_finite() {
                return (x, 0);
            }
            let tiny = f64::abs(x) < 2.2250738585072014e-308;
            let bits = (if tiny { x*18014398509481984.0 } else { x }).to_bits();
            let exponent = ((bits >> 52) & 0x7ff) as i64 - 1022 - if tiny { 54 } else { 0 };
            (f64::from_bits((bits & 0x800f_ffff_ffff_ffff) | 0x3fe0_0000_0000_0000), exponent)
        }
        """),
  ]

  static func documentation(_ text: String) -> [String] { text.split(separator: "\n").map { "/// " + $0 } }
  static func note(_ text: String) -> String { "// " + text }

  static func head(_ block: Block) -> String {
    switch block {
    case .when(let condition): "if \(condition.text)"
    case .up(let name, let start, let end):
      "for \(name) in \(start.bracketed(below: Code.sum))..\(end.bracketed(below: Code.sum))"
    case .down(let name, let end): "for \(name) in (0..\(end.bracketed(below: Code.sum))).rev()"
    case .during(let condition): "while \(condition.text)"
    }
  }

  static func inline(_ block: Block, _ statement: String) -> String? { nil }

  static func declaration(
    _ kind: Routine.Kind, _ names: [(name: String, value: String)], isVariable: Bool
  ) -> [String] {
    let type =
      switch kind {
      case .number: "f64"
      case .count: "usize"
      case .exponent: "i64"
      case .truth: "bool"
      }
    return names.map { "let \(isVariable ? "mut " : "")\($0.name): \(type) = \($0.value);" }
  }

  static func split(_ value: String, fraction: String?, exponent: String) -> [String] {
    ["let (\(fraction ?? "_"), \(exponent)) = frexp(\(value));"]
  }

  static func array(_ name: String, _ count: Int) -> String { "let mut \(name) = [0.0f64; \(count)];" }

  static func scratch(_ name: String, _ count: Code, after last: (name: String, count: Code)?) -> String? {
    "let mut \(name) = vec![0.0f64; \(count.text)];"
  }

  static func definition(_ routine: Routine, _ body: [String]) -> [String] {
    let changed = Set(routine.changedParameters)
    let parameters = routine.parameters.map { parameter in
      let prefix = changed.contains(parameter.name) ? "mut " : ""
      return switch parameter {
      case .number(let name): "\(prefix)\(name): f64"
      case .count(let name): "\(prefix)\(name): usize"
      case .lane(let name, _): "\(name): &[f64]"
      case .written(let name, _): "\(name): &mut [f64]"
      }
    }
    let tables = routine.tables.flatMap { constantArray($0.name, $0.values).map { "    " + $0 } }
    let result = routine.givesNumber ? " -> f64" : ""
    // Some variables get their first value twice.
    let attributes = routine.hasBothWays ? ["#[allow(unused_assignments)]"] : []
    return attributes + ["fn \(Self.routine(routine.name))(\(parameters.joined(separator: ", ")))\(result) {"] + tables
      + body + [
        "}"
      ]
  }

  static func truth(_ value: Bool) -> String { String(value) }
  static func isFinite(_ operand: Code) -> Code { Code(text: operand.bracketed(below: Code.atom) + ".is_finite()") }
  static func asNumber(_ whole: Code) -> Code {
    Code(text: whole.bracketed(below: Code.atom) + " as f64", level: Code.comparison)
  }
  static func asCount(_ number: Code) -> Code {
    Code(text: number.bracketed(below: Code.atom) + " as usize", level: Code.comparison)
  }
  static func powerOfTwo(_ exponent: Int) -> Code {
    number(Double(sign: .plus, exponent: exponent, significand: 1))
  }

  static func part(_ array: String, _ start: String) -> String { "&\(array)[\(start == "0" ? "" : start)..]" }
  static func mutablePart(_ array: String, _ start: String) -> String {
    "&mut \(array)[\(start == "0" ? "" : start)..]"
  }
}
