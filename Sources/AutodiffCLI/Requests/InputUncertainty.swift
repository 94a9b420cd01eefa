import AutodiffCore

/// The standard uncertainties of a program's inputs, and their correlations.
package struct InputUncertainty: Sendable {
  /// The elements of the inputs.
  let elements: Elements
  /// The uncertainty of each element; 0 where it is exact, or where a table gives it.
  private(set) var deviations: [Double]
  /// The places of the inputs that have an uncertainty, which may be 0.
  let inputs: [Int]
  let correlations: Correlations

  /// The inputs that have an uncertainty above 0.
  var moving: [Int] {
    inputs.filter { input in elements.parts[input].places.contains { deviations[$0] > 0 } }
  }

  /// The names of the inputs that have an uncertainty.
  var names: [String] { inputs.map { elements.names[NameTable.ID($0)] } }

  /// Reads what goes with the values of the command line.
  ///
  /// - Parameter columns: the elements whose uncertainties a table gives.
  /// - Returns: nil where nothing is uncertain.
  /// - Throws: an element with two uncertainties, and correlations that cannot be.
  init?(_ request: ProgramRequest, columns: [Int] = []) throws(Failure) {
    // There may be millions of inputs, all of them exact.
    if request.bindings.uncertainties.isEmpty, columns.isEmpty, request.options.correlations.isEmpty { return nil }
    let elements = Elements(inputsOf: request.graph)
    var deviations = Array(repeating: 0.0, count: elements.count)
    let columns = Set(columns)
    var inputs: [Int] = []
    var isUncertain = Array(repeating: false, count: elements.count)
    for (place, part) in elements.parts.enumerated() {
      let name = elements.names[NameTable.ID(place)]
      let isGiven = request.bindings.uncertainty(of: name) != nil
      if let uncertainty = request.bindings.uncertainty(of: name) {
        for (offset, element) in part.places.enumerated() {
          deviations[element] = uncertainty.value[offset]
          isUncertain[element] = true
          if columns.contains(element) {
            throw .bindings(missing: [], twice: ["u(\(name))"], unused: [], given: [name])
          }
        }
      }
      for element in part.places where columns.contains(element) { isUncertain[element] = true }
      if isGiven || part.places.contains(where: columns.contains) { inputs.append(place) }
    }
    correlations = try CorrelationOption(request.options.correlations, elements, isUncertain).correlations
    if inputs.isEmpty { return nil }
    self.elements = elements
    self.deviations = deviations
    self.inputs = inputs
  }

  /// The same uncertainties with those of one row of a table.
  func with(_ deviations: [Double]) -> InputUncertainty {
    var result = self
    result.deviations = deviations
    return result
  }
}

extension ProgramRequest {
  /// Reads the uncertainties of the inputs, which are swept along from here on.
  ///
  /// - Parameter columns: the elements whose uncertainties a table gives.
  /// - Throws: what reading them throws, and that there is a total over rows.
  func readUncertainty(columns: [Int] = []) throws(Failure) {
    uncertainty = try InputUncertainty(self, columns: columns)
    if uncertainty != nil, options.reduction != nil { throw .usage(.conflict(Option.reduce.long, "±")) }
    columnsAreUncertain = !columns.isEmpty
  }

  /// The inputs by which derivatives are taken: those that are asked for, then those that are uncertain; nil for all.
  ///
  /// - Throws: a name of `--wrt` that is no input, or that stands there twice.
  func sweptInputs() throws(Failure) -> [Int]? {
    guard let uncertainty else { return try chosenInputs() }
    let uncertain = columnsAreUncertain ? uncertainty.inputs : uncertainty.moving
    if !showsDerivatives { return uncertain }
    return try chosenInputs().map { chosen in chosen + uncertain.filter { !chosen.contains($0) } }
  }

  /// A flag for commands that answer derivatives, and not only use them.
  var showsDerivatives: Bool { options.command.options.contains(.wrt) }
}
