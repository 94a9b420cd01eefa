/// The names by whose values a program takes derivatives, `x` in `diff(x^2, x)`.
///
/// Such a name has a node of its own wherever it is bound: two names with the same value are not the same variable.
struct DifferentiatedNames: Sendable {
  /// The name of the function.
  static let function = "diff"

  /// The names themselves.
  private(set) var names: Set<NameTable.ID> = []
  /// The places of parameters, by the index of their function among the definitions.
  private(set) var parameters: [Int: Set<Int>] = [:]
  /// The calls whose second argument is a name alone.
  private(set) var calls: Set<Int> = []

  /// Finds the names in a program.
  init(_ tree: SyntaxTree) {
    guard let function = tree.names.find(Self.function) else { return }
    for (place, node) in tree.nodes.enumerated()
    where node.kind == .call && node.payload == function && node.count == 2 {
      let last = tree.nodes[place - 1]
      if last.kind == .name {
        names.insert(last.payload)
      } else if last.kind == .local {
        // It has a node of its own in any case.
      } else if last.kind == .parameter,
        let definition = tree.definitions.firstIndex(where: { $0.body.contains(place) })
      {
        parameters[definition, default: []].insert(Int(last.payload))
      } else {
        continue
      }
      calls.insert(place)
    }
    // A parameter of a function with a block is read by its name.
    for (index, definition) in tree.definitions.enumerated() where !definition.block.isEmpty {
      let own = definition.parameters.indices.filter { names.contains(definition.parameters[$0]) }
      if !own.isEmpty { parameters[index, default: []].formUnion(own) }
    }
  }
}
