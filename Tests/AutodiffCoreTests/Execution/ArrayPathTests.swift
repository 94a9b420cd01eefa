import AutodiffTestSupport
import Testing

@testable import AutodiffCore

/// Programs on arrays at many points have the answers of the single points, bit for bit.
///
///     TAPE_PROGRAMS=500 TAPE_SEED=1 swift test --filter ArrayPathTests
@Suite(.namesCases) struct ArrayPathTests {
  /// Answers a program at points, and expects what it answers at each of them.
  ///
  /// - Parameter columns: The elements of the inputs that differ; nil for all.
  /// - Returns: The number of points that a tape answered; nil if there is none.
  @discardableResult
  static func expectSame(
    _ text: String, _ inputs: [(name: String, value: Tensor)], _ points: [[Double]],
    _ quantity: BlockEngine.Quantity = .gradient, columns: [Int]? = nil, ties: Ties = .split,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> Int? {
    let program = Program(text, shapes: inputs.map { .init(name: $0.name, shape: $0.value.shape) })
    let graph = try program.lower { name in inputs.first { $0.name == name }?.value }
    let engine = BlockEngine(
      program, graph, wrt: Array(graph.inputs.indices), quantity,
      columns: columns ?? Array(0..<graph.elementCount(graph.inputs)), ties: ties)
    guard engine.isFast else { return nil }
    return engine.expectSame(text, points, quantity, sourceLocation: sourceLocation)
  }

  /// Returns the inputs of a random program in the order of its graph.
  static func inputs(_ program: TensorProgramGenerator.Program) throws -> [(name: String, value: Tensor)] {
    let (graph, values) = try ArrayTapeTests.graph(program)
    return Array(zip(graph.orderedInputNames, values)).map { (name: $0, value: $1) }
  }

  @Test func randomPrograms() throws {
    var random = SplitMix64(seed: 21)
    var (tapes, answered) = (0, 0)
    let count = RandomCheckTests.setting("TAPE_PROGRAMS", 60)
    let seed = RandomCheckTests.setting("TAPE_SEED", 33)
    forEach(ArrayTapeTests.programs(count, seed: UInt64(seed)).enumerated()) { number, program in
      let inputs = try Self.inputs(program)
      let center = inputs.flatMap(\.value.elements)
      let columns = center.indices.filter { number % 3 == 0 || ($0 + number) % 3 > 0 }
      var points = [center]
      for shift in 1..<10 {
        var point = center
        for column in columns {
          point[column] += shift < 6 ? Double.random(in: -0.1...0.1, using: &random) : 0
          if shift >= 6, Bool.random(using: &random) { point[column] = [0, -0.0, 1, 1e300, .nan][shift % 5] }
        }
        points.append(point)
      }
      let (graph, _) = try ArrayTapeTests.graph(program)
      let outputs = (0..<graph.shape(of: graph.output).count).map { 1 - Double($0 % 3) / 2 }
      for quantity: BlockEngine.Quantity in [
        .value, .gradient, .tangent(center.indices.map { Double($0 % 4) / 2 - 0.5 }), .cotangent(outputs),
      ] {
        if let count = try Self.expectSame(program.text, inputs, points, quantity, columns: columns) {
          tapes += 1
          answered += count
        }
      }
    }
    #expect(tapes > 2 * count)
    #expect(answered > 5 * tapes)
  }

  /// Kinks and ties of arrays, and conditions that lead to other paths, at some of the points.
  @Test(arguments: [
    "sum(relu(x)*y)", "max(x)*y", "norm(x) + y", "sum(max(x, [y, 1, -1]))",
    "sum(abs(x@[[1, 0, y], [0, 1, 0], [1, 1, 1]]))",
    "if (sum(x) > y) { sum(x^2) } else { y*x[1] }", "s = sum(x); while s > 1 { s = s/2 + y/9 }; s*x[2]",
    "sum(x^2) + x[1]", "prod(x)*y", "min(x + y)", "sum(if(x > y, x, y*x))",
  ])
  func kinksAndPaths(_ text: String) throws {
    let inputs = [(name: "x", value: Tensor(Shape([3]), [1, 2, 3])), (name: "y", value: .scalar(0.5))]
    var points: [[Double]] = []
    for x in [0, -0.0, 1, 2, -3] { for y in [0, 0.5, 1, 2] { points.append([x, y, 1, y * 2]) } }
    for ties in Ties.allCases {
      let all = try #require(try Self.expectSame(text, inputs, points, ties: ties))
      #expect(all > 0)
    }
    for quantity: BlockEngine.Quantity in [.value, .tangent([1, 0, -1, 2]), .cotangent([3])] {
      try Self.expectSame(text, inputs, points, quantity)
    }
  }

  /// A condition that is infinite sends no derivative, and does not decide how a product with a direction is taken.
  @Test func infiniteConditions() throws {
    var random = SplitMix64(seed: 4)
    let inputs = [(name: "w", value: .scalar(1)), (name: "x", value: Tensor(Shape([3]), [1, 2, 3]))]
    let points = (0..<40).map { _ in [0] + (0..<3).map { _ in Double.random(in: -2...2, using: &random) } }
    let answered = try Self.expectSame(
      "prod(if(lgamma(w) < max(x), w*x, eye(3) + w*[1.1, 0.7, 1.7]), axis=1) + 1.13*sum(x^2) + 1.27*sum(x*w)", inputs,
      points,
      .tangent([1, -0.5, 0.3, 0.7]))
    #expect(answered == points.count)
  }

  /// What is the same at all points is worked out again after a workspace is renewed.
  @Test func renewedWorkspaces() throws {
    let program = Program(
      "sum((W@x)^2)", shapes: [.init(name: "W", shape: Shape([2, 2])), .init(name: "x", shape: Shape([2]))])
    let graph = try program.lower { _ in nil }
    let engine = BlockEngine(program, graph, wrt: [1], .gradient, columns: [4, 5])
    let workspace = Workspace()
    var (inputs, results) = ([1.0, 2, 3, 4, 1, -1], [Double](repeating: 0, count: 3))
    var findings = [LaneFindings()]
    func run() {
      inputs.withUnsafeMutableBufferPointer { inputs in
        results.withUnsafeMutableBufferPointer { results in
          guard let from = inputs.baseAddress, let to = results.baseAddress else { return }
          engine.run(
            workspace, .init(start: from, stride: 1), count: 1, into: .init(start: to, stride: 1), findings: &findings)
        }
      }
    }
    run()
    #expect(results == [2, -8, -12])
    inputs[0] = 3
    workspace.renew()
    run()
    #expect(results == [2, 0, -4])
  }
}
