/// The eigenvalues and eigenvectors of symmetric matrices, element by element.
extension Unrolling {
  /// A number with its node.
  private struct Element {
    var value: Double
    var node: ID
  }

  /// The sweeps behind those that find the eigenvalues at the point, which carry their first and second derivatives:
  /// there an element beside the diagonal is 0, but moves.
  private static let furtherSweeps = 2

  /// Returns the nodes of the eigenvalues of a matrix's symmetric part, or of its eigenvectors: Jacobi's rotations of
  /// all pairs of rows, in as many sweeps as the matrix needs at the point.
  ///
  /// - Throws: The limit on nodes, also where two eigenvalues are one: there no rotation is settled.
  mutating func symmetricEigen(_ operand: ID, vectors wantsVectors: Bool) throws(Problem) -> [ID] {
    let matrix = values[Int(operand)]
    let n = matrix.shape.lengths[0]
    let eigen = SymmetricEigen(matrix)
    if eigen.values.contains(where: \.isNaN) {
      let undefined = try binary(.multiply, total(elements[Int(operand)]), constant(.nan))
      return Array(repeating: undefined, count: wantsVectors ? n * n : n)
    }
    let isTied = eigen.values.indices.dropFirst().contains { eigen.values[$0 - 1] == eigen.values[$0] }
    let sweeps = eigen.sweeps + Self.furtherSweeps
    try expect(isTied ? .max : sweeps * n * n * (4 * n + 12))
    var rows = try symmetricPart(matrix, elements[Int(operand)])
    var vectors: [[Element]] = []
    for row in 0..<n {
      vectors.append([])
      for column in 0..<n {
        let number = row == column ? 1.0 : 0
        vectors[row].append(Element(value: number, node: try constant(number)))
      }
    }
    for _ in 0..<sweeps {
      for p in 0..<n {
        for q in p + 1..<Swift.max(n, p + 1) {
          guard let angle = try rotate(&rows, p, q), wantsVectors else { continue }
          for row in 0..<n {
            (vectors[row][p], vectors[row][q]) = try turned(vectors[row][p], vectors[row][q], angle)
          }
        }
      }
    }
    let order = (0..<n).sorted { rows[$0][$0].value < rows[$1][$1].value }
    guard wantsVectors else { return order.map { rows[$0][$0].node } }
    var result = [ID](repeating: 0, count: n * n)
    for (column, own) in order.enumerated() {
      // The signs are those of the vectors that arrays have.
      let likeness = (0..<n).reduce(0) { $0 + vectors[$1][own].value * eigen.vectors[$1 * n + column] }
      for row in 0..<n {
        let node = vectors[row][own].node
        result[row * n + column] = likeness < 0 ? try unary(.negate, node) : node
      }
    }
    return result
  }

  /// Returns (A + Aᵀ)/2.
  private mutating func symmetricPart(_ matrix: Tensor, _ nodes: [ID]) throws(Problem) -> [[Element]] {
    let n = matrix.shape.lengths[0]
    var rows: [[Element]] = []
    for row in 0..<n {
      rows.append([])
      for column in 0..<n {
        let (one, other) = (row * n + column, column * n + row)
        let node = try binary(.divide, binary(.add, nodes[one], nodes[other]), constant(2))
        rows[row].append(Element(value: 0.5 * matrix[one] + 0.5 * matrix[other], node: node))
      }
    }
    return rows
  }

  /// Makes the element of two rows 0.
  ///
  /// - Returns: The cosine and the sine of the angle; nil if there is none, as the element cannot move.
  private mutating func rotate(
    _ rows: inout [[Element]], _ p: Int, _ q: Int
  ) throws(Problem) -> (cosine: Element, sine: Element)? {
    let both = rows[p][q]
    if graph.nodes[Int(both.node)].kind == .constant, both.value == 0 { return nil }
    let difference = rows[q][q].value - rows[p][p].value
    let sign = difference < 0 ? -1.0 : 1
    // t = 2b/(d ± √(d² + 4b²)) is smooth where b is 0.
    let d = try binary(.subtract, rows[q][q].node, rows[p][p].node)
    let twice = try binary(.multiply, constant(2), both.node)
    let square = try binary(.add, binary(.multiply, d, d), binary(.multiply, twice, twice))
    let root = try unary(Identities.root, square)
    let t = try binary(.divide, twice, binary(sign < 0 ? .subtract : .add, d, root))
    let length = try unary(Identities.root, binary(.add, binary(.multiply, t, t), constant(1)))
    let cosine = try binary(.divide, constant(1), length)
    let angle = 2 * both.value / (difference + sign * Root.hypot(difference, 2 * both.value))
    let size = (angle * angle + 1).squareRoot()
    let turn = (
      cosine: Element(value: 1 / size, node: cosine),
      sine: Element(value: angle / size, node: try binary(.multiply, t, cosine))
    )
    let change = try binary(.multiply, t, both.node)
    for k in rows.indices where k != p && k != q {
      (rows[p][k], rows[q][k]) = try turned(rows[p][k], rows[q][k], turn)
      (rows[k][p], rows[k][q]) = (rows[p][k], rows[q][k])
    }
    rows[p][p] = Element(
      value: rows[p][p].value - angle * both.value, node: try binary(.subtract, rows[p][p].node, change))
    rows[q][q] = Element(value: rows[q][q].value + angle * both.value, node: try binary(.add, rows[q][q].node, change))
    let zero = Element(value: 0, node: try constant(0))
    (rows[p][q], rows[q][p]) = (zero, zero)
    return turn
  }

  private mutating func turned(
    _ x: Element, _ y: Element, _ turn: (cosine: Element, sine: Element)
  ) throws(Problem) -> (Element, Element) {
    let (c, s) = (turn.cosine, turn.sine)
    let first = try binary(.subtract, binary(.multiply, c.node, x.node), binary(.multiply, s.node, y.node))
    let second = try binary(.add, binary(.multiply, s.node, x.node), binary(.multiply, c.node, y.node))
    return (
      Element(value: c.value * x.value - s.value * y.value, node: first),
      Element(value: s.value * x.value + c.value * y.value, node: second)
    )
  }
}
