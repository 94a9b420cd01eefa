/// The errors that reading a number, or rounding at one node, made in the elements of its value.
package struct NodeErrors: Sendable {
  /// The exact elements less those that were computed, or bounds on the sizes of these differences.
  package var elements: [Double]
  /// A Boolean value indicating whether these are the differences themselves.
  package var areKnown: Bool

  /// Creates the errors of a node.
  package init(_ elements: [Double], areKnown: Bool) {
    self.elements = elements
    self.areKnown = areKnown
  }

  /// A Boolean value indicating whether there is no error at all.
  var areNone: Bool { elements.allSatisfy { $0 == 0 } }
}

/// The errors with which the constants of a program were read, by their bits.
package struct ConstantErrors: Sendable {
  private var errors: [UInt64: Double] = [:]

  /// Reads the constants of a graph in its source.
  package init(_ graph: Graph, _ source: SourceText) {
    for (id, node) in graph.nodes.enumerated() where node.kind == .constant {
      let value = graph.constants[Int(node.a)]
      let range = graph.spans[id].range
      if range.upperBound <= source.bytes.count, let error = ReadingError.of(source.bytes[range], value) {
        errors[value.bitPattern] = error
      } else if let error = ReadingError.ofNamed(value) {
        errors[value.bitPattern] = error
      }
    }
  }

  /// Returns the error of a constant, by which rules and operations may come, too.
  func error(_ value: Double) -> NodeErrors? {
    if let error = errors[value.bitPattern] { return error == 0 ? nil : NodeErrors([error], areKnown: true) }
    if !value.isFinite || ReadingError.isShort(value) { return nil }
    if let error = ReadingError.ofNamed(value) { return NodeErrors([error], areKnown: true) }
    return NodeErrors([value.ulp / 2], areKnown: false)
  }
}
