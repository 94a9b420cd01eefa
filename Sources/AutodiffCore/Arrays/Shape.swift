/// The lengths of an array's axes; a scalar's is `[]`.
package struct Shape: Hashable, Sendable {
  package var lengths: [Int]

  /// The limit on the number of axes: more than anybody writes out, so that shapes stay short.
  package static let mostAxes = 8

  package init(_ lengths: [Int]) { self.lengths = lengths }

  package static var scalar: Shape { Shape([]) }

  package var rank: Int { lengths.count }
  package var isScalar: Bool { lengths.isEmpty }

  /// How many elements there are; `Int.max` where that is more than an `Int` holds.
  package var count: Int {
    var count = 1
    for length in lengths {
      let (product, overflow) = count.multipliedReportingOverflow(by: length)
      if overflow { return lengths.contains(0) ? 0 : .max }
      count = product
    }
    return count
  }

  package var text: String { text(ascii: false) }

  /// 2×3, or 2x3 in ASCII.
  package func text(ascii: Bool) -> String {
    isScalar ? "scalar" : lengths.map(String.init).joined(separator: ascii ? "x" : "×")
  }

  /// The shape without that axis, counted from 0.
  package func removing(axis: Int) -> Shape {
    var lengths = lengths
    if lengths.indices.contains(axis) { lengths.remove(at: axis) }
    return Shape(lengths)
  }

  /// The shape of an elementwise operation's value: axes are matched from the last on, and one of length 1, or one that
  /// is not there, is repeated. Nil where lengths differ otherwise.
  ///
  /// Source: C. R. Harris et al., "Array programming with NumPy" (Nature 585, 2020).
  package func broadcast(with other: Shape) -> Shape? {
    if self == other { return self }
    var (long, short) = (lengths, other.lengths)
    if long.count < short.count { swap(&long, &short) }
    let added = long.count - short.count
    for axis in short.indices where short[axis] != long[added + axis] {
      if long[added + axis] == 1 {
        long[added + axis] = short[axis]
      } else if short[axis] != 1 {
        return nil
      }
    }
    return Shape(long)
  }
}
