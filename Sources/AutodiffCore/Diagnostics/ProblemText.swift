/// The one place where problems of a text become words.
package enum ProblemText {
  package static func message(_ fact: Problem.Fact) -> String {
    switch fact {
    case .invalidUTF8: "the text is not valid UTF-8"
    case .unexpectedCharacter(let scalar): "unexpected character \(quoted(scalar))"
    case .malformedNumber(let text): "malformed number \(quoted(text))"
    case .numberTooLarge(let text): "the number \(quoted(text)) is too large for a double"
    case .emptyProgram: "the expression is empty"
    case .noValue: "the program has no value: its last statement defines a function"
    case .operandExpected(let after, let found): operandExpected(after, found)
    case .unexpectedWord(let found): "unexpected \(word(found))"
    case .missingOperator(let left, let right): "an operator is missing between \(quoted(left)) and \(quoted(right))"
    case .unclosedBracket(let bracket): "this '\(bracket)' is never closed"
    case .unopenedBracket(let bracket): "this '\(bracket)' closes nothing"
    case .mismatchedBracket(let open, let close): "'\(close)' cannot close '\(open)'"
    case .argumentsExpected(let function): "\(quoted(function)) needs its arguments in brackets"
    case .assignmentInExpression: "an assignment cannot stand inside an expression"
    case .assignmentToNonName(let left): "cannot assign to \(quoted(left)): only a name can stand before '='"
    case .reservedWord(let word): "\(quoted(word)) is a reserved word"
    case .conditionExpected(let by): "\(quoted(by)) needs a condition here"
    case .conditionMisplaced(let of):
      of.isEmpty ? "a condition is not a value" : "a condition cannot be an operand of \(quoted(of))"
    case .chainedComparison(let word): "comparisons do not chain: unexpected \(quoted(word))"
    case .duplicateParameter(let name): "the parameter \(quoted(name)) is named twice"
    case .builtinRedefined(let name): "\(quoted(name)) is a built-in function and cannot be redefined"
    case .arraysUnsupported: "vectors and matrices are not supported yet: only scalar expressions are"
    case .statementUnsupported(let word): "the statement \(quoted(word)) is not supported yet"
    case .unknownFunction(let name, _, _): "unknown function \(quoted(name))"
    case .wrongArgumentCount(let function, let accepts, let given):
      "\(quoted(function)) takes \(arity(accepts)), not \(given)"
    case .recursion(let name): "the function \(quoted(name)) calls itself"
    case .notConstant(let names):
      "a value must be a constant expression, and \(names.map(quoted).joined(separator: ", ")) \(names.count == 1 ? "is" : "are") not known here"
    case .limit(let limit): "limit: \(text(limit))"
    }
  }

  package static func hint(_ fact: Problem.Fact) -> String? {
    switch fact {
    case .unexpectedCharacter(let scalar): hint(for: scalar)
    case .malformedNumber: "a number has at most one decimal point"
    case .numberTooLarge: "the largest double is about 1.8e308; write inf for infinity"
    case .emptyProgram: "give an expression such as 'x1*x2 + sin(x1)'"
    case .noValue: "end with an expression that uses the function"
    case .operandExpected(let after, let found): operandHint(after, found)
    case .missingOperator(let left, let right): "write \(left)*\(right) to multiply"
    case .unclosedBracket: "add the closing bracket"
    case .argumentsExpected(let function):
      function == "if" ? "write if(condition, a, b)" : "write \(function)(x)"
    case .assignmentInExpression: "to compare, write '=='; to assign, begin a statement: 'q = x + y; q*z'"
    case .reservedWord: "choose another name"
    case .conditionExpected: "write a comparison such as x > 0"
    case .conditionMisplaced: "choose a value by it: if(condition, 1, 0)"
    case .chainedComparison: "join two comparisons: a < b and b < c"
    case .builtinRedefined: "choose another name"
    case .unknownFunction(let name, let similar, let isVariable):
      if isVariable {
        "\(name) is not a function: to multiply, write \(name)*(…)"
      } else if let similar {
        "did you mean \(similar)?"
      } else {
        "'autodiff functions' lists them all"
      }
    case .wrongArgumentCount(let function, _, _):
      Primitive.named(function) == nil ? nil : "see 'autodiff functions \(function)'"
    case .recursion: "functions are inlined, so none may call itself"
    case .notConstant: "a value is made of numbers and constants, as in x=pi/2"
    case .limit(.nesting): "name parts of the expression: q = …; f(q)"
    default: nil
    }
  }

  // MARK: - Parts

  package static func quoted(_ text: String) -> String {
    let scalars = text.unicodeScalars
    return "'" + (scalars.count > 40 ? String(String.UnicodeScalarView(scalars.prefix(39))) + "…" : text) + "'"
  }

  private static func quoted(_ scalar: Unicode.Scalar) -> String {
    switch scalar.properties.generalCategory {
    case .control, .format, .unassigned, .privateUse, .nonspacingMark, .enclosingMark, .lineSeparator,
      .paragraphSeparator:
      code(scalar)
    default: scalar.isASCII ? "'\(scalar)'" : "'\(scalar)' (\(code(scalar)))"
    }
  }

  private static func code(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  private static func word(_ found: String) -> String { found.isEmpty ? "end of the expression" : quoted(found) }

  private static func operandExpected(_ after: String, _ found: String) -> String {
    let place = after.isEmpty ? "" : " after \(quoted(after))"
    return found.isEmpty
      ? "the expression ends where a value is expected\(place)" : "expected a value\(place), not \(quoted(found))"
  }

  private static func operandHint(_ after: String, _ found: String) -> String? {
    switch (after, found) {
    case ("*", "*"): "a power is x^2 or x**2"
    case (_, ")") where after == "(": "an empty pair of brackets has no value"
    case (_, ","), (",", _): "an argument is missing"
    case (_, "not"): "a condition chooses a value: if(not x > 0, 1, 0)"
    default: nil
    }
  }

  private static func hint(for scalar: Unicode.Scalar) -> String? {
    switch scalar {
    case "&": "write 'and'"
    case "|": "write 'or', or abs(x) for an absolute value"
    case "!": "write 'not' for a condition, gamma(n + 1) for a factorial"
    case "%": "write mod(x, y)"
    case "?": "write if(condition, a, b)"
    case "$", "`", "\\", "\"": "quote the expression with single quotes in the shell"
    case "—", "–", "‐", "‑": "the minus sign is '-'"
    case "∞": "write inf"
    case "“", "”", "‘", "’": "quotation marks are not part of the language"
    case "½": "write 1/2"
    default: nil
    }
  }

  package static func arity(_ arity: Arity) -> String {
    switch arity {
    case .exactly(1): "1 argument"
    case .exactly(let count): "\(count) arguments"
    case .between(let least, let most): "\(least) or \(most) arguments"
    case .atLeast(let count): "at least \(count) argument\(count == 1 ? "" : "s")"
    }
  }

  private static func text(_ limit: Problem.Limit) -> String {
    switch limit {
    case .nesting(let count): "more than \(grouped(count)) nesting levels"
    case .graphNodes(let count): "more than \(grouped(count)) graph nodes"
    case .inlinedOperations(let count): "more than \(grouped(count)) operations in inlined functions"
    case .arguments(let count): "more than \(grouped(count)) arguments of one function"
    case .sourceBytes(let count): "more than \(grouped(count)) bytes of text"
    }
  }

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
