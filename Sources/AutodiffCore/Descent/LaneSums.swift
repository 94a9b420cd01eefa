/// The adder of parts that takes rows as lanes of a tape of numbers, or one by one.
final class LaneSums {
  private let table: LossTable
  private let engine: BlockEngine
  private let workspace = Workspace()
  private let lanes: Int
  private let inputs: UnsafeMutablePointer<Double>
  private let results: UnsafeMutablePointer<Double>
  private let findings: UnsafeMutablePointer<LaneFindings>

  private static let mostLanes = 1024
  /// The largest number of numbers in the columns of one block.
  private static let mostNumbers = 1 << 22

  /// Creates an adder with the memory for its blocks.
  init(_ table: LossTable) {
    self.table = table
    engine = table.makeEngine()
    let most = min(Self.padded(min(table.rows, table.partRows)), Self.mostLanes)
    lanes = max(Pack.scalarCount, min(most, Self.padded(Self.mostNumbers / table.width)))
    inputs = .allocate(capacity: max(1, engine.inputs) * lanes)
    results = .allocate(capacity: engine.results * lanes)
    findings = .allocate(capacity: lanes)
    inputs.initialize(repeating: 0, count: max(1, engine.inputs) * lanes)
    results.initialize(repeating: 0, count: engine.results * lanes)
    findings.initialize(repeating: [], count: lanes)
    for (element, value) in table.numbers.enumerated() {
      (inputs + element * lanes).update(repeating: value, count: lanes)
    }
  }

  deinit {
    inputs.deallocate()
    results.deallocate()
    findings.deallocate()
  }

  /// Returns the number of lanes that fill up whole packs.
  private static func padded(_ lanes: Int) -> Int {
    (lanes + Pack.scalarCount - 1) / Pack.scalarCount * Pack.scalarCount
  }

  /// Returns the sums of a part.
  func callAsFunction(_ part: LossPart) -> LossSums {
    workspace.renew()
    for (place, value) in zip(table.parameters.places, part.parameters) {
      (inputs + place * lanes).update(repeating: value, count: lanes)
    }
    var sums = LossSums(totals: Totals(engine.results))
    var rest = part.rows
    while !rest.isEmpty {
      let block = rest.prefix(lanes)
      rest = rest.dropFirst(block.count)
      fill(block)
      engine.run(
        workspace, .init(start: inputs, stride: lanes), count: Self.padded(block.count),
        into: .init(start: results, stride: lanes), findings: findings)
      for (lane, row) in block.enumerated() where !findings[lane].isEmpty {
        if findings[lane].contains(.failed) {
          sums.problem = table.problem(row, part.parameters)
          return sums
        }
        if findings[lane].contains(.kink) { sums.isAtKink = true }
        if findings[lane].contains(.notFinite), sums.undefinedRow == nil { sums.undefinedRow = row }
      }
      sums.totals.add(columns: results, stride: lanes, rows: block.count, counting: block.count)
    }
    return sums
  }

  /// Copies rows into the lanes; the last one fills up the pack.
  private func fill(_ block: ArraySlice<Int>) {
    let width = table.columns.count
    table.table.withUnsafeBufferPointer { numbers in
      for (place, element) in table.columns.enumerated() {
        let column = inputs + element * lanes
        var lane = 0
        for row in block {
          column[lane] = numbers[row * width + place]
          lane += 1
        }
        while lane < Self.padded(block.count) {
          column[lane] = column[block.count - 1]
          lane += 1
        }
      }
    }
  }
}
