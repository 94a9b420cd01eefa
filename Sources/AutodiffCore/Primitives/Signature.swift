/// The shapes that an operation takes, and the one that it gives.
package enum Signature: Sendable {
  /// Operands whose shapes broadcast to that of the result, by NumPy's rules.
  case elementwise
  /// An array to a scalar, or along `axis=` to an array that lacks the axis.
  case reduction
  /// An array to one of its shape, along an axis.
  case scan
  /// An array to a scalar or along `axis=`, with an order that may be told.
  case norm
  case matrixProduct, dot, outer, cross, kronecker, transpose
  case trace, diagonal, determinant, inverse, solution
  /// A square matrix to one of its shape: of any kind, and of a positive definite one.
  case matrixFunction, definite
  /// A square matrix to a vector of as many numbers as it has rows, or to as many columns of them.
  case spectrum, eigenvectors
  /// A matrix to one of the transposed shape.
  case pseudoinverse
  /// An array with two axes at least to one of its shape.
  case triangle
  /// An array and a number of places to an array of its shape, along an axis.
  case rolled
  /// An array to one of its shape, along an axis or along all.
  case flipped
  /// An array and a number to an array with so many more places on every side.
  case padded
  /// An image and a kernel to an image of what the kernel finds in each window.
  case convolution
  /// An array and the length of a window to an array of a number for each window along the last axes.
  case pooled
  /// An array made from whole numbers, its lengths: `zeros(m, n)`.
  case made
  /// A square matrix made from its number of rows: `eye(n)`.
  case square
  /// An array of random numbers, made from its lengths: `rand(m, n)`.
  case drawn
  /// A vector made from the numbers at its ends and from its length: `linspace(a, b, n)`.
  case spaced
  case reshape
  case concatenation
  /// An operation that only rules and the syntax build, which know the shape of the result.
  case given
}

/// The reasons for which shapes do not fit an operation.
package enum ShapeFault: Error, Equatable, Sendable {
  /// The kinds of arrays that an operation may need.
  package enum Need: String, Sendable {
    case scalar, vector, vectors, matrix
    case array = "vector or a matrix"
    case triples = "vectors of 3"
    case square = "square matrix"
  }

  case differ(Shape, Shape)
  case needs(Need, Shape)
  case axisOutOfRange(String, Shape)
  case axisNeeded(Shape)
  /// An order of axes that does not name each of them once.
  case axesNeeded(Shape)
  /// An argument with a name that the function does not take.
  case unexpected(NamedArgument)
  case count(from: Shape, to: Shape)
  /// A window of this length that does not fit in an axis of that one.
  case window(Int, in: Int)
  /// An image and a kernel whose numbers of axes do not belong together.
  case imageAndKernel(Shape, Shape)
}

extension Signature {
  /// Returns the shape of the result, and the setting of the operation.
  ///
  /// - Parameter axis: The axis, counted from 0; nil if none was given. It is checked against the shape here.
  /// - Throws: The reason for which the shapes or the axis do not fit.
  func result(_ shapes: [Shape], axis: Int?) throws(ShapeFault) -> (shape: Shape, setting: Setting) {
    if axis != nil, !takesAxis { throw .unexpected(.axis) }
    switch self {
    case .elementwise:
      var shape = Shape.scalar
      for other in shapes {
        guard let common = shape.broadcast(with: other) else { throw .differ(shape, other) }
        shape = common
      }
      return (shape, .none)
    case .reduction, .norm:
      guard let axis else { return (.scalar, .none) }
      try Self.check(axis, shapes[0])
      // Along its only axis a vector is reduced as a whole.
      return shapes[0].rank == 1 ? (.scalar, .none) : (shapes[0].removing(axis: axis), .axis(axis))
    case .scan:
      if shapes[0].isScalar { throw .needs(.array, shapes[0]) }
      if let axis {
        try Self.check(axis, shapes[0])
      } else if shapes[0].rank > 1 {
        throw .axisNeeded(shapes[0])
      }
      return (shapes[0], .axis(axis ?? 0))
    case .matrixProduct: return (try Self.product(shapes[0], shapes[1]), .none)
    case .dot:
      for shape in shapes where shape.rank != 1 { throw .needs(.vectors, shape) }
      if shapes[0] != shapes[1] { throw .differ(shapes[0], shapes[1]) }
      return (.scalar, .none)
    case .outer:
      for shape in shapes where shape.rank != 1 { throw .needs(.vectors, shape) }
      return (Shape([shapes[0].lengths[0], shapes[1].lengths[0]]), .none)
    case .cross:
      for shape in shapes where shape != Shape([3]) { throw .needs(.triples, shape) }
      return (shapes[0], .none)
    case .kronecker:
      for shape in shapes where shape.isScalar { throw .needs(.array, shape) }
      return (Kronecker(shapes[0], shapes[1]).result, .none)
    case .transpose: return (Shape(shapes[0].lengths.reversed()), .none)
    case .trace, .determinant:
      try Self.square(shapes[0])
      return (.scalar, .none)
    case .inverse, .matrixFunction, .definite, .eigenvectors:
      try Self.square(shapes[0])
      return (shapes[0], .none)
    case .spectrum:
      try Self.square(shapes[0])
      return (Shape([shapes[0].lengths[0]]), .none)
    case .pseudoinverse:
      guard shapes[0].rank == 2 else { throw .needs(.matrix, shapes[0]) }
      return (Shape(shapes[0].lengths.reversed()), .none)
    case .triangle:
      guard shapes[0].rank > 1 else { throw .needs(.matrix, shapes[0]) }
      return (shapes[0], .none)
    case .diagonal:
      switch shapes[0].rank {
      case 1: return (Shape([shapes[0].lengths[0], shapes[0].lengths[0]]), .none)
      case 2: return (Shape([min(shapes[0].lengths[0], shapes[0].lengths[1])]), .none)
      default: throw .needs(.array, shapes[0])
      }
    case .solution:
      try Self.square(shapes[0])
      guard shapes[1].rank == 1 || shapes[1].rank == 2 else { throw .needs(.array, shapes[1]) }
      if shapes[0].lengths[0] != shapes[1].lengths[0] { throw .differ(shapes[0], shapes[1]) }
      return (shapes[1], .none)
    case .concatenation:
      for shape in shapes where shape.isScalar { throw .needs(.array, shape) }
      let axis = axis ?? 0
      try Self.check(axis, shapes[0])
      var shape = shapes[0]
      for other in shapes.dropFirst() {
        guard other.rank == shape.rank, other.removing(axis: axis) == shape.removing(axis: axis) else {
          throw .differ(shape, other)
        }
        shape.lengths[axis] += other.lengths[axis]
      }
      return (shape, .axis(axis))
    case .rolled, .flipped:
      if shapes[0].isScalar { throw .needs(.array, shapes[0]) }
      if let axis { try Self.check(axis, shapes[0]) }
      return (shapes[0], axis.map { .axis($0) } ?? .none)
    case .padded:
      if shapes[0].isScalar { throw .needs(.array, shapes[0]) }
      return (shapes[0], .none)
    case .spaced:
      for shape in shapes where !shape.isScalar { throw .needs(.scalar, shape) }
      return (.scalar, .none)
    case .made, .square, .drawn, .reshape, .convolution, .pooled, .given: return (shapes.first ?? .scalar, .none)
    }
  }

  /// Throws if a shape lacks an axis, counted from 0.
  private static func check(_ axis: Int, _ shape: Shape) throws(ShapeFault) {
    if !(0..<shape.rank).contains(axis) { throw .axisOutOfRange(String(axis + 1), shape) }
  }

  /// Throws if a shape is not that of a square matrix.
  private static func square(_ shape: Shape) throws(ShapeFault) {
    guard shape.rank == 2, shape.lengths[0] == shape.lengths[1] else { throw .needs(.square, shape) }
  }

  /// Returns the shape of a product of matrices or vectors.
  private static func product(_ left: Shape, _ right: Shape) throws(ShapeFault) -> Shape {
    for shape in [left, right] where shape.rank > 2 || shape.isScalar { throw .needs(.array, shape) }
    guard left.lengths.last == right.lengths.first else { throw .differ(left, right) }
    return Shape(Array(left.lengths.dropLast() + right.lengths.dropFirst()))
  }

  /// Returns the shape of the products of the matrices that two arrays hold along their last two axes, where the others
  /// broadcast; a vector on the left is a row, one on the right a column.
  ///
  /// Source: the documentation of NumPy, `numpy.matmul`.
  ///
  /// - Throws: A fault if an operand is a number, or lengths do not fit.
  static func batchProduct(_ left: Shape, _ right: Shape) throws(ShapeFault) -> Shape {
    for shape in [left, right] where shape.isScalar { throw .needs(.array, shape) }
    let rows = left.rank == 1 ? [1] + left.lengths : left.lengths
    let columns = right.rank == 1 ? right.lengths + [1] : right.lengths
    let batches = (Shape(Array(rows.dropLast(2))), Shape(Array(columns.dropLast(2))))
    guard rows.last == columns[columns.count - 2], let batch = batches.0.broadcast(with: batches.1) else {
      throw .differ(left, right)
    }
    return Shape(batch.lengths + [rows[rows.count - 2], columns[columns.count - 1]])
  }

  /// A Boolean value indicating whether the value lacks an axis of the operand.
  var reduces: Bool {
    switch self {
    case .reduction, .norm: true
    default: false
    }
  }

  /// A Boolean value indicating whether arrays are joined along an axis.
  var joins: Bool { if case .concatenation = self { true } else { false } }

  /// The arguments with names that may be given.
  package var named: [NamedArgument] {
    switch self {
    case .reduction, .norm: [.axis, .keepdims]
    case .scan, .concatenation, .rolled, .flipped: [.axis]
    case .drawn: [.seed]
    case .convolution: [.stride, .pad]
    case .pooled: [.stride]
    case .elementwise, .matrixProduct, .dot, .outer, .cross, .kronecker, .transpose, .trace, .diagonal, .determinant,
      .inverse, .solution,
      .matrixFunction, .definite, .spectrum, .eigenvectors, .pseudoinverse, .triangle, .padded,
      .made, .square, .spaced, .reshape, .given:
      []
    }
  }

  /// Returns the value of an argument with a name where it is left out, or else one that changes something.
  func usual(_ argument: NamedArgument) -> String {
    switch argument {
    case .stride: if case .pooled = self { "k" } else { "1" }
    case .pad: "0"
    case .axis, .keepdims, .seed: "1"
    }
  }

  /// A Boolean value indicating whether `axis=` may be given.
  package var takesAxis: Bool { named.contains(.axis) }

  /// The shapes of arguments that show it; none for a result whose arguments do not move.
  package var example: [Shape] {
    switch self {
    case .elementwise, .given, .made, .square, .drawn: []
    case .spaced: [.scalar, .scalar]
    case .reduction, .norm, .scan, .diagonal, .rolled, .flipped, .padded: [Shape([3])]
    case .matrixProduct: [Shape([2, 3]), Shape([3, 4])]
    case .dot, .cross: [Shape([3]), Shape([3])]
    case .kronecker: [Shape([2, 2]), Shape([2, 2])]
    case .outer, .concatenation: [Shape([2]), Shape([3])]
    case .transpose: [Shape([2, 3])]
    case .trace, .determinant, .inverse, .matrixFunction, .definite, .spectrum, .eigenvectors, .triangle:
      [Shape([2, 2])]
    case .pseudoinverse: [Shape([3, 2])]
    case .solution: [Shape([2, 2]), Shape([2])]
    case .reshape: [Shape([6])]
    case .convolution: [Shape([4, 4]), Shape([2, 2])]
    case .pooled: [Shape([4, 4])]
    }
  }

  /// A description in words for the function list; nil for the elementwise signature.
  package var text: String? {
    switch self {
    case .elementwise: nil
    case .reduction, .norm: "array to scalar; m×n to n with axis=1, to m with axis=2"
    case .scan: "n to n, m×n to m×n"
    case .matrixProduct:
      "m×n @ n×k to m×k, m×n @ n to m, n @ n×k to k, n @ n to scalar; matrices along the last two of more axes"
    case .dot: "n, n to scalar"
    case .outer: "m, n to m×n"
    case .cross: "3, 3 to 3"
    case .kronecker: "m×n, p×q to mp×nq; m, n to mn"
    case .transpose: "m×n to n×m; more axes reversed, or in the order told: transpose(A, 1, 3, 2)"
    case .trace, .determinant: "n×n to scalar"
    case .diagonal: "n to n×n, m×n to min(m, n)"
    case .inverse, .matrixFunction, .definite, .eigenvectors: "n×n to n×n"
    case .spectrum: "n×n to n"
    case .pseudoinverse: "m×n to n×m"
    case .triangle: "m×n to m×n"
    case .rolled: "n, k to n; m×n, k to m×n, with axis=2 along the rows"
    case .flipped: "n to n, m×n to m×n"
    case .padded: "n, k to n+2k; m×n, k to m+2k×n+2k"
    case .solution: "n×n, n to n; n×n, n×k to n×k"
    case .made, .drawn: "whole numbers to an array of that shape"
    case .square: "a whole number to a square matrix with so many rows"
    case .spaced: "two numbers and a whole number to a vector of that length"
    case .reshape: "an array and whole numbers to an array of that shape, row by row"
    case .concatenation: "m, n to m+n; with axis=1 below each other, with axis=2 side by side"
    case .convolution: "n, k to n-k+1; H×W, kh×kw; C×H×W, O×C×kh×kw to O×…; N×C×H×W, O×C×kh×kw to N×O×…"
    case .pooled: "an array and a whole number to one whose last two axes (a vector's only one) are k times shorter"
    case .given: nil
    }
  }
}
