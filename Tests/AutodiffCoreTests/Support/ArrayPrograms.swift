@testable import AutodiffCore

/// A program on arrays, and what its inputs look like.
struct ArrayProgram: Sendable, CustomStringConvertible {
  var text: String
  var shapes: KeyValuePairs<String, [Int]>

  init(_ text: String, _ shapes: KeyValuePairs<String, [Int]>) {
    self.text = text
    self.shapes = shapes
  }

  var description: String {
    let inputs = shapes.map { "\($0.key): \(Shape($0.value).text(ascii: true))" }
    return "\(text) with \(inputs.joined(separator: ", "))"
  }

  func graph() throws -> Graph {
    try Lowering.lower(
      try Parser.parse(SourceText(text)), boundNames: NameTable(shapes.map(\.key)),
      shapes: shapes.map { .init(name: $0.key, shape: Shape($0.value)) })
  }

  /// At a point where no two elements are alike and none is near a kink.
  func randomPoint() throws -> Point<Tensor> {
    let graph = try graph()
    var seed: UInt64 = 0
    return Point(
      graph,
      inputs: graph.inputs.map { input in
        seed += 1
        return Arrays.random(graph.shape(of: input).lengths, seed: seed)
      })
  }

  /// - Parameter values: of the inputs, in the order of the program.
  func point(_ values: [[Double]], ties: Ties = .split) throws -> Point<Tensor> {
    let graph = try graph()
    return Point(graph, inputs: zip(graph.inputs, values).map { Tensor(graph.shape(of: $0), $1) }, ties: ties)
  }
}

extension Point<Tensor> {
  /// The same point with one element of the output as the output.
  func at(output: Int) throws -> Point<Tensor> {
    var rest = output
    var subscripts: [Subscript] = []
    for length in value.shape.lengths.reversed() {
      subscripts.insert(.index(rest % length), at: 0)
      rest /= length
    }
    let graph = value.shape.isScalar ? graph : try Lowering.element(subscripts, of: graph)
    return Point(graph, inputs: graph.inputs.map { values[Int($0)] }, ties: ties)
  }

  /// Array rules against finite differences of the elements.
  func check() throws -> GradientCheck {
    let derivatives = value.shape.isScalar ? Derivatives(gradientOf: self) : Derivatives(jacobianOf: self)
    return GradientCheck(
      try CheckedProgram(ProgramPoint(self)), answers: ModeAnswers(ProgramPoint(self), derivatives),
      scheme: DifferenceScheme(), tolerance: .init())
  }
}
