/// The particulars of an operation on arrays beside its operands.
package enum Setting: Hashable, Sendable {
  case none
  /// The axis along which the operation works, counted from 0.
  case axis(Int)
  /// The number from which random ones are made.
  case seed(Int)
  /// The axes of an operand in the order of the result's, counted from 0.
  case axes([Int])
  /// The number of places by which elements move, along an axis or on all sides.
  case places(Int, axis: Int?)
  /// The subscripts of a slice, one for each axis.
  case subscripts([Subscript])
  /// The windows of a convolution or pooling.
  case windows(Windows)
}

/// The part of one axis that a slice takes, counted from 0.
package enum Subscript: Hashable, Sendable {
  /// One place; the value has no such axis.
  case index(Int)
  /// A range of places.
  case range(Range<Int>)
}
