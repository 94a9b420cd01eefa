/// The number of crossings of links between two layers.
///
/// Source: W. Barth, M. Jünger and P. Mutzel, "Simple and efficient bilayer cross counting", Graph Drawing 2002.
enum Crossings {
  /// Returns the number of crossings of all links, in time of order n·log n.
  ///
  /// - Parameter position: The position of each place in its layer.
  static func count(_ layers: Layers, _ position: [Int]) -> Int {
    layers.order.indices.dropLast().reduce(0) { $0 + count(layers, position, after: $1) }
  }

  /// Returns the number of crossings between a layer and the next one.
  static func count(_ layers: Layers, _ position: [Int], after layer: Int) -> Int {
    let width = layers.order[layer + 1].count
    // A Fenwick tree over the positions at which links end.
    var tree = [Int](repeating: 0, count: width + 1)
    var (total, crossings) = (0, 0)
    for place in layers.order[layer] {
      let ends = layers.successors[place].map { position[$0] }
      for end in ends {
        var index = end + 1
        var upTo = 0
        while index > 0 {
          upTo += tree[index]
          index &= index - 1
        }
        crossings += total - upTo
      }
      for end in ends {
        var index = end + 1
        while index <= width {
          tree[index] += 1
          index += index & -index
        }
      }
      total += ends.count
    }
    return crossings
  }

  /// Returns the number of crossings between links to two neighbours, the first of which stands before the second.
  ///
  /// - Parameter first: The sorted positions that links of the first come from.
  /// - Parameter second: The sorted positions that links of the second come from.
  static func between(_ first: [Int], _ second: [Int]) -> Int {
    var crossings = 0
    var before = 0
    for position in first {
      while before < second.count, second[before] < position { before += 1 }
      crossings += before
    }
    return crossings
  }
}
