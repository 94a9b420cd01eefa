import AutodiffTestSupport
import Testing

@testable import AutodiffCore

extension Arrays {
  /// Factors of small whole numbers, with powers of 2 on the diagonal: each step of the factorization of their products
  /// is exact, so that the factor has to come back as it was.
  @Suite(.namesCases) struct CholeskyTests {
    private static let sizes = [1, 2, 3, 31, 32, 33, 63, 64, 65, 97, 128, 150, 257, 300]

    private func factor(_ n: Int) -> Tensor {
      var random = SplitMix64(seed: 7)
      var elements = [Double](repeating: 0, count: n * n)
      for row in 0..<n {
        for column in 0..<row { elements[row * n + column] = Double(Int.random(in: -3...3, using: &random)) }
        elements[row * n + row] = [1, 2, 4][Int.random(in: 0..<3, using: &random)]
      }
      return Tensor(Shape([n, n]), elements)
    }

    @Test func factorsOfWholeNumbersComeBack() {
      forEach(Self.sizes) { (n: Int) in
        let factor = factor(n)
        let matrix = Tensor.product(factor, factor.transposed())
        #expect(matrix.choleskyFactor == factor)
        // The symmetric part counts.
        var skew = matrix.elements
        for row in 0..<n {
          for column in 0..<row {
            skew[row * n + column] += Double(row - column)
            skew[column * n + row] -= Double(row - column)
          }
        }
        #expect(Tensor(matrix.shape, skew).choleskyFactor == factor)
      }
    }

    @Test func oneBadPivotIsEnough() {
      forEach(Self.sizes.flatMap { n in Set([0, n / 3, n / 2, n - 1]).map { (n, $0) } }) { (n: Int, place: Int) in
        let factor = factor(n)
        let elements = Tensor.product(factor, factor.transposed()).elements
        let pivot = factor.elements[place * (n + 1)]
        for change in [-pivot * pivot, -pivot * pivot - 1, .nan, .infinity, -.infinity] {
          var changed = elements
          changed[place * (n + 1)] += change
          let result = Tensor(Shape([n, n]), changed).choleskyFactor
          let isBad = result.elements.allSatisfy(\.isNaN)
          #expect(isBad, "\(change)")
        }
      }
    }

    /// A[i, j] = 1/(i + j - 1) is as good as singular from 13 rows on; before that its factor is known in closed form.
    ///
    /// Source of the formula: M.-D. Choi, "Tricks or treats with the Hilbert matrix" (American Mathematical Monthly 90,
    /// 1983).
    @Test func hilbertMatrices() {
      forEach([2, 5, 8]) { (n: Int) in
        let hilbert = Tensor(
          Shape([n, n]), (0..<n * n).map { place in 1 / Double(place / n + place % n + 1) })
        let result = hilbert.choleskyFactor
        // L[i, j] = sqrt(2j + 1) (i!)² / ((i + j + 1)! (i - j)!), with i and j from 0.
        func factorial(_ k: Int) -> Double { k < 2 ? 1 : (2...k).reduce(1) { $0 * Double($1) } }
        for row in 0..<n {
          for column in 0...row {
            let expected =
              Double(2 * column + 1).squareRoot() * factorial(row) * factorial(row)
              / (factorial(row + column + 1) * factorial(row - column))
            #expect(abs(result.elements[row * n + column] / expected - 1) <= 1e-6, "\(row) \(column)")
          }
        }
      }
    }
  }
}
