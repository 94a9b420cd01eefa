/// A derivation by one input in steps, from the outermost operation inwards, as a person takes them.
///
/// Each step is forward mode's sweep over one operation, read over terms: letters stand for its operands, and others for
/// their derivatives. So the rules are those by which everything else is differentiated.
package struct DerivationSteps {
  /// A step: the derivative of a node, by the rule of its operation.
  struct Step {
    var node: Graph.NodeID
    /// The name of the rule.
    var rule: String
    /// The derivative, in terms of those of the operands.
    var gives: Algebra.ID
    /// The rule for any operands: the operation, and its derivative; nil where a formula says less than its name.
    var general: (of: Algebra.ID, gives: Algebra.ID)?
    /// The sum of products of the operation's change with any array, and the same as a sum of products with an
    /// operand's change, from which a gradient is read off: an equation for each operand that moves; none where the
    /// change is a multiple element by element.
    var shifts: [(of: Algebra.ID, gives: Algebra.ID)] = []
  }

  /// The meaning of a letter.
  enum Letter {
    /// The value of a node.
    case value(Graph.NodeID)
    /// The derivative of a node.
    case change(Graph.NodeID)
    /// A letter of a general rule.
    case name(String)
    /// The derivative of a letter of a general rule.
    case changeOf(String)
  }

  /// The letters of rules in general.
  struct GeneralLetters {
    /// The letters of operands that move.
    var moved: [String]
    /// The letters of operands that stand still.
    var fixed: [String]
    var exponent: String
    var base: String
    /// The letter of the operation's value.
    var value: String
    /// The letter of any array by which an operation's change is multiplied.
    var factor: String
  }

  let graph: Graph
  /// The input by which the derivative is taken.
  let input: Graph.NodeID
  /// The terms of the steps.
  let algebra = Algebra()
  /// The letters in the order of their places among the inputs of `algebra`, each with its name and shape.
  private(set) var letters: [(name: String, shape: Shape, meaning: Letter)] = []
  private(set) var steps: [Step] = []
  /// The number of steps that are left out because they are too many to be read.
  package private(set) var leftOut = 0
  /// A Boolean value for each node indicating whether it moves with the input.
  private let active: [Bool]
  private let ties: Ties
  /// The names that the program gives to nodes, each to one of them.
  let labels: [Graph.NodeID: String]
  /// A Boolean value for each node indicating whether it is so long that it is read better under a name.
  let isLong: [Bool]
  let generalLetters: GeneralLetters

  /// The number of steps above which those of the innermost parts are left out.
  package static let most = 60
  /// The number of terms or factors that one step takes.
  private static let mostOperands = 12
  /// The number of operations above which a part gets a name.
  private static let mostOperations = 8

  /// A Boolean value indicating whether the derivative is along a direction, from which it is read off at the end: that
  /// by an array is none of numbers.
  var isAlongDirection: Bool { !graph.shape(of: input).isScalar }

  /// Takes a derivative in steps.
  package init(_ graph: Graph, by input: Graph.NodeID, ties: Ties) {
    self.graph = graph
    self.input = input
    self.ties = ties
    algebra.keepsNames = true
    active = graph.active([input])
    labels = Self.labels(of: graph)
    let names = Set(graph.inputNames).union(labels.values)
    generalLetters = Self.letters { names.contains($0) }
    isLong = Self.long(graph, labels)
    var seen: Set<Graph.NodeID> = []
    var waiting = active.isEmpty || !active[Int(graph.output)] ? [] : [graph.output]
    while let node = waiting.popLast() {
      guard seen.insert(node).inserted else { continue }
      guard steps.count < Self.most else {
        leftOut += 1
        waiting += graph.operands(of: node).filter { active[Int($0)] && !graph.isLeaf($0) }
        continue
      }
      if graph.isLeaf(node) { continue }
      let part = Part(of: node, in: graph, active: active, mostOperands: Self.mostOperands) { [isLong, labels] in
        isLong[Int($0)] || labels[$0] != nil
      }
      let step = step(node, part)
      steps.append(step)
      // A part that only decides or counts does not stand in the derivative.
      let reached = algebra.reached(from: [step.gives])
      waiting += part.leaves.map(\.node).filter { leaf in
        algebra.inputs[Self.changeName(leaf)].flatMap { algebra.known(.input($0)) }.map { reached[Int($0)] } ?? false
      }.reversed()
    }
  }

  /// A Boolean value indicating whether the program has a name: that of an input or of a part.
  func hasName(_ name: String) -> Bool { graph.inputNames.contains(name) || labels.values.contains(name) }

  /// Returns the letters of rules in general: those of textbooks, or others where the program has one of them or its
  /// differential.
  private static func letters(besides hasName: (String) -> Bool) -> GeneralLetters {
    func isFree(_ letter: String) -> Bool { !hasName(letter) && !hasName("d" + letter) }
    let moved = (["u", "v", "w", "p", "q", "r"].filter(isFree) + ["u", "v", "w"]).prefix(3)
    var taken = Set(moved)
    func free(_ candidates: [String]) -> String {
      let letter = candidates.first { !taken.contains($0) && isFree($0) } ?? candidates[0]
      taken.insert(letter)
      return letter
    }
    let fixed = (0..<3).map { _ in free(["c", "k", "l", "a", "b", "m", "i", "j"]) }
    return GeneralLetters(
      moved: Array(moved), fixed: fixed, exponent: free(["n", "m", "j", "k", "t"]),
      base: free(["a", "b", "z", "t", "x"]), value: free(["y", "z", "t", "x"]),
      factor: free(["g", "s", "t", "h", "z"]))
  }

  /// Returns the names of nodes that stand for one node only, and for no input.
  private static func labels(of graph: Graph) -> [Graph.NodeID: String] {
    let reached = graph.reachable
    var nodes: [String: [Graph.NodeID]] = [:]
    for (node, name) in graph.labels.all where reached[Int(node)] { nodes[name, default: []].append(node) }
    for name in graph.inputNames { nodes[name] = nil }
    var labels: [Graph.NodeID: String] = [:]
    for (name, nodes) in nodes where nodes.count == 1 && !graph.isLeaf(nodes[0]) { labels[nodes[0]] = name }
    return labels
  }

  /// Returns a Boolean value for each node indicating whether it is long to read.
  private static func long(_ graph: Graph, _ labels: [Graph.NodeID: String]) -> [Bool] {
    var isLong = [Bool](repeating: false, count: graph.count)
    var sizes = [Int](repeating: 0, count: graph.count)
    let goesOn = Self.beginnings(graph)
    for index in graph.nodes.indices where !graph.isLeaf(Graph.NodeID(index)) {
      let id = Graph.NodeID(index)
      if labels[id] != nil || graph.isLiteral(id) { continue }
      sizes[index] = graph.operands(of: id).reduce(1) { min($0 + sizes[Int($1)], .max / 2) }
      // A sum is named as a whole, not its beginning.
      let most = goesOn[index] ? mostOfChain : mostOperations
      guard sizes[index] > most, id != graph.output, !graph.nodes[index].primitive.isCondition else {
        continue
      }
      isLong[index] = true
      sizes[index] = 0
    }
    return isLong
  }

  /// Returns the row of a primitive where ties are shared as they are here.
  func row(_ primitive: Primitive) -> Gate<Double> {
    ties == .split ? primitive.gate : Gate<Double>.sharedRows(ties)[Int(primitive.rawValue)]
  }

  /// The number of operations above which the beginning of a longer sum or product gets a name nevertheless.
  private static let mostOfChain = 40

  /// Returns a Boolean value for each node indicating whether it is the beginning of a longer sum or product.
  private static func beginnings(_ graph: Graph) -> [Bool] {
    var result = [Bool](repeating: false, count: graph.count)
    func isSum(_ primitive: Primitive) -> Bool { primitive == .add || primitive == .subtract }
    for node in graph.nodes where node.kind == .binary {
      let first = graph.nodes[Int(node.a)]
      guard first.kind == .binary else { continue }
      let isProduct = node.primitive == .multiply && first.primitive == .multiply
      if isProduct || isSum(node.primitive) && isSum(first.primitive) { result[Int(node.a)] = true }
    }
    return result
  }

  // MARK: - Letters

  private mutating func letter(_ name: String, _ shape: Shape, _ meaning: Letter) -> Expression {
    let count = algebra.inputs.count
    let term = algebra.input(name, shape: shape)
    if algebra.inputs.count > count {
      letters.append((name, shape, meaning))
      switch meaning {
      case .change, .changeOf: algebra.trailing.insert(term)
      case .value, .name: break
      }
    }
    return .term(term, algebra)
  }

  // No name of an input has a space.
  private mutating func value(_ node: Graph.NodeID) -> Expression {
    letter(" \(node)", graph.shape(of: node), .value(node))
  }

  private mutating func change(_ node: Graph.NodeID) -> Expression {
    if node == input, !isAlongDirection { return 1.0 }
    return letter(Self.changeName(node), graph.shape(of: node), .change(node))
  }

  private static func changeName(_ node: Graph.NodeID) -> String { "d \(node)" }

  // MARK: - Steps

  private mutating func step(_ node: Graph.NodeID, _ part: Part) -> Step {
    let values = part.leaves.map { value($0.node) }
    let changes = part.leaves.map { active[Int($0.node)] ? change($0.node) : nil }
    let operands = graph.operands(of: node)
    let primitive = graph.nodes[Int(node)].primitive
    let moves = operands.map { active[Int($0)] }
    let holds = operands.indices.map { moves[$0] && !primitive.holds($0) }
    let rule = primitive.stepName(
      moving: holds, isInner: operands.contains { active[Int($0)] && $0 != input })
    let gives = part.derivative(values, changes, algebra, ties).unbroadcast(to: graph.shape(of: node))
    return Step(
      node: node, rule: rule, gives: gives.id(in: algebra), general: general(node, operands, moving: holds),
      shifts: shifts(node, operands))
  }

  /// Returns the equations by which the change of an operation on arrays is shifted to those of its operands, by the rule
  /// of the reverse sweep; none where no gradient is read off in the end.
  private mutating func shifts(
    _ node: Graph.NodeID, _ operands: [Graph.NodeID]
  ) -> [(of: Algebra.ID, gives: Algebra.ID)] {
    let primitive = graph.nodes[Int(node)].primitive
    guard isAlongDirection, graph.shape(of: graph.output).isScalar, graph.nodes[Int(node)].kind == .wide,
      primitive.isArray, case .call = primitive.arrayNotation
    else { return [] }
    let derivative = Expression.gates(ties)[Int(primitive.rawValue)].derivative
    if case .array(.gradient) = derivative { return [] }
    let operation = graph.operation(node)
    let values = operands.map { value($0) }
    let output = Expression.apply(operation, values)
    let shape = graph.shape(of: node)
    let factor = generalLetters.factor
    let upstream = shape.isScalar ? 1.0 : letter("\(factor) \(node)", shape, .name(factor))
    var shifts: [(of: Algebra.ID, gives: Algebra.ID)] = []
    for (place, operand) in operands.enumerated() where active[Int(operand)] {
      let edge = ArrayEdge(operation: operation, operands: values, output: output, place: place)
      let change = change(operand)
      let pushed = upstream * edge.push(change, derivative)
      let own = shape.isScalar ? pushed : pushed.total
      let shifted = (edge.pull(upstream, derivative, selects: false) * change).total
      let equation = (of: own.id(in: algebra), gives: shifted.id(in: algebra))
      if equation.of != equation.gives { shifts.append(equation) }
    }
    return shifts
  }

  /// Returns the rule of an operation for any operands.
  private mutating func general(
    _ node: Graph.NodeID, _ operands: [Graph.NodeID], moving: [Bool]
  ) -> (of: Algebra.ID, gives: Algebra.ID)? {
    let primitive = graph.nodes[Int(node)].primitive
    guard operands.count <= 3 else { return nil }
    var (moved, fixed) = (generalLetters.moved[...], generalLetters.fixed[...])
    if primitive == .power { fixed = [moving[0] ? generalLetters.exponent : generalLetters.base] }
    var values: [Expression] = []
    var changes: [Expression?] = []
    let part = Part(single: node, in: graph)
    for (place, operand) in operands.enumerated() {
      let name = moving[place] ? moved.popFirst() ?? "u" : fixed.popFirst() ?? "c"
      let shape = graph.shape(of: operand)
      // Letters of each step of their own stand in the order of its operands.
      let value = letter("\(name) \(node)", shape, .name(name))
      let isCondition = graph.nodes[Int(operand)].primitive.isCondition && !graph.isLeaf(operand)
      values.append(isCondition ? Primitive.greater(value, 0.0) : value)
      changes.append(moving[place] ? letter("d\(name) \(node)", shape, .changeOf(name)) : nil)
    }
    let own = part.value(values, algebra)
    return (own.id(in: algebra), part.derivative(values, changes, algebra, ties).id(in: algebra))
  }
}
