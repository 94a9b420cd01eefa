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

  /// Every loop gives what its operations give one by one.
  @Test func loops() {
    var random = SplitMix64(seed: 9)
    for loop in FusedLoop.byLast.joined() {
      for _ in 0..<20 {
        let leaves = loop.shape.filter { $0.arity == 0 }
        let columns = leaves.map { _ in
          (0..<8).map { _ in
            Bool.random(using: &random)
              ? Double(Int.random(in: -2...2, using: &random))
              : BlockEngineTests.edges.randomElement(using: &random) ?? 0
          }
        }
        var expected: [Double] = []
        for lane in 0..<8 {
          var next = 0
          var leaf = 0
          func value() -> Double {
            let kind = loop.shape[next]
            next += 1
            if kind.arity == 0 {
              defer { leaf += 1 }
              return columns[leaf][kind == .column ? lane : 0]
            }
            return kind.apply((0..<kind.arity).map { _ in value() })
          }
          expected.append(value())
        }
        let result = loop.results(leaves, columns)
        #expect(zip(result, expected).allSatisfy { $0.hasBits(of: $1) }, "\(loop.shape) \(columns)")
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
  /// The loop's results for eight lanes; constants are the first of their columns.
  fileprivate func results(_ leaves: [TermKind], _ columns: [[Double]]) -> [Double] {
    let memory = UnsafeMutablePointer<Double>.allocate(capacity: 8 * (columns.count + 1))
    defer { memory.deallocate() }
    memory.initialize(repeating: 0, count: 8 * (columns.count + 1))
    for (place, column) in columns.enumerated() { for lane in 0..<8 { memory[8 * place + lane] = column[lane] } }
    let starts = columns.indices.map { UnsafeMutableRawPointer(memory + 8 * $0) }
    let result = memory + 8 * columns.count
    starts.withUnsafeBufferPointer { starts in
      columns.map { $0[0] }.withUnsafeBufferPointer { constants in
        columns.indices.map { UInt32($0) }.withUnsafeBufferPointer { next in
          guard let starts = starts.baseAddress, let constants = constants.baseAddress, let next = next.baseAddress
          else { return }
          run(Operands(columns: starts, constants: constants, next: next), result, 8)
        }
      }
    }
    return (0..<8).map { result[$0] }
  }
}
