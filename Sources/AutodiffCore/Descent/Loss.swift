/// A function of parameters that descent makes smaller.
package protocol Loss {
  /// Returns the loss and its gradient.
  ///
  /// - Parameter parameters: The parameters' elements.
  /// - Parameter rows: The rows over which the mean is taken; nil for all of them.
  /// - Throws: The problem of the program if it has no answer at these parameters.
  mutating func slope(at parameters: [Double], rows: ArraySlice<Int>?) throws(LossProblem) -> LossAndGradient

  /// Returns the product of the loss's Hessian, over all rows, and a direction.
  ///
  /// - Throws: The problem of the program if it has no answer at these parameters.
  mutating func curvature(at parameters: [Double], along direction: [Double]) throws(LossProblem) -> [Double]
}

/// The problem for which a program has no answer at some parameters.
package struct LossProblem: Error {
  /// The problem.
  package var problem: Problem
  /// The row of the table at which there is no answer; nil without a table.
  package var row: Int?
}

/// A loss with its gradient at some parameters.
package struct LossAndGradient: Sendable, Equatable {
  /// The loss.
  package var loss: Double
  /// The derivatives by the parameters' elements.
  package var gradient: [Double]
  /// A Boolean value indicating whether a primitive stood at a kink, so that its convention was used.
  package var isAtKink = false
  /// The first row whose loss or gradient is not finite.
  package var undefinedRow: Int?
}

/// The elements of a program's inputs that descent moves.
package struct Parameters: Sendable {
  /// The elements of all inputs of the program.
  package let elements: Elements
  /// The inputs that are parameters, as places among the program's inputs.
  package let wrt: [Int]
  /// The places of the parameters' elements among all elements, in the order of the gradient.
  package let places: [Int]

  /// Creates parameters from some of the inputs.
  package init(_ elements: Elements, wrt: [Int]) {
    self.elements = elements
    self.wrt = wrt
    places = wrt.flatMap { Array(elements.parts[$0].places) }
  }

  /// Writes the parameters' values into their places among the numbers of a point.
  package func put(_ values: [Double], in numbers: inout [Double]) {
    for (place, value) in zip(places, values) { numbers[place] = value }
  }

  /// Returns the parameters' values by name, in their shapes.
  package func named(_ values: [Double]) -> [(name: String, value: Tensor)] {
    var start = 0
    return wrt.map { part in
      let shape = elements.parts[part].shape
      defer { start += shape.count }
      let value: Tensor =
        shape.isScalar ? .scalar(values[start]) : Tensor(shape, Array(values[start..<start + shape.count]))
      return (elements.names[NameTable.ID(part)], value)
    }
  }
}
