/// Coordinates across the layers that keep wires straight: places are joined to blocks along medians of their
/// neighbours, blocks are packed, in four ways, and the middle of the four counts.
///
/// Source: U. Brandes and B. Köpf, "Fast and simple horizontal coordinate assignment", Graph Drawing 2001; blocks are
/// packed along longest paths, as in dagre, which has not the fault of the paper's classes.
struct Alignment {
  private let layers: Layers
  private let position: [Int]
  private let gap: Int
  /// The links that cross the inside of a trunk, which is to be straight: from which place to which.
  private var conflicts: Set<Link> = []

  private struct Link: Hashable {
    var from: Int
    var to: Int
  }

  /// Returns the coordinate of each place across the layers, in pixels; the least room begins at 0.
  ///
  /// - Parameter gap: The least distance between neighbours in a layer, in pixels.
  static func coordinates(_ layers: Layers, gap: Int) -> [Int] {
    let alignment = Alignment(layers, gap)
    var ways = [(coordinates: [Int], fromLeft: Bool)]()
    for forward in [true, false] {
      for fromLeft in [true, false] {
        ways.append((alignment.packed(alignment.roots(forward: forward, fromLeft: fromLeft), fromLeft), fromLeft))
      }
    }
    return alignment.straightened(alignment.middle(of: ways))
  }

  private init(_ layers: Layers, _ gap: Int) {
    self.layers = layers
    self.gap = gap
    var position = [Int](repeating: 0, count: layers.occupants.count)
    for layer in layers.order { for (index, place) in layer.enumerated() { position[place] = index } }
    self.position = position
    for layer in layers.order.indices.dropLast() { findConflicts(after: layer) }
  }

  /// Finds the links that cross a trunk between a layer and the next.
  private mutating func findConflicts(after layer: Int) {
    let (upper, lower) = (layers.order[layer], layers.order[layer + 1])
    var (first, scanned) = (0, 0)
    for (index, place) in lower.enumerated() {
      let along = layers.predecessors[place].first { layers.isAlongTrunk($0, place) }
      guard along != nil || index == lower.count - 1 else { continue }
      let last = along.map { position[$0] } ?? upper.count - 1
      for other in lower[scanned...index] {
        for source in layers.predecessors[other]
        where (position[source] < first || position[source] > last) && !layers.isAlongTrunk(source, other) {
          conflicts.insert(Link(from: source, to: other))
        }
      }
      scanned = index + 1
      first = last
    }
  }

  /// Returns the first place of the block to which each place belongs.
  private func roots(forward: Bool, fromLeft: Bool) -> [Int] {
    var root = Array(position.indices)
    for layer in forward ? layers.order : layers.order.reversed() {
      // The last position up to which the neighbouring layer is taken, counted from the side that is packed to.
      var taken = -1
      for place in fromLeft ? layer : layer.reversed() {
        let near = neighbours(of: place, forward: forward).sorted { position[$0] < position[$1] }
        guard !near.isEmpty else { continue }
        let (low, high) = ((near.count - 1) / 2, near.count / 2)
        for index in fromLeft ? [low, high] : [high, low] where root[place] == place {
          let neighbour = near[index]
          let rank =
            fromLeft
            ? position[neighbour] : layers.order[layers.layer[neighbour]].count - 1 - position[neighbour]
          let link = forward ? Link(from: neighbour, to: place) : Link(from: place, to: neighbour)
          guard rank > taken, !conflicts.contains(link) else { continue }
          root[place] = root[neighbour]
          taken = rank
        }
      }
    }
    return root
  }

  /// Returns the places in a neighbouring layer that a place may form a block with: a trunk goes straight on, whichever
  /// wires part from it.
  private func neighbours(of place: Int, forward: Bool) -> [Int] {
    if forward { return layers.predecessors[place].filter { layers.trunkAhead(of: $0).map { $0 == place } ?? true } }
    return layers.trunkAhead(of: place).map { [$0] } ?? layers.successors[place]
  }

  /// The distance of the lines of two neighbours in a layer.
  private func distance(_ left: Int, _ right: Int) -> Int {
    layers.sizes[left].after + gap + layers.sizes[right].before
  }

  /// Returns the coordinates of places, with blocks as near to one side as they can be.
  private func packed(_ root: [Int], _ fromLeft: Bool) -> [Int] {
    var after = [[(block: Int, distance: Int)]](repeating: [], count: root.count)
    var before = after
    for layer in layers.order {
      for (left, right) in zip(layer, layer.dropFirst()) {
        after[root[left]].append((root[right], distance(left, right)))
        before[root[right]].append((root[left], distance(left, right)))
      }
    }
    if !fromLeft { swap(&after, &before) }
    // The blocks in an order in which each stands behind those that it has to keep its distance from.
    var waiting = before.map(\.count)
    var sorted = root.indices.filter { root[$0] == $0 && waiting[$0] == 0 }
    var next = 0
    while next < sorted.count {
      for (block, _) in after[sorted[next]] {
        waiting[block] -= 1
        if waiting[block] == 0 { sorted.append(block) }
      }
      next += 1
    }
    var offset = [Int](repeating: 0, count: root.count)
    for block in sorted { offset[block] = before[block].map { offset[$0.block] + $0.distance }.max() ?? 0 }
    // Blocks are drawn towards those behind them, so that no room is left between.
    for block in sorted.reversed() {
      guard let room = after[block].map({ offset[$0.block] - $0.distance }).min() else { continue }
      offset[block] = max(offset[block], room)
    }
    return root.map { fromLeft ? offset[$0] : -offset[$0] }
  }

  /// Returns the mean of the two middle ones of four coordinates of each place, once all are moved onto the narrowest.
  private func middle(of ways: [(coordinates: [Int], fromLeft: Bool)]) -> [Int] {
    func ends(_ coordinates: [Int]) -> (low: Int, high: Int) {
      var (low, high) = (Int.max, Int.min)
      for (place, coordinate) in coordinates.enumerated() {
        low = min(low, coordinate - layers.sizes[place].before)
        high = max(high, coordinate + layers.sizes[place].after)
      }
      return (low, high)
    }
    let all = ways.map { ends($0.coordinates) }
    guard !position.isEmpty, let narrowest = all.min(by: { $0.high - $0.low < $1.high - $1.low }) else { return [] }
    let shifts = zip(ways, all).map { $0.fromLeft ? narrowest.low - $1.low : narrowest.high - $1.high }
    let middle = position.indices.map { place in
      let sorted = zip(ways, shifts).map { $0.coordinates[place] + $1 }.sorted()
      return (sorted[1] + sorted[2]) >> 1
    }
    let low = ends(middle).low
    return middle.map { $0 - low }
  }

  /// The greatest bend that looks like a mistake, in pixels.
  private static let slightest = 4

  /// Returns the coordinates with wires that bend slightly made straight, where there is room.
  private func straightened(_ coordinates: [Int]) -> [Int] {
    var across = coordinates
    for (neighbours, order) in [(layers.predecessors, layers.order), (layers.successors, layers.order.reversed())] {
      for layer in order {
        for (index, place) in layer.enumerated() {
          let bends = neighbours[place].map { across[$0] - across[place] }
          guard let bend = bends.min(by: { abs($0) < abs($1) }), bend != 0, abs(bend) <= Self.slightest else {
            continue
          }
          let moved = across[place] + bend
          let hasRoom =
            bend < 0
            ? index == 0 && moved >= layers.sizes[place].before
              || index > 0 && moved - across[layer[index - 1]] >= distance(layer[index - 1], place)
            : index + 1 == layer.count || across[layer[index + 1]] - moved >= distance(place, layer[index + 1])
          if hasRoom { across[place] = moved }
        }
      }
    }
    let low = across.indices.map { across[$0] - layers.sizes[$0].before }.min() ?? 0
    return across.map { $0 - low }
  }
}
