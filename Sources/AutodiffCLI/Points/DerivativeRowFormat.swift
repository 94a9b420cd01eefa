import AutodiffCore

/// The form of a row's answer: numbers between texts that are the same in every row.
struct DerivativeRowFormat {
  private let quantities: [Quantity]
  /// The keys of the objects of derivatives in JSON.
  private let objects: [String]
  private let request: ProgramRequest
  /// A flag for columns that are passed through.
  private let keeps: Bool

  init(_ quantities: [Quantity], objects: [String], keeps: Bool, _ request: ProgramRequest) {
    self.keeps = keeps
    self.quantities = quantities
    self.objects = objects
    self.request = request
  }

  func writer(_ session: Session) -> RowWriter {
    let count = quantities.reduce(0) { $0 + $1.value.count }
    let number = session.rendering.number
    switch request.options.format {
    case .npy: return RowWriter(doubles: count)
    case .json: return RowWriter(count, json: object, number, ascii: session.rendering.ascii)
    case .tsv: return RowWriter(count, separator: "\t", number)
    default: return RowWriter(count, separator: ",", number)
    }
  }

  /// The object of an answer.
  ///
  /// - Parameter number: what stands in the place of each number.
  private func object(_ number: (Int) -> JSON) -> JSON {
    var next = 0
    func nested(_ shape: ArraySlice<Int>) -> JSON {
      guard let length = shape.first else {
        defer { next += 1 }
        return number(next)
      }
      return .array((0..<length).map { _ in nested(shape.dropFirst()) })
    }
    let pairs = Quantity.json(quantities, objects: objects) { nested($0.value.shape.lengths[...]) }
    return .object(
      [("expression", .string(request.expression))] + (keeps ? [("row", .string(RowWriter.markOfKept))] : []) + pairs
        + [("kinks", .array([])), ("undefined", .array([]))])
  }
}
