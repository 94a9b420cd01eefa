/// A polynomial with whole coefficients in the sizes for which letters stand.
package struct SizePolynomial: Sendable, Equatable {
  /// The coefficients that are not 0, by the powers of the letters.
  private var coefficients: [[Int]: Int]
  /// The number of letters.
  private let letters: Int

  /// Creates a number.
  package init(_ number: Int, letters: Int) {
    self.letters = letters
    coefficients = number == 0 ? [:] : [[Int](repeating: 0, count: letters): number]
  }

  /// Creates a product of powers of the letters, times a number.
  package init(_ number: Int = 1, powers: [Int]) {
    letters = powers.count
    coefficients = number == 0 ? [:] : [powers: number]
  }

  /// A product of powers of letters, times a number.
  package struct Term: Sendable, Equatable {
    package var coefficient: Int
    package var powers: [Int]

    /// The sum of the powers.
    package var degree: Int { powers.reduce(0, +) }
  }

  /// The terms, those of the highest degree first, and of the same degree those with the first letters.
  package var terms: [Term] {
    coefficients.map { Term(coefficient: $1, powers: $0) }.sorted { one, other in
      if one.degree != other.degree { return one.degree > other.degree }
      return other.powers.lexicographicallyPrecedes(one.powers)
    }
  }

  /// The highest degree of a term.
  package var degree: Int { coefficients.keys.reduce(0) { max($0, $1.reduce(0, +)) } }

  /// The number that it is; nil where it has a letter.
  package var number: Int? {
    if coefficients.isEmpty { return 0 }
    guard coefficients.count == 1, let (powers, number) = coefficients.first else { return nil }
    return powers.allSatisfy { $0 == 0 } ? number : nil
  }

  /// The greatest number that divides all coefficients.
  package var content: Int {
    coefficients.values.reduce(0) { Self.commonDivisor($0, $1) }
  }

  /// Returns the greatest number that divides two numbers, by Euclid's algorithm.
  private static func commonDivisor(_ one: Int, _ other: Int) -> Int {
    var (a, b) = (one, other)
    while b != 0 { (a, b) = (b, a % b) }
    return Int(clamping: a.magnitude)
  }

  /// The places of the letters that occur.
  package var usedLetters: Set<Int> {
    Set(coefficients.keys.flatMap { powers in powers.indices.filter { powers[$0] != 0 } })
  }

  // MARK: - Arithmetic

  /// Returns the sum with a multiple of another polynomial; nil where a number leaves its range.
  package func adding(_ other: SizePolynomial, times factor: Int = 1) -> SizePolynomial? {
    var result = self
    for (powers, coefficient) in other.coefficients {
      let (product, isLarge) = coefficient.multipliedReportingOverflow(by: factor)
      let (sum, isLarger) = (coefficients[powers] ?? 0).addingReportingOverflow(product)
      if isLarge || isLarger { return nil }
      result.coefficients[powers] = sum == 0 ? nil : sum
    }
    return result
  }

  /// Returns the product; nil where a number leaves its range.
  package func multiplied(by other: SizePolynomial) -> SizePolynomial? {
    var result = SizePolynomial(0, letters: letters)
    for (powers, coefficient) in coefficients {
      var row = SizePolynomial(0, letters: letters)
      for (others, number) in other.coefficients {
        row.coefficients[zip(powers, others).map { $0 + $1 }] = number
      }
      guard let sum = result.adding(row, times: coefficient) else { return nil }
      result = sum
    }
    return result
  }

  /// Returns the polynomial with its coefficients divided by a number that divides them all.
  package func divided(by divisor: Int) -> SizePolynomial {
    var result = self
    if divisor != 0 { result.coefficients = coefficients.mapValues { $0 / divisor } }
    return result
  }

  /// Returns the value where the letters have these sizes; nil where it leaves its range.
  package func value(at sizes: [Int]) -> Int? {
    var sum = 0
    for (powers, coefficient) in coefficients {
      var product = coefficient
      for (size, power) in zip(sizes, powers) {
        for _ in 0..<power {
          let (next, isLarge) = product.multipliedReportingOverflow(by: size)
          if isLarge { return nil }
          product = next
        }
      }
      let (next, isLarge) = sum.addingReportingOverflow(product)
      if isLarge { return nil }
      sum = next
    }
    return sum
  }

  /// Returns a Boolean value indicating whether it is certain never to be less than another, whatever the sizes from 1
  /// on: the difference has no coefficient below 0 in what the sizes are more than 1.
  package func isNowhereBelow(_ other: SizePolynomial) -> Bool {
    guard let difference = adding(other, times: -1) else { return false }
    var sum = SizePolynomial(0, letters: letters)
    let one = SizePolynomial(1, letters: letters)
    for (powers, coefficient) in difference.coefficients {
      var product = SizePolynomial(coefficient, letters: letters)
      for (letter, power) in powers.enumerated() {
        var unit = [Int](repeating: 0, count: letters)
        unit[letter] = 1
        for _ in 0..<power {
          guard let shifted = SizePolynomial(powers: unit).adding(one), let next = product.multiplied(by: shifted)
          else {
            return false
          }
          product = next
        }
      }
      guard let next = sum.adding(product) else { return false }
      sum = next
    }
    return sum.coefficients.values.allSatisfy { $0 >= 0 }
  }

  /// The terms of the highest degree alone.
  package var leading: SizePolynomial {
    var result = self
    let degree = degree
    result.coefficients = coefficients.filter { $0.key.reduce(0, +) == degree }
    return result
  }

  /// Returns the number by which another polynomial is multiplied to give this one; nil where it is no multiple.
  package func ratio(to other: SizePolynomial) -> Double? {
    guard let first = other.coefficients.first, let own = coefficients[first.key],
      coefficients.count == other.coefficients.count
    else { return nil }
    let isMultiple = other.coefficients.allSatisfy { powers, coefficient in
      let (left, isLarge) = (coefficients[powers] ?? 0).multipliedReportingOverflow(by: first.value)
      let (right, isLarger) = coefficient.multipliedReportingOverflow(by: own)
      return !isLarge && !isLarger && left == right
    }
    return isMultiple ? Double(own) / Double(first.value) : nil
  }

  // MARK: - Text

  /// The ways in which powers are written.
  package enum Powers: Sendable {
    /// A power as a product of the letter with itself, for languages without a sign for powers.
    case products
    /// A power as `m^2`.
    case signs
  }

  /// Returns the polynomial as a sum of products: `2*m*n + m - 1`.
  ///
  /// - Parameters:
  ///   - names: The names of the letters.
  ///   - divisor: A number above 0 that all is divided by, term by term: `2/3*n^3`.
  package func text(_ names: [String], _ form: Powers = .signs, dividedBy divisor: Int = 1) -> String {
    var terms = terms
    // Whole numbers without a sign must not fall below 0 on the way.
    if form == .products { terms = terms.filter { $0.coefficient > 0 } + terms.filter { $0.coefficient < 0 } }
    var text = ""
    for term in terms {
      var factors = zip(names, term.powers).flatMap { name, power -> [String] in
        if power == 0 { return [] }
        if form == .products { return [String](repeating: name, count: power) }
        return [power == 1 ? name : "\(name)^\(power)"]
      }
      let common = Self.commonDivisor(term.coefficient, divisor)
      let (size, below) = (term.coefficient.magnitude / UInt(common), divisor / common)
      let number = below == 1 ? String(size) : "\(size)/\(below)"
      if number != "1" || factors.isEmpty { factors.insert(number, at: 0) }
      let sign = term.coefficient < 0 ? (text.isEmpty ? "-" : " - ") : text.isEmpty ? "" : " + "
      text += sign + factors.joined(separator: "*")
    }
    return text.isEmpty ? "0" : text
  }
}
