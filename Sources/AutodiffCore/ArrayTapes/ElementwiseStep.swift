/// Steps of primitives that work element by element, with operands that are broadcast.
enum ElementwiseStep {
  /// Returns the step of a primitive.
  ///
  /// - Parameter shape: The shape of the result.
  static func step(
    _ primitive: Primitive, _ operands: [ArrayOperand], _ result: ArrayTape.Place, _ shape: Shape
  ) -> ArrayStep {
    let loops = Loops(operands, result, shape)
    if let code = codes[primitive] {
      if let step = loops.nestedStep(code) { return step }
      let binary = KernelSet.best.binary
      return loops.step { steps in
        { x, y, _, result, count in binary(code, x, steps.x, y, steps.y, result, count) }
      }
    }
    if primitive == .negate {
      let negate = KernelSet.best.negate
      return loops.step { _ in { x, _, _, result, count in negate(x, result, count) } }
    }
    if primitive == .choose {
      let choose = KernelSet.best.choose
      return loops.step { steps in
        { x, y, z, result, count in choose(x, steps.x, y, steps.y, z, steps.z, result, count) }
      }
    }
    if let lanes = Gate<Double>.table[Int(primitive.rawValue)].lanes {
      return loops.step { _ in { x, _, _, result, count in lanes(x, result, count) } }
    }
    switch Gate<Double>.table[Int(primitive.rawValue)].value {
    case .unary(let function):
      return loops.step { _ in
        { x, _, _, result, count in for i in 0..<count { result[i] = function(x[i]) } }
      }
    case .binary(let function):
      return loops.step { steps in
        { x, y, _, result, count in
          for i in 0..<count { result[i] = function(x[i &* steps.x], y[i &* steps.y]) }
        }
      }
    case .many(let function) where operands.count <= 3:
      let places = operands.count
      return loops.step { steps in
        { x, y, z, result, count in
          for i in 0..<count {
            let values = [x[i &* steps.x], y[i &* steps.y], z[i &* steps.z]]
            result[i] = function(Array(values.prefix(places)))
          }
        }
      }
    case .many(let function): return loops.step(function)
    case .array:
      return ArrayStep { memory, rows in
        (memory + result.start).update(repeating: .nan, count: result.total(rows))
      }
    }
  }

  /// The loops around runs of elements along which each operand goes on or stands still.
  private struct Loops: Sendable {
    /// The beginning of a run.
    private struct Run: Sendable {
      var result: Int
      var operands: [Int]
    }

    private let operands: [ArrayOperand]
    private let result: ArrayTape.Place
    /// The distance from an element to the next in a run, for each operand: 1, or 0 if it is repeated.
    private let steps: [Int]
    private let count: Int
    private let runs: [Run]
    /// A Boolean value indicating whether the result is one run, with the arrays of all rows if each has its own.
    private let isFlat: Bool

    init(_ operands: [ArrayOperand], _ result: ArrayTape.Place, _ shape: Shape) {
      self.operands = operands
      self.result = result
      let lengths = shape.lengths
      let strides = operands.map { $0.shape.strides(broadcastTo: shape) }
      // Axes are merged from the last on as long as every operand goes on in the same way.
      var (inner, axis) = (1, lengths.count)
      var steps = operands.map { _ in 0 }
      while axis > 0 {
        let isFirst = inner == 1
        let fits = operands.indices.allSatisfy { place in
          let stride = strides[place][axis - 1]
          return isFirst ? stride <= 1 : stride == steps[place] * inner
        }
        if lengths[axis - 1] != 1 {
          guard fits else { break }
          if isFirst { steps = strides.map { $0[axis - 1] } }
          inner *= lengths[axis - 1]
        }
        axis -= 1
      }
      self.steps = steps
      count = inner
      var runs = [Run(result: 0, operands: operands.map { _ in 0 })]
      let total = shape.count
      if axis > 0 {
        let outer = Shape(Array(lengths[..<axis]))
        let resultStrides = shape.strides
        for axis in outer.lengths.indices {
          runs = runs.flatMap { run in
            (0..<outer.lengths[axis]).map { index in
              Run(
                result: run.result + index * resultStrides[axis],
                operands: run.operands.indices.map { run.operands[$0] + index * strides[$0][axis] })
            }
          }
        }
      }
      self.runs = total == 0 ? [] : runs
      isFlat =
        self.runs.count == 1
        && (!result.isOfRows
          || zip(operands, steps).allSatisfy { operand, step in
            operand.place.isOfRows ? step == 1 || inner == 1 : step == 0 && operand.place.count == 1
          })
    }

    /// The loop over a run of up to three operands.
    typealias Body =
      @Sendable (
        UnsafePointer<Double>, UnsafePointer<Double>, UnsafePointer<Double>, UnsafeMutablePointer<Double>, _ count: Int
      ) -> Void
    typealias Steps = (x: Int, y: Int, z: Int)

    /// Returns the step that calls a loop for each run; an operand that there is not is the last one again.
    ///
    /// - Parameter loop: A function that returns the loop for operands that go on, 1, or stand still, 0.
    func step(_ loop: (Steps) -> Body) -> ArrayStep {
      let places = (0..<3).map { min($0, operands.count - 1) }
      let (x, y, z) = (operands[places[0]], operands[places[1]], operands[places[2]])
      let steps = isFlat && result.isOfRows ? operands.map { $0.place.isOfRows ? 1 : 0 } : steps
      let (xStep, yStep, zStep) = (steps[places[0]], steps[places[1]], steps[places[2]])
      let body = loop((xStep, yStep, zStep))
      let (result, count, runs) = (result, count, runs)
      if isFlat {
        return ArrayStep(
          ElementwisePart(result: result, grain: 1) { memory, first, count in
            body(
              x.start(memory, row: 0) + first &* xStep, y.start(memory, row: 0) + first &* yStep,
              z.start(memory, row: 0) + first &* zStep, memory + (result.start &+ first), count)
          })
      }
      return ArrayStep { memory, rows in
        for row in 0..<(result.isOfRows ? rows : 1) {
          let (x, y, z) = (x.start(memory, row: row), y.start(memory, row: row), z.start(memory, row: row))
          let target = memory + (result.start &+ row &* result.rowStep)
          for run in runs {
            body(
              x + run.operands[places[0]], y + run.operands[places[1]], z + run.operands[places[2]],
              target + run.result, count)
          }
        }
      }
    }

    /// Returns the step of an operation of `ElementwiseKernel` over runs that are evenly apart; nil if they are not.
    func nestedStep(_ code: Int) -> ArrayStep? {
      guard !isFlat, !runs.isEmpty, operands.count == 2, result.isOfRows ? runs.count == 1 : runs.count > 1 else {
        return nil
      }
      let (x, y) = (operands[0], operands[1])
      let (start, next) = (runs[0], runs[runs.count > 1 ? 1 : 0])
      var apart = (x: next.operands[0] - start.operands[0], y: next.operands[1] - start.operands[1])
      for (number, run) in runs.enumerated() {
        guard run.result == number * count, run.operands[0] == start.operands[0] + number * apart.x,
          run.operands[1] == start.operands[1] + number * apart.y
        else { return nil }
      }
      if result.isOfRows { apart = (x.place.rowStep, y.place.rowStep) }
      let (result, steps, length, binary) = (result, (x: steps[0], y: steps[1]), count, KernelSet.best.binaryRows)
      return ArrayStep(
        ElementwisePart(result: result, grain: length) { [apart] memory, first, count in
          let row = first / length
          binary(
            code, x.start(memory, row: 0) + (start.operands[0] &+ row &* apart.x), steps.x, apart.x,
            y.start(memory, row: 0) + (start.operands[1] &+ row &* apart.y), steps.y, apart.y,
            memory + (result.start &+ first), length, length, count / length)
        })
    }

    /// Returns the step of a function of any operands.
    func step(_ function: @escaping @Sendable ([Double]) -> Double) -> ArrayStep {
      let (operands, steps, result, count, runs) = (operands, steps, result, count, runs)
      return ArrayStep { memory, rows in
        for row in 0..<(result.isOfRows ? rows : 1) {
          let starts = operands.map { $0.start(memory, row: row) }
          let target = memory + (result.start &+ row &* result.rowStep)
          for run in runs {
            for i in 0..<count {
              target[run.result &+ i] = function(
                starts.indices.map { starts[$0][run.operands[$0] &+ i &* steps[$0]] })
            }
          }
        }
      }
    }
  }
}

extension Shape {
  /// Returns the distances in memory between neighbours along each axis of a shape that this one is broadcast to.
  fileprivate func strides(broadcastTo wide: Shape) -> [Int] {
    [Int](repeating: 0, count: wide.rank - rank) + zip(strides, lengths).map { $1 == 1 ? 0 : $0 }
  }
}

extension ElementwiseStep {
  /// The numbers of operations among those of `ElementwiseKernel`; other primitives go by the functions of their rows.
  private static let codes: [Primitive: Int] = [
    .add: ElementwiseKernel.add, .subtract: ElementwiseKernel.subtract, .multiply: ElementwiseKernel.multiply,
    .divide: ElementwiseKernel.divide, .less: ElementwiseKernel.less, .lessEqual: ElementwiseKernel.lessEqual,
    .greater: ElementwiseKernel.greater, .greaterEqual: ElementwiseKernel.greaterEqual,
    .equal: ElementwiseKernel.equal, .notEqual: ElementwiseKernel.notEqual,
  ]
}
