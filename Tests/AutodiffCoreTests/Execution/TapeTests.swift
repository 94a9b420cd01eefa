import AutodiffTestSupport
import Testing

@testable import AutodiffCore

@Suite(.namesCases) struct TapeTests {
  private func path(_ text: String) throws -> BlockPath {
    let graph = try Graph(program: text)
    return try BlockPath(graph, wrt: graph.inputs, .gradient)
  }

  @Test func slotsAreReused() throws {
    let chain = (0..<500).map { _ in "y = y*x + 1" }.joined(separator: "; ")
    let graph = try Graph(program: "y = x; \(chain)")
    #expect(try BlockPath(graph, wrt: graph.inputs, .value).tape.slots <= 2)
    // A reverse sweep needs each value again, and beside them few.
    #expect(try path("y = x; \(chain)").tape.slots < 510)
  }

  @Test func stepsGrowWithTheProgram() throws {
    func steps(_ terms: Int) throws -> Int {
      try path((1...terms).map { "sin(x\($0))*x\($0 + 1)^2" }.joined(separator: " + ")).tape.count
    }
    let few = try steps(50)
    #expect(try steps(500) < 11 * few)
  }

  @Test func deadNodesAreDropped() throws {
    #expect(try path("a = exp(x)*sin(x); b = x*x; x + 1").tape.count <= 3)
  }

  /// No function of one argument makes something of nan, which is how undefined values are noticed.
  @Test func undefinedPassesThrough() {
    forEach(Primitive.allCases.filter { $0.isUnary && $0 != .not }) { (primitive: Primitive) in
      #expect(Double.apply(primitive, .nan).isNaN)
    }
  }

  /// No kink is missed.
  @Test func kinks() {
    forEach(Primitive.allCases.filter { !$0.isArray && $0.gate.kink != nil }) { (primitive: Primitive) throws in
      let counts =
        primitive == .length || primitive == .max || primitive == .min
        ? [1, 2, 3]
        : [
          primitive.gate.domain.samples.count
        ]
      let values = [0, -0.0, 1, -1, 0.5, 1.5, 2.5, -0.5, 2, 3, .infinity, .nan, 1e-300]
      for count in counts {
        for x in values {
          for y in values {
            for z in values {
              let point = Array([x, y, z].prefix(count))
              let condition = try #require(Gate<Symbol>.table[Int(primitive.rawValue)].kink?.condition)
              let flag = condition(point.map { Symbol($0) })
              #expect((flag.value != 0) == (primitive.gate.kink?.isAt(point) ?? false), "\(primitive) at \(point)")
            }
          }
        }
      }
    }
  }

  /// Every loop of every level gives what its operations give one by one.
  @Test func loops() {
    let lanes = 12
    let baseline = FusedLoop.all(.baseline).map(\.shape)
    for (number, kernels) in KernelSet.all.enumerated() {
      var random = SplitMix64(seed: 9)
      let loops = FusedLoop.all(kernels)
      #expect(loops.map(\.shape) == baseline, "set \(number)")
      for loop in loops {
        for _ in 0..<10 {
          let leaves = loop.shape.filter { $0.arity == 0 }
          let columns = leaves.map { _ in
            (0..<lanes).map { _ in
              Bool.random(using: &random)
                ? Double(Int.random(in: -2...2, using: &random))
                : BlockEngineTests.edges.randomElement(using: &random) ?? 0
            }
          }
          let expected = (0..<lanes).map { loop.value(columns, lane: $0) }
          let result = loop.results(columns)
          #expect(zip(result, expected).allSatisfy { $0.hasBits(of: $1) }, "set \(number): \(loop.shape) \(columns)")
          for (addend, aroundCaches) in [(0.0, false), (0.0, true), (-0.0, false), (-0.0, true)] {
            let (result, doubts) = loop.finishedResults(columns, addend, aroundCaches)
            let isRight = zip(result, expected).allSatisfy { $0.hasBits(of: $1 + addend) }
            #expect(isRight, "set \(number): \(loop.shape) \(columns) as results")
            let isFinite = expected.allSatisfy { $0.magnitude < 1e300 }
            let isAnswered = doubts.allSatisfy { $0 == 0 }
            #expect(isFinite ? isAnswered : !isAnswered || expected.allSatisfy(\.isFinite))
          }
        }
      }
    }
  }

  /// A spelling holds a whole expression, of which no operation is lost at the front.
  @Test func spellings() {
    for loop in FusedLoop.all(.baseline) {
      var missing = 1
      for (place, kind) in loop.shape.enumerated() {
        #expect(missing > 0, "\(loop.shape) at \(place)")
        missing += kind.arity - 1
      }
      #expect(missing == 0, "\(loop.shape)")
    }
  }
}

extension TapeTests {
  /// Results that go around the caches have the bits of the others, and the same lanes are answered.
  @Test func resultsAroundCaches() throws {
    let path = try path("log(x*y)*max(x, 2) + 1/y")
    let count = 24
    for special in [nil, 2, 0, -1] as [Double?] {
      let workspace = Workspace()
      var runs: [(isDone: Bool, verdicts: [UInt8], results: [Double])] = []
      for aroundCaches in [false, true] {
        var inputs = (0..<2 * count).map { 0.3 + Double($0 * 7 % 11) }
        if let special { inputs[5] = special }
        var results = [Double](repeating: 7, count: path.results * count + 1)
        var verdicts = [UInt8](repeating: BlockPath.Verdict.answered, count: count)
        workspace.prepare(path.tape, own: path.ownColumns)
        let isDone = inputs.withUnsafeMutableBytes { inputs in
          results.withUnsafeMutableBytes { results in
            verdicts.withUnsafeMutableBufferPointer { verdicts -> Bool? in
              guard let inputs = inputs.baseAddress, let results = results.baseAddress,
                let verdicts = verdicts.baseAddress
              else { return nil }
              return path.run(
                workspace, count: count, inputs: { inputs + $0 * count * 8 }, results: { results + 8 + $0 * count * 8 },
                verdicts: verdicts, aroundCaches: aroundCaches)
            }
          }
        }
        let run = try #require(isDone.map { (isDone: $0, verdicts: verdicts, results: results) })
        runs.append(run)
      }
      #expect(runs[0].isDone == (special == nil) && runs[1].isDone == runs[0].isDone)
      #expect(runs[0].verdicts == runs[1].verdicts)
      for (place, result) in runs[0].results.enumerated()
      where place == 0 || runs[0].verdicts[(place - 1) % count] == BlockPath.Verdict.answered {
        #expect(runs[1].results[place].hasBits(of: result), "\(place) with \(special ?? 1)")
      }
    }
  }
}

extension TermKind {
  /// By the rows of the primitives.
  fileprivate func apply(_ x: [Double]) -> Double {
    switch self {
    case .column, .constant: x[0]
    case .add: x[0] + x[1]
    case .subtract: x[0] - x[1]
    case .multiply: x[0] * x[1]
    case .divide: x[0] / x[1]
    case .negate: -x[0]
    case .square: Double.apply(.power, x[0], 2)
    case .equal: Double.apply(.equal, x)
    case .notEqual: Double.apply(.notEqual, x)
    case .less: Double.apply(.less, x)
    case .lessEqual: Double.apply(.lessEqual, x)
    case .greater: Double.apply(.greater, x)
    case .greaterEqual: Double.apply(.greaterEqual, x)
    case .choose: Double.apply(.choose, x)
    case .max: Double.apply(.max, x)
    case .min: Double.apply(.min, x)
    case .abs: Double.apply(.abs, x[0])
    case .sqrt: Double.apply(.sqrt, x[0])
    }
  }
}

extension FusedLoop {
  /// The value of a lane, by the rows of the primitives; constants are the first of their columns.
  fileprivate func value(_ columns: [[Double]], lane: Int) -> Double {
    var (next, leaf) = (0, 0)
    func value() -> Double {
      let kind = shape[next]
      next += 1
      if kind.arity == 0 {
        defer { leaf += 1 }
        return columns[leaf][kind == .column ? lane : 0]
      }
      return kind.apply((0..<kind.arity).map { _ in value() })
    }
    return value()
  }

  /// The loop's results for all lanes; constants are the first of their columns.
  fileprivate func results(_ columns: [[Double]]) -> [Double] {
    let lanes = columns[0].count
    return withColumns(columns + [columns[0]]) { starts in
      run(starts, columns.map { $0[0] }, columns.indices.map { UInt32($0) }, starts[columns.count], lanes)
      let result = starts[columns.count].assumingMemoryBound(to: Double.self)
      return (0..<lanes).map { result[$0] }
    }
  }

  /// What the loop for a result writes, and the doubts that it has.
  fileprivate func finishedResults(
    _ columns: [[Double]], _ addend: Double, _ aroundCaches: Bool
  ) -> (results: [Double], doubts: [Double]) {
    let lanes = columns[0].count
    return withColumns(columns + [columns[0], Array(repeating: 0, count: lanes)]) { starts in
      writeResult(
        starts, columns.map { $0[0] }, columns.indices.map { UInt32($0) }, starts[columns.count], lanes, addend,
        aroundCaches, starts[columns.count + 1])
      let end = starts[columns.count].assumingMemoryBound(to: Double.self)
      return ((0..<lanes).map { end[$0] }, (lanes..<2 * lanes).map { end[$0] })
    }
  }
}

/// Calls `body` with the memory of columns.
private func withColumns<R>(_ columns: [[Double]], _ body: ([UnsafeMutableRawPointer]) -> R) -> R {
  let lanes = columns[0].count
  let memory = UnsafeMutablePointer<Double>.allocate(capacity: lanes * columns.count)
  defer { memory.deallocate() }
  for (place, column) in columns.enumerated() { (memory + lanes * place).initialize(from: column, count: lanes) }
  return body(columns.indices.map { UnsafeMutableRawPointer(memory + lanes * $0) })
}
