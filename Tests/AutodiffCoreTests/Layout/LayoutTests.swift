import Testing

@testable import AutodiffCore

/// The steps of a layout by themselves.
@Suite struct LayoutTests {
  /// Returns random boxes and wires of which each leads ahead.
  private func graph(boxes: Int, seed: UInt64) -> WiredBoxes {
    var random = SplitMix64(seed: seed)
    var graph = WiredBoxes()
    for _ in 0..<boxes {
      graph.boxes.append(
        .init(
          length: Int.random(in: 10...60, using: &random), before: Int.random(in: 8...30, using: &random),
          after: Int.random(in: 8...30, using: &random)))
    }
    for target in 1..<boxes {
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        graph.wires.append(
          .init(
            from: Int.random(in: max(0, target - 8)..<target, using: &random), to: target,
            label: .init(length: 30, before: 12, after: 12)))
      }
    }
    return graph
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>) func crossingsAreCounted(_ seed: UInt64) throws {
    let layers = try Layers(graph(boxes: 40, seed: seed))
    var position = [Int](repeating: 0, count: layers.occupants.count)
    for layer in layers.order { for (index, place) in layer.enumerated() { position[place] = index } }
    var expected = 0
    for layer in layers.order {
      let links = layer.flatMap { place in layers.successors[place].map { (position[place], position[$0]) } }
      for (index, one) in links.enumerated() {
        for other in links[(index + 1)...] where (one.0 - other.0) * (one.1 - other.1) < 0 { expected += 1 }
      }
    }
    #expect(Crossings.count(layers, position) == expected)
    #expect(expected > 0)
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>) func orderHasFewerCrossings(_ seed: UInt64) throws {
    let layers = try Layers(graph(boxes: 40, seed: seed))
    let improved = LayerOrder.improved(layers)
    func crossings(_ layers: Layers) -> Int {
      var position = [Int](repeating: 0, count: layers.occupants.count)
      for layer in layers.order { for (index, place) in layer.enumerated() { position[place] = index } }
      return Crossings.count(layers, position)
    }
    #expect(crossings(improved) < crossings(layers))
    #expect(zip(improved.order, layers.order).allSatisfy { Set($0) == Set($1) })
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>) func neighboursKeepTheirDistance(_ seed: UInt64) throws {
    let layers = LayerOrder.improved(try Layers(graph(boxes: 60, seed: seed)))
    let across = Alignment.coordinates(layers, gap: 9)
    for layer in layers.order {
      for (left, right) in zip(layer, layer.dropFirst()) {
        #expect(across[right] - across[left] >= layers.sizes[left].after + 9 + layers.sizes[right].before)
      }
    }
    #expect(across.indices.map { across[$0] - layers.sizes[$0].before }.min() == 0)
  }

  @Test func chainsAreStraight() throws {
    var graph = WiredBoxes()
    graph.boxes = Array(repeating: .init(length: 30, before: 15, after: 15), count: 30)
    graph.wires = (1..<30).map { .init(from: $0 - 1, to: $0) }
    let layout = try #require(LayeredLayout(graph))
    #expect(Set(layout.boxes.map(\.across)).count == 1)
    #expect(layout.stretches.allSatisfy { $0.points.count == 2 })
  }

  @Test func treesHaveNoCrossings() throws {
    // A binary tree whose leaves come first.
    var graph = WiredBoxes()
    graph.boxes = Array(repeating: .init(length: 30, before: 15, after: 15), count: 127)
    for box in 64..<127 {
      graph.wires.append(.init(from: 2 * (box - 64), to: box))
      graph.wires.append(.init(from: 2 * (box - 64) + 1, to: box))
    }
    let layers = LayerOrder.improved(try Layers(graph))
    var position = [Int](repeating: 0, count: layers.occupants.count)
    for layer in layers.order { for (index, place) in layer.enumerated() { position[place] = index } }
    #expect(Crossings.count(layers, position) == 0)
  }

  @Test func trunksAreShared() throws {
    // One box whose value ten others along a chain use.
    var graph = WiredBoxes()
    graph.boxes = Array(repeating: .init(length: 30, before: 15, after: 15), count: 12)
    graph.wires = (2..<12).map { .init(from: $0 - 1, to: $0) } + (2..<12).map { .init(from: 0, to: $0) }
    graph.wires.sort { $0.target < $1.target }
    let layout = try #require(LayeredLayout(graph))
    let trunk = layout.stretches.filter { $0.source == 0 && $0.target == nil }
    #expect(trunk.count == 8)
    #expect(trunk.map(\.wires.count) == [9, 8, 7, 6, 5, 4, 3, 2])
    // It is one straight line, but for the bend where it leaves the box.
    #expect(Set(trunk.dropFirst().flatMap(\.points).map(\.across)).count == 1)
  }

  @Test func placesAreLimited() {
    #expect(LayeredLayout(graph(boxes: 200, seed: 3), limit: 300) == nil)
  }
}
