/// The lowering of operations on windows.
extension Lowering {
  /// Returns the node of a convolution of an image, or several, with a kernel, or several.
  ///
  /// - Throws: A fault of shapes, or a problem of the stride or the zeros around.
  mutating func convolved(
    _ primitive: Primitive, _ image: Graph.NodeID, _ kernel: Graph.NodeID, _ named: [NamedArgument: Int],
    _ name: String, _ span: Span
  ) throws(Problem) -> Graph.NodeID {
    let shapes = (graph.shape(of: image), graph.shape(of: kernel))
    let hasChannels = shapes.1.rank > 2
    let axes = hasChannels ? shapes.1.rank - 2 : shapes.1.rank
    let fits = hasChannels ? [axes + 1, axes + 2].contains(shapes.0.rank) : shapes.0.rank == axes
    guard (1...2).contains(axes), fits else { throw shapeProblem(.imageAndKernel(shapes.0, shapes.1), name, span) }
    let outer = Array(shapes.0.lengths.dropLast(axes))
    if hasChannels, outer.last != shapes.1.lengths[1] {
      throw shapeProblem(.differ(shapes.0, shapes.1), name, span)
    }
    let windows = Windows(
      lengths: Array(shapes.1.lengths.suffix(axes)), stride: try number(.stride, named, 1, least: 1, span),
      pad: try number(.pad, named, 0, least: 0, span))
    let places = try places(of: windows, in: shapes.0, name, span)
    let channels = hasChannels ? outer.dropLast() + [shapes.1.lengths[0]] : []
    return try graph.apply(
      ArrayOperation(primitive, .windows(windows), shape: Shape(channels + places)), [image, kernel], span: span)
  }

  /// Returns the node of a reduction of each window along the last two axes of an array, or along a vector.
  ///
  /// - Throws: A fault of shapes, or a problem of the window's length or the stride.
  mutating func pooled(
    _ primitive: Primitive, _ array: Graph.NodeID, _ length: Graph.NodeID, _ named: [NamedArgument: Int],
    _ name: String, _ span: Span
  ) throws(Problem) -> Graph.NodeID {
    let shape = graph.shape(of: array)
    if shape.isScalar { throw shapeProblem(.needs(.array, shape), name, span) }
    let length = try whole(length, name, span, from: 1)
    let axes = min(shape.rank, 2)
    let windows = Windows(
      lengths: [Int](repeating: length, count: axes), stride: try number(.stride, named, length, least: 1, span))
    let places = try places(of: windows, in: shape, name, span)
    return try graph.apply(
      ArrayOperation(primitive, .windows(windows), shape: Shape(shape.lengths.dropLast(axes) + places)), [array],
      span: span)
  }

  /// Returns the numbers of windows along the last axes of an array.
  ///
  /// - Throws: A fault if a window is longer than an axis with the zeros around, or a limit.
  private func places(
    of windows: Windows, in shape: Shape, _ name: String, _ span: Span
  ) throws(Problem) -> [Int] {
    let most = options.limits.elements
    guard windows.pad < most, windows.stride < most else { throw Problem(.limit(.elements(most)), span) }
    let whole = windows.padded(shape.lengths.suffix(windows.axes))
    for (length, whole) in zip(windows.lengths, whole) where length > whole {
      throw shapeProblem(.window(length, in: whole), name, span)
    }
    return windows.places(in: whole)
  }

  /// Returns the number that an argument with a name has.
  ///
  /// - Throws: A problem if it is too small.
  private func number(
    _ argument: NamedArgument, _ named: [NamedArgument: Int], _ usual: Int, least: Int, _ span: Span
  ) throws(Problem) -> Int {
    let value = named[argument] ?? usual
    guard value >= least else { throw Problem(.notWhole(argument.rawValue, Double(value), least: least), span) }
    return value
  }
}
