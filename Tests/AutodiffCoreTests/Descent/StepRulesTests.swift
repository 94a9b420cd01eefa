import Testing

@testable import AutodiffCore

/// Ways down that need no search, against the same steps in NumPy.
@Suite struct StepRulesTests {
  static let rosenbrock = "100*(y - x^2)^2 + (1 - x)^2"

  struct Case: Sendable {
    var settings: Descent.Settings
    var parameters: [Double]
  }

  /// Reference values: NumPy 2, the formulas written out.
  static let cases: [Case] = [
    Case(settings: .init(.nesterov, rate: 1e-4, steps: 1), parameters: [-1.159036, 1.01672]),
    Case(settings: .init(.nesterov, rate: 1e-4, steps: 10), parameters: [-0.9653037972212118, 1.0837476073724888]),
    Case(settings: .init(.nesterov, rate: 1e-4, steps: 100), parameters: [-0.9442303200977322, 0.8995847059559229]),
    Case(settings: .init(.adam, rate: 0.05, steps: 1), parameters: [-1.150000000002319, 1.0499999999943181]),
    Case(settings: .init(.adam, rate: 0.05, steps: 10), parameters: [-1.0149912069367497, 1.1573089781233623]),
    Case(settings: .init(.adam, rate: 0.05, steps: 100), parameters: [-0.9076330090692837, 0.8290034093531095]),
  ]

  @Test(arguments: cases.indices) func pointsAgree(_ place: Int) throws {
    let wanted = Self.cases[place]
    let loss = try DescentTests.point(Self.rosenbrock, ["y", "x"])
    let course = try DescentTests.course(loss, from: [1, -1.2], wanted.settings)
    for (own, other) in zip(course.parameters.reversed(), wanted.parameters) { #expect(abs(own - other) < 1e-12) }
    #expect(course.losses.count == wanted.settings.steps + 1)
  }

  static let rows: [[Double]] = [[0.5, 1.1], [1, 2.3], [1.5, 2.9], [2, 4.2], [3, 6]]

  static func table() throws -> TableLoss {
    try TableLossTests.table("(3*tanh(w*x + b) - y)^2", rows, shapes: [], columns: ["x", "y"])
  }

  @Test func tablesAgree() throws {
    let nesterov = try DescentTests.course(
      Self.table(), from: [0.1, 0.2], .init(.nesterov, rate: 0.01, steps: 60))
    for (own, other) in zip(nesterov.parameters, [1.83996074573673, -0.20363729354328833]) {
      #expect(abs(own - other) < 1e-12)
    }
    let adam = try DescentTests.course(Self.table(), from: [0.1, 0.2], .init(.adam, rate: 0.02, steps: 60))
    for (own, other) in zip(adam.parameters, [0.5988832862934886, 0.5889362342717159]) {
      #expect(abs(own - other) < 1e-12)
    }
  }

  /// Batches of all rows are the table, and smaller ones go down as well.
  @Test(arguments: [DescentMethod.nesterov, .adam]) func batches(_ method: DescentMethod) throws {
    let settings = Descent.Settings(method, rate: 0.01, steps: 60)
    let whole = try DescentTests.course(Self.table(), from: [0.1, 0.2], settings)
    let batch = try DescentTests.course(
      Self.table(), from: [0.1, 0.2], settings, Batches(rows: 5, size: 5, seed: 1))
    for (own, other) in zip(batch.parameters, whole.parameters) { #expect(abs(own - other) < 1e-12) }
    let small = try DescentTests.course(
      Self.table(), from: [0.1, 0.2], settings, Batches(rows: 5, size: 2, seed: 1))
    let (first, last) = (try #require(small.losses.first), try #require(small.losses.last))
    #expect(last < first)
  }

  @Test(arguments: [DescentMethod.gradient, .nesterov, .adam]) func boundsHold(_ method: DescentMethod) throws {
    var loss = try DescentTests.point("(x - 2)^2 + (y + 1)^2", ["x", "y"])
    let box = Box(lower: [-.infinity, 0.5], upper: [1, .infinity])
    var descent = Descent(from: [5, 5], .init(method, rate: 0.1, steps: 300, within: box))
    _ = try descent.run(&loss) { _, _, parameters in
      #expect(parameters == box.projected(parameters))
    }
    #expect(descent.parameters == [1, 0.5])
    let last = try #require(descent.last)
    #expect(box.held(at: last.parameters, last.slope.gradient) == [0, 1])
    #expect(box.projected(last.slope.gradient, at: last.parameters) == [0, 0])
  }

  @Test func growthIsNoted() throws {
    var loss = try DescentTests.point("x^2", ["x"])
    var descent = Descent(from: [1], .init(rate: 1.5, steps: 3))
    _ = try descent.run(&loss) { _, _, _ in }
    #expect(descent.growth == Descent.Growth(step: 1, before: 1, after: 4, count: 3))
    var still = Descent(from: [1], .init(rate: 0.5, steps: 3))
    _ = try still.run(&loss) { _, _, _ in }
    #expect(still.growth == nil)
  }
}
