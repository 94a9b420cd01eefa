/// A row of the table of mistakes: a way in which a derivative comes out wrong, all else being right.
package struct Mistake: Sendable {
  /// The name in answers for programs.
  package let kind: String
  /// The name for people.
  package let name: String
  /// The place in the order of how common the mistake is, from 0 for those that everybody makes.
  let rarity: Int
  /// A Boolean value indicating whether the answer is close to the right one, so that no point tells them apart.
  let isNearlyRight: Bool
  /// The ways in which an exercise can go wrong by the mistake.
  let variations: @Sendable (Exercise) -> [Variation]

  init(
    _ kind: String, _ name: String, rarity: Int, isNearlyRight: Bool = false,
    _ variations: @escaping @Sendable (Exercise) -> [Variation]
  ) {
    self.kind = kind
    self.name = name
    self.rarity = rarity
    self.isNearlyRight = isNearlyRight
    self.variations = variations
  }

  /// Creates a mistake at an edge of the graph.
  static func edge(
    _ kind: String, _ name: String, rarity: Int, _ variations: @escaping @Sendable (Edge) -> [Variation]
  ) -> Mistake {
    Mistake(kind, name, rarity: rarity) { $0.edges.flatMap(variations) }
  }

  /// Creates a mistake in the rule of a node.
  static func node(
    _ kind: String, _ name: String, rarity: Int, _ variations: @escaping @Sendable (Site) -> [Variation]
  ) -> Mistake {
    Mistake(kind, name, rarity: rarity) { $0.sites.flatMap(variations) }
  }

  /// Creates a mistake in the rule of a node, as it concerns the derivative by one input.
  static func along(
    _ kind: String, _ name: String, rarity: Int, _ variations: @escaping @Sendable (Site, _ input: Int) -> [Variation]
  ) -> Mistake {
    Mistake(kind, name, rarity: rarity) { exercise in
      exercise.sites.flatMap { site in
        site.inputs(below: site.node).flatMap { variations(site, $0) }
      }
    }
  }

  /// Creates a mistake in adding up what a node receives.
  static func receiver(
    _ kind: String, _ name: String, rarity: Int, _ variations: @escaping @Sendable (Receiver) -> [Variation]
  ) -> Mistake {
    Mistake(kind, name, rarity: rarity) { exercise in
      exercise.graph.nodes.indices.filter { exercise.received[$0].count > 1 }.flatMap {
        variations(Receiver(exercise: exercise, node: Graph.NodeID($0)))
      }
    }
  }

  /// Every kind of mistake that changes the sweep, the reading or the whole answer.
  package static let table: [Mistake] =
    edges + chainRule + rules + powers + routers + arrays + nodes + wholeAnswers + readings + roundings
}

/// One way in which an exercise goes wrong.
struct Variation {
  /// The change that makes the answer wrong.
  enum Effect {
    /// Nodes send other numbers in the reverse sweep.
    case sends([Graph.NodeID: [Sent]])
    /// The answers by inputs are others; nil for inputs that it does not concern.
    case answers([Tensor?])
  }

  /// The node at which it goes wrong; nil for the whole.
  var node: Graph.NodeID?
  /// The edge whose operand is underlined in place of the node, if there is one.
  var shown: Edge?
  var effect: Effect
  /// The only input that it concerns, where that is one.
  var input: Int?
  /// The place in the order of how common it is, where that is not the row's.
  var rarity: Int?
  /// A Boolean value indicating whether the answers by all inputs that it concerns go wrong together.
  var isJoint = false
  /// The sentence that says so.
  var words: () -> String

  init(at node: Graph.NodeID? = nil, _ effect: Effect, input: Int? = nil, _ words: @escaping () -> String) {
    self.node = node
    self.effect = effect
    self.input = input
    self.words = words
  }
}
