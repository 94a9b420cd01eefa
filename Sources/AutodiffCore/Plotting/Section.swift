/// A line or a plane through the points of a program: the inputs are those of a point, moved along one or two
/// directions.
package struct Section: Sendable {
  /// A direction, and how far it is followed.
  package struct Axis: Sendable {
    /// The name of the number that says how far.
    package var name: String
    /// The numbers from one end to the other.
    package var range: ClosedRange<Double>
    /// The elements of the inputs that move, each with its part of the direction.
    package var direction: [(element: Int, part: Double)]

    /// Creates a direction.
    package init(_ name: String, _ range: ClosedRange<Double>, direction: [(element: Int, part: Double)]) {
      self.name = name
      self.range = range
      self.direction = direction
    }

    /// The distance from one end to the other; infinite if that is too large for a double.
    package var length: Double { range.upperBound - range.lowerBound }

    /// Returns the number at a part of the way.
    func place(_ part: Double) -> Double {
      part <= 0
        ? range.lowerBound
        : part >= 1 ? range.upperBound : range.lowerBound * (1 - part) + range.upperBound * part
    }
  }

  /// The program.
  package let program: Program
  /// One path of the program.
  package let graph: Graph
  /// The elements of its inputs.
  package let elements: Elements
  /// A value for each element where both numbers are 0.
  package let origin: [Double]
  /// One direction, or two.
  package let axes: [Axis]
  /// The way in which ties of `max` and `min` are settled.
  package let ties: Ties

  /// Creates a section.
  package init(_ program: Program, _ graph: Graph, origin: [Double], axes: [Axis], ties: Ties) {
    self.program = program
    self.graph = graph
    self.origin = origin
    self.axes = axes
    self.ties = ties
    elements = Elements(inputsOf: graph)
  }

  /// Returns the elements of the inputs at a place of the section.
  package func point(_ place: [Double]) -> [Double] {
    var numbers = origin
    for (axis, distance) in zip(axes, place) {
      for (element, part) in axis.direction { numbers[element] += distance * part }
    }
    return numbers
  }

  /// The inputs that move, as places among those of the graph.
  var moving: [Int] {
    elements.parts.indices.filter { part in
      axes.contains { axis in axis.direction.contains { elements.parts[part].places.contains($0.element) } }
    }
  }

  /// Returns the direction of an axis, a tensor for each input that moves.
  func tangents(_ axis: Int) -> [(input: Int, tangent: Tensor)] {
    var numbers = [Double](repeating: 0, count: elements.count)
    for (element, part) in axes[axis].direction { numbers[element] += part }
    return moving.map { ($0, elements.parts[$0].tensor(numbers)) }
  }
}
