import AutodiffTestSupport
import Testing

@testable import AutodiffCore

extension Arrays {
  @Suite(.namesCases) struct ProductTests {
    static func naive(_ a: Tensor, _ b: Tensor, _ m: Int, _ n: Int, _ k: Int) -> [Double] {
      var values: [Double] = []
      for i in 0..<m {
        for j in 0..<n { values.append((0..<k).reduce(0) { $0 + a[i * k + $1] * b[$1 * n + j] }) }
      }
      return values
    }

    static func check(_ m: Int, _ n: Int, _ k: Int, sourceLocation: SourceLocation = #_sourceLocation) {
      let (a, b) = (random([m, k]), random([k, n], seed: 2))
      let expected = Tensor(Shape([m, n]), naive(a, b, m, n, k))
      #expect(close(.product(a, b), expected), "\(m) \(n) \(k)", sourceLocation: sourceLocation)
    }

    @Test func smallMatrices() {
      for m in 1..<10 {
        for n in 1..<10 {
          for k in [1, 2, 3, 4, 5, 8, 11] { Self.check(m, n, k) }
        }
      }
    }

    // The last three are copied into panels; depth and height are more than one block's.
    @Test func largeMatrices() {
      forEach([
        (1, 40, 300), (40, 1, 600), (3, 2, 700), (2, 3, 1000), (100, 3, 2), (5, 70, 260), (33, 65, 64), (13, 17, 300),
        (99, 11, 400),
      ]) { m, n, k in Self.check(m, n, k) }
    }

    @Test func wideMatrices() { Self.check(9, 515, 9) }

    @Test func vectors() {
      let (a, x, y) = (random([3, 5]), random([5]), random([3], seed: 2))
      #expect(close(.product(a, x), Tensor(vector: Self.naive(a, x, 3, 1, 5))))
      #expect(close(.product(y, a), Tensor(vector: Self.naive(y, a, 1, 5, 3))))
      #expect(close(.product(x, x), Tensor.scalar((x * x).elements.reduce(0, +))))
      #expect(Tensor.outer(y, x) == Tensor(Shape([3, 5]), Self.naive(y, x, 3, 5, 1)))
      #expect(Tensor.outer(Tensor(vector: [2]), Tensor(vector: [3])) == Tensor(rows: [[6]]))
    }

    @Test func infinitiesAndNansStayInTheirPlace() {
      let a = Tensor(rows: [[1, 2], [.infinity, 0], [.nan, 1]])
      let b = Tensor(rows: [[1, 0, 1], [1, 1, 1]])
      #expect(
        Tensor.product(a, b).elements.map(\.description)
          == ["3.0", "2.0", "3.0", "inf", "nan", "inf", "nan", "nan", "nan"])
    }

    @Test(arguments: [
      ([0, 3], [3, 2]), ([2, 0], [0, 3]), ([2, 3], [3, 0]), ([0], [0]), ([2, 0], [0]), ([0], [0, 2]),
    ])
    func emptyMatricesDoNotCrash(_ x: [Int], _ y: [Int]) {
      let value = Tensor.product(Tensor(repeating: 1, Shape(x)), Tensor(repeating: 1, Shape(y)))
      #expect(value == Tensor(repeating: 0, Shape(x.dropLast() + y.dropFirst())))
    }
  }
}
