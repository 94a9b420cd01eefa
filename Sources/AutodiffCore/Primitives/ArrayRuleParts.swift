/// Parts of the rules of several operations on whole arrays.
private typealias P = Primitive

extension ArrayEdge where S: Field {
  var expandedOutput: S { output.expand(operation.setting, to: operand.shape) }

  /// The count of elements that go into one result.
  var reducedCount: Double {
    Double(operation.setting.reduced.map { operand.shape.lengths[$0] } ?? operand.shape.count)
  }

  /// The operand as a scan along `flatSetting` takes it: all of it in a row where no axis is given.
  var flat: S {
    operation.setting.reduced == nil ? operand.reshaped(to: Shape([operand.shape.count])) : operand
  }

  var flatSetting: Setting { .axis(operation.setting.axis) }

  /// The shares y·(v - ⟨y, v⟩), a map which is its own transpose.
  func softmaxJacobian(_ moving: S) -> S { output * moving.deviation(by: output, operation.setting) }

  /// The sums of the lanes along the operation's axis, in the shape of the array that was summed.
  func spreadSum(_ array: S) -> S {
    array.sum(operation.setting).expand(operation.setting, to: array.shape)
  }

  /// The cofactors' second change, symmetric in both of its directions, from C = det(A) inv(A)'; and the first one, where
  /// it is the direction that moves.
  func cofactorChange(_ moving: S) -> S {
    if place == 1 { return operands[0].cofactorChange(along: moving) }
    let direction = operands[1].transposed
    let inverse = operand.inverse.transposed
    let cofactors = operand.cofactors
    let (first, second) = (direction.matmul(inverse), moving.transposed.matmul(inverse))
    let mixed = cofactors.matmul(first.matmul(second)) + cofactors.matmul(second.matmul(first))
    let traces = (operands[1] * inverse).total * cofactors.matmul(second)
    return (moving * inverse).total * output + mixed - traces
      - (operands[1] * inverse.matmul(second)).total * cofactors
  }

  /// Returns the change of the products of others as the elements move, a map which is its own transpose: for each
  /// element the sum over the others of their change times all that is left.
  @inline(never)
  @_semantics("optimize.sil.specialize.generic.never")
  func productOfOthersChange(_ moving: S) -> S {
    let axis = operation.setting.axis
    let moved = zip(operand.parts(axis: axis), moving.parts(axis: axis)).map { (value: $0, change: $1) }
    // Products of all before, or of all behind, each with its change.
    func products<Elements: Sequence<(value: S, change: S)>>(_ elements: Elements) -> [(value: S, change: S)] {
      var (product, change): (S, S) = (1.0, 0.0)
      return elements.map { element in
        defer { (product, change) = (product * element.value, change * element.value + product * element.change) }
        return (product, change)
      }
    }
    let changes = zip(products(moved), products(moved.reversed()).reversed()).map { before, behind in
      before.change * behind.value + before.value * behind.change
    }
    return .joined(changes, axis: axis, shape: operation.shape)
  }

  /// Returns the change of running products: that of the product before times the element, and the product before
  /// times the element's own change.
  @inline(never)
  @_semantics("optimize.sil.specialize.generic.never")
  func runningProductPush(_ tangent: S) -> S {
    let axis = operation.setting.axis
    let (elements, moving, products) = (operand.parts(axis: axis), tangent.parts(axis: axis), output.parts(axis: axis))
    var changes = moving
    for place in changes.indices.dropFirst() {
      changes[place] = changes[place - 1] * elements[place] + products[place - 1] * moving[place]
    }
    return .joined(changes, axis: axis, shape: operation.shape)
  }

  /// Returns the adjoint of the elements of running products, of which each product sends its own and its part of those
  /// behind it to its last factor and to the product before.
  @inline(never)
  @_semantics("optimize.sil.specialize.generic.never")
  func runningProductPull(_ upstream: S) -> S {
    let axis = operation.setting.axis
    let (elements, products) = (operand.parts(axis: axis), output.parts(axis: axis))
    var adjoints = upstream.parts(axis: axis)
    for place in adjoints.indices.dropLast().reversed() {
      adjoints[place] = adjoints[place] + elements[place + 1] * adjoints[place + 1]
    }
    for place in adjoints.indices.dropFirst() { adjoints[place] = products[place - 1] * adjoints[place] }
    return .joined(adjoints, axis: axis, shape: operation.shape)
  }

  /// The share of each element in the derivative of the extreme one.
  func shares(_ ties: Ties) -> S {
    let wins = P.equal(operand, expandedOutput)
    switch ties {
    case .split: return wins / wins.sum(operation.setting).expand(operation.setting, to: operand.shape)
    case .first, .last:
      let row = operation.setting.reduced == nil ? wins.reshaped(to: flat.shape) : wins
      let rank = row.cumsum(flatSetting, reversed: ties == .last).reshaped(to: operand.shape)
      return wins * P.equal(rank, 1.0)
    }
  }
}
