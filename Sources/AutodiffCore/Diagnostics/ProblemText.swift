/// The texts of problems: the one place where facts become words.
package enum ProblemText {
  /// Returns the message of a problem: a clause without a period at its end.
  package static func message(_ fact: Problem.Fact) -> String {
    switch fact {
    case .invalidUTF8: "the text is not valid UTF-8"
    case .unexpectedCharacter(let scalar): "unexpected character \(quoted(scalar))"
    case .misplacedPoint: "unexpected character '.'"
    case .malformedNumber(let text): "malformed number \(quoted(text))"
    case .numberTooLarge(let text): "the number \(quoted(text)) is too large for a double"
    case .emptyProgram: "the expression is empty"
    case .noValue: "the program has no value: its last statement defines a function"
    case .operandExpected(let after, let found): operandExpected(after, found)
    case .unexpectedWord(let found): "unexpected \(word(found))"
    case .missingOperator(let left, let right): "an operator is missing between \(quoted(left)) and \(quoted(right))"
    case .missingSeparator(let left, let right, let isRow):
      isRow
        ? "a ';' or a ',' is missing between \(quoted(left)) and \(quoted(right))"
        : "a ',' or an operator is missing between \(quoted(left)) and \(quoted(right))"
    case .unclosedBracket(let bracket): "this '\(bracket)' is never closed"
    case .unopenedBracket(let bracket): "this '\(bracket)' closes nothing"
    case .mismatchedBracket(let open, let close): "'\(close)' cannot close '\(open)'"
    case .argumentsExpected(let function): "\(quoted(function)) needs its arguments in brackets"
    case .assignmentInExpression, .assignmentInCall: "an assignment cannot stand inside an expression"
    case .assignmentToNonName(let left): assignmentToNonName(left)
    case .reservedWord(let word): "\(quoted(word)) is a reserved word"
    case .conditionExpected(let by): "\(quoted(by)) needs a condition here"
    case .conditionMisplaced(let of): conditionMisplaced(of)
    case .chainedComparison(let word): "comparisons do not chain: unexpected \(quoted(word))"
    case .duplicateParameter(let name): "the parameter \(quoted(name)) is named twice"
    case .builtinRedefined(let name): "\(quoted(name)) is a built-in function and cannot be redefined"
    case .emptyArray: "an array has at least one element"
    case .elementMissing(let after, _): "an element is missing after \(quoted(after))"
    case .rangeOutsideSubscript: "a range stands only in a subscript"
    case .emptySubscript: "a subscript has at least one index"
    case .indexMissing(let after): "an index is missing after \(quoted(after))"
    case .rowInSubscript: "indices are separated by ',', not by ';'"
    case .rangeStep: "a range has no step"
    case .postfixAfterPower(let mark): "unexpected \(quoted(mark)) after a superscript"
    case .namedFirst(let name, let function):
      "the argument of \(quoted(function)) is missing before '\(name.rawValue)='"
    case .namedTwice(let name, let function): "'\(name.rawValue)=' is given twice to \(quoted(function))"
    case .unnamedBehind(let name, _): "an argument without a name stands behind '\(name.rawValue)='"
    case .elseWithoutIf: "this 'else' follows no 'if' with a block"
    case .nameNeeded(let function): "\(quoted(function)) takes the derivative by a name, its second argument"
    case .repeatedIndex: "an index names one place twice: which value comes first is not said"
    case .loopHead: "a loop is written for i = 1 to n { … }"
    case .blockExpected(let after): "\(quoted(after)) needs its statements in braces: { … }"
    case .breakOutsideLoop: "'break' stands in no loop"
    case .severalUpdated: "only one name, or one part of an array, is updated at a time"
    case .stepOfZero: "the step of a loop is 0"
    case .loopOverScalar: "a loop over elements needs a vector or a matrix, not a number"
    case .resultCount(let count, let names):
      "\(count) \(count == 1 ? "value" : "values") for \(names) names"
    case .partShape(let part, let given):
      "the part is \(ShapeText.phrase(part)), the value \(ShapeText.phrase(given))"
    case .functionAsValue(let name): "\(quoted(name)) is a function here, and has no value"
    case .functionNeeded(let name, _): "a function is needed here, and \(quoted(name)) is none"
    case .noValueMet: "the program has no value: no statement of its last loop or branch was run"
    case .boundsTooFar(let low, let high):
      "the bounds \(NumberText()(low)) and \(NumberText()(high)) are too far from 0"
    case .pathUnknown("root", let names):
      "'root' is solved with \(list(names)), which \(names.count == 1 ? "has" : "have") no value here"
    case .pathUnknown(let word, let names):
      "\(quoted(word)) is decided by \(list(names)), which \(names.count == 1 ? "has" : "have") no value here"
    case .endless(let iterations, let operation, let operands):
      "limit: more than \(grouped(iterations)) iterations of a 'while'"
        + (operands.isEmpty ? "" : ", at last \(operands.map { NumberText()($0) }.joined(separator: " \(operation) "))")
    case .unknownFunction(let name, _, let isVariable):
      isVariable ? "\(quoted(name)) is not a function" : "unknown function \(quoted(name))"
    case .arrayCalled(let name): "\(quoted(name)) is an array, not a function"
    case .wrongArgumentCount(let function, let accepts, let given):
      "\(quoted(function)) takes \(arity(accepts)), not \(given)"
    case .recursion(let name): "the function \(quoted(name)) calls itself"
    case .notConstant(let names):
      "a value must be a constant expression, and \(list(names)) \(names.count == 1 ? "is" : "are") not known here"
    case .shape(let fault, let operation): ShapeText.message(fault, operation)
    case .elementsDiffer(let first, let other):
      "the elements of an array have one shape: here are \(ShapeText.phrase(first)) and \(ShapeText.phrase(other))"
    case .tooManyAxes(let count): "arrays have at most \(count) axes"
    case .subscriptOfScalar: "a scalar has no elements to choose from"
    case .tooManySubscripts(let count, let shape):
      "\(count) indices for \(ShapeText.phrase(shape))"
    case .emptySlice(let low, let high): "the slice \(low):\(high) is empty"
    case .indexOutOfRange(let index, let length): "the index \(NumberText()(index)) is not among 1 to \(length)"
    case .notWhole(let what, let value, let least): ShapeText.notWhole(what, value, least)
    case .arrayUnknown(let names): "no value for \(list(names)), so a shape is not known"
    case .shapeUnknown(let names): "the shape of \(list(names)) is not known"
    case .choosesBySize(let sizes, let other): "this is another one at \(sizes) than at \(other)"
    case .dependsOnInput(let what, let names):
      "\(ShapeText.number(what)) cannot depend on \(names.count == 1 ? "the input" : "the inputs") \(list(names))"
    case .unknownNames(let names, _):
      "unknown name\(names.count == 1 ? "" : "s") \(names.map(quoted).joined(separator: ", "))"
    case .valueShape(let expected, let given):
      "the value is \(ShapeText.phrase(given)) here, and \(ShapeText.phrase(expected)) elsewhere"
    case .valueNeeded(let names): "no value for \(list(names))"
    case .uncertainty(let fault): UncertaintyText.message(fault)
    case .root(let fault): RootText.message(fault)
    case .limit(let limit): "limit: \(text(limit))"
    }
  }

  /// Returns advice on how to mend a problem, or nil if there is none.
  package static func hint(_ fact: Problem.Fact) -> String? {
    switch fact {
    case .unexpectedCharacter(let scalar): hint(for: scalar)
    case .misplacedPoint(let before, let after): pointHint(before, after)
    case .malformedNumber(let text) where text.includes(".."):
      "elements are listed, [1, 2, 3]; a range stands in a subscript, x[1:3]"
    case .malformedNumber: "a number has at most one decimal point"
    case .numberTooLarge: "the largest double is about 1.8e308; write inf for infinity"
    case .emptyProgram: "give an expression such as 'x1*x2 + sin(x1)'"
    case .noValue: "end with an expression that uses the function"
    case .unexpectedWord(let found): hint(forWord: found)
    case .operandExpected(let after, let found): operandHint(after, found)
    case .missingOperator(let left, let right): missingOperatorHint(printable(left), printable(right))
    case .missingSeparator(_, _, let isRow):
      isRow ? "a row ends with ';': [1, 2; 3, 4]" : "elements are separated by commas: [1, 2]"
    case .unclosedBracket: "add the closing bracket"
    case .argumentsExpected(let function):
      function == "if" ? "write if(condition, a, b)" : "write \(function)(x)"
    case .assignmentToNonName(let left):
      left == ")" ? "a function's parameters are names: f(x, y) = x*y" : "to compare, write '=='; to assign: q = x + y"
    case .assignmentInExpression: "to compare, write '=='; to assign, begin a statement: 'q = x + y; q*z'"
    case .assignmentInCall: "to compare, write '=='; the arguments with names are \(namedArguments): sum(x, axis=1)"
    case .reservedWord: "choose another name"
    case .conditionExpected: "write a comparison such as x > 0"
    case .conditionMisplaced: "choose a value by it: if(condition, 1, 0)"
    case .chainedComparison: "join two comparisons: a < b and b < c"
    case .builtinRedefined: "choose another name"
    case .emptyArray: "write its elements: [1, 2, 3]"
    case .elementMissing(let after, let found):
      (after == "," ? after : found == "," ? found : ";") == ","
        ? "a ',' stands between two elements" : "a ';' stands between two rows"
    case .rangeOutsideSubscript: "list the elements: [1, 2, 3]"
    case .emptySubscript: "write x[1] for an element, x[:] for all"
    case .indexMissing: "a ':' takes all: W[:,1]"
    case .rowInSubscript: "write W[1,2]"
    case .rangeStep: "a range is written low:high, as in x[2:4]"
    case .postfixAfterPower(let mark):
      mark == "["
        ? "write x[1]² for an element's power, (x²)[1] for a power's element" : "write (W²)\(mark) or W\(mark)²"
    case .namedFirst(let name, let function), .namedTwice(let name, let function),
      .unnamedBehind(let name, let function):
      "write \(printable(function))(\(name == .seed ? "3" : "x"), \(name.rawValue)=1)"
    case .unknownFunction(let name, let similar, let isVariable):
      isVariable ? "to multiply, write \(printable(name))*(…)" : functionHint(name, similar: similar)
    case .arrayCalled(let name):
      "an element is \(printable(name))[1]; to multiply, write \(printable(name))*(…)"
    case .wrongArgumentCount(let function, _, let given): argumentsHint(function, given)
    case .recursion: "functions are inlined, so none may call itself"
    case .notConstant: "a value is made of numbers and constants, as in x=pi/2"
    case .shape(let fault, let operation): ShapeText.hint(fault, operation)
    case .elementsDiffer(let first, let other): ShapeText.elementsHint(first, other)
    case .subscriptOfScalar: "an array is given as 'x=[1,2,3]'"
    case .tooManySubscripts: "one index for each axis at most: x[2], W[1,2]"
    case .elseWithoutIf: "write if x > 0 { … } else { … }"
    case .nameNeeded: "set a name first: u = x^2; diff(sin(u), u)"
    case .loopHead: "for i = 1 to n step 2 { … } and for v in x { … } are loops, too; both bounds are included"
    case .breakOutsideLoop: "it ends the nearest 'for' or 'while' of the same function"
    case .severalUpdated: "write a += 1; b += 1"
    case .loopOverScalar: "for i = 1 to n { … } counts"
    case .resultCount: "write as many: a, b = b, a"
    case .functionAsValue(let name): "call it: \(printable(name))(…)"
    case .functionNeeded(let name, let similar): functionHint(name, similar: similar)
    case .pathUnknown("root", let names):
      "grad, jacobian and hessian solve it, with --at \(names.prefix(6).map { "\(printable($0))=…" }.joined(separator: ","))"
    case .pathUnknown(_, let names):
      "--at \(names.prefix(6).map { "\(printable($0))=…" }.joined(separator: ",")); if(condition, a, b) chooses without values"
    case .endless: "the condition must come to fail"
    case .emptySlice: "a slice runs from its first to its last index, both inclusive: x[2:4]"
    case .indexOutOfRange(let index, let length):
      index < 0 ? "indices count from 1, and the last is \(length)" : index == 0 ? "indices count from 1" : nil
    case .notWhole(let what, let value, _): ShapeText.notWholeHint(what, value)
    case .arrayUnknown(let names): "--at \(names.prefix(6).map { "\(printable($0))=…" }.joined(separator: ","))"
    case .shapeUnknown(let names):
      "--shape \(names.prefix(6).map { "\(printable($0))=2x3" }.joined(separator: ",")), or 3 for a vector"
    case .choosesBySize: "numbers for sizes settle it: --shape W=2x3,b=3"
    case .dependsOnInput(let what, let names): ShapeText.dependsHint(what, names)
    case .unknownNames(_, let known): "a formula may use \(known.prefix(12).joined(separator: ", "))"
    case .valueShape: "all ways through the program end with a value of one shape"
    case .valueNeeded: "the way that is taken here reads it without having assigned it"
    case .uncertainty(let fault): UncertaintyText.hint(fault)
    case .root(let fault): RootText.hint(fault)
    case .limit(.written): "without --inline its shared parts have names"
    case .limit(.derivatives): "'autodiff jacobian' answers them as numbers"
    case .limit(.derivativeOperations): "a lower --order has fewer; grad --order and taylor give numbers"
    case .limit(.partials): "a lower --order, or fewer inputs in --wrt, has fewer"
    case .limit(.nesting): "name parts of the expression: q = …; f(q)"
    case .limit(.memory): "smaller arrays, or fewer inputs in --wrt, need less"
    default: nil
    }
  }

  // MARK: - Parts

  /// Returns a text of the user's in quotation marks, fit for a terminal.
  package static func quoted(_ text: String) -> String { "'\(printable(text))'" }

  /// Returns a text of the user's fit for a terminal; only the beginning of a long one.
  package static func printable(_ text: String) -> String { printable(text, limit: 40) }

  /// Returns a path fit for a terminal. It is of use only whole, so that it may be longer than other texts.
  package static func printable(path: String) -> String { printable(path, limit: 4096) }

  private static func printable(_ text: String, limit: Int) -> String {
    let scalars = text.unicodeScalars.prefix(limit + 1).map(Excerpt.printable)
    let shown = scalars.count > limit ? scalars.prefix(limit - 1) + ["…"] : scalars[...]
    return String(String.UnicodeScalarView(shown))
  }

  private static func quoted(_ scalar: Unicode.Scalar) -> String {
    switch scalar.properties.generalCategory {
    case .control, .format, .unassigned, .privateUse, .nonspacingMark, .enclosingMark, .lineSeparator,
      .paragraphSeparator:
      code(scalar)
    default: scalar.isASCII ? "'\(scalar)'" : "'\(scalar)' (\(code(scalar)))"
    }
  }

  /// Returns the notation of a character by its number, such as U+00E9.
  private static func code(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  /// Returns up to six names, quoted, and the number of all if there are more.
  private static func list(_ names: [String]) -> String {
    let shown = names.prefix(6).map(quoted).joined(separator: ", ")
    return names.count > 6 ? "\(shown), … (\(grouped(names.count)) in all)" : shown
  }

  /// Returns the words for an offending word, which is empty at the end of the text.
  private static func word(_ found: String) -> String { found.isEmpty ? "end of the expression" : quoted(found) }

  private static func operandExpected(_ after: String, _ found: String) -> String {
    let place = after.isEmpty ? "" : " after \(quoted(after))"
    return found.isEmpty
      ? "the expression ends where a value is expected\(place)" : "expected a value\(place), not \(quoted(found))"
  }

  private static func operandHint(_ after: String, _ found: String) -> String? {
    switch (after, found) {
    case ("*", "*"), ("**", "*"), ("**", "**"), ("^", "^"), ("^", "*"): "a power is x^2 or x**2"
    case ("/", "/"): "a division is x/y; floor(x/y) for its whole part"
    case ("+", "="), ("-", "="), ("*", "="), ("/", "="), ("^", "="), ("**", "="): "write q = q \(after) …"
    case ("<", ">"): "write '!='"
    case ("=", "<"): "write '<='"
    case ("=", ">"): "write '>='"
    case ("==", "="): "write '=='"
    case ("-", ">"): "a function is defined by f(x) = x^2"
    case ("=", "{"), ("[", "{"), ("", "{"): "arrays stand in square brackets: [1, 2]"
    case (_, "'"): "quotation marks are not part of the language"
    case ("(", ")"): "an empty pair of brackets has no value"
    case ("(", ","), (",", _): "an argument is missing"
    case (_, "and"), (_, "or"): "\(quoted(found)) stands between two conditions"
    case (_, "not"): "a condition chooses a value: if(not x > 0, 1, 0)"
    default: nil
    }
  }

  /// Returns an example that multiplies, made of the words at hand if they are plain ones.
  private static func missingOperatorHint(_ left: String, _ right: String) -> String {
    let isWord = right.unicodeScalars.first?.properties.isAlphabetic == true
    switch left {
    case "let", "var", "const": return "a name is given a value by q = x + y, without \(quoted(left))"
    case "return": return "the value is that of the last statement, without 'return'"
    case "def", "function": return "a function is defined by f(x) = x^2"
    case "0"
    where right.count > 1 && right.prefix(1).allSatisfy("xXbBoO".contains) && right.dropFirst().allSatisfy(\.isHexDigit):
      return "numbers are decimal"
    default: break
    }
    if right.hasPrefix("_"), right.dropFirst().allSatisfy(\.isNumber) { return "digits are written without '_'" }
    if Primitive.named(left) != nil, right != "√" { return "write \(left)(\(right == "(" ? "…" : right))" }
    let first = left == ")" ? "(…)" : left
    let second = right == "(" ? "(…)" : right == "[" ? "[…]" : Primitive.named(right) == nil ? right : "\(right)(…)"
    if isWord, let letter = first.first, letter.isUppercase, first.dropFirst().allSatisfy(\.isNumber) {
      return "write \(first)*\(second) to multiply, \(first)@\(second) for matrices"
    }
    let isPlain =
      first == "(…)"
      || first.unicodeScalars.allSatisfy {
        $0.properties.isAlphabetic || $0 == "_" || $0 == "." || $0.properties.numericType == .decimal
      }
    return isPlain && (isWord || right == "(" || right == "[" || right.first?.isNumber == true)
      ? "write \(first)*\(second) to multiply" : "write '*' between them to multiply"
  }

  /// The names of all arguments that have one.
  private static var namedArguments: String { NamedArgument.allCases.map(\.rawValue).joined(separator: ", ") }

  private static func argumentsHint(_ function: String, _ given: Int) -> String? {
    guard let primitive = Primitive.named(function) else {
      return function == "root" ? "an equation is solved by root(u^2 - 2, u, 1), a third root is x^(1/3)" : nil
    }
    switch primitive.signature {
    case .reduction where given == 2, .scan where given == 2: return "an axis is named: \(function)(x, axis=1)"
    default: return "see 'autodiff functions \(function)'"
    }
  }

  /// Returns the spelling of what other languages write with a point, such as `.*`, `x.T` and `np.sum`.
  private static func pointHint(_ before: String, _ after: String) -> String {
    switch after {
    case "*", "/", "^": return "'\(after)' alone works element by element"
    case "'": return "the transpose is x' or transpose(x)"
    case "T":
      let name = before.isEmpty ? "x" : printable(before)
      return "the transpose is \(name)' or transpose(\(name))"
    default:
      let name = after.split(separator: ".").last.map(String.init) ?? ""
      if let synonym = Synonyms.row(of: name) { return synonym.hint }
      let isKnown = Primitive.named(name) != nil || ["length", "rows", "cols"].contains(name)
      guard isKnown else { return "a point stands only in numbers: 0.5" }
      return "write \(name)(\(Synonyms.modules.contains(before) || before.isEmpty ? "x" : printable(before)))"
    }
  }

  /// Returns advice on what to write instead of an unknown function.
  ///
  /// - Parameter similar: A known function with nearly the same spelling.
  package static func functionHint(_ name: String, similar: String?) -> String {
    if let synonym = Synonyms.row(of: name) { return synonym.hint }
    if let similar { return "did you mean \(similar)?" }
    return name.unicodeScalars.count < 3 && name.unicodeScalars.allSatisfy(\.properties.isAlphabetic)
      ? "to multiply, write \(printable(name))*(…)" : "'autodiff functions' lists them all"
  }

  private static func assignmentToNonName(_ left: String) -> String {
    switch left {
    case "": "a name is missing before '='"
    case "]": "cannot assign to elements: only a name can stand before '='"
    case ")": "only a name, or a function with its parameters, can stand before '='"
    default: "cannot assign to \(quoted(left)): only a name can stand before '='"
    }
  }

  private static func conditionMisplaced(_ of: String) -> String {
    switch of {
    case "": "a condition is not a value"
    case "if", "where": "a condition cannot be a branch of \(quoted(of))"
    default:
      "a condition cannot be an \(of.first?.isLetter == true ? "argument" : "operand") of \(quoted(of))"
    }
  }

  /// Returns advice on a word that cannot stand where it stands.
  private static func hint(forWord found: String) -> String? {
    switch found {
    case "*", "/", "^", "**", "@", "×", "÷", "·", "<", "<=", ">", ">=", "==", "!=", "≤", "≥", "≠", "and", "or":
      "an operator stands between two values; a line that goes on ends with its operator"
    case ":": "a name is given a value by '='"
    case ";": "a bracket before it is not closed"
    case "{": "group with round brackets"
    case "'": "quotation marks are not part of the language"
    default: nil
    }
  }

  /// Returns advice on a character that begins no word of the language.
  private static func hint(for scalar: Unicode.Scalar) -> String? {
    switch scalar {
    case "&": return "write 'and'"
    case "|": return "write 'or', or abs(x) for an absolute value"
    case "!": return "write 'not' for a condition, gamma(n + 1) for a factorial"
    case "~", "¬": return "write 'not'"
    case "%": return "write mod(x, y)"
    case "?": return "write if(condition, a, b)"
    case ".": return "a point stands only in numbers: 0.5"
    case "$": return "names have no '$'; the shell puts in values only outside single quotes"
    case "\\": return "LaTeX is not read: write sin(x), x1*x2"
    case "—", "–", "‐", "‑": return "the minus sign is '-'"
    case "±": return "an uncertainty stands behind a value, in 'eval' and 'grad': --at x=2±0.1"
    case "∞": return "write inf"
    case "\"", "“", "”", "‘", "’", "`": return "quotation marks are not part of the language"
    case "½": return "write 1/2"
    case "⁻": return "digits are missing, as in x⁻¹"
    case "∑", "∏", "∫", "∂", "∇":
      return "an expression is written out; a command such as 'autodiff grad' differentiates it"
    case "\u{FFFD}": return "the text is not valid UTF-8 here"
    default: break
    }
    switch scalar.properties.generalCategory {
    case .control, .format, .privateUse, .unassigned: return "delete this invisible character"
    case .nonspacingMark, .enclosingMark: return "an accent must be one character with its letter"
    default: return scalar.isASCII ? nil : "names are made of letters, digits and '_'"
    }
  }

  /// Returns the number of arguments that a function takes, in words.
  package static func arity(_ arity: Arity) -> String {
    switch arity {
    case .exactly(1): "1 argument"
    case .exactly(let count): "\(count) arguments"
    case .between(let least, let most): "\(least) or \(most) arguments"
    case .atLeast(let count): "at least \(count) argument\(count == 1 ? "" : "s")"
    }
  }

  /// Returns the words for a limit that was exceeded.
  private static func text(_ limit: Problem.Limit) -> String {
    switch limit {
    case .nesting(let count): "more than \(grouped(count)) nesting levels"
    case .graphNodes(let count): "more than \(grouped(count)) graph nodes"
    case .calls(let count): "more than \(grouped(count)) functions with blocks inside each other"
    case .inlinedOperations(let count): "more than \(grouped(count)) operations in inlined functions"
    case .arguments(let count): "more than \(grouped(count)) arguments of one function"
    case .elements(let count): "more than \(grouped(count)) elements in all arrays together"
    case .iterations(let count): "more than \(grouped(count)) iterations of all loops"
    case .shapes(let count): "more than \(grouped(count)) different shapes"
    case .sourceBytes(let count): "more than \(grouped(count)) bytes of text"
    case .lineBytes(let count): "more than \(grouped(count)) bytes in one line"
    case .memory(let needed, let free):
      "this needs about \(bytes(needed)) of memory, and may have \(bytes(max(free, 0)))"
    case .written(let count):
      "written out, a derivative has more than \(grouped(count)) operations, or nests too deeply"
    case .derivativeOperations(let count): "a derivative of that order has more than \(grouped(count)) operations"
    case .partials(let count): "more than \(grouped(count)) derivatives of that order"
    case .derivatives(let count): "a Jacobian of more than \(grouped(count)) elements is not written out"
    }
  }

  /// Returns a number of bytes in gigabytes, 1.2 GB, with two digits where there are less than ten.
  package static func bytes(_ count: Int) -> String {
    let number = NumberText(digits: count >= 10_000_000_000 ? 3 : count < 10_000_000 ? 1 : 2)
    return "\(number(Double(count) / 1e9)) GB"
  }

  /// Returns a count with commas between groups of three digits: 1,000,000.
  package static func grouped(_ count: Int) -> String {
    var text = String(count)
    var place = text.count - 3
    while place > 0 {
      text.insert(",", at: text.index(text.startIndex, offsetBy: place))
      place -= 3
    }
    return text
  }
}
