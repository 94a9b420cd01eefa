/// Operations on whole arrays as loops and calls of functions written out.
extension LoopWriter {
  func write(_ operation: ArrayOperation, _ id: Graph.NodeID, _ operands: [Graph.NodeID]) {
    if graph.isLiteral(id) { return literal(id, operands) }
    switch operation.primitive.arrayForm {
    case .filling(let filling): fill(id, filling)
    case .movement(let movement): move(id, movement.plan(operands.map { graph.shape(of: $0) }, operation), operands)
    case .gathering(let gathering): gather(id, gathering, operation, operands)
    case .reduction(let form): reduce(id, operation, operands[0], form.routine)
    case .scan(let form): scan(id, operation, operands[0], form.routine)
    case .contraction(let contraction): contract(id, contraction, operands)
    case .factorization(let form): factorize(id, form, operands)
    case .composition, nil: assertionFailure("the elementary form has written out what is composed")
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
    let name = D.routine(helper)
    helpers.insert(name)
    return "\(name)(\(arguments))"
  }

  /// A call of a function that only writes.
  private func statement(_ helper: String, _ arguments: String, writing target: Storage) -> String {
    D.calling(call(helper, arguments), givesTo: nil, isGiven: false, writing: [target.name])
  }

  /// A number that a function gives.
  private func result(_ id: Graph.NodeID, _ helper: String, _ arguments: String) {
    store(id, Code(text: call(helper, arguments)))
  }

  /// Returns a new row of zeros, but for the places that copies are about to fill.
  func cleared(_ id: Graph.NodeID, for copies: [StridedCopy] = []) -> Storage {
    let target = allocate(id)
    if D.clearsArrays { return target }
    let count = graph.shape(of: id).count
    guard copies.count == 1, copies[0].lengths.count == 1, copies[0].target.strides == [1] else {
      fill(target, count, 0)
      return target
    }
    let end = copies[0].target.start + copies[0].lengths[0]
    for part in [0..<copies[0].target.start, end..<count] where !part.isEmpty {
      fill(Storage(name: target.name, start: target.start + part.lowerBound), part.count, 0)
    }
    return target
  }

  private func literal(_ id: Graph.NodeID, _ operands: [Graph.NodeID]) {
    let name = claimName(id)
    let values = operands.map { graph.constants[Int(graph.nodes[Int($0)].a)] }
    for text in D.constantArray(name, values) { line(text) }
    setStorage(id, Storage(name: name))
  }

  private func fill(_ id: Graph.NodeID, _ filling: Filling) {
    let shape = graph.shape(of: id)
    switch filling.element {
    case .constant(let value): fill(allocate(id), shape.count, value)
    case .identity:
      let target = cleared(id)
      loops([shape.lengths[0]]) { ["\(element(target, [shape.lengths[0] + 1], $0)) = 1.0"] }
    }
  }

  private func move(_ id: Graph.NodeID, _ plan: MovementPlan, _ operands: [Graph.NodeID]) {
    guard case .copies(let copies, let arrival) = plan else {
      let source = storage(operands[0])
      return graph.shape(of: id).isScalar ? store(id, Code(text: element(source, [], []))) : setStorage(id, source)
    }
    if graph.shape(of: id).isScalar, let copy = copies.first { return moveNumber(id, copy, arrival, operands) }
    if let start = plan.window, !graph.shape(of: operands[0]).isScalar {
      var source = storage(operands[0])
      source.start += start
      return setStorage(id, source)
    }
    move(
      copies, arrival, operands,
      into: arrival == .everywhere ? allocate(id) : cleared(id, for: arrival == .amongZeros ? copies : []))
  }

  /// Adds a part to the row of a sum, or begins that row with it.
  func move(_ part: Graph.NodeID, into row: Storage?, of sum: Graph.NodeID) {
    let operands = graph.operands(of: part)
    guard case .movement(let movement) = graph.operation(part).primitive.arrayForm,
      case .copies(let copies, _) = movement.plan(operands.map { graph.shape(of: $0) }, graph.operation(part))
    else { return assertionFailure("a part of a sum is moved to its place") }
    move(copies, row == nil ? .amongZeros : .summed, operands, into: row ?? cleared(sum, for: copies))
  }

  private func move(
    _ copies: [StridedCopy], _ arrival: MovementPlan.Arrival, _ operands: [Graph.NodeID], into target: Storage
  ) {
    // A number needs no row of its own: it is written where it goes.
    let sources = operands.map { graph.shape(of: $0).isScalar ? nil : storage($0) }
    for copy in copies {
      loops(copy.lengths) { variables in
        let to = element(target, copy.target.strides, variables, start: copy.target.start)
        let from = sources[copy.operand].map {
          element($0, copy.source.strides, variables, start: copy.source.start)
        }
        let value = from.map { Code(text: $0) } ?? codes[Int(operands[copy.operand])]
        return [arrival == .summed ? D.change(.add, to, value) : "\(to) = \(value.text)"]
      }
    }
  }

  /// A number from an array: one of its elements, or the sum of some.
  private func moveNumber(
    _ id: Graph.NodeID, _ copy: StridedCopy, _ arrival: MovementPlan.Arrival, _ operands: [Graph.NodeID]
  ) {
    let source = storage(operands[copy.operand])
    switch arrival {
    case .everywhere, .amongZeros: store(id, Code(text: element(source, [], [], start: copy.source.start)))
    case .summed:
      let from = part(source, Place(start: copy.source.start))
      result(id, "sum", "\(from), \(copy.lengths[0]), \(copy.source.strides[0])")
    }
  }

  private func gather(
    _ id: Graph.NodeID, _ gathering: Gathering, _ operation: ArrayOperation, _ operands: [Graph.NodeID]
  ) {
    let whole = gathering.whole(graph.shape(of: operands[0]), operation)
    let count = whole.count / whole.lengths[0]
    let sources = operands.map { part($0, Place()) }.joined(separator: ", ")
    let indices = graph.shape(of: operands[1]).count
    if graph.shape(of: id).isScalar {
      return result(id, "element_at", "\(sources), \(whole.lengths[0])")
    }
    let target = allocate(id)
    let numbers = "\(mutablePart(target, Place())), \(indices), \(whole.lengths[0]), \(count)"
    line(statement(gathering.routine, "\(sources), \(numbers)", writing: target) + D.statementEnd)
  }

  private func contract(_ id: Graph.NodeID, _ contraction: Contraction, _ operands: [Graph.NodeID]) {
    if contraction.axes > 0 {
      if graph.shape(of: id).isScalar, total(id, of: operands) { return }
      return product(id, operands)
    }
    let (x, y) = (storage(operands[0]), storage(operands[1]))
    let target = allocate(id)
    let shape = graph.shape(of: id)
    if shape.rank == 2, !shape.lengths.contains(1) { return writeOuter(x, y, into: target, shape) }
    loops(shape.lengths) {
      ["\(element(target, shape.strides, $0)) = \(element(x, [1, 0], $0))*\(element(y, [0, 1], $0))"]
    }
  }

  /// Writes an outer product with each row's factor in a name of its own: a compiler that cannot tell the row from the
  /// result would read the factor again for each element.
  private func writeOuter(_ x: Storage, _ y: Storage, into target: Storage, _ shape: Shape) {
    let factor = claim("factor")
    let (i, j) = (variable(0), variable(1))
    line(D.loop(i, shape.lengths[0]))
    let start = lines.count
    declare(factor, Code(text: element(x, [1], [i])), isCondition: false)
    for place in start..<lines.count { lines[place] = indent + lines[place] }
    line(D.loop(j, shape.lengths[1]), depth: 2)
    line("\(element(target, shape.strides, [i, j])) = \(factor)*\(element(y, [1], [j]))\(D.statementEnd)", depth: 3)
    if let end = D.blockEnd { for depth in [2, 1] { line(end, depth: depth) } }
  }

  private func product(_ id: Graph.NodeID, _ operands: [Graph.NodeID]) {
    let (left, right) = (graph.shape(of: operands[0]).lengths, graph.shape(of: operands[1]).lengths)
    let (a, b) = (lanes(operands[0]), lanes(operands[1]))
    func dot(_ row: String, _ column: String) -> String {
      let first = part(a.storage, place(0, [left.count == 2 ? a.strides[0] : 0], [row]))
      let second = part(b.storage, place(0, [right.count == 2 ? b.strides[1] : 0], [column]))
      return call("dot", "\(first), \(a.strides[left.count - 1]), \(second), \(b.strides[0]), \(right[0])")
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

  /// Returns the row that a product reads an operand from, and how far apart its elements are there along each axis.
  private func lanes(_ operand: Graph.NodeID) -> (storage: Storage, strides: [Int]) {
    guard let copy = plan.views[operand] else { return (storage(operand), graph.shape(of: operand).strides) }
    var source = storage(graph.operands(of: operand)[0])
    source.start += copy.source.start
    return (source, copy.source.strides)
  }

  private func reduce(_ id: Graph.NodeID, _ operation: ArrayOperation, _ operand: Graph.NodeID, _ helper: String) {
    if helper == "sum", operation.shape.isScalar, total(id, of: [operand]) { return }
    let lanes = operation.lanes(of: graph.shape(of: operand))
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
    let lanes = operation.lanes(of: graph.shape(of: operand))
    let source = storage(operand)
    let target = allocate(id)
    loops([lanes.outer, lanes.inner]) { variables in
      let place = place(0, [lanes.length * lanes.inner, 1], variables)
      let lane = "\(part(source, place)), \(mutablePart(target, place)), \(lanes.length), \(lanes.inner)"
      return [statement(helper, lane, writing: target)]
    }
  }

  private func factorize(_ id: Graph.NodeID, _ form: FactorizationForm, _ operands: [Graph.NodeID]) {
    let n = graph.shape(of: operands[0]).lengths[0]
    let sources = operands.map { part($0, Place()) }.joined(separator: ", ")
    var scratch = ""
    if needsRoom {
      let room = claim("room")
      declareArray(room, form.room(n))
      scratch = ", " + D.mutablePart(room, "0")
    }
    let shape = graph.shape(of: id)
    if shape.isScalar { return result(id, form.routine, "\(sources), \(n)\(scratch)") }
    let target = allocate(id)
    // A system says how many columns its right-hand side has.
    let width = operands.count > 1 ? ", \(shape.rank == 2 ? shape.lengths[1] : 1)" : ""
    let numbers = "\(mutablePart(target, Place())), \(n)\(width)\(scratch)"
    line(statement(form.routine, "\(sources), \(numbers)", writing: target) + D.statementEnd)
  }
}
