/// A path of a program as a tape, with the meaning of the tape's outputs.
struct BlockPath: Sendable {
  /// The largest number of lanes that are worked on at a time.
  static let lanes = 512

  /// The number of results of all lanes up to which they go to the caches.
  static let mostInCaches = 1 << 20

  /// The verdict on a lane after a run.
  enum Verdict {
    /// The results of the lane are its answer.
    static let answered: UInt8 = 0
    /// The answer takes more than the sweeps: the lane is to be answered by itself.
    static let exact: UInt8 = 1
    /// The program takes another path at this point.
    static let detour: UInt8 = 2
  }

  let graph: Graph
  let tape: Tape
  /// The number of lanes that are worked on at a time, so that the memory they need stays in a fast cache.
  let lanes: Int
  /// The number of results: the elements of the value, then those of the derivatives.
  let results: Int
  /// The number of elements of the value.
  private let values: Int
  /// A Boolean value indicating whether other points may take other paths.
  private let decides: Bool

  /// Records the sweeps over a graph and compiles the recording to a tape.
  ///
  /// - Parameter wrt: The inputs by which derivatives are taken.
  /// - Throws: The limit on nodes, if the recording exceeds it.
  init(_ graph: Graph, wrt: [Graph.NodeID], _ sweep: Recording.Sweep) throws(Problem) {
    var limits = Limits()
    limits.graphNodes = Self.mostNodes
    limits.freeMemory = graph.freeMemory
    let recording = try Recording(graph, wrt: wrt, sweep, limits: limits)
    var roots = recording.outputs
    if let alarm = recording.alarm { roots.append(alarm) }
    if let detour = recording.detour { roots.append(detour) }
    var compiler = TapeCompiler(recording.graph, roots: roots)
    self.graph = graph
    results = recording.outputs.count
    values = graph.shape(of: graph.output).count
    tape = compiler.compile(roots, values: values, results: results)
    decides = recording.detour != nil
    let bytes = (tape.inputs + tape.outputs + tape.slots) * MemoryLayout<Double>.stride
    lanes = max(64, min(Self.lanes, Self.fastBytes / bytes / 16 * 16))
  }

  /// The limit on the nodes of a recording: a larger one takes longer to make than most tables of points to answer.
  private static let mostNodes = 2_000_000
  /// The bytes of the second cache that a block may take: shorter blocks for the first one cost more than they gain.
  private static let fastBytes = 160 << 10

  /// The number of columns beside the slots: the outputs of the tape that are no results, and the inputs and results of
  /// lanes that were copied together.
  var ownColumns: Int { tape.outputs - results + tape.inputs + results }

  /// Works out `count` lanes, at most `lanes`.
  ///
  /// - Parameter inputs: The memory of each column of inputs. It is read up to the end of the last pack.
  /// - Parameter results: The memory of each column of results. It is written up to the end of the last pack.
  /// - Parameter verdicts: Room for a verdict on each lane, up to the end of the last pack.
  /// - Parameter aroundCaches: A Boolean value indicating whether the results are more than the caches hold, so that
  ///   they had better not go there.
  /// - Returns: A Boolean value indicating whether all lanes are answered; if not, `verdicts` says which.
  func run(
    _ workspace: Workspace, count: Int, inputs: (Int) -> UnsafeMutableRawPointer,
    results place: (Int) -> UnsafeMutableRawPointer, verdicts: UnsafeMutablePointer<UInt8>,
    aroundCaches: Bool = false
  ) -> Bool {
    let columns = workspace.columns
    for input in 0..<tape.inputs { columns[input] = inputs(input) }
    var isAligned = true
    for result in 0..<results {
      columns[tape.inputs + result] = place(result)
      isAligned = isAligned && Int(bitPattern: place(result)).isMultiple(of: 16)
    }
    for extra in results..<tape.outputs {
      columns[tape.inputs + extra] = workspace.column(tape.slots + extra - results)
    }
    let width = Pack.scalarCount
    let lanes = (count + width - 1) / width * width
    let isFinite = tape.run(columns, lanes: lanes, aroundCaches: aroundCaches && isAligned)
    if isFinite, !hasAlarm(columns + tape.inputs, lanes: lanes) { return true }
    judge(columns + tape.inputs, lanes: lanes, verdicts)
    return false
  }

  /// Returns a Boolean value indicating whether an output beyond the results is not 0 in a lane.
  private func hasAlarm(_ outputs: UnsafeMutablePointer<UnsafeMutableRawPointer>, lanes: Int) -> Bool {
    (results..<tape.outputs).contains { extra in
      var sum = Pack()
      for offset in stride(from: 0, to: lanes * MemoryLayout<Double>.stride, by: MemoryLayout<Pack>.stride) {
        sum += outputs[extra].load(fromByteOffset: offset, as: Pack.self)
      }
      return sum != Pack()
    }
  }

  /// Says which lanes are answered.
  private func judge(
    _ outputs: UnsafeMutablePointer<UnsafeMutableRawPointer>, lanes: Int, _ verdicts: UnsafeMutablePointer<UInt8>
  ) {
    let end = lanes * MemoryLayout<Double>.stride
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
  }

  /// Returns a pack that is not 0 in the lanes that are not answered.
  ///
  /// - Parameter total: The sum of the results. It is not finite if one of them is not; if a sum of finite numbers is
  ///   not, the engine for single points finds that out.
  @inline(__always)
  private func doubt(
    _ outputs: UnsafeMutablePointer<UnsafeMutableRawPointer>, _ offset: Int, _ total: Pack
  ) -> Pack {
    var doubt = total - total
    for extra in results..<tape.outputs { doubt += outputs[extra].load(fromByteOffset: offset, as: Pack.self) }
    return doubt
  }
}
