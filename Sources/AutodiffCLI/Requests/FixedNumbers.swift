import AutodiffCore

/// The inputs of a formula that are numbers.
extension ProgramRequest {
  /// The numbers, by the inputs' names, that stand in formulas in the place of inputs with values: of those that
  /// `--wrt` does not name, or without it, where other inputs have no values and stay letters. An array that has a
  /// value tells its shape.
  ///
  /// - Throws: a name of `--wrt` that is no input, or that stands there twice.
  func fixedNumbers(_ values: InputValues) throws(Failure) -> [String: Double] {
    let chosen = try chosenInputs()
    if chosen == nil, values.isComplete { return [:] }
    let reached = graph.reached(from: [graph.output])
    var numbers: [String: Double] = [:]
    for (place, input) in graph.inputs.enumerated() where values.isKnown[place] && reached[Int(input)] {
      let number = values.values[place]
      if graph.shape(of: input).isScalar, number.isFinite, chosen?.contains(place) != true {
        numbers[graph.name(ofInput: input)] = number
      }
    }
    return numbers
  }
}
