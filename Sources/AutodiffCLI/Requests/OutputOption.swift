import AutodiffCore

/// `--output`: one element, or one row, of a value that is an array.
extension ProgramRequest {
  /// Takes the element or the row that `--output` names, by its name or its number, for the output.
  ///
  /// - Throws: that the value has no such element.
  func chooseOutput(_ text: String) throws(Failure) {
    let shape = graph.shape(of: graph.output)
    // The only one there is.
    if shape.isScalar, text == "1" || graph.labels[graph.output] == text { return }
    let names = graph.operandLabels(of: graph.output)
    var subscripts: [Subscript] = []
    if let place = names.firstIndex(of: text) {
      // The parts of a matrix may be its rows or its elements.
      let part = graph.shape(of: graph.operands(of: graph.output)[place])
      var rest = place
      for length in shape.lengths.dropLast(part.rank).reversed() {
        subscripts.insert(.index(rest % length), at: 0)
        rest /= length
      }
    } else {
      let numbers = text.split(separator: ",", omittingEmptySubsequences: false).map { Int($0.trimmed) }
      for (number, length) in zip(numbers, shape.lengths) {
        guard let number, (1...length).contains(number) else { break }
        subscripts.append(.index(number - 1))
      }
      guard subscripts.count == numbers.count, !shape.isScalar else {
        throw .usage(.unknownOutput(text, shape: shape, names: names.compactMap { $0 }))
      }
    }
    // Outputs that are arrays themselves are the rows.
    for length in shape.lengths.dropFirst(subscripts.count) { subscripts.append(.range(0..<length)) }
    do throws(Problem) {
      graph = try Lowering.element(subscripts, of: graph)
      program.output = subscripts
    } catch {
      throw .text(error, source)
    }
  }

  /// Asks for a value that is a scalar.
  ///
  /// - Throws: that the command needs a scalar, unless the value is one.
  package func requireScalar(_ command: String) throws(Failure) {
    let shape = graph.shape(of: graph.output)
    if !shape.isScalar { throw .usage(.outputNotScalar(command: command, shape: shape)) }
  }

  /// - Throws: that a program has roots, whose graph holds at one point only.
  func requireFormula(_ command: String) throws(Failure) {
    if !graph.pins.isEmpty { throw .text(Problem(.root(.noFormula(command)), program.tree.firstRoot), source) }
  }
}
