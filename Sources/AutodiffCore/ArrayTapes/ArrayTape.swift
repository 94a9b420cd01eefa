/// A graph of arrays as a list of steps over one memory, which is laid out beforehand: no step allocates.
///
/// The graph is worked out for a block of rows at a time. What depends on a row has a leading axis of rows in memory;
/// what does not is worked out once for all blocks.
struct ArrayTape: Sendable {
  /// The memory of an array: `count` numbers, or as many for each row.
  struct Place: Sendable {
    /// The offset of the first number, that of the first row.
    var start: Int
    /// The number of elements of the array.
    var count: Int
    /// A Boolean value indicating whether there is an array for each row.
    var isOfRows: Bool

    /// The distance from a row's array to the next row's.
    var rowStep: Int { isOfRows ? count : 0 }
    /// Returns the number of numbers for some rows.
    func total(_ rows: Int) -> Int { isOfRows ? rows * count : count }
  }

  typealias Memory = UnsafeMutablePointer<Double>
  /// A step: it works out an array from others, for some rows.
  typealias Step = @Sendable (_ memory: Memory, _ rows: Int) -> Void

  /// The numbers that the memory has room for.
  let size: Int
  /// The greatest number of rows of a block.
  let rows: Int
  /// The constants and where they stand, from the beginning on.
  let constants: [(start: Int, value: Double)]
  /// The memory of the inputs, in their order; then that of a direction or a cotangent.
  let inputs: [Place]
  /// The memory of the outputs, in their order: for each row, or if they are summed over rows, for all.
  let outputs: [Place]
  /// The memory of conditions under which the outputs may not be the answer.
  let doubts: [Place]
  /// The memory of conditions under which the program takes another path.
  let detours: [Place]
  /// The steps for what depends on inputs that never change.
  let known: [Step]
  /// The steps for what depends on parameters, not on rows.
  let fixed: [Step]
  /// The steps for a block of rows.
  let block: [Step]

  /// Works out what depends on inputs that never change.
  func begin(_ memory: Memory) {
    for step in known { step(memory, 1) }
  }

  /// Works out what depends on parameters, not on rows.
  func prepare(_ memory: Memory) {
    for step in fixed { step(memory, 1) }
  }

  /// Works out a block of at most `rows` rows.
  func run(_ memory: Memory, rows: Int) {
    for step in block { step(memory, rows) }
  }

  /// Returns a Boolean value indicating whether the outputs may not be the answer for one of the rows.
  func isInDoubt(_ memory: Memory, rows: Int) -> Bool {
    func holds(_ condition: Place) -> Bool {
      KernelSet.best.any(QuestionKernel.nonzero, memory + condition.start, condition.total(rows))
    }
    return doubts.contains(where: holds) || detours.contains(where: holds)
  }
}

/// The memory of an array tape. Each thread has one.
final class ArrayMemory {
  let start: ArrayTape.Memory

  init(_ tape: ArrayTape) {
    let bytes = max(tape.size, 1) * MemoryLayout<Double>.stride
    start = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64).assumingMemoryBound(to: Double.self)
    start.initialize(repeating: 0, count: max(tape.size, 1))
    for constant in tape.constants { start[constant.start] = constant.value }
  }

  deinit { start.deallocate() }
}
