/// The inputs' elements on which the elements of a node of a region depend, as far as each is on one path only.
///
/// Along one path the one-sided derivatives of a composition are products, so that a sweep from the output finds them
/// for all inputs at once.
private enum Support {
  /// Each element depends on one element of the inputs, or on none, which is -1.
  case single([Int32])
  /// Each element depends on some of the inputs' elements that are marked here, each by one path.
  case many([Bool])

  /// A Boolean value for each of the inputs' elements, of which there are `width`, indicating whether it is one of them.
  func mask(_ width: Int) -> [Bool] {
    switch self {
    case .single(let inputs):
      var mask = [Bool](repeating: false, count: width)
      for input in inputs where input >= 0 { mask[Int(input)] = true }
      return mask
    case .many(let mask): return mask
    }
  }
}

extension KinkRegion {
  /// A Boolean value indicating whether at most one path leads from each element of an input to each element of a node
  /// of the region; false where that is not easily seen.
  var hasSinglePaths: Bool {
    var supports = [Support?](repeating: nil, count: point.graph.count)
    var start: Int32 = 0
    for input in point.wrt where followed[Int(input)] != nil {
      let count = Int32(linear.values[Int(input)].count)
      supports[Int(input)] = .single(Array(start..<start + count))
      start += count
    }
    for id in nodes {
      guard let support = support(of: id, supports, Int(start)) else { return false }
      supports[id] = support
    }
    return true
  }

  /// Returns the support of a node; nil where an element of an input may reach one of its elements by several paths.
  private func support(of id: Int, _ supports: [Support?], _ width: Int) -> Support? {
    guard let edges = edges[id], let followed = followed[id] else { return nil }
    let operands = Set(point.graph.operands(of: Graph.NodeID(id)).map(Int.init)).filter { supports[$0] != nil }
    if let source = edges.singleSource(among: operands) {
      var result = [Int32](repeating: -1, count: followed.count)
      for element in result.indices where followed[element] != 0 {
        guard let (node, place) = source(element), let support = supports[node] else { continue }
        guard case .single(let inputs) = support else { return union(operands, supports, width, areDisjoint: false) }
        result[element] = inputs[place]
      }
      return .single(result)
    }
    for node in operands {
      switch supports[node] {
      case .single(let inputs)?: if !edges.haveDistinctSources(from: node, inputs) { return nil }
      case .many?: if !edges.takeElementsApart(of: node) { return nil }
      case nil: continue
      }
    }
    return union(operands, supports, width, areDisjoint: true)
  }

  /// Returns the union of the supports of operands; nil where they have to be disjoint and are not.
  private func union(_ operands: Set<Int>, _ supports: [Support?], _ width: Int, areDisjoint: Bool) -> Support? {
    var union = [Bool](repeating: false, count: width)
    for node in operands {
      guard let own = supports[node]?.mask(width) else { continue }
      for input in own.indices where own[input] {
        if areDisjoint, union[input] { return nil }
        union[input] = true
      }
    }
    return .many(union)
  }
}
