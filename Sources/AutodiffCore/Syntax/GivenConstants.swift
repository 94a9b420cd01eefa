/// Constants of a program that come from outside.
extension SyntaxTree {
  /// Returns the program with assignments before its first statement, as if it began with `n = 3`.
  ///
  /// All that is known of assigned names, that they are no inputs and can be lengths and bounds, holds for these.
  ///
  /// - Parameter constants: The names, which the program mentions, with their values.
  package func beginning(with constants: [(name: String, value: Double)]) -> SyntaxTree {
    var tree = self
    let shift = constants.count
    if shift == 0 { return self }
    var first: [Statement] = []
    for (name, value) in constants {
      let node = tree.nodes.count
      tree.nodes.append(Node(.number, UInt32(tree.numbers.count), span: .none))
      tree.numbers.append(value)
      first.append(
        Statement(
          kind: .assignment(tree.names.intern(name)), nodes: node..<node + 1, span: .none, next: first.count + 1))
    }
    for number in tree.statements.indices {
      tree.statements[number].next += shift
      if case .branch(let alternative) = tree.statements[number].kind {
        tree.statements[number].kind = .branch(alternative: alternative + shift)
      }
    }
    for number in tree.definitions.indices where !tree.definitions[number].block.isEmpty {
      let block = tree.definitions[number].block
      tree.definitions[number].block = block.lowerBound + shift..<block.upperBound + shift
    }
    tree.statements.insert(contentsOf: first, at: 0)
    return tree
  }
}
