import Testing

@testable import AutodiffCore

extension Arrays {
  @Suite struct CofactorTests {
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
      let size = minors.map { abs($0) }.greatest(axis: nil)
      #expect(size[0] > 0)
      #expect(close(cofactors / size, minors / size, within: 1e-12))
    }

    @Test(arguments: [3, 4, 6, 10, 20]) func singularByTwo(_ n: Int) {
      #expect(Self.matrix(n, rank: n - 2).cofactors == Tensor(repeating: 0, Shape([n, n])))
      #expect(Tensor(repeating: 0.1, Shape([n, n])).cofactors == Tensor(repeating: 0, Shape([n, n])))
    }

    @Test(
      arguments: [
        ([[0]], [[1]]), ([[.nan]], [[1]]), ([[1, 2], [3, 4]], [[4, -3], [-2, 1]]),
        ([[.infinity, 0], [0, 1]], [[1, 0], [0, .infinity]]), ([[0, 0], [0, 0]], [[0, 0], [0, 0]]),
        ([[1, 0, 0], [0, 1, 0], [0, 0, 0]], [[0, 0, 0], [0, 0, 0], [0, 0, 1]]),
        ([[1, 2, 3], [4, 5, 6], [7, 8, 9]], [[-3, 6, -3], [6, -12, 6], [-3, 6, -3]]),
        ([[1, 0, 0], [0, 1, 0], [0, 0, 0x1p-1060]], [[0x1p-1060, 0, 0], [0, 0x1p-1060, 0], [0, 0, 1]]),
        ([[1e200, 0, 0], [0, 1e200, 0], [0, 0, 1e-200]], [[1, 0, 0], [0, 1, 0], [0, 0, .infinity]]),
        ([[1e-200, 0, 0], [0, 1e200, 0], [0, 0, 1e-200]], [[1, 0, 0], [0, 0, 0], [0, 0, 1]]),
        (
          [[0x1p-1000, 0, 0], [0, 0x1p-1000, 0], [0, 0, 0x1p-40]], [[0x1p-1040, 0, 0], [0, 0x1p-1040, 0], [0, 0, 0]]
        ),
        ([[1, 1e-20, 0], [0, 1e-20, 0], [0, 0, 1e-20]], [[1e-40, 0, 0], [-1e-40, 1e-20, 0], [0, 0, 1e-20]]),
      ] as [([[Double]], [[Double]])])
    func known(_ rows: [[Double]], _ expected: [[Double]]) {
      let (found, expected) = (Tensor(rows: rows).cofactors, Tensor(rows: expected))
      #expect(found.shape == expected.shape)
      for i in expected.elements.indices {
        #expect(found[i].relativeError(from: expected[i]) <= 4e-15 || abs(found[i]) + abs(expected[i]) < 0x1p-1070)
      }
    }

    @Test func elementsThatAreNotFiniteAreUndefined() {
      var rows = [[1, 2, 3], [4, 5, 6], [7, 8, 10.0]]
      rows[1][2] = .infinity
      #expect(Tensor(rows: rows).cofactors.elements.allSatisfy { $0.isNaN })
    }
  }
}
