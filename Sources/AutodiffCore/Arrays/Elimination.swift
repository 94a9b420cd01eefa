/// A tall matrix in memory on which elimination with exchanges of rows is done in place: its columns next to each other,
/// at least as many rows.
///
/// The left half of the columns is eliminated first, then the right half of what its product leaves, so that nearly all
/// work is in products.
///
/// Source: S. Toledo, "Locality of reference in LU decomposition with partial pivoting" (SIAM J. Matrix Anal. Appl. 18,
/// 1997), section 4.
struct Elimination {
  /// The first element.
  let start: UnsafeMutablePointer<Double>
  /// The distance from a row to the next, in elements.
  let stride: Int
  let rows: Int
  let columns: Int

  /// The number of rows up to which a matrix is eliminated column by column: products of few rows cost more.
  private static let fewRows = 32
  /// The number of columns that are eliminated one after the other.
  private static let fewColumns = 8
  /// The number of columns that are eliminated in a copy, whose rows are next to each other.
  private static let panelColumns = 32

  private var view: MatrixView { MatrixView(start: start, rows: stride) }

  /// Returns the part of some columns from a row on.
  private func part(from row: Int, _ columns: Range<Int>) -> Elimination {
    Elimination(
      start: start + (row * stride + columns.lowerBound), stride: stride, rows: rows - row, columns: columns.count)
  }

  /// Eliminates, and writes for each column the row that was exchanged with its pivot's.
  func eliminate(_ exchanges: UnsafeMutablePointer<Int>) {
    if columns <= Self.fewColumns || rows <= Self.fewRows {
      return eliminateTransposed(exchanges)
    }
    if columns <= Self.panelColumns, stride > columns { return eliminateCopy(exchanges) }
    let unit = columns > Self.panelColumns ? Self.panelColumns : Self.fewColumns
    let middle = (columns / 2 + unit - 1) / unit * unit
    let right = part(from: 0, middle..<columns)
    part(from: 0, 0..<middle).eliminate(exchanges)
    right.exchange(exchanges, 0..<middle)
    view.solveLower(0..<middle, .ones, right.start, .all(columns - middle), stride: stride)
    let rest = part(from: middle, middle..<columns)
    view.at(middle, 0).multiply(
      right.view, rows - middle, columns - middle, middle, .subtract, rest.start, stride: stride)
    rest.eliminate(exchanges + middle)
    for k in middle..<columns { exchanges[k] += middle }
    part(from: 0, 0..<middle).exchange(exchanges, middle..<columns)
  }

  /// Eliminates in a copy, so that the columns are read without gaps.
  private func eliminateCopy(_ exchanges: UnsafeMutablePointer<Int>) {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: rows * columns) { copy in
      guard let panel = copy.baseAddress else { return }
      for row in 0..<rows { (panel + row * columns).update(from: start + row * stride, count: columns) }
      Elimination(start: panel, stride: columns, rows: rows, columns: columns).eliminate(exchanges)
      for row in 0..<rows { (start + row * stride).update(from: panel + row * columns, count: columns) }
    }
  }

  /// Exchanges the rows that some columns of a neighbour were exchanged for.
  private func exchange(_ exchanges: UnsafeMutablePointer<Int>, _ pivots: Range<Int>) {
    for k in pivots { exchange(k, exchanges[k]) }
  }

  @inline(__always)
  private func exchange(_ one: Int, _ other: Int) {
    if one == other { return }
    let (row, otherRow) = (start + one * stride, start + other * stride)
    for column in 0..<columns {
      let element = row[column]
      row[column] = otherRow[column]
      otherRow[column] = element
    }
  }

  /// Eliminates in a transposed copy, so that the numbers of a column are read without gaps.
  private func eliminateTransposed(_ exchanges: UnsafeMutablePointer<Int>) {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: rows * columns) { copy in
      guard let lanes = copy.baseAddress else { return }
      for row in 0..<rows {
        let from = start + row &* stride
        for column in 0..<columns { lanes[column &* rows &+ row] = from[column] }
      }
      for k in 0..<columns { eliminateColumn(k, lanes, exchanges) }
      for row in 0..<rows {
        let to = start + row &* stride
        for column in 0..<columns { to[column] = lanes[column &* rows &+ row] }
      }
    }
  }

  /// Brings the largest element of a column to its pivot, and eliminates the column.
  ///
  /// - Parameter lanes: The columns, one after the other.
  private func eliminateColumn(
    _ k: Int, _ lanes: UnsafeMutablePointer<Double>, _ exchanges: UnsafeMutablePointer<Int>
  ) {
    let lane = lanes + k &* rows
    var (place, largest) = (k, -1.0)
    for row in k..<rows {
      let magnitude = lane[row].magnitude
      // A nan stays found: nothing is larger.
      if magnitude > largest || magnitude.isNaN { (place, largest) = (row, magnitude) }
    }
    exchanges[k] = place
    if place != k {
      for column in 0..<columns {
        let (one, other) = (lanes + (column &* rows &+ k), lanes + (column &* rows &+ place))
        (one.pointee, other.pointee) = (other.pointee, one.pointee)
      }
    }
    let pivot = lane[k]
    // A pivot of 0 is the largest of its column, so that there is nothing to eliminate.
    if pivot == 0 { return }
    let below = k + 1..<max(rows, k + 1)
    for row in below { lane[row] /= pivot }
    for column in k + 1..<max(columns, k + 1) {
      let other = lanes + column &* rows
      let top = other[k]
      for row in below { other[row] -= lane[row] * top }
    }
  }
}
