import Foundation
import AutodiffTestSupport
import Testing

@testable import AutodiffCore

extension Arrays {
  @Suite(.namesCases) struct FactorizationTests {
    @Test func inverts() {
      forEach([1, 2, 3, 4, 5, 10, 16, 17, 31, 32, 33, 50, 64, 65, 70, 97, 129, 150]) { (n: Int) in
        let a = random([n, n])
        let factorization = Factorization(a)
        #expect(factorization.badPivot == nil)
        #expect(close(.product(a, factorization.inverse), .identity(n), within: 1e-12))
        for width in [nil, 1, 3, 40] {
          let x = random([n] + (width.map { [$0] } ?? []), seed: 2)
          #expect(close(factorization.solve(.product(a, x)), x, within: 1e-11))
          #expect(close(factorization.solveTransposed(.product(a.transposed(), x), a), x, within: 1e-11))
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

    @Test func ordersOfRowsHaveTheirSigns() {
      forEach([2, 8, 9, 32, 33, 40, 64, 65, 100, 150]) { (n: Int) in
        // Row i of the matrix has its one in column 7i + 3, so that its inverse is its transpose.
        let step = 7
        let columns = (0..<n).map { ($0 * step + 3) % n }
        let matrix = Tensor(rows: columns.map { column in (0..<n).map { $0 == column ? 1 : 0 } })
        let inversions = (0..<n).reduce(0) { count, i in count + columns[..<i].count { $0 > columns[i] } }
        let factorization = Factorization(matrix)
        #expect(factorization.determinant == (inversions.isMultiple(of: 2) ? 1 : -1))
        #expect(factorization.inverse == matrix.transposed())
      }
    }

    @Test func badPivotsOfLargeMatricesAreCounted() {
      forEach([
        (0, 0.0), (7, 0), (8, 0), (31, 0), (32, 0), (40, 0), (64, 0), (99, 0), (0, .nan), (9, .nan), (33, .nan),
        (70, .infinity), (99, .nan),
      ]) { (place: Int, value: Double) in
        let n = 100
        // The matrix is lower triangular and dominated by its diagonal, so that no rows are exchanged.
        var elements = [Double](repeating: 0, count: n * n)
        for row in 0..<n {
          for column in 0..<row { elements[row * n + column] = 1 / Double(n) }
          elements[row * n + row] = 2
        }
        for row in 0..<n where value == 0 { elements[row * n + place] = 0 }
        if value != 0 { elements[place * n + place] = value }
        let factorization = Factorization(Tensor(Shape([n, n]), elements))
        #expect(factorization.badPivot == place + 1)
        #expect(factorization.inverse.elements.allSatisfy { $0.isNaN })
        let determinant = factorization.determinant
        #expect(value.isNaN ? determinant.isNaN : determinant == value)
      }
    }

    @Test func nearlySingularSystemsHaveSmallRests() {
      forEach([40, 100, 150]) { (n: Int) in
        // Hilbert's matrix is nearly singular: only the rests are small.
        let rows = (0..<n).map { row in (0..<n).map { 1 / Double(row + $0 + 1) } }
        let a = Tensor(rows: rows)
        let b = random([n], seed: 3)
        let factorization = Factorization(a)
        let x = factorization.solve(b)
        guard factorization.badPivot == nil else { return }
        let rest = zip(Tensor.product(a, x).elements, b.elements).map { abs($0 - $1) }.max() ?? .nan
        let size = x.elements.map(\.magnitude).max() ?? .nan
        #expect(rest <= 1e-14 * Double(n) * size)
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
