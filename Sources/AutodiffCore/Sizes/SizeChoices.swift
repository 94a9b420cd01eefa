/// The choices of a program that are made before its inputs are known: which way `if(length(x) > 5, a, b)` goes, and
/// whether half of a length is whole.
///
/// Programs at other sizes are the same one only where these are.
package struct SizeChoices {
  private struct Choice {
    /// The smooth piece on which the operands lie, of those next to 0.
    var piece: Double
    var isAtKink: Bool
    var span: Span
  }

  private var choices: [Choice] = []

  /// Reads off the choices of a graph at some sizes.
  ///
  /// - Throws: The limit on memory.
  package init(_ graph: Graph) throws(Problem) {
    var known = KnownValues { _ in nil }
    for id in 0..<graph.count {
      let node = graph.nodes[id]
      guard node.kind != .input, node.kind != .constant, node.shape == 0,
        let kink = Gate<Double>.table[Int(node.primitive.rawValue)].kink
      else { continue }
      let operands = graph.operands(of: Graph.NodeID(id))
      guard operands.allSatisfy({ graph.shape(of: $0).isScalar }) else { continue }
      var values: [Double] = []
      for operand in operands {
        guard let value = try known.value(of: operand, in: graph) else { break }
        values.append(value[0])
      }
      guard values.count == operands.count else { continue }
      choices.append(
        Choice(piece: max(-1, min(1, kink.piece(values))), isAtKink: kink.isAt(values), span: graph.spans[id]))
    }
  }

  package var isEmpty: Bool { choices.isEmpty }

  /// Returns the place of the first choice that is another one; nil if all are the same.
  package func firstDifference(from other: SizeChoices) -> Span? {
    for (own, other) in zip(choices, other.choices) where own.piece != other.piece || own.isAtKink != other.isAtKink {
      return own.span
    }
    if choices.count == other.choices.count { return nil }
    let longer = choices.count > other.choices.count ? choices : other.choices
    return longer[min(choices.count, other.choices.count)].span
  }
}
