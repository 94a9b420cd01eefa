/// Writes the function for Python with NumPy: `def f(x1, ...): return value, (d1, ...)`.
final class PythonWriter: StatementWriter<PythonDialect> {
  private let name: String
  private var parameters: [String] = []

  override init(_ program: GradientProgram, name: String) {
    self.name = name
    super.init(program, name: name)
  }

  override var repeatsInLoops: Bool { false }

  override func declare(_ name: String, _ code: Code, isCondition: Bool) { line("\(name) = \(code.text)", depth: 2) }

  /// What the inputs are called, once the function is written.
  var parameterNames: [String] { parameters }

  override func function() -> [String] {
    for input in graph.inputs {
      let name = claim(graph.name(ofInput: input))
      parameters.append(name)
      codes[Int(input)] = Code(text: name)
      let shape = graph.shape(of: input)
      let reshaped = shape.isScalar ? "" : ".reshape(\(tuple(shape)))"
      if reached[Int(input)] { line("\(name) = np.asarray(\(name), dtype=float)\(reshaped)") }
    }
    line("with np.errstate(all=\"ignore\"):")
    writeNodes()
    let results = program.derivatives.map { id in
      let text = codes[Int(id)].text
      return graph.shape(of: id).isScalar ? "float(\(text))" : "np.array(\(text))"
    }
    let gradient = results.count == 1 ? "(\(results[0]),)" : "(\(results.joined(separator: ", ")))"
    line("return float(\(codes[Int(program.value)].text)), \(gradient)", depth: 2)
    return ["def \(name)(\(parameters.joined(separator: ", "))):"] + lines
  }

  private func tuple(_ shape: Shape) -> String {
    let lengths = shape.lengths.map(String.init).joined(separator: ", ")
    return shape.rank == 1 ? "(\(lengths),)" : "(\(lengths))"
  }

  private func call(_ function: String, _ arguments: String...) -> Code {
    if PythonDialect.helpers[function] != nil { helpers.insert(function) }
    return Code(text: "\(function)(\(arguments.joined(separator: ", ")))")
  }

  override func writeArray(_ id: Graph.NodeID) {
    let node = graph.nodes[Int(id)]
    let ids = graph.operands(of: id)
    let operands = ids.map { codes[Int($0)].text }
    guard node.kind == .wide, node.primitive.isArray else { return store(id, gate(id, ids.map { codes[Int($0)] })) }
    let operation = graph.operation(id)
    store(id, expression(operation, ids, operands, operands.first ?? ""))
  }

  private func expression(
    _ operation: ArrayOperation, _ ids: [Graph.NodeID], _ operands: [String], _ x: String
  ) -> Code {
    let shape = operation.shape
    let axis = operation.setting.reduced.map { ", axis=\($0)" } ?? ""
    switch operation.primitive {
    case .stack:
      if ids.allSatisfy({ graph.shape(of: $0).isScalar }) {
        let list = "np.array([\(operands.joined(separator: ", "))])"
        return Code(text: shape.rank == 1 ? list : "\(list).reshape(\(tuple(shape)))")
      }
      let parts = operands.map { "np.ravel(\($0))" }.joined(separator: ", ")
      return Code(text: "np.concatenate([\(parts)]).reshape(\(tuple(shape)))")
    case .reshape, .expand: return call("np.reshape", x, tuple(shape))
    case .broadcast: return call("np.broadcast_to", x, tuple(shape))
    case .reduceToShape:
      let own = graph.shape(of: ids[0])
      if shape.isScalar { return call("np.sum", x) }
      let kept = [Int](repeating: 1, count: own.rank - shape.rank) + shape.lengths
      let axes = own.lengths.indices.filter { own.lengths[$0] != kept[$0] }.map { "\($0)," }.joined(separator: " ")
      return Code(text: "np.sum(\(x), axis=(\(axes))).reshape(\(tuple(shape)))")
    case .slice: return Code(text: "\(codes[Int(ids[0])].bracketed(below: Code.atom))[\(places(operation))]")
    case .scatter: return call("scatter", x, tuple(shape), "np.s_[\(places(operation))]")
    case .transpose: return call("np.transpose", x)
    case .diag:
      if graph.shape(of: ids[0]).rank == 2 || shape.lengths[0] == shape.lengths[1] { return call("np.diag", x) }
      let n = graph.shape(of: ids[0]).count
      return call("scatter", x, tuple(shape), "(np.arange(\(n)), np.arange(\(n)))")
    case .eye: return call("np.eye", String(shape.lengths[0]))
    case .zeros: return call("np.zeros", tuple(shape))
    case .ones: return call("np.ones", tuple(shape))
    case .concat: return Code(text: "np.concatenate([\(operands.joined(separator: ", "))]\(axis))")
    case .matmul: return call("np.matmul", x, operands[1])
    case .dot: return call("np.dot", x, operands[1])
    case .outer: return call("np.outer", x, operands[1])
    case .trace: return call("np.trace", x)
    case .sum: return call("np.sum", x + axis)
    case .mean: return call("np.mean", x + axis)
    case .prod: return call("product", x + axis)
    case .norm: return call("norm", x + axis)
    case .logsumexp: return call("logsumexp", x + axis)
    case .variance: return call("variance", x + axis)
    case .amax: return call("np.max", x + axis)
    case .amin: return call("np.min", x + axis)
    case .softmax: return call("softmax", x, "axis=\(operation.setting.axis)")
    case .logSoftmax: return call("log_softmax", x, "axis=\(operation.setting.axis)")
    case .cumsum: return call("np.cumsum", x, "axis=\(operation.setting.axis)")
    case .cumsumReversed:
      let axis = operation.setting.axis
      return Code(text: "np.flip(np.cumsum(np.flip(\(x), \(axis)), axis=\(axis)), \(axis))")
    case .det: return call("np.linalg.det", x)
    case .logdet: return call("log_determinant", x)
    case .inv: return call("inverse", x)
    case .solve: return call("solve", x, operands[1])
    case .cofactors: return call("cofactors", x)
    default: return Code(text: "np.nan")
    }
  }

  private func places(_ operation: ArrayOperation) -> String {
    operation.setting.subscripts.map { place in
      switch place {
      case .index(let index): String(index)
      case .range(let range): "\(range.lowerBound):\(range.upperBound)"
      }
    }.joined(separator: ", ")
  }
}
