import Testing

@testable import AutodiffCore

@Suite struct NodeLinearizationsTests {
  private static func edges(_ text: String, _ inputs: [Double]) throws -> [NodeLinearizations.Edge]? {
    let graph = try Lowering.lower(try Parser.parse(SourceText(text)))
    var own = NodeLinearizations(Point(graph, inputs: inputs))
    guard let places = own.places(of: graph.output) else { return nil }
    #expect(own.places(of: graph.output) == places)
    return Array(own.edges[places])
  }

  @Test func smoothNodesHaveLocalDerivatives() throws {
    let product = try #require(try Self.edges("x*y", [3, 5]))
    #expect(product.map(\.local) == [5, 3] && product.allSatisfy(\.passes))
    let square = try #require(try Self.edges("x*x", [3]))
    #expect(square.map(\.local) == [3, 3] && square.map(\.operand) == [0, 0])
    let largest = try #require(try Self.edges("max(x, y, z)", [1, 4, 2]))
    #expect(largest.map(\.local) == [0, 1, 0] && largest.map(\.passes) == [false, true, false])
    let relu = try #require(try Self.edges("relu(x)", [2]))
    #expect(relu.map(\.local) == [1])
    let step = try #require(try Self.edges("floor(x)", [1.5]))
    #expect(step.map(\.passes) == [false])
  }

  @Test(arguments: [
    ("relu(x)", [0.0]), ("max(x, y)", [1, 1]), ("floor(x)", [2]), ("if(x > 0, x, y)", [1, 2]), ("x", [1]), ("3", []),
  ])
  func othersHaveNone(_ text: String, _ inputs: [Double]) throws {
    let edges = try Self.edges(text, inputs)
    #expect(edges == nil)
  }
}
