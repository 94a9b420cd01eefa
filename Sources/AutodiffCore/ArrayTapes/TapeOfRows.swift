extension ArrayTape {
  /// The greatest number of rows of a block: more of them do not make products faster.
  private static let mostRows = 256
  /// The fewest rows for which products are worth their preparation.
  private static let fewestRows = 16
  /// The numbers that a block may take, so that it stays near the processor.
  private static let blockNumbers = 1 << 21

  /// Creates the tape that adds up the values and gradients of a program with one path over rows; nil if
  /// there is none.
  ///
  /// - Parameter wrt: The inputs by which derivatives are taken, as places among the graph's inputs.
  /// - Parameter columns: The elements of the inputs that a row gives.
  init?(addingUp graph: Graph, wrt: [Int], columns: [Int], ties: Ties) {
    // One row on another path would make the sums of its whole block worthless.
    guard graph.guards.isEmpty else { return nil }
    let inputs = Self.phases(graph, columns, others: { wrt.contains($0) ? .fixed : .known })
    self.init(graph, wrt, .gradient, ties, inputs, Self.mostRows, .summed)
  }

  /// Creates the tape of a program's sweeps at many points; nil if there is none.
  ///
  /// - Parameter wrt: The inputs by which derivatives are taken, as places among the graph's inputs.
  /// - Parameter columns: The elements of the inputs that differ from point to point.
  init?(atEach graph: Graph, wrt: [Int], _ sweep: ArrayRecording.Sweep, columns: [Int], ties: Ties) {
    let inputs = Self.phases(graph, columns, others: { _ in .known })
    self.init(graph, wrt, sweep, ties, inputs, Self.mostRows, .each)
  }

  /// Creates the tape of the value and gradient of a program at one point; nil if there is none.
  ///
  /// - Parameter wrt: The inputs by which derivatives are taken, which alone change, as places among the graph's inputs.
  init?(at graph: Graph, wrt: [Int], ties: Ties) {
    let inputs = Self.phases(graph, [], others: { wrt.contains($0) ? .fixed : .known })
    self.init(graph, wrt, .gradient, ties, inputs, 1, .each)
  }

  /// Creates a tape; nil if the program works with numbers alone, or the tape would be too large.
  ///
  /// - Parameter mostRows: The greatest number of rows of a block, of which there are fewer if they are large.
  private init?(
    _ graph: Graph, _ wrt: [Int], _ sweep: ArrayRecording.Sweep, _ ties: Ties, _ inputs: [ArrayTapeCompiler.Phase],
    _ mostRows: Int, _ outputs: ArrayTapeCompiler.Outputs
  ) {
    guard !graph.isScalar, let graph = try? graph.withPartsThatKink() ?? graph,
      let recording = try? ArrayRecording(graph, wrt: wrt.map { graph.inputs[$0] }, sweep, ties: ties)
    else { return nil }
    let tape = ArrayTapeCompiler.compile(recording, inputs: inputs, mostRows: mostRows, outputs: outputs)
    let rows = min(mostRows, max(Self.fewestRows, mostRows * Self.blockNumbers / max(tape.size, 1)))
    self =
      rows == mostRows ? tape : ArrayTapeCompiler.compile(recording, inputs: inputs, mostRows: rows, outputs: outputs)
    // Memory that is needed elsewhere is left alone.
    if size > graph.freeMemory() / (4 * MemoryLayout<Double>.stride) { return nil }
  }

  /// Returns the phase of each input.
  ///
  /// - Parameter others: A closure that returns the phase of an input that is the same for all rows, by its place.
  private static func phases(
    _ graph: Graph, _ columns: [Int], others: (Int) -> ArrayTapeCompiler.Phase
  ) -> [ArrayTapeCompiler.Phase] {
    let given = Set(columns)
    var end = 0
    return graph.inputs.enumerated().map { place, input in
      let elements = end..<end + graph.shape(of: input).count
      end = elements.upperBound
      return elements.contains(where: given.contains) ? .block : others(place)
    }
  }
}
