/// The rows of products that are composed of simpler ones.
extension Gate where S: Field {
  static var batchProduct: Gate {
    .array(
      "@", "products of the matrices along the last two axes", arity: .exactly(2), parameters: ["A", "B"], .given,
      notation: .product, latex: "#1 #2",
      .composition(
        ArrayComposition(value: { x, operation in .products(x[0], x[1], shape: operation.shape) }) { x, operation in
          BatchProduct.form(x, operation)
        }),
      .bilinear { edge, u in
        let other = edge.operands[1 - edge.place].matricesTransposed
        return (edge.place == 0 ? u.batchProduct(other) : other.batchProduct(u)).unbroadcast(to: edge.operand.shape)
      }, role: .switches, isHidden: true)
  }
}

private enum BatchProduct {
  /// Returns the products one by one, each a product of two matrices.
  @inline(never)
  @_semantics("optimize.sil.specialize.generic.never")
  static func form<S: Field>(_ x: [S], _ operation: ArrayOperation) -> S {
    let places = Swift.zip(
      x[0].shape.matrices(in: operation.shape), x[1].shape.matrices(in: operation.shape))
    return S.apply(.stack(operation.shape), places.map { x[0].matrix($0).matmul(x[1].matrix($1)) })
  }
}

extension Field {
  /// Returns the matrix along the last two axes at a place along the others, counted row by row.
  fileprivate func matrix(_ place: Int) -> Self {
    var rest = place
    var subscripts: [Subscript] = shape.lengths.suffix(2).map { .range(0..<$0) }
    for length in shape.lengths.dropLast(2).reversed() {
      subscripts.insert(.index(rest % length), at: 0)
      rest /= length
    }
    return shape.rank == 2 ? self : sliced(subscripts)
  }
}
