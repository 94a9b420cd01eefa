/// Mistakes about what moves: constants and other inputs.
extension Mistake {
  static let nodes: [Mistake] = [
    .constant("constant-differentiated", "a constant that is differentiated", rarity: 1) { site, place in
      (
        Tensor(1),
        "\(code(site.text(place))) in \(code(site.text)) is a constant, whose derivative is 0: it is taken as 1"
      )
    },
    .constant("constant-kept", "a constant that is kept", rarity: 2) { site, place in
      (
        site.value(place),
        "\(code(site.text(place))) in \(code(site.text)) is a constant, whose derivative is 0: it is kept as it is"
      )
    },
    Mistake("node-treated-as-constant", "a part treated as a constant", rarity: 1) { exercise in
      exercise.sites.filter { $0.node != exercise.graph.output && !$0.sent.isEmpty }.map { site in
        Variation(at: site.node, .sends([site.node: []])) {
          "\(code(site.text)) depends on \(site.inputNames), and it is treated as a constant"
          // A part that is used several times loses no single way.
        }.rarer(exercise.received[Int(site.node)].count > 1 ? -1 : 1)
      }
    },
    Mistake("other-input-varied", "another input that moves along", rarity: 2) { exercise in
      exercise.edges.flatMap { edge -> [Variation] in
        guard exercise.graph.nodes[Int(edge.contribution.to)].kind == .input, !edge.isSilent else { return [] }
        return exercise.moved(edge.value, to: edge.contribution.to, at: edge.site.node, edge.operandText)
      }
        + exercise.names.indices.flatMap { other -> [Variation] in
          let id = exercise.graph.inputs[other]
          guard exercise.received[Int(id)].count > 1 else { return [] }
          return exercise.moved(exercise.right[other], to: id, at: nil, exercise.names[other])
        }
    },
  ]

  /// Creates a mistake with an operand that does not move.
  private static func constant(
    _ kind: String, _ name: String, rarity: Int,
    _ wrong: @escaping @Sendable (Site, _ place: Int) -> (slope: Tensor, words: String)
  ) -> Mistake {
    Mistake(kind, name, rarity: rarity) { exercise in
      exercise.sites.flatMap { site -> [Variation] in
        // A constant factor or exponent is taken along by its own rule; what is added stands alone.
        guard !site.isArray, site.primitive == .add || site.primitive == .subtract else { return [] }
        return exercise.names.indices.flatMap { input -> [Variation] in
          let active = exercise.depends(on: input)
          let id = exercise.graph.inputs[input]
          guard active[Int(site.node)], exercise.graph.shape(of: id).isScalar, site.output.shape.isScalar else {
            return []
          }
          return site.operands.indices.filter { !site.isActive($0) }.flatMap { place -> [Variation] in
            let (slope, words) = wrong(site, place)
            let sign: Tensor = site.primitive == .subtract && place == 1 ? -1.0 : 1.0
            let sends: [Sent] = site.sent.map { ($0.to, $0.value) } + [(id, site.upstream * sign * slope)]
            return [Variation(at: site.node, .sends([site.node: sends]), input: input) { words }]
          }
        }
      }
    }
  }
}

extension Exercise {
  /// Returns the variations in which what belongs to one input is added to the answer of another one.
  fileprivate func moved(_ value: Tensor, to id: Graph.NodeID, at node: Graph.NodeID?, _ name: String) -> [Variation] {
    graph.inputs.indices.filter { graph.inputs[$0] != id && right[$0].shape == value.shape }.map { input in
      var answers = [Tensor?](repeating: nil, count: right.count)
      answers[input] = right[input] + value
      return Variation(at: node, .answers(answers), input: input) { [names] in
        "\(code(name)) is treated as if it moved with \(code(names[input])): the other inputs stand still"
      }
    }
  }
}

extension Site {
  /// The names of the inputs that the node depends on.
  fileprivate var inputNames: String {
    inputs(below: node).map { code(exercise.names[$0]) }.joined(separator: ", ")
  }
}
