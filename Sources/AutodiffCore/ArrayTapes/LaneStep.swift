/// Steps of reductions and scans along lanes whose elements are next to each other.
enum LaneStep {
  /// Returns the step of a function of lanes; nil where the elements of a lane are apart.
  static func step(
    _ kernel: LaneKernel, _ operation: ArrayOperation, _ operand: ArrayOperand, _ result: ArrayTape.Place
  ) -> ArrayTape.Step? {
    let lanes = operation.lanes(kernel, of: operand.shape)
    guard operand.place.isOfRows == result.isOfRows else { return nil }
    let (length, count, inner) = (lanes.length, lanes.outer, lanes.inner)
    if case .fold(.sum) = kernel, inner > 1 {
      return { memory, rows in
        let (start, target) = (operand.start(memory, row: 0), memory + result.start)
        for block in 0..<(result.isOfRows ? rows &* count : count) {
          sumRowsCarefully(
            Lane(start: start + block &* length &* inner, count: length &* inner),
            into: MutableLane(start: target + block &* inner, count: inner))
        }
      }
    }
    guard inner == 1 else { return nil }
    switch kernel {
    case .fold(let fold):
      return { memory, rows in
        let start = operand.start(memory, row: 0)
        for lane in 0..<(result.isOfRows ? rows &* count : count) {
          memory[result.start &+ lane] = fold.value(Lane(start: start + lane &* length, count: length))
        }
      }
    case .map(let map):
      return { memory, rows in
        let (start, target) = (operand.start(memory, row: 0), memory + result.start)
        map.write(result.isOfRows ? rows &* count : count, of: length, from: start, into: target)
      }
    }
  }
}

extension LaneStep {
  /// Returns the step of an operation on the lanes of two arrays; nil where it has no loop for lanes like these.
  static func step(
    _ loop: PairedLanes?, _ operation: ArrayOperation, _ operands: [ArrayOperand], _ result: ArrayTape.Place
  ) -> ArrayTape.Step? {
    let lanes = operation.lanes(of: operation.shape)
    guard let loop, operands.count == 2, lanes.inner == 1, 1..<ShortLaneKernel.bound ~= lanes.length,
      operands.allSatisfy({ $0.shape == operation.shape && $0.place.isOfRows == result.isOfRows && !$0.isTransposed })
    else { return nil }
    let (x, y, length, count) = (operands[0], operands[1], lanes.length, lanes.outer)
    return { memory, rows in
      loop(
        x.start(memory, row: 0), y.start(memory, row: 0), memory + result.start,
        result.isOfRows ? rows &* count : count, length)
    }
  }
}

extension ArrayOperation {
  /// Returns the lanes of a reduction or a scan of an operand of that shape.
  fileprivate func lanes(_ kernel: LaneKernel, of shape: Shape) -> Lanes {
    switch kernel {
    case .fold: lanes(of: shape)
    case .map: Lanes(shape.lengths, axes: setting.axis..<setting.axis + 1)
    }
  }
}
