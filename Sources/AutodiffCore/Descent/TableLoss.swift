/// The mean of a program's values over the rows of a table, as a function of inputs that are no columns of it.
///
/// The rows go through tapes side by side; sums make good what their rounding lost.
package final class TableLoss: Loss {
  private let program: Program
  private let graph: Graph
  private let parameters: Parameters
  private let engine: BlockEngine
  private let workspace = Workspace()
  /// Elements of the inputs that are the same in every row; the others are to be replaced.
  private let numbers: [Double]
  /// Which element each number of a row is.
  private let columns: [Int]
  private let table: [Double]
  package let rows: Int
  private let everyRow: [Int]
  private let lanes: Int
  private let inputs: UnsafeMutablePointer<Double>
  private let results: UnsafeMutablePointer<Double>
  private let findings: UnsafeMutablePointer<LaneFindings>

  /// - Parameters:
  ///   - numbers: all elements of the inputs, of which a row replaces its own.
  ///   - columns: which elements those are.
  ///   - table: their numbers, row by row.
  package init(
    _ program: Program, _ graph: Graph, _ parameters: Parameters, at numbers: [Double], columns: [Int],
    table: [Double], rows: Int, ties: Ties = .split
  ) {
    self.program = program
    self.graph = graph
    self.parameters = parameters
    self.numbers = numbers
    self.columns = columns
    self.table = table
    self.rows = rows
    everyRow = Array(0..<rows)
    engine = BlockEngine(program, graph, asked: parameters.asked, .gradient, ties: ties, bySweeps: true)
    let width = max(1, engine.inputs) + engine.results
    let most = min(Self.padded(rows), min(Self.mostLanes, Self.padded(Self.mostNumbers / width)))
    lanes = max(Pack.scalarCount, most)
    inputs = .allocate(capacity: max(1, engine.inputs) * lanes)
    results = .allocate(capacity: engine.results * lanes)
    findings = .allocate(capacity: lanes)
    inputs.initialize(repeating: 0, count: max(1, engine.inputs) * lanes)
    results.initialize(repeating: 0, count: engine.results * lanes)
    findings.initialize(repeating: [], count: lanes)
    for (element, value) in numbers.enumerated() {
      (inputs + element * lanes).update(repeating: value, count: lanes)
    }
  }

  private static let mostLanes = 1024
  /// In the columns of one block.
  private static let mostNumbers = 1 << 22

  /// As many as fill up whole packs.
  private static func padded(_ lanes: Int) -> Int {
    (lanes + Pack.scalarCount - 1) / Pack.scalarCount * Pack.scalarCount
  }

  deinit {
    inputs.deallocate()
    results.deallocate()
    findings.deallocate()
  }

  package func slope(at values: [Double], rows chosen: ArraySlice<Int>?) throws(LossProblem) -> Slope {
    let chosen = chosen ?? everyRow[...]
    for (place, value) in zip(parameters.places, values) {
      (inputs + place * lanes).update(repeating: value, count: lanes)
    }
    var slope = Slope(loss: .nan, gradient: [])
    var totals = Totals(engine.results)
    var rest = chosen
    while !rest.isEmpty {
      let block = rest.prefix(lanes)
      rest = rest.dropFirst(block.count)
      fill(block)
      engine.run(
        workspace, .init(start: inputs, stride: lanes), count: Self.padded(block.count),
        into: .init(start: results, stride: lanes), findings: findings)
      for (lane, row) in block.enumerated() where !findings[lane].isEmpty {
        if findings[lane].contains(.failed) { throw LossProblem(problem: problem(row, values), row: row) }
        if findings[lane].contains(.kink) { slope.isAtKink = true }
        if findings[lane].contains(.notFinite), slope.undefinedRow == nil { slope.undefinedRow = row }
      }
      for result in 0..<engine.results {
        totals.add(UnsafeBufferPointer(start: results + result * lanes, count: block.count), to: result)
      }
    }
    let means = totals.values.map { $0 / Double(chosen.count) }
    slope.loss = means[0]
    slope.gradient = Array(means.dropFirst())
    return slope
  }

  /// Brings rows into the lanes; the last one fills up the pack.
  private func fill(_ block: ArraySlice<Int>) {
    let width = columns.count
    table.withUnsafeBufferPointer { table in
      for (place, element) in columns.enumerated() {
        let column = inputs + element * lanes
        var lane = 0
        for row in block {
          column[lane] = table[row * width + place]
          lane += 1
        }
        while lane < Self.padded(block.count) {
          column[lane] = column[block.count - 1]
          lane += 1
        }
      }
    }
  }

  /// All elements of the inputs at a row.
  package func point(_ row: Int, _ values: [Double]) -> [Double] {
    var point = numbers
    parameters.put(values, in: &point)
    for (place, element) in columns.enumerated() { point[element] = table[row * columns.count + place] }
    return point
  }

  /// Why there is no answer at a row.
  private func problem(_ row: Int, _ values: [Double]) -> Problem {
    do throws(Problem) {
      _ = try program.path(of: graph, at: parameters.elements.tensors(point(row, values)))
    } catch {
      return error
    }
    return Problem(.emptyProgram, nil)
  }
}
