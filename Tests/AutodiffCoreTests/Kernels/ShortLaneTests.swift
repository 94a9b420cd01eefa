import AutodiffTestSupport
import Testing

@testable import AutodiffCore

/// Kernels that work on several lanes, columns or rows at once give the bits that each has alone, on every level that the
/// processor can run.
@Suite(.namesCases) struct ShortLaneTests {
  private static func numbers(_ count: Int, _ range: ClosedRange<Double>, seed: UInt64) -> [Double] {
    var random = SplitMix64(seed: seed)
    return (0..<count).map { _ in Double.random(in: range, using: &random) }
  }

  private static func isSame(_ a: [Double], _ b: [Double]) -> Bool {
    a.elementsEqual(b) { $0.bitPattern == $1.bitPattern || $0.isNaN && $1.isNaN }
  }

  private static func alone(_ map: LaneMap, _ x: [Double], _ length: Int) -> [Double] {
    var result = x
    x.withUnsafeBufferPointer { x in
      result.withUnsafeMutableBufferPointer { result in
        for start in stride(from: 0, to: x.count, by: length) {
          map.write(
            Lane(rebasing: x[start..<start + length]), into: MutableLane(rebasing: result[start..<start + length]))
        }
      }
    }
    return result
  }

  private static let lengths = Array(1..<16)

  @Test func exponentialsOfLanesSideBySide() {
    for (level, kernels) in KernelSet.all.enumerated() {
      for length in Self.lengths {
        for lanes in [1, 3, 4, 7, 8, 9, 21] {
          var x = Self.numbers(lanes * length, -30...30, seed: UInt64(length + lanes))
          // Ties for the greatest, and exponentials that vanish.
          x[lanes * length / 2] = x[0]
          x[length - 1] = -900
          var result = [Double](repeating: .nan, count: x.count)
          var scratch = [Double](repeating: .nan, count: ShortLaneKernel.scratchCount)
          Exponential.table.withUnsafeBufferPointer { exponentials in
            Logarithm.table.withUnsafeBufferPointer { logarithms in
              guard let e = exponentials.baseAddress, let l = logarithms.baseAddress else { return }
              #expect(kernels.logSoftmax(x, &result, lanes, length, &scratch, e, l) == lanes)
              #expect(Self.isSame(result, Self.alone(.logSoftmax, x, length)), "set \(level): \(lanes) of \(length)")
              #expect(kernels.softmax(x, &result, lanes, length, &scratch, e) == lanes)
              #expect(Self.isSame(result, Self.alone(.softmax, x, length)), "set \(level): \(lanes) of \(length)")
            }
          }
        }
      }
    }
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity])
  func lanesThatAreNotFinite(_ edge: Double) {
    for map in [LaneMap.softmax, .logSoftmax] {
      for place in stride(from: 0, to: 290, by: 17) {
        var x = Self.numbers(290, -2...2, seed: 4)
        x[place] = edge
        x[(place * 7 + 100) % 290] = edge
        var result = x
        map.write(29, of: 10, from: x, into: &result)
        #expect(Self.isSame(result, Self.alone(map, x, 10)), "\(edge) at \(place)")
      }
    }
  }

  @Test func sharesOfSums() {
    for (level, kernels) in KernelSet.all.enumerated() {
      for length in Self.lengths {
        for lanes in [1, 4, 9, 16] {
          let logits = Self.numbers(lanes * length, -6...6, seed: UInt64(31 * length + lanes))
          let (p, u) = (Self.alone(.softmax, logits, length), Self.numbers(lanes * length, -1...1, seed: 3))
          var (result, expected) = ([Double](repeating: .nan, count: u.count), u)
          var scratch = [Double](repeating: .nan, count: ShortLaneKernel.scratchCount)
          kernels.balance(p, u, 0.875, &result, lanes, length, &scratch)
          for start in stride(from: 0, to: u.count, by: length) {
            let lane = start..<start + length
            let sum = u[lane].withUnsafeBufferPointer { $0.sum }
            for place in lane { expected[place] = u[place] - p[place] * sum }
            for leader in lane where p[leader] > 0.875 {
              var others = CarefulSum()
              for place in lane where place != leader { others.add(expected[place]) }
              expected[leader] = -others.value
            }
          }
          #expect(Self.isSame(result, expected), "set \(level): \(lanes) of \(length)")
        }
      }
    }
  }

  @Test func sumsOfColumns() {
    for (level, kernels) in KernelSet.all.enumerated() {
      for width in [1, 3, 4, 8, 10, 16, 31, 32, 33, 70] {
        for rows in [1, 2, 9] {
          let x = Self.numbers(rows * width, -1...1, seed: UInt64(rows + width)).map { $0 * $0 * $0 * 1e9 }
          var result = [Double](repeating: .nan, count: width)
          kernels.sumRows(x, rows, width, &result)
          let expected = (0..<width).map { column in
            var sum = CarefulSum()
            for row in 0..<rows { sum.add(x[row * width + column]) }
            return sum.value
          }
          #expect(Self.isSame(result, expected), "set \(level): \(rows)x\(width)")
          var (sums, lost) = ([Double](repeating: 0, count: width), [Double](repeating: 0, count: width))
          var (ownSums, ownLost) = (sums, lost)
          for row in 0..<rows {
            let values = Array(x[row * width..<(row + 1) * width])
            #expect(kernels.addTotals(values, &sums, &lost, width))
            for (place, value) in values.enumerated() {
              let sum = ownSums[place] + value
              ownLost[place] +=
                ownSums[place].magnitude >= value.magnitude
                ? ownSums[place] - sum + value : value - sum + ownSums[place]
              ownSums[place] = sum
            }
          }
          #expect(Self.isSame(sums, ownSums) && Self.isSame(lost, ownLost), "set \(level): \(rows)x\(width)")
        }
      }
    }
  }

  @Test func totalsAndCopies() {
    for (level, kernels) in KernelSet.all.enumerated() {
      for count in [1, 4, 7, 8, 19, 64] {
        let zeros = [Double](repeating: 0, count: count)
        for place in 0..<count {
          var (x, sums, lost) = (Self.numbers(count, -1...1, seed: 2), zeros, zeros)
          x[place] = .infinity
          #expect(!kernels.addTotals(x, &sums, &lost, count), "set \(level): place \(place) of \(count)")
        }
        let x = Self.numbers(5 * (count + 3), -1...1, seed: 5)
        var copy = [Double](repeating: .nan, count: 5 * count)
        kernels.copyRows(x, count + 3, &copy, count, count, 5)
        let row = Self.numbers(count, -1...1, seed: 6)
        var sums = copy
        kernels.binaryRows(ElementwiseKernel.add, x, 1, count + 3, row, 1, 0, &sums, count, count, 5)
        for place in 0..<5 * count {
          let source = x[place / count * (count + 3) + place % count]
          #expect(copy[place] == source && sums[place] == source + row[place % count])
        }
      }
    }
  }
}
