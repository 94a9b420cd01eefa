import Testing

@testable import AutodiffCore

/// The values kept for the way back, as the rows say.
@Suite struct SavedValuesTests {
  @Test(
    arguments: [
      ("x*y", [.value, .value], nil), ("x+y", [nil, nil], nil), ("x-y", [nil, nil], nil), ("-x", [nil], nil),
      ("exp(x)", [nil], .value), ("sin(x)", [.value], nil), ("log(x)", [.value], nil),
      ("max(x,y)", [.side, .side], nil),
      ("relu(x)", [.side], nil), ("abs(x)", [.side], nil), ("2*x", [nil, nil], nil), ("x^2", [.value, nil], nil),
      ("floor(x)", [nil], nil), ("leaky_relu(x)", [.side, nil], nil),
    ] as [(String, [SavedValues.Part?], SavedValues.Part?)])
  func scalars(_ program: String, _ operands: [SavedValues.Part?], _ result: SavedValues.Part?) throws {
    let graph = try Graph(program: program)
    var reader = SavedValues.Reader(graph, wrt: graph.inputs, ties: .split)
    #expect(reader.values(of: graph.output) == SavedValues(operands: operands, result: result))
  }

  @Test func onlyWhatAnInputNeeds() throws {
    let graph = try Graph(program: "w*x")
    var reader = SavedValues.Reader(graph, wrt: [graph.inputs[0]], ties: .split)
    #expect(reader.values(of: graph.output) == SavedValues(operands: [nil, .value]))
  }

  @Test func arrays() throws {
    var graph = Graph()
    let matrix = try graph.input("W", shape: Shape([2, 3]), span: .none)
    let vector = try graph.input("x", shape: Shape([3]), span: .none)
    let product = try graph.apply(ArrayOperation(.matmul, shape: Shape([2])), [matrix, vector])
    let sum = try graph.apply(ArrayOperation(.sum, shape: .scalar), [product])
    graph.output = sum
    var reader = SavedValues.Reader(graph, wrt: graph.inputs, ties: .split)
    #expect(reader.values(of: product) == SavedValues(operands: [.value, .value]))
    #expect(reader.values(of: sum) == SavedValues(operands: [nil]))
  }

  /// A value that a row does not ask to be kept cannot change what is sent back.
  @Test func nothingElseIsRead() throws {
    for primitive in Primitive.allCases where !primitive.isArray && !primitive.gate.isHidden {
      let count = max(1, primitive.gate.domain.samples.count)
      guard let graph = try? Graph(primitive, count: count) else { continue }
      var reader = SavedValues.Reader(graph, wrt: graph.inputs, ties: .split)
      let kept = reader.values(of: graph.output)
      let values = primitive.gate.domain.samples.prefix(count).map { ($0.lowerBound + $0.upperBound) / 2 + 0.1 }
      guard values.count == count else { continue }
      let output = Evaluation.run(graph, inputs: values)[Int(graph.output)]
      let locals = primitive.gate.locals(values, output)
      for place in 0..<count where kept.operands[place] == nil {
        var changed = values
        changed[place] += 0.01
        let other = primitive.gate.locals(changed, output)
        for (before, after) in zip(locals, other) where before.isFinite { #expect(before == after, "\(primitive)") }
      }
    }
  }
}
