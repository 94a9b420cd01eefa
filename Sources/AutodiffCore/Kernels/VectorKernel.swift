/// Products of a matrix and a vector, and of two vectors, with the bits of the same elements in `MatrixKernel`.
package enum VectorKernel {
  /// The terms of a block.
  private static var depth: Int { MatrixKernel.depth }

  /// Stores a sum of a block in place of a number, or adds it or subtracts it.
  @inline(__always)
  private static func store(_ sum: Double, _ update: Int, _ c: UnsafeMutablePointer<Double>) {
    if update == MatrixKernel.set {
      c.pointee = sum
    } else if update == MatrixKernel.add {
      c.pointee += sum
    } else {
      c.pointee -= sum
    }
  }

  /// Multiplies a row by a matrix: y := x·B, or adds or subtracts that.
  ///
  /// - Parameters:
  ///   - n: The number of columns of B, which are next to each other.
  ///   - k: The number of rows of B, which are `bRow` apart; the numbers of x are `xStep` apart.
  ///   - scratch: Room for n numbers.
  package static func row(
    _ n: Int, _ k: Int, _ x: UnsafePointer<Double>, _ xStep: Int, _ b: UnsafePointer<Double>, _ bRow: Int,
    _ update: Int, _ y: UnsafeMutablePointer<Double>, _ scratch: UnsafeMutablePointer<Double>
  ) {
    var p = 0
    while p < k {
      let end = min(p &+ depth, k)
      let update = p == 0 || update == MatrixKernel.subtract ? update : MatrixKernel.add
      let sums = update == MatrixKernel.set ? y : scratch
      for j in 0..<n { sums[j] = -0.0 }
      while p < end {
        let (q, r) = (b + p &* bRow, x + p &* xStep)
        if p &+ 8 <= end {
          addEight(n, r, xStep, q, bRow, sums)
          p &+= 8
        } else {
          let factor = r[0]
          for j in 0..<n { sums[j] = sums[j].addingProduct(factor, q[j]) }
          p &+= 1
        }
      }
      if update == MatrixKernel.add {
        for j in 0..<n { y[j] += sums[j] }
      } else if update == MatrixKernel.subtract {
        for j in 0..<n { y[j] -= sums[j] }
      }
    }
  }

  /// Adds eight rows of a matrix, each times a factor.
  @inline(__always)
  private static func addEight(
    _ n: Int, _ x: UnsafePointer<Double>, _ xStep: Int, _ b: UnsafePointer<Double>, _ bRow: Int,
    _ sums: UnsafeMutablePointer<Double>
  ) {
    let (x0, x1, x2, x3) = (x[0], x[xStep], x[2 &* xStep], x[3 &* xStep])
    let (x4, x5, x6, x7) = (x[4 &* xStep], x[5 &* xStep], x[6 &* xStep], x[7 &* xStep])
    let (b1, b2, b3, b4) = (b + bRow, b + 2 &* bRow, b + 3 &* bRow, b + 4 &* bRow)
    let (b5, b6, b7) = (b + 5 &* bRow, b + 6 &* bRow, b + 7 &* bRow)
    for j in 0..<n {
      let half = sums[j].addingProduct(x0, b[j]).addingProduct(x1, b1[j]).addingProduct(x2, b2[j])
        .addingProduct(x3, b3[j])
      sums[j] = half.addingProduct(x4, b4[j]).addingProduct(x5, b5[j]).addingProduct(x6, b6[j])
        .addingProduct(x7, b7[j])
    }
  }

  /// Multiplies a matrix by a column: y := A·x, or adds or subtracts that.
  ///
  /// - Parameters:
  ///   - m: The number of rows of A, which are `aRow` apart; those of y are `yStep` apart.
  ///   - k: The number of columns of A, which are next to each other, and of the numbers of x, which are, too.
  package static func column(
    _ m: Int, _ k: Int, _ a: UnsafePointer<Double>, _ aRow: Int, _ x: UnsafePointer<Double>, _ update: Int,
    _ y: UnsafeMutablePointer<Double>, _ yStep: Int
  ) {
    var i = 0
    while i &+ 16 <= m {
      sixteen(k, a + i &* aRow, aRow, x, update, y + i &* yStep, yStep)
      i &+= 16
    }
    while i &+ 4 <= m {
      four(k, a + i &* aRow, aRow, x, update, y + i &* yStep, yStep)
      i &+= 4
    }
    while i < m {
      dot(k, a + i &* aRow, x, update, y + i &* yStep)
      i &+= 1
    }
  }

  private typealias Four = SIMD4<Double>

  /// Adds the products of four columns of four rows with the numbers of x.
  @inline(__always)
  private static func addSquare(
    _ sums: inout Four, _ a: UnsafePointer<Double>, _ aRow: Int, _ x0: Double, _ x1: Double, _ x2: Double, _ x3: Double
  ) {
    let p = UnsafeRawPointer(a).loadUnaligned(as: Four.self)
    let q = UnsafeRawPointer(a + aRow).loadUnaligned(as: Four.self)
    let r = UnsafeRawPointer(a + 2 &* aRow).loadUnaligned(as: Four.self)
    let s = UnsafeRawPointer(a + 3 &* aRow).loadUnaligned(as: Four.self)
    sums.addProduct(Four(p[0], q[0], r[0], s[0]), Four(repeating: x0))
    sums.addProduct(Four(p[1], q[1], r[1], s[1]), Four(repeating: x1))
    sums.addProduct(Four(p[2], q[2], r[2], s[2]), Four(repeating: x2))
    sums.addProduct(Four(p[3], q[3], r[3], s[3]), Four(repeating: x3))
  }

  /// Adds the products of one column of four rows with a number of x.
  @inline(__always)
  private static func addColumn(_ sums: inout Four, _ a: UnsafePointer<Double>, _ aRow: Int, _ x: Double) {
    sums.addProduct(Four(a[0], a[aRow], a[2 &* aRow], a[3 &* aRow]), Four(repeating: x))
  }

  @inline(__always)
  private static func store(_ sums: Four, _ update: Int, _ y: UnsafeMutablePointer<Double>, _ yStep: Int) {
    store(sums[0], update, y)
    store(sums[1], update, y + yStep)
    store(sums[2], update, y + 2 &* yStep)
    store(sums[3], update, y + 3 &* yStep)
  }

  /// Multiplies sixteen rows, whose sums hide each other's latency.
  @inline(__always)
  private static func sixteen(
    _ k: Int, _ a: UnsafePointer<Double>, _ aRow: Int, _ x: UnsafePointer<Double>, _ update: Int,
    _ y: UnsafeMutablePointer<Double>, _ yStep: Int
  ) {
    let (a1, a2, a3) = (a + 4 &* aRow, a + 8 &* aRow, a + 12 &* aRow)
    var p = 0
    while p < k {
      let end = min(p &+ depth, k)
      let update = p == 0 || update == MatrixKernel.subtract ? update : MatrixKernel.add
      let zero = Four(repeating: -0.0)
      var (s, t, u, v) = (zero, zero, zero, zero)
      while p &+ 4 <= end {
        let (x0, x1, x2, x3) = (x[p], x[p &+ 1], x[p &+ 2], x[p &+ 3])
        addSquare(&s, a + p, aRow, x0, x1, x2, x3)
        addSquare(&t, a1 + p, aRow, x0, x1, x2, x3)
        addSquare(&u, a2 + p, aRow, x0, x1, x2, x3)
        addSquare(&v, a3 + p, aRow, x0, x1, x2, x3)
        p &+= 4
      }
      while p < end {
        addColumn(&s, a + p, aRow, x[p])
        addColumn(&t, a1 + p, aRow, x[p])
        addColumn(&u, a2 + p, aRow, x[p])
        addColumn(&v, a3 + p, aRow, x[p])
        p &+= 1
      }
      store(s, update, y, yStep)
      store(t, update, y + 4 &* yStep, yStep)
      store(u, update, y + 8 &* yStep, yStep)
      store(v, update, y + 12 &* yStep, yStep)
    }
  }

  /// Multiplies four rows.
  @inline(__always)
  private static func four(
    _ k: Int, _ a: UnsafePointer<Double>, _ aRow: Int, _ x: UnsafePointer<Double>, _ update: Int,
    _ y: UnsafeMutablePointer<Double>, _ yStep: Int
  ) {
    var p = 0
    while p < k {
      let end = min(p &+ depth, k)
      let update = p == 0 || update == MatrixKernel.subtract ? update : MatrixKernel.add
      var sums = Four(repeating: -0.0)
      while p &+ 4 <= end {
        addSquare(&sums, a + p, aRow, x[p], x[p &+ 1], x[p &+ 2], x[p &+ 3])
        p &+= 4
      }
      while p < end {
        addColumn(&sums, a + p, aRow, x[p])
        p &+= 1
      }
      store(sums, update, y, yStep)
    }
  }

  /// Multiplies two vectors; four blocks at a time hide each other's latency.
  @inline(__always)
  private static func dot(
    _ k: Int, _ x: UnsafePointer<Double>, _ y: UnsafePointer<Double>, _ update: Int,
    _ result: UnsafeMutablePointer<Double>
  ) {
    var p = 0
    var update = update
    while p < k {
      if p &+ 4 &* depth <= k {
        let (x1, x2, x3) = (x + depth, x + 2 &* depth, x + 3 &* depth)
        let (y1, y2, y3) = (y + depth, y + 2 &* depth, y + 3 &* depth)
        var (s, t, u, v) = (-0.0, -0.0, -0.0, -0.0)
        for i in p..<p &+ depth {
          s.addProduct(x[i], y[i])
          t.addProduct(x1[i], y1[i])
          u.addProduct(x2[i], y2[i])
          v.addProduct(x3[i], y3[i])
        }
        store(s, update, result)
        if update == MatrixKernel.set { update = MatrixKernel.add }
        store(t, update, result)
        store(u, update, result)
        store(v, update, result)
        p &+= 4 &* depth
      } else {
        let end = min(p &+ depth, k)
        var sum = -0.0
        while p < end {
          sum.addProduct(x[p], y[p])
          p &+= 1
        }
        store(sum, update, result)
        if update == MatrixKernel.set { update = MatrixKernel.add }
      }
    }
  }
}
