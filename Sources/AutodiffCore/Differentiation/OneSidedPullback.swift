/// The one-sided derivatives of the output of a region with single paths, by a sweep from the output.
///
/// For each element it carries the derivative of the output by t ↓ 0 where the element is x + t, and where it is x - t.
/// On one path these are products of the operations' own, and what comes by several users adds up.
struct OneSidedPullback {
  /// The derivatives of the output by one element in both directions, and the sum of the sizes of their terms.
  private struct Sides {
    var right = 0.0
    var left = 0.0
    var scale = 0.0

    /// Adds the part of an element that moves by `rising` where this one moves by 1, and by `falling` where it moves by
    /// -1.
    @inline(__always)
    mutating func add(_ other: Sides, rising: Double, falling: Double) {
      right += rising > 0 ? rising * other.right : -rising * other.left
      left += falling > 0 ? falling * other.right : -falling * other.left
      scale += fmax(fabs(rising), fabs(falling)) * other.scale
    }
  }

  private let region: KinkRegion
  private var sides: [[Sides]?]

  /// Carries the sides to the inputs.
  ///
  /// - Throws: `needsElements` if a local derivative is not finite.
  static func run(_ region: KinkRegion, into result: inout ArrayKinks) throws(KinkRegion.Failure) {
    var sweep = OneSidedPullback(region)
    for id in region.nodes.reversed() { try sweep.pull(id) }
    var start = 0
    for input in region.point.wrt {
      let id = Int(input)
      for element in 0..<region.linear.values[id].count where (region.followed[id]?[element] ?? 0) != 0 {
        let sides = sweep.total(id, element)
        result.set(start + element, right: sides.right, left: sides.left, scale: sides.scale)
      }
      start += region.linear.values[id].count
    }
  }

  private init(_ region: KinkRegion) {
    self.region = region
    sides = Array(repeating: nil, count: region.point.graph.count)
  }

  /// Returns the sides of an element, with the adjoint that comes from outside the region.
  private func total(_ id: Int, _ element: Int) -> Sides {
    var total = sides[id]?[element] ?? Sides()
    if let adjoint = region.adjoints[id] {
      let weight = adjoint[adjoint.count == 1 ? 0 : element]
      total.right += weight
      total.left -= weight
      total.scale += fabs(weight)
    }
    return total
  }

  private mutating func pull(_ id: Int) throws(KinkRegion.Failure) {
    guard let followed = region.followed[id], let edges = region.edges[id] else { return }
    var own = followed.indices.map { followed[$0] != 0 ? total(id, $0) : Sides() }
    sides[id] = nil
    if let bent = region.bent[id] {
      for node in Set(region.point.graph.operands(of: Graph.NodeID(id)).map(Int.init)) { reserve(node) }
      var bends = Bends(region, id, edges)
      for element in bent.indices where bent[element] {
        bends.move(to: element)
        for (place, source) in bends.operands.enumerated() {
          let side = bends.sides[place]
          sides[source.node]?[source.element].add(own[element], rising: side.rising, falling: side.falling)
        }
        own[element] = Sides()
      }
    }
    var isFinite = true
    for node in edges.nodes where region.followed[node] != nil {
      reserve(node)
      guard var joined = sides[node] else { continue }
      sides[node] = nil
      joined.withUnsafeMutableBufferPointer { joined in
        own.withUnsafeBufferPointer { own in
          edges.forEach(from: node) { source, local, output in
            if !local.isFinite { isFinite = isFinite && followed[output] == 0 }
            joined[source].add(own[output], rising: local, falling: -local)
          }
        }
      }
      sides[node] = joined
    }
    if !isFinite { throw .needsElements }
  }

  private mutating func reserve(_ node: Int) {
    if sides[node] == nil { sides[node] = Array(repeating: Sides(), count: region.linear.values[node].count) }
  }
}

/// The one-sided derivatives of an element that is at a kink by each of its operands, while the others stand still.
struct Bends {
  private let region: KinkRegion
  private let id: Int
  private let edges: ElementEdges
  /// The operands.
  private(set) var operands: [(node: Int, element: Int)] = []
  /// The values of the operands.
  private(set) var values: [Double] = []
  /// The derivatives by t ↓ 0 where an operand is x + t, and where it is x - t.
  private(set) var sides: [(rising: Double, falling: Double)] = []
  private var last: [Double] = []

  init(_ region: KinkRegion, _ id: Int, _ edges: ElementEdges) {
    self.region = region
    self.id = id
    self.edges = edges
  }

  /// Finds the derivatives of another element.
  mutating func move(to element: Int) {
    operands.removeAll(keepingCapacity: true)
    values.removeAll(keepingCapacity: true)
    region.forEachOperand(of: element, id, edges) {
      operands.append(($0, $1))
      values.append(region.linear.values[$0][$1])
    }
    // They are mostly those of the element before.
    if values == last { return }
    last = values
    guard let kink = region.point.graph.nodes[id].primitive.gate.kink else { return }
    sides = values.indices.map { place in
      var operands = values.map { OneSided.still($0) }
      operands[place] = OneSided(values[place], slope: 1)
      let rising = kink.side(operands).slope
      operands[place] = OneSided(values[place], slope: -1)
      return (rising, kink.side(operands).slope)
    }
  }
}
