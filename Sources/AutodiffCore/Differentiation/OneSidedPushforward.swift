/// The one-sided derivatives of the output of any region, by a sweep from the inputs that carries those of its elements
/// along all directions at once.
struct OneSidedPushforward {
  private let region: KinkRegion
  /// The one-sided derivatives of each node that is still needed.
  private var rows: [OneSidedRows?]
  private var sum: OneSidedSum
  /// The sides of the output, and the sizes of their terms.
  private var total: OneSidedSum
  private var scale: [Double]
  /// The number of entries of rows that may still be computed.
  private var budget: Int

  /// Carries the sides from the inputs.
  ///
  /// - Throws: `tooMuchWork`, or `needsElements` if a local derivative is not finite.
  static func run(_ region: KinkRegion, into result: inout ArrayKinks) throws(KinkRegion.Failure) {
    var sweep = OneSidedPushforward(region, width: result.right.count)
    try sweep.run()
    var start = 0
    for input in region.point.wrt {
      let id = Int(input)
      for element in 0..<region.linear.values[id].count where (region.followed[id]?[element] ?? 0) != 0 {
        let (right, left) = sweep.total.entry(Int32(start + element))
        result.set(start + element, right: right, left: left, scale: sweep.scale[start + element])
      }
      start += region.linear.values[id].count
    }
  }

  private init(_ region: KinkRegion, width: Int) {
    self.region = region
    rows = Array(repeating: nil, count: region.point.graph.count)
    sum = OneSidedSum(width: width)
    total = OneSidedSum(width: width)
    scale = Array(repeating: 0, count: width)
    budget = region.budget
  }

  private mutating func run() throws(KinkRegion.Failure) {
    var start = 0
    for input in region.point.wrt {
      let count = region.linear.values[Int(input)].count
      rows[Int(input)] = OneSidedRows(identity: count, from: start)
      finish(Int(input))
      start += count
    }
    let lastUses = lastUses
    for id in region.nodes {
      rows[id] = try computeRows(id)
      finish(id)
      for operand in region.point.graph.operands(of: Graph.NodeID(id)) where lastUses[Int(operand)] == id {
        rows[Int(operand)] = nil
      }
    }
  }

  /// The last node of the region that uses each node.
  private var lastUses: [Int] {
    var uses = [Int](repeating: 0, count: region.point.graph.count)
    for id in region.nodes {
      for operand in region.point.graph.operands(of: Graph.NodeID(id)) { uses[Int(operand)] = id }
    }
    return uses
  }

  /// Adds the part of the sides that leaves the region from the elements of a node.
  private mutating func finish(_ id: Int) {
    guard let adjoint = region.adjoints[id], let followed = region.followed[id], let rows = rows[id] else { return }
    for element in followed.indices where followed[element] != 0 {
      let weight = adjoint[adjoint.count == 1 ? 0 : element]
      guard weight != 0 else { continue }
      rows.forEach(element) { input, right, left in
        total.add(input, right: weight * right, left: weight * left)
        scale[Int(input)] += fabs(weight) * fmax(fabs(right), fabs(left))
      }
    }
  }

  /// Computes the rows of the elements of a node from those of its operands.
  ///
  /// - Throws: `tooMuchWork`, or `needsElements` if a local derivative is not finite.
  private mutating func computeRows(_ id: Int) throws(KinkRegion.Failure) -> OneSidedRows {
    guard let followed = region.followed[id], let edges = region.edges[id] else { return OneSidedRows(isBent: false) }
    let bent = region.bent[id]
    let kink = region.point.graph.nodes[id].primitive.gate.kink
    var bends = Bends(region, id, edges)
    let operands = region.point.graph.operands(of: Graph.NodeID(id))
    var result = OneSidedRows(isBent: bent != nil || operands.contains { rows[Int($0)]?.isBent ?? false })
    result.reserve(rows: followed.count)
    var isFinite = true
    for element in followed.indices {
      defer { result.endRow() }
      guard followed[element] != 0 else { continue }
      if bent?[element] ?? false {
        if let kink { bend(&bends, kink, element, &result) }
      } else {
        sum.clear()
        edges.forEach(into: element) { node, source, local in
          if !local.isFinite { isFinite = false }
          rows[node]?.forEach(source) { sum.add($0, right: local * $1, left: local * $2) }
        }
        for input in sum.inputs {
          let (right, left) = sum.entry(input)
          if right != 0 || left != 0 { result.append(input, right: right, left: left) }
        }
      }
      guard isFinite else { throw .needsElements }
      guard result.count <= budget else { throw .tooMuchWork }
    }
    budget -= result.count
    return result
  }

  /// Adds the row of an element that is at a kink, from the one-sided derivatives of its operands.
  private mutating func bend(_ bends: inout Bends, _ kink: Kink<Double>, _ element: Int, _ result: inout OneSidedRows) {
    bends.move(to: element)
    let operands = bends.operands
    let moving = operands.indices.filter { place in
      rows[operands[place].node].map { !$0.isEmpty(operands[place].element) } ?? false
    }
    if moving.count == 1 {
      // A one-sided derivative is homogeneous in the only operand that moves.
      let (rising, falling) = bends.sides[moving[0]]
      func bent(_ slope: Double) -> Double { slope > 0 ? rising * slope : -falling * slope }
      rows[operands[moving[0]].node]?.forEach(operands[moving[0]].element) { input, right, left in
        result.append(input, right: bent(right), left: bent(left))
      }
      return
    }
    // The inputs that move any of the operands, each with the number of its column.
    sum.clear()
    for place in moving {
      rows[operands[place].node]?.forEach(operands[place].element) { input, _, _ in
        if !sum.contains(input) { sum.add(input, right: Double(sum.inputs.count), left: 0) }
      }
    }
    let width = sum.inputs.count
    var slopes = [(right: Double, left: Double)](repeating: (0, 0), count: width * operands.count)
    for place in moving {
      rows[operands[place].node]?.forEach(operands[place].element) { input, right, left in
        slopes[place * width + Int(sum.entry(input).right)] = (right, left)
      }
    }
    var sides = bends.values.map { OneSided.still($0) }
    for (column, input) in sum.inputs.enumerated() {
      func slope(_ own: (Int) -> Double) -> Double {
        for place in moving { sides[place] = OneSided(bends.values[place], slope: own(place)) }
        return kink.side(sides).slope
      }
      result.append(
        input, right: slope { slopes[$0 * width + column].right }, left: slope { slopes[$0 * width + column].left })
    }
  }
}
