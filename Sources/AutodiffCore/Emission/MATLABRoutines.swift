/// Routines in MATLAB, and the functions of the C library that it lacks, or that leave the real numbers there.
extension MATLABDialect {
  static let statementEnd = ";"
  static let hasStarts = true
  static let blockEnd: String? = "end"
  static let otherwise = "else"
  static let copiesArrays = true

  static let helpers: [String: Helper] = {
    var helpers: [String: Helper] = [
      "choose": Helper(
        text: """
          % One value where a condition holds, and another where it does not.
          function result = choose(condition, value, other)
              if condition
                  result = value;
              else
                  result = other;
              end
          end
          """),
      "pow_of": Helper(
        text: """
          % A power; NaN where it is no real number.
          function result = pow_of(x, y)
              result = x^y;
              if x == 1.0 || (x == -1.0 && abs(y) == Inf)
                  result = 1.0;
              elseif ~isreal(result)
                  result = NaN;
              end
          end
          """),
      "cbrt_of": Helper(
        text: """
          function result = cbrt_of(x)
              result = nthroot(x, 3);
          end
          """),
      "rint_of": Helper(
        text: """
          % The nearest whole number, halves to even.
          function result = rint_of(x)
              result = x;
              if abs(x) < 4503599627370496.0
                  result = abs(x) + 4503599627370496.0 - 4503599627370496.0;
                  if x < 0.0
                      result = -result;
                  end
              end
          end
          """),
      "ldexp_of": Helper(
        text: """
          % x*2^n; the steps downwards leave the rounding to the last.
          function result = ldexp_of(x, n)
              while n > 1000
                  x = x*2.0^1000;
                  n = n - 1000;
              end
              while n < -1022
                  x = x*2.0^-969;
                  n = n + 969;
              end
              result = x*2.0^n;
          end
          """),
    ]
    for name in ["sqrt", "log", "log1p", "log2", "log10", "asin", "acos", "acosh", "atanh"] {
      helpers[name + "_of"] = Helper(
        text: """
          % NaN where \(name) is no real number.
          function result = \(name)_of(x)
              result = \(name)(x);
              if ~isreal(result)
                  result = NaN;
              end
          end
          """)
    }
    return helpers
  }()

  static func documentation(_ text: String) -> [String] { text.split(separator: "\n").map { "% " + $0 } }
  static func note(_ text: String) -> String { "% " + text }

  static func head(_ block: Block) -> String {
    switch block {
    case .when(let condition): "if \(condition.text)"
    case .up(let name, let start, let end): "for \(name) = \(start.text):\(below(end))"
    case .down(let name, let end): "for \(name) = \(below(end)):-1:0"
    case .during(let condition): "while \(condition.text)"
    }
  }

  /// The last number below an end.
  private static func below(_ end: Code) -> String { Int(end.text).map { String($0 - 1) } ?? "\(end.text) - 1" }

  static func opening(_ block: Block) -> String { head(block) }
  static func inline(_ block: Block, _ statement: String) -> String? { nil }

  static func declaration(
    _ kind: Routine.Kind, _ names: [(name: String, value: String)], isVariable: Bool
  ) -> [String] {
    names.map { "\($0.name) = \($0.value);" }
  }

  static func split(_ value: String, fraction: String?, exponent: String) -> [String] {
    ["[\(fraction ?? "~"), \(exponent)] = log2(\(value));"]
  }

  static func array(_ name: String, _ count: Int) -> String { "\(name) = zeros(1, \(count));" }

  static func scratch(_ name: String, _ count: Code, after last: (name: String, count: Code)?) -> String? {
    "\(name) = zeros(1, \(count.text));"
  }

  static func definition(_ routine: Routine, _ body: [String]) -> [String] {
    let parameters = routine.parameters.flatMap { parameter in
      switch parameter {
      case .number(let name), .count(let name): [name]
      case .lane(let name, let start), .written(let name, let start): [name, start]
      }
    }
    let results = (routine.givesNumber ? ["result"] : []) + routine.writtenParameters
    let tables = routine.tables.flatMap { constantArray($0.name, $0.values).map { "    " + $0 } }
    let head = results.count == 1 ? results[0] : "[\(results.joined(separator: ", "))]"
    return ["function \(head) = \(Self.routine(routine.name))(\(parameters.joined(separator: ", ")))"] + tables + body
      + ["end"]
  }

  static func change(_ primitive: Primitive, _ target: String, _ value: Code) -> String {
    "\(target) = " + gate(primitive, [Code(text: target), value], isNaNTest: false).text
  }

  /// Arrays that a function writes to are among its results.
  static func calling(_ call: String, givesTo number: String?, isGiven: Bool, writing arrays: [String]) -> String {
    let results = (isGiven ? [number ?? "~"] : []) + arrays
    return "\(results.count == 1 ? results[0] : "[\(results.joined(separator: ", "))]") = \(call)"
  }

  static func returning(_ value: String?) -> String { value.map { "result = \($0); return" } ?? "return" }

  static func truth(_ value: Bool) -> String { String(value) }
  static func isFinite(_ operand: Code) -> Code { Code(text: "isfinite(\(operand.text))") }
  static func asNumber(_ whole: Code) -> Code { whole }
  /// Both sides of a choice are worked out, so that the other one's places have to be some, too.
  static func asCount(_ number: Code) -> Code { Code(text: "max(fix(\(number.text)), 0)") }
  static func powerOfTwo(_ exponent: Int) -> Code { Code(text: "2.0^\(exponent)", level: Code.product) }
  static func quotient(_ whole: Code, _ divisor: Int) -> Code {
    Code(text: "floor(\(whole.bracketed(below: Code.product))/\(divisor))")
  }

  static func part(_ array: String, _ start: String) -> String { "\(array), \(start)" }
  static func mutablePart(_ array: String, _ start: String) -> String { part(array, start) }
}
