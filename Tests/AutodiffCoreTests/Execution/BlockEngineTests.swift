import AutodiffTestSupport
import Testing

@testable import AutodiffCore

/// What the engine answers at many points, against the single-point answers, bit for bit.
@Suite(.namesCases) struct BlockEngineTests {
  static let edges = [
    0, -0.0, 1, -1, 0.5, -0.5, 2, -2, 1.5, -2.5, 3, 0x1p-1022, -0x1p-1074, 1e-300, 1e300, -1e300, 709, -745, 40, .pi,
    .infinity, -.infinity, .nan,
  ]

  static let fewEdges = [0, -0.0, 1, -1, 0.5, 2, 1e300, .infinity, .nan]

  @Test func randomPrograms() {
    var random = SplitMix64(seed: 5)
    for (program, graph) in RandomProgramTests.covering(1) {
      let center = program.inputs(of: graph)
      var points = [center]
      for _ in 0..<6 { points.append(center.map { $0 + Double.random(in: -0.1...0.1, using: &random) }) }
      for _ in 0..<4 { points.append(center.map { _ in Double.random(in: -3...3, using: &random) }) }
      for _ in 0..<4 {
        points.append(center.map { Bool.random(using: &random) ? $0 : Self.edges.randomElement(using: &random) ?? 0 })
      }
      // Ties of inputs.
      points.append(center.map { _ in center[0] })
      expectSame(program.text, points)
    }
  }

  @Test func mostPointsTakeTheTape() {
    for (program, graph) in RandomProgramTests.programs.prefix(200) {
      let point = Point(graph, inputs: program.inputs(of: graph))
      let engine = BlockEngine(Program(program.text), wrt: nil, .gradient)
      let answers = engine.answers(at: [program.inputs(of: graph)])
      #expect(!answers[0].findings.contains(.exact) || point.asArrays.mayKink, "\(program)")
    }
  }

  /// Every function of numbers at every edge, alone and where signs of zeros and undefined numbers may hide.
  @Test func primitives() {
    forEach(Primitive.callable.filter { !$0.isArray && $0 != .choose }) { (primitive: Primitive) throws in
      let count = primitive.gate.domain.samples.count
      let names = ["x", "y", "z"].prefix(count)
      let name = try #require(primitive.callName)
      let call = "\(name)(\(names.joined(separator: ", ")))"
      var points: [[Double]] = []
      for x in count > 1 ? Self.fewEdges : Self.edges {
        for y in count > 1 ? Self.fewEdges : [0] {
          for z in count > 2 ? [-1.0, 0, 2] : [0] { points.append(Array([x, y, z].prefix(count))) }
        }
      }
      if primitive == .polygamma { points = points.filter { abs($0[0]) < 3 || $0[0].isNaN } }
      for text in [
        call, "3*\(call) - x", "max(\(call), x)", "atan2(\(call), -1)", "where(x > 0, \(call), 1)", "1/\(call) + x",
        "relu(\(call))^0.1", "0*\(call)", "\(call) + 0", "x*step(\(call))", "exp(\(call))",
      ] {
        expectSame(text, points)
      }
    }
  }

  @Test func edgesOfSums() {
    forEach([
      "x^3 + y^0.5", "x^-1*y^1.5", "x^y", "2^x + y^0", "max(x, y, x*y) - min(x, y, 1)", "min(x, 2)^2",
      "clamp(x, -1, 1) + clamp(y, 0, x)", "leaky_relu(x, 0)*y", "x + 0 - (0 - y)", "-(-x)*(-y)", "(0*x)*y",
      "where(x == y, x, y)*where(not (x < 0 or y < 0), 2, x)", "sqrt(x)^2 + 0*sqrt(y)", "x", "3 + 0*y + 0*x",
      "x*x*x*y - 100*(y - x^2)^2", "sigma(x)*sigma(-y)", "atan2(0*x, -1) + atan2(y + 0, -1)", "hypot(x, y)",
      "max(1, sqrt(x)) + where(y > 0, sqrt(y), 0)", "pow(1, log(x)) + y", "max(x, y, 0) + max(x, x)",
    ]) { (text: String) in
      var points: [[Double]] = []
      for x in Self.fewEdges { for y in Self.fewEdges { points.append([x, y]) } }
      expectSame(text, points)
    }
  }

  @Test(arguments: Ties.allCases) func ties(_ ties: Ties) {
    expectSame("max(x, y)*min(y, 2, x)", [[1, 1], [2, 2], [1, 3], [2, 1], [0, -0.0]], ties: ties)
  }

  /// A local derivative of a power may be below the range of doubles where its product with an adjoint is not.
  @Test func powersBeyondTheRange() {
    var points: [[Double]] = []
    for x in [0x1p-1070, 1e-300, 1e-16, 1, 1e16, 1e150, 1e307, 1.7e308] {
      for y in [1e-300, 1, 1e5, 1e300] { points.append([x, y]) }
    }
    for exponent in ["0.001", "0.5", "1", "1.5", "2", "7", "20", "21", "-0.01", "-1"] {
      expectSame("x^\(exponent)*y", points)
    }
  }

  @Test func someInputsAskedFor() {
    let points = [[1.0, 2, 3], [0, 0, 0], [-1, 0, 2], [2, 0.5, 0]]
    for wrt in [[0], [2, 0], []] { expectSame("x^y*z + max(x, z)", points, wrt: wrt) }
  }

  @Test func anyNumberOfPoints() {
    let text = "exp(x)*max(x, y)"
    for count in [0, 1, 2, 3, 4, 5, 511, 512, 513, 1030] {
      expectSame(text, (0..<count).map { [Double($0 % 17) / 4, Double($0 % 5)] })
    }
  }

  @Test(arguments: [[1.0, 2], [0, 1], [-0.5, 0]])
  func tangents(_ direction: [Double]) {
    var random = SplitMix64(seed: 6)
    for text in [
      "x*y + sin(x)", "sigma(x)*sqrt(y) + max(x, y)", "x^3/y - where(x > y, x, y^2)", "exp(x)*0 + y", "x^y",
    ] {
      var points = (0..<50).map { _ in (0..<2).map { _ in Double.random(in: -3...3, using: &random) } }
      for x in Self.fewEdges { for y in Self.fewEdges { points.append([x, y]) } }
      expectSame(text, points, .tangent(direction))
    }
  }

  @Test func values() {
    var points: [[Double]] = []
    for x in Self.edges { for y in Self.edges { points.append([x, y]) } }
    for text in ["x*y + sin(x)", "max(x, y)/relu(x)", "x^y + sigma(y)"] { expectSame(text, points, .value) }
  }

  /// Lists of numbers have a tape as numbers have.
  @Test func lists() {
    var points: [[Double]] = []
    for x in Self.fewEdges { for y in Self.fewEdges { points.append([x, y]) } }
    for text in [
      "x*y, y^2", "-x, y, x*y, sin(x)*y", "x, x, y", "max(x, y)*relu(x), abs(y), 2", "sqrt(x)/y, x^y, 1/x",
      "2*x, 2*x*y, x - 3*(2*x)", "atan2(y, x), hypot(x, y), floor(x)",
    ] {
      for quantity: BlockEngine.Quantity in [
        .value, .jacobian(nil), .jacobian(.forward), .jacobian(.reverse), .tangent([1, -0.5]), .tangent([0, 3]),
      ] { expectSame(text, points, quantity) }
    }
    for weights in [[1.0, 2, -0.5], [0, 1, 3], [-1, 0, 0]] {
      for text in ["x*y, y^2, x", "x, x, x*y", "2*x, 2*x*y, x - 3*(2*x)", "sqrt(x)/y, exp(x)*y, 1/x"] {
        expectSame(text, points, .cotangent(weights))
      }
    }
  }
}
