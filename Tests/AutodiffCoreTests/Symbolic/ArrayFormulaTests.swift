import AutodiffTestSupport
import Testing

@testable import AutodiffCore

/// Formulas of long arrays have the values of the sweep, where elements meet in sums, products and parts too.
@Suite(.namesCases) struct ArrayFormulaTests {
  private static let count = 17

  /// The sweep's derivative by x of the sum of the output's elements, which is the formula's at each point.
  private func expectSame(_ text: String, ties: Ties = .split) throws {
    let shapes = ["x", "y"].map { InputShape(name: $0, shape: Shape([Self.count])) }
    let graph = try Lowering.lower(
      try Parser.parse(SourceText(text)), boundNames: NameTable(shapes.map(\.name)), shapes: shapes)
    let place = try #require(graph.inputs.firstIndex { graph.name(ofInput: $0) == "x" })
    let formulas = try DerivativeFormulas(graph, wrt: [graph.inputs[place]], order: 1, inline: true, ties: ties)
    let program = formulas.program(formulas.entries[0], NumberText())
    for point in points {
      let values = graph.inputs.map { graph.name(ofInput: $0) == "x" ? point.x : point.y }
      let own = Point<Tensor>(graph, inputs: values, wrt: [place], ties: ties)
      let expected = own.vjp(.scalar(1))[0].broadcast(to: Shape([Self.count])).elements
      let found = try Point(program: program, at: [("x", point.x), ("y", point.y)]).value
        .broadcast(to: Shape([Self.count])).elements
      #expect(
        zip(found, expected).allSatisfy { $0.isSame(as: $1) || abs($0 - $1) <= 1e-12 * max(1, abs($1)) },
        "\(program)\nat \(point.x.elements):\n\(found), not\n\(expected)")
    }
  }

  private var points: [(x: Tensor, y: Tensor)] {
    var random = SplitMix64(seed: 3)
    func vector(_ element: () -> Double) -> Tensor {
      Tensor(Shape([Self.count]), (0..<Self.count).map { _ in element() })
    }
    return (0..<2).map { _ in
      (vector { Double.random(in: -2...2, using: &random) }, vector { Double.random(in: -2...2, using: &random) })
    } + [
      (vector { Double(Int.random(in: -2...2, using: &random)) }, vector { 1.5 }),
      (vector { 0 }, vector { Double.random(in: 1...2, using: &random) }), (vector { 1 }, vector { -1 }),
    ]
  }

  /// A condition on elements holds for each of them by itself.
  @Test(arguments: [
    "sum(if(x > 0, x/sum(if(x > 0, 1, 0.5)), 0))", "sum(if(x > 0, x, 0)*mean(if(x > 0, x, 0)))",
    "sum(if(x > 0, cumsum(if(x > 0, x, 0)), 0))", "sum(if(x > 0, x*flip(if(x > 0, x, 1)), 0))",
    "sum(if(x > 0, x*roll(if(x > 0, 2, 1), 1), 0))", "sum(if(x > mean(y), x*sum(if(x > mean(y), 1, 2)), 0))",
    "sum(if(x > y, if(x > y, x^2, y), x*if(x > y, 3, 4)))", "sum(if(sum(x) > 1, x*sum(if(sum(x) > 1, x, y)), 2*x))",
  ]) func conditionsOnElements(_ text: String) throws { try expectSame(text) }

  @Test(arguments: ["max(x)", "norm(x, inf)", "max(x) - min(x)"])
  func ties(_ text: String) {
    forEach(Ties.allCases) { (ties: Ties) throws in try expectSame(text, ties: ties) }
  }

  /// Ends of the domain, and points at which a textbook's form has no value.
  @Test(arguments: [
    "sum(sinc(x))", "norm(x)", "norm(x - y)", "sum(hypot(x, y))", "sum(x^y)", "norm(x, 3)",
  ]) func edges(_ text: String) throws { try expectSame(text) }
}
