/// Answers one program at many points: the bits are those of the single-point answers, for which most points need not
/// be asked one by one.
///
/// Points stand side by side in columns. A tape, made once, works them out in blocks; where it cannot be sure of the
/// answer (kinks, undefined derivatives, anything that is not finite) a lane is answered again by itself. It holds no
/// memory to write to, so that threads can share it, each with a `Workspace` of its own.
package struct BlockEngine: Sendable {
  /// What is answered at each point.
  package enum Quantity: Sendable, Equatable {
    case value
    /// The value, and the derivatives along the inputs asked for, by reverse mode.
    case gradient
    /// The value, and its derivative along a direction, by forward mode: a number for each input asked for.
    case tangent([Double])
  }

  /// Where the lanes of several columns begin: the first here, and `stride` numbers on the next.
  package struct Columns {
    package var start: UnsafeMutablePointer<Double>
    package var stride: Int

    package init(start: UnsafeMutablePointer<Double>, stride: Int) {
      self.start = start
      self.stride = stride
    }

    func pointer(_ column: Int, _ lane: Int) -> UnsafeMutablePointer<Double> { start + column * stride + lane }
  }

  let exactWay: ExactWay
  /// Nil where every point is answered by itself: the program is too large, or works with arrays.
  private let path: BlockPath?

  /// - Parameters:
  ///   - graph: one path of the program.
  ///   - asked: places among `graph.inputs`.
  ///   - bySweeps: whether the gates' conventions are all that is asked of a gradient, and last bits may differ from
  ///     those at a single point. Then there is a tape for most programs on arrays, too.
  package init(
    _ program: Program, _ graph: Graph, asked: [Int], _ quantity: Quantity, ties: Ties = .split, bySweeps: Bool = false
  ) {
    exactWay = ExactWay(program, graph, asked: asked, quantity, ties, bySweeps: bySweeps)
    path = exactWay.path(graph)
  }

  /// Whether there is a tape.
  package var isFast: Bool { path != nil }

  /// How many columns of inputs there are: the elements of the graph's inputs, row by row.
  package var inputs: Int { exactWay.inputs }

  /// How many columns of results there are: the value, then what else was asked for.
  package var results: Int { exactWay.results }

  /// Answers points.
  ///
  /// - Parameters:
  ///   - inputs: `count` lanes in each of as many columns as there are inputs.
  ///   - results: room for as many lanes in each of as many columns as there are results.
  ///   - findings: room for what there is to say of each lane.
  package func run(
    _ workspace: Workspace, _ inputs: Columns, count: Int, into results: Columns,
    findings: UnsafeMutablePointer<LaneFindings>
  ) {
    guard let path else {
      for lane in 0..<count { answer(lane, inputs, results, findings) }
      return
    }
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: BlockPath.lanes) { verdicts in
      guard let verdicts = verdicts.baseAddress else { return }
      var start = 0
      while start < count {
        let length = min(path.lanes, count - start)
        workspace.prepare(path.tape, own: path.ownColumns)
        let isDone =
          length.isMultiple(of: Pack.scalarCount)
          ? path.run(
            workspace, count: length, inputs: { UnsafeMutableRawPointer(inputs.pointer($0, start)) },
            results: { UnsafeMutableRawPointer(results.pointer($0, start)) }, verdicts: verdicts)
          : run(path, workspace, Array(start..<start + length), inputs, results, verdicts)
        findings.advanced(by: start).update(repeating: [], count: length)
        if !isDone { settle(start..<start + length, workspace, inputs, results, verdicts, findings) }
        start += length
      }
    }
  }

  /// Runs a path on some lanes, which are put together first.
  private func run(
    _ path: BlockPath, _ workspace: Workspace, _ lanes: [Int], _ inputs: Columns, _ results: Columns,
    _ verdicts: UnsafeMutablePointer<UInt8>
  ) -> Bool {
    workspace.prepare(path.tape, own: path.ownColumns)
    let first = path.tape.slots + path.tape.outputs - path.results
    let padded = (lanes.count + Pack.scalarCount - 1) / Pack.scalarCount * Pack.scalarCount
    for input in 0..<path.tape.inputs {
      let column = workspace.column(first + input).assumingMemoryBound(to: Double.self)
      for (place, lane) in lanes.enumerated() { column[place] = inputs.pointer(input, lane).pointee }
      for place in lanes.count..<padded { column[place] = column[lanes.count - 1] }
    }
    let firstResult = first + path.tape.inputs
    let isDone = path.run(
      workspace, count: lanes.count, inputs: { workspace.column(first + $0) },
      results: { workspace.column(firstResult + $0) }, verdicts: verdicts)
    for result in 0..<path.results {
      let column = workspace.column(firstResult + result).assumingMemoryBound(to: Double.self)
      for (place, lane) in lanes.enumerated() where isDone || verdicts[place] == BlockPath.Verdict.answered {
        results.pointer(result, lane).pointee = column[place]
      }
    }
    return isDone
  }

  /// Answers what the first path did not.
  private func settle(
    _ lanes: Range<Int>, _ workspace: Workspace, _ inputs: Columns, _ results: Columns,
    _ verdicts: UnsafeMutablePointer<UInt8>, _ findings: UnsafeMutablePointer<LaneFindings>
  ) {
    var detours: [Int] = []
    for lane in lanes {
      switch verdicts[lane - lanes.lowerBound] {
      case BlockPath.Verdict.answered: continue
      case BlockPath.Verdict.exact: answer(lane, inputs, results, findings)
      default: detours.append(lane)
      }
    }
    guard !detours.isEmpty else { return }
    regroup(detours, workspace, inputs, results, verdicts, findings)
  }

  /// How many paths are remembered.
  private static let mostPaths = 64
  /// How many new ones are looked for in one block: past that, points have too little in common.
  private static let mostNewPaths = 8

  /// Takes lanes along the paths of the program that are theirs.
  private func regroup(
    _ lanes: [Int], _ workspace: Workspace, _ inputs: Columns, _ results: Columns,
    _ verdicts: UnsafeMutablePointer<UInt8>, _ findings: UnsafeMutablePointer<LaneFindings>
  ) {
    var rest = lanes
    func take(_ path: BlockPath) -> Bool {
      var left: [Int] = []
      for start in stride(from: 0, to: rest.count, by: path.lanes) {
        let part = Array(rest[start..<min(start + path.lanes, rest.count)])
        if run(path, workspace, part, inputs, results, verdicts) { continue }
        for (place, lane) in part.enumerated() {
          switch verdicts[place] {
          case BlockPath.Verdict.answered: continue
          case BlockPath.Verdict.exact: answer(lane, inputs, results, findings)
          default: left.append(lane)
          }
        }
      }
      defer { rest = left }
      return left.count < rest.count
    }
    var place = 0
    while place < workspace.paths.count, !rest.isEmpty {
      if take(workspace.paths[place]) { workspace.paths.insert(workspace.paths.remove(at: place), at: 0) }
      place += 1
    }
    for _ in 0..<Self.mostNewPaths {
      guard let lane = rest.first, let path = exactWay.path(at: point(lane, inputs)) else { break }
      // A path that does not take its own point would be looked for again and again.
      guard take(path) else { break }
      workspace.paths.insert(path, at: 0)
      if workspace.paths.count > Self.mostPaths { workspace.paths.removeLast() }
    }
    for lane in rest { answer(lane, inputs, results, findings) }
  }

  // MARK: - By itself

  private func point(_ lane: Int, _ inputs: Columns) -> [Double] {
    (0..<self.inputs).map { inputs.pointer($0, lane).pointee }
  }

  private func answer(
    _ lane: Int, _ inputs: Columns, _ results: Columns, _ findings: UnsafeMutablePointer<LaneFindings>
  ) {
    let answer = exactWay.answer(at: point(lane, inputs))
    for (place, value) in answer.values.enumerated() { results.pointer(place, lane).pointee = value }
    findings[lane] = answer.findings
  }
}
