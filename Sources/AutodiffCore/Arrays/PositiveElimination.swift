/// A symmetric matrix in memory, of whose upper triangle elimination makes the upper triangular R with RᵀR = A, in place.
///
/// The first half of the rows is eliminated first, then the second half of what their product leaves, so that nearly all
/// work is in products.
///
/// Source: F. G. Gustavson, "Recursion leads to automatic variable blocking for dense linear-algebra algorithms" (IBM
/// Journal of Research and Development 41, 1997); for few rows G. H. Golub and C. F. Van Loan, Matrix Computations,
/// 4th ed., §4.2.
struct PositiveElimination {
  /// The first element. The elements below the diagonal are not read; some are written.
  let start: UnsafeMutablePointer<Double>
  /// The distance from a row to the next, in elements.
  let stride: Int
  /// The number of rows.
  let count: Int

  /// The number of rows that are eliminated one after the other.
  private static let fewRows = 32
  /// The number of rows up to which the product of a matrix and its transpose is made as a whole rather than in parts
  /// that leave out most of what is below the diagonal.
  private static let fewProducts = 128

  private var view: MatrixView { MatrixView(start: start, rows: stride) }

  /// Returns the part of some rows and columns around the diagonal.
  private func part(_ range: Range<Int>) -> PositiveElimination {
    PositiveElimination(start: start + range.lowerBound * (stride + 1), stride: stride, count: range.count)
  }

  /// Eliminates, and returns a Boolean value indicating whether the matrix is positive definite.
  func eliminate() -> Bool {
    if count <= Self.fewRows { return eliminateRows() }
    let middle = (count / 2 + Self.fewRows - 1) / Self.fewRows * Self.fewRows
    guard part(0..<middle).eliminate() else { return false }
    view.transposed.solveLower(0..<middle, .stored, start + middle, .all(count - middle), stride: stride)
    let rest = part(middle..<count)
    rest.subtract(productOf: MatrixView(start: start + middle, rows: stride), length: middle)
    return rest.eliminate()
  }

  private func eliminateRows() -> Bool {
    for column in 0..<count {
      for row in 0...column {
        let element = start + (row &* stride &+ column)
        var rest = CarefulSum()
        rest.add(element.pointee)
        for k in 0..<row { rest.add(-start[k &* stride &+ column] * start[k &* stride &+ row]) }
        if row < column {
          element.pointee = rest.value / start[row &* (stride &+ 1)]
        } else {
          guard rest.value > 0, rest.value.isFinite else { return false }
          element.pointee = rest.value.squareRoot()
        }
      }
    }
    return true
  }

  /// Subtracts BᵀB on and above the diagonal, where B has as many columns as this matrix and `length` rows.
  private func subtract(productOf factor: MatrixView, length: Int) {
    if count <= Self.fewProducts {
      return factor.transposed.multiply(factor, count, count, length, .subtract, start, stride: stride)
    }
    let middle = count / 2 / 8 * 8
    part(0..<middle).subtract(productOf: factor, length: length)
    factor.transposed.multiply(
      factor.at(0, middle), middle, count - middle, length, .subtract, start + middle, stride: stride)
    part(middle..<count).subtract(productOf: factor.at(0, middle), length: length)
  }
}
