import Testing

@testable import AutodiffCore

/// Programs that read arrays element by element: over numbers they give what they give over arrays, bit for bit.
@Suite struct ElementPointTests {
  private static let vector = Tensor(vector: (0..<40).map { Double(($0 * 7) % 11) / 4 - 1 })
  private static let matrix = Tensor(Shape([5, 8]), vector.elements)

  private func points(_ text: String, wrt: [Int]?) throws -> (elements: ElementPoint, arrays: Point<Tensor>) {
    let values: [(String, Tensor)] = [
      ("r", Self.vector), ("M", Self.matrix), ("a", .scalar(0.25)), ("b", .scalar(0.5)),
    ]
    let program = Program(text, shapes: values.map { .init(name: $0.0, shape: $0.1.shape) })
    let graph = try program.lower { name in values.first { $0.0 == name }?.1 }
    let inputs = try graph.inputs.map { input in
      try #require(values.first { $0.0 == graph.name(ofInput: input) }?.1)
    }
    return (
      try #require(ElementPoint(graph, inputs: inputs, wrt: wrt, ties: .split)),
      Point<Tensor>(graph, inputs: inputs, wrt: wrt)
    )
  }

  @Test(
    arguments: [
      "s = a; for i = 1 to 40 { s = a*r[i]^2 + b*s }; s",
      "s = a; L = 0; for i = 1 to 40 { s = a + a*r[i]^2 + b*s; L = L + log(s) + r[i]^2/s }; L",
      "s = 0; for i = 1 to 40 { s = max(s, r[i]*a) + abs(r[i] - b) }; s",
      "s = 0; for i = 1 to 5 { for k = 2 to 8 { s = s + M[i,k]*M[i,k-1]*a } }; s + r[3]*r[3]",
      "s = 0; for i = 1 to 40 { s = s + relu(r[i]) + min(r[i], 0.25, a) }; s",
      "s = 0; for i = 1 to 39 { s = s + if(r[i] > r[i+1], sqrt(r[i] + 1), b) }; s",
      "r[7]", "a + 0*r[1]", "sqrt(r[1] + 1)*b + 1/M[1,5]",
    ], [nil, [0], [1, 0]] as [[Int]?])
  func answers(_ text: String, _ wrt: [Int]?) throws {
    guard wrt == nil || text.contains("a") && text.contains("[") && text != "r[7]" else { return }
    let (elements, arrays) = try points(text, wrt: wrt)
    let own = elements.derivatives
    let expected = Derivatives(gradientOf: arrays)
    #expect(elements.numbers.value.hasBits(of: arrays.value[0]))
    #expect(own.names == expected.names && own.shapes == expected.shapes)
    #expect(zip(own.values, expected.values).allSatisfy { $0.hasBits(of: $1) }, "\(own.values) \(expected.values)")
    #expect(zip(own.convention, expected.convention).allSatisfy { $0.hasBits(of: $1) })
    #expect(own.isExamined == expected.isExamined)
    func sides(_ derivatives: Derivatives) -> [String] {
      derivatives.kinks.flatMap { kink in kink.sides.map { "\(kink.span) \($0)" } }.sorted()
    }
    #expect(Set(sides(own)) == Set(sides(expected)))
    #expect(elements.asArrays.value == arrays.value)
  }

  @Test(arguments: ["sum(r)*a", "r", "[a, b]", "a*r[1:3][2]", "norm([a, r[1]])", "dot(r, r) + r[1]"])
  func otherPrograms(_ text: String) throws {
    let program = Program(text, shapes: [.init(name: "r", shape: Shape([40]))])
    #expect(ElementGraph(try program.lower()) == nil)
  }
}
