/// Products and factorizations, element by element.
extension Unrolling {
  mutating func product(_ contraction: Contraction, _ left: ID, _ right: ID) throws(Problem) -> [ID] {
    let (a, b) = (elements[Int(left)], elements[Int(right)])
    let (rows, inner, columns) = contraction.extents(program.shape(of: left), program.shape(of: right))
    try expect(rows * columns * (2 * inner - 1))
    var result: [ID] = []
    for row in 0..<rows {
      for column in 0..<columns {
        var products: [ID] = []
        for k in 0..<inner { products.append(try binary(.multiply, a[row * inner + k], b[k * columns + column])) }
        result.append(try total(products))
      }
    }
    return result
  }

  /// The determinant without a division, which elimination has where a column has no pivot.
  ///
  /// R. S. Bird, "A simple division-free algorithm for computing determinants", Information Processing Letters 111
  /// (2011): n - 1 times F becomes μ(F) A, where μ keeps what is above the diagonal and has on it the negative sums of
  /// the diagonal below.
  private mutating func determinant(_ matrix: [ID], _ n: Int) throws(Problem) -> ID {
    var power = matrix
    for _ in 1..<n {
      var next: [ID] = []
      for row in 0..<n {
        var left: [ID] = [try constant(0)]
        for other in row + 1..<Swift.max(n, row + 1) { left.append(power[other * n + other]) }
        left = [try unary(.negate, total(left))]
        for column in row + 1..<Swift.max(n, row + 1) { left.append(power[row * n + column]) }
        for column in 0..<n {
          var products: [ID] = []
          for (place, factor) in left.enumerated() {
            products.append(try binary(.multiply, factor, matrix[(row + place) * n + column]))
          }
          next.append(try total(products))
        }
      }
      power = next
    }
    return n % 2 == 1 ? power[0] : try unary(.negate, power[0])
  }

  /// The determinants of all that is left without a row and a column, with the signs of a chessboard.
  private mutating func cofactors(_ matrix: [ID], _ n: Int) throws(Problem) -> [ID] {
    if n == 1 { return [try constant(1)] }
    try expect(n > 100 ? .max : n * n * (n - 1) * (n - 1) * (n - 1) * (n - 1) / 4)
    var result: [ID] = []
    for place in matrix.indices {
      let (row, column) = (place / n, place % n)
      let minor = matrix.indices.filter { $0 / n != row && $0 % n != column }.map { matrix[$0] }
      let determinant = try determinant(minor, n - 1)
      result.append((row + column) % 2 == 0 ? determinant : try unary(.negate, determinant))
    }
    return result
  }

  /// Cholesky's factor of the symmetric part, by rows.
  private mutating func choleskyFactor(_ matrix: [ID], _ n: Int) throws(Problem) -> [ID] {
    try expect(n * n * n / 3)
    var factor = [ID](repeating: try constant(0), count: n * n)
    for row in 0..<n {
      for column in 0...row {
        let both = try binary(.add, matrix[row * n + column], matrix[column * n + row])
        var rest = try binary(.divide, both, constant(2))
        for k in 0..<column {
          rest = try binary(.subtract, rest, binary(.multiply, factor[row * n + k], factor[column * n + k]))
        }
        factor[row * n + column] =
          row == column ? try unary(Identities.root, rest) : try binary(.divide, rest, factor[column * n + column])
      }
    }
    return factor
  }

  /// Elimination with the pivots that are the greatest at the point: in all of what is left for the determinant, as
  /// singular matrices have derivatives too.
  mutating func factorized(_ result: FactorizationForm.Result, _ operands: [ID]) throws(Problem) -> [ID] {
    let matrix = self.values[Int(operands[0])]
    let n = matrix.shape.lengths[0]
    var values = (0..<n).map { Array(matrix.elements[$0 * n..<($0 + 1) * n]) }
    var rows = (0..<n).map { Array(elements[Int(operands[0])][$0 * n..<($0 + 1) * n]) }
    switch result {
    case .determinant, .logDeterminant: break
    case .inverse:
      for row in 0..<n { for column in 0..<n { rows[row].append(try constant(row == column ? 1 : 0)) } }
    case .solution:
      let columns = elements[Int(operands[1])].count / n
      for row in 0..<n { rows[row] += elements[Int(operands[1])][row * columns..<(row + 1) * columns] }
    case .cofactors: return try cofactors(elements[Int(operands[0])], n)
    case .cholesky: return try choleskyFactor(elements[Int(operands[0])], n)
    case .eigenvalues: return try symmetricEigen(operands[0], vectors: false)
    case .eigenvectors: return try symmetricEigen(operands[0], vectors: true)
    }
    if result == .inverse || result == .solution, Factorization(matrix).badPivot != nil {
      // All is undefined, by every element.
      let all = try total(operands.flatMap { elements[Int($0)] })
      let undefined = try binary(.multiply, all, constant(.nan))
      return Array(repeating: undefined, count: result == .inverse ? n * n : elements[Int(operands[1])].count)
    }
    try expect(n * n * n / 2)
    var sign = 1.0
    for step in 0..<n {
      if result == .determinant {
        let column = (step..<n).max { largest(values[step...], $0) < largest(values[step...], $1) } ?? step
        if column != step {
          for row in 0..<n {
            rows[row].swapAt(step, column)
            values[row].swapAt(step, column)
          }
          sign = -sign
        }
      }
      let pivot = (step..<n).max { fabs(values[$0][step]) < fabs(values[$1][step]) } ?? step
      if result == .determinant, values[pivot][step] == 0, step < n - 1 {
        return [try determinant(elements[Int(operands[0])], n)]
      }
      if pivot != step {
        rows.swapAt(step, pivot)
        values.swapAt(step, pivot)
        sign = -sign
      }
      if result == .determinant, values[step][step] == 0 { break }
      for row in step + 1..<Swift.max(n, step + 1) {
        let factor = try binary(.divide, rows[row][step], rows[step][step])
        let quotient = values[row][step] / values[step][step]
        for column in step + 1..<rows[row].count {
          rows[row][column] = try binary(.subtract, rows[row][column], binary(.multiply, factor, rows[step][column]))
          if column < n { values[row][column] -= quotient * values[step][column] }
        }
      }
    }
    let pivots = (0..<n).map { rows[$0][$0] }
    switch result {
    case .determinant: return [try binary(.multiply, constant(sign), chain(.multiply, pivots))]
    case .logDeterminant:
      let negative = (0..<n).reduce(sign) { $0 * Scalar.sign(values[$1][$1]) } < 0
      var logs: [ID] = []
      for pivot in pivots { logs.append(try unary(Identities.logarithm, unary(Identities.magnitude, pivot))) }
      // Outside the domain derivatives are undefined as well, which a constant's would not be.
      return [negative ? try unary(.log, chain(.multiply, [constant(sign)] + pivots)) : try total(logs)]
    case .inverse, .solution, .cofactors, .cholesky, .eigenvalues, .eigenvectors:
      for column in n..<Swift.max(n, rows[0].count) {
        for row in (0..<n).reversed() {
          var sum = rows[row][column]
          for other in row + 1..<Swift.max(n, row + 1) {
            sum = try binary(.subtract, sum, binary(.multiply, rows[row][other], rows[other][column]))
          }
          rows[row][column] = try binary(.divide, sum, rows[row][row])
        }
      }
      return rows.flatMap { $0[n...] }
    }
  }

  func largest(_ rows: ArraySlice<[Double]>, _ column: Int) -> Double {
    rows.reduce(0) { fmax($0, fabs($1[column])) }
  }
}
