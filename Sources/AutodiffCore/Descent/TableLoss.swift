/// The mean of a program's values over the rows of a table, as a function of the inputs that are not among its columns.
///
/// Sums make good their rounding errors. Many rows are added up in parts that depend on their number only, so that the
/// mean is the same however many threads work on them.
package final class TableLoss: Loss {
  /// A function that works out the sums of parts and hands them over in the order of the parts, until one is refused.
  package typealias Adder = (_ parts: [LossPart], _ take: (LossSums) -> Bool) -> Void

  private let table: LossTable
  private let everyRow: [Int]
  private let add: Adder
  /// The function that makes a loss of the table's derivatives along a direction, once they are needed.
  private let makeDerivative: () -> TableLoss?
  private lazy var derivative = makeDerivative()

  /// Creates a loss.
  ///
  /// - Parameter add: The function that works out the sums, on several threads; nil for one part after the other.
  /// - Parameter derivative: The function that makes a loss of `table.curvatureTable()`; nil for one without threads.
  package init(_ table: LossTable, add: Adder? = nil, derivative: (() -> TableLoss?)? = nil) {
    self.table = table
    makeDerivative = derivative ?? { table.curvatureTable().map { TableLoss($0, derivative: { nil }) } }
    everyRow = Array(0..<table.rows)
    self.add = add ?? Self.inTurn(PartSums(table))
  }

  /// Returns a function that works out one part after the other.
  private static func inTurn(_ sums: PartSums) -> Adder {
    { parts, take in
      for part in parts {
        guard take(sums(part)) else { return }
      }
    }
  }

  /// Returns the mean loss and its gradient.
  ///
  /// - Parameter values: The parameters.
  /// - Parameter chosen: The rows over which the mean is taken; nil for all.
  /// - Throws: The problem at the first row without an answer.
  package func slope(at values: [Double], rows chosen: ArraySlice<Int>?) throws(LossProblem) -> LossAndGradient {
    let chosen = chosen ?? everyRow[...]
    var slope = LossAndGradient(loss: .nan, gradient: [])
    var totals = Totals(table.results)
    var problem: LossProblem?
    add(parts(chosen, values)) { sums in
      totals.add(sums.totals)
      if sums.isAtKink { slope.isAtKink = true }
      if slope.undefinedRow == nil { slope.undefinedRow = sums.undefinedRow }
      problem = sums.problem
      return problem == nil
    }
    if let problem { throw problem }
    let means = totals.values.map { $0 / Double(chosen.count) }
    slope.loss = means[0]
    slope.gradient = Array(means.dropFirst())
    return slope
  }

  /// Returns the product of the mean loss's Hessian and a direction.
  ///
  /// - Throws: The problem at the first row without an answer.
  package func curvature(at values: [Double], along direction: [Double]) throws(LossProblem) -> [Double] {
    if let derivative {
      let product = try derivative.slope(at: values + direction, rows: nil).gradient.prefix(values.count)
      if product.allSatisfy(\.isFinite) { return Array(product) }
    }
    var totals = Totals(values.count)
    for row in everyRow {
      let product = try table.curvature(row, values, along: direction)
      totals.add { product[$0] }
    }
    return totals.values.map { $0 / Double(table.rows) }
  }

  /// Returns the parts of some rows, as long as each other, so that threads that share them are ready together.
  private func parts(_ rows: ArraySlice<Int>, _ parameters: [Double]) -> [LossPart] {
    let count = (rows.count + table.partRows - 1) / table.partRows
    func start(_ part: Int) -> Int { rows.startIndex + rows.count * part / count }
    return (0..<count).map { LossPart(rows: rows[start($0)..<start($0 + 1)], parameters: parameters) }
  }
}
