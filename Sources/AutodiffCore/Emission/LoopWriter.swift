/// Writes operations on arrays as loops, for languages that have little more.
class LoopWriter<D: LoopDialect>: StatementWriter<D> {
  /// The place of an array's numbers: from `start` on in a row that has a name.
  struct Storage: Equatable {
    var name: String
    var start = 0
  }

  /// The places of the numbers of nodes that are arrays, once they are written.
  private(set) var storages: [Graph.NodeID: Storage] = [:]
  /// The arrays that need no loop of their own.
  private(set) lazy var plan = LoopPlan(
    graph, reached: reached, uses: uses, outputs: Set(program.answers.flatMap(\.nodes)))
  /// The places in the answers of derivatives that are worked out there.
  private var targets: [Graph.NodeID: Storage] = [:]
  private var isWritten: Set<Graph.NodeID> = []
  /// The loop through one axis that others may still join: it is written before anything else is.
  var open: OpenLoop?
  /// The arrays of which only the loop that works them out reads an element, which is a number there.
  var locals: Set<Graph.NodeID> = []
  private(set) lazy var users = Users(graph)
  private(set) lazy var answered = Set(program.answers.flatMap(\.nodes))

  /// The names of loops' variables, from the outermost on.
  private lazy var variables = ["i", "j", "k", "l", "m", "n"].filter { !sizes.contains($0) }

  override init(_ program: GradientProgram, name: String, sizes: [String] = []) {
    super.init(program, name: name, sizes: sizes)
    if !program.directions.isEmpty { reserve(EmittedAnswer.direction) }
    for answer in program.answers where isRow(answer) {
      reserve(answer.kind.rawValue)
      var start = 0
      for node in answer.nodes {
        if writesIntoAnswers, targets[node] == nil, isMade(node) {
          targets[node] = Storage(name: answer.kind.rawValue, start: start)
        }
        start += graph.shape(of: node).count
      }
    }
  }

  /// A Boolean value indicating whether derivatives that are arrays are worked out in the answers themselves.
  var writesIntoAnswers: Bool { true }
  /// Returns a Boolean value indicating whether an answer is a row of numbers, or written as one.
  func isRow(_ answer: GradientProgram.Answer) -> Bool { !program.isNumber(answer) }
  /// Returns a Boolean value indicating whether an answer is a list of expressions, none of them an array.
  func isList(_ answer: GradientProgram.Answer) -> Bool {
    isRow(answer) && !answer.kind.isMatrix && answer.nodes.allSatisfy { graph.shape(of: $0).isScalar }
  }
  /// A Boolean value indicating whether functions that factorize are given room for it.
  var needsRoom: Bool { true }
  /// Writes a new array's declaration.
  func declareArray(_ name: String, _ count: Int) {}
  /// Writes the declaration of an input, which begins at place `start` of an argument.
  func declareInput(_ name: String, _ shape: Shape, of argument: String, at start: Int) {}
  /// Returns the name and the place of the derivative that begins at a place of an answer.
  func answerPart(_ id: Graph.NodeID, _ place: Storage) -> Storage { place }

  /// Declares the inputs that are used, in the order in which they stand in x, and the parts of the direction.
  func writeInputs() {
    writeInputs(program.inputs, of: "x")
    writeInputs(program.directions, of: EmittedAnswer.direction)
  }

  private func writeInputs(_ inputs: [Graph.NodeID], of argument: String) {
    var start = 0
    for input in inputs {
      let shape = graph.shape(of: input)
      if reached[Int(input)] {
        let name = claim(graph.name(ofInput: input))
        codes[Int(input)] = Code(text: name)
        declareInput(name, shape, of: argument, at: start)
        if !shape.isScalar { setStorage(input, Storage(name: name)) }
      }
      start += shape.count
    }
  }

  /// Returns whether an array's numbers are new ones, not those of an operand in another shape.
  private func isMade(_ id: Graph.NodeID) -> Bool {
    let node = graph.nodes[Int(id)]
    guard !graph.shape(of: id).isScalar, node.kind != .input, !graph.isLiteral(id) else { return false }
    guard node.kind == .wide, case .movement(let movement) = node.primitive.arrayForm else { return true }
    let operands = graph.operands(of: id).map { graph.shape(of: $0) }
    return operands[0].isScalar || movement.plan(operands, graph.operation(id)).window == nil
  }

  // MARK: - The open loop

  override func line(_ text: String, depth: Int = 1) {
    closeLoop()
    super.line(text, depth: depth)
  }

  override func writeNodes() {
    super.writeNodes()
    closeLoop()
  }

  // MARK: - Storage

  func setStorage(_ id: Graph.NodeID, _ storage: Storage) {
    storages[id] = storage
  }

  /// The count of the numbers in rows of its own.
  var ownNumbers: Int {
    graph.nodes.indices.reduce(0) { sum, index in
      let id = Graph.NodeID(index)
      let count = graph.shape(of: id).count
      return reached[index] && count > 1 && targets[id] == nil && isMade(id) && !plan.isUnwritten(id)
        ? sum + count : sum
    }
  }

  /// Returns a Boolean value indicating whether a node is worked out where it belongs in an answer.
  func isAnswer(_ id: Graph.NodeID) -> Bool { targets[id] != nil }

  /// Returns a new row for a node's numbers, declared.
  func allocate(_ id: Graph.NodeID) -> Storage {
    let storage: Storage
    if let place = targets[id] {
      storage = answerPart(id, place)
      isWritten.insert(id)
    } else {
      storage = Storage(name: claimName(id))
      declareArray(storage.name, graph.shape(of: id).count)
    }
    storages[id] = storage
    return storage
  }

  /// Returns the place of an operand's numbers; a scalar gets a row of one.
  func storage(_ id: Graph.NodeID) -> Storage {
    if let known = storages[id] { return known }
    let storage = Storage(name: claim("a"))
    declareArray(storage.name, 1)
    line("\(D.element(storage.name, "0")) = \(codes[Int(id)].text)\(D.statementEnd)")
    storages[id] = storage
    return storage
  }

  // MARK: - Loops

  /// Writes loops through all places of axes of these lengths, around what `body` makes of their variables.
  ///
  /// One copy does for all languages.
  @inline(never)
  @_semantics("optimize.sil.specialize.generic.never")
  func loops(_ lengths: [Int], _ body: ([String]) -> [String]) {
    var variables: [String] = []
    var depth = 1
    for length in lengths {
      let variable = variable(depth - 1)
      if length == 1 {
        variables.append("0")
      } else {
        line(D.loop(variable, length), depth: depth)
        variables.append(variable)
        depth += 1
      }
    }
    for text in body(variables) { line(text + D.statementEnd, depth: depth) }
    while depth > 1 {
      depth -= 1
      if let end = D.blockEnd { line(end, depth: depth) }
    }
  }

  /// Returns the name of the variable of a loop within so many others.
  func variable(_ depth: Int) -> String {
    while variables.count <= depth { variables.append(claim("i")) }
    return variables[depth]
  }

  func place(_ start: Int, _ strides: [Int], _ variables: [String]) -> Place {
    Place(start: start, steps: zip(strides, variables).filter { $0.1 != "0" }.map { (step: $0, variable: $1) })
  }

  func element(_ storage: Storage, _ strides: [Int], _ variables: [String], start: Int = 0) -> String {
    D.element(storage.name, place(storage.start + start, strides, variables).text)
  }

  func fill(_ storage: Storage, _ count: Int, _ value: Double) {
    loops([count]) { ["\(element(storage, [1], $0)) = \(D.number(value).text)"] }
  }

  /// Copies numbers from one row to another, each through axes of the same lengths with steps of its own.
  func copy(
    _ lengths: [Int], from source: Storage, _ start: Int, _ steps: [Int], to target: Storage, _ targetStart: Int,
    _ targetSteps: [Int], adds: Bool = false
  ) {
    loops(lengths) { variables in
      let to = element(target, targetSteps, variables, start: targetStart)
      let from = Code(text: element(source, steps, variables, start: start))
      return [adds ? D.change(.add, to, from) : "\(to) = \(from.text)"]
    }
  }

  // MARK: - Elementwise

  override func writeArray(_ id: Graph.NodeID) {
    if plan.isUnwritten(id) { return }
    let node = graph.nodes[Int(id)]
    if node.kind == .wide, node.primitive.isArray { return writeOperation(id) }
    if let addends = plan.sums[id] { return writeSum(id, of: addends) }
    writeLoop(id) { [self] in code(id, $0, isFlat: $1) }
  }

  /// Writes an operation on whole arrays.
  private func writeOperation(_ id: Graph.NodeID) { write(graph.operation(id), id, graph.operands(of: id)) }

  // MARK: - Results

  /// Writes those numbers of an answer that are not there yet.
  func write(_ answer: GradientProgram.Answer) {
    let name = answer.kind.rawValue
    var start = 0
    for node in answer.nodes {
      let shape = graph.shape(of: node)
      let target = Storage(name: name, start: start)
      if shape.isScalar {
        // Most of a matrix may be zeros, which a new array is full of.
        if !(D.clearsArrays && answer.kind.isMatrix && isZero(node)) {
          line("\(D.element(name, String(start))) = \(codes[Int(node)].text)\(D.statementEnd)")
        }
      } else if !(isWritten.contains(node) && targets[node] == target) {
        copy([shape.count], from: storage(node), 0, [1], to: target, 0, [1])
      }
      start += shape.count
    }
  }

  private func isZero(_ id: Graph.NodeID) -> Bool {
    let node = graph.nodes[Int(id)]
    return node.kind == .constant && graph.constants[Int(node.a)] == 0
  }
}
