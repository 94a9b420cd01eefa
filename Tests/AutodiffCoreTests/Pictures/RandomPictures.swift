@testable import AutodiffCore

/// Random graphs to be drawn: a few inputs, up to 200 operations with names and numbers of all lengths, values that are
/// used near and far, once and many times.
struct RandomPictures {
  private var random: SplitMix64

  init(seed: UInt64) { random = SplitMix64(seed: seed) }

  private static let names = ["x", "weight", "α", "a_rather_long_name_of_a_value", "W₁", "数値", "q", "loss", "h1"]

  /// Returns the picture of a graph of so many operations.
  mutating func picture(operations: Int, marksSaved: Bool = false) throws -> Picture {
    var graph = Graph()
    let inputs = Int.random(in: 1...max(1, min(12, operations)), using: &random)
    var nodes: [Graph.NodeID] = []
    for index in 0..<inputs { nodes.append(try graph.input("\(name)\(index)", span: .none)) }
    // Some graphs use what is near, others anything.
    let reach = Int.random(in: 2...30, using: &random)
    while nodes.count < inputs + operations {
      let (x, y) = (operand(nodes, reach), operand(nodes, reach))
      let node: Graph.NodeID
      switch Int.random(in: 0..<10, using: &random) {
      case 0: node = try graph.unary(.sin, x)
      case 1: node = try graph.unary(.softplus, x)
      case 2: node = try graph.binary(.multiply, graph.constant(Double(nodes.count) + 0.5), x)
      case 3: node = try graph.apply(.max, [x, y, operand(nodes, reach)])
      case 4: node = try graph.binary(.power, x, graph.constant(Double.random(in: 2...3, using: &random)))
      case 5...7: node = try graph.binary(.add, x, y)
      default: node = try graph.binary(.multiply, x, y)
      }
      if node < nodes[nodes.count - 1] { continue }
      if Int.random(in: 0..<6, using: &random) == 0 { graph.labels[node] = "\(name)_\(nodes.count)" }
      nodes.append(node)
    }
    // All that nothing uses yet adds up to the output.
    var used = Set<Graph.NodeID>()
    for node in nodes { used.formUnion(graph.operands(of: node)) }
    var output = nodes[nodes.count - 1]
    for node in nodes.dropLast() where !used.contains(node) { output = try graph.binary(.add, output, node) }
    graph.output = output
    let values = graph.inputs.map { _ in Tensor.scalar(Double.random(in: -1...1, using: &random)) }
    return Picture(
      graph, at: Point(graph, inputs: values), number: NumberText(digits: 4), detail: .abridged, marksSaved: marksSaved)
  }

  private var name: String {
    mutating get { Self.names.randomElement(using: &random) ?? "x" }
  }

  private mutating func operand(_ nodes: [Graph.NodeID], _ reach: Int) -> Graph.NodeID {
    nodes[Int.random(in: max(0, nodes.count - reach)..<nodes.count, using: &random)]
  }
}
