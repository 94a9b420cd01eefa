/// Mistakes at one edge of the graph, or where several edges meet.
extension Mistake {
  static let edges: [Mistake] = [
    .edge("local-factor-forgotten", "a forgotten local factor", rarity: 0) { edge in
      // A mistake with a router has a kind of its own.
      if edge.site.routes { return [] }
      let variations = edge.sending(edge.upstream) {
        "the step through \(code(edge.site.text)) is not differentiated: "
          + (edge.localText.map { "the factor \(code($0)), its derivative by \(code(edge.operandText)), is missing" }
            ?? "its derivative by \(code(edge.operandText)) is missing")
      }
      // The outermost factor is all that comes back to the rest, which then is not multiplied in.
      let isOutermost = (edge.upstream - 1.0).isZero && !edge.exercise.graph.isLeaf(edge.contribution.to)
      // Of -1 it is the sign that is forgotten.
      let isSign = edge.contribution.local.map { ($0 + 1.0).isZero } ?? false
      return isOutermost || isSign ? variations.map { $0.rarer(2) } : variations
    },
    Mistake("sign-flipped", "a flipped sign", rarity: 1) { exercise in
      // A minus is forgotten sooner than one is added, so of the edges on one way those come first that have one.
      let edges = exercise.edges
      return (edges.filter(\.hasMinus) + edges.filter { !$0.hasMinus }).flatMap { edge in
        edge.sending(-edge.value) {
          "the sign is wrong on the way from \(code(edge.site.text)) back to \(code(edge.operandText))"
            + (edge.localText.map { ": the factor there is \(code($0))" } ?? "")
        }
      }
    },
    Mistake("contribution-dropped", "a forgotten term", rarity: 0) { exercise in
      // The largest term comes first.
      exercise.edges.reversed().flatMap { edge -> [Variation] in
        guard edge.site.primitive == .add || edge.site.primitive == .subtract, !edge.isSilent else { return [] }
        return edge.sending(Tensor(repeating: 0, edge.shape)) {
          "the term \(code(edge.operandWritten)) is left out"
        }.map { $0.showing(edge) }
      }
    },
    .edge("contribution-dropped", "a forgotten way", rarity: 0) { edge in
      edge.isSilent
        ? []
        : edge.sending(Tensor(repeating: 0, edge.shape)) {
          "the way back through \(code(edge.site.text)) to \(code(edge.operandText)) is left out"
            + edge.otherWays
        }
    },
    .receiver("overwritten-not-added", "contributions overwritten", rarity: 1) { receiver in
      // Code that follows the text keeps the last use of a value, code that goes backwards the first one.
      [(0, 1), (receiver.parts.count - 1, 2)].flatMap { kept, rarity in
        receiver.receiving(keeping: kept) {
          "\(code(receiver.text)) is used \(receiver.parts.count) times, and what comes back overwrites what came "
            + "before: the contributions are added (+= in place of =)"
        }.map { $0.rarer(rarity) }
      }
    },
    .receiver("contribution-dropped", "forgotten ways", rarity: 1) { receiver in
      let parts = receiver.parts
      guard parts.count > 2 else { return [] }
      return parts.indices.flatMap { kept in
        receiver.receiving(keeping: kept) {
          "\(code(receiver.text)) is used \(parts.count) times, and only the way back through "
            + "\(code(receiver.exercise.written(parts[kept].from))) is counted: all ways are added"
        }
      }
    },
    .edge("upstream-forgotten", "a forgotten upstream gradient", rarity: 1) { edge in
      guard !edge.isSilent, edge.site.node != edge.exercise.graph.output else { return [] }
      let one = Tensor(repeating: 1, edge.upstream.shape)
      let value: Tensor
      if edge.site.isArray {
        value = edge.site.pull(edge.place, one)
      } else {
        guard let local = edge.contribution.local else { return [] }
        value = one * local
      }
      return edge.sending(value) {
        "only the local derivative of \(code(edge.site.text)) is given: what comes back to it from the output"
          + "\(edge.exercise.number(edge.upstream).map { ", \($0)," } ?? "") is not multiplied in"
      }
    },
    .edge("counted-twice", "a contribution counted twice", rarity: 3) { edge in
      edge.sending(edge.value + edge.value) {
        "the way back through \(code(edge.site.text)) to \(code(edge.operandText)) is counted twice"
      }
    },
    .receiver("contributions-multiplied", "contributions multiplied", rarity: 3) { receiver in
      let parts = receiver.parts
      let product = parts.dropFirst().reduce(parts[0].value) { $0 * $1.value }
      return receiver.receiving(parts.indices.map { $0 == 0 ? product : .scalar(0) }) {
        "\(code(receiver.text)) is used \(parts.count) times, and the contributions are multiplied: they are added"
      }
    },
    .edge("own-factor", "the own factor in place of the other", rarity: 2) { edge in
      guard edge.site.primitive == .multiply, edge.site.operands[0] != edge.site.operands[1] else { return [] }
      return edge.sending(edge.upstream * edge.site.value(edge.place)) {
        "\(code(edge.site.text)) passes \(code(edge.operandText)) its own value: "
          + "a factor of a product gets the other factor, \(code(edge.site.text(1 - edge.place)))"
      }
    },
    .edge("reciprocal-local", "an inverted local factor", rarity: 3) { edge in
      guard let local = edge.contribution.local, !edge.isSilent else { return [] }
      return edge.sending(edge.upstream / local) {
        "the factor of \(code(edge.site.text)) is upside down"
          + (edge.localText.map { ": it is \(code($0))" } ?? "")
      }
    },
  ]
}

extension Edge {
  /// A Boolean value indicating whether the rule has a minus, at whatever point.
  fileprivate var hasMinus: Bool {
    site.primitive == .negate || place == 1 && (site.primitive == .subtract || site.primitive == .divide)
  }

  /// The other ways over which the operand is reached, in words; nothing if there is none.
  fileprivate var otherWays: String {
    let others = exercise.received[Int(contribution.to)].filter { $0.from != site.node }
    return others.isEmpty ? "" : ": \(code(operandText)) is used elsewhere too, and all ways are added"
  }
}

/// Returns a part of the source as it stands in a sentence.
func code(_ text: String) -> String { "`\(text)`" }
