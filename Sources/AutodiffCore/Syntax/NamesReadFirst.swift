extension SyntaxTree {
  /// The names that some path through the program reads without having assigned them.
  package var namesReadFirst: Set<String> {
    var found: Set<NameTable.ID> = []
    var assigned: Set<NameTable.ID> = []
    var blocks: [Block] = []
    for (number, statement) in statements.enumerated() {
      while let block = blocks.last, block.end == number {
        blocks.removeLast()
        switch block {
        case .round(_, let before): assigned = before
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
      read(statement.nodes)
      switch statement.kind {
      case .expression, .definition: break
      case .assignment(let name): assigned.insert(name)
      case .loop(let index, let high):
        read(high)
        blocks.append(.round(end: statement.next, before: assigned))
        assigned.insert(index)
      case .whileLoop: blocks.append(.round(end: statement.next, before: assigned))
      case .branch(let alternative):
        blocks.append(.holds(end: alternative, next: statement.next, before: assigned))
      }
    }
    return Set(found.map { names[$0] })
  }

  /// Statements that may not be run, and what had been assigned when they began.
  private enum Block {
    /// Of a loop, which may have no round.
    case round(end: Int, before: Set<NameTable.ID>)
    /// The first side of a branch, whose other side, if any, is before `next`.
    case holds(end: Int, next: Int, before: Set<NameTable.ID>)
    /// With what the other side of the branch left assigned.
    case otherwise(end: Int, first: Set<NameTable.ID>)

    var end: Int {
      switch self {
      case .round(let end, _), .holds(let end, _, _), .otherwise(let end, _): end
      }
    }
  }
}
