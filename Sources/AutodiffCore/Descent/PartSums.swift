/// The adder of parts. Each thread has one.
package final class PartSums {
  private let table: LossTable
  private let arrays: ArraySums?
  private lazy var lanes = LaneSums(table)

  /// Creates an adder; memory for its blocks is taken when they are met.
  package init(_ table: LossTable) {
    self.table = table
    arrays = table.tape.map { ArraySums(table, $0) }
  }

  /// Returns the sums of a part.
  package func callAsFunction(_ part: LossPart) -> LossSums { arrays?(part) ?? lanes(part) }
}

/// A part of a table: rows whose losses and gradients are added up by one thread.
package struct LossPart: Sendable {
  let rows: ArraySlice<Int>
  /// The values of the parameters.
  let parameters: [Double]
}

/// The sums of a part.
package struct LossSums: Sendable {
  /// The sums of the losses and of the derivatives.
  var totals: Totals
  /// A Boolean value indicating whether a primitive stood at a kink in any row.
  var isAtKink = false
  /// The first row whose loss or gradient is not finite.
  var undefinedRow: Int?
  /// The problem for which there are no sums; nil if there are.
  var problem: LossProblem?
}
