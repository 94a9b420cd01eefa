/// The names that a program reads as inputs.
extension SyntaxTree {
  /// The names that a run of the program may read before it has assigned them: its inputs, and the constants it
  /// mentions.
  ///
  /// A loop may have no round and of a branch only one alternative is run, so that a name counts as assigned after a
  /// branch only if both alternatives assign it, and after a loop only if it was assigned before.
  package var namesReadFirst: Set<String> {
    var found: Set<NameTable.ID> = []
    var assigned: Set<NameTable.ID> = []
    var blocks: [Block] = []
    for (number, statement) in statements.enumerated() {
      while let block = blocks.last, block.end == number {
        blocks.removeLast()
        switch block {
        case .round(_, let before), .body(_, let before): assigned = before
        case .holds(_, let next, let before):
          if next > number { blocks.append(.otherwise(end: next, first: assigned)) }
          assigned = before
        case .otherwise(_, let first): assigned.formIntersection(first)
        }
      }
      func read(_ range: Range<Int>) {
        for node in nodes[range] where node.kind == .name && !assigned.contains(node.payload) {
          found.insert(node.payload)
        }
      }
      func read(_ targets: ArraySlice<Target>) { for target in targets { read(target.part) } }
      read(statement.nodes)
      switch statement.kind {
      case .expression, .break: break
      case .definition(let index):
        // The names that a function assigns are its own.
        let own = Set(definitions[index].own)
        blocks.append(.body(end: statement.next, before: assigned))
        if !definitions[index].block.isEmpty { assigned.formUnion(own) }
      case .assignment(let name): assigned.insert(name)
      case .assignments(let range, _):
        read(targets[range])
        for target in targets[range] { assigned.insert(target.name) }
      case .each(let name):
        blocks.append(.round(end: statement.next, before: assigned))
        assigned.insert(name)
      case .loop(let index, let high, let step):
        read(high)
        read(step)
        blocks.append(.round(end: statement.next, before: assigned))
        assigned.insert(index)
      case .whileLoop: blocks.append(.round(end: statement.next, before: assigned))
      case .branch(let alternative):
        blocks.append(.holds(end: alternative, next: statement.next, before: assigned))
      }
    }
    return Set(found.map { names[$0] })
  }

  /// A range of statements that may not be run, with the names that had been assigned before it.
  private enum Block {
    /// The block of a function, whose names are its own.
    case body(end: Int, before: Set<NameTable.ID>)
    /// The body of a loop, which may be run in no round at all.
    case round(end: Int, before: Set<NameTable.ID>)
    /// The statements of a branch that are run when its condition holds; those of `else`, if any, end before `next`.
    case holds(end: Int, next: Int, before: Set<NameTable.ID>)
    /// The statements of `else`, with the names assigned at the end of the first alternative.
    case otherwise(end: Int, first: Set<NameTable.ID>)

    /// The number of the first statement behind the block.
    var end: Int {
      switch self {
      case .body(let end, _), .round(let end, _), .holds(let end, _, _), .otherwise(let end, _): end
      }
    }
  }
}
