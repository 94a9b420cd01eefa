/// The engine that answers one program at many points. Its answers have the bits of the single-point answers, but most
/// points need not be answered one by one.
///
/// Points stand side by side as the lanes of columns. A tape, made once, works them out in blocks; a lane whose answer
/// it cannot be sure of (kinks, undefined derivatives, anything that is not finite) is answered again by itself. The
/// engine holds no memory to write to, so that threads can share it, each with a `Workspace` of its own.
package struct BlockEngine: Sendable {
  /// The quantity that is answered at each point.
  package enum Quantity: Sendable, Equatable {
    /// The value.
    case value
    /// The value, and its derivatives by some of the inputs, by reverse mode.
    case gradient
    /// The value, and its derivative along a direction, by forward mode. The direction has a number for each element of
    /// those inputs.
    case tangent([Double])
    /// The value, and the derivatives of its product with a cotangent, which has a number for each of its elements.
    case cotangent([Double])
    /// The value, and all derivatives of all of its elements, in the given mode or in the one that takes fewer sweeps.
    case jacobian(JacobianMode?)
    /// The value of a scalar, its derivatives, and its second derivatives by all pairs of inputs.
    case hessian
    /// The value of a scalar, its derivatives, and those of its derivative along a direction: for places among the
    /// graph's inputs, a number for each element.
    case hessianProduct([Int: [Double]])
  }

  /// The memory of several columns of numbers: the lanes of the first begin at `start`, those of each further one
  /// `stride` numbers on.
  package struct Columns {
    /// The first lane of the first column.
    package var start: UnsafeMutablePointer<Double>
    /// The distance from a column to the next, in numbers.
    package var stride: Int

    /// Creates columns in the given memory.
    package init(start: UnsafeMutablePointer<Double>, stride: Int) {
      self.start = start
      self.stride = stride
    }

    /// Returns the place of a lane in a column.
    func pointer(_ column: Int, _ lane: Int) -> UnsafeMutablePointer<Double> { start + column * stride + lane }
  }

  let pointEngine: PointEngine
  /// The program's first path as a tape; nil if every point is answered by itself, because the program is too large or
  /// more is asked than sweeps answer.
  private let path: EnginePath?

  /// Creates an engine for a program.
  ///
  /// - Parameter graph: One path of the program.
  /// - Parameter wrt: The inputs by which derivatives are taken, as places among `graph.inputs`.
  /// - Parameter columns: The elements of the inputs that differ from point to point; the others are the same at all
  ///   points, until a workspace is renewed.
  /// - Parameter bySweeps: A Boolean value indicating whether a gradient is answered by a sweep with the primitives'
  ///   conventions alone, without an analysis of kinks.
  package init(
    _ program: Program, _ graph: Graph, wrt: [Int], _ quantity: Quantity, columns: [Int], ties: Ties = .split,
    bySweeps: Bool = false
  ) {
    pointEngine = PointEngine(program, graph, wrt: wrt, quantity, columns: columns, ties, bySweeps: bySweeps)
    path = pointEngine.path(graph)
  }

  /// A Boolean value indicating whether there is a tape for the first path.
  package var isFast: Bool { path != nil }

  /// The number of columns of inputs: the elements of the graph's inputs, row by row.
  package var inputs: Int { pointEngine.inputs }

  /// The number of columns of results: the elements of the value, then those of the derivatives.
  package var results: Int { pointEngine.results }

  /// Answers points.
  ///
  /// - Parameter workspace: The memory of this thread.
  /// - Parameter inputs: The points, `count` lanes in each of the columns of inputs.
  /// - Parameter count: The number of points.
  /// - Parameter results: Room for as many lanes in each of the columns of results.
  /// - Parameter findings: Room for the findings of each lane.
  package func run(
    _ workspace: Workspace, _ inputs: Columns, count: Int, into results: Columns,
    findings: UnsafeMutablePointer<LaneFindings>
  ) {
    guard let path else {
      for lane in 0..<count { answer(lane, inputs, results, findings) }
      return
    }
    let aroundCaches = count * self.results > BlockPath.mostInCaches
    defer { if aroundCaches { CacheControl.finishStores() } }
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: BlockPath.lanes) { verdicts in
      guard let verdicts = verdicts.baseAddress else { return }
      for start in stride(from: 0, to: count, by: path.lanes) {
        let lanes = start..<min(start + path.lanes, count)
        let isDone = run(path, workspace, lanes, inputs, results, verdicts, aroundCaches: aroundCaches)
        findings.advanced(by: start).update(repeating: [], count: lanes.count)
        if !isDone { settle(lanes, workspace, inputs, results, verdicts, findings) }
      }
    }
  }

  /// Runs a path on some lanes, which follow each other.
  ///
  /// - Parameter aroundCaches: A Boolean value indicating whether results had better be written around the caches.
  /// - Returns: A Boolean value indicating whether all those lanes are answered; if not, `verdicts` says which.
  private func run(
    _ path: EnginePath, _ workspace: Workspace, _ lanes: Range<Int>, _ inputs: Columns, _ results: Columns,
    _ verdicts: UnsafeMutablePointer<UInt8>, aroundCaches: Bool
  ) -> Bool {
    guard case .numbers(let path) = path, lanes.count.isMultiple(of: Pack.scalarCount) else {
      return run(path, workspace, Array(lanes), inputs, results, verdicts)
    }
    workspace.prepare(path.tape, own: path.ownColumns)
    return path.run(
      workspace, count: lanes.count, inputs: { UnsafeMutableRawPointer(inputs.pointer($0, lanes.lowerBound)) },
      results: { UnsafeMutableRawPointer(results.pointer($0, lanes.lowerBound)) }, verdicts: verdicts,
      aroundCaches: aroundCaches)
  }

  /// Runs a path on some lanes.
  ///
  /// - Returns: A Boolean value indicating whether all those lanes are answered; if not, `verdicts` says which.
  private func run(
    _ path: EnginePath, _ workspace: Workspace, _ lanes: [Int], _ inputs: Columns, _ results: Columns,
    _ verdicts: UnsafeMutablePointer<UInt8>
  ) -> Bool {
    switch path {
    case .numbers(let path): return run(path, workspace, lanes, inputs, results, verdicts)
    case .arrays(let path):
      let memory = workspace.memory(of: path) { inputs.pointer($0, lanes[0]).pointee }
      return path.run(memory, lanes, inputs, results, verdicts)
    }
  }

  /// Runs a path on some lanes, which are first copied next to each other.
  ///
  /// - Returns: A Boolean value indicating whether all those lanes are answered; if not, `verdicts` says which.
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

  /// Answers the lanes that the first path did not.
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

  /// The number of paths that are remembered.
  private static let mostPaths = 64
  /// The number of new paths that are looked for in one block: past that, points have too little in common.
  private static let mostNewPaths = 8

  /// Answers lanes by the tapes of the paths that the program takes at them.
  private func regroup(
    _ lanes: [Int], _ workspace: Workspace, _ inputs: Columns, _ results: Columns,
    _ verdicts: UnsafeMutablePointer<UInt8>, _ findings: UnsafeMutablePointer<LaneFindings>
  ) {
    var rest = lanes
    func take(_ path: EnginePath) -> Bool {
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
      guard let lane = rest.first, let path = pointEngine.path(at: point(lane, inputs)) else { break }
      // A path that does not take its own point would be looked for again and again.
      guard take(path) else { break }
      workspace.paths.insert(path, at: 0)
      if workspace.paths.count > Self.mostPaths { workspace.paths.removeLast() }
    }
    for lane in rest { answer(lane, inputs, results, findings) }
  }

  // MARK: - By itself

  /// Returns the inputs of a lane.
  private func point(_ lane: Int, _ inputs: Columns) -> [Double] {
    (0..<self.inputs).map { inputs.pointer($0, lane).pointee }
  }

  /// Answers a lane by itself.
  private func answer(
    _ lane: Int, _ inputs: Columns, _ results: Columns, _ findings: UnsafeMutablePointer<LaneFindings>
  ) {
    let answer = pointEngine.answer(at: point(lane, inputs))
    for (place, value) in answer.values.enumerated() { results.pointer(place, lane).pointee = value }
    findings[lane] = answer.findings
  }
}
