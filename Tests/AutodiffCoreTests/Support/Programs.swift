@testable import AutodiffCore

extension Graph {
  /// The graph of a program in the language.
  init(program text: String, boundNames: [String] = []) throws {
    self = try Lowering.lower(try Parser.parse(SourceText(text)), boundNames: NameTable(boundNames))
  }

  /// One primitive of operands that are inputs, or constants where `constants` has a value.
  init(_ primitive: Primitive, count: Int, constants: [Int: Double] = [:]) throws {
    self.init()
    var operands: [NodeID] = []
    for place in 0..<count {
      operands.append(try constants[place].map { try constant($0) } ?? input("x\(place + 1)", span: .none))
    }
    output = try apply(primitive, operands)
  }

  /// The derivatives along `inputs` as graphs: the reverse sweep read over symbols.
  func gradientGraphs(ties: Ties = .split) throws -> [Graph] {
    let bench = Workbench(Graph())
    let values = Evaluation.run(self, inputs: namesOfInputs.map { bench.input($0) })
    let adjoints = Pullback.run(self, values: values, active: active(inputs), ties: ties)
    let outputs = inputs.map { bench.node(adjoints[Int($0)]) }
    if let problem = bench.problem { throw problem }
    return outputs.map { output in
      var graph = bench.graph
      graph.output = output
      return graph
    }
  }

  /// The second derivatives: reverse mode over numbers through the graph of each first derivative.
  func hessian(at inputs: [Double], ties: Ties = .split) throws -> [[Double]] {
    try gradientGraphs(ties: ties).map { Point<Double>($0, inputs: inputs, ties: ties).gradient.map(\.value) }
  }
}

extension Graph {
  /// The second derivatives: forward over reverse, a sweep over duals for each input.
  func dualHessian(at inputs: [Double], ties: Ties = .split) -> [[Double]] {
    inputs.indices.map { column in
      let duals = inputs.enumerated().map { Dual($1, tangent: $0 == column ? 1.0 : nil) }
      let values = Evaluation.run(self, inputs: duals)
      let adjoints = Pullback.run(self, values: values, active: active(self.inputs), ties: ties)
      return self.inputs.map { adjoints[Int($0)].tangent ?? 0 }
    }
  }
}

extension Point<Double> {
  init(program text: String, at bindings: KeyValuePairs<String, Double> = [:], ties: Ties = .split) throws {
    let graph = try Graph(program: text, boundNames: bindings.map(\.key))
    let values = Dictionary(uniqueKeysWithValues: bindings.map { ($0.key, $0.value) })
    self.init(graph, inputs: graph.namesOfInputs.map { values[$0] ?? .nan }, ties: ties)
  }

  /// Reverse mode, in the order of `wrtInputs`.
  var reverse: [Double] { gradient.map(\.value) }

  /// Forward mode: a sweep for each input.
  var forward: [Double] { wrtInputs.map { pushforward([(input: $0.node, tangent: 1)])[Int(graph.output)] } }
}

extension Graph {
  var namesOfInputs: [String] { inputs.map { inputNames[Int(nodes[Int($0)].a)] } }
}

extension Point<Tensor> {
  /// A program on arrays at a point.
  init(program text: String, at inputs: [(name: String, value: Tensor)], ties: Ties = .split) throws {
    let graph = try Lowering.lower(
      try Parser.parse(SourceText(text)), boundNames: NameTable(inputs.map(\.name)),
      shapes: inputs.map { .init(name: $0.name, shape: $0.value.shape) })
    let values = Dictionary(uniqueKeysWithValues: inputs.map { ($0.name, $0.value) })
    self.init(graph, inputs: graph.namesOfInputs.map { values[$0] ?? .scalar(.nan) }, ties: ties)
  }
}

extension Primitive {
  /// Those that work on numbers, so many at a time as their rows say.
  static let scalar = allCases.filter { !$0.isArray && $0 != .length }
}
