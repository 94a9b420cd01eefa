/// The names of parts of a program in a derivation: the program's own, and others for what is long.
final class PartNames {
  private let steps: DerivationSteps
  private let letter: String
  private var given: [Graph.NodeID: String] = [:]
  private var explained: Set<Graph.NodeID> = []
  /// The names that formulas have for nodes.
  private let shared: [Graph.NodeID: String]
  /// The number of names with the letter.
  private var count = 0
  /// The nodes with a given name whose names were written since this was emptied.
  var met: [Graph.NodeID] = []

  /// - Parameter taken: The names that stand for other things, besides those of the program.
  /// - Parameter shared: The names that formulas have for nodes.
  init(_ steps: DerivationSteps, taken: [String], shared: [Graph.NodeID: String]) {
    self.steps = steps
    self.shared = shared
    let taken = steps.graph.inputNames + steps.labels.values + taken
    letter =
      ["u", "v", "w", "t", "s", "r", "q", "p"].first { letter in
        !taken.contains { $0.hasPrefix(letter) && $0.dropFirst().allSatisfy(\.isNumber) }
      } ?? "part_"
  }

  subscript(node: Graph.NodeID) -> String? {
    if let name = steps.labels[node] { return name }
    guard steps.isLong[Int(node)] else { return nil }
    met.append(node)
    for part in group(of: node) where given[part] == nil {
      if let name = shared[part] {
        given[part] = name
      } else {
        count += 1
        given[part] = "\(letter)\(count)"
      }
    }
    return given[node]
  }

  /// Returns a Boolean value indicating whether a name is explained.
  func hasExplained(_ name: String) -> Bool { explained.contains { given[$0] == name } }

  /// Returns the long parts that a part is made of, each after those within it, and the part itself: what is to be
  /// explained where it is met. More than are read at once wait for the step that needs them.
  func group(of node: Graph.NodeID) -> [Graph.NodeID] {
    if explained.contains(node) { return [] }
    var parts = [node]
    var seen: Set<Graph.NodeID> = [node]
    var waiting = [node]
    while let part = waiting.popLast() {
      for operand in steps.graph.operands(of: part) where seen.insert(operand).inserted {
        if steps.graph.isLeaf(operand) || steps.labels[operand] != nil || explained.contains(operand) { continue }
        if steps.isLong[Int(operand)] { parts.append(operand) }
        if parts.count > Self.mostAtOnce { return [node] }
        waiting.append(operand)
      }
    }
    return parts.sorted()
  }

  /// The number of explanations that are read at once.
  static let mostAtOnce = 12

  /// Takes notice that a name is explained, and returns a Boolean value indicating whether it was not before.
  func explain(_ node: Graph.NodeID) -> Bool { explained.insert(node).inserted }
}
