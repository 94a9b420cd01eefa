import Testing

@testable import AutodiffCore

@Suite struct NodeQueueTests {
  /// Nodes that put in later ones, each of them once, as a sorted set has them.
  @Test(arguments: [1, 64, 65, 4096, 4097, 100_000]) func nodesComeInOrder(_ nodes: Int) {
    var random = SplitMix64(seed: UInt64(nodes))
    var queue = NodeQueue(nodes: nodes)
    for _ in 0..<10 {
      var expected: Set<Graph.NodeID> = []
      func insert(_ id: Int) {
        guard id < nodes else { return }
        queue.insert(Graph.NodeID(id))
        expected.insert(Graph.NodeID(id))
      }
      insert(Int.random(in: 0..<nodes, using: &random))
      insert(nodes - 1)
      var taken: [Graph.NodeID] = []
      while let id = queue.next() {
        taken.append(id)
        insert(Int(id) + 1 + Int.random(in: 0...nodes / 16, using: &random))
        if random.next() % 8 == 0 { insert(Int(id) + 1) }
      }
      #expect(taken == expected.sorted())
      #expect(queue.next() == nil)
    }
  }
}
