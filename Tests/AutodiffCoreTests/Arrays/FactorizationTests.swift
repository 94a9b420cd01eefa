import Foundation
import AutodiffTestSupport
import Testing

@testable import AutodiffCore

extension Arrays {
  @Suite(.namesCases) struct FactorizationTests {
    @Test func inverts() {
      forEach([1, 2, 3, 4, 5, 10, 31, 32, 33, 50, 70]) { (n: Int) in
        let a = random([n, n])
        let factorization = Factorization(a)
        #expect(factorization.badPivot == nil)
        #expect(close(.product(a, factorization.inverse), .identity(n), within: 1e-12))
        for width in [nil, 1, 3, 40] {
          let x = random([n] + (width.map { [$0] } ?? []), seed: 2)
          #expect(close(factorization.solve(.product(a, x)), x, within: 1e-11))
        }
        let (magnitude, log) = (abs(factorization.determinant), factorization.logDeterminant)
        if factorization.determinant > 0 {
          #expect(abs(log - Foundation.log(magnitude)) <= 1e-12)
        } else {
          #expect(log.isNaN)
        }
        #expect(abs(factorization.determinant * Factorization(factorization.inverse).determinant - 1) <= 1e-11)
      }
    }

    @Test func determinants() {
      forEach(
        [
          ([[3]], 3, nil), ([[-2]], -2, nil), ([[0]], 0, 1), ([[.infinity]], .infinity, 1), ([[.nan]], .nan, 1),
          ([[1, 2], [3, 4]], -2, nil), ([[0, 1], [1, 0]], -1, nil), ([[0, 1, 0], [0, 0, 1], [1, 0, 0]], 1, nil),
          ([[0, 0, 1], [0, 1, 0], [1, 0, 0]], -1, nil), ([[2, 0, 0], [0, 3, 0], [0, 0, 4]], 24, nil),
          ([[1, 2], [2, 4]], 0, 2), ([[0, 0], [0, 0]], 0, 1), ([[0, 1], [0, 2]], 0, 1),
          ([[1, 2, 3], [4, 5, 6], [7, 8, 10]], -3, nil),
          ([[1e200, 0, 0], [0, 1e200, 0], [0, 0, 1e-300]], 1e100, nil),
          ([[1e-200, 0, 0], [0, 1e-200, 0], [0, 0, 1e300]], 1e-100, nil), ([[1e-20, 1], [1, 1]], -1, nil),
          ([[1e-300, 2e300], [1e-300, 1e300]], -1, nil), ([[1, .nan], [2, 1]], .nan, 2),
        ] as [([[Double]], Double, Int?)]
      ) { rows, determinant, badPivot in
        let factorization = Factorization(Tensor(rows: rows))
        #expect(factorization.determinant.relativeError(from: determinant) <= 1e-14)
        #expect(factorization.badPivot == badPivot)
        let log = factorization.logDeterminant
        #expect(log.isSame(as: Foundation.log(determinant)) || abs(log - Foundation.log(determinant)) <= 1e-12)
        let isBad = factorization.solve(Tensor(repeating: 1, Shape([rows.count]))).elements.allSatisfy(\.isNaN)
        #expect(isBad == (badPivot != nil))
      }
    }

    @Test func logarithmsOfDeterminantsDoNotOverflow() {
      let n = 40
      let large = Factorization(Tensor(repeating: 1e30, Shape([n])).diagonal(shape: Shape([n, n])))
      #expect(large.determinant == .infinity)
      #expect(large.logDeterminant.relativeError(from: 1200 * log(10.0)) <= 1e-14)
    }

    @Test func singularSystemsAreUndefined() {
      let factorization = Factorization(Tensor(rows: [[1, 2], [2, 4]]))
      #expect(factorization.inverse.elements.allSatisfy { $0.isNaN })
      #expect(factorization.inverse.shape == Shape([2, 2]))
    }

    @Test func matricesThatAreNotSquareAreBad() {
      #expect(Factorization(random([2, 3])).badPivot == 1)
      #expect(Factorization(.scalar(2)).determinant.isNaN)
      #expect(random([2, 3]).cofactors[0].isNaN)
    }

    @Test func emptyMatricesDoNotCrash() {
      let empty = Tensor(repeating: 0, Shape([0, 0]))
      #expect(Factorization(empty).determinant == 1)
      #expect(Factorization(empty).inverse == empty)
      #expect(empty.cofactors == empty)
    }
  }
}
