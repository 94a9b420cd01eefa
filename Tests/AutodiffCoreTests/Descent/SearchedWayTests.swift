import Testing

@testable import AutodiffCore

/// Ways down that search for the length of their steps.
@Suite struct SearchedWayTests {
  static let methods = DescentMethod.allCases.filter(\.searches)

  struct Ending {
    var end: Descent.End
    var descent: Descent
    var kind: Stationarity?
  }

  static func ending(
    _ loss: inout some Loss, _ method: DescentMethod, from start: [Double], steps: Int = 200, within box: Box = .open
  ) throws -> Ending {
    var descent = Descent(from: start, .init(method, steps: steps, within: box))
    let end = try descent.run(&loss) { _, _, parameters in
      #expect(parameters == box.projected(parameters))
    }
    let kind = try descent.last.map { try Stationarity(of: $0, &loss, within: box) }
    return Ending(end: end, descent: descent, kind: kind)
  }

  static func ending(
    _ text: String, _ names: [String], _ method: DescentMethod, from start: [Double], within box: Box = .open
  ) throws -> Ending {
    var loss = try DescentTests.point(text, names)
    return try ending(&loss, method, from: start, within: box)
  }

  @Test(arguments: methods) func rosenbrockTakesFewSteps(_ method: DescentMethod) throws {
    let ending = try Self.ending(StepRulesTests.rosenbrock, ["y", "x"], method, from: [1, -1.2])
    guard case .rest = ending.end else { throw DescentTests.Unexpected(end: ending.end) }
    #expect(ending.descent.steps <= 40)
    for value in ending.descent.parameters { #expect(abs(value - 1) < 1e-12) }
  }

  struct Bounded: Sendable {
    var box: Box
    var parameters: [Double]
    var loss: Double
  }

  /// Reference values: SciPy 1.17, L-BFGS-B; x, then y.
  static let bounded: [Bounded] = [
    Bounded(
      box: Box(lower: [-2, -.infinity], upper: [0.5, .infinity]), parameters: [0.5, 0.25], loss: 0.25),
    Bounded(
      box: Box(lower: [-.infinity, 1.5], upper: [.infinity, .infinity]), parameters: [-1.2210262421071016, 1.5],
      loss: 4.941229317989185),
    Bounded(
      box: Box(lower: [-1, 0.5], upper: [0.5, 2]), parameters: [-0.6984564103311024, 0.5], loss: 2.899537437432489),
    Bounded(
      box: Box(lower: [-.infinity, -.infinity], upper: [-0.5, .infinity]), parameters: [-0.5, 0.25], loss: 2.25),
  ]

  @Test(arguments: methods, bounded.indices) func boundsHold(_ method: DescentMethod, _ place: Int) throws {
    let wanted = Self.bounded[place]
    let ending = try Self.ending(
      "0*x + 100*(y - x^2)^2 + (1 - x)^2", ["x", "y"], method, from: [-1.2, 1], within: wanted.box)
    guard case .rest = ending.end else { throw DescentTests.Unexpected(end: ending.end) }
    for (own, other) in zip(ending.descent.parameters, wanted.parameters) { #expect(abs(own - other) < 1e-7) }
    let loss = try #require(ending.descent.last).slope.loss
    #expect(abs(loss - wanted.loss) < 1e-12 * wanted.loss)
    guard case .minimum = ending.kind else { return #expect(ending.kind == .corner) }
  }

  /// Reference values: SciPy 1.17, `nnls` and `lsq_linear`.
  @Test(arguments: methods) func leastSquaresWithinBounds(_ method: DescentMethod) throws {
    let rows: [[Double]] = [
      [0, 0, 3, 5, -5, -4, -1], [4, 5, -3, -2, 4, -1, -9], [-2, 4, -3, -1, 2, 1, 4], [-5, -5, 4, 3, 4, 0, 1],
      [3, -2, -1, 3, -4, -2, 7], [-4, -1, 5, -4, -1, -1, -1], [4, -3, 0, -3, -5, 3, -3], [-5, -2, 0, 0, -4, 5, -8],
      [3, 5, -4, 2, -2, 0, -1], [5, -2, 2, -4, -2, 5, 3], [-1, 0, -2, -4, -1, 1, 5], [0, 3, -2, 1, 3, 5, 7],
    ]
    for (box, parameters, loss) in [
      (
        Box(lower: Array(repeating: 0, count: 6), upper: Array(repeating: .infinity, count: 6)),
        [
          0.1528095189452127, 0, 0.034924425677478964, 0.3108512837190208, 0.15242402195409474, 0.2405249599049064,
        ], 294.3754032732638
      ),
      (
        Box(lower: Array(repeating: -0.1, count: 6), upper: Array(repeating: 0.4, count: 6)),
        [
          0.1551155650927929, -0.1, -0.04683529904470369, 0.3021507226999755, 0.1725315179552635, 0.21512930282482876,
        ], 291.04964660874293
      ),
    ] {
      var table = try TableLossTests.table(
        "(dot(a, w) - y)^2", rows, shapes: [("a", Shape([6])), ("w", Shape([6]))], columns: ["a", "y"])
      let ending = try Self.ending(&table, method, from: Array(repeating: 0.3, count: 6), within: box)
      for (own, other) in zip(ending.descent.parameters, parameters) { #expect(abs(own - other) < 1e-7) }
      let mean = try #require(ending.descent.last).slope.loss
      #expect(abs(mean - loss / 12) < 1e-11 * mean)
    }
  }

  /// The minimum over rows: SciPy 1.17, BFGS.
  @Test(arguments: methods) func tables(_ method: DescentMethod) throws {
    var table = try StepRulesTests.table()
    let ending = try Self.ending(&table, method, from: [0.1, 0.2])
    for (own, other) in zip(ending.descent.parameters, [1.6428309318800394, -0.454459384524438]) {
      #expect(abs(own - other) < 1e-8)
    }
    guard case .minimum = ending.kind else { throw DescentTests.Unexpected(end: ending.end) }
  }

  @Test(arguments: methods, ["x", "-x^2", "log(x)", "x - y", "-exp(x)", "-x^4 + 0.1*x^2", "1e200*x"])
  func directionsWithoutAnEnd(_ method: DescentMethod, _ text: String) throws {
    let ending = try Self.ending("0*y + " + text, ["y", "x"], method, from: [1, 1])
    guard case .unbounded = ending.end else { throw DescentTests.Unexpected(end: ending.end) }
  }

  /// A step may leave the domain, or the range of doubles, on the way to a shorter one.
  @Test(
    arguments: methods,
    [
      ("x - log(x)", 1.0, 20.0), ("-sqrt(x)*exp(-x)", 0.5, 3.0), ("exp(x^2) + exp(-3*x)", 0.39394, 5.0),
      ("if x > 0.3 { x^2 } else { if x > 1 { 0 } }", 0.3, 1.0),
    ])
  func domains(_ method: DescentMethod, _ problem: (text: String, minimum: Double, start: Double)) throws {
    let (text, minimum, start) = problem
    let ending = try Self.ending(text, ["x"], method, from: [start])
    #expect(abs(ending.descent.parameters[0] - minimum) < 2e-3, "\(ending.descent.parameters)")
  }

  @Test(arguments: methods) func kindsOfPoints(_ method: DescentMethod) throws {
    func kind(_ text: String, _ start: [Double]) throws -> Stationarity? {
      try Self.ending(text, ["x", "y"], method, from: start).kind
    }
    #expect(try kind("x^2 - y^2", [1, 0]) == .saddle(least: -2))
    #expect(try kind("-x^2 - y^2", [0, 0]) == .maximum)
    #expect(try kind("2*x^2 + x*y + 2*y^2", [1, 2]) == .minimum(least: 3))
    #expect(try kind("(x + y)^2", [1, 2]) == .singular)
    #expect(try kind("x^4 + y^2", [1, 2]) == .singular)
    #expect(try kind("x^3 + y^2", [0.1, 2]) == .singular)
    #expect(try kind("0*x*y", [1, 2]) == .singular)
    for text in ["exp(x) + y^2", "1/x + y^2", "softplus(-x) + y^2", "tan(x) + y^2"] {
      guard case .moving? = try kind(text, [2, 2]) else {
        Issue.record("a minimum of \(text)")
        return
      }
    }
  }

  /// Fewer steps than it takes are told from a minimum.
  @Test func stepsThatDoNotSuffice() throws {
    var loss = try DescentTests.point(StepRulesTests.rosenbrock, ["y", "x"])
    for method in Self.methods {
      let ending = try Self.ending(&loss, method, from: [1, -1.2], steps: 5)
      guard case .steps = ending.end, case .moving(let step)? = ending.kind else {
        throw DescentTests.Unexpected(end: ending.end)
      }
      #expect(step > 0.01)
    }
  }

  /// More elements than a Hessian is made for: Newton's directions by conjugate gradients.
  @Test(arguments: methods) func manyElements(_ method: DescentMethod) throws {
    let program = Program(
      "100*sum((x[2:120] - x[1:119]^2)^2) + sum((1 - x[1:119])^2)", shapes: [.init(name: "x", shape: Shape([120]))])
    let graph = try program.lower { _ in Tensor(repeating: 0, Shape([120])) }
    let elements = Elements(inputsOf: graph)
    var loss = PointLoss(program, graph, Parameters(elements, wrt: [0]), at: Array(repeating: 0, count: 120))
    let open = try Self.ending(&loss, method, from: Array(repeating: 0, count: 120), steps: 1000)
    for value in open.descent.parameters { #expect(abs(value - 1) < 1e-7) }
    let box = Box(lower: Array(repeating: -1, count: 120), upper: Array(repeating: 0.8, count: 120))
    let held = try Self.ending(&loss, method, from: Array(repeating: 0, count: 120), steps: 1000, within: box)
    let last = try #require(held.descent.last)
    let pull = box.projected(last.slope.gradient, at: last.parameters)
    #expect(Vector.greatest(pull) < 1e-6)
  }
}
