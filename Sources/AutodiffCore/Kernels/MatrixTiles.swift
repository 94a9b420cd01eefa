/// The tiles of products, whose sums stay in registers.
extension MatrixKernel {
  #if KERNELS_V3 || KERNELS_V4 || arch(arm64)
    private typealias Row = SIMD8<Double>
  #else
    private typealias Row = SIMD4<Double>
  #endif

  /// Works out a tile of C, or the part of one that C has.
  ///
  /// - Parameters:
  ///   - aRow: The distance from a row of A to the next; `aStep` is that from column to column.
  ///   - bStep: The distance from a row of B to the next, in bytes.
  ///   - known: The number of rows, the first ones, that are worked out already.
  ///   - corner: Room for a tile.
  @inline(__always)
  static func tile(
    _ depth: Int, _ a: UnsafePointer<Double>, _ aRow: Int, _ aStep: Int, _ b: UnsafeRawPointer, _ bStep: Int,
    _ known: Int, _ rows: Int, _ columns: Int, _ update: Int, _ c: UnsafeMutablePointer<Double>, _ cRow: Int,
    _ corner: UnsafeMutablePointer<Double>
  ) {
    if known == 0 && rows == tileRows && columns == tileColumns {
      // The rows of C are too far from each other for the processor to foresee them.
      for i in 0..<tileRows { CacheControl.fetch(c + i &* cRow) }
      // Of the two loops the first one has less to do for an address.
      if aRow == 1 {
        sum(depth, a, 1, aStep, b, bStep, update, c, cRow)
      } else {
        sum(depth, a, aRow, aStep, b, bStep, update, c, cRow)
      }
      return
    }
    let isNarrow = columns &* 2 <= tileColumns
    if rows &* 2 <= tileRows {
      sumHalf(depth, a, aRow, aStep, b, bStep, set, corner, tileColumns)
    } else if isNarrow {
      sumNarrow(depth, a, aRow, aStep, b, bStep, set, corner, tileColumns)
    } else if aRow == 1 {
      sum(depth, a, 1, aStep, b, bStep, set, corner, tileColumns)
    } else {
      sum(depth, a, aRow, aStep, b, bStep, set, corner, tileColumns)
    }
    for i in known..<rows { storePart(corner + i &* tileColumns, columns, update, c + i &* cRow) }
  }

  /// Stores the first numbers of a tile's row.
  @inline(__always)
  private static func storePart(
    _ from: UnsafePointer<Double>, _ count: Int, _ update: Int, _ c: UnsafeMutablePointer<Double>
  ) {
    var j = 0
    while j &+ Row.scalarCount <= count {
      store(UnsafeRawPointer(from + j).loadUnaligned(as: Row.self), update, c + j)
      j &+= Row.scalarCount
    }
    while j < count {
      if update == set {
        c[j] = from[j]
      } else if update == add {
        c[j] += from[j]
      } else {
        c[j] -= from[j]
      }
      j &+= 1
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

  /// Copies as many neighbours as a tile has columns.
  @inline(__always)
  static func copyRow(_ from: UnsafePointer<Double>, _ to: UnsafeMutablePointer<Double>) {
    var j = 0
    while j < tileColumns {
      store(UnsafeRawPointer(from + j).loadUnaligned(as: Row.self), set, to + j)
      j &+= Row.scalarCount
    }
  }

  /// The beginning of a sum; unlike 0 it leaves every term as it is.
  @inline(__always)
  private static var zero: Row { Row(repeating: -0.0) }

  #if KERNELS_V4
    @inline(__always)
    private static func add(_ x: Double, _ left: Row, _ right: Row, _ l: inout Row, _ r: inout Row) {
      let factor = Row(repeating: x)
      l.addProduct(factor, left)
      r.addProduct(factor, right)
    }

    @inline(__always)
    private static func store(_ l: Row, _ r: Row, _ update: Int, _ c: UnsafeMutablePointer<Double>) {
      store(l, update, c)
      store(r, update, c + Row.scalarCount)
    }

    @inline(__always)
    private static func sum(
      _ depth: Int, _ a: UnsafePointer<Double>, _ aRow: Int, _ aStep: Int, _ b: UnsafeRawPointer, _ bStep: Int,
      _ update: Int, _ c: UnsafeMutablePointer<Double>, _ cRow: Int
    ) {
      var (l0, r0, l1, r1, l2, r2) = (zero, zero, zero, zero, zero, zero)
      var (l3, r3, l4, r4, l5, r5) = (zero, zero, zero, zero, zero, zero)
      var (l6, r6, l7, r7, l8, r8) = (zero, zero, zero, zero, zero, zero)
      var (l9, r9, l10, r10, l11, r11) = (zero, zero, zero, zero, zero, zero)
      var (a, b) = (a, b)
      for _ in 0..<depth {
        let left = b.loadUnaligned(as: Row.self)
        let right = b.loadUnaligned(fromByteOffset: MemoryLayout<Row>.size, as: Row.self)
        add(a[0], left, right, &l0, &r0)
        add(a[aRow], left, right, &l1, &r1)
        add(a[2 &* aRow], left, right, &l2, &r2)
        add(a[3 &* aRow], left, right, &l3, &r3)
        add(a[4 &* aRow], left, right, &l4, &r4)
        add(a[5 &* aRow], left, right, &l5, &r5)
        add(a[6 &* aRow], left, right, &l6, &r6)
        add(a[7 &* aRow], left, right, &l7, &r7)
        add(a[8 &* aRow], left, right, &l8, &r8)
        add(a[9 &* aRow], left, right, &l9, &r9)
        add(a[10 &* aRow], left, right, &l10, &r10)
        add(a[11 &* aRow], left, right, &l11, &r11)
        a += aStep
        b += bStep
      }
      store(l0, r0, update, c)
      store(l1, r1, update, c + cRow)
      store(l2, r2, update, c + 2 &* cRow)
      store(l3, r3, update, c + 3 &* cRow)
      store(l4, r4, update, c + 4 &* cRow)
      store(l5, r5, update, c + 5 &* cRow)
      store(l6, r6, update, c + 6 &* cRow)
      store(l7, r7, update, c + 7 &* cRow)
      store(l8, r8, update, c + 8 &* cRow)
      store(l9, r9, update, c + 9 &* cRow)
      store(l10, r10, update, c + 10 &* cRow)
      store(l11, r11, update, c + 11 &* cRow)
    }

    @inline(__always)
    private static func sumNarrow(
      _ depth: Int, _ a: UnsafePointer<Double>, _ aRow: Int, _ aStep: Int, _ b: UnsafeRawPointer, _ bStep: Int,
      _ update: Int, _ c: UnsafeMutablePointer<Double>, _ cRow: Int
    ) {
      var (l0, l1, l2, l3, l4, l5) = (zero, zero, zero, zero, zero, zero)
      var (l6, l7, l8, l9, l10, l11) = (zero, zero, zero, zero, zero, zero)
      var (a, b) = (a, b)
      for _ in 0..<depth {
        let row = b.loadUnaligned(as: Row.self)
        l0.addProduct(a[0], row)
        l1.addProduct(a[aRow], row)
        l2.addProduct(a[2 &* aRow], row)
        l3.addProduct(a[3 &* aRow], row)
        l4.addProduct(a[4 &* aRow], row)
        l5.addProduct(a[5 &* aRow], row)
        l6.addProduct(a[6 &* aRow], row)
        l7.addProduct(a[7 &* aRow], row)
        l8.addProduct(a[8 &* aRow], row)
        l9.addProduct(a[9 &* aRow], row)
        l10.addProduct(a[10 &* aRow], row)
        l11.addProduct(a[11 &* aRow], row)
        a += aStep
        b += bStep
      }
      store(l0, update, c)
      store(l1, update, c + cRow)
      store(l2, update, c + 2 &* cRow)
      store(l3, update, c + 3 &* cRow)
      store(l4, update, c + 4 &* cRow)
      store(l5, update, c + 5 &* cRow)
      store(l6, update, c + 6 &* cRow)
      store(l7, update, c + 7 &* cRow)
      store(l8, update, c + 8 &* cRow)
      store(l9, update, c + 9 &* cRow)
      store(l10, update, c + 10 &* cRow)
      store(l11, update, c + 11 &* cRow)
    }

    @inline(__always)
    private static func sumHalf(
      _ depth: Int, _ a: UnsafePointer<Double>, _ aRow: Int, _ aStep: Int, _ b: UnsafeRawPointer, _ bStep: Int,
      _ update: Int, _ c: UnsafeMutablePointer<Double>, _ cRow: Int
    ) {
      var (l0, r0, l1, r1, l2, r2) = (zero, zero, zero, zero, zero, zero)
      var (l3, r3, l4, r4, l5, r5) = (zero, zero, zero, zero, zero, zero)
      var (a, b) = (a, b)
      for _ in 0..<depth {
        let left = b.loadUnaligned(as: Row.self)
        let right = b.loadUnaligned(fromByteOffset: MemoryLayout<Row>.size, as: Row.self)
        add(a[0], left, right, &l0, &r0)
        add(a[aRow], left, right, &l1, &r1)
        add(a[2 &* aRow], left, right, &l2, &r2)
        add(a[3 &* aRow], left, right, &l3, &r3)
        add(a[4 &* aRow], left, right, &l4, &r4)
        add(a[5 &* aRow], left, right, &l5, &r5)
        a += aStep
        b += bStep
      }
      store(l0, r0, update, c)
      store(l1, r1, update, c + cRow)
      store(l2, r2, update, c + 2 &* cRow)
      store(l3, r3, update, c + 3 &* cRow)
      store(l4, r4, update, c + 4 &* cRow)
      store(l5, r5, update, c + 5 &* cRow)
    }
  #elseif KERNELS_V3 || arch(arm64)
    @inline(__always)
    private static func sum(
      _ depth: Int, _ a: UnsafePointer<Double>, _ aRow: Int, _ aStep: Int, _ b: UnsafeRawPointer, _ bStep: Int,
      _ update: Int, _ c: UnsafeMutablePointer<Double>, _ cRow: Int
    ) {
      var (l0, l1, l2, l3, l4, l5) = (zero, zero, zero, zero, zero, zero)
      var (a, b) = (a, b)
      for _ in 0..<depth {
        let row = b.loadUnaligned(as: Row.self)
        l0.addProduct(a[0], row)
        l1.addProduct(a[aRow], row)
        l2.addProduct(a[2 &* aRow], row)
        l3.addProduct(a[3 &* aRow], row)
        l4.addProduct(a[4 &* aRow], row)
        l5.addProduct(a[5 &* aRow], row)
        a += aStep
        b += bStep
      }
      store(l0, update, c)
      store(l1, update, c + cRow)
      store(l2, update, c + 2 &* cRow)
      store(l3, update, c + 3 &* cRow)
      store(l4, update, c + 4 &* cRow)
      store(l5, update, c + 5 &* cRow)
    }

    @inline(__always)
    private static func sumHalf(
      _ depth: Int, _ a: UnsafePointer<Double>, _ aRow: Int, _ aStep: Int, _ b: UnsafeRawPointer, _ bStep: Int,
      _ update: Int, _ c: UnsafeMutablePointer<Double>, _ cRow: Int
    ) {
      var (l0, l1, l2) = (zero, zero, zero)
      var (a, b) = (a, b)
      for _ in 0..<depth {
        let row = b.loadUnaligned(as: Row.self)
        l0.addProduct(a[0], row)
        l1.addProduct(a[aRow], row)
        l2.addProduct(a[2 &* aRow], row)
        a += aStep
        b += bStep
      }
      store(l0, update, c)
      store(l1, update, c + cRow)
      store(l2, update, c + 2 &* cRow)
    }
  #else
    @inline(__always)
    private static func sum(
      _ depth: Int, _ a: UnsafePointer<Double>, _ aRow: Int, _ aStep: Int, _ b: UnsafeRawPointer, _ bStep: Int,
      _ update: Int, _ c: UnsafeMutablePointer<Double>, _ cRow: Int
    ) {
      var (l0, l1, l2, l3) = (zero, zero, zero, zero)
      var (a, b) = (a, b)
      for _ in 0..<depth {
        let row = b.loadUnaligned(as: Row.self)
        l0.addProduct(a[0], row)
        l1.addProduct(a[aRow], row)
        l2.addProduct(a[2 &* aRow], row)
        l3.addProduct(a[3 &* aRow], row)
        a += aStep
        b += bStep
      }
      store(l0, update, c)
      store(l1, update, c + cRow)
      store(l2, update, c + 2 &* cRow)
      store(l3, update, c + 3 &* cRow)
    }

    @inline(__always)
    private static func sumHalf(
      _ depth: Int, _ a: UnsafePointer<Double>, _ aRow: Int, _ aStep: Int, _ b: UnsafeRawPointer, _ bStep: Int,
      _ update: Int, _ c: UnsafeMutablePointer<Double>, _ cRow: Int
    ) {
      var (l0, l1) = (zero, zero)
      var (a, b) = (a, b)
      for _ in 0..<depth {
        let row = b.loadUnaligned(as: Row.self)
        l0.addProduct(a[0], row)
        l1.addProduct(a[aRow], row)
        a += aStep
        b += bStep
      }
      store(l0, update, c)
      store(l1, update, c + cRow)
    }
  #endif

  #if !KERNELS_V4
    /// Works out the sums of a tile of which half of the columns are wanted, as those of a whole one.
    @inline(__always)
    private static func sumNarrow(
      _ depth: Int, _ a: UnsafePointer<Double>, _ aRow: Int, _ aStep: Int, _ b: UnsafeRawPointer, _ bStep: Int,
      _ update: Int, _ c: UnsafeMutablePointer<Double>, _ cRow: Int
    ) {
      sum(depth, a, aRow, aStep, b, bStep, update, c, cRow)
    }
  #endif
}
