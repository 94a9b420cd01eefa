import AutodiffCore

/// The errors with which the values of the inputs were read from the command line and from files.
struct ReadingErrors {
  private var known: [String: NodeErrors] = [:]

  init(_ request: ProgramRequest) {
    for text in request.options.bindings + request.options.initial where !text.hasPrefix("@") {
      BindingText.forEachPart(of: Array(text.utf8)[...]) { part in add(part) }
    }
  }

  /// The errors of each input of a point, in their order.
  func errors(_ point: Point<Tensor>) -> [NodeErrors?] {
    point.graph.inputs.map { input in
      let value = point.values[Int(input)]
      if let errors = known[point.graph.name(ofInput: input)], errors.elements.count == value.count { return errors }
      // The text is not known any more, and is taken for the shortest one.
      let errors = value.elements.map(ReadingError.ofShortest)
      return errors.contains { $0 != 0 } ? NodeErrors(errors, areKnown: true) : nil
    }
  }

  /// Reads a `NAME=VALUE` anew, for what is left of its digits.
  private mutating func add(_ part: ArraySlice<UInt8>) {
    // The text behind the sign of an uncertainty is no part of the value.
    let part = UncertaintySign.find(in: part).map { part[..<$0.lowerBound] } ?? part
    guard let sign = part.firstIndex(of: UInt8(ascii: "=")) else { return }
    if let (name, path) = BindingText.file(part) {
      // Files of NumPy's hold doubles.
      if path.hasSuffix(".npy") { known[name] = NodeErrors([0], areKnown: true) }
      return
    }
    let name = NameSpelling.canonical(String(decoding: part[..<sign], as: UTF8.self).trimmed)
    let text = part[(sign + 1)...].filter { !$0.isBlank }
    if let value = Double(String(decoding: text, as: UTF8.self)), let error = ReadingError.of(text, value) {
      known[name] = NodeErrors([error], areKnown: true)
    } else if let assignment = try? Assignment(part, in: SourceText(Array(part))),
      let graph = try? Lowering.lower(assignment.tree), let errors = RoundingReport.errors(graph, assignment.part)
    {
      known[name] = errors
    }
  }
}
