import AutodiffTestSupport
import Testing

@testable import AutodiffCore

extension Arrays {
  @Suite(.namesCases) struct CofactorTests {
    /// The definition: determinants of what is left without a row and a column.
    static func minors(_ a: Tensor) -> Tensor {
      let n = a.shape.lengths[0]
      let values = places([n, n]).map { place in
        let left = places([n, n]).filter { $0[0] != place[0] && $0[1] != place[1] }.map(a.at)
        let sign: Double = (place[0] + place[1]).isMultiple(of: 2) ? 1 : -1
        return sign * Factorization(Tensor(Shape([n - 1, n - 1]), left)).determinant
      }
      return Tensor(a.shape, values)
    }

    /// A product of two random matrices of whole numbers.
    static func matrix(_ n: Int, rank: Int) -> Tensor {
      let (x, y) = (
        random([n, rank]).map { ($0 * 5).rounded() }, random([rank, n], seed: 2).map { ($0 * 5).rounded() }
      )
      return .product(x, y)
    }

    @Test(arguments: [2, 3, 4, 5, 8, 12]) func regular(_ n: Int) {
      let a = random([n, n])
      #expect(close(a.cofactors, Self.minors(a), within: 1e-13))
      let factorization = Factorization(a)
      let expected = factorization.inverse.transposed() * .scalar(factorization.determinant)
      #expect(close(a.cofactors, expected, within: 1e-13))
    }

    @Test func large() {
      let a = random([50, 50])
      let factorization = Factorization(a)
      let scale = Tensor.scalar(factorization.determinant)
      #expect(close(a.cofactors / scale, factorization.inverse.transposed(), within: 1e-11))
    }

    @Test(arguments: [2, 3, 4, 6, 9]) func singularByOne(_ n: Int) {
      let a = Self.matrix(n, rank: n - 1)
      let (cofactors, minors) = (a.cofactors, Self.minors(a))
      let size = minors.map { abs($0) }.amax(axis: nil)
      #expect(size[0] > 0)
      #expect(close(cofactors / size, minors / size, within: 1e-12))
    }

    @Test(arguments: [3, 4, 6, 10, 20]) func singularByTwo(_ n: Int) {
      #expect(Self.matrix(n, rank: n - 2).cofactors == Tensor(repeating: 0, Shape([n, n])))
      #expect(Tensor(repeating: 0.1, Shape([n, n])).cofactors == Tensor(repeating: 0, Shape([n, n])))
    }

    @Test func known() {
      forEach(
        [
          ([[0]], [[1]]), ([[.nan]], [[1]]), ([[1, 2], [3, 4]], [[4, -3], [-2, 1]]),
          ([[.infinity, 0], [0, 1]], [[1, 0], [0, .infinity]]), ([[0, 0], [0, 0]], [[0, 0], [0, 0]]),
          ([[1, 0, 0], [0, 1, 0], [0, 0, 0]], [[0, 0, 0], [0, 0, 0], [0, 0, 1]]),
          ([[1, 2, 3], [4, 5, 6], [7, 8, 9]], [[-3, 6, -3], [6, -12, 6], [-3, 6, -3]]),
          ([[1, 0, 0], [0, 1, 0], [0, 0, 0x1p-1060]], [[0x1p-1060, 0, 0], [0, 0x1p-1060, 0], [0, 0, 1]]),
          ([[1e200, 0, 0], [0, 1e200, 0], [0, 0, 1e-200]], [[1, 0, 0], [0, 1, 0], [0, 0, .infinity]]),
          ([[1e-200, 0, 0], [0, 1e200, 0], [0, 0, 1e-200]], [[1, 0, 0], [0, 0, 0], [0, 0, 1]]),
          (
            [[0x1p-1000, 0, 0], [0, 0x1p-1000, 0], [0, 0, 0x1p-40]],
            [[0x1p-1040, 0, 0], [0, 0x1p-1040, 0], [0, 0, 0]]
          ),
          ([[1, 1e-20, 0], [0, 1e-20, 0], [0, 0, 1e-20]], [[1e-40, 0, 0], [-1e-40, 1e-20, 0], [0, 0, 1e-20]]),
        ] as [([[Double]], [[Double]])]
      ) { rows, expected in
        let (found, expected) = (Tensor(rows: rows).cofactors, Tensor(rows: expected))
        #expect(found.shape == expected.shape)
        for i in expected.elements.indices {
          #expect(found[i].relativeError(from: expected[i]) <= 4e-15 || abs(found[i]) + abs(expected[i]) < 0x1p-1070)
        }
      }
    }

    // MARK: - Their change

    /// Of C = det(A) A⁻ᵀ by the product rule.
    static func change(_ a: Tensor, _ direction: Tensor) -> Tensor {
      let inverse = Factorization(a).inverse.transposed()
      let turned = Tensor.product(a.cofactors, .product(direction.transposed(), inverse))
      return a.cofactors * .scalar(inner(inverse, direction)) - turned
    }

    @Test(arguments: [2, 3, 4, 5, 8, 12, 30]) func changeOfRegular(_ n: Int) {
      let (a, direction) = (random([n, n]), random([n, n], seed: 3))
      let expected = Self.change(a, direction)
      let size = expected.map { abs($0) }.amax(axis: nil)
      #expect(close(a.cofactorChange(along: direction) / size, expected / size, within: 1e-12))
    }

    /// Cofactors of three rows are of second degree, so that a difference is their change but for one term.
    @Test(arguments: [0, 1, 2, 3]) func changeOfSingular(_ rank: Int) {
      let a = rank == 0 ? Tensor(repeating: 0, Shape([3, 3])) : Self.matrix(3, rank: rank)
      let direction = random([3, 3], seed: 3).map { ($0 * 5).rounded() }
      let difference = (a + direction).cofactors - (a - direction).cofactors
      #expect(close(a.cofactorChange(along: direction), difference / .scalar(2), within: 1e-12))
    }

    @Test(arguments: [4, 5, 9]) func changeIsSymmetric(_ n: Int) {
      for rank in n - 3...n {
        let a = Self.matrix(n, rank: rank)
        let (u, v) = (random([n, n], seed: 4), random([n, n], seed: 5))
        let (left, right) = (inner(v, a.cofactorChange(along: u)), inner(a.cofactorChange(along: v), u))
        #expect(rank > n - 3 ? left != 0 : left == 0)
        #expect(abs(left - right) <= 1e-12 * max(abs(left), a.cofactorChange(along: u).norm(axis: nil)[0]))
      }
    }

    @Test func changeOutOfRange() {
      let a = Tensor.identity(3) * .scalar(0x1p1000)
      let change = (Tensor.identity(3) * .scalar(0x1p-1000)).cofactorChange(along: a)
      #expect(change == .identity(3) * .scalar(2))
      #expect(Tensor(rows: [[3]]).cofactorChange(along: Tensor(rows: [[2]])) == Tensor(rows: [[0]]))
    }

    @Test func elementsThatAreNotFiniteAreUndefined() {
      var rows = [[1, 2, 3], [4, 5, 6], [7, 8, 10.0]]
      rows[1][2] = .infinity
      #expect(Tensor(rows: rows).cofactors.elements.allSatisfy { $0.isNaN })
      #expect(Tensor(rows: rows).cofactorChange(along: .identity(3)).elements.allSatisfy { $0.isNaN })
      #expect(Tensor.identity(3).cofactorChange(along: Tensor(rows: rows)).elements.allSatisfy { $0.isNaN })
    }
  }
}
