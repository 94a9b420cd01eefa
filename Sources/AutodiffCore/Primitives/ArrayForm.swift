/// The way an operation on whole arrays is computed.
///
/// There are few kinds of them, and readers (values, elements one by one, loops, NumPy, costs) tell only the kinds apart:
/// all that is an operation's own is in its row.
package indirect enum ArrayForm<S>: Sendable {
  /// An array that is made from its shape alone.
  case filling(Filling)
  /// Elements of the operands, each in another place, and maybe zeros or sums where none or several arrive.
  case movement(Movement)
  /// Parts of the first operand, or places for them, by indices that are the second one's numbers.
  case gathering(Gathering)
  /// A number from each lane of an array: along one axis, or of all its elements.
  case reduction(LaneForm<S, S>)
  /// A lane from each lane of an array, along one axis.
  case scan(LaneForm<S, [S]>)
  /// Products of two arrays' elements, summed over an axis that they share, if any.
  case contraction(Contraction)
  /// A result of a square matrix's factors.
  case factorization(FactorizationForm)
  /// Other operations, whole arrays and gates alike, which all that is not said otherwise follows from.
  case composition(ArrayComposition<S>)
}

/// An array that is made from its shape alone.
package struct Filling: Sendable {
  package enum Element: Sendable {
    /// The same number everywhere.
    case constant(Double)
    /// Ones on the diagonal of a square matrix, zeros elsewhere.
    case identity
  }

  let element: Element
  let numPy: NumPySpelling

  func value(_ shape: Shape) -> Tensor {
    switch element {
    case .constant(let value): Tensor(repeating: value, shape)
    case .identity: .identity(shape.lengths[0])
    }
  }
}

/// Parts of an array by their indices along its first axis, or the adjoint of that.
package struct Gathering: Sendable {
  /// A Boolean value indicating whether parts are added at their places; else they are taken from there.
  let adds: Bool
  /// The function that loops call.
  let routine: String
  let numPy: NumPySpelling

  func value(_ operands: [Tensor], _ operation: ArrayOperation) -> Tensor {
    adds ? operands[0].scatteredSum(operands[1], into: operation.shape) : operands[0].gathered(operands[1])
  }

  /// The shape of the array that is indexed.
  func whole(_ operand: Shape, _ operation: ArrayOperation) -> Shape { adds ? operation.shape : operand }
}

/// A product of two arrays' elements.
package struct Contraction: Sendable {
  /// The axes that are summed over: 1 for the last axis of the left array with the first of the right one, 0 for none,
  /// where all pairs of two vectors' elements are multiplied.
  let axes: Int
  let numPy: NumPySpelling
  let value: @Sendable (_ left: Tensor, _ right: Tensor) -> Tensor

  /// The lengths of the result's axes, as if both operands were matrices, and of the sums that its elements are.
  func extents(_ left: Shape, _ right: Shape) -> (rows: Int, inner: Int, columns: Int) {
    if axes == 0 { return (left.count, 1, right.count) }
    let inner = right.lengths[0]
    return (left.count / inner, inner, right.count / inner)
  }
}

/// A result of a square matrix's factors, by elimination with pivots.
package struct FactorizationForm: Sendable {
  package enum Result: Sendable {
    case determinant, logDeterminant, inverse
    /// The solution of a system whose right-hand side is the second operand.
    case solution
    /// The gradient of the determinant, which exists where a pivot is 0 as well.
    case cofactors
    /// The lower triangular factor of a symmetric matrix.
    case cholesky
    /// The eigenvalues of a symmetric matrix, and its eigenvectors as columns.
    case eigenvalues, eigenvectors
  }

  let result: Result
  /// The function that loops call.
  let routine: String
  let numPy: NumPySpelling
  /// The count of numbers that the function needs room for, by the number of rows.
  let room: @Sendable (_ order: Int) -> Int
  /// The count of operations on numbers, by the number of rows and that of the result's elements.
  let operations: @Sendable (_ order: Double, _ results: Double) -> Double
  let value: @Sendable (_ operands: [Tensor]) -> Tensor

  /// A Boolean value indicating whether the result is undefined where a pivot is 0, or is 0 there.
  var dividesByPivots: Bool {
    switch result {
    case .determinant, .logDeterminant, .inverse, .solution: true
    case .cofactors, .cholesky, .eigenvalues, .eigenvectors: false
    }
  }
}

/// An operation on arrays as a composition of others.
package struct ArrayComposition<S>: Sendable {
  let form: @Sendable (_ operands: [S], ArrayOperation) -> S
  /// A function over numbers that is more careful than the composition; nil for the composition itself.
  let value: (@Sendable (_ operands: [Tensor], ArrayOperation) -> Tensor)?
  /// The elements of the result for one lane, from gates for numbers, where its kinks are none of the composition's parts;
  /// nil where they are.
  let lane: (@Sendable (ScalarLane<S>) -> [S])?
  /// A Boolean value indicating whether each lane of the result comes from the operands' lanes at its place.
  let isOfLanes: Bool
  /// A Boolean value indicating whether the kinks of the operations that it is composed of are none of its own.
  let isSmooth: Bool

  /// The operation as a loop over short lanes of two arrays, with the bits of `value`; nil if there is none.
  let pairedLanes: PairedLanes?

  init(
    isOfLanes: Bool = false, isSmooth: Bool = false, value: (@Sendable ([Tensor], ArrayOperation) -> Tensor)? = nil,
    pairedLanes: PairedLanes? = nil, lane: (@Sendable (ScalarLane<S>) -> [S])? = nil,
    _ form: @escaping @Sendable (_ operands: [S], ArrayOperation) -> S
  ) {
    self.isOfLanes = isOfLanes
    self.isSmooth = isSmooth
    self.value = value
    self.pairedLanes = pairedLanes
    self.lane = lane
    self.form = form
  }
}

/// A loop over lanes of two arrays that stand one behind the other.
///
/// - Parameters:
///   - lanes: The number of lanes.
///   - length: The number of elements of a lane, at least 1 and below `ShortLaneKernel.bound`.
typealias PairedLanes =
  @Sendable (
    _ x: UnsafePointer<Double>, _ y: UnsafePointer<Double>, _ result: UnsafeMutablePointer<Double>, _ lanes: Int,
    _ length: Int
  ) -> Void

extension ArrayForm<Tensor> {
  /// Returns the operation's value, in the shape that it says.
  func value(_ operands: [Tensor], _ operation: ArrayOperation) -> Tensor {
    switch self {
    case .filling(let filling): filling.value(operation.shape)
    case .movement(let movement): movement.value(operands, operation)
    case .gathering(let gathering): gathering.value(operands, operation)
    case .reduction(let form): form.value(operands[0], operation.setting.reduced)
    case .scan(let form): form.value(operands[0], operation.setting.axis)
    case .contraction(let contraction): contraction.value(operands[0], operands[1])
    case .factorization(let form): form.value(operands)
    case .composition(let composition): composition.value?(operands, operation) ?? composition.form(operands, operation)
    }
  }
}

extension ArrayForm {
  /// The call in Python; nil for a composition, which is written as what it is composed of.
  var numPy: NumPySpelling? {
    switch self {
    case .filling(let filling): filling.numPy
    case .movement(let movement): movement.numPy
    case .gathering(let gathering): gathering.numPy
    case .reduction(let form): form.numPy
    case .scan(let form): form.numPy
    case .contraction(let contraction): contraction.numPy
    case .factorization(let form): form.numPy
    case .composition: nil
    }
  }

  var isComposition: Bool { if case .composition = self { true } else { false } }
}

extension Primitive {
  /// The way an operation on whole arrays is computed; nil for a gate that works element by element.
  var arrayForm: ArrayForm<Double>? {
    if case .array(let form) = Gate<Double>.table[Int(rawValue)].computation { form } else { nil }
  }
}

extension ArrayOperation {
  /// Returns the composition that this operation is, over these operands; nil for one of another kind.
  func composed<S: Field>(of operands: [S]) -> S? {
    guard case .array(.composition(let composition)) = S.gates(.split)[Int(primitive.rawValue)].computation else {
      return nil
    }
    return composition.form(operands, self)
  }
}
