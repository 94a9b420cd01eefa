/// The names that a program gives to nodes: many nodes of a loop have one of few names.
package struct NodeLabels: Sendable {
  /// The names, each once.
  private var names: [String] = []
  private var numbers: [String: UInt32] = [:]
  /// The number of each node's name, counted from 1; 0 or nothing for a node without a name.
  private var labels: [UInt32] = []

  /// Creates labels of no node.
  package init() {}

  /// The name of a node; nil if it has none.
  package subscript(node: Graph.NodeID) -> String? {
    get {
      guard Int(node) < labels.count, labels[Int(node)] != 0 else { return nil }
      return names[Int(labels[Int(node)]) - 1]
    }
    set {
      guard let newValue else {
        if Int(node) < labels.count { labels[Int(node)] = 0 }
        return
      }
      while labels.count <= Int(node) { labels.append(0) }
      if let number = numbers[newValue] {
        labels[Int(node)] = number
      } else {
        names.append(newValue)
        numbers[newValue] = UInt32(names.count)
        labels[Int(node)] = UInt32(names.count)
      }
    }
  }

  /// The nodes that have a name, with their names, in their order.
  package var all: [(node: Graph.NodeID, name: String)] {
    labels.indices.compactMap { node in self[Graph.NodeID(node)].map { (Graph.NodeID(node), $0) } }
  }
}
