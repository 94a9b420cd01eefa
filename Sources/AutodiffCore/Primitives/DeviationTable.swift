private typealias P = Primitive

/// The rows of the linear maps in the derivatives of `softmax` and `log_softmax`, for weights whose sum is 1.
extension Gate where S: Field {
  static var deviation: Gate {
    .hiddenArray(
      "difference to the weighted mean", written: .named("deviation"),
      .composition(
        ArrayComposition(isOfLanes: true, value: { Deviation.value($0, $1) }) {
          Deviation.map($0, $1)
        }),
      .general(
        push: { edge, t in
          edge.place == 1
            ? t.deviation(by: edge.operands[0], edge.operation.setting) : -edge.spreadSum(t * edge.operands[1])
        },
        pull: { edge, u in
          edge.place == 1
            ? u.deviationPull(by: edge.operands[0], edge.operation.setting) : -(edge.operands[1] * edge.spreadSum(u))
        }), definition: { Deviation.textbook($0, $1) })
  }

  static var deviationPull: Gate {
    .hiddenArray(
      "difference to the weights' shares of the sum", written: .named("deviation_pull"),
      .composition(
        ArrayComposition(
          isOfLanes: true, value: { Deviation.pullValue($0, $1) }, pairedLanes: { Deviation.pull($0, $1, $2, $3, $4) }
        ) {
          Deviation.pull($0, $1)
        }),
      .general(
        push: { edge, t in
          edge.place == 1
            ? t.deviationPull(by: edge.operands[0], edge.operation.setting) : -(t * edge.spreadSum(edge.operands[1]))
        },
        pull: { edge, u in
          edge.place == 1
            ? u.deviation(by: edge.operands[0], edge.operation.setting) : -(u * edge.spreadSum(edge.operands[1]))
        }), definition: { Deviation.textbookPull($0, $1) })
  }
}

/// The map v - ⟨p, v⟩ of lanes and its transpose u - p·Σu, for weights p with the sum 1.
///
/// Where one weight is nearly 1, the textbook's formulas lose the digits of the others' sum. So the element of the
/// leading weight is taken from all of v first, which the map does not see; and the transpose, whose elements have the
/// sum 0, gets that element as the negative sum of the others.
private enum Deviation {
  // Compiled once for all fields, as the shared rows are.

  /// The weight from which on it leads: below it the formulas lose three bits at most.
  private static let leading = 0.875

  /// Returns 1 where a weight leads, of which a lane has one at most, and 0 elsewhere.
  private static func leads<S: Field>(_ weights: S) -> S { P.greater(weights, S(leading)) }

  static func value(_ x: [Tensor], _ operation: ArrayOperation) -> Tensor {
    textbook([x[0], withLeaders(x[0], x[1], operation) { $0.subtract($1) }], operation)
  }

  static func pullValue(_ x: [Tensor], _ operation: ArrayOperation) -> Tensor {
    withLeaders(x[0], textbookPull(x, operation), operation) { $0.balance($1) }
  }

  /// Writes the transpose's values for short lanes.
  static func pull(
    _ weights: UnsafePointer<Double>, _ x: UnsafePointer<Double>, _ result: UnsafeMutablePointer<Double>,
    _ lanes: Int, _ length: Int
  ) {
    _ = withLaneScratch { KernelSet.best.balance(weights, x, leading, result, lanes, length, $0) }
  }

  /// The elements of a lane, by the place of the first, and of the one whose weight leads.
  fileprivate struct Lane {
    var elements: MutableLane
    var start: Int
    var step: Int
    var length: Int

    /// Subtracts the element at a place from all.
    func subtract(_ place: Int) {
      let leader = elements[place]
      for k in 0..<length { elements[start + k * step] -= leader }
    }

    /// Makes the element at a place the negative sum of the others.
    func balance(_ place: Int) {
      var others = CarefulSum()
      for k in 0..<length where start + k * step != place { others.add(elements[start + k * step]) }
      elements[place] = -others.value
    }
  }

  /// Returns an array whose lanes with a leading weight are changed by `body`, at the place of that weight.
  private static func withLeaders(
    _ weights: Tensor, _ array: Tensor, _ operation: ArrayOperation, _ body: (Lane, _ place: Int) -> Void
  ) -> Tensor {
    weights.withElements { weights in
      guard weights.contains(where: { $0 > leading }), weights.count == array.count else { return array }
      let lanes = operation.lanes(of: operation.shape)
      var elements = array.elements
      elements.withUnsafeMutableBufferPointer { elements in
        for place in weights.indices where weights[place] > leading {
          let (block, lane) = (place / (lanes.length * lanes.inner), place % lanes.inner)
          let start = block * lanes.length * lanes.inner + lane
          body(Lane(elements: elements, start: start, step: lanes.inner, length: lanes.length), place)
        }
      }
      return Tensor(array.shape, elements)
    }
  }

  /// Returns the sums of lanes, in the shape of the array.
  private static func spread<S: Field>(_ array: S, _ operation: ArrayOperation) -> S {
    array.sum(operation.setting).expand(operation.setting, to: operation.shape)
  }

  @inline(never)
  @_semantics("optimize.sil.specialize.generic.never")
  static func textbook<S: Field>(_ x: [S], _ operation: ArrayOperation) -> S { x[1] - spread(x[0] * x[1], operation) }

  @inline(never)
  @_semantics("optimize.sil.specialize.generic.never")
  static func map<S: Field>(_ x: [S], _ operation: ArrayOperation) -> S {
    textbook([x[0], x[1] - spread(P.choose(leads(x[0]), x[1], 0.0), operation)], operation)
  }

  @inline(never)
  @_semantics("optimize.sil.specialize.generic.never")
  static func textbookPull<S: Field>(_ x: [S], _ operation: ArrayOperation) -> S {
    x[1] - x[0] * spread(x[1], operation)
  }

  @inline(never)
  @_semantics("optimize.sil.specialize.generic.never")
  static func pull<S: Field>(_ x: [S], _ operation: ArrayOperation) -> S {
    let shares = textbookPull(x, operation)
    return P.choose(leads(x[0]), -spread(P.choose(leads(x[0]), 0.0, shares), operation), shares)
  }
}
