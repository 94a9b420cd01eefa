/// One path of a program as a tape, and how its answers are to be read.
struct BlockPath: Sendable {
  /// How many lanes are worked on at a time at most.
  static let lanes = 512

  /// What became of a lane.
  enum Verdict {
    static let answered: UInt8 = 0
    /// The answer takes more than the sweeps.
    static let exact: UInt8 = 1
    /// The program decides otherwise at this point.
    static let detour: UInt8 = 2
  }

  let graph: Graph
  let tape: Tape
  /// How many lanes are worked on at a time, so that what they need stays in a fast memory.
  let lanes: Int
  /// The value and what else was asked for.
  let results: Int
  private let decides: Bool

  /// - Throws: the limit on nodes.
  init(_ graph: Graph, asked: [Graph.NodeID], _ quantity: BlockEngine.Quantity) throws(Problem) {
    var limits = Limits()
    limits.graphNodes = Self.mostNodes
    let recording = try Recording(graph, asked: asked, quantity, limits: limits)
    var roots = recording.outputs
    if let alarm = recording.alarm { roots.append(alarm) }
    if let detour = recording.detour { roots.append(detour) }
    var compiler = TapeCompiler(recording.graph, roots: roots)
    self.graph = graph
    tape = compiler.compile(roots)
    results = recording.outputs.count
    decides = recording.detour != nil
    let bytes = (tape.inputs + tape.outputs + tape.slots) * MemoryLayout<Double>.stride
    lanes = max(64, min(Self.lanes, Self.fastBytes / bytes / 16 * 16))
  }

  /// A recording of more takes longer to make than most tables of points to answer.
  private static let mostNodes = 2_000_000
  /// Of the second cache: shorter blocks for the first one cost more than they gain.
  private static let fastBytes = 160 << 10

  /// Columns beside the slots: what the tape says besides results, and lanes that were picked out.
  var ownColumns: Int { tape.outputs - results + tape.inputs + results }

  /// Works out `count` lanes, at most `lanes`.
  ///
  /// - Parameters:
  ///   - inputs, results: where the lanes of each column begin; as many lanes as fill up the last pack may be touched.
  ///   - verdicts: room for one for each lane, likewise.
  /// - Returns: whether all lanes are answered; if not, `verdicts` says which.
  func run(
    _ workspace: Workspace, count: Int, inputs: (Int) -> UnsafeMutableRawPointer,
    results place: (Int) -> UnsafeMutableRawPointer, verdicts: UnsafeMutablePointer<UInt8>
  ) -> Bool {
    let columns = workspace.columns
    for input in 0..<tape.inputs { columns[input] = inputs(input) }
    for result in 0..<results { columns[tape.inputs + result] = place(result) }
    for extra in results..<tape.outputs {
      columns[tape.inputs + extra] = workspace.column(tape.slots + extra - results)
    }
    let width = Pack.scalarCount
    let lanes = (count + width - 1) / width * width
    tape.run(columns, lanes: lanes)
    return finish(columns + tape.inputs, lanes: lanes, verdicts)
  }

  /// Adds the +0 that adjoints begin with.
  ///
  /// - Returns: whether all lanes are answered; if not, `verdicts` says which.
  private func finish(
    _ outputs: UnsafeMutablePointer<UnsafeMutableRawPointer>, lanes: Int, _ verdicts: UnsafeMutablePointer<UInt8>
  ) -> Bool {
    // Not 0 in a lane of any pack that is not answered.
    var doubts = Pack()
    let end = lanes * MemoryLayout<Double>.stride
    for offset in stride(from: 0, to: end, by: MemoryLayout<Pack>.stride) {
      var total = outputs[0].loadUnaligned(fromByteOffset: offset, as: Pack.self)
      for result in 1..<max(results, 1) {
        let derivative = outputs[result].loadUnaligned(fromByteOffset: offset, as: Pack.self) + 0
        outputs[result].storeBytes(of: derivative, toByteOffset: offset, as: Pack.self)
        total += derivative
      }
      doubts += doubt(outputs, offset, total)
    }
    if doubts == Pack() { return true }
    for offset in stride(from: 0, to: end, by: MemoryLayout<Pack>.stride) {
      var total = Pack()
      for result in 0..<results { total += outputs[result].loadUnaligned(fromByteOffset: offset, as: Pack.self) }
      let doubt = doubt(outputs, offset, total)
      for place in 0..<Pack.scalarCount {
        let lane = offset / MemoryLayout<Double>.stride + place
        verdicts[lane] = doubt[place] == 0 ? Verdict.answered : Verdict.exact
        guard decides else { continue }
        let detour = outputs[tape.outputs - 1].load(fromByteOffset: lane * MemoryLayout<Double>.stride, as: Double.self)
        if detour != 0 { verdicts[lane] = Verdict.detour }
      }
    }
    return false
  }

  /// Not 0 where lanes are not answered.
  ///
  /// - Parameter total: of the results. It is not finite if one of them is not; if a sum of finite numbers is not, the
  ///   exact way finds that out.
  @inline(__always)
  private func doubt(
    _ outputs: UnsafeMutablePointer<UnsafeMutableRawPointer>, _ offset: Int, _ total: Pack
  ) -> Pack {
    var doubt = total - total
    for extra in results..<tape.outputs { doubt += outputs[extra].load(fromByteOffset: offset, as: Pack.self) }
    return doubt
  }
}
