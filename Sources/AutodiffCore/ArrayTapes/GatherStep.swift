/// Steps that take parts of arrays by indices, or add them at their places.
enum GatherStep {
  /// Returns the step of a gather or its adjoint.
  ///
  /// - Parameter whole: The shape of the array that is indexed.
  static func step(
    _ gathering: Gathering, _ whole: Shape, _ operands: [ArrayOperand], _ result: ArrayTape.Place
  ) -> ArrayTape.Step {
    let (length, count) = (whole.lengths[0], whole.count / max(whole.lengths[0], 1))
    let (own, indices) = (operands[0], operands[1])
    return { memory, rows in
      for row in 0..<(result.isOfRows ? rows : 1) {
        let x = UnsafeBufferPointer(start: own.start(memory, row: row), count: own.place.count)
        let places = UnsafeBufferPointer(start: indices.start(memory, row: row), count: indices.place.count)
        let target = UnsafeMutableBufferPointer(
          start: memory + result.start + row * result.rowStep, count: result.count)
        if gathering.adds {
          IndexPlace.scatter(x, places, length, count, to: target)
        } else {
          IndexPlace.gather(x, length, count, places, to: target)
        }
      }
    }
  }
}
