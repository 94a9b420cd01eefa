/// Which part of one axis is taken, from 0.
package enum Subscript: Hashable, Sendable {
  /// One place; the axis is gone.
  case index(Int)
  case range(Range<Int>)
}

/// What an operation is told beside its operands.
package enum Setting: Hashable, Sendable {
  case none
  /// From 0.
  case axis(Int)
  /// One for each axis.
  case subscripts([Subscript])
}
