/// The oversights that shapes show: numbers where arrays stand, and powers of matrices.
extension SyntaxTree {
  /// Returns the oversight of inputs that are numbers for want of a shape and stand where arrays do: beside `@`, before
  /// `'`, or in the only argument of an operation on arrays. Nil if there is none.
  ///
  /// - Parameter isNumber: A closure that returns, for the name of an input, true if it has neither a value nor a shape;
  ///   nil for any other name.
  package func namesTakenAsNumbers(_ isNumber: (String) -> Bool?) -> Oversight? {
    var found: [String] = []
    var place: Span?
    for (number, node) in nodes.enumerated() where takesArrays(node) {
      for operand in operands(of: number) {
        // Beside an array, numbers are meant as numbers.
        guard !nodes[operand].contains(where: { $0.kind == .list || $0.kind == .subscript }) else { continue }
        let inputs = nodes[operand].filter { $0.kind == .name }.map { names[$0.payload] }
        guard inputs.allSatisfy({ isNumber($0) != false }) else { continue }
        for name in inputs where isNumber(name) == true && !found.contains(name) {
          found.append(name)
          place = place ?? node.span
        }
      }
    }
    return found.isEmpty ? nil : Oversight(.takenAsNumbers(found), place)
  }

  private func takesArrays(_ node: Node) -> Bool {
    switch node.kind {
    case .operation:
      return node.payload == UInt32(Operator.matrixMultiply.rawValue)
        || node.payload == UInt32(Operator.transpose.rawValue)
    case .call:
      guard let primitive = Primitive.named(names[node.payload]) else { return false }
      switch primitive.signature {
      case .matrixProduct, .dot, .outer, .cross, .kronecker, .transpose, .trace, .diagonal, .determinant, .inverse,
        .solution, .scan,
        .matrixFunction, .definite, .spectrum, .eigenvectors, .pseudoinverse, .triangle, .rolled, .flipped, .padded,
        .convolution, .pooled:
        return true
      case .reduction, .norm: return node.count == 1
      case .elementwise, .made, .square, .drawn, .spaced, .reshape, .concatenation, .given: return false
      }
    case .number, .name, .parameter, .local, .list, .subscript, .named: return false
    }
  }

  /// The nodes of each operand of a node, which precede it.
  private func operands(of node: Int) -> [Range<Int>] {
    var operands: [Range<Int>] = []
    var end = node
    for _ in 0..<nodes[node].count where end > 0 {
      var start = end
      var open = 1
      while open > 0, start > 0 {
        start -= 1
        open += nodes[start].count - 1
      }
      operands.insert(start..<end, at: 0)
      end = start
    }
    return operands
  }
}

extension Graph {
  /// The powers with a whole exponent of square matrices, but for those of what was computed element by element, as a
  /// matrix of distances, and for positive ones whose elements are only added up or averaged, as penalties are.
  ///
  /// - Parameter text: A closure that returns the text at a place.
  package func elementwisePowers(_ text: (Span) -> String) -> [Oversight] {
    if isScalar { return [] }
    var powers: [NodeID: Double] = [:]
    for id in 0..<NodeID(nodes.count) {
      let node = nodes[Int(id)]
      guard !isLeaf(id), node.primitive.isPower else { continue }
      let lengths = shape(of: id).lengths
      guard lengths.count == 2, lengths[0] == lengths[1], lengths[0] > 1 else { continue }
      let base = nodes[Int(operands(of: id)[0])]
      guard base.kind == .input || base.primitive.isArray else { continue }
      let exponent = nodes[Int(operands(of: id)[1])]
      guard exponent.kind == .constant else { continue }
      let value = constants[Int(exponent.a)]
      if value == value.rounded(), abs(value) < 10 { powers[id] = value }
    }
    if powers.isEmpty { return [] }
    var used: Set<NodeID> = [output]
    for id in 0..<NodeID(nodes.count) where !isLeaf(id) && !nodes[Int(id)].primitive.signature.reduces {
      used.formUnion(operands(of: id))
    }
    return powers.filter { used.contains($0.key) || $0.value < 0 }.sorted { $0.key < $1.key }.map {
      let span = spans[Int($0.key)]
      let base = String(text(span).prefix { !"^*²³⁻".contains($0) })
      return Oversight(.elementwisePower(of: base, $0.value), span)
    }
  }
}
