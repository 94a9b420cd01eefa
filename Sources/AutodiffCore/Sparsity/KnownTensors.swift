/// The values of those nodes that a structural pattern asks for: factors that no input moves, and indices.
struct KnownTensors {
  private let values: [Tensor]
  private let isKnown: [Bool]
  /// A Boolean value for each node indicating whether an input by which derivatives are taken may move it.
  private let moving: [Bool]

  /// Computes the values that are needed and can be known.
  ///
  /// - Parameters:
  ///   - reached: A Boolean value for each node indicating whether it matters.
  ///   - moves: A Boolean value for each of `graph.inputs` indicating whether derivatives are taken by it.
  ///   - inputs: The values of inputs that have one.
  init(_ graph: Graph, reached: [Bool], moves: [Bool], _ inputs: [Tensor?]) {
    var knowable = graph.nodes.map { $0.kind == .constant }
    var moving = [Bool](repeating: false, count: graph.count)
    for (place, id) in graph.inputs.enumerated() {
      knowable[Int(id)] = inputs[place] != nil
      moving[Int(id)] = moves[place]
    }
    for id in graph.nodes.indices where !graph.isLeaf(Graph.NodeID(id)) {
      let operands = graph.operands(of: Graph.NodeID(id))
      knowable[id] = operands.allSatisfy { knowable[Int($0)] }
      moving[id] = operands.contains { moving[Int($0)] }
    }
    var needed = [Bool](repeating: false, count: graph.count)
    for id in graph.nodes.indices where reached[id] && moving[id] && !graph.isLeaf(Graph.NodeID(id)) {
      let node = graph.nodes[id]
      for (place, operand) in graph.operands(of: Graph.NodeID(id)).enumerated() where knowable[Int(operand)] {
        if node.primitive.holds(place) || !moving[Int(operand)] { needed[Int(operand)] = true }
      }
    }
    for id in graph.nodes.indices.reversed() where needed[id] {
      for operand in graph.operands(of: Graph.NodeID(id)) { needed[Int(operand)] = true }
    }
    var values = [Tensor](repeating: .scalar(.nan), count: graph.count)
    for (place, id) in graph.inputs.enumerated() { if let value = inputs[place] { values[Int(id)] = value } }
    let nodes = graph.nodes.indices.filter { needed[$0] && graph.nodes[$0].kind != .input }.map { Graph.NodeID($0) }
    Evaluation.rerun(graph, &values, constants: graph.constants.map { .scalar($0) }, nodes: nodes)
    self.values = values
    self.moving = moving
    isKnown = needed
  }

  /// The value of a node; nil if it is not known.
  subscript(id: Graph.NodeID) -> Tensor? { isKnown[Int(id)] ? values[Int(id)] : nil }

  /// Returns the value of a node that no input moves; nil if it is not known.
  func constant(_ id: Graph.NodeID) -> Tensor? { moving[Int(id)] ? nil : self[id] }
}
