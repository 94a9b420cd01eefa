/// Solutions of systems whose matrix is triangular, for several columns at once, in halves: the second half of the
/// unknowns is found after the product with the first was subtracted, so that nearly all work is in products.
///
/// Source: E. Elmroth, F. Gustavson, I. Jonsson and B. Kågström, "Recursive blocked algorithms and hybrid data
/// structures for dense matrix library software" (SIAM Review 46, 2004), section 3.
extension MatrixView {
  /// The number of unknowns that are found one after the other.
  private static let fewUnknowns = 16
  /// The number of columns that are solved for together, so that they stay in the cache.
  private static let fewColumns = 128

  /// The diagonal of a triangular matrix.
  enum Diagonal {
    case ones, stored
  }

  /// The columns of the right sides that are not zero above and at a row.
  enum Columns {
    /// The same number of them in each row.
    case all(Int)
    /// One for the first row and one more for each further row, as in the identity matrix.
    case growing

    /// The number of columns with something but zeros in the first rows.
    func count(inFirst rows: Int) -> Int {
      switch self {
      case .all(let count): count
      case .growing: rows
      }
    }
  }

  /// Solves Lx = b in place, where L is the lower triangle of this matrix.
  ///
  /// - Parameters:
  ///   - rows: The rows whose unknowns are found; those before are found already, and subtracted.
  ///   - x: The first number of the first unknown, whose further ones begin `stride` apart.
  func solveLower(
    _ rows: Range<Int>, _ diagonal: Diagonal, _ x: UnsafeMutablePointer<Double>, _ columns: Columns, stride: Int
  ) {
    guard case .all(let width) = columns else { return findLower(rows, diagonal, x, columns, stride: stride) }
    Self.share(width, work: rows.count &* rows.count / 2 &* width) { part in
      findLower(rows, diagonal, x + part.lowerBound, .all(part.count), stride: stride)
    }
  }

  /// Solves Lx = b, but for products on one thread.
  private func findLower(
    _ rows: Range<Int>, _ diagonal: Diagonal, _ x: UnsafeMutablePointer<Double>, _ columns: Columns, stride: Int
  ) {
    let (first, end) = (rows.lowerBound, rows.upperBound)
    if rows.count <= Self.fewUnknowns {
      return inStrips(columns.count(inFirst: end)) { strip, width in
        for row in first..<end {
          findUnknown(row, knowing: first..<row, diagonal, x + strip, width: width, stride: stride)
        }
      }
    }
    let middle = first + half(of: rows.count)
    findLower(first..<middle, diagonal, x, columns, stride: stride)
    at(middle, first).multiply(
      MatrixView(start: x + first * stride, rows: stride), end - middle, columns.count(inFirst: middle), middle - first,
      .subtract, x + middle * stride, stride: stride)
    findLower(middle..<end, diagonal, x, columns, stride: stride)
  }

  /// Solves Ux = b in place for `width` columns, where U is the upper triangle of this matrix, as `solveLower` does.
  func solveUpper(
    _ rows: Range<Int>, _ diagonal: Diagonal, _ x: UnsafeMutablePointer<Double>, width: Int, stride: Int
  ) {
    Self.share(width, work: rows.count &* rows.count / 2 &* width) { part in
      findUpper(rows, diagonal, x + part.lowerBound, width: part.count, stride: stride)
    }
  }

  /// Solves Ux = b, but for products on one thread.
  private func findUpper(
    _ rows: Range<Int>, _ diagonal: Diagonal, _ x: UnsafeMutablePointer<Double>, width: Int, stride: Int
  ) {
    let (first, end) = (rows.lowerBound, rows.upperBound)
    if rows.count <= Self.fewUnknowns {
      return inStrips(width) { strip, width in
        for row in rows.reversed() {
          findUnknown(row, knowing: row + 1..<end, diagonal, x + strip, width: width, stride: stride)
        }
      }
    }
    let middle = first + half(of: rows.count)
    findUpper(middle..<end, diagonal, x, width: width, stride: stride)
    at(first, middle).multiply(
      MatrixView(start: x + middle * stride, rows: stride), middle - first, width, end - middle, .subtract,
      x + first * stride, stride: stride)
    findUpper(first..<middle, diagonal, x, width: width, stride: stride)
  }

  /// Returns half of a number of unknowns, of whole groups that are found one after the other.
  private func half(of count: Int) -> Int {
    (count / 2 + Self.fewUnknowns - 1) / Self.fewUnknowns * Self.fewUnknowns
  }

  /// Calls a closure with the first column and the number of columns of each strip.
  @inline(__always)
  private func inStrips(_ width: Int, _ body: (_ strip: Int, _ width: Int) -> Void) {
    // The loops over columns are compiled once more without loops.
    if width == 1 { return body(0, 1) }
    var strip = 0
    while strip < width {
      body(strip, min(Self.fewColumns, width - strip))
      strip += Self.fewColumns
    }
  }

  /// Finds an unknown from others by its row of the matrix.
  @inline(__always)
  private func findUnknown(
    _ row: Int, knowing others: Range<Int>, _ diagonal: Diagonal, _ x: UnsafeMutablePointer<Double>, width: Int,
    stride: Int
  ) {
    let (own, coefficients) = (x + row &* stride, start + row &* self.row)
    if width == 1, column == 1, stride == 1 {
      own[0] -= Lane(start: coefficients + others.lowerBound, count: others.count).dot(
        Lane(start: x + others.lowerBound, count: others.count))
    } else if width == 1 {
      var rest = own[0]
      for k in others { rest -= coefficients[k &* column] * x[k &* stride] }
      own[0] = rest
    } else {
      for k in others {
        let (factor, known) = (coefficients[k &* column], x + k &* stride)
        for place in 0..<width { own[place] -= factor * known[place] }
      }
    }
    if diagonal == .stored {
      let pivot = coefficients[row &* column]
      for place in 0..<width { own[place] /= pivot }
    }
  }
}
