/// The one-sided derivatives of a scalar program on arrays along each element of the inputs, where elements of it are at
/// kinks.
///
/// Source of the rule: A. Shapiro, "On concepts of directional differentiability", JOTA 66 (1990).
struct ArrayKinks {
  /// The derivatives by t ↓ 0 where an element of the inputs is x + t.
  private(set) var right: [Double]
  /// The derivatives by t ↓ 0 where it is x - t.
  private(set) var left: [Double]
  /// The sum of the sizes of the terms of each.
  private(set) var scale: [Double]
  /// A Boolean value for each of the inputs' elements indicating whether it leads to a kink.
  private(set) var isReached: [Bool]
  private let region: KinkRegion

  /// Compares the sides of all kinks of a region.
  ///
  /// - Parameter direction: The sweep that finds them; nil for the one that takes less time.
  /// - Throws: The reason for which that is not possible.
  init(_ region: KinkRegion, by direction: Direction? = nil) throws(KinkRegion.Failure) {
    self.region = region
    let width = region.point.wrt.reduce(0) { $0 + region.linear.values[Int($1)].count }
    right = Array(repeating: 0, count: width)
    left = right
    scale = right
    isReached = Array(repeating: false, count: width)
    switch direction ?? (region.hasSinglePaths ? .pullback : .pushforward) {
    case .pullback: try OneSidedPullback.run(region, into: &self)
    case .pushforward: try OneSidedPushforward.run(region, into: &self)
    }
  }

  /// The sweeps that find sides.
  enum Direction { case pullback, pushforward }

  /// Sets the sides along an element of the inputs, counted over all of them.
  mutating func set(_ input: Int, right slope: Double, left other: Double, scale size: Double) {
    (right[input], left[input], scale[input], isReached[input]) = (slope, other, size, true)
  }

  /// The greatest number of places of which it is found at once which inputs move them: one for each bit of a mark.
  private static let places = 64

  /// Calls `body` with each node at a kink, the operands of its first such element, and a Boolean value for each of the
  /// inputs' elements indicating whether it moves the node.
  func forEachGate(_ body: (_ node: Int, _ operands: [Double], _ moves: [Bool]) -> Void) {
    let gates = region.gates
    if gates.count == 1 {
      // All that leads to a kink leads to this one.
      return body(gates[0], operands(of: gates[0]), isReached)
    }
    for first in stride(from: 0, to: gates.count, by: Self.places) {
      let some = gates[first..<min(first + Self.places, gates.count)]
      let marks = marks(of: some)
      for (bit, gate) in some.enumerated() {
        body(gate, operands(of: gate), marks.map { $0 >> UInt64(bit) & 1 != 0 })
      }
    }
  }

  /// Returns the operands of the first element of a node that is at a kink.
  private func operands(of gate: Int) -> [Double] {
    var operands: [Double] = []
    region.edges[gate]?.forEachOperand(of: region.bent[gate]?.firstIndex(of: true) ?? 0) {
      operands.append(region.linear.values[$0][$1])
    }
    return operands
  }

  /// Returns a mark for each of the inputs' elements, with a bit for each of some gates.
  private func marks(of gates: ArraySlice<Int>) -> [UInt64] {
    var marks = [[UInt64]?](repeating: nil, count: region.point.graph.count)
    for (bit, gate) in gates.enumerated() {
      marks[gate] = region.bent[gate]?.map { $0 ? 1 << UInt64(bit) : 0 }
    }
    for id in region.nodes.reversed() { region.spread(id, &marks) }
    return region.point.wrt.flatMap { input in
      marks[Int(input)] ?? Array(repeating: 0, count: region.linear.values[Int(input)].count)
    }
  }
}

extension Point<Tensor> {
  /// Returns what a closure makes of the one-sided derivatives of a scalar output along each element of the inputs of
  /// `wrt`.
  ///
  /// - Throws: The reason for which there are none.
  func withKinks(_ body: (ArrayKinks) -> Void) throws(KinkRegion.Failure) {
    let result = Linearization.withBuffers(graph, values, graph.active(wrt), Tensor.gates(ties)) { linear in
      Result { () throws(KinkRegion.Failure) in body(try ArrayKinks(KinkRegion(self, linear))) }
    }
    try result.get()
  }
}

extension Primitive {
  /// The gate that a reduction by one gate is of each lane; the primitive itself if it is none.
  var ofLanes: Primitive { Primitive.allCases.first { $0.gate.reduction == self } ?? self }
}
