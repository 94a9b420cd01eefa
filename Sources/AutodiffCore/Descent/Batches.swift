/// Batches of rows, in an order that is drawn anew for every pass over all of them, an epoch.
package struct Batches: Sendable {
  package let size: Int
  private var order: [Int]
  private var next = 0
  private var generator: SplitMix64

  package init(rows: Int, size: Int, seed: UInt64) {
    self.size = min(size, rows)
    order = Array(0..<rows)
    generator = SplitMix64(seed: seed)
  }

  /// Whether the next batch begins an epoch.
  package var beginsEpoch: Bool { next == 0 }

  /// The next rows; those at the end of an epoch may be fewer.
  package mutating func take() -> ArraySlice<Int> {
    if next == 0 { shuffle() }
    let batch = order[next...].prefix(size)
    next = batch.endIndex == order.count ? 0 : batch.endIndex
    return batch
  }

  /// R. A. Fisher and F. Yates, Statistical Tables (1938), as D. E. Knuth has it: The Art of Computer Programming 2,
  /// algorithm 3.4.2P. It is spelled out, so that an order depends on nothing but the seed.
  private mutating func shuffle() {
    for last in stride(from: order.count - 1, to: 0, by: -1) {
      order.swapAt(last, Int(generator.next().multipliedFullWidth(by: UInt64(last + 1)).high))
    }
  }
}
