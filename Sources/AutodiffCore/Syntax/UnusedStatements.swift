/// The statements of a program whose values nothing uses.
extension SyntaxTree {
  /// The oversights in the order of the statements: values that are no part of the answer, and names that are set and
  /// not read afterwards.
  package var unusedStatements: [Oversight] {
    var oversights: [Oversight] = []
    let isLast = statementsThatEnd
    let reads = lastReads
    var read: Set<NameTable.ID> = []
    var loopEnd = 0
    var loopStart = 0
    for (number, statement) in statements.enumerated() {
      if number >= loopEnd {
        switch statement.kind {
        case .loop, .whileLoop: (loopStart, loopEnd) = (number, statement.next)
        case .expression, .assignment, .definition, .branch: loopStart = number + 1
        }
      }
      for node in nodes[statement.nodes] where node.kind == .name { read.insert(node.payload) }
      guard !isLast[number] else { continue }
      switch statement.kind {
      case .expression: oversights.append(Oversight(.unusedValue, statement.span))
      case .assignment(let name) where reads[Int(name)] < (number < loopEnd ? loopStart : number + 1):
        oversights.append(
          Oversight(.unusedName(names[name], isReadBefore: read.contains(name)), statement.span))
      case .assignment, .definition, .loop, .whileLoop, .branch: break
      }
    }
    return oversights
  }

  /// The statements that may be the last ones run, whose value is that of the program.
  private var statementsThatEnd: [Bool] {
    var isLast = [Bool](repeating: false, count: statements.count)
    var ranges = [0..<statements.count]
    while let range = ranges.popLast() {
      var last = range.lowerBound
      var number = range.lowerBound
      while number < range.upperBound {
        if case .definition = statements[number].kind {} else { last = number }
        number = statements[number].next
      }
      guard range.contains(last) else { continue }
      isLast[last] = true
      switch statements[last].kind {
      case .expression, .assignment, .definition: break
      case .loop, .whileLoop: ranges.append(last + 1..<statements[last].next)
      case .branch(let alternative):
        ranges.append(last + 1..<alternative)
        ranges.append(alternative..<statements[last].next)
      }
    }
    return isLast
  }

  /// The number of the last statement that reads each name, -1 if none does; a function is called from anywhere.
  private var lastReads: [Int] {
    var reads = [Int](repeating: -1, count: names.count)
    for (number, statement) in statements.enumerated() {
      func read(_ range: Range<Int>, at number: Int) {
        for node in nodes[range] where node.kind == .name || node.kind == .call {
          reads[Int(node.payload)] = max(reads[Int(node.payload)], number)
        }
      }
      switch statement.kind {
      case .definition: read(statement.nodes, at: statements.count)
      case .loop(_, let high):
        read(statement.nodes, at: number)
        read(high, at: number)
      case .expression, .assignment, .whileLoop, .branch: read(statement.nodes, at: number)
      }
    }
    return reads
  }
}
