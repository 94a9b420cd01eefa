extension ArrayTape {
  /// The greatest number of rows of a block: more of them do not make products faster.
  private static let mostRows = 256
  /// The fewest rows for which products are worth their preparation.
  private static let fewestRows = 16
  /// The numbers that a block may take, so that it stays near the processor.
  private static let blockNumbers = 1 << 21

  /// Creates the tape that adds up the values and gradients of a program over rows; nil if it works with numbers alone,
  /// has several paths or is too large.
  ///
  /// - Parameter wrt: The inputs by which derivatives are taken, as places among the graph's inputs.
  /// - Parameter columns: The elements of the inputs that a row gives.
  init?(addingUp graph: Graph, wrt: [Int], columns: [Int], ties: Ties) {
    guard Self.knows(graph),
      let recording = try? ArrayRecording(graph, wrt: wrt.map { graph.inputs[$0] }, ties: ties)
    else { return nil }
    let inputs = Self.phases(graph, wrt, columns)
    let tape = ArrayTapeCompiler.compile(recording, inputs: inputs, mostRows: Self.mostRows, outputs: .summed)
    let rows = min(Self.mostRows, max(Self.fewestRows, Self.mostRows * Self.blockNumbers / max(tape.size, 1)))
    self =
      rows == Self.mostRows
      ? tape : ArrayTapeCompiler.compile(recording, inputs: inputs, mostRows: rows, outputs: .summed)
    if !fits(graph) { return nil }
  }

  /// Creates the tape of the value and gradient of a program at one point; nil if it works with numbers alone, has
  /// several paths or is too large.
  ///
  /// - Parameter wrt: The inputs by which derivatives are taken, which alone change, as places among the graph's inputs.
  init?(at graph: Graph, wrt: [Int], ties: Ties) {
    guard Self.knows(graph),
      let recording = try? ArrayRecording(graph, wrt: wrt.map { graph.inputs[$0] }, ties: ties)
    else { return nil }
    self = ArrayTapeCompiler.compile(recording, inputs: Self.phases(graph, wrt, []), mostRows: 1, outputs: .each)
    if !fits(graph) { return nil }
  }

  /// Returns a Boolean value indicating whether a program works with arrays, on one path, with a number as its value, and
  /// has no operation on whole arrays with kinks, of which a tape would not see where they are.
  private static func knows(_ graph: Graph) -> Bool {
    !graph.isScalar && graph.guards.isEmpty && graph.shape(of: graph.output).isScalar
      && graph.nodes.indices.allSatisfy { id in
        graph.isLeaf(Graph.NodeID(id)) || !graph.nodes[id].primitive.isArray
          || graph.nodes[id].primitive.gate.kink == nil
      }
  }

  /// Returns a Boolean value indicating whether the memory takes a quarter at most of what is free.
  private func fits(_ graph: Graph) -> Bool { size <= graph.freeMemory() / (4 * MemoryLayout<Double>.stride) }

  /// Returns the phase of each input.
  private static func phases(_ graph: Graph, _ wrt: [Int], _ columns: [Int]) -> [ArrayTapeCompiler.Phase] {
    let given = Set(columns)
    var end = 0
    return graph.inputs.enumerated().map { place, input in
      let elements = end..<end + graph.shape(of: input).count
      end = elements.upperBound
      if elements.contains(where: given.contains) { return .block }
      return wrt.contains(place) ? .fixed : .known
    }
  }
}
