/// The product of matrices C := A·B, C := C + A·B or C := C - A·B, in tiles that stay in registers.
///
/// Each element is a sum over k in blocks of 256 terms: within a block the terms are added one after the other, each by
/// one fused multiply-add, and the sums of the blocks are added in their order. So the bits of an element depend on its
/// row and its column alone: not on the shape of the product, the processor or the number of threads.
///
/// Large factors are copied block by block into panels, in the order in which tiles read them, so that they come from
/// the cache.
///
/// Source: K. Goto and R. van de Geijn, "Anatomy of high-performance matrix multiplication" (ACM Trans. Math. Softw.
/// 34, 2008), sections 4 and 5.
package enum MatrixKernel {
  /// The columns of a tile: as many as the processor's registers hold beside the rows.
  #if KERNELS_V3 || KERNELS_V4 || arch(arm64)
    typealias Row = SIMD8<Double>
  #else
    typealias Row = SIMD4<Double>
  #endif

  /// The number of rows of a tile.
  #if KERNELS_V4
    private static var tileRows: Int { 12 }
  #elseif KERNELS_V3 || arch(arm64)
    private static var tileRows: Int { 6 }
  #else
    private static var tileRows: Int { 4 }
  #endif
  private static var tileColumns: Int { Row.scalarCount }
  /// The number of terms that are added before the sum goes to C.
  static var depth: Int { 256 }
  /// The number of rows of A that are copied at once, a multiple of the rows of every tile.
  private static var height: Int { 96 }
  /// The number of columns of B that are copied at once.
  private static var width: Int { 512 }

  /// The way in which a product is stored: 0 in place of C, 1 added to it, 2 subtracted from it.
  package static var set: Int { 0 }
  package static var add: Int { 1 }
  package static var subtract: Int { 2 }

  /// The numbers that `multiply` needs as room for panels, on all levels.
  package static var scratchCount: Int { 256 * (512 + 96) + 12 * 8 }

  /// Multiplies A, an m×k matrix, by B, a k×n matrix, into C.
  ///
  /// - Parameters:
  ///   - a: The first element of A, whose rows are `aRow` and whose columns are `aColumn` numbers apart.
  ///   - b: The first element of B, likewise.
  ///   - update: The way in which the product is stored.
  ///   - c: The first element of C, whose rows are `cRow` apart and whose columns are next to each other.
  ///   - scratch: Room for `scratchCount` numbers, or for n if m is 1.
  package static func multiply(
    _ m: Int, _ n: Int, _ k: Int, _ a: UnsafePointer<Double>, _ aRow: Int, _ aColumn: Int, _ b: UnsafePointer<Double>,
    _ bRow: Int, _ bColumn: Int, _ update: Int, _ c: UnsafeMutablePointer<Double>, _ cRow: Int,
    _ scratch: UnsafeMutablePointer<Double>
  ) {
    var p = 0
    while p < k {
      let depth = min(Self.depth, k &- p)
      let update = p == 0 || update == subtract ? update : add
      addBlock(
        m, n, depth, a + p &* aColumn, aRow, aColumn, b + p &* bRow, bRow, bColumn, update, c, cRow, scratch)
      p &+= depth
    }
  }

  /// Multiplies factors whose inner length is a block's at most.
  @inline(__always)
  private static func addBlock(
    _ m: Int, _ n: Int, _ depth: Int, _ a: UnsafePointer<Double>, _ aRow: Int, _ aColumn: Int,
    _ b: UnsafePointer<Double>, _ bRow: Int, _ bColumn: Int, _ update: Int, _ c: UnsafeMutablePointer<Double>,
    _ cRow: Int, _ scratch: UnsafeMutablePointer<Double>
  ) {
    // Tiles read B where it is if its rows are packs, and it fits into the cache.
    let readsB = bColumn == 1 && depth &* n <= 16_384
    let (right, left) = (scratch, scratch + Self.depth &* width)
    let corner = left + Self.depth &* height
    var j = 0
    while j < n {
      let columns = min(width, n &- j)
      let whole = readsB ? columns / tileColumns &* tileColumns : 0
      packColumns(b + (j &+ whole) &* bColumn, bRow, bColumn, columns &- whole, depth, right + whole &* depth)
      var i = 0
      while i < m {
        let rows = min(height, m &- i)
        let block = a + i &* aRow
        // Tiles read A where it is if the rows of a tile are next to each other.
        let standing = aRow == 1 ? rows / tileRows &* tileRows : 0
        packRows(block + standing &* aRow, aRow, aColumn, rows &- standing, depth, left + standing &* depth)
        var column = 0
        while column < columns {
          let isStanding = column < whole
          let tileB = isStanding ? b + (j &+ column) : UnsafePointer(right + column &* depth)
          let step = (isStanding ? bRow : tileColumns) &* 8
          let tileWidth = min(tileColumns, columns &- column)
          var row = 0
          while row < rows {
            let tileA = row < standing ? block + row : UnsafePointer(left + row &* depth)
            tile(
              depth, tileA, row < standing ? aColumn : tileRows, UnsafeRawPointer(tileB), step,
              min(tileRows, rows &- row), tileWidth, update, c + ((i &+ row) &* cRow &+ j &+ column), cRow, corner)
            row &+= tileRows
          }
          column &+= tileColumns
        }
        i &+= height
      }
      j &+= width
    }
  }

  /// Copies columns into panels as wide as a tile, row by row, with zeros for those that are missing.
  @inline(__always)
  private static func packColumns(
    _ b: UnsafePointer<Double>, _ bRow: Int, _ bColumn: Int, _ columns: Int, _ depth: Int,
    _ panel: UnsafeMutablePointer<Double>
  ) {
    var (column, target) = (0, panel)
    while column < columns {
      let (source, count) = (b + column &* bColumn, min(tileColumns, columns &- column))
      if count == tileColumns && bColumn == 1 {
        for p in 0..<depth {
          let row = UnsafeRawPointer(source + p &* bRow).loadUnaligned(as: Row.self)
          UnsafeMutableRawPointer(target + p &* tileColumns).storeBytes(of: row, as: Row.self)
        }
      } else {
        for j in 0..<tileColumns {
          let from = source + j &* bColumn
          if j < count {
            for p in 0..<depth { target[p &* tileColumns &+ j] = from[p &* bRow] }
          } else {
            for p in 0..<depth { target[p &* tileColumns &+ j] = 0 }
          }
        }
      }
      column &+= tileColumns
      target += tileColumns &* depth
    }
  }

  /// Copies rows into panels as high as a tile, column by column, with zeros for those that are missing.
  @inline(__always)
  private static func packRows(
    _ a: UnsafePointer<Double>, _ aRow: Int, _ aColumn: Int, _ rows: Int, _ depth: Int,
    _ panel: UnsafeMutablePointer<Double>
  ) {
    var (row, target) = (0, panel)
    while row < rows {
      let count = min(tileRows, rows &- row)
      for i in 0..<tileRows {
        let source = a + (row &+ i) &* aRow
        if i < count {
          for p in 0..<depth { target[p &* tileRows &+ i] = source[p &* aColumn] }
        } else {
          for p in 0..<depth { target[p &* tileRows &+ i] = 0 }
        }
      }
      row &+= tileRows
      target += tileRows &* depth
    }
  }

  /// Works out a tile of C, or the part of one that C has.
  @inline(__always)
  private static func tile(
    _ depth: Int, _ a: UnsafePointer<Double>, _ aStep: Int, _ b: UnsafeRawPointer, _ bStep: Int, _ rows: Int,
    _ columns: Int, _ update: Int, _ c: UnsafeMutablePointer<Double>, _ cRow: Int,
    _ corner: UnsafeMutablePointer<Double>
  ) {
    if rows == tileRows && columns == tileColumns {
      sum(depth, a, aStep, b, bStep, update, c, cRow)
      return
    }
    if rows &* 2 <= tileRows {
      sumHalf(depth, a, aStep, b, bStep, corner, tileColumns)
    } else {
      sum(depth, a, aStep, b, bStep, set, corner, tileColumns)
    }
    for i in 0..<rows {
      let (from, to) = (corner + i &* tileColumns, c + i &* cRow)
      if update == set {
        for j in 0..<columns { to[j] = from[j] }
      } else if update == add {
        for j in 0..<columns { to[j] += from[j] }
      } else {
        for j in 0..<columns { to[j] -= from[j] }
      }
    }
  }

  @inline(__always)
  private static func store(_ row: Row, _ update: Int, _ c: UnsafeMutablePointer<Double>) {
    let place = UnsafeMutableRawPointer(c)
    if update == set {
      place.storeBytes(of: row, as: Row.self)
    } else if update == add {
      place.storeBytes(of: place.loadUnaligned(as: Row.self) + row, as: Row.self)
    } else {
      place.storeBytes(of: place.loadUnaligned(as: Row.self) - row, as: Row.self)
    }
  }

  /// The beginning of a sum; unlike 0 it leaves every term as it is.
  @inline(__always)
  private static var zero: Row { Row(repeating: -0.0) }

  #if KERNELS_V4
    @inline(__always)
    private static func sum(
      _ depth: Int, _ a: UnsafePointer<Double>, _ aStep: Int, _ b: UnsafeRawPointer, _ bStep: Int, _ update: Int,
      _ c: UnsafeMutablePointer<Double>, _ cRow: Int
    ) {
      var (q, r, s, t, u, v) = (zero, zero, zero, zero, zero, zero)
      var (w, x, y, z, o, n) = (zero, zero, zero, zero, zero, zero)
      var (a, b) = (a, b)
      for _ in 0..<depth {
        let row = b.loadUnaligned(as: Row.self)
        q.addProduct(a[0], row)
        r.addProduct(a[1], row)
        s.addProduct(a[2], row)
        t.addProduct(a[3], row)
        u.addProduct(a[4], row)
        v.addProduct(a[5], row)
        w.addProduct(a[6], row)
        x.addProduct(a[7], row)
        y.addProduct(a[8], row)
        z.addProduct(a[9], row)
        o.addProduct(a[10], row)
        n.addProduct(a[11], row)
        a += aStep
        b += bStep
      }
      store(q, update, c)
      store(r, update, c + cRow)
      store(s, update, c + 2 &* cRow)
      store(t, update, c + 3 &* cRow)
      store(u, update, c + 4 &* cRow)
      store(v, update, c + 5 &* cRow)
      store(w, update, c + 6 &* cRow)
      store(x, update, c + 7 &* cRow)
      store(y, update, c + 8 &* cRow)
      store(z, update, c + 9 &* cRow)
      store(o, update, c + 10 &* cRow)
      store(n, update, c + 11 &* cRow)
    }

    @inline(__always)
    private static func sumHalf(
      _ depth: Int, _ a: UnsafePointer<Double>, _ aStep: Int, _ b: UnsafeRawPointer, _ bStep: Int,
      _ c: UnsafeMutablePointer<Double>, _ cRow: Int
    ) {
      sumSix(depth, a, aStep, b, bStep, set, c, cRow)
    }
  #elseif KERNELS_V3 || arch(arm64)
    @inline(__always)
    private static func sum(
      _ depth: Int, _ a: UnsafePointer<Double>, _ aStep: Int, _ b: UnsafeRawPointer, _ bStep: Int, _ update: Int,
      _ c: UnsafeMutablePointer<Double>, _ cRow: Int
    ) {
      sumSix(depth, a, aStep, b, bStep, update, c, cRow)
    }

    @inline(__always)
    private static func sumHalf(
      _ depth: Int, _ a: UnsafePointer<Double>, _ aStep: Int, _ b: UnsafeRawPointer, _ bStep: Int,
      _ c: UnsafeMutablePointer<Double>, _ cRow: Int
    ) {
      var (q, r, s) = (zero, zero, zero)
      var (a, b) = (a, b)
      for _ in 0..<depth {
        let row = b.loadUnaligned(as: Row.self)
        q.addProduct(a[0], row)
        r.addProduct(a[1], row)
        s.addProduct(a[2], row)
        a += aStep
        b += bStep
      }
      store(q, set, c)
      store(r, set, c + cRow)
      store(s, set, c + 2 &* cRow)
    }
  #else
    @inline(__always)
    private static func sum(
      _ depth: Int, _ a: UnsafePointer<Double>, _ aStep: Int, _ b: UnsafeRawPointer, _ bStep: Int, _ update: Int,
      _ c: UnsafeMutablePointer<Double>, _ cRow: Int
    ) {
      var (q, r, s, t) = (zero, zero, zero, zero)
      var (a, b) = (a, b)
      for _ in 0..<depth {
        let row = b.loadUnaligned(as: Row.self)
        q.addProduct(a[0], row)
        r.addProduct(a[1], row)
        s.addProduct(a[2], row)
        t.addProduct(a[3], row)
        a += aStep
        b += bStep
      }
      store(q, update, c)
      store(r, update, c + cRow)
      store(s, update, c + 2 &* cRow)
      store(t, update, c + 3 &* cRow)
    }

    @inline(__always)
    private static func sumHalf(
      _ depth: Int, _ a: UnsafePointer<Double>, _ aStep: Int, _ b: UnsafeRawPointer, _ bStep: Int,
      _ c: UnsafeMutablePointer<Double>, _ cRow: Int
    ) {
      var (q, r) = (zero, zero)
      var (a, b) = (a, b)
      for _ in 0..<depth {
        let row = b.loadUnaligned(as: Row.self)
        q.addProduct(a[0], row)
        r.addProduct(a[1], row)
        a += aStep
        b += bStep
      }
      store(q, set, c)
      store(r, set, c + cRow)
    }
  #endif

  #if KERNELS_V3 || KERNELS_V4 || arch(arm64)
    @inline(__always)
    private static func sumSix(
      _ depth: Int, _ a: UnsafePointer<Double>, _ aStep: Int, _ b: UnsafeRawPointer, _ bStep: Int, _ update: Int,
      _ c: UnsafeMutablePointer<Double>, _ cRow: Int
    ) {
      var (q, r, s, t, u, v) = (zero, zero, zero, zero, zero, zero)
      var (a, b) = (a, b)
      for _ in 0..<depth {
        let row = b.loadUnaligned(as: Row.self)
        q.addProduct(a[0], row)
        r.addProduct(a[1], row)
        s.addProduct(a[2], row)
        t.addProduct(a[3], row)
        u.addProduct(a[4], row)
        v.addProduct(a[5], row)
        a += aStep
        b += bStep
      }
      store(q, update, c)
      store(r, update, c + cRow)
      store(s, update, c + 2 &* cRow)
      store(t, update, c + 3 &* cRow)
      store(u, update, c + 4 &* cRow)
      store(v, update, c + 5 &* cRow)
    }
  #endif
}
