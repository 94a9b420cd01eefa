/// A loop through one axis that is not written yet: operations that go through the same places join it, and what no
/// other loop reads is a number in it, not an array.
struct OpenLoop {
  /// The place of what a member works out.
  enum Target {
    /// A row of its own, which is declared if it is needed, or a number within the loop.
    case row(String)
    /// An element of a row that is declared: from a place on.
    case part(name: String, start: Int)
    /// An element to which it is added.
    case addedPart(name: String, start: Int)
    /// A number to which all elements are added, or the part that the inner one of two loops goes through.
    case total(String, part: String?)
  }

  struct Member {
    var id: Graph.NodeID
    var target: Target
    /// One element, by the loop's variable.
    var code: ([String]) -> Code

    /// Returns the statement that puts an element where it goes.
    func statement<D>(_ code: Code, in writer: LoopWriter<D>) -> String {
      let variable = [writer.variable(0)]
      func element(_ name: String, _ start: Int) -> String {
        writer.element(LoopWriter<D>.Storage(name: name, start: start), [1], variable)
      }
      switch target {
      case .row(let name): return "\(element(name, 0)) = \(code.text)"
      case .part(let name, let start): return "\(element(name, start)) = \(code.text)"
      case .addedPart(let name, let start): return D.change(.add, element(name, start), code)
      case .total(let name, let part): return D.change(.add, part ?? name, code)
      }
    }
  }

  /// The count of numbers up to which a sum goes through them one by one.
  static let mostInPart = 64

  /// The number of elements.
  var count: Int
  private(set) var members: [Member] = []
  /// The nodes of the members, and those that are moved into sums by them.
  private(set) var ids: Set<Graph.NodeID> = []
  /// The lines that go before it.
  var declarations: [String] = []
  /// The first sum over the loop: what depends on it stands behind it in the graph.
  private(set) var firstTotal: Graph.NodeID?

  init(count: Int) { self.count = count }

  /// The sums that go through more numbers than one part has, and their parts.
  var sumsInParts: [(name: String, part: String)] {
    members.compactMap { member in
      if case .total(let name, let part?) = member.target { (name, part) } else { nil }
    }
  }

  mutating func add(_ id: Graph.NodeID, _ target: Target, _ code: @escaping ([String]) -> Code) {
    members.append(Member(id: id, target: target, code: code))
    ids.insert(id)
    if case .total = target, firstTotal == nil { firstTotal = id }
  }
}

/// The loop that is open, and what is written of it.
extension LoopWriter {
  /// Returns what `body` makes and the lines that it writes, which go before the open loop.
  func beforeLoop<Result>(_ body: () -> Result) -> Result {
    let loop = open
    open = nil
    let start = lines.count
    let result = body()
    let written = Array(lines[start...])
    lines.removeSubrange(start...)
    open = loop
    open?.declarations += written
    return result
  }

  /// Writes the loop that was open.
  func closeLoop() {
    guard let loop = open else { return }
    open = nil
    lines += loop.declarations
    for member in loop.members {
      guard case .row(let own) = member.target else { continue }
      if isLocal(member.id, in: loop) {
        locals.insert(member.id)
      } else {
        declareArray(own, loop.count)
      }
    }
    let sums = loop.sumsInParts
    if sums.isEmpty {
      line(D.loop(variable(0), loop.count))
      writeMembers(of: loop, depth: 2)
    } else {
      let (block, end) = (variable(1), claim("end"))
      let last = (loop.count - 1) / OpenLoop.mostInPart
      let start = Code(text: "\(OpenLoop.mostInPart)*\(block)", level: Code.product)
      let next = Code(text: "\(start.text) + \(OpenLoop.mostInPart)", level: Code.sum)
      let isWhole = Code(text: "\(block) < \(last)", level: Code.comparison)
      let stop = D.choice(isWhole, next, Code(text: String(loop.count)))
      line(D.loop(block, last + 1))
      for text in D.declaration(.count, [(end, stop.text)], isVariable: false) { line(text, depth: 2) }
      for (_, part) in sums {
        for text in D.declaration(.number, [(part, D.number(0).text)], isVariable: true) { line(text, depth: 2) }
      }
      line(D.opening(.up(variable(0), from: start, to: Code(text: end))), depth: 2)
      writeMembers(of: loop, depth: 3)
      if let end = D.blockEnd { line(end, depth: 2) }
      for (name, part) in sums { line(D.change(.add, name, Code(text: part)) + D.statementEnd, depth: 2) }
    }
    if let end = D.blockEnd { line(end) }
  }

  private func writeMembers(of loop: OpenLoop, depth: Int) {
    for member in loop.members {
      let code = member.code([variable(0)])
      if locals.contains(member.id), case .row(let name) = member.target {
        let start = lines.count
        declare(name, code, isCondition: false)
        let further = String(repeating: indent, count: depth - 1)
        for place in start..<lines.count { lines[place] = further + lines[place] }
      } else {
        line(member.statement(code, in: self) + D.statementEnd, depth: depth)
      }
    }
  }

  /// Returns a Boolean value indicating whether nothing but members of a loop reads what one of them works out.
  private func isLocal(_ id: Graph.NodeID, in loop: OpenLoop) -> Bool {
    !answered.contains(id)
      && users[id].allSatisfy { user in
        !reached[Int(user)] || loop.ids.contains(user) || plan.fused.contains(user) && isLocal(user, in: loop)
      }
  }
}
