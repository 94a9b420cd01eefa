/// The product of matrices C := A·B, C := C + A·B or C := C - A·B, in tiles that stay in registers.
///
/// Each element is a sum over k in blocks of 256 terms: within a block the terms are added one after the other, each by
/// one fused multiply-add, and the sums of the blocks are added in their order. So the bits of an element depend on its
/// row and its column alone: not on the shape of the product, the processor or the number of threads.
///
/// Large factors are copied block by block into panels, in the order in which tiles read them, so that they come from
/// the cache; where a factor is read only a few times, tiles read it where it is.
///
/// Source: K. Goto and R. van de Geijn, "Anatomy of high-performance matrix multiplication" (ACM Trans. Math. Softw.
/// 34, 2008), sections 4 and 5.
package enum MatrixKernel {
  /// The number of rows and columns of a tile: as many as the processor's registers hold.
  #if KERNELS_V4
    static var tileRows: Int { 12 }
    static var tileColumns: Int { 16 }
  #elseif KERNELS_V3 || arch(arm64)
    static var tileRows: Int { 6 }
    static var tileColumns: Int { 8 }
  #else
    static var tileRows: Int { 4 }
    static var tileColumns: Int { 4 }
  #endif
  /// The number of terms that are added before the sum goes to C.
  static var depth: Int { 256 }
  /// The number of rows of A that are copied at once, a multiple of the rows of every tile.
  private static var height: Int { 96 }
  /// The number of columns of B that are copied at once.
  private static var width: Int { 1024 }

  /// The way in which a product is stored: 0 in place of C, 1 added to it, 2 subtracted from it.
  package static var set: Int { 0 }
  package static var add: Int { 1 }
  package static var subtract: Int { 2 }

  /// The numbers that `multiply` needs as room for panels, on all levels.
  package static var scratchCount: Int { 256 * (1024 + 96) + 12 * 16 }

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
    // Tiles read B where it is if its rows are packs, and it fits into the cache; and A if the rows of a tile are next
    // to each other or its columns, and it is read too few times for a copy to be worth while: at distances that are
    // powers of two its numbers take each other's place in the cache.
    let readsB = bColumn == 1 && depth &* n <= 16_384
    let readsA = m >= tileRows && n <= 64 && (aRow == 1 || aColumn == 1)
    let (right, left) = (scratch, scratch + Self.depth &* width)
    let corner = left + Self.depth &* height
    let (tileA, stepA) = readsA ? (aRow, aColumn) : (1, tileRows)
    var j = 0
    while j < n {
      let columns = min(width, n &- j)
      let whole = readsB ? columns / tileColumns &* tileColumns : 0
      packColumns(b + (j &+ whole) &* bColumn, bRow, bColumn, columns &- whole, depth, right + whole &* depth)
      var i = 0
      while i < m {
        let rows = min(height, m &- i)
        let block = a + i &* aRow
        if !readsA { packRows(block, aRow, aColumn, rows, depth, left) }
        var column = 0
        while column < columns {
          let isStanding = column < whole
          let tileB = isStanding ? b + (j &+ column) : UnsafePointer(right + column &* depth)
          let stepB = (isStanding ? bRow : tileColumns) &* 8
          let tileWidth = min(tileColumns, columns &- column)
          var row = 0
          while row < rows {
            // Rows of A that stand are as many as a tile has: the last tile begins with some of those before.
            let known = readsA ? max(0, i &+ row &+ tileRows &- m) : 0
            let first = row &- known
            let start = readsA ? block + first &* aRow : UnsafePointer(left + row &* depth)
            tile(
              depth, start, tileA, stepA, UnsafeRawPointer(tileB), stepB, known, min(tileRows, rows &- first),
              tileWidth, update, c + ((i &+ first) &* cRow &+ j &+ column), cRow, corner)
            row &+= tileRows
          }
          column &+= tileColumns
        }
        i &+= height
      }
      j &+= width
    }
  }

  /// Copies columns into panels as wide as a tile, row by row; in place of those that are missing there is anything.
  @inline(__always)
  private static func packColumns(
    _ b: UnsafePointer<Double>, _ bRow: Int, _ bColumn: Int, _ columns: Int, _ depth: Int,
    _ panel: UnsafeMutablePointer<Double>
  ) {
    var (column, target) = (0, panel)
    while column < columns {
      let (source, count) = (b + column &* bColumn, min(tileColumns, columns &- column))
      if bColumn == 1 {
        // The numbers behind a row are in the matrix as well, but for the last rows.
        let end = (depth &- 1) &* bRow &+ count
        for p in 0..<depth {
          let (from, to) = (source + p &* bRow, target + p &* tileColumns)
          if p &* bRow &+ tileColumns <= end {
            copyRow(from, to)
          } else {
            for j in 0..<tileColumns { to[j] = j < count ? from[j] : 0 }
          }
        }
      } else {
        packLanes(source, bColumn, bRow, count, tileColumns, depth, target)
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
      packLanes(a + row &* aRow, aRow, aColumn, min(tileRows, rows &- row), tileRows, depth, target)
      row &+= tileRows
      target += tileRows &* depth
    }
  }

  /// Copies lanes, which are the rows or the columns of a tile, to a panel in which they are next to each other.
  ///
  /// - Parameters:
  ///   - lane: The distance from a lane to the next; `step` is that from one of its numbers to the next.
  ///   - count: The number of lanes, at most `width`, the number of lanes of the panel.
  ///   - depth: The number of numbers of a lane.
  @inline(__always)
  private static func packLanes(
    _ source: UnsafePointer<Double>, _ lane: Int, _ step: Int, _ count: Int, _ width: Int, _ depth: Int,
    _ panel: UnsafeMutablePointer<Double>
  ) {
    var i = 0
    if step == 1 {
      while i &+ 4 <= count {
        packFour(source + i &* lane, lane, width, depth, panel + i)
        i &+= 4
      }
    } else if lane == 1 && count == width {
      for p in 0..<depth {
        let (from, to) = (source + p &* step, panel + p &* width)
        for i in 0..<width { to[i] = from[i] }
      }
      return
    }
    while i < width {
      let from = source + i &* lane
      if i < count {
        for p in 0..<depth { panel[p &* width &+ i] = from[p &* step] }
      } else {
        for p in 0..<depth { panel[p &* width &+ i] = 0 }
      }
      i &+= 1
    }
  }

  private typealias Four = SIMD4<Double>

  /// Copies four lanes whose numbers are next to each other, four of each at a time.
  @inline(__always)
  private static func packFour(
    _ source: UnsafePointer<Double>, _ lane: Int, _ width: Int, _ depth: Int, _ panel: UnsafeMutablePointer<Double>
  ) {
    var p = 0
    while p &+ 4 <= depth {
      let (from, to) = (source + p, panel + p &* width)
      let a = UnsafeRawPointer(from).loadUnaligned(as: Four.self)
      let b = UnsafeRawPointer(from + lane).loadUnaligned(as: Four.self)
      let c = UnsafeRawPointer(from + 2 &* lane).loadUnaligned(as: Four.self)
      let d = UnsafeRawPointer(from + 3 &* lane).loadUnaligned(as: Four.self)
      UnsafeMutableRawPointer(to).storeBytes(of: Four(a[0], b[0], c[0], d[0]), as: Four.self)
      UnsafeMutableRawPointer(to + width).storeBytes(of: Four(a[1], b[1], c[1], d[1]), as: Four.self)
      UnsafeMutableRawPointer(to + 2 &* width).storeBytes(of: Four(a[2], b[2], c[2], d[2]), as: Four.self)
      UnsafeMutableRawPointer(to + 3 &* width).storeBytes(of: Four(a[3], b[3], c[3], d[3]), as: Four.self)
      p &+= 4
    }
    while p < depth {
      for i in 0..<4 { panel[p &* width &+ i] = source[i &* lane &+ p] }
      p &+= 1
    }
  }
}
