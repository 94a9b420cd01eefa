import AutodiffTestSupport
import Testing

@testable import AutodiffCore

extension Arrays {
  @Suite(.namesCases) struct ElementwiseTests {
    static let pairs: [([Int], [Int])] = [
      ([], []), ([], [3]), ([3], []), ([5], [5]), ([1], [4]), ([3, 4], [4]), ([4], [3, 4]), ([3, 1], [3, 4]),
      ([3, 4], [3, 1]), ([3, 1], [1, 4]), ([3, 1], [4]), ([2, 3, 4], [3, 4]), ([2, 3, 4], [3, 1]),
      ([2, 3, 4], [2, 1, 4]), ([2, 3, 4], [2, 1, 1]), ([2, 1, 4], [1, 3, 1]), ([2, 1, 4, 1], [3, 1, 5]), ([1, 1], [1]),
      ([1, 1], [2, 3]), ([17, 9], [9]), ([2, 1, 1, 3], [1, 4, 1, 3]), ([0], [1]), ([2, 0], [0]), ([0, 3], [3]),
    ]

    @Test func broadcasts() {
      forEach(Self.pairs) { (x, y) throws in
        let (x, y) = (random(x), random(y, seed: 2))
        let shape = try #require(x.shape.broadcast(with: y.shape))
        let places = places(shape.lengths)
        func expected(_ f: (Double, Double) -> Double) -> Tensor { Tensor(shape, places.map { f(x.at($0), y.at($0)) }) }
        #expect(x + y == expected(+))
        #expect(x - y == expected(-))
        #expect(x * y == expected(*))
        #expect(x / y == expected(/))
        #expect(Tensor.combine([x, y]) { $0[0] - $0[1] } == expected(-))
        #expect(
          Tensor.combine([x, y, .scalar(2), x]) { $0[0] * $0[1] + $0[2] * $0[3] } == expected { $0 * $1 + 2 * $0 })
        #expect(x.broadcast(to: shape) == Tensor(shape, places.map(x.at)))
      }
    }

    /// <y, broadcast x> = <summed y, x>, with sums by a loop over all places.
    @Test func summedIsTheAdjoint() {
      forEach(Self.pairs) { (x, y) throws in
        let narrow = random(x)
        let wide = random(try #require(narrow.shape.broadcast(with: Shape(y))).lengths, seed: 3)
        let summed = wide.sum(to: narrow.shape)
        #expect(summed.shape == narrow.shape)
        #expect(abs(inner(wide, narrow.broadcast(to: wide.shape)) - inner(summed, narrow)) <= 1e-13)
        for place in places(x) {
          let at = places(wide.shape.lengths).filter { whole in
            Swift.zip(whole.suffix(x.count), Swift.zip(place, x)).allSatisfy { $1.1 == 1 || $0 == $1.0 }
          }
          #expect(abs(summed.at(place) - at.reduce(0) { $0 + wide.at($1) }) <= 1e-13)
        }
      }
    }

    @Test func shapesThatDoNotFitAreUndefined() {
      let (x, y) = (random([2]), random([3]))
      #expect((x + y)[0].isNaN)
      #expect(Tensor.combine([x, y]) { $0[0] }[0].isNaN)
      #expect(x.broadcast(to: y.shape)[0].isNaN)
      #expect(y.sum(to: x.shape)[0].isNaN)
      #expect(Tensor.product(x, y)[0].isNaN)
      #expect(x.sliced([.index(2)])[0].isNaN)
    }

    @Test func masks() {
      let x = Tensor(vector: [.nan, .infinity, 3, 4])
      #expect(x.masked(by: Tensor(vector: [0, -0.0, 2, .nan])) == Tensor(vector: [0, 0, 3, 4]))
      #expect(x.masked(by: .scalar(0)) == Tensor(vector: [0, 0, 0, 0]))
      #expect(Tensor.scalar(7).masked(by: Tensor(vector: [0, 1])) == Tensor(vector: [0, 7]))
      #expect(
        Tensor(vector: [.nan, 1]).masked(by: Tensor(rows: [[0], [1]])).elements.map(\.description)
          == ["0.0", "0.0", "nan", "1.0"])
    }

    @Test func scalarsStayScalars() {
      #expect(Tensor(.scalar, [2]) == .scalar(2))
      #expect(Tensor.scalar(2) * .scalar(3) == .scalar(6))
      #expect(-Tensor.scalar(2) == .scalar(-2))
      #expect(Tensor.scalar(2).elements == [2] && Tensor.scalar(2).count == 1 && Tensor.scalar(2).shape == .scalar)
      #expect(Tensor(vector: [2]).scalar == nil && Tensor.scalar(2).scalar == 2)
      #expect(Tensor(vector: [1, .nan]).isFinite == false && Tensor(vector: [1, 2]).isFinite)
    }
  }
}
