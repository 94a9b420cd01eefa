import Testing

@testable import AutodiffCore

extension Program {
  init(
    _ text: String, shapes: [InputShape] = [], options: Lowering.Options = Lowering.Options()
  ) {
    guard let tree = try? Parser.parse(SourceText(text)) else { fatalError("cannot read \(text)") }
    self.init(tree, shapes: shapes, options: options)
  }
}

extension BlockEngine {
  /// - Parameters:
  ///   - point: which decides about the path that the engine begins with.
  ///   - wrt: nil: all inputs.
  init(
    _ program: Program, at point: [String: Double] = [:], wrt: [Int]?, _ quantity: Quantity, ties: Ties = .split
  ) {
    guard let graph = try? program.lower({ point[$0].map { .scalar($0) } }) else { fatalError("cannot lower it") }
    let inputs = Array(graph.inputs.indices)
    let columns = Array(0..<graph.elementCount(graph.inputs))
    self.init(program, graph, wrt: wrt ?? inputs, quantity, columns: columns, ties: ties)
  }

  /// - Parameter points: one after the other.
  func answers(at points: [[Double]]) -> [(values: [Double], findings: LaneFindings)] {
    let count = points.count
    // Columns that stand apart, so that nothing is written between them.
    let stride = count + 3
    let marker = 0x1.23p45
    let memory = UnsafeMutablePointer<Double>.allocate(capacity: stride * (inputs + results))
    let findings = UnsafeMutablePointer<LaneFindings>.allocate(capacity: count + 1)
    defer {
      memory.deallocate()
      findings.deallocate()
    }
    memory.initialize(repeating: marker, count: stride * (inputs + results))
    findings.initialize(repeating: .failed, count: count + 1)
    for (lane, point) in points.enumerated() {
      for (column, value) in point.enumerated() { memory[column * stride + lane] = value }
    }
    let answers = memory + stride * inputs
    run(
      Workspace(), Columns(start: memory, stride: stride), count: count,
      into: Columns(start: answers, stride: stride), findings: findings)
    for column in 0..<inputs + results {
      #expect((count..<stride).allSatisfy { memory[column * stride + $0] == marker }, "written past the end")
    }
    return (0..<count).map { lane in ((0..<results).map { answers[$0 * stride + lane] }, findings[lane]) }
  }
}

/// Expects of a program at many points what it answers at each of them.
func expectSame(
  _ text: String, _ points: [[Double]], _ quantity: BlockEngine.Quantity = .gradient, wrt: [Int]? = nil,
  ties: Ties = .split, sourceLocation: SourceLocation = #_sourceLocation
) {
  var options = Lowering.Options()
  options.limits.whileIterations = 100
  let program = Program(text, options: options)
  let names = Lowering.freeNames(program.tree)
  let start = Dictionary(uniqueKeysWithValues: zip(names, points.first ?? names.map { _ in 1 }))
  let engine = BlockEngine(program, at: start, wrt: wrt, quantity, ties: ties)
  #expect(engine.isFast, "no tape for \(text)", sourceLocation: sourceLocation)
  engine.expectSame(text, points, quantity, sourceLocation: sourceLocation)
}

extension BlockEngine {
  /// Expects at points what the engine answers at each of them by itself.
  ///
  /// - Parameter text: The program and the quantity, for messages.
  /// - Returns: The number of points that a tape answered, up to the first difference.
  @discardableResult
  func expectSame(
    _ text: String, _ points: [[Double]], _ quantity: Quantity, sourceLocation: SourceLocation = #_sourceLocation
  ) -> Int {
    var answered = 0
    for (answer, point) in zip(answers(at: points), points) {
      let exact = pointEngine.answer(at: point)
      let differences = zip(answer.values, exact.values).enumerated().filter { !$0.element.0.hasBits(of: $0.element.1) }
      let isSame = differences.isEmpty && answer.findings.union(.exact) == exact.findings
      #expect(
        isSame,
        "\(text) at \(point), \(quantity): \(answer.findings), not \(exact.findings); \(differences)",
        sourceLocation: sourceLocation)
      if !isSame { break }
      if !answer.findings.contains(.exact) { answered += 1 }
    }
    return answered
  }
}

extension Double {
  /// To the last bit and the sign of a zero; or nan both.
  func hasBits(of other: Double) -> Bool { bitPattern == other.bitPattern || isNaN && other.isNaN }
}
