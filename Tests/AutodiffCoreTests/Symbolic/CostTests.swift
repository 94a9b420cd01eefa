import Testing

@testable import AutodiffCore

@Suite struct CostTests {
  private func measure(_ text: String, _ shapes: [(String, Shape)] = []) throws -> SweepCosts {
    let graph = try Lowering.lower(
      try Parser.parse(SourceText(text)), boundNames: NameTable(shapes.map(\.0)),
      shapes: shapes.map { .init(name: $0.0, shape: $0.1) })
    return try SweepCosts(graph, wrt: graph.inputs)
  }

  /// Counted by hand: f, one direction, all directions, reverse.
  @Test(
    arguments: [
      // v1 = x·y. Forward: ẋ·y, x·ẏ and their sum. Reverse: the derivatives are y and x themselves.
      ("x*y", (1, 3), (4, 6), (8, 6), (1, 3)),
      // Reverse: cos(x1), and x2 + cos(x1).
      ("x1*x2 + sin(x1)", (3, 3), (9, 6), (18, 6), (5, 5)),
      // A constant derivative takes nothing to work out.
      ("3*x + 1", (2, 2), (3, 3), (3, 3), (2, 2)),
      ("x", (0, 1), (0, 2), (0, 2), (0, 1)),
    ] as [(String, (Int, Int), (Int, Int), (Int, Int), (Int, Int))])
  func scalars(
    _ text: String, _ function: (Int, Int), _ forward: (Int, Int), _ all: (Int, Int), _ reverse: (Int, Int)
  ) throws {
    let costs = try measure(text)
    for (cost, expected) in [
      (costs.function, function), (costs.forward, forward), (costs.forwardAll, all), (costs.reverse, reverse),
    ] { #expect(cost == Cost(operations: expected.0, liveValues: expected.1)) }
  }

  /// The lecture's question: what if there is another output? Forward mode answers it in the same sweeps, reverse mode
  /// takes one more.
  @Test func anotherOutput() throws {
    let one = try measure("sin(w1*x+w0)")
    let two = try measure("sin(w1*x+w0), cos(w1*x+w0)")
    #expect((one.directions, one.outputs) == (3, 1))
    #expect((two.directions, two.outputs) == (3, 2))
    #expect(two.reverseAll.operations == 2 * two.reverse.operations)
    #expect(one.reverseAll == one.reverse)
    // Value: w1·x, + w0, sin, cos. Back: v̄1·cos, sin and v̄2·sin with its sign, their sum, times x and times w1.
    #expect(two.function.operations == 4)
    #expect(two.reverse.operations == 10)
    // The derivatives of both: cos·x, cos·w1, -sin·x, -sin·w1 behind w1·x, + w0, cos, sin and the sign.
    #expect(try #require(two.derivative).shared == 9)
    // Too many to be written out.
    #expect(try measure("relu(W@x)", [("W", Shape([100, 50])), ("x", Shape([50]))]).derivative == nil)
  }

  @Test func arrays() throws {
    // 2·3 products of 4 terms and 3 additions each; then the sum.
    let costs = try measure("sum(A@B)", [("A", Shape([2, 4])), ("B", Shape([4, 3]))])
    #expect(costs.function.operations == 6 * 7 + 6)
    #expect(costs.function.liveValues == 8 + 12 + 6)
    #expect(costs.directions == 20)
    #expect(costs.forwardAll.operations == 20 * costs.forward.operations)
  }

  /// The lecture's answer: reverse mode costs a small multiple of f whatever the number of inputs, forward mode grows
  /// with it (W. Baur and V. Strassen, "The complexity of partial derivatives", 1983).
  @Test(arguments: [2, 10, 100]) func gradientsOfManyInputs(_ count: Int) throws {
    let terms = (1..<count).map { "100*(x\($0 + 1) - x\($0)^2)^2 + (1 - x\($0))^2" }
    let costs = try measure(terms.joined(separator: " + "))
    #expect(costs.reverse.operations <= 3 * costs.function.operations)
    #expect(costs.forwardAll.operations == count * costs.forward.operations)
    #expect(costs.forward.liveValues <= 2 * costs.function.liveValues + 4)
  }

  /// Written out, the derivative of an iteration doubles with each step; with shared parts it grows by so many
  /// operations a step.
  @Test func expressionSwell() throws {
    let costs = try (1...20).map { try measure("l = x; for n = 1 to \($0) { l = 4*l*(1-l) }") }
    let shared = costs.compactMap(\.derivative?.shared)
    #expect(Set(zip(shared.dropFirst(2), shared.dropFirst()).map { $0 - $1 }).count == 1)
    #expect(try #require(costs[19].derivative).written > 2 * #require(costs[18].derivative).written - 100)
    #expect(try #require(costs[19].derivative).written > 1e9)
  }
}
