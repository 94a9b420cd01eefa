/// A node of an exercise at which a learner applies a rule.
struct Site {
  let exercise: Exercise
  let node: Graph.NodeID

  var primitive: Primitive { exercise.graph.nodes[Int(node)].primitive }
  /// A Boolean value indicating whether the node is an operation on whole arrays.
  var isArray: Bool { exercise.graph.nodes[Int(node)].kind == .wide && primitive.isArray }
  var operands: [Graph.NodeID] { exercise.graph.operands(of: node) }
  var output: Tensor { exercise.values[Int(node)] }
  var upstream: Tensor { exercise.adjoints[Int(node)] }
  var sent: [Contribution<Tensor>] { exercise.sent[Int(node)] }

  func value(_ place: Int) -> Tensor { exercise.values[Int(operands[place])] }

  /// Returns a Boolean value indicating whether an operand depends on any input.
  func isActive(_ place: Int) -> Bool { exercise.graph.nodes[Int(operands[place])].isVariable }

  /// The only operand that depends on inputs; nil if there is none or several.
  var onlyActive: Int? {
    let active = operands.indices.filter(isActive)
    return active.count == 1 ? active[0] : nil
  }

  /// The text of the node in the source.
  var text: String { exercise.written(node) }

  func text(_ place: Int) -> String { exercise.text(operands[place]) }

  /// The edges to operands that depend on inputs, those too that carry nothing.
  var edges: [Edge] {
    let sends = sent
    return operands.indices.filter(isActive).map { place in
      let shape = exercise.graph.shape(of: operands[place])
      return Edge(
        site: self,
        contribution: sends.first { $0.place == place }
          ?? Contribution(
            from: node, place: place, to: operands[place], upstream: upstream, local: 0.0,
            value: Tensor(repeating: 0, shape)))
    }
  }

  /// Returns the variation in which the node's edges carry these numbers; none if a number has not the operand's shape.
  func sending(_ values: [(place: Int, value: Tensor)], _ words: @escaping () -> String) -> [Variation] {
    var sends: [Sent] = []
    for (place, value) in values {
      let shape = exercise.graph.shape(of: operands[place])
      guard let fitted = value.fitted(to: shape) else { return [] }
      sends.append((operands[place], fitted))
    }
    return [Variation(at: node, .sends([node: sends]), words)]
  }

  /// Returns the variation in which the only operand that depends on inputs has another local derivative.
  func local(_ local: Tensor, _ words: @escaping () -> String) -> [Variation] {
    guard let place = onlyActive else { return [] }
    return sending([(place, upstream * local)], words)
  }

  /// Returns the variation in which the node's tangent along an input is another one.
  func tangent(_ tangent: Tensor, along input: Int, _ words: @escaping () -> String) -> [Variation] {
    let id = exercise.graph.inputs[input]
    guard let value = (upstream * tangent).fitted(to: exercise.graph.shape(of: id)) else { return [] }
    return [Variation(at: node, .sends([node: [(id, value)]]), input: input, words)]
  }

  /// Returns the inputs below a node.
  func inputs(below operand: Graph.NodeID) -> [Int] {
    exercise.names.indices.filter { exercise.depends(on: $0)[Int(operand)] }
  }

  /// The local derivatives by the rule at other operands.
  func locals(_ operands: [Tensor], _ output: Tensor) -> [Tensor] {
    Gate<Tensor>.table[Int(primitive.rawValue)].derivative.locals(operands, output)
  }

  /// Returns what an operation on arrays sends to an operand.
  func pull(_ place: Int, _ upstream: Tensor, operands: [Tensor]? = nil) -> Tensor {
    var edge = ArrayEdge(
      operation: exercise.graph.operation(node),
      operands: operands ?? self.operands.map { exercise.values[Int($0)] }, output: output, place: place)
    edge.place = place
    let gate = Gate<Tensor>.table[Int(primitive.rawValue)]
    return edge.pull(upstream, gate.derivative, selects: gate.selects)
  }
}

/// An edge of the reverse sweep, from a node to one of its operands.
struct Edge {
  let site: Site
  let contribution: Contribution<Tensor>

  var exercise: Exercise { site.exercise }
  var place: Int { contribution.place }
  var value: Tensor { contribution.value }
  var upstream: Tensor { contribution.upstream }
  var shape: Shape { exercise.graph.shape(of: contribution.to) }
  /// The text of the operand in the source.
  var operandText: String { exercise.text(contribution.to) }
  /// The text of the operand as it is written, if it is an operation.
  var operandWritten: String {
    exercise.graph.isLeaf(contribution.to) ? operandText : exercise.written(contribution.to)
  }
  /// The place in the source at which the operand is used.
  var operandPlace: Span { exercise.place(ofOperand: place, of: site.node) }
  /// A Boolean value indicating whether nothing is carried.
  var isSilent: Bool { !site.sent.contains { $0.place == place } }

  /// Returns the variation in which the edge carries another number; none if it has not the operand's shape.
  func sending(_ value: Tensor, _ words: @escaping () -> String) -> [Variation] {
    guard let fitted = value.fitted(to: shape) else { return [] }
    var sends: [Sent] = site.sent.filter { $0.place != place }.map { ($0.to, $0.value) }
    sends.append((contribution.to, fitted))
    return [Variation(at: site.node, .sends([site.node: sends]), words)]
  }
}

/// A node that several contributions reach.
struct Receiver {
  let exercise: Exercise
  let node: Graph.NodeID

  var parts: [Contribution<Tensor>] { exercise.received[Int(node)] }
  var text: String { exercise.text(node) }

  /// Returns the variation in which the contributions are these in place of the right ones.
  func receiving(_ values: [Tensor], _ words: @escaping () -> String) -> [Variation] {
    var sends: [Graph.NodeID: [Sent]] = [:]
    for sender in Set(parts.map(\.from)) {
      sends[sender] = exercise.sent[Int(sender)].filter { $0.to != node }.map { ($0.to, $0.value) }
    }
    for (part, value) in zip(parts, values) { sends[part.from]?.append((node, value)) }
    return [Variation(at: node, .sends(sends), words)]
  }
}

extension Receiver {
  /// Returns the variation in which only one contribution counts.
  func receiving(keeping kept: Int, _ words: @escaping () -> String) -> [Variation] {
    receiving(parts.indices.map { $0 == kept ? parts[$0].value : .scalar(0) }, words)
  }
}

extension Variation {
  /// Returns the variation with the operand of an edge underlined.
  func showing(_ edge: Edge) -> Variation {
    var variation = self
    variation.shown = edge
    return variation
  }

  /// Returns the variation with another place in the order of how common it is.
  func rarer(_ rarity: Int) -> Variation {
    var variation = self
    variation.rarity = rarity
    return variation
  }
}

extension Exercise {
  /// The nodes at which rules are applied: those that the answer depends on and that depend on inputs.
  var sites: [Site] { siteNodes.map { Site(exercise: self, node: $0) } }

  /// The nodes of the sites, found anew.
  var nodesOfSites: [Graph.NodeID] {
    graph.nodes.indices.compactMap { id in
      let node = Graph.NodeID(id)
      guard graph.nodes[id].isVariable, !graph.isLeaf(node),
        !sent[id].isEmpty || received[id].count > 0 || node == graph.output
      else { return nil }
      return node
    }
  }

  /// The edges of the reverse sweep.
  var edges: [Edge] {
    contributions.map { Edge(site: Site(exercise: self, node: $0.from), contribution: $0) }
  }
}

extension Tensor {
  /// Returns an array in an operand's shape, summed over what broadcasting added; nil if it does not fit.
  func fitted(to shape: Shape) -> Tensor? {
    if self.shape == shape { return self }
    guard let wide = shape.broadcast(with: self.shape) else { return nil }
    guard wide == shape || wide == self.shape else { return nil }
    return unbroadcast(to: shape)
  }
}
