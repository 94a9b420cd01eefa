/// A formula with operands left open, to be found in a graph.
struct GraphPattern {
  private let graph: Graph
  /// The names of the operands that are open.
  let operands: [String]

  /// Reads a formula of the language.
  ///
  /// - Returns: nil if it cannot be read.
  init?(_ respelling: Respelling) {
    let shapes = respelling.isOfArrays ? Respelling.operands.map { InputShape(name: $0, shape: Shape([2])) } : []
    guard let tree = try? Parser.parse(SourceText(respelling.pattern)),
      let graph = try? Lowering.lower(tree, shapes: shapes, options: Lowering.Options(), values: { _ in nil })
    else { return nil }
    self.graph = graph
    operands = graph.orderedInputNames
  }

  /// The primitive that comes last.
  var primitive: Primitive { graph.nodes[Int(graph.output)].primitive }

  /// Returns the nodes that stand for the operands where a node is what the formula says; nil elsewhere.
  func match(_ node: Graph.NodeID, in program: Graph) -> [Graph.NodeID]? {
    var found: [Graph.NodeID?] = Array(repeating: nil, count: graph.inputs.count)
    guard match(graph.output, node, program, &found) else { return nil }
    let nodes = found.compactMap { $0 }
    return nodes.count == found.count ? nodes : nil
  }

  private func match(
    _ own: Graph.NodeID, _ other: Graph.NodeID, _ program: Graph, _ found: inout [Graph.NodeID?]
  ) -> Bool {
    let (node, target) = (graph.nodes[Int(own)], program.nodes[Int(other)])
    switch node.kind {
    case .input:
      guard let place = graph.inputs.firstIndex(of: own) else { return false }
      if let known = found[place] { return known == other }
      found[place] = other
      return true
    case .constant:
      return target.kind == .constant && program.constants[Int(target.a)] == graph.constants[Int(node.a)]
    case .unary, .binary, .wide:
      guard target.kind != .input, target.kind != .constant else { return false }
      if isSquare(node), target.kind == .binary, target.primitive == .multiply, target.a == target.b {
        return match(node.a, target.a, program, &found)
      }
      guard target.kind == node.kind, target.primitive == node.primitive else { return false }
      if node.primitive.isArray, graph.operation(own).setting != program.operation(other).setting { return false }
      let (operands, others) = (graph.operands(of: own), program.operands(of: other))
      guard operands.count == others.count else { return false }
      var trial = found
      if zip(operands, others).allSatisfy({ match($0, $1, program, &trial) }) {
        found = trial
        return true
      }
      guard node.primitive == .add || node.primitive == .multiply else { return false }
      trial = found
      guard zip(operands, others.reversed()).allSatisfy({ match($0, $1, program, &trial) }) else { return false }
      found = trial
      return true
    }
  }

  /// Returns a Boolean value indicating whether a node of the pattern is a square, which may be written as a product.
  private func isSquare(_ node: Graph.Node) -> Bool {
    guard node.kind == .binary, node.primitive == .power else { return false }
    let exponent = graph.nodes[Int(node.b)]
    return exponent.kind == .constant && graph.constants[Int(exponent.a)] == 2
  }
}
