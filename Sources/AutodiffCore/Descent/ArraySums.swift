/// The adder of parts by a tape of arrays.
final class ArraySums {
  private let table: LossTable
  private let tape: ArrayTape
  private let memory: ArrayMemory
  /// The parameters for which what does not depend on rows is worked out.
  private var parameters: [Double]?
  /// The columns of the table that go to neighbouring places, with the place of the first and its distance to the next
  /// row's.
  private let runs: [(column: Int, count: Int, start: Int, step: Int)]

  /// Creates an adder with the memory of the tape.
  init(_ table: LossTable, _ tape: ArrayTape) {
    self.table = table
    self.tape = tape
    memory = ArrayMemory(tape)
    var places: [(start: Int, step: Int)] = []
    for input in tape.inputs {
      for element in 0..<input.count { places.append((input.start + element, input.rowStep)) }
    }
    var runs: [(column: Int, count: Int, start: Int, step: Int)] = []
    for (column, element) in table.columns.enumerated() {
      let place = places[element]
      if let last = runs.last, last.start + last.count == place.start, last.step == place.step {
        runs[runs.count - 1].count += 1
      } else {
        runs.append((column, 1, place.start, place.step))
      }
    }
    self.runs = runs
    // Elements of rows that are no columns are the same in all rows.
    var element = 0
    for input in tape.inputs {
      for row in 0..<(input.isOfRows ? tape.rows : 1) {
        for place in 0..<input.count {
          memory.start[input.start + row * input.rowStep + place] = table.numbers[element + place]
        }
      }
      element += input.count
    }
    tape.begin(memory.start)
  }

  /// Returns the sums of a part; nil if the tape does not know the answer for one of its rows.
  func callAsFunction(_ part: LossPart) -> LossSums? {
    prepare(part.parameters)
    let memory = memory.start
    var sums = LossSums(totals: Totals(table.results))
    var rest = part.rows
    while !rest.isEmpty {
      let rows = rest.prefix(tape.rows)
      rest = rest.dropFirst(rows.count)
      fill(rows)
      tape.run(memory, rows: rows.count)
      if tape.isInDoubt(memory, rows: rows.count) { return nil }
      var result = 0
      for output in tape.outputs {
        let totals = UnsafeBufferPointer(start: memory + output.start, count: output.count)
        guard sums.totals.add(totals, from: result) else { return nil }
        result += output.count
      }
    }
    return sums
  }

  /// Works out what depends on parameters only.
  private func prepare(_ parameters: [Double]) {
    if self.parameters == parameters { return }
    self.parameters = parameters
    var next = 0
    for part in table.parameters.wrt {
      let input = tape.inputs[part]
      for place in 0..<input.count {
        memory.start[input.start + place] = parameters[next]
        next += 1
      }
    }
    tape.prepare(memory.start)
  }

  /// Copies rows of the table.
  private func fill(_ rows: ArraySlice<Int>) {
    let (width, memory) = (table.columns.count, memory.start)
    table.table.withUnsafeBufferPointer { numbers in
      guard let numbers = numbers.baseAddress else { return }
      let (first, copy) = (rows.startIndex, KernelSet.best.copyRows)
      let areNeighbours = rows.indices.allSatisfy { rows[$0] == rows[first] &+ ($0 &- first) }
      for run in runs {
        let (from, to) = (numbers + run.column, memory + run.start)
        if areNeighbours {
          copy(from + rows[first] &* width, width, to, run.step, run.count, rows.count)
        } else {
          for (place, row) in rows.enumerated() {
            copy(from + row &* width, width, to + place &* run.step, 0, run.count, 1)
          }
        }
      }
    }
  }
}
