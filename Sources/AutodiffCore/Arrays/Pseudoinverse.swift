/// The pseudoinverse of Moore and Penrose.
extension Tensor {
  /// Returns the pseudoinverse of a matrix by its singular values, of which those that are 0 but for rounding count as
  /// 0; all nan where an element is not finite.
  ///
  /// The singular values are found by rotations of columns until they are orthogonal.
  ///
  /// Source: G. H. Golub and C. F. Van Loan, Matrix Computations, 4th ed., §5.5.2 and §8.6.3.
  var pseudoinverse: Tensor {
    let lengths = shape.lengths
    guard isFinite else { return Tensor(repeating: .nan, Shape(lengths.reversed())) }
    if lengths[0] < lengths[1] { return transposed().pseudoinverse.transposed() }
    var columns = OrthogonalColumns(self)
    columns.rotate()
    return columns.pseudoinverse
  }
}

/// The columns of a matrix that rotations make orthogonal: U·Σ = A·V.
private struct OrthogonalColumns {
  let rows: Int
  let count: Int
  /// The columns one after the other.
  var columns: [[Double]]
  /// The rotations' product, column by column.
  var rotations: [[Double]]

  private static let mostSweeps = 60

  init(_ matrix: Tensor) {
    let (rows, count) = (matrix.shape.lengths[0], matrix.shape.lengths[1])
    (self.rows, self.count) = (rows, count)
    columns = (0..<count).map { column in (0..<rows).map { matrix[$0 * count + column] } }
    rotations = (0..<count).map { column in (0..<count).map { $0 == column ? 1 : 0 } }
  }

  private func dot(_ x: [Double], _ y: [Double]) -> Double {
    x.withUnsafeBufferPointer { x in y.withUnsafeBufferPointer { x.dot($0) } }
  }

  private func norm(_ x: [Double]) -> Double { x.withUnsafeBufferPointer(\.norm) }

  mutating func rotate() {
    for _ in 0..<Self.mostSweeps {
      var rotates = false
      for p in 0..<count {
        for q in p + 1..<max(count, p + 1) {
          let (first, second, both) = (
            dot(columns[p], columns[p]), dot(columns[q], columns[q]), dot(columns[p], columns[q])
          )
          if both == 0 || both.magnitude <= 0x1p-54 * (first * second).squareRoot() { continue }
          rotates = true
          let theta = (second - first) / (2 * both)
          let t = (theta < 0 ? -1 : 1) / (theta.magnitude + (theta * theta + 1).squareRoot())
          let cosine = 1 / (t * t + 1).squareRoot()
          Self.rotate(&columns, p, q, cosine, t * cosine)
          Self.rotate(&rotations, p, q, cosine, t * cosine)
        }
      }
      if !rotates { return }
    }
  }

  private static func rotate(_ columns: inout [[Double]], _ p: Int, _ q: Int, _ cosine: Double, _ sine: Double) {
    for k in columns[p].indices {
      let (x, y) = (columns[p][k], columns[q][k])
      (columns[p][k], columns[q][k]) = (cosine * x - sine * y, sine * x + cosine * y)
    }
  }

  /// V·Σ⁻¹·Uᵀ, without the singular values that are 0 but for rounding.
  var pseudoinverse: Tensor {
    let singular = columns.map(norm)
    let least = Double(rows) * 0x1p-52 * (singular.max() ?? 0)
    var result = [Double](repeating: 0, count: count * rows)
    for (k, value) in singular.enumerated() where value > least {
      for row in 0..<count {
        let factor = rotations[k][row] / value
        for column in 0..<rows { result[row * rows + column] += factor * (columns[k][column] / value) }
      }
    }
    return Tensor(Shape([count, rows]), result)
  }
}
