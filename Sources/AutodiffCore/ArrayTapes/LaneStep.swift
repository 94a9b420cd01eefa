/// Steps of reductions and scans along lanes whose elements are next to each other.
enum LaneStep {
  /// Returns the step of a function of lanes; nil where the elements of a lane are apart.
  static func step(
    _ kernel: LaneKernel, _ operation: ArrayOperation, _ operand: ArrayOperand, _ result: ArrayTape.Place
  ) -> ArrayTape.Step? {
    let lanes = operation.lanes(kernel, of: operand.shape)
    guard lanes.inner == 1, operand.place.isOfRows == result.isOfRows else { return nil }
    let (length, count) = (lanes.length, lanes.outer)
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
        for lane in 0..<(result.isOfRows ? rows &* count : count) {
          map.write(
            Lane(start: start + lane &* length, count: length),
            into: MutableLane(start: target + lane &* length, count: length))
        }
      }
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
