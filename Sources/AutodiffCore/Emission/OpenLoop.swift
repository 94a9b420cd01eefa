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
