/// A matrix in memory, or its transpose: rows and columns begin any number of elements apart.
struct MatrixView {
  /// The first element.
  var start: UnsafePointer<Double>
  /// The distance from a row to the next, in elements.
  var row: Int
  /// The distance from a column to the next, in elements.
  var column = 1

  /// Creates the view of a matrix whose rows begin `rows` elements apart, and its columns `columns`.
  init(start: UnsafePointer<Double>, rows: Int, columns: Int = 1) {
    self.start = start
    row = rows
    column = columns
  }

  /// The transpose, in the same memory.
  var transposed: MatrixView {
    var view = self
    (view.row, view.column) = (column, row)
    return view
  }

  /// Returns the view of the part that begins at a row and a column.
  func at(_ row: Int, _ column: Int) -> MatrixView {
    var view = self
    view.start += row &* self.row &+ column &* self.column
    return view
  }

  /// The way in which a product is stored.
  enum Update {
    case set, add, subtract

    /// The number by which kernels know it.
    var code: Int {
      switch self {
      case .set: MatrixKernel.set
      case .add: MatrixKernel.add
      case .subtract: MatrixKernel.subtract
      }
    }
  }

  /// The number of terms up to which the sums of blocks are added one after the other; longer sums are added in halves,
  /// so that their error grows as the logarithm of the number of terms.
  private static let mostTerms = 2048

  /// Multiplies this, an m×k matrix, by a k×n matrix, into C at `c`, whose rows begin `stride` elements apart.
  ///
  /// The kernel depends on the shape, the bits of an element on its row and its column alone.
  ///
  /// Source of the halves: N. J. Higham, "The accuracy of floating point summation" (SIAM J. Sci. Comput. 14, 1993).
  func multiply(
    _ other: MatrixView, _ m: Int, _ n: Int, _ k: Int, _ update: Update, _ c: UnsafeMutablePointer<Double>, stride: Int
  ) {
    if m == 0 || n == 0 { return }
    if k == 0 {
      if update == .set { for i in 0..<m { (c + i * stride).update(repeating: 0, count: n) } }
      return
    }
    if update == .set, k > Self.mostTerms {
      let half = (k / 2 + MatrixKernel.depth - 1) / MatrixKernel.depth * MatrixKernel.depth
      multiply(other, m, n, half, .set, c, stride: stride)
      return withScratch(m * n) { rest in
        at(0, half).multiply(other.at(half, 0), m, n, k - half, .set, rest, stride: n)
        for i in 0..<m {
          for j in 0..<n { c[i * stride + j] += rest[i * n + j] }
        }
      }
    }
    let kernels = KernelSet.best
    if n == 1, column == 1 || k == 1, other.row == 1 || k == 1 {
      return kernels.multiplyColumn(m, k, start, row, other.start, update.code, c, stride)
    }
    if m == 1, other.row == 1, column == 1, stride == n || n == 1 {
      return kernels.multiplyColumn(n, k, other.start, other.column, start, update.code, c, 1)
    }
    if m == 1, other.column == 1 {
      return withScratch(n) { kernels.multiplyRow(n, k, start, column, other.start, other.row, update.code, c, $0) }
    }
    if n == 1, row == 1, stride == 1 {
      return withScratch(m) { kernels.multiplyRow(m, k, other.start, other.row, start, column, update.code, c, $0) }
    }
    Self.share(max(m, n), work: m &* n &* k) { part in
      let (rows, columns) = m >= n ? (part, 0..<n) : (0..<m, part)
      let (a, b) = (at(rows.lowerBound, 0), other.at(0, columns.lowerBound))
      KeptMemory.prepare(for: MatrixKernel.scratchCount)
      withScratch(MatrixKernel.scratchCount) {
        kernels.multiply(
          rows.count, columns.count, k, a.start, row, column, b.start, other.row, other.column, update.code,
          c + (rows.lowerBound &* stride &+ columns.lowerBound), stride, $0)
      }
    }
  }

  /// Calls a closure with room for some numbers, which begins where packs do.
  @inline(__always)
  private func withScratch(_ count: Int, _ body: (UnsafeMutablePointer<Double>) -> Void) {
    withUnsafeTemporaryAllocation(byteCount: count * MemoryLayout<Double>.stride, alignment: 64) { bytes in
      if let start = bytes.baseAddress { body(start.assumingMemoryBound(to: Double.self)) }
    }
  }
}
