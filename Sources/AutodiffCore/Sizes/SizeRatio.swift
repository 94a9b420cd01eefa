/// A number that depends on sizes: a factor times a quotient of polynomials in them, or its square root.
package struct SizeRatio: Sendable {
  package var factor: Double
  package var numerator: SizePolynomial
  package var denominator: SizePolynomial
  /// A Boolean value indicating whether the factor stands before the square root of the quotient.
  package var isRoot: Bool

  /// The relative error that numbers may have by rounding.
  private static let rounding = 1e-13

  /// Finds the number that has these values at the points of a lattice; nil where there is none of this form.
  package init?(_ values: [Double], _ lattice: SizeLattice) {
    let points = lattice.points
    guard values.count == points.count, values.allSatisfy({ $0.isFinite && $0 != 0 }) else { return nil }
    if let ratio = Self.ofPowers(values, points) ?? Self.ofPolynomials(values, lattice) {
      self = ratio
    } else {
      return nil
    }
  }

  private init(_ factor: Double, _ numerator: SizePolynomial, _ denominator: SizePolynomial, isRoot: Bool) {
    self.factor = factor
    self.numerator = numerator
    self.denominator = denominator
    self.isRoot = isRoot
  }

  // MARK: - Powers

  private static func ofPowers(_ values: [Double], _ points: [[Int]]) -> SizeRatio? {
    let letters = points.first?.count ?? 0
    var all: [[Int]] = [[]]
    for _ in 0..<letters { all = all.flatMap { powers in [0, 1, -1, 2, -2].map { powers + [$0] } } }
    let sorted = all.enumerated().sorted { one, other in
      let (size, others) = (one.element.reduce(0) { $0 + abs($1) }, other.element.reduce(0) { $0 + abs($1) })
      return (size, one.offset) < (others, other.offset)
    }.map(\.element)
    for isRoot in [false, true] {
      for powers in sorted.dropFirst() {
        let factors = zip(values, points).map { value, sizes -> Double in
          let product = zip(sizes, powers).reduce(1.0) { product, size in
            (0..<abs(size.1)).reduce(product) { product, _ in
              size.1 > 0 ? product * Double(size.0) : product / Double(size.0)
            }
          }
          return value / (isRoot ? product.squareRoot() : product)
        }
        guard let factor = constant(factors) else { continue }
        return SizeRatio(
          factor, SizePolynomial(powers: powers.map { max($0, 0) }), SizePolynomial(powers: powers.map { max(-$0, 0) }),
          isRoot: isRoot)
      }
    }
    return nil
  }

  /// Returns the number that all of these are but for rounding.
  private static func constant(_ values: [Double]) -> Double? {
    guard let first = values.first, values.allSatisfy({ abs($0 - first) <= rounding * abs(first) }) else { return nil }
    // The nearest number of few digits, if it is as near.
    let short = Double(NumberText(digits: 12)(first)) ?? first
    return abs(short - first) <= rounding * abs(first) ? short : first
  }

  // MARK: - Polynomials

  private static func ofPolynomials(_ values: [Double], _ lattice: SizeLattice) -> SizeRatio? {
    let one = SizePolynomial(1, letters: lattice.letters)
    for isRoot in [false, true] {
      let signed = values[0] < 0 ? -1.0 : 1.0
      let sizes = isRoot ? values.map { $0 * $0 } : values
      for isInverse in [false, true] {
        for divisor in 1...12 {
          let numbers = sizes.map { (isInverse ? 1 / $0 : $0) * Double(divisor) }
          guard let whole = whole(numbers), let polynomial = lattice.polynomial(through: whole) else { continue }
          let content = max(polynomial.content, 1)
          let base = polynomial.divided(by: content)
          let ratio = isInverse ? Double(divisor) / Double(content) : Double(content) / Double(divisor)
          let factor = isRoot ? signed * ratio.squareRoot() : ratio
          return SizeRatio(factor, isInverse ? one : base, isInverse ? base : one, isRoot: isRoot)
        }
      }
    }
    return nil
  }

  private static func whole(_ numbers: [Double]) -> [Int]? {
    var result: [Int] = []
    for number in numbers {
      guard abs(number) < 0x1p52, abs(number - number.rounded()) <= 8 * rounding * abs(number),
        let whole = Int(exactly: number.rounded())
      else { return nil }
      result.append(whole)
    }
    return result
  }
}
