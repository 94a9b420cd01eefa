/// Lanes that stand one behind the other: short ones are worked out side by side.
extension LaneMap {
  /// Writes what `write` gives for each lane.
  func write(_ lanes: Int, of length: Int, from x: UnsafePointer<Double>, into result: UnsafeMutablePointer<Double>) {
    var lane = 0
    while lane < lanes {
      lane &+= writeAbreast(lanes &- lane, of: length, from: x + lane &* length, into: result + lane &* length)
      // A lane that is not finite is one of the next ones.
      let end = min(lane &+ 8, lanes)
      while lane < end {
        write(
          Lane(start: x + lane &* length, count: length),
          into: MutableLane(start: result + lane &* length, count: length))
        lane &+= 1
      }
    }
  }

  /// Writes lanes up to one that is not finite.
  ///
  /// - Returns: The number of lanes that are written; 0 for a function without a loop for lanes side by side.
  private func writeAbreast(
    _ lanes: Int, of length: Int, from x: UnsafePointer<Double>, into result: UnsafeMutablePointer<Double>
  ) -> Int {
    guard 1..<ShortLaneKernel.bound ~= length else { return 0 }
    switch self {
    case .logSoftmax:
      return withTables { scratch, exponentials, logarithms in
        KernelSet.best.logSoftmax(x, result, lanes, length, scratch, exponentials, logarithms)
      }
    case .softmax:
      return withTables { scratch, exponentials, _ in
        KernelSet.best.softmax(x, result, lanes, length, scratch, exponentials)
      }
    case .productsOfOthers, .direction, .runningProducts, .runningGreatest, .order, .placesOfLeaders, .sorted,
      .runningSums:
      return 0
    }
  }

  private func withTables(
    _ body: (UnsafeMutableRawPointer, _ exponentials: UnsafePointer<UInt64>, _ logarithms: UnsafePointer<UInt64>) -> Int
  ) -> Int {
    withLaneScratch { scratch in
      Exponential.table.withUnsafeBufferPointer { exponentials in
        Logarithm.table.withUnsafeBufferPointer { logarithms in
          guard let exponentials = exponentials.baseAddress, let logarithms = logarithms.baseAddress else { return 0 }
          return body(scratch, exponentials, logarithms)
        }
      }
    } ?? 0
  }
}

/// Calls a closure with the room that `ShortLaneKernel` needs.
func withLaneScratch<R>(_ body: (UnsafeMutableRawPointer) -> R) -> R? {
  let bytes = ShortLaneKernel.scratchCount * MemoryLayout<Double>.stride
  return withUnsafeTemporaryAllocation(byteCount: bytes, alignment: MemoryLayout<SIMD8<Double>>.alignment) {
    $0.baseAddress.map(body)
  }
}
