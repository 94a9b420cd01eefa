/// A row of the tables of what people write in place of this language: a pattern, and the spelling that it means.
///
/// A pattern is a row of elements with blanks between them. An element in capitals stands for words of a class
/// (`Misspelling.Class`), any other for signs and words that are written just so, with no blanks between them. In the
/// spelling and in the remark `$3` is the text of the third element, `{3}` the same in brackets unless it is one
/// operand, and `~3` the third element, which is raised, on the line and
/// in brackets unless it is one character.
struct Misspelling {
  /// The classes of words, by their names in patterns.
  enum Class: String {
    case name = "NAME", function = "FUNCTION", number = "NUMBER", raised = "RAISED"
    /// Raised characters that are no number.
    case exponent = "EXPONENT"
    /// A name of a single capital letter, perhaps with digits: probably a matrix.
    case capital = "CAPITAL"
    /// A name that ends with `_`, as in `x_{1}`.
    case subscripted = "SUBSCRIPTED"
    /// A differential such as `dx`.
    case differential = "DIFFERENTIAL"
    /// A module of another language, with its parts: `np`, `torch.nn.functional`.
    case module = "MODULE"
    /// A name that LaTeX writes behind a backslash: a Greek letter or a function.
    case command = "COMMAND"
    /// Names with commas between them.
    case names = "NAMES"
    /// A group in round brackets, and one in braces.
    case group = "GROUP", block = "BLOCK"
    /// A number, a name, a call or a group, with subscripts.
    case atom = "ATOM"
    /// An atom with transposes and powers.
    case power = "POWER"
    /// An atom that is no sign of LaTeX's, behind a backslash.
    case divisor = "DIVISOR"
    /// Words of a person's to the end of the line, which are no formula.
    case remark = "REMARK"
    /// Powers that are multiplied or divided, by a sign or by none, without a blank.
    case factor = "FACTOR"
    /// Powers that are multiplied or divided.
    case term = "TERM"
    /// Anything up to the end of the expression, or as little as the next element allows.
    case expression = "EXPR"
    /// An expression at the beginning of the text.
    case whole = "WHOLE"
    /// Anything up to the end of the text, or of the brackets.
    case statements = "STATEMENTS"
  }

  /// An element of a pattern.
  enum Element {
    case of(Class)
    case literal(String)
  }

  /// The elements of the pattern.
  let pattern: [Element]
  /// The spelling that is meant.
  let spelling: String
  /// The words behind it.
  let remark: String

  /// A Boolean value indicating whether the pattern names no class of words: without its surroundings, what is to be
  /// written in place of a sign tells little.
  var isLiteral: Bool { pattern.allSatisfy { if case .literal = $0 { true } else { false } } }

  /// Creates a row.
  init(_ pattern: String, _ spelling: String, _ remark: String = "") {
    self.pattern = pattern.split(separator: " ").map { word in
      Class(rawValue: String(word)).map { .of($0) } ?? .literal(String(word))
    }
    self.spelling = spelling
    self.remark = remark
  }
}

extension Misspelling {
  /// Returns a template filled with the texts of the matched elements.
  static func fill(_ template: String, _ match: [Range<Int>], in text: LooseText) -> String {
    var result = ""
    var rest = template[...]
    while let character = rest.popFirst() {
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      guard "${~".contains(character), let number = Int(digits), match.indices.contains(number - 1)
      else {
        result.append(character)
        continue
      }
      rest = rest[digits.endIndex...]
      let range = match[number - 1]
      let part = text.text(range)
      switch character {
      case "$": result += part
      case "~":
        let plain = Superscripts.plain(part)
        result += plain.count > 1 ? "(\(plain))" : plain
      default:
        if rest.first == "}" { rest.removeFirst() }
        let isOperand = text.end(of: .power, from: range.lowerBound) == range.upperBound && !part.includes("^")
        result += isOperand ? part : "(\(part))"
      }
    }
    return result
  }
}
