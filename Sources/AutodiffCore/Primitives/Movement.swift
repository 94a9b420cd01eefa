/// An operation whose elements are its operands' in other places.
package struct Movement: Sendable {
  let numPy: NumPySpelling
  /// The places that elements go to, by the operands' shapes.
  let plan: @Sendable (_ operands: [Shape], ArrayOperation) -> MovementPlan
  let value: @Sendable (_ operands: [Tensor], ArrayOperation) -> Tensor

  init(
    numPy: NumPySpelling, plan: @escaping @Sendable ([Shape], ArrayOperation) -> MovementPlan,
    value: @escaping @Sendable ([Tensor], ArrayOperation) -> Tensor
  ) {
    self.numPy = numPy
    self.plan = plan
    self.value = value
  }
}

/// The way of elements from operands to a result, as loops go through them.
package enum MovementPlan: Sendable {
  /// The elements of the only operand, row by row, in another shape.
  case sameElements
  case copies([StridedCopy], Arrival)

  package enum Arrival: Sendable {
    /// Each place of the result gets one element.
    case everywhere
    /// Places that get none are 0.
    case amongZeros
    /// Elements that arrive at the same place are added.
    case summed
  }
}

/// A copy of an operand's elements, in loops over axes of these lengths.
package struct StridedCopy: Sendable {
  /// A place for each of the loops' variables: how far one step of an axis moves it.
  package struct Steps: Sendable {
    var start = 0
    var strides: [Int]
  }

  /// The operand's place, counted from 0.
  var operand = 0
  var lengths: [Int]
  var source: Steps
  var target: Steps

  /// The places that each element comes from and goes to, in the order of the loops.
  var places: [(source: Int, target: Int)] {
    var places = [(source: source.start, target: target.start)]
    for axis in lengths.indices {
      let (from, to) = (source.strides[axis], target.strides[axis])
      places = places.flatMap { place in
        (0..<lengths[axis]).map { (place.source + $0 * from, place.target + $0 * to) }
      }
    }
    return places
  }
}

// MARK: - Plans of operations

extension MovementPlan {
  private static func copy(
    _ lengths: [Int], from source: StridedCopy.Steps, to target: StridedCopy.Steps, _ arrival: Arrival = .everywhere
  ) -> MovementPlan {
    .copies([StridedCopy(lengths: lengths, source: source, target: target)], arrival)
  }

  /// The operands' elements one after the other.
  static func joined(_ operands: [Shape]) -> MovementPlan {
    var (copies, start) = ([StridedCopy](), 0)
    for (place, shape) in operands.enumerated() {
      let lengths = shape.isScalar ? [] : [shape.count]
      let steps = lengths.map { _ in 1 }
      copies.append(
        StridedCopy(
          operand: place, lengths: lengths, source: .init(strides: steps), target: .init(start: start, strides: steps)))
      start += shape.count
    }
    return .copies(copies, .everywhere)
  }

  /// The operands side by side along an axis.
  static func concatenated(_ operands: [Shape], axis: Int, to shape: Shape) -> MovementPlan {
    var (copies, start) = ([StridedCopy](), 0)
    for (place, own) in operands.enumerated() {
      copies.append(
        StridedCopy(
          operand: place, lengths: own.lengths, source: .init(strides: own.strides),
          target: .init(start: start, strides: shape.strides)))
      start += own.lengths[axis] * shape.strides[axis]
    }
    return .copies(copies, .everywhere)
  }

  static func broadcast(_ own: Shape, to wide: Shape) -> MovementPlan {
    if own.isScalar { return copy([wide.count], from: .init(strides: [0]), to: .init(strides: [1])) }
    return copy(wide.lengths, from: .init(strides: own.strides(in: wide)), to: .init(strides: wide.strides))
  }

  /// The adjoint of `broadcast`.
  static func summed(_ wide: Shape, to narrow: Shape) -> MovementPlan {
    if narrow.isScalar { return copy([wide.count], from: .init(strides: [1]), to: .init(strides: [0]), .summed) }
    return copy(
      wide.lengths, from: .init(strides: wide.strides), to: .init(strides: narrow.strides(in: wide)), .summed)
  }

  static func transposed(_ own: Shape, to shape: Shape) -> MovementPlan {
    copy(shape.lengths, from: .init(strides: own.strides.reversed()), to: .init(strides: shape.strides))
  }

  /// The axes of an array in another order.
  static func permuted(_ own: Shape, _ axes: [Int], to shape: Shape) -> MovementPlan {
    copy(shape.lengths, from: .init(strides: axes.map { own.strides[$0] }), to: .init(strides: shape.strides))
  }

  /// The elements on and below the diagonal of the last two axes, or on and above it, row by row.
  static func triangle(_ own: Shape, isLower: Bool) -> MovementPlan {
    let (lengths, strides) = (own.lengths, own.strides)
    let (rows, columns) = (lengths[own.rank - 2], lengths[own.rank - 1])
    let kept = (0..<rows).map { isLower ? 0..<min($0 + 1, columns) : min($0, columns)..<columns }
    let copies = kept.enumerated().filter { !$0.element.isEmpty }.map { row, places in
      let steps = StridedCopy.Steps(
        start: row * columns + places.lowerBound, strides: Array(strides.dropLast(2)) + [strides[own.rank - 1]])
      return StridedCopy(lengths: lengths.dropLast(2) + [places.count], source: steps, target: steps)
    }
    return .copies(copies, .amongZeros)
  }

  /// The diagonal of a matrix, or a vector as one.
  static func diagonal(_ own: Shape, to shape: Shape) -> MovementPlan {
    own.rank == 2
      ? copy([shape.count], from: .init(strides: [own.lengths[1] + 1]), to: .init(strides: [1]))
      : copy([own.count], from: .init(strides: [1]), to: .init(strides: [shape.lengths[1] + 1]), .amongZeros)
  }

  /// The sum of a square matrix's diagonal.
  static func trace(_ own: Shape) -> MovementPlan {
    let order = own.lengths[0]
    return copy([order], from: .init(strides: [order + 1]), to: .init(strides: [0]), .summed)
  }

  static func slice(_ own: Shape, _ subscripts: [Subscript], to shape: Shape) -> MovementPlan {
    guard let selection = Selection(subscripts, of: own) else { return .copies([], .amongZeros) }
    return copy(
      selection.lengths, from: .init(start: selection.start, strides: selection.strides),
      to: .init(strides: shape.strides))
  }

  /// The adjoint of `slice`.
  static func scatter(_ subscripts: [Subscript], into shape: Shape) -> MovementPlan {
    guard let selection = Selection(subscripts, of: shape) else { return .copies([], .amongZeros) }
    return copy(
      selection.lengths, from: .init(strides: selection.shape.strides),
      to: .init(start: selection.start, strides: selection.strides), .amongZeros)
  }
}

extension Shape {
  /// The steps through an array of this shape along the axes of one that it broadcasts to.
  fileprivate func strides(in wide: Shape) -> [Int] {
    [Int](repeating: 0, count: wide.rank - rank) + zip(strides, lengths).map { $1 == 1 ? 0 : $0 }
  }
}
