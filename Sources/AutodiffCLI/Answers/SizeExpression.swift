import AutodiffCore

/// An expression in letters for sizes.
struct SizeExpression {
  let text: String
  let level: Level
  /// The value at sizes of which some are even: those at which formulas are tried are odd, and half of one less is whole
  /// at each of them.
  let other: Double
  /// The dividend and the divisor of a quotient on one line, as factors; in LaTeX those of a fraction.
  var quotient: (dividend: String, divisor: String)?

  /// The operation that is done last, from the loosest on.
  enum Level: Comparable { case sum, product, power, atom }
}

/// The expressions in letters for sizes that numbers in formulas may be.
struct SizeExpressions {
  private let letters: [Character]
  private let sizes: [[Int]]
  private let isLaTeX: Bool
  /// The products of letters and their neighbours, and sums of two, that others are made of: the simplest first.
  private var bases: [Base] = []

  /// An expression with its values at the sizes.
  private struct Base {
    var expression: SizeExpression
    var values: [Double]
  }

  /// - Parameters:
  ///   - letters: the letters that stand for sizes.
  ///   - sizes: the sizes at which a number has its values, one for each letter.
  init(_ letters: [Character], sizes: [[Int]], isLaTeX: Bool) {
    self.letters = letters
    self.sizes = sizes
    self.isLaTeX = isLaTeX
    bases = makeBases()
  }

  /// Sizes of the letters, not all odd.
  private static let others = [20.0, 26, 33, 42]

  private func makeBases() -> [Base] {
    let single = letters.indices.map { letter in
      Base(
        expression: SizeExpression(
          text: "\(letters[letter])", level: .atom, other: Self.others[letter % Self.others.count]),
        values: sizes.map { Double($0[letter]) })
    }
    var products: [Base] = []
    var sums: [Base] = []
    for (place, first) in single.enumerated() {
      let square = power(first, 2)
      let neighbours = [-1.0, 1].compactMap { shift in shifted(first, by: sizes.map { _ in shift }) }
      products += [square, power(first, 3), power(first, 4)]
      products += neighbours.map { product(first, $0) } + neighbours.map { product(square, $0) }
      for (next, second) in single.enumerated().dropFirst(place + 1) {
        products.append(product(first, second))
        products += single.dropFirst(next + 1).map { product(product(first, second), $0) }
        sums.append(sum(first, second))
      }
    }
    return single + products + sums
  }

  private func power(_ base: Base, _ exponent: Int) -> Base {
    func power(_ value: Double) -> Double { (1..<exponent).reduce(value) { power, _ in power * value } }
    return Base(
      expression: SizeExpression(
        text: base.expression.text + (isLaTeX ? "^{\(exponent)}" : "^\(exponent)"), level: .power,
        other: power(base.expression.other)),
      values: base.values.map(power))
  }

  private func product(_ left: Base, _ right: Base) -> Base {
    Base(
      expression: SizeExpression(
        text: left.expression.text + (isLaTeX ? " " : "*") + bracketed(right.expression, below: .product),
        level: .product, other: left.expression.other * right.expression.other),
      values: zip(left.values, right.values).map { $0 * $1 })
  }

  private func sum(_ left: Base, _ right: Base) -> Base {
    Base(
      expression: SizeExpression(
        text: left.expression.text + " + " + right.expression.text, level: .sum,
        other: left.expression.other + right.expression.other),
      values: zip(left.values, right.values).map { $0 + $1 })
  }

  /// Returns the expression that has these values at the sizes; nil where there is none.
  func callAsFunction(_ values: [Double]) -> SizeExpression? {
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
      let root = SizeExpression(
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
      expression: SizeExpression(
        text: base.expression.text + (shift < 0 ? " - " : " + ") + NumberText()(abs(shift)), level: .sum,
        other: base.expression.other + shift),
      values: base.values.map { $0 + shift })
  }

  private func multiple(_ factor: String, _ expression: SizeExpression) -> SizeExpression {
    // A half of (m + 1), rather than 0.5 times it.
    let inverse = 1 / (Double(factor) ?? 1)
    let other = expression.other / inverse
    if inverse > 1, inverse == inverse.rounded() { return fraction(expression, NumberText()(inverse), other) }
    return SizeExpression(
      text: factor + (isLaTeX ? " " : "*") + bracketed(expression, below: .product), level: .product, other: other)
  }

  private func fraction(_ dividend: SizeExpression, _ divisor: String, _ other: Double) -> SizeExpression {
    if isLaTeX {
      return SizeExpression(
        text: "\\frac{\(dividend.text)}{\(divisor)}", level: .atom, other: other, quotient: (dividend.text, divisor))
    }
    return SizeExpression(
      text: bracketed(dividend, below: .product) + "/" + divisor, level: .product, other: other,
      quotient: (bracketed(dividend, below: .power), divisor))
  }

  private func quotient(_ factor: String, _ expression: SizeExpression) -> SizeExpression {
    let other = (Double(factor) ?? 1) / expression.other
    if isLaTeX {
      return SizeExpression(
        text: "\\frac{\(factor)}{\(expression.text)}", level: .atom, other: other,
        quotient: (factor, bracketed(expression, below: .product)))
    }
    return SizeExpression(
      text: factor + "/" + bracketed(expression, below: .power), level: .product, other: other,
      quotient: (factor, bracketed(expression, below: .product)))
  }

  /// Returns the text of an expression, in brackets where its last operation is looser than `level`.
  func bracketed(_ expression: SizeExpression, below level: SizeExpression.Level) -> String {
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
}
