/// The rows of operations on windows: convolution, and the greatest element or mean of each window.
extension Gate where S: Field {
  /// Source of the derivative: V. Dumoulin and F. Visin, "A guide to convolution arithmetic for deep learning" (2016),
  /// chapter 4, with all windows' elements as the columns of a matrix.
  static var conv: Gate {
    .array(
      "conv", "sums of products of a kernel and each window (cross-correlation)", arity: .exactly(2),
      parameters: ["x", "w"], .convolution, latex: #"#1 \star #2"#, written: .callWithWindows(tellsLength: false),
      .composition(ArrayComposition { x, operation in Convolution(x, operation).value(x) }),
      .bilinear { edge, u in Convolution(edge.operands, edge.operation).pull(edge, u) },
      role: .switches, says: "sums of y_bar times the other operand, over all windows")
  }

  static func maxpool(_ ties: Ties) -> Gate {
    .pooling(
      "maxpool", "greatest element of each window of k", .amax, .gradient { $0.shares(ties) }, selects: true,
      role: .routes, says: "y_bar to the greatest element of each window",
      changes: "in each window the mean of `du` over the places where `u` is greatest")
  }

  static var meanpool: Gate {
    .pooling(
      "meanpool", "mean of each window of k", .mean, .gradient { 1.0 / S($0.reducedCount) }, role: .distributes,
      says: "the sums over windows of y_bar/k, or of y_bar/k^2 for k×k")
  }

  /// A reduction of each window.
  ///
  /// - Parameter rule: The rule of the reduction along an axis.
  private static func pooling(
    _ name: String, _ summary: String, _ reduction: Primitive, _ rule: ArrayRule<S>, selects: Bool = false, role: Role,
    says text: String, changes: String? = nil
  ) -> Gate {
    .array(
      name, summary, arity: .exactly(2), parameters: ["x", "k"], .pooled, latex: #"\operatorname{\#(name)}(#1)"#,
      written: .callWithWindows(tellsLength: true),
      .composition(
        ArrayComposition { x, operation in
          Pooling<S>(x[0].shape, operation, reduction).value(x[0]).reshaped(to: operation.shape)
        }),
      .general(
        push: { edge, t in
          let pooling = Pooling<S>(edge.operand.shape, edge.operation, reduction)
          return pooling.edge(edge).push(pooling.elements(t), .array(rule)).reshaped(to: edge.operation.shape)
        },
        pull: { edge, u in
          let pooling = Pooling<S>(edge.operand.shape, edge.operation, reduction)
          let sent = pooling.edge(edge).pull(u.reshaped(to: pooling.operation.shape), .array(rule), selects: selects)
          return sent.overlaps(of: edge.operation.setting.windows, shape: pooling.whole)
            .reshaped(to: edge.operand.shape)
        }), role: role, says: text, changes: changes)
  }

  // MARK: - Hidden

  static var windows: Gate {
    .hiddenArray(
      "the elements of each window", written: .callWithWindows(tellsLength: true, name: "windows"),
      .movement(
        Movement(numPy: .windows, plan: { x, operation in .windows(of: x[0], operation.setting.windows) }) {
          x, operation in x[0].elements(in: operation.setting.windows, shape: operation.shape)
        }),
      .linear { edge, u in u.overlaps(of: edge.operation.setting.windows, shape: edge.operand.shape) },
      isNamedInSteps: true,
      definition: { x, operation in x[0].gathered(operation.setting.windows, to: operation.shape) })
  }

  static var overlaps: Gate {
    .hiddenArray(
      "sums of what windows have at each place",
      written: .callWithWindows(tellsLength: true, name: "overlaps"),
      .movement(
        Movement(numPy: .overlaps, plan: { _, operation in .overlaps(in: operation.shape, operation.setting.windows) })
        {
          x, operation in x[0].overlaps(of: operation.setting.windows, shape: operation.shape)
        }),
      .linear { edge, u in u.elements(in: edge.operation.setting.windows) },
      definition: { x, operation in x[0].scattered(operation.setting.windows, to: operation.shape) })
  }
}

/// A convolution as a product of matrices: the kernels as rows, the elements of each window as a column.
private struct Convolution<S: Field> {
  private let windows: Windows
  private let result: Shape
  private let (images, channels, kernels): (Int, Int, Int)
  /// The lengths along which windows lie.
  private let lengths: [Int]

  init(_ x: [S], _ operation: ArrayOperation) {
    windows = operation.setting.windows
    result = operation.shape
    let (image, kernel) = (x[0].shape.lengths, x[1].shape.lengths)
    let hasChannels = kernel.count > windows.axes
    kernels = hasChannels ? kernel[0] : 1
    channels = hasChannels ? kernel[1] : 1
    images = image.count > windows.axes + 1 ? image[0] : 1
    lengths = Array(image.suffix(windows.axes))
  }

  func value(_ x: [S]) -> S {
    let (rows, columns) = (rows(x[1]), columns(x[0]))
    return (images == 1 ? rows.matmul(columns) : rows.batchProduct(columns)).reshaped(to: result)
  }

  func pull(_ edge: ArrayEdge<S>, _ u: S) -> S {
    let count = result.count / (images * kernels)
    let upstream = u.reshaped(to: Shape((images == 1 ? [] : [images]) + [kernels, count]))
    if edge.place == 1 {
      let columns = columns(edge.operands[0]).matricesTransposed
      let sums = images == 1 ? upstream.matmul(columns) : upstream.batchProduct(columns).sum(.axis(0))
      return sums.reshaped(to: edge.operand.shape)
    }
    let rows = rows(edge.operands[1]).transposed
    let sent = images == 1 ? rows.matmul(upstream) : rows.batchProduct(upstream)
    let parts = Shape([images * channels, windows.count] + windows.places(in: padded))
    let whole = sent.reshaped(to: parts).overlaps(of: windows, shape: Shape([images * channels] + padded))
    return (windows.pad == 0 ? whole : whole.sliced(inside)).reshaped(to: edge.operand.shape)
  }

  private var padded: [Int] { windows.padded(lengths[...]) }

  /// The subscripts of the images among the zeros around them.
  private var inside: [Subscript] {
    [.range(0..<images * channels)] + lengths.map { .range(windows.pad..<windows.pad + $0) }
  }

  /// Returns the kernels as rows.
  private func rows(_ kernel: S) -> S { kernel.reshaped(to: Shape([kernels, channels * windows.count])) }

  /// Returns the elements of each window as a column; of several images, a matrix of columns for each.
  private func columns(_ image: S) -> S {
    var image = image.reshaped(to: Shape([images * channels] + lengths))
    if windows.pad > 0 { image = image.scattered(inside, into: Shape([images * channels] + padded)) }
    let columns = windows.places(in: padded).reduce(1, *)
    return image.elements(in: windows)
      .reshaped(to: Shape((images == 1 ? [] : [images]) + [channels * windows.count, columns]))
  }
}

/// A pooling as a reduction of an array that has the elements of each window along its second axis.
private struct Pooling<S: Field> {
  private let windows: Windows
  /// The shape of the operand with all axes before those of the windows as one.
  let whole: Shape
  /// The reduction of the windows' elements.
  let operation: ArrayOperation

  init(_ own: Shape, _ operation: ArrayOperation, _ reduction: Primitive) {
    windows = operation.setting.windows
    let lengths = Array(own.lengths.suffix(windows.axes))
    let outer = own.lengths.dropLast(windows.axes).reduce(1, *)
    whole = Shape([outer] + lengths)
    self.operation = ArrayOperation(
      reduction, .axis(1), shape: Shape([outer] + windows.places(in: lengths)))
  }

  func elements(_ x: S) -> S { x.reshaped(to: whole).elements(in: windows) }

  func value(_ x: S) -> S { S.apply(operation, [elements(x)]) }

  /// Returns the edge from the windows' elements to the result.
  func edge(_ edge: ArrayEdge<S>) -> ArrayEdge<S> {
    ArrayEdge(
      operation: operation, operands: [elements(edge.operand)], output: edge.output.reshaped(to: operation.shape),
      place: 0)
  }
}

// MARK: - Windows as an operation

extension Field {
  /// Returns the elements of each window along all axes but the first, of an array L×S… as L×K×P….
  fileprivate func elements(in windows: Windows) -> Self {
    let lengths = [shape.lengths[0], windows.count] + windows.places(in: Array(shape.lengths.dropFirst()))
    return Self.apply(
      ArrayOperation(
        .windows, .windows(windows.unpadded), shape: Shape(lengths)),
      [self])
  }

  /// Returns the sums of what windows have at each place of an array of this shape.
  fileprivate func overlaps(of windows: Windows, shape: Shape) -> Self {
    Self.apply(
      ArrayOperation(.overlaps, .windows(windows.unpadded), shape: shape),
      [self])
  }

  /// Returns the elements of windows as a gather at places that ranges make.
  @inline(never)
  @_semantics("optimize.sil.specialize.generic.never")
  fileprivate func gathered(_ windows: Windows, to result: Shape) -> Self {
    let outer = shape.lengths[0]
    let places = Self.places(of: windows, in: shape)
    let flat = outer == 1 ? Shape([shape.count]) : Shape([outer, shape.count / outer])
    let array = reshaped(to: flat).transposed
    return Self.apply(.gather(from: array.shape, at: places.shape), [array, places]).transposed.reshaped(to: result)
  }

  /// Returns the sums of what windows have at each place, added at places that ranges make.
  @inline(never)
  @_semantics("optimize.sil.specialize.generic.never")
  fileprivate func scattered(_ windows: Windows, to whole: Shape) -> Self {
    let outer = whole.lengths[0]
    let places = Self.places(of: windows, in: whole)
    let flat = outer == 1 ? Shape([shape.count]) : Shape([outer, shape.count / outer])
    let lengths = [whole.count / outer] + (outer == 1 ? [] : [outer])
    return Self.apply(
      ArrayOperation(.scatterSum, shape: Shape(lengths)), [reshaped(to: flat).transposed, places]
    ).transposed.reshaped(to: whole)
  }

  /// Returns the places, counted from 1 and row by row, of all windows' elements in a part along the first axis.
  private static func places(of windows: Windows, in whole: Shape) -> Self {
    let axes = WindowAxes(Shape([1] + whole.lengths.dropFirst()), windows)
    let lengths = Array(axes.lengths.dropFirst())
    var (places, start) = (Self(1), 1.0)
    for (axis, step) in axes.steps.dropFirst().enumerated() where lengths[axis] > 1 {
      var own = [Int](repeating: 1, count: lengths.count)
      own[axis] = lengths[axis]
      let numbers = apply(ArrayOperation(.range, shape: Shape([lengths[axis]])), []).reshaped(to: Shape(own))
      places =
        start == 1 && places.shape.isScalar ? numbers * Self(Double(step)) : places + numbers * Self(Double(step))
      start -= Double(step)
    }
    let all = places.shape.isScalar ? places : places + Self(start)
    return all.unbroadcast(to: Shape(lengths)).reshaped(to: Shape([Shape(lengths).count]))
  }
}

extension MovementPlan {
  fileprivate static func windows(of whole: Shape, _ windows: Windows) -> MovementPlan {
    let axes = WindowAxes(whole, windows)
    return .copies(
      [
        StridedCopy(
          lengths: axes.lengths, source: .init(strides: axes.steps),
          target: .init(strides: Shape(axes.lengths).strides))
      ], .everywhere)
  }

  fileprivate static func overlaps(in whole: Shape, _ windows: Windows) -> MovementPlan {
    let axes = WindowAxes(whole, windows)
    return .copies(
      [
        StridedCopy(
          lengths: axes.lengths, source: .init(strides: Shape(axes.lengths).strides),
          target: .init(strides: axes.steps))
      ], .summed)
  }
}

extension NumPySpelling {
  fileprivate static let windows = NumPySpelling { call in
    let windows = call.operation.setting.windows
    return .call("windows", call.operands + [Shape(windows.lengths).pythonTuple, String(windows.stride)])
  }

  fileprivate static let overlaps = NumPySpelling { call in
    let windows = call.operation.setting.windows
    return .call(
      "overlaps", call.operands + [Shape(windows.lengths).pythonTuple, String(windows.stride), call.tuple])
  }
}
