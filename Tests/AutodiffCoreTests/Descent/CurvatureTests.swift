import Testing

@testable import AutodiffCore

/// Products with the Hessian of a point and of a table, against differences of gradients.
@Suite struct CurvatureTests {
  private static func expectProducts(_ loss: inout some Loss, at parameters: [Double]) throws {
    var generator = SplitMix64(seed: 4)
    for _ in 0..<3 {
      let direction = parameters.map { _ in Double.random(in: -1...1, using: &generator) }
      let product = try loss.curvature(at: parameters, along: direction)
      func gradient(_ step: Double) throws -> [Double] {
        try loss.slope(at: zip(parameters, direction).map { $0 + step * $1 }, rows: nil).gradient
      }
      let (left, right) = (try gradient(-1e-5), try gradient(1e-5))
      #expect(product.count == parameters.count)
      for place in product.indices {
        let difference = (right[place] - left[place]) / 2e-5
        #expect(abs(product[place] - difference) < 1e-6 * (1 + abs(difference)))
      }
    }
  }

  @Test func points() throws {
    var numbers = try DescentTests.point("r = exp(x*y); if x > 0 { r + x^3*y } else { r + y^2 }", ["x", "y"])
    try Self.expectProducts(&numbers, at: [0.7, -0.4])
    try Self.expectProducts(&numbers, at: [-0.7, 0.4])
    let program = Program(
      "sum(tanh(W@v)^2) + v[1]^3*logsumexp(v)",
      shapes: [.init(name: "W", shape: Shape([3, 2])), .init(name: "v", shape: Shape([2]))])
    let graph = try program.lower { name in Tensor(repeating: 0.5, Shape(name == "W" ? [3, 2] : [2])) }
    let elements = Elements(inputsOf: graph)
    var arrays = PointLoss(
      program, graph, Parameters(elements, wrt: [0, 1]), at: Array(repeating: 0.5, count: 8))
    try Self.expectProducts(&arrays, at: [0.3, -0.2, 0.1, 0.4, -0.5, 0.2, 0.9, -0.3])
  }

  /// By a tape of numbers, by one of arrays, and row by row where a program has several paths.
  @Test(arguments: [
    ("(3*tanh(w*x + b) - y)^2", 2), ("softplus(w*x + b) - y*(w*x + b) + w^2*b^2", 2),
    ("r = w*x + b - y; if abs(r) > 1 { 2*abs(r) - 1 } else { r^2 }", 2),
    ("h = tanh(w*[x, y] + b); -log_softmax(h)[1]*norm(h)", 2), ("logdet([w^2 + 1, x; x, b^2 + 9])", 2),
  ])
  func tables(_ text: String, _ count: Int) throws {
    var table = try TableLossTests.table(text, StepRulesTests.rows, shapes: [], columns: ["x", "y"])
    try Self.expectProducts(&table, at: [0.7, -0.3])
  }

  @Test func networks() throws {
    var table = try TableLossTests.network()
    try Self.expectProducts(&table, at: TableLossTests.start)
  }
}
