extension DerivationSteps {
  /// The operations that one step takes together, as a small program: a sum of several terms, or a product of one moving
  /// factor and constants, is one step to a person; any other operation is by itself.
  struct Part {
    /// The small program, with an input for each leaf.
    private(set) var program = Graph()
    /// The nodes of the whole program that stand at its ends, each with its input.
    private(set) var leaves: [(node: Graph.NodeID, input: Graph.NodeID)] = []
    private let graph: Graph
    private let hasName: (Graph.NodeID) -> Bool
    private let active: [Bool]
    private var room: Int

    /// The number of comparisons of a condition, which has no name, that are taken.
    private static let mostComparisons = 50

    /// The ways in which operations are taken together.
    private enum Manner { case sum, constantFactor, single }

    /// Takes the operations of a step.
    ///
    /// - Parameter hasName: A closure that returns a Boolean value indicating whether a node is written by a name.
    init(
      of node: Graph.NodeID, in graph: Graph, active: [Bool], mostOperands: Int,
      hasName: @escaping (Graph.NodeID) -> Bool
    ) {
      self.graph = graph
      self.hasName = hasName
      self.active = active
      room = mostOperands
      let manner: Manner = isSum(node) ? .sum : isMultiple(node) ? .constantFactor : .single
      do throws(Problem) {
        program.output = try copy(node, manner, isOutermost: true)
      } catch {
        // A few nodes exceed no limit.
      }
    }

    /// Takes one operation, whose leaves are its operands, also where one of them stands twice.
    init(single node: Graph.NodeID, in graph: Graph) {
      self.graph = graph
      hasName = { _ in false }
      active = []
      room = 0
      do throws(Problem) {
        var operands: [Graph.NodeID] = []
        for (place, operand) in graph.operands(of: node).enumerated() {
          let input = try program.input("\(place)", shape: graph.shape(of: operand), span: .none)
          leaves.append((operand, input))
          operands.append(input)
        }
        program.output = try apply(node, operands)
      } catch {
        // A few nodes exceed no limit.
      }
    }

    // MARK: - Copying

    private func isSum(_ node: Graph.NodeID) -> Bool {
      let node = graph.nodes[Int(node)]
      guard node.kind == .binary else { return false }
      return node.primitive == .add || node.primitive == .subtract
    }

    /// Returns a Boolean value indicating whether a node is something that moves times what does not.
    private func isMultiple(_ id: Graph.NodeID) -> Bool {
      let node = graph.nodes[Int(id)]
      switch node.kind {
      case .unary: return node.primitive == .negate
      case .binary:
        if node.primitive == .divide { return !active[Int(node.b)] }
        return node.primitive == .multiply && active[Int(node.a)] != active[Int(node.b)]
      case .input, .constant, .wide: return false
      }
    }

    /// Returns the copy of a node: of its operation if it is taken in this step, or else an input.
    private mutating func copy(
      _ id: Graph.NodeID, _ manner: Manner, isOutermost: Bool = false
    ) throws(Problem) -> Graph.NodeID {
      let node = graph.nodes[Int(id)]
      if node.kind == .constant { return try program.constant(graph.constants[Int(node.a)]) }
      if node.kind == .input || !isOutermost && !isTaken(id, manner) { return try leaf(id) }
      room -= 1
      var operands: [Graph.NodeID] = []
      for operand in graph.operands(of: id) { operands.append(try copy(operand, manner)) }
      return try apply(id, operands)
    }

    /// Returns a Boolean value indicating whether an inner operation is taken together with that around it.
    private func isTaken(_ id: Graph.NodeID, _ manner: Manner) -> Bool {
      let isCondition = graph.nodes[Int(id)].primitive.isCondition && !graph.isLeaf(id)
      if isCondition { return room > -Self.mostComparisons }
      guard room > 0, !hasName(id) else { return false }
      // A number such as 1/3 is written out.
      if !graph.nodes[Int(id)].isVariable { return graph.shape(of: id).isScalar }
      switch manner {
      case .sum: return isSum(id)
      case .constantFactor: return active[Int(id)] && isMultiple(id)
      case .single: return false
      }
    }

    private mutating func leaf(_ id: Graph.NodeID) throws(Problem) -> Graph.NodeID {
      if let known = leaves.first(where: { $0.node == id }) { return known.input }
      let input = try program.input("\(id)", shape: graph.shape(of: id), span: .none)
      leaves.append((id, input))
      return input
    }

    /// Appends a node's operation to the small program.
    private mutating func apply(
      _ id: Graph.NodeID, _ operands: [Graph.NodeID]
    ) throws(Problem) -> Graph.NodeID {
      let node = graph.nodes[Int(id)]
      if node.kind == .wide, node.primitive.isArray { return try program.apply(graph.operation(id), operands) }
      return try program.apply(node.primitive, operands)
    }

    // MARK: - Over terms

    /// Returns the value at terms of the leaves.
    func value(_ leaves: [Expression], _ algebra: Algebra) -> Expression { values(leaves, algebra)[output] }

    private var output: Int { Int(program.output) }

    private func values(_ leaves: [Expression], _ algebra: Algebra) -> [Expression] {
      let constants = program.constants.map { Expression.term(algebra.constant(Coefficient($0)), algebra) }
      return Evaluation.run(program, inputs: leaves, constants: constants)
    }

    /// Returns the derivative at terms of the leaves, by the sweep of forward mode.
    ///
    /// - Parameter changes: The derivative of each leaf; nil for one that does not move.
    func derivative(
      _ leaves: [Expression], _ changes: [Expression?], _ algebra: Algebra, _ ties: Ties
    ) -> Expression {
      let values = values(leaves, algebra)
      let node = program.nodes[output]
      let operands = program.operands(of: program.output).map(Int.init)
      func change(_ operand: Int) -> Expression? {
        self.leaves.firstIndex { Int($0.input) == operand }.flatMap { changes[$0] }
      }
      // (v·u′ - u·v′)/v² is the same as the sweep's u′/v - (u/v)·v′/v, in the form that everybody learns.
      if node.kind == .binary, node.primitive == .divide, let (up, down) = both(operands.map(change)) {
        let (u, v) = (values[operands[0]], values[operands[1]])
        return (v * up - u * down) / Expression.apply(.power, v, 2.0)
      }
      // The change of a sum is the sum of changes, of a mean their mean.
      if node.kind == .wide, node.primitive.isArray, node.primitive.isLinear(operands.count),
        let change = operands.count == 1 ? change(operands[0]) : nil
      {
        let whole = change.unbroadcast(to: program.shape(of: Graph.NodeID(operands[0])))
        return Expression.apply(program.operation(program.output), [whole])
      }
      let direction = zip(self.leaves, changes).compactMap { leaf, change in
        change.map { (input: leaf.input, tangent: $0) }
      }
      return Pushforward.run(program, values: values, direction: direction, ties: ties)[output]
    }

    private func both(_ changes: [Expression?]) -> (Expression, Expression)? {
      guard changes.count == 2, let first = changes[0], let second = changes[1] else { return nil }
      return (first, second)
    }
  }
}
