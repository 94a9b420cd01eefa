/// Sizes at which something is counted, so that one polynomial in the sizes goes through the counts.
///
/// The sizes are those of a simplex, through which one polynomial of each degree goes, and a few more by which it is
/// confirmed. Source: K. C. Chung and T. H. Yao, "On lattices admitting unique Lagrange interpolations", SIAM Journal on
/// Numerical Analysis 14 (1977); the differences are Newton's, one letter after the other.
package struct SizeLattice: Sendable {
  /// The number of letters.
  package let letters: Int
  /// The highest degree of a polynomial.
  package let degree: Int
  /// The points of the simplex, as steps of each letter, those near the corner first.
  private let steps: [[Int]]
  /// The points by which polynomials are confirmed.
  private let checks: [[Int]]

  /// The highest degree that there are sizes for.
  package static let highestDegree = 6
  /// The number of letters that there are sizes for.
  package static let mostLetters = 4

  /// Primes beyond the sizes at which code and formulas are held to their values at the edges; no size of one letter is
  /// one of another, and each letter has smaller and greater ones than the others.
  package static let primes = [
    17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 101, 103, 107, 109, 113, 127, 131, 137,
    139,
  ]

  /// Sizes of their own for the points by which polynomials are confirmed, in which no letter has one of the above.
  private static let others = [[20, 26, 33, 42], [46, 35, 28, 22]]

  /// Creates the sizes for polynomials of up to a degree.
  package init(letters: Int, degree: Int) {
    self.letters = min(max(letters, 1), Self.mostLetters)
    self.degree = min(max(degree, 1), Self.highestDegree)
    let places = 0..<self.letters
    var steps = [[Int](repeating: 0, count: self.letters)]
    var last = steps
    for _ in 0..<self.degree {
      var next: [[Int]] = []
      for step in last {
        // Each once: only letters from the last one that has moved on move further.
        let first = places.last { step[$0] > 0 } ?? 0
        for letter in first..<self.letters {
          var step = step
          step[letter] += 1
          next.append(step)
        }
      }
      steps += next
      last = next
    }
    self.steps = steps
    checks = Self.others.map { Array($0.prefix(places.count)) }
  }

  private static func size(_ letter: Int, _ step: Int, of letters: Int) -> Int { primes[step * letters + letter] }

  private func size(_ letter: Int, _ step: Int) -> Int { Self.size(letter, step, of: letters) }

  /// The sizes of the letters at each point; those of a lower degree come first, but for the last two.
  package var points: [[Int]] { steps.map { step in step.indices.map { size($0, step[$0]) } } + checks }

  // MARK: - Polynomials

  /// The degrees that are tried, one after the other.
  package static let degrees = [2, 4, highestDegree]

  /// Returns the polynomial that has whole values at the points; nil where there is none.
  package func polynomial(through values: [Int]) -> SizePolynomial? {
    guard values.count == steps.count + checks.count else { return nil }
    var differences = Dictionary(zip(steps, values)) { one, _ in one }
    for letter in 0..<letters {
      for order in 1...degree {
        for step in steps.reversed() where step[letter] >= order {
          var before = step
          before[letter] -= 1
          let (difference, isLarge) = differences[step, default: 0]
            .subtractingReportingOverflow(differences[before, default: 0])
          let distance = size(letter, step[letter]) - size(letter, step[letter] - order)
          guard !isLarge, difference.isMultiple(of: distance) else { return nil }
          differences[step] = difference / distance
        }
      }
    }
    var polynomial = SizePolynomial(0, letters: letters)
    for step in steps {
      guard let coefficient = differences[step], coefficient != 0 else { continue }
      var product = SizePolynomial(coefficient, letters: letters)
      for letter in 0..<letters {
        var powers = [Int](repeating: 0, count: letters)
        powers[letter] = 1
        for below in 0..<step[letter] {
          let root = SizePolynomial(size(letter, below), letters: letters)
          guard let factor = SizePolynomial(powers: powers).adding(root, times: -1),
            let next = product.multiplied(by: factor)
          else { return nil }
          product = next
        }
      }
      guard let sum = polynomial.adding(product) else { return nil }
      polynomial = sum
    }
    let isConfirmed = zip(checks, values.suffix(checks.count)).allSatisfy { polynomial.value(at: $0) == $1 }
    return isConfirmed ? polynomial : nil
  }

  /// Returns the polynomial and the whole number that it is divided by, as in `n*(n + 1)/2`; nil where there is none.
  package func quotient(through values: [Int]) -> (polynomial: SizePolynomial, divisor: Int)? {
    for divisor in [1, 2, 3, 4, 6, 12] {
      let multiples = values.map { $0.multipliedReportingOverflow(by: divisor) }
      if multiples.contains(where: \.overflow) { return nil }
      if let polynomial = polynomial(through: multiples.map(\.partialValue)) { return (polynomial, divisor) }
    }
    return nil
  }
}
