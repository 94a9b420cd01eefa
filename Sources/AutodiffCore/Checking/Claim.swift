/// A claim of a derivative by the user: numbers as written, or a formula in the inputs.
package struct Claim: Sendable {
  private let graph: Graph
  /// The numbers that each input of the formula stands for.
  private let operands: [Elements.Part]
  /// The numbers themselves, if they do not depend on the point.
  private var values: [Double]?
  /// The array that is claimed; nil for a formula or a number.
  private var array: Tensor?
  /// The array of which the claim is a part, if it has another shape than the derivative.
  private var misshapen: Tensor?
  /// The shape of the derivative that such an array should have.
  private var expectedShape: Shape?
  /// A Boolean value indicating whether nothing was claimed where a claim was expected.
  package private(set) var isBlank = false
  /// The text of each element that is a number, as it is written; nil for a formula. A single one stands for all
  /// elements.
  private let texts: [String?]
  /// The precision of each element: half a unit in the last digit of a decimal as it is written, or 0. A single one
  /// stands for all elements.
  private let precisions: [Double]

  /// Reads a claim.
  ///
  /// - Parameter span: The place of the formula in `source`.
  /// - Parameter inputs: The names that a formula may use, which stand for the numbers it will be given.
  /// - Parameter limits: The limits of the formula.
  /// - Throws: A problem in the text's syntax or meaning, or `unknownNames` with the names that are no inputs.
  package init(
    _ source: SourceText, span: Range<Int>, inputs: Elements, tree: SyntaxTree, limits: Limits = Limits()
  ) throws(Problem) {
    var options = Lowering.Options()
    options.limits = limits
    graph = try Lowering.lower(tree, boundNames: inputs.names, shapes: inputs.shapes, options: options)
    var operands: [Elements.Part] = []
    var unknown: [String] = []
    for input in graph.inputs {
      let name = graph.name(ofInput: input)
      if let id = inputs.names.find(name) { operands.append(inputs.parts[Int(id)]) } else { unknown.append(name) }
    }
    guard unknown.isEmpty else { throw Problem(.unknownNames(unknown, known: inputs.names.all), Span(span)) }
    self.operands = operands
    let shape = graph.shape(of: graph.output)
    let elements = shape.isScalar ? [] : WrittenPrecision.ofElements(source, tree)
    if !shape.isScalar, elements.count == shape.count {
      texts = elements
      precisions = elements.map { $0.map(WrittenPrecision.of) ?? 0 }
    } else {
      let text = String(decoding: source.bytes[span], as: UTF8.self)
      texts = [WrittenPrecision.number(text)]
      precisions = [WrittenPrecision.of(text)]
    }
  }

  /// Creates a claim of an array, from a file for example.
  ///
  /// - Parameter texts: The numbers as they are written, row by row; empty if they are not.
  package init(array: Tensor, writtenAs texts: [String] = []) {
    self.init(number: array[0], precision: 0, texts: texts.isEmpty ? [nil] : texts.map(WrittenPrecision.number))
    self.array = array
  }

  /// Creates a claim of a number in a table of the user's.
  ///
  /// - Parameter text: The number as it is written.
  package init(number: Double, writtenAs text: String) {
    self.init(number: number, precision: WrittenPrecision.of(text), texts: [WrittenPrecision.number(text)])
  }

  /// The claim that was left blank.
  package static let blank: Claim = {
    var claim = Claim(number: .nan, precision: 0, texts: [nil])
    claim.isBlank = true
    return claim
  }()

  private init(number: Double, precision: Double, texts: [String?]) {
    var graph = Graph()
    if let output = try? graph.constant(number) { graph.output = output }
    self.graph = graph
    operands = []
    self.texts = texts
    precisions = texts.count > 1 ? texts.map { $0.map(WrittenPrecision.of) ?? 0 } : [precision]
  }

  /// Returns the claim with the numbers that its formula uses settled.
  package func fixed(_ values: [Double]) -> Claim {
    var claim = self
    claim.values = values
    return claim
  }

  /// The shape of the claimed derivative.
  package var shape: Shape { array?.shape ?? graph.shape(of: graph.output) }

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
    /// The number as it is written; nil for a formula.
    package var text: String?
    /// The claimed array, if it has another shape than the derivative: it is wrong, whatever its numbers.
    package var misshapen: Tensor?
    /// The shape that such an array should have.
    package var expectedShape = Shape.scalar
    /// A Boolean value indicating whether the claim was left blank.
    package var isBlank = false

    /// Creates a claimed number.
    package init(value: Double, precision: Double, text: String? = nil) {
      self.value = value
      self.precision = precision
      self.text = text
    }
  }

  /// Returns the number claimed, for a scalar.
  package func number(_ numbers: [Double]) -> Number {
    var number = Number(value: value(numbers), precision: writtenPrecision, text: texts[0])
    number.misshapen = misshapen
    number.expectedShape = expectedShape ?? .scalar
    number.isBlank = isBlank
    return number
  }

  /// Returns the value claimed, for a scalar.
  package func value(_ numbers: [Double]) -> Double { evaluated(values ?? numbers)[0] }

  /// Returns the claim for each of some derivatives, which together have a shape; a scalar is claimed of all of them.
  ///
  /// - Parameter names: The names of the derivatives, row by row.
  /// - Parameter numbers: The numbers of the names that a formula may use.
  package func elements(_ names: [String], shape expected: Shape, at numbers: [Double]) -> [(String, Claim)] {
    if isBlank || expected.isScalar && shape.isScalar { return names.map { ($0, self) } }
    let values = evaluated(values ?? numbers)
    guard shape.isScalar || shape == expected else {
      var claim = Claim(number: .nan, precision: 0, texts: [nil])
      claim.misshapen = Tensor(shape, values)
      claim.expectedShape = expected
      return names.map { ($0, claim) }
    }
    return names.enumerated().map { index, name in
      let value = values[values.count > 1 ? index : 0]
      let text = texts[texts.count > 1 ? index : 0]
      let precision = precisions[precisions.count > 1 ? index : 0]
      return (name, Claim(number: value, precision: precision, texts: [text]))
    }
  }

  private func evaluated(_ numbers: [Double]) -> [Double] {
    if let array { return array.elements }
    guard graph.isScalar else {
      return Evaluation.run(graph, inputs: operands.map { $0.tensor(numbers) })[Int(graph.output)].elements
    }
    return [Evaluation.run(graph, inputs: operands.map { numbers[$0.places.lowerBound] })[Int(graph.output)]]
  }
}
