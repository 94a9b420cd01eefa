/// The values that an operation keeps for the way back, as its row says: those that the rule of its pullback reads.
///
/// The rule is read over symbols. An operand that the result depends on only through conditions and other functions
/// without a slope is kept as a side: `max` keeps which operand won, not how large it was.
package struct SavedValues: Sendable, Equatable {
  /// The parts of a value that are kept.
  package enum Part: Sendable, Comparable {
    /// A fact such as a sign or the place of the greatest.
    case side
    /// The value itself.
    case value
  }

  /// The part kept of each operand; nil where none is.
  package var operands: [Part?]
  /// The part kept of the result; nil if none is.
  package var result: Part?

  /// Returns the names of what is kept whole, then of what is kept as a side, such as `side of x`.
  package func names(of id: Graph.NodeID, _ graph: Graph, _ names: NodeNames) -> [String] {
    let (whole, sides) = (nodes(of: id, graph, .value), nodes(of: id, graph, .side))
    let sideNames = sides.compactMap { names[$0] }
    return whole.compactMap { names[$0] }
      + (sideNames.isEmpty ? [] : ["side of \(sideNames.joined(separator: ", "))"])
  }

  /// Returns the nodes of which an operation keeps a part, each once.
  package func nodes(of id: Graph.NodeID, _ graph: Graph, _ part: Part) -> [Graph.NodeID] {
    var nodes: [Graph.NodeID] = []
    for (operand, kept) in zip(graph.operands(of: id) + [id], operands + [result])
    where kept == part && !nodes.contains(operand) {
      nodes.append(operand)
    }
    return nodes
  }
}

extension SavedValues {
  /// A reader of the rules of a graph's operations; it reads equal ones once.
  package struct Reader {
    private let graph: Graph
    private let active: [Bool]
    private let ties: Ties
    private var known: [Key: SavedValues] = [:]

    /// The facts that decide what an elementary operation keeps.
    private struct Key: Hashable {
      var primitive: Primitive
      var active: [Bool]
      var constants: [UInt64?]
    }

    /// Prepares to read the rules of a graph.
    ///
    /// - Parameter wrt: The inputs by which derivatives are taken: nothing is kept for others.
    package init(_ graph: Graph, wrt: [Graph.NodeID], ties: Ties) {
      self.graph = graph
      self.ties = ties
      active = graph.active(wrt)
    }

    /// Returns what an operation keeps; nothing for an input or a constant.
    package mutating func values(of id: Graph.NodeID) -> SavedValues {
      let operands = graph.operands(of: id)
      guard active[Int(id)] else { return SavedValues(operands: operands.map { _ in nil }) }
      let isShaped = !graph.shape(of: id).isScalar || operands.contains { !graph.shape(of: $0).isScalar }
      let key = Key(
        primitive: graph.nodes[Int(id)].primitive, active: operands.map { active[Int($0)] },
        constants: operands.map { constant($0)?.bitPattern })
      if !isShaped, let values = known[key] { return values }
      let values = read(id, operands)
      if !isShaped { known[key] = values }
      return values
    }

    private func constant(_ id: Graph.NodeID) -> Double? {
      let node = graph.nodes[Int(id)]
      return node.kind == .constant ? graph.constants[Int(node.a)] : nil
    }

    private func read(_ id: Graph.NodeID, _ operands: [Graph.NodeID]) -> SavedValues {
      let bench = Workbench(Graph())
      let upstream = bench.input("", shape: graph.shape(of: id))
      let symbols = operands.indices.map { place in
        constant(operands[place]).map { Symbol($0) }
          ?? bench.input("\(place)", shape: graph.shape(of: operands[place]))
      }
      let output = bench.input("\(operands.count)", shape: graph.shape(of: id))
      var parts = [Part?](repeating: nil, count: operands.count + 1)
      for place in operands.indices where active[Int(operands[place])] {
        let sent = contribution(id, place, symbols, output, upstream)
        guard case .node(let node, _) = sent else { continue }
        for (input, part) in Self.parts(read: node, bench.graph) {
          for (kept, symbol) in (symbols + [output]).enumerated() {
            if case .node(input, _) = symbol { parts[kept] = max(parts[kept] ?? .side, part) }
          }
        }
      }
      // A constant is part of the program, so that there is nothing to keep.
      for place in operands.indices where !graph.nodes[Int(operands[place])].isVariable { parts[place] = nil }
      // A comparison of an operand with the result is one fact, which the operand's side says.
      let isSaid = parts[operands.count] == .side && parts.dropLast().contains(.side)
      return SavedValues(operands: Array(parts.dropLast()), result: isSaid ? nil : parts[operands.count])
    }

    /// Returns the contribution to an operand in symbols, as the sweep makes it.
    private func contribution(
      _ id: Graph.NodeID, _ place: Int, _ operands: [Symbol], _ output: Symbol, _ upstream: Symbol
    ) -> Symbol {
      let node = graph.nodes[Int(id)]
      let derivative = Symbol.gates(ties)[Int(node.primitive.rawValue)].derivative
      if node.kind == .wide, node.primitive.isArray {
        let edge = ArrayEdge(operation: graph.operation(id), operands: operands, output: output, place: place)
        return node.primitive.holds(place) ? 0.0 : edge.pull(upstream, derivative, selects: false)
      }
      return (upstream * derivative.locals(operands, output)[place]).unbroadcast(to: operands[place].shape)
    }

    /// Returns the inputs that a node of a contribution depends on, and how.
    private static func parts(read root: Graph.NodeID, _ graph: Graph) -> [Graph.NodeID: Part] {
      var parts: [Graph.NodeID: Part] = [root: .value]
      var inputs: [Graph.NodeID: Part] = [:]
      for id in (0...root).reversed() {
        guard let part = parts[id] else { continue }
        let node = graph.nodes[Int(id)]
        if node.kind == .input { inputs[id] = part }
        let isFlat = node.kind != .input && node.kind != .constant && node.primitive.gate.derivative.isNone
        for operand in graph.operands(of: id) {
          parts[operand] = max(parts[operand] ?? .side, isFlat ? .side : part)
        }
      }
      return inputs
    }
  }
}
