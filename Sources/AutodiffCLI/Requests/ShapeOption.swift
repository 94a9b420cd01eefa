import AutodiffCore

/// `--shape W=2x3,b=3`: what arrays look like where no values are given.
enum ShapeOption {
  static func read(_ text: String) throws(Failure) -> [Lowering.InputShape] {
    var shapes: [Lowering.InputShape] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let lengths = (sides.count == 2 ? sides[1] : "").split(separator: "x", omittingEmptySubsequences: false)
        .map { Int($0.trimmed) ?? 0 }
      guard sides.count == 2, !sides[0].trimmed.isEmpty, lengths.allSatisfy({ $0 > 0 }) else {
        throw .usage(.malformedShape(part.trimmed))
      }
      shapes.append(.init(name: sides[0].trimmed, shape: Shape(lengths)))
    }
    return shapes
  }
}
