/// The statements of a program whose values nothing uses.
extension SyntaxTree {
  /// The oversights in the order of the statements: values that are no part of the answer, and names that are set and
  /// not read afterwards.
  package var unusedStatements: [Oversight] {
    // The only statement is the answer, and looking no further makes a short call shorter by a fifth.
    if statements.count < 2 { return [] }
    var oversights: [Oversight] = []
    let isLast = statementsThatEnd
    let reads = lastReads
    let replaced = replacedUnread
    var read: Set<NameTable.ID> = []
    var loopEnd = 0
    var loopStart = 0
    for (number, statement) in statements.enumerated() {
      if number >= loopEnd {
        switch statement.kind {
        case .loop, .each, .whileLoop: (loopStart, loopEnd) = (number, statement.next)
        case .expression, .assignment, .assignments, .definition, .branch, .break: loopStart = number + 1
        }
      }
      forEachRead(of: statement) { read.insert($0) }
      guard !isLast[number] else { continue }
      switch statement.kind {
      case .expression: oversights.append(Oversight(.unusedValue, statement.span))
      case .assignment(let name)
      where reads[Int(name)] < (number < loopEnd ? loopStart : number + 1) || replaced.contains(number):
        oversights.append(
          Oversight(
            .unusedName(names[name], isReadBefore: read.contains(name) && !replaced.contains(number)), statement.span))
      case .assignment, .assignments, .definition, .loop, .each, .whileLoop, .branch, .break: break
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
        switch statements[number].kind {
        case .definition(let index):
          // Any statement of a function's block may be the last one before a result that a caller takes.
          for own in definitions[index].block { isLast[own] = true }
        case .break: break
        case .expression, .assignment, .assignments, .loop, .each, .whileLoop, .branch: last = number
        }
        number = statements[number].next
      }
      guard range.contains(last) else { continue }
      isLast[last] = true
      switch statements[last].kind {
      case .expression, .assignment, .assignments, .definition, .break: break
      case .loop, .each, .whileLoop: ranges.append(last + 1..<statements[last].next)
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
    var bodyEnd = 0
    for (number, statement) in statements.enumerated() {
      if case .definition = statement.kind { bodyEnd = max(bodyEnd, statement.next) }
      let isInBody: Bool = if case .definition = statement.kind { true } else { number < bodyEnd }
      forEachRead(of: statement) { reads[Int($0)] = max(reads[Int($0)], isInBody ? statements.count : number) }
    }
    return reads
  }

  /// The assignments outside of blocks whose name is assigned anew before anything reads it.
  private var replacedUnread: Set<Int> {
    var replaced: Set<Int> = []
    // The names whose value from before is not read any more.
    var isReplaced: Set<NameTable.ID> = []
    var readByFunctions: Set<NameTable.ID> = []
    for (number, statement) in statements.enumerated() {
      guard case .definition = statement.kind else { continue }
      for own in statements[number..<max(statement.next, number + 1)] {
        forEachRead(of: own) { readByFunctions.insert($0) }
      }
    }
    var number = 0
    var outermost: [Int] = []
    while number < statements.count {
      outermost.append(number)
      number = statements[number].next
    }
    for number in outermost.reversed() {
      let statement = statements[number]
      if case .assignment(let name) = statement.kind {
        if isReplaced.contains(name), !readByFunctions.contains(name) { replaced.insert(number) }
        isReplaced.insert(name)
      }
      for own in statements[number..<max(statement.next, number + 1)] {
        forEachRead(of: own) { isReplaced.remove($0) }
        if case .assignments(let range, _) = own.kind {
          for target in targets[range] { isReplaced.remove(target.name) }
        }
      }
    }
    return replaced
  }

  /// Calls a closure with each name that a statement reads, names of functions that it calls among them.
  private func forEachRead(of statement: Statement, _ body: (NameTable.ID) -> Void) {
    forEachName(in: statement.nodes, body)
    switch statement.kind {
    case .loop(_, let high, let step):
      forEachName(in: high, body)
      forEachName(in: step, body)
    case .assignments(let own, _): for target in targets[own] { forEachName(in: target.part, body) }
    case .expression, .assignment, .definition, .each, .whileLoop, .branch, .break: break
    }
  }

  private func forEachName(in range: Range<Int>, _ body: (NameTable.ID) -> Void) {
    for node in nodes[range] where node.kind == .name || node.kind == .call { body(node.payload) }
  }
}
