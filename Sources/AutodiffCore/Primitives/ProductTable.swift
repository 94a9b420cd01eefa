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

  static var cross: Gate {
    .array(
      "cross", "vector product of two vectors of 3", arity: .exactly(2), parameters: ["a", "b"], .cross,
      latex: #"#1 \times #2"#,
      .composition(
        ArrayComposition { x, _ in x[0].turned(1) * x[1].turned(2) - x[0].turned(2) * x[1].turned(1) }),
      .bilinear { edge, u in edge.place == 0 ? edge.operands[1].cross(u) : u.cross(edge.operands[0]) })
  }

  static var kron: Gate {
    .array(
      "kron", "Kronecker's product: each element of A times all of B", arity: .exactly(2), parameters: ["A", "B"],
      .kronecker, latex: #"#1 \otimes #2"#, scalars: .gate(.multiply),
      .composition(
        ArrayComposition { x, operation in
          let shapes = Kronecker(x[0].shape, x[1].shape)
          return (x[0].reshaped(to: shapes.left) * x[1].reshaped(to: shapes.right)).reshaped(to: operation.shape)
        }),
      .bilinear { edge, u in
        let shapes = Kronecker(edge.operands[0].shape, edge.operands[1].shape)
        let (own, others) = edge.place == 0 ? (shapes.left, shapes.right) : (shapes.right, shapes.left)
        let products = u.reshaped(to: shapes.products) * edge.operands[1 - edge.place].reshaped(to: others)
        return products.unbroadcast(to: own).reshaped(to: edge.operand.shape)
      })
  }
}

/// The shapes by which Kronecker's product is one element by element: each axis is one of the left array before one of
/// the right array.
struct Kronecker {
  private(set) var left = Shape([])
  private(set) var right = Shape([])

  /// Takes the shapes of the factors; that with fewer axes gets some of length 1 before its own, as in NumPy.
  init(_ first: Shape, _ second: Shape) {
    let rank = max(first.rank, second.rank)
    for axis in 0..<rank {
      let (own, other) = (axis - (rank - first.rank), axis - (rank - second.rank))
      left.lengths += [own < 0 ? 1 : first.lengths[own], 1]
      right.lengths += [1, other < 0 ? 1 : second.lengths[other]]
    }
  }

  /// The shape of the products before their axes are joined in pairs.
  var products: Shape { Shape(zip(left.lengths, right.lengths).map { $0 * $1 }) }

  /// The shape of the result.
  var result: Shape {
    let lengths = products.lengths
    return Shape(stride(from: 0, to: lengths.count, by: 2).map { lengths[$0] * lengths[$0 + 1] })
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
