/// Rust of the 2021 edition, with its standard library alone.
enum RustDialect: LeanDialect {
  static let comment = "//"

  static func number(_ value: Double) -> Code {
    if value.isNaN { return Code(text: "f64::NAN") }
    if value.isInfinite {
      return value > 0 ? Code(text: "f64::INFINITY") : Code(text: "-f64::INFINITY", level: Code.prefix)
    }
    return literal(value)
  }

  static func library(_ name: String) -> String {
    helpers[name] != nil || lackedRoutines.contains { $0.name == name } ? name : "f64::" + (names[name] ?? name)
  }

  /// The functions of the C library that have other names.
  private static let names = [
    "fabs": "abs", "pow": "powf", "log": "ln", "expm1": "exp_m1", "log1p": "ln_1p", "rint": "round_ties_even",
  ]

  /// A module's name begins with the word for it.
  static func routine(_ name: String) -> String { name == "mod" ? "modulo" : name }

  static func choice(_ condition: Code, _ value: Code, _ other: Code) -> Code {
    Code(text: "if \(condition.text) { \(value.text) } else { \(other.text) }", level: Code.choice)
  }

  static func connective(_ primitive: Primitive, _ operands: [Code]) -> Code {
    CDialect.connective(primitive, operands)
  }

  static func isNaN(_ operand: Code, negated: Bool) -> Code {
    let test = operand.bracketed(below: Code.atom) + ".is_nan()"
    return negated ? Code(text: "!" + test, level: Code.prefix) : Code(text: test)
  }

  // MARK: Arrays

  static let clearsArrays = true

  static func constantArray(_ name: String, _ values: [Double]) -> [String] {
    ["let \(name): [f64; \(values.count)] = ["]
      + table(values, indent: "    ").split(separator: "\n").map(String.init) + ["];"]
  }

  static let reserved: Set<String> = CDialect.words(
    """
    as async await break const continue crate dyn else enum extern false fn for gen if impl in let loop match mod move
    mut pub ref return self Self static struct super trait true type unsafe use where while abstract become box do final
    macro override priv try typeof unsized virtual yield union raw _
    bool char f32 f64 i8 i16 i32 i64 i128 isize str u8 u16 u32 u64 u128 usize vec Vec String Option Some None Ok Err
    Result Box Drop Fn FnMut FnOnce Clone Copy Send Sync Sized Default Iterator core std alloc main
    x gradient i j k l m n number_text answer_points malformed
    """
  ).union(Routine.named.keys).union(Routine.ofLibrary.map(\.name)).union(helpers.keys).union(["modulo"])
}
