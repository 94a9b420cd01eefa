/// A number or an array in a cell of a reader's table.
struct WrittenCell {
  /// The text as it is written.
  let text: String
  /// The numbers, element by element, each with its precision; nil if the text is neither a number nor an array.
  let numbers: [Claim.Number]?
  /// The value; nil if the text is neither a number nor an array.
  let value: Tensor?

  /// The limits of a cell: those of an answer, with room for an array.
  private static let limits: Limits = {
    var limits = WrittenAnswer.limits
    limits.sourceBytes = 100_000
    limits.graphNodes = 50_000
    limits.elements = 200_000
    return limits
  }()

  /// Reads a cell.
  ///
  /// - Parameter shape: The shape of the right value; a number stands for an array of that number.
  /// - Parameter names: The names that a formula may use, and their numbers.
  /// - Parameter hasDecimalCommas: A Boolean value indicating whether a comma stands for the decimal point.
  init(
    _ text: String, shape: Shape, names: Elements, numbers: [Double], hasDecimalCommas: Bool
  ) {
    self.text = text
    guard let claim = Self.claim(text, names, hasDecimalCommas) else {
      (self.numbers, value) = (nil, nil)
      return
    }
    let elements = claim.elements((0..<shape.count).map(String.init), shape: shape, at: numbers).map {
      $0.1.number(numbers)
    }
    if let other = elements.first?.misshapen {
      (self.numbers, value) = (nil, other)
    } else {
      self.numbers = elements
      value = shape.isScalar ? elements.first.map { .scalar($0.value) } : Tensor(shape, elements.map(\.value))
    }
  }

  private static func claim(_ text: String, _ names: Elements, _ hasDecimalCommas: Bool) -> Claim? {
    // Within brackets commas stand between elements.
    let isDecimal = hasDecimalCommas && !text.contains { $0 == "[" || $0 == "(" }
    let source = SourceText(isDecimal ? String(text.map { $0 == "," ? "." : $0 }) : text)
    guard let tree = try? Parser.parse(source, limits: limits), tree.statements.count == 1,
      case .expression = tree.statements[0].kind
    else { return nil }
    return try? Claim(source, span: 0..<source.bytes.count, inputs: names, tree: tree, limits: limits)
  }
}
