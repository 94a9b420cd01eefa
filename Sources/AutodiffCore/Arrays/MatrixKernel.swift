/// The product of matrices C := A·B, C += A·B or C -= A·B, in tiles that stay in registers.
///
/// Large factors are copied block by block into panels, in the order in which tiles read them, so that they come from
/// the cache.
///
/// Source: K. Goto and R. van de Geijn, "Anatomy of high-performance matrix multiplication" (ACM Trans. Math. Softw.
/// 34, 2008), sections 4 and 5.
struct MatrixKernel {
  /// The ways in which the product is stored in C.
  enum Update { case set, add, subtract }

  /// The number of rows and of columns of a tile.
  private static let side = 4
  /// The number of columns of A, and of rows of B, whose products are summed before the sums go to C.
  private static let depth = 256
  /// The number of rows of A that are copied at once.
  private static let height = 96
  /// The number of columns of B that are copied at once.
  private static let width = 512

  /// A square of sixteen elements of C.
  private struct Tile {
    var rows: (SIMD4<Double>, SIMD4<Double>, SIMD4<Double>, SIMD4<Double>) = (.zero, .zero, .zero, .zero)

    /// Sums, over `depth`, the products of the elements of four rows of A, which are `step` apart, with the rows of
    /// `b`.
    @inline(__always)
    init(
      depth: Int, _ x: UnsafePointer<Double>, _ y: UnsafePointer<Double>, _ z: UnsafePointer<Double>,
      _ w: UnsafePointer<Double>, step: Int, _ b: MatrixView
    ) {
      var (p, q, r, s) = (SIMD4<Double>.zero, SIMD4<Double>.zero, SIMD4<Double>.zero, SIMD4<Double>.zero)
      var b = (UnsafeRawPointer(b.start), b.stride &* 8)
      var place = 0
      for _ in 0..<depth {
        let row = b.0.loadUnaligned(as: SIMD4<Double>.self)
        p += x[place] * row
        q += y[place] * row
        r += z[place] * row
        s += w[place] * row
        place &+= step
        b.0 += b.1
      }
      rows = (p, q, r, s)
    }

    /// Stores the first `height` rows and `width` columns of the tile at `c`.
    @inline(__always)
    func store(_ height: Int, _ width: Int, _ c: UnsafeMutablePointer<Double>, stride: Int, _ update: Update) {
      store(rows.0, width, c, update)
      if height > 1 { store(rows.1, width, c + stride, update) }
      if height > 2 { store(rows.2, width, c + 2 &* stride, update) }
      if height > 3 { store(rows.3, width, c + 3 &* stride, update) }
    }

    @inline(__always)
    private func store(_ row: SIMD4<Double>, _ width: Int, _ c: UnsafeMutablePointer<Double>, _ update: Update) {
      guard width >= 4 else {
        for j in 0..<width {
          switch update {
          case .set: c[j] = row[j]
          case .add: c[j] += row[j]
          case .subtract: c[j] -= row[j]
          }
        }
        return
      }
      let place = UnsafeMutableRawPointer(c)
      switch update {
      case .set: place.storeBytes(of: row, as: SIMD4<Double>.self)
      case .add: place.storeBytes(of: place.loadUnaligned(as: SIMD4<Double>.self) + row, as: SIMD4<Double>.self)
      case .subtract: place.storeBytes(of: place.loadUnaligned(as: SIMD4<Double>.self) - row, as: SIMD4<Double>.self)
      }
    }
  }

  /// Multiplies A, an m×k matrix, by B, a k×n matrix, into C at `c`.
  static func multiply(
    _ m: Int, _ n: Int, _ k: Int, _ a: MatrixView, _ b: MatrixView, _ update: Update,
    _ c: UnsafeMutablePointer<Double>, stride cStride: Int
  ) {
    let isSmall = m <= 2 * side || k * n <= 4096
    for p in stride(from: 0, to: k, by: depth) {
      let depth = min(depth, k - p)
      let update = p == 0 || update == .subtract ? update : .add
      if isSmall {
        multiplyInPlace(m, n, depth, a.at(0, p), b.at(p, 0), update, c, stride: cStride)
      } else {
        multiplyByPanels(m, n, depth, a.at(0, p), b.at(p, 0), update, c, stride: cStride)
      }
    }
  }

  /// Multiplies small factors, read from where they are.
  private static func multiplyInPlace(
    _ m: Int, _ n: Int, _ depth: Int, _ a: MatrixView, _ b: MatrixView, _ update: Update,
    _ c: UnsafeMutablePointer<Double>, stride cStride: Int
  ) {
    for j in stride(from: 0, to: n &- 3, by: side) {
      multiplyColumns(m, side, depth, a, b.at(0, j), update, c + j, stride: cStride)
    }
    let rest = n % side
    if rest == 0 { return }
    // A tile would read past the last columns: it reads a copy, as wide as it.
    withUnsafeTemporaryAllocation(of: Double.self, capacity: depth * side) { copy in
      guard let start = copy.baseAddress else { return }
      packColumns(b.at(0, n - rest), rest, depth, into: start)
      let panel = MatrixView(start: start, stride: side)
      multiplyColumns(m, rest, depth, a, panel, update, c + (n - rest), stride: cStride)
    }
  }

  /// Multiplies all rows of A by up to four columns of B.
  @inline(__always)
  private static func multiplyColumns(
    _ m: Int, _ width: Int, _ depth: Int, _ a: MatrixView, _ b: MatrixView, _ update: Update,
    _ c: UnsafeMutablePointer<Double>, stride cStride: Int
  ) {
    for i in stride(from: 0, to: m, by: side) {
      // If fewer than four rows are left, the last is read again.
      let rest = m &- i &- 1
      let x = a.start + i &* a.stride
      Tile(
        depth: depth, x, x + min(1, rest) &* a.stride, x + min(2, rest) &* a.stride, x + min(3, rest) &* a.stride,
        step: 1, b
      ).store(min(side, rest &+ 1), width, c + i &* cStride, stride: cStride, update)
    }
  }

  /// Multiplies large factors, copied into panels.
  private static func multiplyByPanels(
    _ m: Int, _ n: Int, _ depth: Int, _ a: MatrixView, _ b: MatrixView, _ update: Update,
    _ c: UnsafeMutablePointer<Double>, stride cStride: Int
  ) {
    let panel = depth * side
    let (columns, rows) = (min(n, width), min(m, height))
    let sizes = ((columns + side - 1) / side * panel, (rows + side - 1) / side * panel)
    withUnsafeTemporaryAllocation(of: Double.self, capacity: sizes.0 + sizes.1) { panels in
      guard let right = panels.baseAddress else { return }
      let left = right + sizes.0
      for j in stride(from: 0, to: n, by: width) {
        let columns = min(width, n - j)
        for column in stride(from: 0, to: columns, by: side) {
          packColumns(b.at(0, j + column), min(side, columns - column), depth, into: right + column * depth)
        }
        for i in stride(from: 0, to: m, by: height) {
          let rows = min(height, m - i)
          for row in stride(from: 0, to: rows, by: side) {
            packRows(a.at(i + row, 0), min(side, rows - row), depth, into: left + row * depth)
          }
          for column in stride(from: 0, to: columns, by: side) {
            let b = MatrixView(start: right + column &* depth, stride: side)
            for row in stride(from: 0, to: rows, by: side) {
              let x = UnsafePointer(left + row &* depth)
              let tile = Tile(depth: depth, x, x + 1, x + 2, x + 3, step: side, b)
              let corner = c + ((i &+ row) &* cStride &+ j &+ column)
              tile.store(min(side, rows &- row), min(side, columns &- column), corner, stride: cStride, update)
            }
          }
        }
      }
    }
  }

  /// Copies up to four columns into a panel, row by row, with zeros for those that are missing.
  private static func packColumns(
    _ b: MatrixView, _ width: Int, _ depth: Int, into panel: UnsafeMutablePointer<Double>
  ) {
    for p in 0..<depth {
      let (source, target) = (b.start + p &* b.stride, panel + p &* side)
      if width == side {
        for j in 0..<side { target[j] = source[j] }
      } else {
        for j in 0..<side { target[j] = j < width ? source[j] : 0 }
      }
    }
  }

  /// Copies up to four rows into a panel, column by column, with zeros for those that are missing.
  private static func packRows(_ a: MatrixView, _ height: Int, _ depth: Int, into panel: UnsafeMutablePointer<Double>) {
    for i in 0..<side {
      guard i < height else {
        for p in 0..<depth { panel[p &* side &+ i] = 0 }
        continue
      }
      let source = a.start + i &* a.stride
      for p in 0..<depth { panel[p &* side &+ i] = source[p] }
    }
  }
}

/// A matrix in memory, row by row; its rows begin `stride` elements apart.
struct MatrixView {
  var start: UnsafePointer<Double>
  var stride: Int

  /// Returns the view of the part that begins at a row and a column.
  func at(_ row: Int, _ column: Int) -> MatrixView {
    MatrixView(start: start + (row &* stride &+ column), stride: stride)
  }
}
