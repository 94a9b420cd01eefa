/// A set of nodes that are taken out in their order, while later ones are put in.
///
/// Each node is a bit, and each word of 64 of them that holds any is a bit of `summary`, so that the next node is found
/// without a sort.
struct NodeQueue {
  private var words: [UInt64]
  private var summary: [UInt64]
  private var count = 0
  /// The word of the first node, or one before it.
  private var first = 0

  /// Creates an empty set.
  ///
  /// - Parameter nodes: The number of nodes that there are.
  init(nodes: Int) {
    words = Array(repeating: 0, count: (nodes + 63) / 64)
    summary = Array(repeating: 0, count: (words.count + 63) / 64)
  }

  /// Puts a node in, unless it is there; it must not stand before a node that was taken out since the set was empty.
  mutating func insert(_ id: Graph.NodeID) {
    let word = Int(id >> 6)
    let bit: UInt64 = 1 << UInt64(id & 63)
    guard words[word] & bit == 0 else { return }
    if count == 0 { first = word }
    words[word] |= bit
    summary[word >> 6] |= 1 << UInt64(word & 63)
    count += 1
  }

  /// Takes the first node out.
  mutating func next() -> Graph.NodeID? {
    guard count > 0 else { return nil }
    if words[first] == 0 {
      var group = first >> 6
      while summary[group] == 0 { group += 1 }
      first = group << 6 + summary[group].trailingZeroBitCount
    }
    let word = words[first]
    words[first] = word & (word - 1)
    if word & (word - 1) == 0 { summary[first >> 6] &= ~(1 << UInt64(first & 63)) }
    count -= 1
    return Graph.NodeID(first << 6 + word.trailingZeroBitCount)
  }
}
