/// The order of places within their layers that lets few links cross: sweeps that sort by medians of neighbours, and
/// exchanges of places that stand side by side.
///
/// Source: E. R. Gansner, E. Koutsofios, S. C. North and K.-P. Vo, "A technique for drawing directed graphs", IEEE
/// Transactions on Software Engineering 19 (1993), §3.
struct LayerOrder {
  private var layers: Layers
  private var position: [Int]

  /// Returns layers whose places are in an order with few crossings.
  static func improved(_ layers: Layers) -> Layers {
    let fromEnd = LayerOrder(layers, fromEnd: true).best()
    if fromEnd.crossings == 0 { return fromEnd.layers }
    let fromStart = LayerOrder(layers, fromEnd: false).best()
    return fromStart.crossings < fromEnd.crossings ? fromStart.layers : fromEnd.layers
  }

  /// Starts with the order in which a search in depth meets the places: links of a tree do not cross in it.
  private init(_ layers: Layers, fromEnd: Bool) {
    self.layers = layers
    position = Array(repeating: 0, count: layers.occupants.count)
    let next = fromEnd ? layers.predecessors : layers.successors
    let before = fromEnd ? layers.successors : layers.predecessors
    var met = [Bool](repeating: false, count: position.count)
    var order = layers.order.map { _ in [Int]() }
    for layer in fromEnd ? layers.order.reversed() : layers.order {
      for root in layer where before[root].isEmpty && !met[root] {
        met[root] = true
        var stack = [root]
        while let place = stack.popLast() {
          order[layers.layer[place]].append(place)
          for neighbour in next[place].reversed() where !met[neighbour] {
            met[neighbour] = true
            stack.append(neighbour)
          }
        }
      }
    }
    self.layers.order = order
    number()
  }

  private mutating func number() { for layer in layers.order.indices { number(layer) } }

  private mutating func number(_ layer: Int) {
    for (index, place) in layers.order[layer].enumerated() { position[place] = index }
  }

  /// The number of sweeps for a drawing of so many places; large ones get fewer, so that nobody waits.
  private var sweeps: Int { max(4, min(24, 240_000 / max(1, position.count))) }

  /// Returns the best order that the sweeps meet.
  private consuming func best() -> (layers: Layers, crossings: Int) {
    exchange()
    var best = (layers: layers, crossings: Crossings.count(layers, position))
    var idle = 0
    for sweep in 0..<sweeps where best.crossings > 0 && idle < 8 {
      sort(forward: sweep % 2 == 0, lastOfEqualsFirst: sweep % 4 > 1)
      exchange()
      let crossings = Crossings.count(layers, position)
      idle = crossings < best.crossings ? 0 : idle + 1
      if crossings < best.crossings { best = (layers, crossings) }
    }
    return best
  }

  /// Sorts each layer by the medians of the positions in the one before it.
  private mutating func sort(forward: Bool, lastOfEqualsFirst: Bool) {
    for layer in forward ? Array(layers.order.indices.dropFirst()) : layers.order.indices.dropLast().reversed() {
      let neighbours = forward ? layers.predecessors : layers.successors
      let old = layers.order[layer]
      let medians = old.map { Self.median(neighbours[$0].map { position[$0] }.sorted()) }
      // Places without a neighbour keep theirs.
      let free = old.indices.filter { medians[$0] != nil }
      let sorted = free.sorted { left, right in
        let (a, b) = (medians[left] ?? 0, medians[right] ?? 0)
        return a != b ? a < b : lastOfEqualsFirst ? left > right : left < right
      }
      for (slot, index) in zip(free, sorted) { layers.order[layer][slot] = old[index] }
      number(layer)
    }
  }

  /// Returns the median of sorted positions, times a common factor; of two in the middle the one nearer to where most
  /// of the others stand counts more.
  private static func median(_ positions: [Int]) -> Int? {
    let factor = 1 << 20
    guard let first = positions.first, let last = positions.last else { return nil }
    let middle = positions.count / 2
    if positions.count % 2 == 1 { return positions[middle] * factor }
    if positions.count == 2 { return (first + last) * factor / 2 }
    let (left, right) = (positions[middle - 1] - first, last - positions[middle])
    guard left + right > 0 else { return (positions[middle - 1] + positions[middle]) * factor / 2 }
    return (positions[middle - 1] * right + positions[middle] * left) * factor / (left + right)
  }

  /// Exchanges places side by side for as long as that removes crossings.
  private mutating func exchange() {
    var changes = [Bool](repeating: true, count: layers.order.count)
    for _ in 0..<12 {
      var hasChanged = false
      var next = [Bool](repeating: false, count: changes.count)
      for layer in layers.order.indices where changes[layer] {
        guard exchange(layer) else { continue }
        hasChanged = true
        for near in max(0, layer - 1)...min(layers.order.count - 1, layer + 1) { next[near] = true }
      }
      if !hasChanged { return }
      changes = next
    }
  }

  private mutating func exchange(_ layer: Int) -> Bool {
    var order = layers.order[layer]
    guard order.count > 1 else { return false }
    var before = order.map { layers.predecessors[$0].map { position[$0] }.sorted() }
    var after = order.map { layers.successors[$0].map { position[$0] }.sorted() }
    var hasChanged = false
    for _ in 0..<order.count {
      var isDone = true
      for index in 0..<order.count - 1 {
        let kept =
          Crossings.between(before[index], before[index + 1]) + Crossings.between(after[index], after[index + 1])
        if kept == 0 { continue }
        let exchanged =
          Crossings.between(before[index + 1], before[index]) + Crossings.between(after[index + 1], after[index])
        guard exchanged < kept else { continue }
        order.swapAt(index, index + 1)
        before.swapAt(index, index + 1)
        after.swapAt(index, index + 1)
        (isDone, hasChanged) = (false, true)
      }
      if isDone { break }
    }
    layers.order[layer] = order
    number(layer)
    return hasChanged
  }
}
