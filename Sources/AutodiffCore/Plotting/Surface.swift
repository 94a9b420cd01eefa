/// Values of a program on a grid over a plane.
package struct Surface: Sendable {
  /// The axes of the plane.
  package let axes: [Section.Axis]
  /// The places along each axis.
  package let columns: [Double]
  package let rows: [Double]
  /// The values of each element of the output, row by row from the least number of the second axis on.
  package let values: [[Double]]
  /// The derivatives of the first element along both axes, row by row; empty if they were not asked for.
  package let slopes: [(x: Double, y: Double)]
  /// The cells of the grid, by their lower left corners, in which f is not continuous.
  private let broken: Set<Int>

  /// Takes values on a grid.
  ///
  /// - Parameter count: The number of places along each axis.
  /// - Parameter slopes: A Boolean value indicating whether derivatives are asked for as well.
  package init(_ section: Section, count: Int, slopes: Bool = false) {
    axes = section.axes
    let places = section.axes.map { axis in
      (0..<count).map { axis.place(Double($0) / Double(count - 1)) }
    }
    (columns, rows) = (places[0], places[1])
    let points = rows.flatMap { row in places[0].map { [$0, row] } }
    let answers = Self.answers(section, points, slopes: slopes)
    let outputs = section.graph.shape(of: section.graph.output).count
    values = (0..<outputs).map { output in answers.map { $0[output] } }
    self.slopes = slopes ? answers.map { ($0[outputs], $0[outputs + 1]) } : []
    broken = Self.broken(Probe(section, onlyGaps: true), columns, rows)
  }

  /// Returns the cells in which f is not continuous.
  private static func broken(_ probe: Probe, _ columns: [Double], _ rows: [Double]) -> Set<Int> {
    guard probe.mayBreak else { return [] }
    let samples = rows.map { row in columns.map { probe($0, row, slopes: false) } }
    var broken: Set<Int> = []
    for row in rows.indices {
      for column in columns.indices {
        let cell = row * columns.count + column
        let from = (columns[column], rows[row])
        if column + 1 < columns.count,
          isBroken(probe, from, samples[row][column], (columns[column + 1], rows[row]), samples[row][column + 1])
        {
          broken.formUnion([cell, cell - columns.count])
        }
        if row + 1 < rows.count,
          isBroken(probe, from, samples[row][column], (columns[column], rows[row + 1]), samples[row + 1][column])
        {
          broken.formUnion([cell, cell - 1])
        }
      }
    }
    return broken
  }

  /// The number of places that are looked at to find out.
  private static let patience = 100_000

  /// Returns a Boolean value indicating whether f is not continuous between two places.
  private static func isBroken(
    _ probe: Probe, _ from: (Double, Double), _ first: Probe.Sample, _ to: (Double, Double), _ last: Probe.Sample
  ) -> Bool {
    if first.piece == last.piece { return false }
    guard probe.count < patience else { return true }
    var (low, high) = (0.0, 1.0)
    var (below, above) = (first.value, last.value)
    for _ in 0..<36 {
      let middle = (low + high) / 2
      let sample = probe(
        from.0 + (to.0 - from.0) * middle, from.1 + (to.1 - from.1) * middle, slopes: false)
      if sample.piece == first.piece {
        (low, below) = (middle, sample.value)
      } else {
        (high, above) = (middle, sample.value)
      }
    }
    let change = fabs(first.value - last.value)
    return !(fabs(below - above) <= 1e-4 * change + 1e-9 * fmax(fabs(below), fabs(above)))
  }

  /// Returns the values at places of a section, then the derivatives along its axes if they are asked for.
  package static func answers(_ section: Section, _ places: [[Double]], slopes: Bool) -> [[Double]] {
    let moving = section.moving
    let columns = Array(Set(section.axes.flatMap { $0.direction.map(\.element) })).sorted()
    let engine = BlockEngine(
      section.program, section.graph, wrt: moving, slopes ? .gradient : .value, columns: columns, ties: section.ties,
      bySweeps: true)
    // The place of each element among the derivatives.
    var derivatives: [Int: Int] = [:]
    for part in moving {
      for element in section.elements.parts[part].places { derivatives[element] = derivatives.count }
    }
    let outputs = section.graph.shape(of: section.graph.output).count
    let lanes = max(1, min(places.count, mostLanes, mostNumbers / max(1, engine.inputs + engine.results)))
    let workspace = Workspace()
    var answers: [[Double]] = []
    answers.reserveCapacity(places.count)
    withUnsafeTemporaryAllocation(of: Double.self, capacity: (engine.inputs + engine.results) * lanes) { memory in
      withUnsafeTemporaryAllocation(of: LaneFindings.self, capacity: lanes) { findings in
        guard let inputs = memory.baseAddress, let found = findings.baseAddress else { return }
        let results = inputs + engine.inputs * lanes
        for start in stride(from: 0, to: places.count, by: lanes) {
          let part = places[start..<min(start + lanes, places.count)]
          for (lane, place) in part.enumerated() {
            for (element, value) in section.point(place).enumerated() { inputs[element * lanes + lane] = value }
          }
          found.update(repeating: [], count: part.count)
          engine.run(
            workspace, .init(start: inputs, stride: lanes), count: part.count,
            into: .init(start: results, stride: lanes), findings: found)
          for lane in part.indices.map({ $0 - part.startIndex }) {
            var answer = (0..<outputs).map { results[$0 * lanes + lane] }
            if slopes {
              answer += section.axes.map { axis in
                axis.direction.reduce(0) { sum, moved in
                  sum + moved.part * results[(outputs + (derivatives[moved.element] ?? 0)) * lanes + lane]
                }
              }
            }
            answers.append(answer)
          }
        }
      }
    }
    return answers
  }

  /// The number of places that are worked out together, and the numbers that this takes at most.
  private static let mostLanes = 512
  private static let mostNumbers = 1 << 22

  /// A Boolean value indicating whether the program has no value anywhere on the grid.
  package var isUndefined: Bool { values.allSatisfy { $0.allSatisfy(\.isNaN) } }

  /// Returns a Boolean value indicating whether f may not be continuous within a cell of the grid.
  func isBroken(_ column: Int, _ row: Int) -> Bool { broken.contains(row * columns.count + column) }
}
