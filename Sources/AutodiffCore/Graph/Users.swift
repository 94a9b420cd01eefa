/// The nodes that use each node, in one array.
struct Users {
  private var starts: [UInt32] = []
  private var list: [Graph.NodeID] = []

  /// Creates the users of an empty graph.
  init() {}

  /// Finds the users of each node of a graph.
  init(_ graph: Graph) {
    starts = Array(repeating: 0, count: graph.count + 1)
    for id in 0..<Graph.NodeID(graph.count) {
      for operand in Set(graph.operands(of: id)) { starts[Int(operand) + 1] += 1 }
    }
    for index in 1..<starts.count { starts[index] += starts[index - 1] }
    var next = starts
    list = Array(repeating: 0, count: Int(starts[graph.count]))
    for id in 0..<Graph.NodeID(graph.count) {
      for operand in Set(graph.operands(of: id)) {
        list[Int(next[Int(operand)])] = id
        next[Int(operand)] += 1
      }
    }
  }

  /// The nodes that have a node among their operands, each once, in order.
  subscript(id: Graph.NodeID) -> ArraySlice<Graph.NodeID> { list[Int(starts[Int(id)])..<Int(starts[Int(id) + 1])] }
}
