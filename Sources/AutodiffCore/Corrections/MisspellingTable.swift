/// The spellings of other languages in place of this one's, a row each; of rows that match, the first that mends the text counts.
enum MisspellingTable {
  typealias Row = Misspelling

  /// The rows that make sense of a kind of problem; none for a text that was read, and that fails for its shapes or
  /// values.
  static func rows(for fact: Problem.Fact) -> [Row] {
    switch fact {
    case .unknownFunction(let name, _, isVariable: true): powers + calculus + [calledName(name)]
    case .unknownFunction(let name, _, isVariable: false):
      powers + calculus + logarithms + (Synonyms.row(of: name).map { SynonymCall.rows($0, name) } ?? [])
    case .wrongArgumentCount: logarithms
    // A number in another notation is no product.
    case .missingOperator(let left, let right) where isNumeral(left, right): []
    case .missingOperator(let left, _):
      definitions + words + (Synonyms.row(of: left).map { SynonymCall.bareRows($0, left) } ?? []) + all
    case .malformedNumber: loops + definitions
    case .unexpectedCharacter, .misplacedPoint, .operandExpected, .unexpectedWord,
      .argumentsExpected, .assignmentInExpression, .assignmentToNonName, .reservedWord, .conditionMisplaced,
      .conditionExpected, .elseWithoutIf, .loopHead, .blockExpected, .unopenedBracket, .mismatchedBracket,
      .numberTooLarge:
      all
    default: []
    }
  }

  /// Returns a Boolean value indicating whether two words are a number with a base, `0x1F`, or with groups, `1_000`.
  private static func isNumeral(_ left: String, _ right: String) -> Bool {
    let digits = right.dropFirst()
    guard let first = right.first, !digits.isEmpty, digits.allSatisfy(\.isHexDigit) else { return false }
    return first == "_" || (left == "0" && "xXbBoO".contains(first))
  }

  private static let all =
    remarks + values + points + powers + words + calculus + transposes + logarithms + choices + loops + definitions
    + latex + solutions + bars + remainders + signs + juxtapositions

  /// A variable in front of a bracket, which multiplies.
  private static func calledName(_ name: String) -> Row { Row("\(name) GROUP", "$1*$2", " to multiply") }
}

// MARK: - Mathematics on paper

extension MisspellingTable {
  /// Powers of functions, and exponents without brackets.
  private static let powers: [Row] =
    inverses.flatMap { name, inverse in
      ["^-1", "⁻¹", "^{-1}", "^(-1)"].flatMap { exponent in
        [Row("\(name) \(exponent) GROUP", "\(inverse)$3"), Row("\(name) \(exponent) FACTOR", "\(inverse)($3)")]
      } + ["-1", "−1"].map { Row("\(name) \($0) GROUP", "\(inverse)$3") }
    } + [
      Row("FUNCTION ^ NUMBER GROUP", "$1$4^$3"), Row("FUNCTION ^ NUMBER FACTOR", "$1($4)^$3"),
      Row("FUNCTION ^ NAME GROUP", "$1$4^$3"), Row("FUNCTION ^ NAME FACTOR", "$1($4)^$3"),
      Row("FUNCTION ^ BLOCK GROUP", "$1$4^$3"), Row("FUNCTION ^ BLOCK FACTOR", "$1($4)^$3"),
      Row("FUNCTION ^ GROUP GROUP", "$1$4^$3"),
      Row("FUNCTION RAISED GROUP", "$1$3$2"), Row("FUNCTION RAISED FACTOR", "$1($3)$2"),
      Row("ATOM RAISED ^ POWER", "($1$2)^$4"), Row("ATOM RAISED ATOM", "$1$2*$3", " to multiply"),
      Row("e ^ NUMBER ATOM", "e^($3*$4)"), Row("e ^ - NUMBER ATOM", "e^(-$4*$5)"),
      Row("e ^ NAME ATOM", "e^($3*$4)"), Row("NUMBER ^ NUMBER ATOM", "$1^($3*$4)"),
      Row("ATOM / NUMBER ATOM", "$1/($3*$4)", ", or $1/$3*$4"),
      Row("∛ POWER", "cbrt($2)"), Row("∜ POWER", "{2}^(1/4)"),
      Row("ATOM ⁄ ATOM", "$1/$3"), Row("½", "(1/2)"), Row("⅓", "(1/3)"), Row("⅔", "(2/3)"), Row("¼", "(1/4)"),
      Row("¾", "(3/4)"), Row("NUMBER °", "$1*pi/180"), Row("ATOM °", "$1*pi/180"), Row("ATOM !", "gamma($1 + 1)"),
    ]

  /// The functions whose power -1 is their inverse.
  private static let inverses: KeyValuePairs = [
    "sin": "asin", "cos": "acos", "tan": "atan", "sinh": "asinh", "cosh": "acosh", "tanh": "atanh", "exp": "log",
    "log": "exp", "ln": "exp",
  ]

  /// Transposes: raised, and products with them.
  private static let transposes: [Row] =
    ["^T", "^⊤", "ᵀ", "⊤", "'", "′", "^\\top", "^{\\top}", "^{T}", "^′"].flatMap { mark in
      [Row("ATOM \(mark) ATOM", "$1' @ $3"), Row("ATOM \(mark) * ATOM", "$1' @ $4")]
    } + ["^T", "^⊤", "⊤", "′", "^\\top", "^{\\top}", "^{T}"].map { Row("ATOM \($0)", "$1'") }

  /// Systems of equations, whose sign begins the commands of LaTeX.
  private static let solutions = [Row("ATOM \\ DIVISOR", "solve($1, $3)")]

  /// Logarithms and roots with a base, and a rounding with digits.
  private static let logarithms: [Row] =
    ["log", "ln"].flatMap { name in
      [
        Row("\(name) ( EXPR , 2 )", "log2($3)"), Row("\(name) ( EXPR , 10 )", "log10($3)"),
        Row("\(name) ( EXPR , e )", "log($3)"), Row("\(name) ( EXPR , EXPR )", "log($3)/log($5)"),
      ]
    } + [
      Row("log_ BLOCK GROUP", "log$3/log$2"), Row("sqrt ( EXPR , EXPR )", "{3}^(1/$5)"),
      Row("round ( EXPR , EXPR )", "round($3*10^$5)/10^$5"),
    ]

  /// Derivatives, which the command takes.
  private static let calculus: [Row] =
    [
      "d / DIFFERENTIAL EXPR", "∂ / ∂ NAME EXPR", "∂ / ∂NAME EXPR", "\\frac { d } { DIFFERENTIAL } EXPR",
      "\\frac { \\partial } { \\partial NAME } EXPR",
    ].map { pattern in Row(pattern, "$\(pattern.split(separator: " ").count)", differentiates) }
    + [
      Row("d ( EXPR ) / DIFFERENTIAL", "$3", differentiates), Row("∂ ( EXPR ) / ∂ NAME", "$3", differentiates),
      Row("∇ POWER", "$2", differentiates), Row("NAME ' GROUP", "$1$3", differentiates),
      Row("NAME ' ' GROUP", "$1$4", differentiates), Row("NAME ′ GROUP", "$1$3", differentiates),
      Row("NAME ″ GROUP", "$1$3", differentiates),
    ]
    + ["grad", "gradient", "derivative", "D", "jacobian", "hessian", "derive", "deriv"].flatMap { name in
      [
        Row("\(name) ( EXPR )", "$3", differentiates),
        Row(
          "\(name) ( EXPR , NAME )", "$3", differentiates + "; within a program diff($3, $5) does"),
        Row("\(name) ( EXPR , [ NAMES ] )", "$3", differentiates),
      ]
    }

  private static let differentiates = ": the command takes the derivative"

  /// Bars and brackets around their operand.
  private static let bars: [Row] = [
    Row("FUNCTION | EXPR |", "$1(abs($3))"), Row("‖ EXPR ‖ RAISED", "norm($2)$4"),
    Row("‖ EXPR ‖ ^ NUMBER", "norm($2)^$5"), Row("‖ EXPR ‖", "norm($2)"),
    Row("|| EXPR || RAISED", "norm($2)$4"), Row("|| EXPR || ^ NUMBER", "norm($2)^$5"),
    Row("| EXPR | RAISED", "abs($2)$4"), Row("| EXPR | ^ NUMBER", "abs($2)^$5"),
    Row("\\| EXPR \\|", "norm($2)"), Row("|| EXPR ||", "norm($2)"),
    Row("| EXPR |", "abs($2)"), Row("∥ EXPR ∥", "norm($2)"), Row("∣ EXPR ∣", "abs($2)"),
    Row("⌊ EXPR ⌋", "floor($2)"), Row("⌈ EXPR ⌉", "ceil($2)"), Row("⟨ EXPR , EXPR ⟩", "dot($2, $4)"),
  ]

  /// Signs that look like those of the language, or that mean them.
  private static let signs: [Row] =
    [
      ("∗", "*"), ("⊙", "*"), ("∘", "*"), ("⋆", "*"), ("•", "*"), ("✕", "*"), ("✖", "*"), ("∞", "inf"), ("—", "-"),
      ("–", "-"), ("‐", "-"), ("‑", "-"), ("‒", "-"), ("⩽", "<="), ("≦", "<="), ("⩾", ">="), ("≧", ">="), ("≔", "="),
      ("∧", " and "), ("∨", " or "), ("¬", "not "), ("&&", "and"), ("&", "and"), ("||", "or"), ("===", "=="),
      ("!==", "!="), ("<>", "!="), ("=<", "<="), ("=>", ">="), ("′", "'"), ("“", ""), ("”", ""), ("\"", ""), ("`", ""),
      ("***", "^"), ("^^", "^"), (".*", "*"), ("./", "/"), (".^", "^"), (".'", "'"), ("//", "/"), ("˄", "^"),
      ("ˆ", "^"),
    ].map { Row($0.0, $0.1) } + fullWidth + [
      Row("ATOM ⊗ ATOM", "outer($1, $3)"), Row("ATOM EXPONENT", "$1^~2"), Row("! ATOM", "not $2"),
      Row("~ ATOM", "not $2"),
    ]

  /// The forms of ASCII signs that are as wide as Chinese characters.
  private static let fullWidth: [Row] = (0xFF01...0xFF5E).compactMap { value in
    guard let wide = Unicode.Scalar(value), let narrow = Unicode.Scalar(value - 0xFEE0) else { return nil }
    return Spelling.isLetter(wide) ? nil : Row(String(wide), String(narrow))
  }

  /// Remainders and whole quotients as operators.
  private static let remainders: [Row] =
    ["mod", "%", "rem", "MOD", "\\bmod", "\\mod"].map { Row("TERM \($0) POWER", "mod($1, $3)") }
    + ["div", "//", "DIV"].map { Row("TERM \($0) POWER", "floor({1}/{3})") } + [Row("NUMBER %", "$1/100")]

  /// Operands beside each other.
  private static let juxtapositions: [Row] = [
    Row("FUNCTION FACTOR", "$1($2)"), Row("CAPITAL ATOM", "$1*$2", " to multiply, $1@$2 for matrices"),
    Row("ATOM ATOM", "$1*$2", " to multiply"),
  ]
}

// MARK: - Other languages

extension MisspellingTable {
  /// Comments.
  private static let remarks: [Row] =
    ["//", "%", "/*"].map { Row("\($0) REMARK", "# $2", ": comments begin with '#'") }

  /// Names and operators behind a point.
  private static let points: [Row] = [
    Row("MODULE . NAME GROUP", "$3$4"), Row("MODULE . NAME", "$3"), Row("NAME . T", "$1'"), Row("GROUP . T", "$1'"),
    Row("NAME . FUNCTION ( )", "$3($1)"), Row("NAME . FUNCTION ( EXPR )", "$3($1, $5)"),
  ]

  /// Operators in words.
  private static let words: [Row] = [
    Row("ATOM squared", "$1^2"), Row("ATOM cubed", "$1^3"), Row("to the power of", "^"), Row("to the", "^"),
    Row("divided by", "/"), Row("multiplied by", "*"), Row("times", "*"), Row("plus", "+"), Row("minus", "-"),
    Row("over", "/"), Row("AND", "and"), Row("OR", "or"), Row("NOT", "not"),
    Row("square root of POWER", "sqrt($4)"), Row("square of POWER", "{3}^2"), Row("FUNCTION of POWER", "$1($3)"),
    Row("derivative of EXPR", "$3", differentiates), Row("gradient of EXPR", "$3", differentiates),
  ]

  /// Values behind the expression.
  private static let values: [Row] =
    [Row("NAME = EXPR , NAME = EXPR", "$1 = $3; $5 = $7")]
    + ["at", "where", "with", ",", "|"].map { Row("WHOLE \($0) NAME = EXPR", "$1", ", and $3=$5 behind it") }

  /// Choices by words and signs.
  private static let choices: [Row] = [
    Row("if EXPR then EXPR else EXPR", "if($2, $4, $6)"), Row("if EXPR : EXPR else : EXPR", "if($2, $4, $7)"),
    Row("if EXPR : EXPR else EXPR", "if($2, $4, $6)"), Row("if GROUP EXPR else EXPR", "if($2, $3, $5)"),
    Row("if EXPR then EXPR ; else EXPR", "if($2, $4, $7)"), Row("EXPR if EXPR else EXPR", "if($3, $1, $5)"),
    Row("EXPR ? EXPR : EXPR", "if($1, $3, $5)"), Row("if EXPR : STATEMENTS", "if $2 { $4 }"),
    Row("if EXPR then STATEMENTS", "if $2 { $4 }"),
    Row("elif EXPR BLOCK", "else if $2 $3"), Row("elseif EXPR BLOCK", "else if $2 $3"),
    Row("elsif EXPR BLOCK", "else if $2 $3"),
  ]

  /// Loops with other heads, or without braces.
  private static let loops: [Row] =
    [(" : STATEMENTS", "{ ", " }"), (" do STATEMENTS", "{ ", " }"), (" BLOCK", "", ""), (" STATEMENTS", "{ ", " }")]
    .flatMap { body, open, close in
      func row(_ head: String, _ loop: String) -> Row {
        let last = (head + body).split(separator: " ").count
        return Row(head + body, "\(loop) \(open)$\(last)\(close)")
      }
      return [
        row("for NAME = ATOM to ATOM", "for $2 = $4 to $6"), row("for NAME in range ( EXPR )", "for $2 = 0 to $6 - 1"),
        row("for NAME in range ( EXPR , EXPR )", "for $2 = $6 to $8 - 1"),
        row("for NAME in ATOM .. ATOM", "for $2 = $4 to $6"), row("for NAME = ATOM .. ATOM", "for $2 = $4 to $6"),
        row("for NAME in ATOM ... ATOM", "for $2 = $4 to $6"), row("for NAME = ATOM : ATOM", "for $2 = $4 to $6"),
        row("for NAME in ATOM : ATOM", "for $2 = $4 to $6"), row("for NAME from ATOM to ATOM", "for $2 = $4 to $6"),
        row("for ( NAME = EXPR ; NAME <= EXPR ; EXPR )", "for $3 = $5 to $9"),
        row("for ( NAME = EXPR ; NAME < EXPR ; EXPR )", "for $3 = $5 to $9 - 1"),
        row("for ( NAME in EXPR : EXPR )", "for $3 = $5 to $7"),
        row("for ( NAME = ATOM to ATOM )", "for $3 = $5 to $7"),
      ]
    } + [
      Row("while EXPR : STATEMENTS", "while $2 { $4 }"), Row("while EXPR do STATEMENTS", "while $2 { $4 }"),
      Row("while GROUP STATEMENTS", "while $2 { $3 }"), Row("ATOM [ EXPR .. EXPR ]", "$1[$3:$5]"),
    ]

  /// Definitions and assignments.
  private static let definitions: [Row] =
    ["def", "function", "fn", "fun", "func"].flatMap { word in
      [
        Row("\(word) NAME GROUP : return STATEMENTS", "$2$3 = $6"), Row("\(word) NAME GROUP : STATEMENTS", "$2$3 = $5"),
        Row("\(word) NAME GROUP = EXPR", "$2$3 = $5"), Row("\(word) NAME GROUP { return EXPR }", "$2$3 = $6"),
        Row("\(word) NAME GROUP { return EXPR ; }", "$2$3 = $6"), Row("\(word) NAME GROUP { EXPR }", "$2$3 = $5"),
      ]
    }
    + [";", "\n"].flatMap { end in
      ["import NAMES", "import NAME as NAME", "from NAME import NAMES", "from NAME import *"].map {
        Row("\($0) \(end)", "")
      }
    }
    + ["let", "var", "const", "double", "float", "auto", "set", "my", "local", "int", "long", "real"].map {
      Row("\($0) NAME = EXPR", "$2 = $4")
    }
    + ["->", "=>", "↦", "→", "|->"].flatMap { arrow in
      [
        Row("NAME = NAMES \(arrow) EXPR", "$1($3) = $5"), Row("NAME = ( NAMES ) \(arrow) EXPR", "$1($4) = $7"),
        Row("NAME : NAMES \(arrow) EXPR", "$1($3) = $5"), Row("NAMES \(arrow) EXPR", "$3"),
        Row("( NAMES ) \(arrow) EXPR", "$5"),
      ]
    } + [
      Row("NAME = lambda NAMES : EXPR", "$1($4) = $6"), Row("lambda NAMES : EXPR", "$4"), Row("return EXPR", "$2"),
      Row("NAME = @ ( NAMES ) EXPR", "$1($5) = $7"), Row("@ ( NAMES ) EXPR", "$5"), Row("NAME := EXPR", "$1 = $3"),
      Row("NAME <- EXPR", "$1 = $3"), Row("NAME ← EXPR", "$1 = $3"), Row("NAME ++", "$1 = $1 + 1"),
      Row("NAME --", "$1 = $1 - 1"), Row("NAME : NUMBER", "$1=$3"),
    ] + ["+", "-", "*", "/", "^"].map { Row("NAME \($0)= EXPR", "$1 = $1 \($0) {3}") }

  /// LaTeX.
  private static let latex: [Row] =
    ["\\frac", "\\dfrac", "\\tfrac"].map { Row("\($0) { EXPR } { EXPR }", "{3}/{6}") }
    + [
      Row("\\sqrt [ EXPR ] { EXPR }", "{6}^(1/$3)"), Row("\\left", ""), Row("\\right", ""), Row("\\bigl", ""),
      Row("\\bigr", ""), Row("\\,", " "), Row("\\;", " "), Row("\\!", ""), Row("\\quad", " "), Row("\\log_2", "log2"),
      Row("\\log_10", "log10"), Row("\\log_ { 2 }", "log2"), Row("\\log_ { 10 }", "log10"),
      Row("\\sqrt { EXPR }", "sqrt($3)"), Row("\\ COMMAND GROUP", "$2$3"), Row("\\ COMMAND", "$2"),
      Row("ATOM ^ { EXPR }", "$1^{4}"), Row("^ { EXPR }", "^{3}"), Row("SUBSCRIPTED { NUMBER }", "$1$3"),
      Row("SUBSCRIPTED { NAME }", "$1$3"), Row("$ EXPR $", "$2"), Row("FUNCTION { EXPR }", "$1($3)"),
      Row("FUNCTION { EXPR , EXPR }", "$1($3, $5)"),
      Row("ATOM { EXPR }", "$1[$3]"), Row("{ EXPR }", "($2)"),
    ]
    + [
      ("\\cdot", "*"), ("\\times", "*"), ("\\ast", "*"), ("\\div", "/"), ("\\leq", "<="), ("\\le", "<="),
      ("\\geq", ">="), ("\\ge", ">="), ("\\neq", "!="), ("\\ne", "!="), ("\\infty", "inf"), ("\\land", "and"),
      ("\\lor", "or"), ("\\lnot", "not"),
    ].map { Row($0.0, $0.1) }
    + [
      "\\mathrm", "\\mathbf", "\\mathit", "\\text", "\\boldsymbol", "\\bm", "\\vec", "\\operatorname", "\\mathcal",
    ].map { Row("\($0) { EXPR }", "$3") }
    + [("leq", "<="), ("le", "<="), ("geq", ">="), ("ge", ">="), ("neq", "!="), ("ne", "!=")].map { name, sign in
      Row("TERM \\\(name) TERM", "if($1 \(sign) $3, 1, 0)")
    }
}
