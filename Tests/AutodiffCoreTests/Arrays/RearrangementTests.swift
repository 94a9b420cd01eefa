import AutodiffTestSupport
import Testing

@testable import AutodiffCore

extension Arrays {
  @Suite(.namesCases) struct RearrangementTests {
    static let selections: [([Int], [Subscript])] = [
      ([5], [.index(3)]), ([5], [.range(1..<4)]), ([5], [.range(0..<5)]), ([5], [.range(2..<2)]),
      ([3, 4], [.index(2), .index(1)]), ([3, 4], [.index(1), .range(0..<4)]), ([3, 4], [.range(0..<3), .index(3)]),
      ([3, 4], [.range(1..<3), .range(1..<3)]), ([3, 4], [.range(0..<3), .range(0..<2)]),
      ([1, 4], [.index(0), .range(1..<2)]),
      ([2, 3, 4], [.index(1), .index(2), .index(3)]), ([2, 3, 4], [.range(0..<2), .index(1), .range(1..<4)]),
      ([2, 3, 4], [.range(0..<2), .range(0..<3), .index(0)]),
      ([2, 3, 4], [.range(1..<2), .range(1..<3), .range(0..<4)]),
    ]

    @Test func slices() {
      forEach(Self.selections) { lengths, subscripts in
        let x = random(lengths)
        let selected = places(lengths).filter { place in
          Swift.zip(place, subscripts).allSatisfy {
            switch $1 {
            case .index(let index): $0 == index
            case .range(let range): range.contains($0)
            }
          }
        }
        let slice = x.sliced(subscripts)
        #expect(slice.elements == selected.map(x.at))
        let kept = subscripts.compactMap { if case .range(let range) = $0 { range.count } else { nil } }
        #expect(slice.shape == Shape(kept))
        let y = random(kept, seed: 2)
        let scattered = y.scattered(subscripts, into: x.shape)
        #expect(scattered.shape == x.shape)
        #expect(scattered.sliced(subscripts) == y)
        #expect(abs(inner(y, slice) - inner(scattered, x)) <= 1e-14)
      }
    }

    @Test(
      arguments: [
        [([3] as [Int], [Subscript.index(3)])], [([3], [.range(2..<4)])], [([3], [.index(-1)])], [([3], [])],
        [([3], [.index(0), .index(0)])],
      ].flatMap { $0 })
    func selectionsOutsideAreUndefined(_ lengths: [Int], _ subscripts: [Subscript]) {
      #expect(random(lengths).sliced(subscripts)[0].isNaN)
      #expect(Tensor.scalar(1).scattered(subscripts, into: Shape(lengths))[0].isNaN)
    }

    @Test func transposes() {
      forEach([[], [4], [1, 5], [3, 4], [17, 33], [40, 7], [2, 3, 4], [3, 1, 2, 5], [0, 3]] as [[Int]]) {
        (lengths: [Int]) in
        let x = random(lengths)
        let turned = x.transposed()
        #expect(turned.shape == Shape(lengths.reversed()))
        #expect(places(turned.shape.lengths).allSatisfy { turned.at($0) == x.at($0.reversed()) })
        #expect(turned.transposed() == x)
      }
    }

    @Test func stacksAndReshapes() {
      let (x, y) = (Tensor(vector: [1, 2]), Tensor(vector: [3, 4]))
      #expect(Tensor.stack([x, y], shape: Shape([2, 2])) == Tensor(rows: [[1, 2], [3, 4]]))
      #expect(Tensor.stack([.scalar(1), .scalar(2)], shape: Shape([2])) == x)
      #expect(x.reshaped(to: Shape([2, 1])) == Tensor(rows: [[1], [2]]))
      #expect(Tensor.scalar(1).reshaped(to: Shape([1, 1])) == Tensor(rows: [[1]]))
      #expect(Tensor(rows: [[1]]).reshaped(to: .scalar) == .scalar(1))
    }

    @Test(
      arguments: [
        ([[2], [3]], 0), ([[2, 3], [1, 3]], 0), ([[2, 3], [2, 1], [2, 2]], 1), ([[2, 3, 2], [2, 1, 2]], 1),
        ([[2, 2, 1], [2, 2, 3]], 2),
      ] as [([[Int]], Int)])
    func concatenates(_ shapes: [[Int]], _ axis: Int) {
      let parts = shapes.enumerated().map { random($1, seed: UInt64($0)) }
      let whole = Tensor.concat(parts, axis: axis)
      var start = 0
      for part in parts {
        let length = part.shape.lengths[axis]
        let subscripts = whole.shape.lengths.indices.map {
          Subscript.range($0 == axis ? start..<start + length : 0..<whole.shape.lengths[$0])
        }
        #expect(whole.sliced(subscripts) == part)
        start += length
      }
      #expect(whole.shape.lengths[axis] == start)
    }

    @Test func partsThatDoNotFitAreUndefined() {
      #expect(Tensor.concat([], axis: 0)[0].isNaN)
      #expect(Tensor.concat([random([2, 3]), random([2, 2])], axis: 0)[0].isNaN)
      #expect(Tensor.concat([random([2])], axis: 1)[0].isNaN)
    }

    @Test(arguments: [(3, 3), (2, 4), (4, 2), (1, 1), (1, 3)]) func diagonals(_ rows: Int, _ columns: Int) {
      let shape = Shape([rows, columns])
      let (matrix, vector) = (random([rows, columns]), random([min(rows, columns)], seed: 2))
      let diagonal = matrix.diagonal(shape: vector.shape)
      #expect(diagonal.elements == (0..<vector.count).map { matrix.at([$0, $0]) })
      let spread = vector.diagonal(shape: shape)
      #expect(spread.elements == places(shape.lengths).map { $0[0] == $0[1] ? vector[$0[0]] : 0 })
      #expect(abs(inner(spread, matrix) - inner(vector, diagonal)) <= 1e-15)
      #expect(Tensor.identity(2) == Tensor(rows: [[1, 0], [0, 1]]))
    }
  }
}
