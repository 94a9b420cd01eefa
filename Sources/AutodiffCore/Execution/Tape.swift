/// A graph as a list of steps over columns. A column has a number for each of many lanes, in the same place of each
/// column.
///
/// Inputs are read from the caller's columns and outputs are written to them; intermediate results take as few columns
/// as are needed at once.
struct Tape: Sendable {
  /// The number of columns of inputs.
  let inputs: Int
  /// The number of columns of outputs.
  let outputs: Int
  /// The number of columns of intermediate results.
  let slots: Int
  private let steps: TapeSteps

  /// The bytes that a cache fetches at a time.
  private static let cacheLine = 64

  init(inputs: Int, outputs: Int, slots: Int, _ steps: TapeSteps) {
    self.inputs = inputs
    self.outputs = outputs
    self.slots = slots
    self.steps = steps
  }

  /// The number of steps.
  var count: Int { steps.steps.count }

  /// Runs the steps.
  ///
  /// - Parameter columns: The memory of the lanes of each input, then of each output, then of each slot.
  /// - Parameter lanes: The number of lanes, a multiple of `Pack.scalarCount`.
  /// - Parameter aroundCaches: A Boolean value indicating whether results are written around the caches. The lanes that
  ///   follow in the columns of inputs, as many again, are then fetched meanwhile, some of them with each step.
  /// - Returns: A Boolean value indicating whether every result is finite; it may be false if all are, but very large.
  func run(_ columns: UnsafePointer<UnsafeMutableRawPointer>, lanes: Int, aroundCaches: Bool) -> Bool {
    var doubts = Pack()
    let size = lanes * MemoryLayout<Double>.stride
    let lines =
      aroundCaches ? (inputs * (size / Self.cacheLine) + steps.steps.count - 1) / max(1, steps.steps.count) : 0
    var (input, offset) = (0, 0)
    steps.constants.withUnsafeBufferPointer { constants in
      steps.operands.withUnsafeBufferPointer { operands in
        guard let first = operands.baseAddress, let constants = constants.baseAddress else { return }
        for step in steps.steps {
          let (operands, result) = (first + Int(step.operands), columns[Int(step.result)])
          switch step.loop {
          case .step(let loop): loop(columns, constants, operands, result, lanes)
          case .result(let loop, let addend):
            loop(columns, constants, operands, result, lanes, addend, aroundCaches, &doubts)
          }
          for _ in 0..<lines where input < inputs {
            CacheControl.fetch(columns[input] + size + offset)
            offset += Self.cacheLine
            if offset >= size { (input, offset) = (input + 1, 0) }
          }
        }
      }
    }
    return doubts == Pack()
  }
}

/// The steps of a tape with the operands and constants that they read.
struct TapeSteps: Sendable {
  /// The loop of a step.
  enum Loop {
    case step(TapeLoop)
    /// The last step for a result, with what is added to it.
    case result(ResultLoop, addend: Double)
  }

  /// A step: a loop over the lanes with the columns it reads and writes.
  struct Step: Sendable {
    var loop: Loop
    /// The place among `operands` at which those of the step begin.
    var operands: UInt32
    /// The number of the column that the step writes.
    var result: UInt32
  }

  private(set) var steps: [Step] = []
  /// The numbers of the columns and constants that the steps read, one step after the other.
  private(set) var operands: [UInt32] = []
  /// The constants; never empty, so that the array has an address.
  private(set) var constants: [Double] = [0]
  /// The number of each constant, by its bits.
  private var numbers: [UInt64: UInt32] = [:]

  /// Appends a step.
  mutating func append(_ loop: Loop, _ operands: [UInt32], result: UInt32) {
    steps.append(Step(loop: loop, operands: UInt32(self.operands.count), result: result))
    self.operands += operands
  }

  /// Returns the number of a constant.
  mutating func constant(_ value: Double) -> UInt32 {
    if let known = numbers[value.bitPattern] { return known }
    let number = UInt32(constants.count)
    constants.append(value)
    numbers[value.bitPattern] = number
    return number
  }
}
