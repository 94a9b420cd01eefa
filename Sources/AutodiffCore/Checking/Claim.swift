/// A claim of a derivative by the user: numbers as written, or a formula in the inputs.
package struct Claim: Sendable {
  private let graph: Graph
  /// The numbers that each input of the formula stands for.
  private let operands: [Elements.Part]
  /// The numbers themselves, if they do not depend on the point.
  private var values: [Double]?
  /// The precision of each element: half a unit in the last digit of a decimal as it is written, or 0. A single one
  /// stands for all elements.
  private let precisions: [Double]

  /// Reads a claim.
  ///
  /// - Parameter span: The place of the formula in `source`.
  /// - Parameter inputs: The names that a formula may use, which stand for the numbers it will be given.
  /// - Throws: A problem in the text's syntax or meaning, or `unknownNames` with the names that are no inputs.
  package init(_ source: SourceText, span: Range<Int>, inputs: Elements, tree: SyntaxTree) throws(Problem) {
    graph = try Lowering.lower(tree, boundNames: inputs.names, shapes: inputs.shapes)
    var operands: [Elements.Part] = []
    var unknown: [String] = []
    for input in graph.inputs {
      let name = graph.name(ofInput: input)
      if let id = inputs.names.find(name) { operands.append(inputs.parts[Int(id)]) } else { unknown.append(name) }
    }
    guard unknown.isEmpty else { throw Problem(.unknownNames(unknown, known: inputs.names.all), Span(span)) }
    self.operands = operands
    let precisions = graph.shape(of: graph.output).isScalar ? [] : WrittenPrecision.ofElements(source, tree)
    self.precisions =
      precisions.count == graph.shape(of: graph.output).count
      ? precisions : [WrittenPrecision.of(String(decoding: source.bytes[span], as: UTF8.self))]
  }

  /// Creates a claim of a number in a table of the user's.
  ///
  /// - Parameter text: The number as it is written.
  package init(number: Double, writtenAs text: String) {
    self.init(number: number, precision: WrittenPrecision.of(text))
  }

  private init(number: Double, precision: Double) {
    var graph = Graph()
    if let output = try? graph.constant(number) { graph.output = output }
    self.graph = graph
    operands = []
    precisions = [precision]
  }

  /// Returns the claim with the numbers that its formula uses settled.
  package func fixed(_ values: [Double]) -> Claim {
    var claim = self
    claim.values = values
    return claim
  }

  /// The shape of the claimed derivative.
  package var shape: Shape { graph.shape(of: graph.output) }

  /// The precision of a scalar: half a unit in the last digit of a decimal as it is written, or 0.
  package var writtenPrecision: Double { precisions[0] }

  /// The places of the numbers that the formula reads.
  package var places: [Int] { operands.flatMap(\.places) }

  /// The place of the one number that the formula is; nil for another formula.
  package var place: Int? { graph.count == 1 && shape.isScalar ? places.first : nil }

  /// A number claimed at a point, or of a total.
  package struct Number: Sendable {
    /// The number.
    package var value: Double
    /// The precision: half a unit in the last digit as it is written, or 0.
    package var precision: Double
  }

  /// Returns the number claimed, for a scalar.
  package func number(_ numbers: [Double]) -> Number { Number(value: value(numbers), precision: writtenPrecision) }

  /// Returns the value claimed, for a scalar.
  package func value(_ numbers: [Double]) -> Double { evaluated(values ?? numbers)[0] }

  /// Returns the claim for each element of a part, with the element's name; a scalar is claimed of all of them.
  package func elements(ofPart part: Int, in elements: Elements, at numbers: [Double]) -> [(String, Claim)] {
    let names = elements.elementNames(ofPart: part)
    if elements.parts[part].shape.isScalar { return [(names[0], self)] }
    let values = evaluated(values ?? numbers)
    return names.enumerated().map { index, name in
      let value = values[values.count > 1 ? index : 0]
      return (name, Claim(number: value, precision: precisions[precisions.count > 1 ? index : 0]))
    }
  }

  private func evaluated(_ numbers: [Double]) -> [Double] {
    guard graph.isScalar else {
      return Evaluation.run(graph, inputs: operands.map { $0.tensor(numbers) })[Int(graph.output)].elements
    }
    return [Evaluation.run(graph, inputs: operands.map { numbers[$0.places.lowerBound] })[Int(graph.output)]]
  }
}
