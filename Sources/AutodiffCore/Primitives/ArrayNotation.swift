/// The way a formula writes an operation on whole arrays.
package enum ArrayNotation: Sendable {
  /// A call or an operator, by the row's notation, with the axis where one is told.
  case call
  /// A call whose further arguments are the lengths of the result's axes; only the first of them for a square.
  case callWithLengths(isSquare: Bool)
  /// A call whose further arguments are axes in order.
  case callWithAxes
  /// A call whose further argument is a number of places, with the axis where one is told.
  case callWithNumber
  /// A call whose further arguments are a window's length, if it is told, and the stride and the zeros around where they
  /// are not the usual ones; under a name that the language does not have, if there is one.
  case callWithWindows(tellsLength: Bool, name: String? = nil)
  /// A call under a name that the language does not have.
  case named(String)
  /// A sign between two operands in text with characters beyond ASCII, a call elsewhere.
  case sign(String)
  /// A list of the operands in brackets.
  case list
  /// The operand with its subscripts behind it.
  case part
  /// The first operand with the second behind it as a subscript.
  case partAtIndices
  /// The first operand and the places in zeros that the second says.
  case placementAtIndices
  /// The operand and the place in zeros that it takes.
  case placement
  /// A sum over the axes that broadcasting added.
  case sumToShape
  /// The operand alone: that it is repeated goes without saying.
  case unwritten
}

/// The meaning of a function of whole arrays for arguments that are scalars.
package enum ScalarCase: Sendable {
  /// Scalars are no arrays, or the operation works on them like on others.
  case none
  /// The result is the argument.
  case argument
  /// The result is that of a gate, as scalars are vectors with one element.
  case gate(Primitive)
}

extension ArrayOperation {
  /// The operation that repeats an array to a shape.
  static func broadcast(to shape: Shape) -> ArrayOperation { ArrayOperation(.broadcast, shape: shape) }

  /// The operation that gives the identity matrix, in a square shape.
  static func identity(_ shape: Shape) -> ArrayOperation { ArrayOperation(.eye, shape: shape) }

  /// The operation that sums over the axes that broadcasting to the operand's shape added.
  static func reduce(to shape: Shape) -> ArrayOperation { ArrayOperation(.reduceToShape, shape: shape) }

  /// The operation that puts its operands one after the other.
  static func stack(_ shape: Shape) -> ArrayOperation { ArrayOperation(.stack, shape: shape) }

  /// The operation that gives the elements another shape.
  static func reshape(to shape: Shape) -> ArrayOperation { ArrayOperation(.reshape, shape: shape) }

  /// The operation that puts arrays one behind the other along an axis.
  ///
  /// - Parameter shape: The shape of all of them together.
  static func join(axis: Int, shape: Shape) -> ArrayOperation { ArrayOperation(.concat, .axis(axis), shape: shape) }

  /// The operation that puts the axes of an array in another order, given as places among them from 0.
  static func permute(_ axes: [Int], of shape: Shape) -> ArrayOperation {
    ArrayOperation(.permute, .axes(axes), shape: Shape(axes.map { shape.lengths[$0] }))
  }

  /// The operation that multiplies the matrices along the last two axes.
  static func batchProduct(shape: Shape) -> ArrayOperation { ArrayOperation(.batchProduct, shape: shape) }

  /// The operation that takes a part of an array.
  ///
  /// - Parameter shape: The shape of the part.
  static func slice(_ subscripts: [Subscript], shape: Shape) -> ArrayOperation {
    ArrayOperation(.slice, .subscripts(subscripts), shape: shape)
  }
}

extension Primitive {
  /// The way a formula writes it, if it is an operation on whole arrays.
  package var arrayNotation: ArrayNotation { Gate<Double>.table[Int(rawValue)].arrayNotation }

  /// The meaning for scalar arguments, if it is an operation on whole arrays.
  var scalarCase: ScalarCase { Gate<Double>.table[Int(rawValue)].scalarCase }

  /// The reduction of one array that a gate of many numbers is; nil for any other gate.
  var reduction: Primitive? { Gate<Double>.table[Int(rawValue)].reduction }

  /// Returns a Boolean value indicating whether it is linear in each of so many operands, so that a factor of one can
  /// stand before it.
  func isLinear(_ count: Int) -> Bool {
    let row = Gate<Double>.table[Int(rawValue)]
    guard case .array(let rule) = row.derivative else { return false }
    switch rule {
    case .bilinear: return true
    case .linear: return count == 1
    case .gradient, .general: return count == 1 && row.role == .distributes
    }
  }

  /// The name of the function or the sign of the operator; "slice" and "stack" for the syntax of arrays, which has
  /// none.
  package var operationName: String {
    switch arrayNotation {
    case .part, .partAtIndices: "slice"
    case .list: "stack"
    case .call, .callWithLengths, .callWithAxes, .callWithNumber, .callWithWindows, .named, .sign, .placement,
      .placementAtIndices,
      .sumToShape,
      .unwritten:
      gate.name
    }
  }
}
