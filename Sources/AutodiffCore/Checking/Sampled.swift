/// The numbers of a program of which differences are taken: doubles, or arrays whose elements move one by one.
protocol Sampled: Field {
  /// The numbers, row by row.
  var elements: [Double] { get }
  /// Returns the same numbers with another one at a place, counted from 0 row by row.
  func replacing(_ place: Int, by value: Double) -> Self
  /// Returns a function of each element.
  func mapped(_ function: (Double) -> Double) -> Self
  /// Calls a closure with the operands of each element of a node that works element by element, row by row.
  static func forEachElement(
    of id: Graph.NodeID, in graph: Graph, _ values: [Self], _ body: (_ place: Int, _ operands: [Double]) -> Void)
  /// Calls a closure with each group of operands in a node at which a primitive with kinks may be at one.
  static func forEachKink(
    of id: Graph.NodeID, in graph: Graph, _ values: [Self], _ body: (Kink<Double>, _ operands: [Double]) -> Void)
}

extension Double: Sampled {
  var elements: [Double] { [self] }

  func replacing(_ place: Int, by value: Double) -> Double { value }
  @inline(__always)
  func mapped(_ function: (Double) -> Double) -> Double { function(self) }

  static func forEachElement(
    of id: Graph.NodeID, in graph: Graph, _ values: [Double], _ body: (Int, [Double]) -> Void
  ) {
    body(0, graph.operands(of: id).map { values[Int($0)] })
  }

  static func forEachKink(
    of id: Graph.NodeID, in graph: Graph, _ values: [Double], _ body: (Kink<Double>, [Double]) -> Void
  ) {
    guard let kink = graph.nodes[Int(id)].primitive.gate.kink else { return }
    body(kink, graph.operands(of: id).map { values[Int($0)] })
  }
}

extension Tensor: Sampled {
  func replacing(_ place: Int, by value: Double) -> Tensor {
    switch self {
    case .scalar: return .scalar(value)
    case .array(let shape, var elements):
      elements[place] = value
      return .array(shape, elements)
    }
  }

  func mapped(_ function: (Double) -> Double) -> Tensor { map(function) }

  static func forEachElement(
    of id: Graph.NodeID, in graph: Graph, _ values: [Tensor], _ body: (Int, [Double]) -> Void
  ) {
    let shape = graph.shape(of: id)
    let columns = graph.operands(of: id).map { values[Int($0)].broadcast(to: shape).elements }
    for place in 0..<shape.count { body(place, columns.map { $0[place] }) }
  }

  static func forEachKink(
    of id: Graph.NodeID, in graph: Graph, _ values: [Tensor], _ body: (Kink<Double>, [Double]) -> Void
  ) {
    if let expansion = graph.kinkExpansion(of: id) {
      let parts = Evaluation.run(expansion, inputs: graph.operands(of: id).map { values[Int($0)] })
      for part in expansion.nodes.indices where !expansion.isLeaf(Graph.NodeID(part)) {
        forEachKink(of: Graph.NodeID(part), in: expansion, parts, body)
      }
      return
    }
    let node = graph.nodes[Int(id)]
    guard let kink = node.primitive.gate.kink else { return }
    guard node.kind == .wide, node.primitive.isArray else {
      return forEachElement(of: id, in: graph, values) { body(kink, $1) }
    }
    let operand = values[Int(graph.operands(of: id)[0])]
    guard case .axis(let axis) = graph.operation(id).setting else { return body(kink, operand.elements) }
    let parts = (0..<operand.shape.lengths[axis]).map { operand.part($0, axis: axis).elements }
    for place in parts[0].indices { body(kink, parts.map { $0[place] }) }
  }
}
