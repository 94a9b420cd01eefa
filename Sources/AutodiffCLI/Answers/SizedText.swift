import AutodiffCore

/// An answer for every size, made of the answers at a few sizes: all that differs between them are numbers, and each of
/// those is one expression in the letters for the sizes.
struct SizedText {
  private let letters: [Character]
  private let expressions: SizeExpressions
  private let isLaTeX: Bool

  /// - Parameters:
  ///   - letters: the letters that stand for sizes.
  ///   - sizes: the sizes of each answer, one for each letter.
  init(_ letters: [Character], sizes: [[Int]], isLaTeX: Bool) {
    self.letters = letters
    self.isLaTeX = isLaTeX
    expressions = SizeExpressions(letters, sizes: sizes, isLaTeX: isLaTeX)
  }

  /// Returns the answer for every size; nil where there is none.
  func merged(_ texts: [String]) -> String? {
    let all = texts.map(SizedToken.all)
    guard let first = all.first, all.allSatisfy({ $0.count == first.count }) else { return nil }
    // The number e is none of the sizes.
    if letters.contains("e"), first.contains(where: { $0.kind == .word && $0.text == "e" }) { return nil }
    var result = ""
    // A flag for each open bracket.
    var areIndices: [Bool] = []
    for (place, token) in first.enumerated() {
      let others = all.map { $0[place] }
      if token.text == "[" || token.text == "{" {
        areIndices.append(token.text == "[" || place > 0 && first[place - 1].text == "_")
      }
      if token.text == "]" || token.text == "}" { _ = areIndices.popLast() }
      if others.allSatisfy({ $0.kind == token.kind && ($0.text == token.text || token.kind == .blank) }) {
        result += token.text
        continue
      }
      let values = others.compactMap { $0.kind == .number ? Double($0.text) : nil }
      guard values.count == others.count, let expression = expressions(values) else { return nil }
      // An index is whole at every size.
      if areIndices.contains(true), expression.other != expression.other.rounded() { return nil }
      let next = first[(place + 1)...].first { $0.kind != .blank }?.text ?? ""
      if let turned = turned(expression, after: result, before: next) {
        result = turned
      } else {
        result += placed(expression, after: result, before: next)
      }
    }
    return result
  }

  // MARK: - Brackets

  /// Returns a text with a quotient behind its last `/`, turned round: 2*x/(m + 1) for x/((m + 1)/2). It is nil for other
  /// expressions.
  private func turned(_ expression: SizeExpression, after text: String, before next: String) -> String? {
    guard let quotient = expression.quotient else { return nil }
    if isLaTeX { return turnedFraction(quotient, after: text, before: next) }
    guard text.hasSuffix("/"), !["^", "'", "["].contains(next) else { return nil }
    let (rest, factors) = lastProduct(in: text.dropLast())
    // A number behind a product of matrices multiplies all of it, and one before it the first matrix alone.
    let isBracketed = outside(factors).contains { $0 == "@" }
    let product =
      "\(rest)" + (isBracketed ? "\(quotient.divisor)*(\(factors))" : multiple(quotient.divisor, of: factors))
    return quotient.dividend == "1" ? product : product + "/" + quotient.dividend
  }

  /// Returns a fraction whose divisor is one, with the divisor of that in its dividend.
  private func turnedFraction(
    _ quotient: (dividend: String, divisor: String), after text: String, before next: String
  ) -> String? {
    let head = "\\frac{"
    guard text.hasSuffix("}{"), next == "}" else { return nil }
    var depth = 1
    let dividend = text.dropLast(2).reversed().prefix { character in
      depth += character == "}" ? 1 : character == "{" ? -1 : 0
      return depth > 0
    }
    let inner = String(dividend.reversed())
    let before = text.dropLast(2 + inner.count)
    guard before.hasSuffix(head) else { return nil }
    let factors = outside(inner).contains { $0 == "+" || $0 == "-" } ? "\\left(\(inner)\\right)" : inner
    return "\(before)\(quotient.divisor) \(factors)}{\(quotient.dividend)"
  }

  /// Returns a product with a whole number before it, which takes in one that stands there.
  private func multiple(_ number: String, of factors: String) -> String {
    let digits = factors.prefix { $0.isASCII && $0.isNumber }
    guard let one = Int(number), let other = Int(digits),
      case (let product, false) = one.multipliedReportingOverflow(by: other),
      digits.endIndex == factors.endIndex || factors[digits.endIndex] == "*" || factors[digits.endIndex] == "/"
    else { return "\(number)*\(factors)" }
    return "\(product)\(factors[digits.endIndex...])"
  }

  /// Returns a text in two: all before its last product, and that.
  private func lastProduct(in text: Substring) -> (rest: Substring, product: String) {
    let characters = Array(text)
    var depth = 0
    var start = characters.count
    while start > 0 {
      let character = characters[start - 1]
      if ")]}".contains(character) { depth += 1 }
      if "([{".contains(character) { depth -= 1 }
      let isSign = "+-".contains(character) && !(start > 1 && "^e*/@".contains(characters[start - 2]))
      if depth < 0 || depth == 0 && (isSign || ",=:\n<>".contains(character)) { break }
      start -= 1
    }
    while start < characters.count, characters[start] == " " { start += 1 }
    return (text.prefix(start), String(characters[start...]))
  }

  /// Returns the characters of a text that stand in no brackets.
  private func outside(_ text: String) -> [Character] {
    var depth = 0
    return text.filter { character in
      if "([{".contains(character) { depth += 1 }
      if ")]}".contains(character) { depth -= 1 }
      return depth == 0
    }.map { $0 }
  }

  /// Returns an expression in the place of a number, in brackets where it would be torn apart.
  private func placed(_ expression: SizeExpression, after text: String, before next: String) -> String {
    let previous = text.last { $0 != " " }
    let level: SizeExpression.Level
    if ["^", "'", "["].contains(next) || previous == "@" || previous == "^" {
      level = .atom
    } else if previous == "/" {
      level = .power
    } else if isEnd(next), previous.map({ "([{,:=\n".contains($0) }) ?? true {
      level = .sum
    } else {
      level = .product
    }
    return expressions.bracketed(expression, below: level)
  }

  /// Returns a Boolean value indicating whether nothing that binds follows.
  private func isEnd(_ next: String) -> Bool { next.isEmpty || [")", "]", "}", ",", ":"].contains(next) }
}

extension SizedRequest {
  /// Returns the text for every size, made of those at a few sizes.
  ///
  /// - Parameter kind: The answer, for the message.
  /// - Throws: The errors of `text`, and one for an answer that is another one for each size.
  func text(
    _ kind: Failure.SizedAnswer, _ text: (ProgramRequest) throws(Failure) -> String
  ) throws(Failure) -> String {
    let isLaTeX = options.format == .latex || options.language == .latex
    for remainders in SizeLetters.Remainders.allCases {
      let choices = choices(remainders)
      var texts: [String] = []
      for sizes in choices { texts.append(try at(sizes, kind, text)) }
      if let text = SizedText(letters.letters, sizes: choices, isLaTeX: isLaTeX).merged(texts) { return text }
    }
    throw dependsOnSizes(kind)
  }
}
