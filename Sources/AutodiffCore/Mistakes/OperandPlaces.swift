/// The places in a text at which the operands of operations stand.
///
/// A node of a graph has the place of its first occurrence only; as an operand it may stand elsewhere.
struct OperandPlaces {
  /// The places of the operands in order, by the place of the operation.
  private var places: [Span: [Span]] = [:]

  /// The number of levels of brackets that are read, for which any stack has room.
  private static let mostLevels = 50

  /// Finds the operands in the text of a program; there are none if the text is no program or nests too deeply.
  init(_ source: SourceText) {
    var limits = Limits()
    limits.nesting = Self.mostLevels
    guard let tree = try? Parser.parse(source, limits: limits) else { return }
    // The expressions that no operation has used so far: post-order puts operands right before their operation.
    var open: [Span] = []
    for node in tree.nodes {
      if node.count > 0 {
        let operands = Array(open.suffix(node.count))
        open.removeLast(operands.count)
        if places[node.span] == nil { places[node.span] = operands }
      }
      open.append(node.span)
    }
  }

  /// Returns the places of the operands of the operation at a place; nil if no operation is written there.
  subscript(operation: Span) -> [Span]? { places[operation] }
}

extension Exercise {
  /// Returns the place at which the operand of an edge is written, as an operand.
  ///
  /// A value that stands there under another name has the place where it was first written, an input that does so that
  /// of the operation, since an input may first stand anywhere.
  func place(ofOperand place: Int, of node: Graph.NodeID) -> Span {
    let operation = graph.spans[Int(node)]
    let operands = graph.operands(of: node)
    let operand = operands[place]
    let first = graph.spans[Int(operand)]
    let isLeaf = graph.isLeaf(operand)
    if let written = operandPlaces[operation], written.count == operands.count {
      let text = source.text(written[place])
      if text == source.text(first) || isLeaf && text == self.text(operand) { return written[place] }
    }
    return isLeaf ? operation : first
  }
}
