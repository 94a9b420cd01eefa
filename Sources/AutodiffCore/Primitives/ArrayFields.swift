/// Operations on whole arrays, spelt so that rules read as mathematics.
extension Field {
  private func apply(_ primitive: Primitive, _ setting: Setting = .none, shape: Shape) -> Self {
    Self.apply(ArrayOperation(primitive, setting, shape: shape), [self])
  }

  func matmul(_ other: Self) -> Self {
    let lengths = shape.lengths.dropLast() + other.shape.lengths.dropFirst()
    return Self.apply(ArrayOperation(.matmul, shape: Shape(Array(lengths))), [self, other])
  }

  func outer(_ other: Self) -> Self {
    Self.apply(ArrayOperation(.outer, shape: Shape(shape.lengths + other.shape.lengths)), [self, other])
  }

  var transposed: Self { shape.rank < 2 ? self : apply(.transpose, shape: Shape(shape.lengths.reversed())) }

  /// Returns the vector product of two vectors of 3.
  func cross(_ other: Self) -> Self { Self.apply(ArrayOperation(.cross, shape: shape), [self, other]) }

  /// Returns the elements of a vector from a place on, and those before it behind them.
  func turned(_ places: Int) -> Self {
    let parts = [sliced([.range(places..<shape.count)]), sliced([.range(0..<places)])]
    return Self.apply(.join(axis: 0, shape: shape), parts)
  }

  /// Returns this with its axes, counted from 0, in another order.
  func permuted(_ axes: [Int]) -> Self { Self.apply(.permute(axes, of: shape), [self]) }

  /// This with its last two axes exchanged.
  var matricesTransposed: Self {
    let axes = Array(shape.lengths.indices)
    return shape.rank < 3 ? transposed : permuted(axes.dropLast(2) + axes.suffix(2).reversed())
  }

  /// Returns the products of the matrices along the last two axes, where the others broadcast; both have a matrix at
  /// least, and one of them more axes.
  func batchProduct(_ other: Self) -> Self {
    let batches = (Shape(Array(shape.lengths.dropLast(2))), Shape(Array(other.shape.lengths.dropLast(2))))
    let batch = batches.0.broadcast(with: batches.1) ?? .scalar
    let lengths = batch.lengths + [shape.lengths[shape.rank - 2], other.shape.lengths[other.shape.rank - 1]]
    return Self.apply(.batchProduct(shape: Shape(lengths)), [self, other])
  }

  var inverse: Self { apply(.inv, shape: shape) }

  var determinant: Self { apply(.det, shape: .scalar) }

  func solve(_ right: Self) -> Self { Self.apply(ArrayOperation(.solve, shape: right.shape), [self, right]) }

  /// Returns the sums along one axis, or that of all elements.
  func sum(_ setting: Setting) -> Self { reduced(.sum, setting) }

  func mean(_ setting: Setting) -> Self { reduced(.mean, setting) }

  private func reduced(_ primitive: Primitive, _ setting: Setting) -> Self {
    if case .axis(let axis) = setting { return apply(primitive, setting, shape: shape.removing(axis: axis)) }
    return apply(primitive, shape: .scalar)
  }

  var total: Self { sum(.none) }

  /// Returns the result of a reduction with its lost axis back, of length 1, so that it broadcasts against the array that
  /// was reduced.
  func expand(_ setting: Setting, to shape: Shape) -> Self {
    guard case .axis(let axis) = setting else { return self }
    var lengths = shape.lengths
    lengths[axis] = 1
    return apply(.expand, shape: Shape(lengths))
  }

  func softmax(_ setting: Setting) -> Self { apply(.softmax, setting, shape: shape) }

  func cumsum(_ setting: Setting, reversed: Bool = false) -> Self {
    apply(reversed ? .cumsumReversed : .cumsum, setting, shape: shape)
  }

  /// Returns v - ⟨p, v⟩ for each lane v, with weights p whose sum is 1.
  func deviation(by weights: Self, _ setting: Setting) -> Self {
    Self.apply(ArrayOperation(.deviation, setting, shape: shape), [weights, self])
  }

  /// Returns u - p·Σu for each lane u, the transpose of `deviation`.
  func deviationPull(by weights: Self, _ setting: Setting) -> Self {
    Self.apply(ArrayOperation(.deviationPull, setting, shape: shape), [weights, self])
  }

  func reshaped(to shape: Shape) -> Self { shape == self.shape ? self : apply(.reshape, shape: shape) }

  func sliced(_ subscripts: [Subscript]) -> Self {
    let lengths = subscripts.compactMap { if case .range(let range) = $0 { range.count } else { nil } }
    return apply(.slice, .subscripts(subscripts), shape: Shape(lengths))
  }

  func scattered(_ subscripts: [Subscript], into shape: Shape) -> Self {
    apply(.scatter, .subscripts(subscripts), shape: shape)
  }

  func diagonal(shape: Shape) -> Self { apply(.diag, shape: shape) }

  var cofactors: Self { apply(.cofactors, shape: shape) }

  func cofactorChange(along direction: Self) -> Self {
    Self.apply(ArrayOperation(.cofactorChange, shape: shape), [self, direction])
  }

  /// Returns the part number `index`, from 0, along an axis, which it lacks.
  func part(_ index: Int, axis: Int) -> Self {
    sliced(shape.lengths.indices.map { $0 == axis ? .index(index) : .range(0..<shape.lengths[$0]) })
  }

  /// Returns the parts along an axis, each of which lacks it.
  func parts(axis: Int) -> [Self] { (0..<shape.lengths[axis]).map { part($0, axis: axis) } }

  /// Returns the array that has these parts along an axis.
  @inline(never)
  @_semantics("optimize.sil.specialize.generic.never")
  static func joined(_ parts: [Self], axis: Int, shape: Shape) -> Self {
    let rows = parts.map { $0.unbroadcast(to: shape.removing(axis: axis)).expand(.axis(axis), to: shape) }
    return apply(ArrayOperation(.concat, .axis(axis), shape: shape), rows)
  }

  func productOfOthers(_ setting: Setting) -> Self { apply(.productOfOthers, setting, shape: shape) }
}

extension Shape {
  /// Returns the subscripts of all of it but for one axis, of which a range is taken.
  func selecting(_ range: Range<Int>, axis: Int) -> [Subscript] {
    lengths.indices.map { .range($0 == axis ? range : 0..<lengths[$0]) }
  }
}
