/// Mistakes at nodes that pass some operands on: `max`, `min`, `if`, `relu`, `clamp`.
extension Mistake {
  static let routers: [Mistake] = [
    .node("also-to-loser", "a gradient for the side that lost", rarity: 0) { site in
      guard site.routes else { return [] }
      return site.sendingToAll(site.wholeUpstream) {
        "\(code(site.text)) sends its gradient to the winner only: what loses gets nothing"
      }
    },
    .edge("also-to-loser", "a gradient for the side that lost", rarity: 0) { edge in
      guard edge.site.routes, !edge.site.isArray, edge.isSilent, edge.site.edges.count > 1 else { return [] }
      return edge.sending(edge.upstream) {
        "\(code(edge.site.text)) sends its gradient to the winner only: \(code(edge.operandText)) loses and gets nothing"
      }
    },
    .node("shared", "a gradient shared by winner and loser", rarity: 1) { site in
      guard site.routes else { return [] }
      let count = site.isArray ? site.value(0).count : site.edges.count
      guard count > 1 else { return [] }
      return site.sendingToAll(site.wholeUpstream / Tensor(Double(count))) {
        "\(code(site.text)) sends all of its gradient to the winner: it does not share it out"
      }
    },
    .edge("mask-on-upstream", "the gradient's sign in place of the input's", rarity: 2) { edge in
      guard edge.site.primitive.gate.selects, edge.site.operands.count == 1, !edge.site.isArray else { return [] }
      let mask = edge.upstream.map { $0 > 0 ? 1 : 0 }
      return edge.sending(edge.upstream * mask) {
        "\(code(edge.site.text)) lets through by the sign of what comes back: the sign of "
          + "\(code(edge.operandText)) decides"
      }
    },
  ]
}

extension Site {
  /// A Boolean value indicating whether the node passes on one of several operands or elements.
  var routes: Bool {
    guard primitive.gate.selects || primitive.isExtremum else { return false }
    return isArray ? value(0).count > 1 : operands.count > 1
  }

  /// The adjoint in the shape of what is passed on.
  fileprivate var wholeUpstream: Tensor {
    guard isArray else { return upstream }
    let shape = value(0).shape
    return upstream.expand(exercise.graph.operation(node).setting, to: shape) * Tensor(repeating: 1, shape)
  }

  /// Returns the variation in which all operands that depend on inputs get the same.
  fileprivate func sendingToAll(_ value: Tensor, _ words: @escaping () -> String) -> [Variation] {
    sending(edges.map { ($0.place, value) }, words)
  }
}
