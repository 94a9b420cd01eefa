import AutodiffCore

/// Random points, column by column, and room for their answers.
private struct Table {
  let count: Int
  let inputs: BlockEngine.Columns
  let results: BlockEngine.Columns
  let findings: UnsafeMutablePointer<LaneFindings>

  init(_ engine: BlockEngine, count: Int, _ range: (Int) -> ClosedRange<Double>) {
    self.count = count
    var random = SplitMix64(seed: 1)
    // Columns whose distance is a power of two would contend for the same places in the caches.
    let stride = count + 72
    inputs = .init(start: .allocate(capacity: engine.inputs * stride), stride: stride)
    results = .init(start: .allocate(capacity: engine.results * stride), stride: stride)
    findings = .allocate(capacity: count)
    for column in 0..<engine.inputs {
      for lane in 0..<count { inputs.start[column * stride + lane] = Double.random(in: range(column), using: &random) }
    }
    results.start.initialize(repeating: 0, count: engine.results * stride)
    findings.initialize(repeating: [], count: count)
  }
}

/// Gradients of one program at many points in memory, on one thread.
func measurePoints(_ name: String, _ text: String, count: Int, _ range: (Int) -> ClosedRange<Double>) throws {
  let program = Program(try Parser.parse(SourceText(text)))
  let graph = try program.lower()
  let engine = BlockEngine(
    program, graph, wrt: Array(graph.inputs.indices), .gradient, columns: Array(graph.inputs.indices))
  let table = Table(engine, count: count, range)
  let workspace = Workspace()
  let passes = max(1, 2_000_000 / count)
  let taken = fastest(of: 7) {
    for _ in 0..<passes {
      engine.run(workspace, table.inputs, count: count, into: table.results, findings: table.findings)
    }
  }
  let exact = (0..<count).reduce(0) { $0 + (table.findings[$1].contains(.exact) ? 1 : 0) }
  let rate = Double(passes * count) / taken.nanoseconds * 1e3
  print("\(name) \(fixed(rate, 1)) million gradients a second (\(exact) of \(count) points by themselves)")
}

/// - Parameter counts: The numbers of points.
func measurePoints(_ counts: [Int]) throws {
  for count in counts {
    try measurePoints(
      "homework", "sigma(log(5*(max(x1,x2)*x3/x4-(x5+x6)))+0.5)", count: count
    ) { [1...2, 1...2, 3...4, 0.5...1, 0.1...1, 0.1...1][$0] }
    try measurePoints("rosenbrock", rosenbrock(10), count: count) { _ in -2...2 }
  }
}
