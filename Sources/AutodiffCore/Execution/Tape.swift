/// A graph as a list of steps over columns: a number for each of many lanes, in the same place of each column.
///
/// Inputs are read from the caller's columns and outputs are written to them; what lies between takes as few columns
/// as are needed at once.
struct Tape: Sendable {
  let inputs: Int
  let outputs: Int
  /// How many columns there are for what lies between.
  let slots: Int
  private let steps: TapeSteps

  init(inputs: Int, outputs: Int, slots: Int, _ steps: TapeSteps) {
    self.inputs = inputs
    self.outputs = outputs
    self.slots = slots
    self.steps = steps
  }

  /// How many steps it has.
  var count: Int { steps.steps.count }

  /// - Parameters:
  ///   - columns: where the lanes of each input begin, then those of each output, then those of each slot.
  ///   - lanes: a multiple of `Pack.scalarCount`.
  func run(_ columns: UnsafePointer<UnsafeMutableRawPointer>, lanes: Int) {
    steps.constants.withUnsafeBufferPointer { constants in
      steps.operands.withUnsafeBufferPointer { operands in
        guard let first = operands.baseAddress, let constants = constants.baseAddress else { return }
        for step in steps.steps {
          step.loop(
            Operands(columns: columns, constants: constants, next: first + Int(step.operands)),
            columns[Int(step.result)], lanes)
        }
      }
    }
  }
}

/// The steps of a tape, and what they read.
struct TapeSteps: Sendable {
  struct Step: Sendable {
    var loop: TapeLoop
    /// Where its operands begin.
    var operands: UInt32
    /// The column it writes.
    var result: UInt32
  }

  private(set) var steps: [Step] = []
  private(set) var operands: [UInt32] = []
  /// Never empty.
  private(set) var constants: [Double] = [0]
  private var numbers: [UInt64: UInt32] = [:]

  mutating func append(_ loop: @escaping TapeLoop, _ operands: [UInt32], result: UInt32) {
    steps.append(Step(loop: loop, operands: UInt32(self.operands.count), result: result))
    self.operands += operands
  }

  mutating func constant(_ value: Double) -> UInt32 {
    if let known = numbers[value.bitPattern] { return known }
    let number = UInt32(constants.count)
    constants.append(value)
    numbers[value.bitPattern] = number
    return number
  }
}
