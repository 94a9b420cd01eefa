/// The calls of `root` in a program: equations that are solved for a name of their own.
package struct RootCalls: Sendable {
  /// The name of the function.
  package static let function = "root"

  /// A call, by its nodes in the tree.
  struct Call: Sendable {
    /// The nodes of the expression that is 0 at the root.
    var expression: Range<Int>
    /// The nodes of the value from which the search begins.
    var start: Range<Int>
    /// The place of the call itself.
    var place: Int
    /// The place of the unknown's name.
    var unknown: Int { expression.upperBound }
  }

  /// The calls by the first nodes of their expressions, the outermost first.
  private var calls: [Int: [Call]] = [:]

  /// A Boolean value indicating whether there are none.
  var isEmpty: Bool { calls.isEmpty }

  /// Finds the calls in a program.
  init(_ tree: SyntaxTree) {
    guard let name = tree.names.find(Self.function) else { return }
    for (place, node) in tree.nodes.enumerated().reversed()
    where node.kind == .call && node.payload == name && node.count == 3 {
      let start = tree.start(endingAt: place)
      guard start > 0, tree.nodes[start - 1].kind == .local else { continue }
      let first = tree.start(endingAt: start - 1)
      calls[first, default: []].append(Call(expression: first..<start - 1, start: start..<place, place: place))
    }
  }

  /// Returns the outermost call whose expression begins at a node and which ends before another.
  func call(at place: Int, before end: Int) -> Call? { calls[place]?.first { $0.place < end } }
}

extension SyntaxTree {
  /// The place of the first call of `root`; nil if there is none.
  package var firstRoot: Span? {
    guard let name = names.find(RootCalls.function) else { return nil }
    return nodes.first { $0.kind == .call && $0.payload == name }?.span
  }

  /// Returns the first node of the expression whose last node stands before `end`.
  func start(endingAt end: Int) -> Int {
    var place = end
    var missing = 1
    while missing > 0, place > 0 {
      place -= 1
      missing += nodes[place].count - 1
    }
    return place
  }
}
