import AutodiffTestSupport
import Testing

@testable import AutodiffCore

extension Arrays {
  @Suite(.namesCases) struct ShapeTests {
    @Test(
      arguments: [
        ([], 1, "scalar", "scalar"), ([3], 3, "3", "3"), ([2, 3], 6, "2×3", "2x3"), ([2, 1, 4], 8, "2×1×4", "2x1x4"),
        ([4, 0], 0, "4×0", "4x0"), ([.max, 2], .max, "9223372036854775807×2", "9223372036854775807x2"),
        ([.max, 2, 0], 0, "9223372036854775807×2×0", "9223372036854775807x2x0"),
      ] as [([Int], Int, String, String)])
    func counts(_ lengths: [Int], _ count: Int, _ text: String, _ ascii: String) {
      let shape = Shape(lengths)
      #expect(shape.count == count)
      #expect(shape.text == text)
      #expect(shape.text(ascii: true) == ascii)
      #expect(shape.rank == lengths.count)
      #expect(shape.isScalar == lengths.isEmpty)
    }

    @Test func broadcast() {
      forEach(
        [
          ([], [], []), ([], [3], [3]), ([3], [3], [3]), ([1], [3], [3]), ([2, 3], [3], [2, 3]),
          ([2, 1], [3], [2, 3]),
          ([2, 1], [1, 3], [2, 3]), ([4, 1, 3], [2, 1], [4, 2, 3]), ([1], [1, 1], [1, 1]), ([2], [3], nil),
          ([2, 3], [2], nil), ([2, 3], [3, 3], nil),
        ] as [([Int], [Int], [Int]?)]
      ) { x, y, wide in
        #expect(Shape(x).broadcast(with: Shape(y)) == wide.map { Shape($0) })
        #expect(Shape(y).broadcast(with: Shape(x)) == wide.map { Shape($0) })
      }
    }

    @Test(arguments: [([2, 3], 0, [3]), ([2, 3], 1, [2]), ([5], 0, []), ([5], 1, [5])] as [([Int], Int, [Int])])
    func removing(_ lengths: [Int], _ axis: Int, _ left: [Int]) {
      #expect(Shape(lengths).removing(axis: axis) == Shape(left))
    }
  }
}
