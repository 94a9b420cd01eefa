/// Mistakes with arrays: transposes, the order of products, axes and counts.
extension Mistake {
  static let arrays: [Mistake] = [
    .edge("transpose-forgotten", "a forgotten transpose", rarity: 0) { edge in
      guard let product = MatrixProduct(edge) else { return [] }
      return edge.sending(product.untransposed) {
        "\(code(edge.site.text)) carries back by the transpose of \(code(product.otherText)): the transpose is missing"
      }
    },
    .edge("order-swapped", "factors in the wrong order", rarity: 1) { edge in
      guard let product = MatrixProduct(edge) else { return [] }
      return edge.sending(product.swapped) {
        "on the way back through \(code(edge.site.text)) to \(code(edge.operandText)) the two factors stand in the "
          + "wrong order"
      }
    },
    .edge("one-over-n-missing", "a missing 1/n", rarity: 0) { edge in
      guard let n = edge.averaged else { return [] }
      return edge.sending(edge.value * Tensor(Double(n))) {
        "\(code(edge.site.text)) divides by its \(n) elements, and the factor 1/\(n) is missing"
      }
    },
    .edge("wrong-n", "the wrong count", rarity: 1) { edge in
      guard let n = edge.averaged else { return [] }
      let lengths = edge.site.value(0).shape.lengths
      let others = Set(lengths + [lengths.reduce(1, *), n - 1]).filter { $0 != n && $0 > 1 }.sorted()
      let square = Site(exercise: edge.exercise, node: edge.contribution.to)
      let isOfSquares = square.primitive == .power && !edge.exercise.graph.isLeaf(square.node) && n != 2
      let halved =
        !isOfSquares
        ? []
        : edge.sending(edge.value * Tensor(Double(n) / 2)) {
          "\(code(edge.site.text)) divides by its \(n) elements, and neither that nor the 2 of the square is there: "
            + "this is the gradient of half the sum"
        }
      return halved
        + others.flatMap { other in
          edge.sending(edge.value * Tensor(Double(n) / Double(other))) {
            "\(code(edge.site.text)) is a mean of \(n) elements, and it is divided by \(other)"
          }
        }
    },
    .edge("averaged", "a mean in place of a sum", rarity: 1) { edge in
      let count: Int
      if edge.site.isArray, edge.isSum {
        count = edge.site.value(0).count / max(edge.site.output.count, 1)
      } else if !edge.site.isArray, edge.shape != edge.site.output.shape {
        count = edge.site.output.count / max(edge.shape.count, 1)
      } else {
        return []
      }
      guard count > 1 else { return [] }
      return edge.sending(edge.value / Tensor(Double(count))) {
        "what \(code(edge.site.text)) sends back to \(code(edge.operandText)) is added up over \(count) elements: "
          + "it is not their mean"
      }
    },
    .edge("wrong-axis", "the wrong axis", rarity: 1) { edge in
      let wide = edge.site.output.shape
      guard !edge.site.isArray, wide.rank == 2, edge.shape.count < wide.count, edge.shape.count > 1,
        let local = edge.contribution.local
      else { return [] }
      let axis = edge.shape.rank == 1 || edge.shape.lengths[0] == 1 ? 1 : 0
      let sums = (edge.upstream * local * Tensor(repeating: 1, wide)).sum(axis: axis)
      guard sums.count == edge.shape.count else { return [] }
      return edge.sending(Tensor(edge.shape, sums.elements)) {
        "what comes back to \(code(edge.operandText)) is summed along the wrong axis: it is summed over the one along "
          + "which \(code(edge.operandText)) is repeated"
      }
    },
    .edge("gradient-transposed", "a transposed gradient", rarity: 1) { edge in
      guard edge.shape.rank == 2, !edge.isSilent else { return [] }
      return edge.sending(edge.value.transposed()) {
        "the gradient of \(code(edge.operandText)) is transposed: it has the rows of \(code(edge.operandText)) as rows"
      }
    },
    .edge("broadcast-not-summed", "a broadcast that is not summed", rarity: 1) { edge in
      let wide = edge.site.output.shape
      guard !edge.site.isArray, edge.shape.count < wide.count, let local = edge.contribution.local else { return [] }
      let all = edge.upstream * local * Tensor(repeating: 1, wide)
      return edge.sending(Tensor(edge.shape, Array(all.elements.prefix(edge.shape.count)))) {
        "\(code(edge.operandText)) is repeated in \(code(edge.site.text)), and what comes back to it is not added up "
          + "over the repetitions"
      }
    },
    .edge("off-diagonal-dropped", "only the diagonal", rarity: 0) { edge in
      guard edge.site.isArray, edge.shape.rank == 1, edge.site.output.shape == edge.shape else { return [] }
      let n = edge.shape.count
      guard n > 1, n <= 256 else { return [] }
      var diagonal = [Double](repeating: 0, count: n)
      for index in 0..<n {
        var unit = [Double](repeating: 0, count: n)
        unit[index] = 1
        diagonal[index] = edge.site.pull(edge.place, Tensor(edge.shape, unit))[index]
      }
      return edge.sending(edge.upstream * Tensor(edge.shape, diagonal)) {
        "in \(code(edge.site.text)) every element depends on all of \(code(edge.operandText)), and only the diagonal "
          + "of its Jacobian is used"
      }
    },
    .receiver("assumed-symmetric", "a matrix taken for symmetric", rarity: 0) { receiver in
      let parts = receiver.parts
      guard parts.count == 2, parts[0].value.shape.rank == 1 else { return [] }
      return [0, 1].flatMap { kept in
        receiver.receiving([kept == 0 ? 1 : 0, kept == 1 ? 1 : 0].map { parts[kept].value * Tensor($0 * 2) }) {
          "the two ways back to \(code(receiver.text)) are taken for equal, as if the matrix between were symmetric"
        }
      }
    },
  ]
}

extension Edge {
  /// The number of elements of which the node takes the mean; nil if it takes none.
  fileprivate var averaged: Int? {
    guard site.isArray, !isSilent, let local = contribution.local?.scalar, local > 0, local < 1 else { return nil }
    let n = site.value(0).count / max(site.output.count, 1)
    return n > 1 && local == 1 / Double(n) ? n : nil
  }

  /// A Boolean value indicating whether the node is a sum of elements.
  fileprivate var isSum: Bool { contribution.local?.scalar == 1 && site.output.count < site.value(0).count }
}

/// The product of two matrices or vectors, as seen from the edge to one of them.
private struct MatrixProduct {
  let edge: Edge
  private let other: Tensor

  /// Creates the view of an edge; nil if its node is no such product.
  init?(_ edge: Edge) {
    guard edge.site.primitive == .matmul, edge.site.isArray, !edge.isSilent else { return nil }
    self.edge = edge
    other = edge.site.value(1 - edge.place)
  }

  var otherText: String { edge.site.text(1 - edge.place) }

  /// The contribution with the other factor itself in place of its transpose.
  var untransposed: Tensor {
    edge.place == 0 ? Tensor.product(edge.upstream, other) : Tensor.product(other, edge.upstream)
  }

  /// The contribution with its factors exchanged.
  var swapped: Tensor {
    edge.place == 0
      ? Tensor.product(other.transposed(), edge.upstream) : Tensor.product(edge.upstream, other.transposed())
  }
}
