extension Graph {
  /// Returns an operation on arrays that is composed of others as a graph of those.
  ///
  /// - Returns: a graph whose inputs are the node's operands, in their order, or nil where the node is no composition.
  func expansion(of id: NodeID) -> Graph? {
    guard nodes[Int(id)].kind == .wide, nodes[Int(id)].primitive.arrayForm?.isComposition == true else { return nil }
    // The graph that the node is part of keeps to its limits: it is a few nodes more that are looked at here.
    var limits = Limits()
    limits.elements = .max
    let bench = Workbench(Graph(limits: limits), span: spans[Int(id)], .piecewise)
    let inputs = operands(of: id).enumerated().map { bench.input("x\($0 + 1)", shape: shape(of: $1)) }
    guard let result = operation(id).composed(of: inputs) else { return nil }
    let output = bench.node(result)
    var graph = bench.graph
    graph.output = output
    return graph
  }

  /// Returns the graph of the operations that one on arrays is composed of, where their kinks are kinks of it.
  ///
  /// - Returns: nil for any other operation, and for a composition whose own row says where it has kinks.
  func kinkExpansion(of id: NodeID) -> Graph? {
    guard nodes[Int(id)].kind == .wide, case .composition(let composition) = nodes[Int(id)].primitive.arrayForm,
      !composition.isSmooth
    else { return nil }
    return expansion(of: id)
  }

  /// Returns the graph with the parts of each composition whose kinks are those of its parts in its place.
  ///
  /// - Returns: nil if there is no such composition.
  /// - Throws: A limit on the graph.
  func withPartsThatKink() throws(Problem) -> Graph? {
    var expansions: [NodeID: Graph] = [:]
    for id in 0..<NodeID(count) {
      guard let expansion = kinkExpansion(of: id),
        expansion.nodes.indices.contains(where: {
          !expansion.isLeaf(NodeID($0)) && expansion.nodes[$0].primitive.gate.kink != nil
        })
      else { continue }
      expansions[id] = expansion
    }
    return expansions.isEmpty ? nil : try replacing(expansions)
  }
}

extension Primitive {
  /// The way an operation on whole arrays is computed, over symbols; nil for a gate that works element by element.
  var symbolicForm: ArrayForm<Symbol>? {
    if case .array(let form) = Gate<Symbol>.table[Int(rawValue)].computation { form } else { nil }
  }
}
