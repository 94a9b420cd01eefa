import AutodiffCore

/// The quantities that follow from the value and the derivatives at a row: elasticities, and the uncertainty of the
/// value where a column or the command line gives those of inputs.
struct RowSequel: Sendable {
  /// The elements whose uncertainty a column gives, in the order of the numbers behind those of the inputs.
  let columns: [Int]
  /// The columns of the table in which they stand.
  private let tableColumns: [Int]
  /// The quantities of an answer, with zeros in place of their values, in the order in which they are written.
  let quantities: [Quantity]
  /// The keys of the objects of derivatives in JSON.
  let objects: [String]
  private let uncertainty: InputUncertainty?
  private let propagation: Propagation?
  /// The places of the elements that are inputs of elasticities, and those of their derivatives among the results.
  private let elasticities: [(element: Int, slope: Int)]
  /// The number of elements of the inputs, of the value, and of the derivatives that are shown.
  private let inputs: Int
  private let value: Int
  private let shown: Int
  /// A flag for answers as objects, which have the uncertainty at their end and the shares behind it.
  private let isObject: Bool

  /// - Parameter columns: the elements whose uncertainty a column gives, with that column's place in the table.
  /// - Returns: nil where nothing follows.
  /// - Throws: a name of `--wrt` that is no input, or that stands there twice.
  init?(_ request: ProgramRequest, columns: [(element: Int, column: Int)]) throws(Failure) {
    guard request.uncertainty != nil || request.options.isRelative else { return nil }
    let graph = request.graph
    let output = graph.shape(of: graph.output)
    let elements = Elements(inputsOf: graph)
    let shownPlaces = request.showsDerivatives ? try request.wrtPlaces() : []
    let swept = try request.sweptInputs() ?? Array(graph.inputs.indices)
    self.columns = columns.map(\.element)
    tableColumns = columns.map(\.column)
    uncertainty = request.uncertainty
    propagation = request.uncertainty.map {
      Propagation(outputs: output.count, elements, swept: swept, uncertain: $0.inputs, $0.correlations)
    }
    inputs = elements.count
    value = output.count
    isObject = request.options.format == .json
    let shownElements = shownPlaces.flatMap { elements.parts[$0].places }
    shown = shownElements.count
    elasticities =
      request.options.isRelative
      ? shownElements.enumerated().map { (element: $0.element, slope: output.count + $0.offset) } : []
    func byInput(_ kind: (String) -> Quantity.Kind) -> [Quantity] {
      shownPlaces.map { place in
        let shape = elements.parts[place].shape
        return Quantity(kind(elements.names[NameTable.ID(place)]), Tensor(repeating: 0, shape), shape: .scalar)
      }
    }
    let zero = Tensor(repeating: 0, output)
    var quantities = [Quantity(.value, zero)]
    if uncertainty != nil, !isObject { quantities.append(Quantity(.uncertainty, zero)) }
    quantities += byInput { .derivative($0) }
    if request.options.isRelative { quantities += byInput { .elasticity($0) } }
    if let uncertainty, isObject {
      quantities.append(Quantity(.uncertainty, zero))
      quantities += uncertainty.names.map { Quantity(.share($0), zero) }
    }
    self.quantities = quantities
    objects =
      (request.showsDerivatives ? ["gradient"] : []) + (request.options.isRelative ? ["elasticities"] : [])
  }

  /// The number of numbers of an answer.
  var count: Int { quantities.reduce(0) { $0 + $1.value.count } }

  /// The uncertainties of all elements at a row.
  ///
  /// - Parameter numbers: the elements of the inputs, then the numbers of the columns of uncertainties.
  func deviations(_ numbers: [Double]) -> [Double] {
    var deviations = uncertainty?.deviations ?? []
    for (place, element) in columns.enumerated() { deviations[element] = numbers[inputs + place] }
    return deviations
  }

  /// Returns the first column of the table whose number is no uncertainty though it should be one, and what is wrong.
  ///
  /// - Parameter numbers: the first input; each further one is `stride` behind.
  func fault(
    _ numbers: UnsafePointer<Double>, stride: Int
  ) -> (column: Int, UncertaintyFault)? {
    for place in columns.indices {
      let number = numbers[(inputs + place) * stride]
      if !number.isFinite { return (tableColumns[place], .notFinite(number)) }
      if number < 0 { return (tableColumns[place], .negative(number)) }
    }
    return nil
  }

  /// Works out what follows from an answer, and writes all of it.
  ///
  /// - Parameters:
  ///   - numbers: the first input of the row.
  ///   - results: the first number of the value, before the derivatives.
  ///   - answer: the place for the first number; all numbers of a row are `stride` from each other.
  /// - Returns: whether all that follows is finite.
  func run(
    _ numbers: UnsafePointer<Double>, _ results: UnsafePointer<Double>, into answer: UnsafeMutablePointer<Double>,
    stride: Int
  ) -> Bool {
    var next = answer
    var isFinite = true
    func write(_ number: Double) {
      next.pointee = number
      next += stride
    }
    let uncertainties = uncertainty.flatMap { uncertainty -> [Propagation.Result]? in
      let deviations =
        columns.isEmpty
        ? uncertainty.deviations : deviations((0..<inputs + columns.count).map { numbers[$0 * stride] })
      return propagation?.run({ results[(value + $0) * stride] }, { deviations[$0] })
    }
    func writeUncertainty() {
      for result in uncertainties ?? [] {
        isFinite = isFinite && result.deviation.isFinite
        write(result.deviation)
      }
    }
    for place in 0..<value { write(results[place * stride]) }
    if !isObject { writeUncertainty() }
    for place in 0..<shown { write(results[(value + place) * stride]) }
    for (element, slope) in elasticities {
      let elasticity = Elasticity.of(
        numbers[element * stride], value: results[0], slope: results[slope * stride])
      isFinite = isFinite && elasticity.isFinite
      write(elasticity)
    }
    if isObject, let uncertainties {
      writeUncertainty()
      for share in uncertainties.first?.shares.indices ?? 0..<0 {
        for result in uncertainties { write(result.shares[share]) }
      }
    }
    return isFinite
  }
}

extension PointTable {
  /// The columns that are uncertainties of inputs' elements: none where the command takes none.
  ///
  /// - Throws: what reading the columns' names throws.
  func uncertainties(_ inputs: ElementInputs) throws(Failure) -> [(element: Int, column: Int)] {
    guard options.command.options.contains(.correlation), options.reduction == nil else { return [] }
    let quantities = try columnNames(inputs).map(UncertainName.quantity)
    // There may be millions of elements, all of them exact.
    if quantities.allSatisfy({ $0 == nil }) { return [] }
    let elements = PointSources.places(inputs.elements.elementNames)
    var found: [(element: Int, column: Int)] = []
    for (column, quantity) in quantities.enumerated() {
      guard let element = quantity.flatMap({ elements[$0] }) else { continue }
      if found.contains(where: { $0.element == element }) {
        throw .usage(.columnTwice(path: stream.columns.source, name: try columnNames(inputs)[column]))
      }
      found.append((element, column))
    }
    return found
  }
}
