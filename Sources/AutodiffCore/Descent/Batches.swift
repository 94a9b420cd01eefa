/// Batches of rows, in an order that is drawn anew for every epoch, a pass over all rows.
package struct Batches: Sendable {
  /// The number of rows of a batch.
  package let size: Int
  private var order: [Int]
  private var next = 0
  private var generator: SplitMix64

  /// Creates batches of the rows 0 to `rows` - 1; equal seeds give equal orders.
  package init(rows: Int, size: Int, seed: UInt64) {
    self.size = min(size, rows)
    order = Array(0..<rows)
    generator = SplitMix64(seed: seed)
  }

  /// A Boolean value indicating whether the next batch begins an epoch.
  package var beginsEpoch: Bool { next == 0 }

  /// Returns the rows of the next batch; the last batch of an epoch may have fewer.
  package mutating func take() -> ArraySlice<Int> {
    if next == 0 { shuffle() }
    let batch = order[next...].prefix(size)
    next = batch.endIndex == order.count ? 0 : batch.endIndex
    return batch
  }

  /// Draws an order of the rows. It is spelled out, so that an order depends on nothing but the seed.
  ///
  /// Source: R. A. Fisher and F. Yates, Statistical Tables (1938), in the form of D. E. Knuth, The Art of Computer
  /// Programming 2, algorithm 3.4.2P.
  private mutating func shuffle() {
    for last in stride(from: order.count - 1, to: 0, by: -1) {
      order.swapAt(last, Int(generator.next().multipliedFullWidth(by: UInt64(last + 1)).high))
    }
  }
}
