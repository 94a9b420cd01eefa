/// Operations on whole arrays as loops and calls of functions written out.
extension LoopWriter {
  func write(_ operation: ArrayOperation, _ id: Graph.NodeID, _ operands: [Graph.NodeID]) {
    let shape = operation.shape
    switch operation.primitive {
    case .stack: stack(id, operands)
    case .reshape, .expand: setStorage(id, storage(operands[0]))
    case .broadcast:
      let own = graph.shape(of: operands[0])
      if own.isScalar { return fillWith(id, codes[Int(operands[0])].text) }
      copy(
        shape.lengths, from: storage(operands[0]), 0, repeated(own, to: shape), to: allocate(id), 0, shape.strides)
    case .reduceToShape: summed(id, operands[0])
    case .slice: slice(id, operation, operands[0])
    case .scatter: scatter(id, operation, operands[0])
    case .transpose:
      let own = graph.shape(of: operands[0])
      copy(
        shape.lengths, from: storage(operands[0]), 0, own.strides.reversed(), to: allocate(id), 0, shape.strides)
    case .diag: diagonal(id, operands[0])
    case .eye:
      let target = cleared(id)
      loops([shape.lengths[0]]) { ["\(element(target, [shape.lengths[0] + 1], $0)) = 1.0"] }
    case .zeros: fill(allocate(id), shape.count, 0)
    case .ones: fill(allocate(id), shape.count, 1)
    case .concat: concatenate(id, operation, operands)
    case .matmul, .dot: product(id, operands)
    case .outer:
      let (x, y) = (storage(operands[0]), storage(operands[1]))
      let target = allocate(id)
      loops(shape.lengths) {
        ["\(element(target, shape.strides, $0)) = \(element(x, [1, 0], $0))*\(element(y, [0, 1], $0))"]
      }
    case .trace:
      let n = graph.shape(of: operands[0]).lengths[0]
      result(id, "sum", "\(part(operands[0], Place())), \(n), \(n + 1)")
    case .sum: reduce(id, operation, operands[0], "sum")
    case .mean: reduce(id, operation, operands[0], "mean")
    case .prod: reduce(id, operation, operands[0], "product")
    case .norm: reduce(id, operation, operands[0], "norm")
    case .logsumexp: reduce(id, operation, operands[0], "logsumexp")
    case .variance: reduce(id, operation, operands[0], "variance")
    case .amax: reduce(id, operation, operands[0], "greatest")
    case .amin: reduce(id, operation, operands[0], "least")
    case .softmax: scan(id, operation, operands[0], "softmax")
    case .logSoftmax: scan(id, operation, operands[0], "log_softmax")
    case .cumsum: scan(id, operation, operands[0], "running_sum")
    case .cumsumReversed: scan(id, operation, operands[0], "running_sum_reversed")
    case .det: factorise(id, operands, "determinant")
    case .logdet: factorise(id, operands, "log_determinant")
    case .inv: factorise(id, operands, "inverse")
    case .solve: factorise(id, operands, "solve")
    case .cofactors: factorise(id, operands, "cofactors")
    default: fill(allocate(id), shape.count, .nan)
    }
  }

  private func part(_ id: Graph.NodeID, _ place: Place) -> String { part(storage(id), place) }

  private func part(_ storage: Storage, _ place: Place) -> String {
    var place = place
    place.start += storage.start
    return D.part(storage.name, place.text)
  }

  private func mutablePart(_ storage: Storage, _ place: Place) -> String {
    var place = place
    place.start += storage.start
    return D.mutablePart(storage.name, place.text)
  }

  private func call(_ helper: String, _ arguments: String) -> String {
    helpers.insert(helper)
    return "\(helper)(\(arguments))"
  }

  /// A scalar that a function gives.
  private func result(_ id: Graph.NodeID, _ helper: String, _ arguments: String) {
    store(id, Code(text: call(helper, arguments)))
  }

  private func cleared(_ id: Graph.NodeID) -> Storage {
    let isFresh = D.clearsArrays && !program.derivatives.contains(id)
    let storage = allocate(id)
    if !isFresh { fill(storage, graph.shape(of: id).count, 0) }
    return storage
  }

  private func fillWith(_ id: Graph.NodeID, _ text: String) {
    let target = allocate(id)
    loops([graph.shape(of: id).count]) { ["\(element(target, [1], $0)) = \(text)"] }
  }

  /// Steps through an array along the axes of a shape that it is broadcast to.
  private func repeated(_ own: Shape, to wide: Shape) -> [Int] {
    [Int](repeating: 0, count: wide.rank - own.rank) + zip(own.strides, own.lengths).map { $1 == 1 ? 0 : $0 }
  }

  private func stack(_ id: Graph.NodeID, _ operands: [Graph.NodeID]) {
    if graph.isLiteral(id) {
      let name = claimName(id)
      let values = operands.map { graph.constants[Int(graph.nodes[Int($0)].a)] }
      for text in D.constantArray(name, values) { line(text) }
      return setStorage(id, Storage(name: name))
    }
    let sources = operands.map { graph.shape(of: $0).isScalar ? nil : storage($0) }
    let target = allocate(id)
    var start = 0
    for (operand, source) in zip(operands, sources) {
      let count = graph.shape(of: operand).count
      if let source {
        copy([count], from: source, 0, [1], to: target, start, [1])
      } else {
        line("\(target.name)[\(target.start + start)] = \(codes[Int(operand)].text)\(D.statementEnd)")
      }
      start += count
    }
  }

  private func summed(_ id: Graph.NodeID, _ operand: Graph.NodeID) {
    let (wide, own) = (graph.shape(of: operand), graph.shape(of: id))
    if own.isScalar { return result(id, "sum", "\(part(operand, Place())), \(wide.count), 1") }
    let source = storage(operand)
    copy(
      wide.lengths, from: source, 0, wide.strides, to: cleared(id), 0, repeated(own, to: wide), adds: true)
  }

  /// Where subscripts begin, and the steps along the axes that they keep.
  private func selection(_ operation: ArrayOperation, of whole: Shape) -> (start: Int, lengths: [Int], steps: [Int]) {
    var selection = (start: 0, lengths: [Int](), steps: [Int]())
    for (subscript_, stride) in zip(operation.setting.subscripts, whole.strides) {
      switch subscript_ {
      case .index(let index): selection.start += index * stride
      case .range(let range):
        selection.start += range.lowerBound * stride
        selection.lengths.append(range.count)
        selection.steps.append(stride)
      }
    }
    return selection
  }

  private func slice(_ id: Graph.NodeID, _ operation: ArrayOperation, _ operand: Graph.NodeID) {
    let source = storage(operand)
    let selection = selection(operation, of: graph.shape(of: operand))
    if selection.lengths.isEmpty {
      return store(id, Code(text: element(source, [], [], start: selection.start)))
    }
    copy(
      selection.lengths, from: source, selection.start, selection.steps, to: allocate(id), 0, operation.shape.strides)
  }

  private func scatter(_ id: Graph.NodeID, _ operation: ArrayOperation, _ operand: Graph.NodeID) {
    let selection = selection(operation, of: operation.shape)
    let source = graph.shape(of: operand).isScalar ? nil : storage(operand)
    let target = cleared(id)
    guard let source else {
      let place = element(target, [], [], start: selection.start)
      return line("\(place) = \(codes[Int(operand)].text)\(D.statementEnd)")
    }
    copy(
      selection.lengths, from: source, 0, Shape(selection.lengths).strides, to: target, selection.start,
      selection.steps)
  }

  private func diagonal(_ id: Graph.NodeID, _ operand: Graph.NodeID) {
    let (own, shape) = (graph.shape(of: operand), graph.shape(of: id))
    let source = storage(operand)
    if own.rank == 2 {
      copy([shape.count], from: source, 0, [own.lengths[1] + 1], to: allocate(id), 0, [1])
    } else {
      copy([own.count], from: source, 0, [1], to: cleared(id), 0, [shape.lengths[1] + 1])
    }
  }

  private func concatenate(_ id: Graph.NodeID, _ operation: ArrayOperation, _ operands: [Graph.NodeID]) {
    let sources = operands.map(storage)
    let target = allocate(id)
    let (axis, strides) = (operation.setting.axis, operation.shape.strides)
    var start = 0
    for (operand, source) in zip(operands, sources) {
      let own = graph.shape(of: operand)
      copy(own.lengths, from: source, 0, own.strides, to: target, start, strides)
      start += own.lengths[axis] * strides[axis]
    }
  }

  private func product(_ id: Graph.NodeID, _ operands: [Graph.NodeID]) {
    let (left, right) = (graph.shape(of: operands[0]).lengths, graph.shape(of: operands[1]).lengths)
    let (a, b) = (storage(operands[0]), storage(operands[1]))
    let (count, columns) = (right[0], right.count == 2 ? right[1] : 1)
    func dot(_ row: String, _ column: String) -> String {
      let first = part(a, place(0, [left.count == 2 ? count : 0], [row]))
      let second = part(b, place(0, [right.count == 2 ? 1 : 0], [column]))
      return call("dot", "\(first), 1, \(second), \(columns), \(count)")
    }
    let shape = graph.shape(of: id)
    if shape.isScalar { return store(id, Code(text: dot("0", "0"))) }
    let target = allocate(id)
    loops(shape.lengths) { variables in
      let row = left.count == 2 ? variables[0] : "0"
      let column = right.count == 2 ? variables[variables.count - 1] : "0"
      return ["\(element(target, shape.strides, variables)) = \(dot(row, column))"]
    }
  }

  private func lanes(_ operation: ArrayOperation, _ operand: Graph.NodeID) -> Lanes {
    let shape = graph.shape(of: operand)
    guard let axis = operation.setting.reduced else { return Lanes([shape.count], axes: 0..<1) }
    return Lanes(shape.lengths, axes: axis..<axis + 1)
  }

  private func reduce(_ id: Graph.NodeID, _ operation: ArrayOperation, _ operand: Graph.NodeID, _ helper: String) {
    let lanes = lanes(operation, operand)
    let source = storage(operand)
    let step = "\(lanes.length), \(lanes.inner)"
    if operation.shape.isScalar { return result(id, helper, "\(part(source, Place())), \(step)") }
    let target = allocate(id)
    loops([lanes.outer, lanes.inner]) { variables in
      let from = part(source, place(0, [lanes.length * lanes.inner, 1], variables))
      return ["\(element(target, [lanes.inner, 1], variables)) = \(call(helper, "\(from), \(step)"))"]
    }
  }

  private func scan(_ id: Graph.NodeID, _ operation: ArrayOperation, _ operand: Graph.NodeID, _ helper: String) {
    let lanes = lanes(operation, operand)
    let source = storage(operand)
    let target = allocate(id)
    loops([lanes.outer, lanes.inner]) { variables in
      let place = place(0, [lanes.length * lanes.inner, 1], variables)
      return [
        call(helper, "\(part(source, place)), \(mutablePart(target, place)), \(lanes.length), \(lanes.inner)")
      ]
    }
  }

  /// What takes a factorisation, which needs room for a matrix or two.
  private func factorise(_ id: Graph.NodeID, _ operands: [Graph.NodeID], _ helper: String) {
    let n = graph.shape(of: operands[0]).lengths[0]
    let sources = operands.map { part($0, Place()) }.joined(separator: ", ")
    var scratch = ""
    if needsRoom {
      let room = claim("room")
      declareArray(room, helper == "cofactors" ? 2 * n * n + 4 * n : n * n)
      scratch = ", " + D.mutablePart(room, "0")
    }
    let shape = graph.shape(of: id)
    if shape.isScalar { return result(id, helper, "\(sources), \(n)\(scratch)") }
    let target = mutablePart(allocate(id), Place())
    let width = helper == "solve" ? ", \(shape.rank == 2 ? shape.lengths[1] : 1)" : ""
    line(call(helper, "\(sources), \(target), \(n)\(width)\(scratch)") + D.statementEnd)
  }
}
