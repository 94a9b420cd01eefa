/// Steps of products, for which the rows of a block are the rows of a matrix where that is possible.
enum ProductStep {
  /// Returns the step of a product.
  ///
  /// - Parameter axes: 1 for the sum over the last axis of the left array and the first of the right one, 0 for all pairs.
  static func step(axes: Int, _ operands: [ArrayOperand], _ result: ArrayTape.Place) -> ArrayTape.Step {
    let (left, right) = (operands[0], operands[1])
    if axes == 0 { return outer(left, right, result) }
    let (a, b) = (Factor(left, isRight: false), Factor(right, isRight: true))
    let (m, n, k) = (a.length, b.length, a.inner)
    if result.isOfRows, !right.place.isOfRows, !left.isTransposed {
      // The arrays of all rows one below the other are a matrix with more rows.
      return { memory, rows in
        let view = MatrixView(start: left.start(memory, row: 0), rows: k)
        view.multiply(b.view(memory, row: 0), rows * m, n, k, .set, memory + result.start, stride: n)
      }
    }
    if result.isOfRows, !left.place.isOfRows, n == 1 {
      // Columns of all rows are the rows of a matrix, by which the transpose is multiplied.
      return { memory, rows in
        let view = MatrixView(start: right.start(memory, row: 0), rows: k)
        view.multiply(a.view(memory, row: 0).transposed, rows, m, k, .set, memory + result.start, stride: m)
      }
    }
    return { memory, rows in
      for row in 0..<(result.isOfRows ? rows : 1) {
        a.view(memory, row: row).multiply(
          b.view(memory, row: row), m, n, k, .set, memory + (result.start &+ row &* result.rowStep), stride: n)
      }
    }
  }

  private static func outer(_ x: ArrayOperand, _ y: ArrayOperand, _ result: ArrayTape.Place) -> ArrayTape.Step {
    let (m, n, binary) = (x.place.count, y.place.count, KernelSet.best.binary)
    return { memory, rows in
      for row in 0..<(result.isOfRows ? rows : 1) {
        let (x, y) = (x.start(memory, row: row), y.start(memory, row: row))
        let target = memory + (result.start &+ row &* result.rowStep)
        for i in 0..<m { binary(ElementwiseKernel.multiply, x + i, 0, y, 1, target + i &* n, n) }
      }
    }
  }

  /// A factor as a matrix: a vector on the left is a row, one on the right a column.
  struct Factor: Sendable {
    let operand: ArrayOperand
    /// The number of rows of the left factor, or of columns of the right one.
    let length: Int
    /// The length that is summed over.
    let inner: Int
    private let columns: Int

    init(_ operand: ArrayOperand, isRight: Bool) {
      self.operand = operand
      let lengths = operand.shape.lengths
      guard lengths.count == 2 else {
        (length, inner, columns) = (1, lengths[0], isRight ? 1 : lengths[0])
        return
      }
      columns = lengths[1]
      let turned = operand.isTransposed ? [lengths[1], lengths[0]] : lengths
      (length, inner) = isRight ? (turned[1], turned[0]) : (turned[0], turned[1])
    }

    func view(_ memory: ArrayTape.Memory, row: Int) -> MatrixView {
      let view = MatrixView(start: operand.start(memory, row: row), rows: columns)
      return operand.isTransposed ? view.transposed : view
    }
  }
}
