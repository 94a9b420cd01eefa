/// An argument that is given by its name behind the others of a call: a whole number that is known when the program is
/// read, as in `sum(A, axis=2)`.
package enum NamedArgument: String, CaseIterable, Sendable {
  /// The axis along which an operation works, counted from 1.
  case axis
  /// A number that is not 0 where an axis that is reduced stays, with length 1.
  case keepdims
  /// The distance between two places at which a kernel is laid on.
  case stride
  /// The number of zeros that are put on every side.
  case pad
  /// The number from which random ones are made.
  case seed

  /// The place among all cases, by which the syntax tree knows it.
  package var number: UInt32 { UInt32(truncatingIfNeeded: Self.allCases.firstIndex(of: self) ?? 0) }

  /// Creates the case at a place among all; the axis for a number that is none.
  package init(number: UInt32) {
    self = Self.allCases.indices.contains(Int(number)) ? Self.allCases[Int(number)] : .axis
  }
}
