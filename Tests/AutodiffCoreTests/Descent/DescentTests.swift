import Testing

@testable import AutodiffCore

/// Steps, one by one, against what comes out by hand.
@Suite struct DescentTests {
  /// What a descent did.
  struct Course {
    var losses: [Double] = []
    var parameters: [Double] = []
    var end = Descent.End.steps
    var kinks = 0
  }

  static func course(
    _ loss: some Loss, from start: [Double], _ settings: Descent.Settings, _ batches: Batches? = nil,
    isStopped: (Int) -> Bool = { _ in false }
  ) throws -> Course {
    var course = Course()
    var loss = loss
    var descent = Descent(from: start, settings)
    var steps: [Int] = []
    course.end = try descent.run(&loss, batches) {
      isStopped(steps.count)
    } report: { step, loss, _ in
      steps.append(step)
      course.losses.append(loss)
    }
    #expect(steps == Array(0..<steps.count))
    course.parameters = descent.parameters
    course.kinks = descent.kinks
    return course
  }

  static func point(_ text: String, _ names: [String]) throws -> PointLoss {
    let program = Program(text)
    let graph = try program.lower { _ in .scalar(1) }
    let parameters = Parameters(Elements(inputsOf: graph), wrt: Array(names.indices))
    return PointLoss(program, graph, parameters, at: names.map { _ in 1 })
  }

  @Test func quadratic() throws {
    // With a = 1/4, x ← x - x/2 and y ← y - y.
    let course = try Self.course(Self.point("x^2 + 2*y^2", ["x", "y"]), from: [8, 3], .init(rate: 0.25, steps: 3))
    #expect(course.losses == [82, 16, 4, 1])
    #expect(course.parameters == [1, 0])
  }

  @Test func momentum() throws {
    // v: 2, 1 + 1, 1 + 0, 1/2 - 1/2; x: 1, 1/2, 0, -1/4, -1/4.
    let course = try Self.course(
      Self.point("x^2", ["x"]), from: [1], .init(rate: 0.25, momentum: 0.5, steps: 4))
    #expect(course.losses == [1, 0.25, 0, 0.0625, 0.0625])
    #expect(course.parameters == [-0.25])
  }

  @Test func toleranceIsAbsoluteBelowOneAndRelativeAbove() throws {
    // x halves: losses 1, 1/4, 1/16, 1/64, the changes 3/4, 3/16, 3/64.
    let small = try Self.course(
      Self.point("x^2", ["x"]), from: [1], .init(rate: 0.25, steps: 99, tolerance: 3.0 / 64))
    #expect(small.losses == [1, 0.25, 0.0625, 0.015625])
    guard case .tolerance = small.end else { throw Unexpected(end: small.end) }
    let large = try Self.course(
      Self.point("x^2 + 1024", ["x"]), from: [1], .init(rate: 0.25, steps: 99, tolerance: 3.0 / 4096))
    #expect(large.losses.count == 2)
    let never = try Self.course(
      Self.point("x^2", ["x"]), from: [1], .init(rate: 0.25, steps: 2, tolerance: 1e-3))
    guard case .steps = never.end else { throw Unexpected(end: never.end) }
  }

  struct Unexpected: Error { var end: Descent.End }

  @Test func endsWhereItWasFinite() throws {
    // 1 - 1/1 is where log has no value.
    let course = try Self.course(Self.point("log(x)", ["x"]), from: [1], .init(rate: 1, steps: 9))
    guard case .notFinite(let breakdown) = course.end else { throw Unexpected(end: course.end) }
    #expect(breakdown.what == .loss(-.infinity) && breakdown.step == 1)
    #expect(course.losses == [0])
    #expect(course.parameters == [1])

    let edge = try Self.course(Self.point("sqrt(x)", ["x"]), from: [0], .init(rate: 1, steps: 9))
    guard case .notFinite(let breakdown) = edge.end else { throw Unexpected(end: edge.end) }
    #expect(breakdown.what == .gradient && breakdown.step == 0)
    #expect(edge.parameters == [0])

    let far = try Self.course(Self.point("x*1e300", ["x"]), from: [1], .init(rate: 1e300, steps: 9))
    guard case .notFinite(let breakdown) = far.end else { throw Unexpected(end: far.end) }
    #expect(breakdown.what == .parameters)
    #expect(far.parameters == [1])
  }

  @Test func stopsBehindAStep() throws {
    let course = try Self.course(Self.point("x^2", ["x"]), from: [1], .init(rate: 0.25, steps: 99)) { $0 == 2 }
    guard case .stopped = course.end else { throw Unexpected(end: course.end) }
    #expect(course.losses == [1, 0.25, 0.0625])
    #expect(course.parameters == [0.25])
  }

  @Test func otherPathsAreTaken() throws {
    let text = "if x > 1 { 2*x } else { x^2 }"
    let course = try Self.course(Self.point(text, ["x"]), from: [2], .init(rate: 0.25, steps: 4))
    #expect(course.losses == [4, 3, 1, 0.25, 0.0625])
  }

  @Test func kinksAreCounted() throws {
    let course = try Self.course(Self.point("abs(x)", ["x"]), from: [1], .init(rate: 0.5, steps: 4))
    #expect(course.losses == [1, 0.5, 0, 0, 0])
    #expect(course.kinks == 3)
  }
}
