/// The names of the nodes of a graph in texts for people.
///
/// Inputs keep their names, let-bound nodes get theirs, constants are their value, and every other operation is `v1`,
/// `v2`, … in the order of evaluation (another letter if the program uses such a name itself).
package struct NodeNames: Sendable {
  private var names: [Graph.NodeID: String] = [:]
  /// The operations that the output depends on, in order.
  package private(set) var operations: [Graph.NodeID] = []

  /// Names the nodes that the output depends on.
  package init(_ graph: Graph) {
    let reachable = graph.reachable
    var taken = Set(graph.inputNames)
    // The name f stands for the output in an answer.
    if graph.labels[graph.output] != "f" { taken.insert("f") }
    for input in graph.inputs { names[input] = graph.name(ofInput: input) }
    // The version from which the search for a free one goes on, so that a name assigned in a long loop does not start
    // again.
    var versions: [String: Int] = [:]
    for (id, label) in graph.labels.all where reachable[Int(id)] {
      // A name that was assigned before, or is an input as well, counts on: q, q_2, q_3.
      var name = label
      var version = versions[label] ?? 2
      while taken.contains(name) {
        name = "\(label)_\(version)"
        version += 1
      }
      versions[label] = version
      taken.insert(name)
      names[id] = name
    }
    operations = (0..<Graph.NodeID(graph.count)).filter {
      reachable[Int($0)] && !graph.isLeaf($0) && !graph.isLiteral($0)
    }
    let letter = ["v", "w", "u", "t", "s", "node"].first { letter in
      !taken.contains { $0.hasPrefix(letter) && Int($0.dropFirst(letter.count)) != nil }
    }
    for (index, id) in operations.enumerated() where names[id] == nil { names[id] = "\(letter ?? "v_")\(index + 1)" }
  }

  /// The name of a node; nil for a constant, which is written as its value.
  package subscript(id: Graph.NodeID) -> String? { names[id] }
}
