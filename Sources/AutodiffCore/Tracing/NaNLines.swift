/// The nodes of a growing graph in lines, on which each is nan where the one before it is: a long chain of operations is
/// one line, so that nobody need walk along it.
struct NaNLines {
  /// The line of each node, and its place there.
  private var places: [(line: Int, place: Int)] = []
  /// The last place of each line.
  private var ends: [Int] = []

  /// Returns a Boolean value indicating whether a node stands on the line of another one, and behind it.
  mutating func isOn(_ id: Graph.NodeID, behind other: Graph.NodeID, in graph: Graph) -> Bool {
    while places.count < graph.count { append(Graph.NodeID(places.count), of: graph) }
    let (own, goal) = (places[Int(id)], places[Int(other)])
    return own.line == goal.line && own.place >= goal.place
  }

  /// Puts a node at the end of the longest line that one of its operands ends, or begins a line.
  private mutating func append(_ id: Graph.NodeID, of graph: Graph) {
    var longest: (line: Int, place: Int)?
    let node = graph.nodes[Int(id)]
    if node.kind != .input, node.kind != .constant, node.primitive.keepsNaN {
      for operand in graph.operands(of: id) where graph.shape(of: operand) == graph.shape(of: id) {
        let end = places[Int(operand)]
        if ends[end.line] == end.place, end.place >= longest?.place ?? 0 { longest = end }
      }
    }
    let line = longest?.line ?? ends.count
    if longest == nil { ends.append(-1) }
    ends[line] += 1
    places.append((line, ends[line]))
  }
}
