/// The formulas of operations on whole arrays.
extension Formula {
  /// Returns the formula of an operation on arrays.
  func array(_ operation: ArrayOperation, _ operands: [Graph.NodeID]) -> Rendered {
    let gate = operation.primitive.gate
    switch operation.primitive.arrayNotation {
    case .list: return Rendered(text: list(operands, operation.shape.lengths[...]))
    case .part, .placement: return part(operation, operands[0])
    case .partAtIndices, .placementAtIndices: return part(operation, operands[0], at: operands[1])
    case .unwritten: return render(operands[0])
    case .sumToShape: return Rendered(text: summed(operands[0], to: operation.shape))
    case .callWithLengths(isSquare: true) where style == .latex && gate.latex != nil:
      return Rendered(text: "\(gate.latex ?? "")_{\(operation.shape.lengths[0])}")
    case .callWithLengths(let isSquare):
      let lengths = operation.shape.lengths.map(String.init)
      var arguments = operands.map { text($0) } + (isSquare ? [lengths[0]] : lengths)
      if case .seed(let seed) = operation.setting, seed != Setting.defaultSeed { arguments.append("seed=\(seed)") }
      return call(gate.name, arguments)
    case .callWithAxes:
      return call(gate.name, operands.map { text($0) } + operation.setting.axes.map { String($0 + 1) })
    case .callWithNumber:
      var arguments = operands.map { text($0) } + [String(operation.setting.count)]
      if case .places(_, let axis?) = operation.setting, axis > 0 { arguments.append("axis=\(axis + 1)") }
      return call(gate.name, arguments)
    case .callWithWindows(let tellsLength, let name):
      let windows = operation.setting.windows
      var arguments = operands.map { text($0) }
      if tellsLength { arguments.append(windows.lengthText) }
      let usual = name == nil && tellsLength ? windows.lengths.first : 1
      if windows.stride != usual { arguments.append("stride=\(windows.stride)") }
      if windows.pad > 0 { arguments.append("pad=\(windows.pad)") }
      return call(name ?? gate.name, arguments)
    case .named(let name): return call(name, operands.map { text($0) })
    case .sign(let sign) where style == .unicode:
      let (left, right) = (render(operands[0]), render(operands[1]))
      return Rendered(text: bracketed(left, below: 6) + " \(sign) " + bracketed(right, below: 7), level: 6)
    case .sign, .call: break
    }
    let rendered = operands.map { render($0) }
    if case .axis(let axis) = operation.setting, saysAxis(operation, operands) {
      return call(gate.name, rendered.map(\.text) + ["axis=\(axis + 1)"])
    }
    if style == .latex, let product = productOfVector(operation, operands) { return product }
    if style == .latex, let template = gate.latex { return latex(template, gate, rendered) }
    return plain(operation.primitive, gate, rendered)
  }

  /// Returns a Boolean value indicating whether a product is one of arrays element by element; with a dot it would read
  /// as a product of matrices.
  func multipliesElements(_ id: Graph.NodeID) -> Bool {
    graph.operands(of: id).allSatisfy { !graph.shape(of: $0).isScalar }
  }

  /// Returns the product of arrays element by element, with the sign ⊙.
  func elementwise(_ operands: [Rendered]) -> Rendered {
    let symbol = style == .latex ? " \\odot " : " ⊙ "
    return Rendered(text: factor(operands[0], below: 6) + symbol + second(operands[1], below: 7), level: 6)
  }

  /// Returns the call of a function.
  private func call(_ name: String, _ arguments: [String]) -> Rendered {
    Rendered(text: "\(style == .latex ? LaTeX.function(name) : name)(\(arguments.joined(separator: ", ")))")
  }

  /// Returns a Boolean value indicating whether the axis is written: it is neither the only one nor the usual one.
  private func saysAxis(_ operation: ArrayOperation, _ operands: [Graph.NodeID]) -> Bool {
    operation.primitive.signature.joins ? operation.setting != .axis(0) : graph.shape(of: operands[0]).rank > 1
  }

  /// Returns the elements of a stacked array as nested lists, by the axes of the lists; of a long list only the
  /// beginning and the end.
  private func list(_ operands: [Graph.NodeID], _ lengths: ArraySlice<Int>) -> String {
    let rows = lengths.first ?? 1
    let each = operands.count / max(rows, 1)
    let parts = (0..<rows).map { row -> String in
      if elides, rows > Self.shownParts, (Self.shownParts - 1..<rows - 1).contains(row) { return "" }
      let part = Array(operands[row * each..<(row + 1) * each])
      return part.count == 1 && graph.shape(of: part[0]).rank == lengths.count - 1
        ? text(part[0]) : list(part, lengths.dropFirst())
    }
    let shown =
      elides && parts.count > Self.shownParts ? parts.prefix(Self.shownParts - 1) + ["…"] + parts.suffix(1) : parts[...]
    let joined = shown.joined(separator: ", ")
    return style == .latex ? "\\left[\(joined)\\right]" : "[\(joined)]"
  }

  /// The number of elements shown of a long list.
  private static let shownParts = 6

  /// Returns a slice, such as `W[1,:]`, or for a scatter into zeros the value with its place behind an arrow.
  private func part(_ operation: ArrayOperation, _ operand: Graph.NodeID) -> Rendered {
    let isTaken = if case .part = operation.primitive.arrayNotation { true } else { false }
    let whole = isTaken ? graph.shape(of: operand) : operation.shape
    let text = bracketed(render(operand), below: Notation.atomLevel)
    let subscripts = Self.subscripts(operation, of: whole)
    if isTaken { return Rendered(text: text + subscripts) }
    return Rendered(text: text + arrow + subscripts, level: 0)
  }

  /// Returns parts by their indices, such as `x[i]`, or for their adjoint the value with its places behind an arrow.
  private func part(_ operation: ArrayOperation, _ operand: Graph.NodeID, at indices: Graph.NodeID) -> Rendered {
    let isTaken = if case .partAtIndices = operation.primitive.arrayNotation { true } else { false }
    let text = bracketed(render(operand), below: Notation.atomLevel)
    let subscripts = "[\(self.text(indices))]"
    if isTaken { return Rendered(text: text + subscripts) }
    return Rendered(text: text + arrow + subscripts, level: 0)
  }

  /// The sign between a value and its places in an array of zeros.
  private var arrow: String {
    switch style {
    case .language: " to "
    case .unicode: " → "
    case .latex: " \\to "
    }
  }

  /// Returns the subscripts of a slice or scatter, such as `[1,:]`.
  ///
  /// - Parameter whole: The shape of the whole array; a range of all its places is written ":".
  static func subscripts(_ operation: ArrayOperation, of whole: Shape) -> String {
    let places = Swift.zip(operation.setting.subscripts, whole.lengths).map { (place, length) -> String in
      switch place {
      case .index(let index): "\(index + 1)"
      case .range(let range):
        range.count == length ? ":" : "\(range.lowerBound + 1):\(range.upperBound)"
      }
    }
    return "[\(places.joined(separator: ","))]"
  }

  /// Returns the sum that brings an array back to a shape from which it was broadcast.
  private func summed(_ operand: Graph.NodeID, to shape: Shape) -> String {
    let own = graph.shape(of: operand)
    var arguments = [text(operand)]
    if own.rank == 2, shape.rank == 1 { arguments.append("axis=1") }
    return call("sum", arguments).text
  }
}
