import AutodiffCore

/// An answer for every size, made of the answers at a few sizes: all that differs between them are numbers, and each of
/// those is one expression in the letters for the sizes.
struct SizedText {
  private let letters: [Character]
  private let sizes: [[Int]]
  private let isLaTeX: Bool

  /// - Parameters:
  ///   - letters: the letters that stand for sizes.
  ///   - sizes: the sizes of each answer, one for each letter.
  init(_ letters: [Character], sizes: [[Int]], isLaTeX: Bool) {
    self.letters = letters
    self.sizes = sizes
    self.isLaTeX = isLaTeX
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
      guard values.count == others.count, let expression = expression(values) else { return nil }
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

  // MARK: - Expressions

  /// An expression in the letters.
  ///
  /// The sizes of the answers are odd, so that half of one less is whole at each of them.
  private struct Expression {
    var text: String
    var level: Level
    /// The value at sizes of which some are even.
    var other: Double
    /// The dividend and the divisor of a quotient on one line.
    var quotient: (dividend: String, divisor: String)?

    enum Level: Comparable { case sum, product, atom }
  }

  /// A product of letters, or a sum of two, with its values at the sizes.
  private struct Base {
    var expression: Expression
    var values: [Double]
  }

  /// Sizes of the letters, not all odd.
  private static let others = [20.0, 26, 33, 42]

  /// The expressions that others are made of, the simplest first.
  private var bases: [Base] {
    let single = letters.indices.map { letter in
      Base(
        expression: Expression(
          text: "\(letters[letter])", level: .atom, other: Self.others[letter % Self.others.count]),
        values: sizes.map { Double($0[letter]) })
    }
    var products: [Base] = []
    var sums: [Base] = []
    for first in single.indices {
      let square = single[first].expression.text + (isLaTeX ? "^{2}" : "^2")
      products.append(
        Base(
          expression: Expression(
            text: square, level: .product, other: single[first].expression.other * single[first].expression.other),
          values: single[first].values.map { $0 * $0 }))
      for second in single.indices where second > first {
        products.append(product(single[first], single[second]))
        for third in single.indices where third > second {
          products.append(product(product(single[first], single[second]), single[third]))
        }
        sums.append(
          Base(
            expression: Expression(
              text: single[first].expression.text + " + " + single[second].expression.text, level: .sum,
              other: single[first].expression.other + single[second].expression.other),
            values: zip(single[first].values, single[second].values).map { $0 + $1 }))
      }
    }
    return single + products + sums
  }

  private func product(_ left: Base, _ right: Base) -> Base {
    Base(
      expression: Expression(
        text: left.expression.text + (isLaTeX ? " " : "*") + right.expression.text, level: .product,
        other: left.expression.other * right.expression.other),
      values: zip(left.values, right.values).map { $0 * $1 })
  }

  /// Returns the expression that has these values at the sizes.
  private func expression(_ values: [Double]) -> Expression? {
    let bases = bases
    for base in bases {
      if let factor = Self.constant(zip(values, base.values).map { $0 / $1 }) {
        return factor == "1" ? base.expression : multiple(factor, base.expression)
      }
      if let factor = Self.constant(zip(values, base.values).map { $0 * $1 }) {
        return quotient(factor, base.expression)
      }
    }
    for base in bases {
      if let moved = shifted(base, by: zip(values, base.values).map { $0 - $1 }) { return moved.expression }
      for shift in [-1.0, 1, -2, 2] {
        guard let moved = shifted(base, by: base.values.map { _ in shift }) else { continue }
        if let factor = Self.constant(zip(values, moved.values).map { $0 * $1 }) {
          return quotient(factor, moved.expression)
        }
        if let factor = Self.constant(zip(values, moved.values).map { $0 / $1 }) {
          return multiple(factor, moved.expression)
        }
      }
    }
    for base in bases {
      let root = Expression(
        text: isLaTeX ? "\\sqrt{\(base.expression.text)}" : "sqrt(\(base.expression.text))", level: .atom,
        other: base.expression.other.squareRoot())
      let roots = base.values.map { $0.squareRoot() }
      if let factor = Self.constant(zip(values, roots).map { $0 / $1 }) {
        return factor == "1" ? root : multiple(factor, root)
      }
      if let factor = Self.constant(zip(values, roots).map { $0 * $1 }) { return quotient(factor, root) }
    }
    return nil
  }

  /// Returns a base and a whole number that is added to it.
  private func shifted(_ base: Base, by shifts: [Double]) -> Base? {
    guard let shift = shifts.first, shift != 0, abs(shift) < 10, shift == shift.rounded(),
      shifts.allSatisfy({ $0 == shift })
    else { return nil }
    return Base(
      expression: Expression(
        text: base.expression.text + (shift < 0 ? " - " : " + ") + NumberText()(abs(shift)), level: .sum,
        other: base.expression.other + shift),
      values: base.values.map { $0 + shift })
  }

  private func multiple(_ factor: String, _ expression: Expression) -> Expression {
    // A half of (m + 1), rather than 0.5 times it.
    let inverse = 1 / (Double(factor) ?? 1)
    let other = expression.other / inverse
    if inverse > 1, inverse == inverse.rounded() {
      if isLaTeX {
        return Expression(text: "\\frac{\(expression.text)}{\(NumberText()(inverse))}", level: .atom, other: other)
      }
      let (dividend, divisor) = (bracketed(expression, below: .product), NumberText()(inverse))
      return Expression(
        text: dividend + "/" + divisor, level: .product, other: other,
        quotient: (bracketed(expression, below: .atom), divisor))
    }
    return Expression(
      text: factor + (isLaTeX ? " " : "*") + bracketed(expression, below: .product), level: .product, other: other)
  }

  private func quotient(_ factor: String, _ expression: Expression) -> Expression {
    let other = (Double(factor) ?? 1) / expression.other
    if isLaTeX { return Expression(text: "\\frac{\(factor)}{\(expression.text)}", level: .atom, other: other) }
    return Expression(
      text: factor + "/" + bracketed(expression, below: .atom), level: .product, other: other,
      quotient: (factor, bracketed(expression, below: .product)))
  }

  private func bracketed(_ expression: Expression, below level: Expression.Level) -> String {
    guard expression.level < level else { return expression.text }
    return isLaTeX ? "\\left(\(expression.text)\\right)" : "(\(expression.text))"
  }

  /// The relative error that numbers may have by rounding.
  private static let rounding = 1e-13

  /// Returns the number that all of these are but for rounding, if it is one of few digits.
  private static func constant(_ values: [Double]) -> String? {
    guard let first = values.first, first.isFinite, first != 0 else { return nil }
    let text = NumberText(digits: 6)(first)
    guard let value = Double(text), values.allSatisfy({ abs($0 - value) <= rounding * abs(value) }) else { return nil }
    return text
  }

  // MARK: - Brackets

  /// Returns a text with a quotient behind its last `/`, turned round: 2*x/(m + 1) for x/((m + 1)/2). It is nil for other
  /// expressions.
  private func turned(_ expression: Expression, after text: String, before next: String) -> String? {
    guard let quotient = expression.quotient, text.hasSuffix("/"), !["^", "'", "["].contains(next) else { return nil }
    let dividend = text.dropLast()
    let name = dividend.reversed().prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." }
    let rest = dividend.dropLast(name.count)
    // The divisor stands before a name that is the first factor, and else behind all of them.
    let isFirst = !name.isEmpty && (rest.last.map { "([{,= \n".contains($0) } ?? true)
    let product =
      isFirst ? "\(rest)\(quotient.divisor)*\(String(name.reversed()))" : "\(dividend)*\(quotient.divisor)"
    return quotient.dividend == "1" ? product : product + "/" + quotient.dividend
  }

  /// Returns an expression in the place of a number, in brackets where it would be torn apart.
  private func placed(_ expression: Expression, after text: String, before next: String) -> String {
    let previous = text.last { $0 != " " }
    let level: Expression.Level
    if ["^", "'", "["].contains(next) || previous == "/" || previous == "@" || previous == "^" {
      level = .atom
    } else if isEnd(next), previous.map({ "([{,:=\n".contains($0) }) ?? true {
      level = .sum
    } else {
      level = .product
    }
    return bracketed(expression, below: level)
  }

  /// Returns a Boolean value indicating whether nothing that binds follows.
  private func isEnd(_ next: String) -> Bool { next.isEmpty || [")", "]", "}", ",", ":"].contains(next) }
}
