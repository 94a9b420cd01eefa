/// Functions of short lanes, whose elements are next to each other. Neighbouring lanes are worked out side by side, each
/// with the bits that it has alone.
package enum ShortLaneKernel {
  /// The length from which on lanes are too long to go side by side.
  package static var bound: Int { 16 }
  /// The numbers that the functions need as room, on all levels.
  package static var scratchCount: Int { 2 * 16 * 8 }

  /// Writes log(eˣ/Σ eˣ) for the lanes up to one with an element that is not finite.
  ///
  /// - Parameters:
  ///   - length: The number of elements of a lane, at least 1 and below `bound`.
  ///   - scratch: Room for `scratchCount` numbers.
  ///   - exponentials: The beginning of `Exponential.table`.
  ///   - logarithms: The beginning of `Logarithm.table`.
  /// - Returns: The number of lanes that are written; there is a lane that is not finite within a pack of the next.
  package static func logSoftmax(
    _ x: UnsafePointer<Double>, _ result: UnsafeMutablePointer<Double>, _ lanes: Int, _ length: Int,
    _ scratch: UnsafeMutableRawPointer, _ exponentials: UnsafePointer<UInt64>, _ logarithms: UnsafePointer<UInt64>
  ) -> Int {
    var lane = 0
    while lane < lanes {
      let count = min(Pack.scalarCount, lanes &- lane)
      let (top, isFinite) = greatest(x + lane &* length, count, length, scratch)
      if !isFinite { return lane }
      // The greatest is left out of the sum, whose digits its 1 would swallow: the first one if there are several.
      var (before, behind, found) = (Pack(), Pack(), PackBits())
      for k in 0..<length {
        let element = read(scratch, k)
        let isTop = PackLogic.bits(element .== top)
        let e = PackLogic.bits(Exponential.exp(element - top, exponentials))
        before += PackLogic.numbers(e & ~(found | isTop))
        behind += PackLogic.numbers(e & found)
        found |= isTop
        write(PackLogic.numbers(PackLogic.bits(element - top) & ~isTop), scratch, k)
      }
      let total = Logarithm.log1p(before + behind, logarithms)
      for k in 0..<length { write(read(scratch, k) - total, scratch, k) }
      scatter(scratch, result + lane &* length, count, length)
      lane &+= count
    }
    return lanes
  }

  /// Writes eˣ/Σ eˣ for the lanes up to one with an element that is not finite.
  ///
  /// - Parameters: Those of `logSoftmax`.
  /// - Returns: The number of lanes that are written.
  package static func softmax(
    _ x: UnsafePointer<Double>, _ result: UnsafeMutablePointer<Double>, _ lanes: Int, _ length: Int,
    _ scratch: UnsafeMutableRawPointer, _ exponentials: UnsafePointer<UInt64>
  ) -> Int {
    var lane = 0
    while lane < lanes {
      let count = min(Pack.scalarCount, lanes &- lane)
      let (top, isFinite) = greatest(x + lane &* length, count, length, scratch)
      if !isFinite { return lane }
      for k in 0..<length { write(Exponential.exp(read(scratch, k) - top, exponentials), scratch, k) }
      // In the order of the sum of a lane.
      var (total, k) = (Pack(), 0)
      if length >= 8 {
        let even = (read(scratch, 0) + read(scratch, 4)) + (read(scratch, 2) + read(scratch, 6))
        let odd = (read(scratch, 1) + read(scratch, 5)) + (read(scratch, 3) + read(scratch, 7))
        (total, k) = (even + odd, 8)
      }
      while k < length {
        total += read(scratch, k)
        k &+= 1
      }
      for k in 0..<length { write(read(scratch, k) / total, scratch, k) }
      scatter(scratch, result + lane &* length, count, length)
      lane &+= count
    }
    return lanes
  }

  #if !KERNELS_V4
    // Packs of four lanes are brought side by side faster than wider ones, which only pays where there is more to do.

    /// Writes u - p·Σu, for weights p. The element of a weight above `leading`, of which a lane has one at most, is the
    /// negative sum of the others.
    ///
    /// - Parameters:
    ///   - length: The number of elements of a lane, at least 1 and below `bound`.
    ///   - scratch: Room for `scratchCount` numbers.
    package static func balance(
      _ p: UnsafePointer<Double>, _ u: UnsafePointer<Double>, _ leading: Double, _ result: UnsafeMutablePointer<Double>,
      _ lanes: Int, _ length: Int, _ scratch: UnsafeMutableRawPointer
    ) {
      let weights = scratch + bound &* MemoryLayout<Pack>.size
      var lane = 0
      while lane < lanes {
        let count = min(Pack.scalarCount, lanes &- lane)
        gather(u + lane &* length, count, length, scratch)
        gather(p + lane &* length, count, length, weights)
        var (total, error) = (Pack(repeating: -0.0), Pack())
        for k in 0..<length { SumKernel.add(read(scratch, k), &total, &error) }
        let sum = SumKernel.value(total, error)
        (total, error) = (Pack(repeating: -0.0), Pack())
        var leaders = PackBits()
        for k in 0..<length {
          let share = read(scratch, k) - read(weights, k) * sum
          write(share, scratch, k)
          let leads = PackLogic.bits(read(weights, k) .> leading)
          leaders |= leads
          // The number -0 leaves a sum as it is.
          let other = (PackLogic.bits(share) & ~leads) | (leads & 0x8000_0000_0000_0000)
          SumKernel.add(PackLogic.numbers(other), &total, &error)
        }
        if !PackLogic.isZero(leaders) {
          let rest = PackLogic.bits(SumKernel.value(total, error)) ^ 0x8000_0000_0000_0000
          for k in 0..<length {
            let leads = PackLogic.bits(read(weights, k) .> leading)
            write(
              PackLogic.numbers((PackLogic.bits(read(scratch, k)) & ~leads) | (rest & leads)), scratch, k)
          }
        }
        scatter(scratch, result + lane &* length, count, length)
        lane &+= count
      }
    }
  #endif

  // MARK: - Lanes side by side

  /// Brings lanes side by side, and returns the greatest element of each.
  @inline(__always)
  private static func greatest(
    _ x: UnsafePointer<Double>, _ count: Int, _ length: Int, _ scratch: UnsafeMutableRawPointer
  ) -> (Pack, isFinite: Bool) {
    gather(x, count, length, scratch)
    var (top, rest) = (read(scratch, 0), Pack())
    for k in 0..<length {
      let element = read(scratch, k)
      top = PackLogic.choose(element .> top, element, top)
      rest += element - element
    }
    return (top, PackLogic.holds(rest .== 0))
  }

  /// Brings lanes side by side; in place of those beyond the count there is the first one again.
  @inline(__always)
  private static func gather(
    _ x: UnsafePointer<Double>, _ count: Int, _ length: Int, _ scratch: UnsafeMutableRawPointer
  ) {
    var (numbers, steps) = (Pack(), PackBits())
    for lane in 0..<Pack.scalarCount {
      numbers[lane] = Double(lane)
      steps[lane] = UInt64(truncatingIfNeeded: lane)
    }
    let places =
      (steps &* UInt64(truncatingIfNeeded: length)) & PackLogic.bits(numbers .< Double(count))
    for k in 0..<length {
      var pack = Pack()
      for lane in 0..<Pack.scalarCount {
        let place = x + Int(truncatingIfNeeded: places[lane])
        pack[lane] = place[k]
      }
      write(pack, scratch, k)
    }
  }

  /// Writes lanes one behind the other.
  @inline(__always)
  private static func scatter(
    _ scratch: UnsafeMutableRawPointer, _ result: UnsafeMutablePointer<Double>, _ count: Int, _ length: Int
  ) {
    for k in 0..<length {
      let pack = scratch.assumingMemoryBound(to: Double.self) + k &* Pack.scalarCount
      for lane in 0..<count { result[lane &* length &+ k] = pack[lane] }
    }
  }

  @inline(__always)
  private static func read(_ scratch: UnsafeMutableRawPointer, _ k: Int) -> Pack {
    scratch.load(fromByteOffset: k &* MemoryLayout<Pack>.size, as: Pack.self)
  }

  @inline(__always)
  private static func write(_ pack: Pack, _ scratch: UnsafeMutableRawPointer, _ k: Int) {
    scratch.storeBytes(of: pack, toByteOffset: k &* MemoryLayout<Pack>.size, as: Pack.self)
  }
}
