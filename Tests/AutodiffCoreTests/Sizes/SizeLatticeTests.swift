import Testing

@testable import AutodiffCore

/// Polynomials and ratios found through values at a few sizes.
@Suite struct SizeLatticeTests {
  private static let names = ["m", "n", "k", "l"]

  /// The polynomials that Newton's differences find are those that the values were made of.
  @Test func findsPolynomials() throws {
    var random = SplitMix64(seed: 5)
    for letters in 1...4 {
      for degree in [2, 4] {
        let lattice = SizeLattice(letters: letters, degree: degree)
        #expect(Set(lattice.points).count == lattice.points.count)
        for point in lattice.points { #expect(Set(point).count == letters) }
        for _ in 0..<5 {
          var polynomial = SizePolynomial(0, letters: letters)
          for _ in 0..<Int.random(in: 1...5, using: &random) {
            var powers = [Int](repeating: 0, count: letters)
            for _ in 0..<Int.random(in: 0...degree, using: &random) {
              powers[Int.random(in: 0..<letters, using: &random)] += 1
            }
            let term = SizePolynomial(Int.random(in: -9...9, using: &random), powers: powers)
            polynomial = try #require(polynomial.adding(term))
          }
          let values = try lattice.points.map { try #require(polynomial.value(at: $0)) }
          #expect(lattice.polynomial(through: values) == polynomial)
        }
        // One more degree is none.
        var powers = [Int](repeating: 0, count: letters)
        powers[0] = degree + 1
        let values = try lattice.points.map { try #require(SizePolynomial(powers: powers).value(at: $0)) }
        #expect(lattice.polynomial(through: values) == nil)
      }
    }
  }

  @Test func writesPolynomials() throws {
    let lattice = SizeLattice(letters: 2, degree: 4)
    func text(_ form: SizePolynomial.Powers = .signs, _ value: (Int, Int) -> Int) -> String? {
      lattice.polynomial(through: lattice.points.map { value($0[0], $0[1]) })?.text(Self.names, form)
    }
    #expect(text { m, n in m * n + 2 * m + n - 1 } == "m*n + 2*m + n - 1")
    #expect(text { m, n in m * m * n - 3 * n * n } == "m^2*n - 3*n^2")
    #expect(text(.products) { m, n in n * n - m * m * n } == "n*n - m*m*n")
    #expect(text { _, _ in 7 } == "7")
    #expect(text { _, _ in 0 } == "0")
    #expect(text { m, _ in -m } == "-m")
    #expect(text { m, _ in m == 17 ? 1 : 2 } == nil)
    let half = try #require(lattice.quotient(through: lattice.points.map { $0[0] * ($0[0] + 1) / 2 }))
    #expect(half.divisor == 2 && half.polynomial.text(Self.names) == "m^2 + m")
    #expect(lattice.polynomial(through: lattice.points.map { _ in Int.max } + [0]) == nil)
    #expect(lattice.polynomial(through: lattice.points.map { $0[0] == 17 ? .max : .min }) == nil)
    #expect(lattice.quotient(through: lattice.points.map { $0[0] / 2 }) == nil, "all but the last points are odd")
  }

  @Test func findsRatios() throws {
    let lattice = SizeLattice(letters: 2, degree: 2)
    func ratio(_ value: (Double, Double) -> Double) -> String? {
      guard let ratio = SizeRatio(lattice.points.map { value(Double($0[0]), Double($0[1])) }, lattice) else {
        return nil
      }
      let quotient = "\(ratio.numerator.text(Self.names))/\(ratio.denominator.text(Self.names))"
      return "\(ratio.factor) " + (ratio.isRoot ? "sqrt \(quotient)" : quotient)
    }
    #expect(ratio { m, _ in 1 / m } == "1.0 1/m")
    #expect(ratio { m, n in 0.7 / (m * n) } == "0.7 1/m*n")
    #expect(ratio { m, _ in 2 / (m - 1) } == "2.0 1/m - 1")
    #expect(ratio { m, n in m / n } == "1.0 m/n")
    #expect(ratio { m, _ in 3 * m.squareRoot() } == "3.0 sqrt m/1")
    #expect(ratio { m, n in (m / (n * n)).squareRoot() } == "1.0 sqrt m/n^2")
    #expect(ratio { m, n in 1 / (m * n + 1).squareRoot() } == "1.0 sqrt 1/m*n + 1")
    #expect(ratio { m, _ in (m + 1) / 2 } == "0.5 m + 1/1")
    #expect(ratio { m, _ in m - 17 } == nil)
    #expect(ratio { m, _ in m == 17 ? 0.5 : 0.25 } == nil)
    #expect(ratio { _, n in .nan * n } == nil)
  }

  @Test func comparesPolynomials() throws {
    let lattice = SizeLattice(letters: 2, degree: 2)
    func polynomial(_ value: (Int, Int) -> Int) throws -> SizePolynomial {
      try #require(lattice.polynomial(through: lattice.points.map { value($0[0], $0[1]) }))
    }
    // At m = n = 1 both are 1.
    #expect(try polynomial { m, n in m * n }.isNowhereBelow(try polynomial { m, _ in m }))
    #expect(try !polynomial { m, n in m * n }.isNowhereBelow(try polynomial { m, n in m + n }))
    #expect(try polynomial { m, n in 6 * m * n + m }.leading.ratio(to: try polynomial { m, n in 4 * m * n }) == 1.5)
    #expect(try polynomial { m, n in m + n }.ratio(to: try polynomial { m, n in m + 2 * n }) == nil)
    #expect(SizePolynomial(.max, letters: 1).adding(SizePolynomial(1, letters: 1)) == nil)
    #expect(SizePolynomial(.max, letters: 1).multiplied(by: SizePolynomial(2, letters: 1)) == nil)
    #expect(SizePolynomial(2, powers: [70]).value(at: [10]) == nil)
  }

  @Test func readsTokens() {
    let tokens = SizedToken.all("x[19] = 2x30 + v17*0.5e-3, 1e9..<7")
    #expect(
      tokens.filter { $0.kind == .number }.map(\.text) == ["19", "2", "30", "0.5e-3", "1", "7"])
    #expect(tokens.map(\.text).joined() == "x[19] = 2x30 + v17*0.5e-3, 1e9..<7")
  }
}
