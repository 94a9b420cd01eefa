/// The shape of an array: the lengths of its axes. A scalar has the shape `[]`.
package struct Shape: Hashable, Sendable {
  /// The lengths of the axes, in order; the last axis is the fastest in memory.
  package var lengths: [Int]

  /// The limit on the number of axes: more than anybody writes out, so that shapes stay short.
  package static let mostAxes = 8

  /// Creates a shape.
  package init(_ lengths: [Int]) { self.lengths = lengths }

  /// The shape of a scalar: no axes.
  package static var scalar: Shape { Shape([]) }

  /// The number of axes.
  package var rank: Int { lengths.count }
  /// A Boolean value indicating whether the shape has no axes; even an array of one element has some.
  package var isScalar: Bool { lengths.isEmpty }

  /// The number of elements; `Int.max` if an `Int` does not hold it.
  package var count: Int {
    var count = 1
    for length in lengths {
      let (product, overflow) = count.multipliedReportingOverflow(by: length)
      if overflow { return lengths.contains(0) ? 0 : .max }
      count = product
    }
    return count
  }

  /// The lengths as text: "2×3", or "scalar".
  package var text: String { text(ascii: false) }

  /// Returns the lengths as text: "2×3", or "2x3" in ASCII; "scalar" for a scalar.
  package func text(ascii: Bool) -> String {
    isScalar ? "scalar" : lengths.map(String.init).joined(separator: ascii ? "x" : "×")
  }

  /// Returns the shape without an axis, counted from 0.
  package func removing(axis: Int) -> Shape {
    var lengths = lengths
    if lengths.indices.contains(axis) { lengths.remove(at: axis) }
    return Shape(lengths)
  }
}

extension Shape {
  /// Returns the subscript of an element behind its array's name, `[1,2]`; nothing for a scalar.
  package func subscriptText(_ index: Int) -> String {
    guard !isScalar else { return "" }
    var rest = index
    var places: [Int] = []
    for length in lengths.reversed() {
      places.append(rest % length + 1)
      rest /= length
    }
    return "[" + places.reversed().map(String.init).joined(separator: ",") + "]"
  }
}
