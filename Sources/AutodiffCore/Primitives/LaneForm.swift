/// An operation that works lane by lane: `Result` is a number where it reduces, and a lane where it scans.
package struct LaneForm<S, Result>: Sendable {
  /// The function that loops call with the numbers of a lane.
  let routine: String
  let numPy: NumPySpelling
  /// The count of operations on numbers for each element.
  let operations: Int
  /// The function over the numbers of a lane.
  let kernel: LaneKernel
  /// The same for one lane, from gates for numbers.
  let lane: @Sendable (ScalarLane<S>) -> Result

  init(
    _ routine: String, numPy: NumPySpelling, operations: Int, _ kernel: LaneKernel,
    lane: @escaping @Sendable (ScalarLane<S>) -> Result
  ) {
    self.routine = routine
    self.numPy = numPy
    self.operations = operations
    self.kernel = kernel
    self.lane = lane
  }

  /// Returns the result along an axis, from 0, or over all elements where it is nil.
  func value(_ operand: Tensor, _ axis: Int?) -> Tensor {
    switch kernel {
    case .fold(let fold): operand.folded(axis: axis, fold)
    case .map(let map): operand.mapLanes(axis: axis, map)
    }
  }
}

/// The function over the numbers of a lane.
enum LaneKernel: Sendable {
  /// A number of each lane.
  case fold(LaneFold)
  /// A lane of each lane.
  case map(LaneMap)
}

/// The elements of a lane, of which there is one at least, each a number of its own.
package struct ScalarLane<S> {
  let elements: [S]
  /// The values of the elements at the point at which they are looked at.
  let values: [Double]
  /// Returns a number near the greatest element, finite, through which no derivative passes.
  private let makeShift: () -> S

  init(_ elements: [S], values: [Double], shift: @escaping () -> S) {
    self.elements = elements
    self.values = values
    makeShift = shift
  }
}

extension ScalarLane where S: Field {
  var count: S { S(Double(elements.count)) }
  var sum: S { Self.sum(elements) }
  var product: S { elements.dropFirst().reduce(elements[0]) { $0 * $1 } }
  var mean: S { sum / count }

  static func sum(_ terms: [S]) -> S { terms.dropFirst().reduce(terms[0]) { $0 + $1 } }

  /// The sums of all elements up to each.
  static func runningSums(_ elements: [S]) -> [S] {
    var sums = elements
    for place in sums.indices.dropFirst() { sums[place] = sums[place - 1] + sums[place] }
    return sums
  }

  /// The products of all elements up to each.
  static func runningProducts(_ elements: [S]) -> [S] {
    var products = elements
    for place in products.indices.dropFirst() { products[place] = products[place - 1] * products[place] }
    return products
  }

  /// The products of all elements but each, without a division, so that zeros do no harm.
  @inline(never)
  @_semantics("optimize.sil.specialize.generic.never")
  static func productsOfOthers(_ elements: [S]) -> [S] {
    var others = [S](repeating: 1.0, count: elements.count)
    var before: S = 1.0
    for (place, element) in elements.enumerated() {
      others[place] = before
      before = before * element
    }
    var after: S = 1.0
    for (place, element) in elements.enumerated().reversed() {
      others[place] = others[place] * after
      after = after * element
    }
    return others
  }

  /// e^(x - shift) for each x: the greatest is near 1, so that none overflows.
  var exponentials: (shift: S, terms: [S]) {
    let shift = makeShift()
    return (shift, elements.map { Primitive.exp($0 - shift) })
  }
}

extension ArrayOperation {
  /// The lanes that a reduction or a scan takes of an operand of that shape.
  func lanes(of shape: Shape) -> Lanes {
    guard let axis = setting.reduced else { return Lanes([shape.count], axes: 0..<1) }
    return Lanes(shape.lengths, axes: axis..<axis + 1)
  }
}

extension ArrayForm {
  /// A Boolean value indicating whether the operation goes along one axis even if none is named: the first.
  fileprivate var isScan: Bool { if case .scan = self { true } else { false } }
}

extension ArrayOperation {
  /// Returns the operation on the arrays of several rows, one below the other, with the shape of such an operand.
  func acrossRows(_ rows: Int, _ shape: Shape) -> (operation: ArrayOperation, operand: Shape) {
    if setting.reduced == nil, primitive.arrayForm?.isScan != true {
      let lengths = self.shape.isScalar ? [rows] : [rows, shape.count]
      return (ArrayOperation(primitive, .axis(1), shape: Shape(lengths)), Shape([rows, shape.count]))
    }
    let axis = setting.axis
    return (
      ArrayOperation(primitive, .axis(axis + 1), shape: Shape([rows] + self.shape.lengths)),
      Shape([rows] + shape.lengths)
    )
  }
}

extension Lanes {
  /// The places of each lane's elements, in the order of a reduction's results.
  var places: [[Int]] {
    (0..<outer).flatMap { block in
      (0..<inner).map { lane in (0..<length).map { (block * length + $0) * inner + lane } }
    }
  }
}
