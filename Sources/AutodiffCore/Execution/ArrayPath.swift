/// A path of a program on arrays as a tape, with the meaning of its outputs.
final class ArrayPath: Sendable {
  let tape: ArrayTape
  /// The number of elements of the value.
  private let values: Int
  /// The numbers that are given beside the inputs: a direction or a cotangent.
  private let seed: [Double]
  /// The runs of elements of the inputs, each with its place in the memory of the tape and the distance to the next
  /// row's.
  private let inputs: [(elements: Range<Int>, start: Int, step: Int)]

  /// Creates the path; nil if there is no tape for it.
  ///
  /// - Parameter wrt: The inputs by which derivatives are taken, as places among the graph's inputs.
  /// - Parameter seed: The elements of the direction or the cotangent of the sweep, if it has one.
  /// - Parameter columns: The elements of the inputs that differ from point to point.
  init?(
    _ graph: Graph, wrt: [Int], _ sweep: ArrayRecording.Sweep, seed: [Double], columns: [Int], ties: Ties
  ) {
    guard let tape = ArrayTape(atEach: graph, wrt: wrt, sweep, columns: columns, ties: ties) else { return nil }
    self.tape = tape
    self.seed = seed
    values = graph.shape(of: graph.output).count
    var end = 0
    inputs = tape.inputs.prefix(graph.inputs.count).map { place in
      defer { end += place.count }
      return (end..<end + place.count, place.start, place.rowStep)
    }
  }

  /// The greatest number of points that are worked out at a time.
  var lanes: Int { min(tape.rows, BlockPath.lanes) }

  /// Works out all that is the same at every point.
  ///
  /// - Parameter point: The elements of the inputs at a point.
  func prepare(_ memory: ArrayMemory, at point: (_ element: Int) -> Double) {
    for input in inputs where input.step == 0 {
      for (place, element) in input.elements.enumerated() { memory.start[input.start + place] = point(element) }
    }
    var next = 0
    for place in tape.inputs.dropFirst(inputs.count) {
      for element in 0..<place.count { memory.start[place.start + element] = seed[next + element] }
      next += place.count
    }
    tape.begin(memory.start)
    tape.prepare(memory.start)
  }

  /// Works out points.
  ///
  /// - Parameter lanes: The lanes of the points, at most `self.lanes`.
  /// - Parameter results: Room for the elements of the value and of the derivatives, of which those are written that are
  ///   answered.
  /// - Parameter verdicts: Room for a verdict on each of the lanes.
  /// - Returns: A Boolean value indicating whether all lanes are answered; if not, `verdicts` says which.
  func run(
    _ memory: ArrayMemory, _ lanes: some RandomAccessCollection<Int>, _ columns: BlockEngine.Columns,
    _ results: BlockEngine.Columns, _ verdicts: UnsafeMutablePointer<UInt8>
  ) -> Bool {
    let rows = lanes.count
    for input in inputs where input.step > 0 {
      for (place, element) in input.elements.enumerated() {
        let (target, source) = (memory.start + (input.start &+ place), columns.pointer(element, 0))
        for (row, lane) in lanes.enumerated() { target[row &* input.step] = source[lane] }
      }
    }
    tape.run(memory.start, rows: rows)
    let isDone = judge(memory.start, rows, verdicts)
    var column = 0
    for output in tape.outputs {
      for place in 0..<output.count {
        let (source, target) = (memory.start + (output.start &+ place), results.pointer(column, 0))
        // Adjoints begin with +0.
        let zero = column < values ? -0.0 : 0
        for (row, lane) in lanes.enumerated() where isDone || verdicts[row] == Verdict.answered {
          target[lane] = source[row &* output.rowStep] + zero
        }
        column += 1
      }
    }
    return isDone
  }

  /// Finds the rows that are not answered.
  private func judge(_ memory: ArrayTape.Memory, _ rows: Int, _ verdicts: UnsafeMutablePointer<UInt8>) -> Bool {
    var isDone = true
    verdicts.update(repeating: Verdict.answered, count: rows)
    @inline(__always)
    func mark(_ places: [ArrayTape.Place], _ verdict: UInt8, where isBad: (UInt64) -> UInt64) {
      for place in places {
        let numbers = UnsafeRawPointer(memory + place.start).assumingMemoryBound(to: UInt64.self)
        @inline(__always)
        func isAnyBad(_ row: Int) -> Bool {
          var found: UInt64 = 0
          for i in 0..<place.count { found |= isBad(numbers[row &* place.rowStep &+ i]) }
          return found != 0
        }
        for row in 0..<rows where isAnyBad(row) {
          verdicts[row] = max(verdicts[row], verdict)
          isDone = false
        }
      }
    }
    mark(tape.doubts, Verdict.exact) { $0 << 1 }
    mark(tape.outputs, Verdict.exact) { ($0 & Self.exponent) == Self.exponent ? 1 : 0 }
    mark(tape.detours, Verdict.detour) { $0 << 1 }
    return isDone
  }

  private static let exponent: UInt64 = 0x7FF0_0000_0000_0000
}
