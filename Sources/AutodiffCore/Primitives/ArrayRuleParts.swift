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

  /// y·(v - ⟨y, v⟩), which is its own transpose.
  func softmaxJacobian(_ moving: S) -> S {
    let inner = (output * moving).sum(operation.setting).expand(operation.setting, to: moving.shape)
    return output * (moving - inner)
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

  /// For each element the product of all others, without a division, so that zeros do no harm.
  var productsOfOthers: S {
    let axis = operation.setting.axis
    let flat = flat
    let parts = (0..<flat.shape.lengths[axis]).map { flat.part($0, axis: axis) }
    var others = [S](repeating: 1.0, count: parts.count)
    var before: S = 1.0
    for index in parts.indices {
      others[index] = before
      before = before * parts[index]
    }
    var after: S = 1.0
    for index in parts.indices.reversed() {
      others[index] = (others[index] * after).unbroadcast(to: parts[index].shape)
      after = after * parts[index]
    }
    let rows = others.map { $0.expand(flatSetting, to: flat.shape) }
    return S.apply(ArrayOperation(.concat, flatSetting, shape: flat.shape), rows).reshaped(to: operand.shape)
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
