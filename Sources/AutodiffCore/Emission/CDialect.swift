/// C99.
enum CDialect: LoopDialect {
  static let comment = "//"

  static func number(_ value: Double) -> Code {
    if value.isNaN { return Code(text: "NAN") }
    if value.isInfinite { return value > 0 ? Code(text: "INFINITY") : Code(text: "-INFINITY", level: Code.prefix) }
    return literal(value)
  }

  static func function(_ primitive: Primitive) -> String? {
    switch primitive {
    case .abs: "fabs"
    case .power: "pow"
    case .round: "rint"
    case .gamma: "tgamma"
    case .exp, .expm1, .log, .log1p, .log2, .log10, .sqrt, .cbrt, .floor, .ceil, .mod, .sin, .cos, .tan, .asin, .acos,
      .atan, .atan2, .sinh, .cosh, .tanh, .asinh, .acosh, .atanh, .erf, .erfc, .lgamma, .digamma, .polygamma, .hypot:
      primitive.gate.name
    default: nil
    }
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

  static let statementEnd = ";"
  static let clearsArrays = false

  static func loop(_ variable: String, _ count: Int) -> String {
    "for (size_t \(variable) = 0; \(variable) < \(count); \(variable)++) {"
  }

  static func part(_ array: String, _ start: String) -> String { start == "0" ? array : "\(array) + \(start)" }

  static func mutablePart(_ array: String, _ start: String) -> String { part(array, start) }

  static func constantArray(_ name: String, _ values: [Double]) -> [String] {
    ["static const double \(name)[\(values.count)] = {"]
      + table(values).split(separator: "\n").map { String($0.dropFirst(4)) } + ["};"]
  }

  static let reserved: Set<String> = words(
    """
    auto break case char const continue default do double else enum extern float for goto if inline int long register
    restrict return short signed sizeof static struct switch typedef union unsigned void volatile while _Bool _Complex
    _Imaginary main x gradient i j k l m n size_t print_number malformed EOF NULL NAN INFINITY HUGE_VAL stdin stdout stderr errno unix linux
    acos acosh asin asinh atan atan2 atanh cbrt ceil copysign cos cosh erf erfc exp exp2 expm1 fabs fdim floor fma fmax
    fmin fmod frexp hypot ilogb ldexp lgamma llrint llround log log10 log1p log2 logb lrint lround modf nan nearbyint
    nextafter nexttoward pow remainder remquo rint round scalbln scalbn sin sinh sqrt tan tanh tgamma trunc
    j0 j1 jn y0 y1 yn gamma signgam drem significand scalb finite exp10 pow10 isnan isinf isfinite isnormal signbit
    fpclassify math_errhandling abs abort atof atoi atol bsearch calloc div exit free getenv index labs ldiv malloc
    memcpy memset printf qsort rand random realloc scanf srand strtod strtol system time workspace result
    """
  ).union(helpers.keys)

  static func words(_ text: String) -> Set<String> {
    Set(text.split(whereSeparator: \.isWhitespace).map(String.init))
  }
}
