/// The edges of the reverse sweep that lead from the result back to one input, in the order in which they are told: one
/// way after the other, and where ways meet, what comes of them together.
struct WayBack {
  /// An edge over which a derivative goes back, or would if the operation let it through.
  struct Edge {
    let node: Graph.NodeID
    let place: Int
    /// The operand's node.
    let to: Graph.NodeID
    /// The number that is sent; nil where nothing is.
    let contribution: Contribution<Tensor>?
  }

  /// A part of the explanation.
  enum Part {
    /// The beginning of several ways to a node.
    case meeting(Graph.NodeID, ways: Int)
    /// The beginning of one of several ways, which comes in by an edge.
    case way(Int, of: Int, by: Edge)
    case edge(Edge)
    /// The beginning of a way at a node to which the way to another input led already.
    case recall(Graph.NodeID, asFor: String)
    /// The sum of what several ways bring.
    case sum(Graph.NodeID, of: [Edge])
  }

  /// The input's node.
  let target: Graph.NodeID
  /// The parts in the order in which they are told.
  private(set) var parts: [Part] = []

  private let exercise: Exercise
  /// The edges by which each node is reached, in the order of the sweep.
  private var incoming: [Graph.NodeID: [Edge]] = [:]
  /// The nodes whose adjoint was told already.
  private var told: Set<Graph.NodeID> = []

  private var graph: Graph { exercise.graph }

  /// Finds the ways.
  ///
  /// - Parameter input: The place of the input among the program's.
  init(_ exercise: Exercise, to input: Int) {
    self.exercise = exercise
    target = exercise.graph.inputs[input]
    findEdges(exercise.graph.active([exercise.graph.inputs[input]]))
    let meetings = incoming.keys.filter { $0 != target && isMeeting($0) }.sorted(by: >)
    for meeting in meetings { tell(incoming[meeting] ?? [], at: meeting) }
    // An operation that lets nothing through to the input, though not directly.
    let ends = incoming.keys.filter { $0 != target && !isReached($0) }.sorted(by: >).flatMap { incoming[$0] ?? [] }
    tell((incoming[target] ?? []) + ends, at: target)
  }

  /// Returns a Boolean value indicating whether anything comes back to a node.
  private func isReached(_ node: Graph.NodeID) -> Bool {
    node == graph.output || !exercise.received[Int(node)].isEmpty
  }

  /// Returns a Boolean value indicating whether several ways lead to a node.
  func isMeeting(_ node: Graph.NodeID) -> Bool { (incoming[node]?.count ?? 0) > 1 && isReached(node) }

  private mutating func findEdges(_ active: [Bool]) {
    guard graph.count > 0 else { return }
    for place in stride(from: Int(graph.output), through: 0, by: -1) where active[place] {
      let node = Graph.NodeID(place)
      guard !graph.isLeaf(node), isReached(node) else { continue }
      for (place, operand) in graph.operands(of: node).enumerated() where active[Int(operand)] {
        // A condition decides, and nothing is sent to it.
        let isCondition = !graph.isLeaf(operand) && graph.nodes[Int(operand)].primitive.isCondition
        if isCondition { continue }
        let contribution = exercise.sent[Int(node)].first { $0.place == place }
        incoming[operand, default: []].append(
          Edge(node: node, place: place, to: operand, contribution: contribution))
      }
    }
  }

  /// Tells the ways that come in by some edges, the one that is written first in the source first.
  private mutating func tell(_ edges: [Edge], at node: Graph.NodeID) {
    let edges = edges.sorted { ($0.node, $0.place) < ($1.node, $1.place) }
    if edges.count > 1 { parts.append(.meeting(node, ways: edges.count)) }
    for (index, edge) in edges.enumerated() {
      if edges.count > 1 { parts.append(.way(index + 1, of: edges.count, by: edge)) }
      parts += chain(to: edge).map(Part.edge)
    }
    let adding = edges.filter { $0.contribution != nil && $0.to == node }
    if edges.count > 1, !adding.isEmpty { parts.append(.sum(node, of: adding)) }
    told.insert(node)
  }

  /// Returns the edges from the last node that was told to the end of an edge.
  private mutating func chain(to edge: Edge) -> [Edge] {
    var chain = [edge]
    var node = edge.node
    while node != graph.output, told.insert(node).inserted, let above = incoming[node]?.first {
      chain.append(above)
      node = above.node
    }
    return merged(chain.reversed())
  }

  /// Returns the edges with a sum of sums as one sum.
  private func merged(_ edges: [Edge]) -> [Edge] {
    var merged: [Edge] = []
    for edge in edges {
      if let above = merged.last, graph.nodes[Int(above.node)].primitive == .add,
        graph.nodes[Int(edge.node)].primitive == .add, graph.labels[edge.node] == nil,
        above.contribution?.value.shape == edge.contribution?.value.shape, !graph.isLeaf(edge.node)
      {
        merged[merged.count - 1] = Edge(
          node: above.node, place: above.place, to: edge.to, contribution: edge.contribution)
      } else {
        merged.append(edge)
      }
    }
    return merged
  }

  /// Returns the parts without those that were told already of nodes on the way to other inputs.
  ///
  /// - Parameter known: The inputs of which they were told, by node.
  func parts(without known: [Graph.NodeID: String]) -> [Part] {
    var left: [Part] = []
    var recalled: Set<Graph.NodeID> = []
    for part in parts {
      switch part {
      case .meeting(let node, _), .sum(let node, _), .recall(let node, _):
        if known[node] == nil { left.append(part) }
      case .way(_, _, let edge):
        if known[edge.to] == nil { left.append(part) }
      case .edge(let edge):
        if known[edge.to] != nil { continue }
        if edge.node != graph.output, let input = known[edge.node], recalled.insert(edge.node).inserted {
          left.append(.recall(edge.node, asFor: input))
        }
        left.append(part)
      }
    }
    return left
  }
}
