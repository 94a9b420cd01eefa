/// A function of parameters that descent makes smaller.
package protocol Loss {
  /// How many rows it is the mean over.
  var rows: Int { get }

  /// The loss and its gradient.
  ///
  /// - Parameter rows: which rows to take the mean over; nil: all of them.
  /// - Throws: where the program has no answer at these parameters.
  mutating func slope(at parameters: [Double], rows: ArraySlice<Int>?) throws(LossProblem) -> Slope
}

/// Why a program has no answer.
package struct LossProblem: Error {
  package var problem: Problem
  /// The row at which it has none.
  package var row: Int?
}

/// A loss and its gradient somewhere.
package struct Slope: Sendable, Equatable {
  package var loss: Double
  package var gradient: [Double]
  /// Whether a gate stood at a kink, where its convention was used.
  package var isAtKink = false
  /// The first row whose loss or gradient is not finite.
  package var undefinedRow: Int?
}

/// Which elements of a program's inputs descent moves.
package struct Parameters: Sendable {
  package let elements: Elements
  /// Places among the program's inputs.
  package let asked: [Int]
  /// Their elements among all elements, in the order of the gradient.
  package let places: [Int]

  package init(_ elements: Elements, asked: [Int]) {
    self.elements = elements
    self.asked = asked
    places = asked.flatMap { Array(elements.parts[$0].places) }
  }

  /// The numbers of a point with the parameters in their places.
  package func put(_ values: [Double], in numbers: inout [Double]) {
    for (place, value) in zip(places, values) { numbers[place] = value }
  }

  /// The parameters by name, in their shapes.
  package func named(_ values: [Double]) -> [(name: String, value: Tensor)] {
    var start = 0
    return asked.map { part in
      let shape = elements.parts[part].shape
      defer { start += shape.count }
      let value: Tensor =
        shape.isScalar ? .scalar(values[start]) : Tensor(shape, Array(values[start..<start + shape.count]))
      return (elements.names[NameTable.ID(part)], value)
    }
  }
}
