/// Steps that move elements.
enum MovementStep {
  /// Returns the step of a movement; nil where elements arrive at the same place, whose sums need care.
  static func step(_ plan: MovementPlan, _ operands: [ArrayOperand], _ result: ArrayTape.Place) -> ArrayTape.Step? {
    guard case .copies(let copies, let arrival) = plan else { return nil }
    let isFilled: Bool
    switch arrival {
    case .everywhere: isFilled = false
    case .amongZeros: isFilled = true
    case .summed: return nil
    }
    let moves = copies.map { copy in (operands[copy.operand], runs(copy)) }
    return { memory, rows in
      for row in 0..<(result.isOfRows ? rows : 1) {
        let target = memory + result.start + row * result.rowStep
        if isFilled { target.update(repeating: 0, count: result.count) }
        for (operand, runs) in moves {
          let source = operand.start(memory, row: row)
          for run in runs {
            let (from, to) = (source + run.source, target + run.target)
            for i in 0..<run.count { to[i &* run.targetStep] = from[i &* run.sourceStep] }
          }
        }
      }
    }
  }

  /// A row of elements that move together.
  private struct Run {
    var source: Int
    var target: Int
    var count: Int
    var sourceStep: Int
    var targetStep: Int
  }

  /// Returns the rows of elements of a copy, along its last axis.
  private static func runs(_ copy: StridedCopy) -> [Run] {
    guard let count = copy.lengths.last else {
      return [Run(source: copy.source.start, target: copy.target.start, count: 1, sourceStep: 1, targetStep: 1)]
    }
    var outer = copy
    outer.lengths.removeLast()
    let steps = (outer.source.strides.removeLast(), outer.target.strides.removeLast())
    return outer.places.map {
      Run(source: $0.source, target: $0.target, count: count, sourceStep: steps.0, targetStep: steps.1)
    }
  }
}
