import Testing

@testable import AutodiffCore

@Suite struct ModesAgreeTests {
  @Test func forwardEqualsReverse() throws {
    let graph = try Lowering.lower(try Parser.parse(SourceText("x*y + sin(x)")))
    let point = Point(graph, inputs: [2, 3])
    for (index, input) in point.wrtInputs.enumerated() {
      let tangents = point.pushforward([(input: input.node, tangent: 1)])
      #expect(tangents[Int(graph.output)] == point.gradient[index].value)
    }
  }
}
