private typealias P = Primitive

/// The rows of indices that are numbers of the program, and of values that nothing goes back through.
extension Gate where S: Field {
  static var stop: Gate {
    Gate(
      name: "stop", summary: "the value, through which no derivative goes",
      computation: .form(.unary { $0 }), derivative: .none)
  }

  // MARK: - Hidden

  static var gather: Gate {
    .hiddenArray(
      "parts of an array by their indices", written: .partAtIndices,
      .gathering(Gathering(adds: false, routine: "gather", numPy: .function("gather"))), .indexed(adjoint: .scatterSum))
  }

  static var scatterSum: Gate {
    .hiddenArray(
      "zeros, with parts added at their indices", written: .placementAtIndices,
      .gathering(Gathering(adds: true, routine: "scatter_sum", numPy: .shaped("scatter_sum"))),
      .indexed(adjoint: .gather))
  }

  static var lastOccurrence: Gate {
    .hiddenArray(
      "the number of the last index that names a place, or 0", written: .named("last_occurrence"),
      .composition(
        ArrayComposition(value: { x, operation in x[0].lastOccurrences(among: operation.shape.count) }, occurrences)),
      .general(
        push: { edge, _ in S(0).unbroadcast(to: edge.operation.shape) },
        pull: { edge, _ in S(0).unbroadcast(to: edge.operand.shape) }),
      definition: occurrences)
  }

  @Sendable private static func occurrences(_ x: [S], _ operation: ArrayOperation) -> S {
    let (length, count) = (operation.shape.count, x[0].shape.count)
    func numbers(_ count: Int) -> S { S.apply(.numbers(to: count), []) }
    let places = numbers(length).reshaped(to: Shape([length, 1]))
    let indices = x[0].reshaped(to: Shape([1, count]))
    let found = P.choose(P.equal(places, indices), numbers(count), 0.0)
    return S.apply(ArrayOperation(.amax, .axis(1), shape: operation.shape), [found])
  }
}

extension ArrayRule where S: Field {
  /// The rule of an operation that is linear in its first operand, at the indices that its second one has and that send
  /// nothing back.
  ///
  /// - Parameter adjoint: The operation that carries adjoints back, at the same indices.
  fileprivate static func indexed(adjoint: Primitive) -> ArrayRule {
    .general(
      push: { edge, t in
        edge.place == 0 ? S.apply(edge.operation, [t, edge.operands[1]]) : S(0).unbroadcast(to: edge.operation.shape)
      },
      pull: { edge, u in
        edge.place == 0
          ? S.apply(ArrayOperation(adjoint, shape: edge.operand.shape), [u, edge.operands[1]])
          : S(0).unbroadcast(to: edge.operand.shape)
      })
  }
}

extension ArrayOperation {
  /// The operation that makes the vector of the numbers 1 to a length.
  static func numbers(to length: Int) -> ArrayOperation { ArrayOperation(.range, shape: Shape([length])) }

  /// The operation that takes parts of an array along its first axis at indices that its second operand has.
  ///
  /// - Parameter array: The shape of the array.
  /// - Parameter indices: The shape of the indices.
  static func gather(from array: Shape, at indices: Shape) -> ArrayOperation {
    ArrayOperation(.gather, shape: Shape(indices.lengths + array.lengths.dropFirst()))
  }
}
