import AutodiffCore

/// `--shape W=2x3,b=3`: what arrays look like where no values are given.
enum ShapeOption {
  /// - Throws: what is not of this form, a name that stands there twice, or one whose value has another shape.
  static func read(_ text: String, _ bindings: Bindings) throws(Failure) -> [Lowering.InputShape] {
    var shapes: [Lowering.InputShape] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = sides[0].trimmed
      let lengths = (sides.count == 2 ? sides[1] : "")
        .split(omittingEmptySubsequences: false) { $0 == "x" || $0 == "X" || $0 == "×" }.map { Int($0.trimmed) ?? 0 }
      guard sides.count == 2, !name.isEmpty, lengths.allSatisfy({ $0 > 0 }), lengths.count <= Shape.mostAxes else {
        throw .usage(.malformedShape(part.trimmed))
      }
      if shapes.contains(where: { $0.name == name }) { throw .usage(.inputTwice(option: "--shape", name: name)) }
      let shape = Shape(lengths)
      if let id = bindings.names.find(name), bindings.value(id).shape != shape {
        throw .usage(.shapeOfValue(name, expected: shape, given: bindings.value(id).shape))
      }
      shapes.append(.init(name: name, shape: shape))
    }
    return shapes
  }
}
