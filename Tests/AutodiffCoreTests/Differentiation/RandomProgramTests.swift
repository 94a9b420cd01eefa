import Testing

@testable import AutodiffCore

@Suite struct RandomProgramTests {
  /// Programs of all functions whose values and derivatives are of ordinary size.
  static let programs: [(program: ProgramGenerator.Program, graph: Graph)] = {
    var generator = ProgramGenerator(seed: 2)
    var found: [(ProgramGenerator.Program, Graph)] = []
    for _ in 0..<2000 where found.count < 600 {
      let program = generator.next()
      guard let graph = try? Graph(program: program.text) else {
        Issue.record("cannot read \(program.text)")
        continue
      }
      let point = Point(graph, inputs: program.inputs(of: graph))
      guard ([point.value] + point.reverse).allSatisfy({ abs($0) < 1e4 }) else { continue }
      found.append((program, graph))
    }
    return found
  }()

  /// The first programs in which every function occurs `times` times, for what takes long with each of them.
  static func covering(_ times: Int) -> [(program: ProgramGenerator.Program, graph: Graph)] {
    var counts: [Primitive: Int] = [:]
    return programs.filter { _, graph in
      let used = Set(graph.nodes.filter { $0.kind != .input && $0.kind != .constant }.map(\.primitive))
      defer { for primitive in used { counts[primitive, default: 0] += 1 } }
      return used.contains { counts[$0, default: 0] < times }
    }
  }

  /// Samples have every function, too.
  @Test func samplesCover() {
    let all = Set(Self.programs.flatMap { $0.graph.nodes.map(\.primitive) })
    for times in 1...3 {
      let sample = Self.covering(times)
      #expect(Set(sample.flatMap { $0.graph.nodes.map(\.primitive) }) == all)
      #expect(sample.count < Self.programs.count / 2)
    }
  }

  @Test func thereAreEnough() {
    #expect(Self.programs.count >= 500)
    let used = Set(
      Self.programs.flatMap { $0.graph.nodes.filter { $0.kind != .input && $0.kind != .constant }.map(\.primitive) })
    let expected = Set(Primitive.callable.filter { !$0.isArray } + [.add, .subtract, .multiply, .divide])
    #expect(expected.isSubset(of: used), "never drawn: \(expected.subtracting(used))")
  }

  @Test func forwardEqualsReverse() {
    for (program, graph) in Self.programs {
      let point = Point(graph, inputs: program.inputs(of: graph))
      let scale = point.scale
      for (reverse, forward) in zip(point.reverse, point.forward) {
        #expect(abs(reverse - forward) <= 1e-14 * max(scale, abs(reverse)), "\(program)")
      }
    }
  }

  /// ⟨v, J u⟩ = ⟨Jᵀ v, u⟩, along a random u.
  @Test func dotProducts() {
    var random = SplitMix64(seed: 3)
    for (program, graph) in Self.programs {
      let point = Point(graph, inputs: program.inputs(of: graph))
      let scale = point.scale
      let u = point.wrtInputs.map { _ in Double.random(in: -1...1, using: &random) }
      let tangents = point.pushforward(zip(point.wrtInputs, u).map { (input: $0.node, tangent: $1) })
      let reverse = zip(point.reverse, u).reduce(0) { $0 + $1.0 * $1.1 }
      #expect(abs(tangents[Int(graph.output)] - reverse) <= 1e-13 * max(scale, 1), "\(program)")
    }
  }

  @Test func secondDerivativesAreSymmetric() throws {
    for (program, graph) in Self.programs.prefix(300) {
      let hessian = try graph.hessian(at: program.inputs(of: graph))
      let scale = hessian.joined().reduce(1) { max($0, abs($1)) }
      guard scale < 1e8 else { continue }
      for i in hessian.indices {
        for j in hessian.indices.prefix(i) {
          #expect(abs(hessian[i][j] - hessian[j][i]) <= 1e-10 * scale, "\(program)")
        }
      }
    }
  }

  /// The gradient read over symbols and then evaluated is the gradient read over numbers.
  @Test func symbolicGradient() throws {
    for (program, graph) in Self.programs {
      let inputs = program.inputs(of: graph)
      let point = Point(graph, inputs: inputs)
      let scale = point.scale
      for (numeric, symbolic) in zip(point.reverse, try graph.gradientGraphs()) {
        #expect(symbolic.isOrdered)
        let value = Point(symbolic, inputs: inputs).value
        #expect(abs(numeric - value) <= 1e-13 * max(scale, abs(numeric)), "\(program)")
      }
    }
  }

  @Test func expandedFunctionsAreTheSameFunctions() throws {
    var options = Lowering.Options()
    options.expandsFunctions = true
    for (program, graph) in Self.programs {
      let expanded = try Lowering.lower(try Parser.parse(SourceText(program.text)), options: options)
      let plain = Point(graph, inputs: program.inputs(of: graph))
      let drawn = Point(expanded, inputs: program.inputs(of: expanded))
      #expect(graph.namesOfInputs == expanded.namesOfInputs)
      for (a, b) in zip([plain.value] + plain.reverse, [drawn.value] + drawn.reverse) {
        #expect(abs(a - b) <= 1e-8 * max(1, abs(a)), "\(program)")
      }
    }
  }
}

extension ProgramGenerator.Program {
  /// The point's coordinates in the order of the graph's inputs.
  func inputs(of graph: Graph) -> [Double] {
    let point = Dictionary(uniqueKeysWithValues: zip(names, values))
    return graph.namesOfInputs.map { point[$0] ?? .nan }
  }
}
