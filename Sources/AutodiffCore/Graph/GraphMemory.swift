/// The memory that sweeps over a graph take, counted from its shapes before they begin.
package struct MemoryNeed: Sendable {
  /// The sweeps that are asked for.
  package enum Sweeps: Sendable {
    /// The values alone.
    case value
    /// The values, and adjoints or tangents.
    case gradient
    /// The values, and all derivatives of all elements of the output.
    case jacobian
    /// No values: formulas, in which a constant array may stand.
    case formula
    /// The values, adjoints, and the tangents of both.
    case hessianProduct
    /// The values, adjoints, the tangents of both, and all second derivatives.
    case hessian
  }

  /// The bytes.
  package let bytes: Int

  /// The bytes that are not asked for: less is always there, or was before anything began.
  private static let negligible = 8 << 20

  /// Counts the memory of sweeps over a graph.
  ///
  /// It is an upper estimate: values and adjoints are kept to the end, and an operation on arrays holds a few more of
  /// its size while it works.
  ///
  /// - Parameter wrt: The inputs by which derivatives are taken; nil for all of them.
  package init(_ sweeps: Sweeps, of graph: Graph, wrt: [Graph.NodeID]? = nil) {
    let word = MemoryLayout<Double>.stride
    let perNode = graph.isScalar ? word : MemoryLayout<Tensor>.stride
    let inputs = graph.elementCount(graph.inputs)
    let moving = graph.elementCount(wrt ?? graph.inputs)
    var elements = 0
    var largest = 0
    var working = 0
    if !graph.isScalar {
      for id in graph.nodes.indices where graph.nodes[id].shape != 0 {
        let count = graph.shape(of: Graph.NodeID(id)).count
        if graph.nodes[id].kind != .input { elements = elements.saturating(adding: count) }
        largest = max(largest, count)
        working = max(working, graph.workingElements(Graph.NodeID(id), count))
      }
    }
    let values = (elements.saturating(times: word)).saturating(adding: graph.count.saturating(times: perNode))
    let adjoints = values.saturating(adding: inputs.saturating(times: word)).saturating(adding: 2 * graph.count)
    let work = working.saturating(times: word)
    let output = graph.elementCount([graph.output])
    switch sweeps {
    case .value: bytes = values.saturating(adding: work)
    case .formula: bytes = largest.saturating(times: 2 * word)
    case .gradient:
      bytes = values.saturating(adding: adjoints).saturating(adding: work.saturating(times: 2))
        .saturating(adding: moving.saturating(times: 2 * word))
    case .jacobian:
      bytes = values.saturating(adding: adjoints).saturating(adding: work.saturating(times: 2))
        .saturating(adding: moving.saturating(times: output).saturating(times: 3 * word))
    case .hessianProduct:
      bytes = values.saturating(adding: adjoints).saturating(times: 2).saturating(adding: work.saturating(times: 4))
        .saturating(adding: moving.saturating(times: 4 * word))
    case .hessian:
      bytes = values.saturating(adding: adjoints).saturating(times: 2).saturating(adding: work.saturating(times: 4))
        .saturating(adding: moving.saturating(times: moving).saturating(times: 3 * word))
    }
  }

  /// Creates a need of known size.
  package init(bytes: Int) { self.bytes = bytes }

  /// The same need several times.
  package func times(_ count: Int) -> MemoryNeed { MemoryNeed(bytes: bytes.saturating(times: count)) }

  /// Compares the need with what may still be taken.
  ///
  /// - Throws: The limit on memory if that is less.
  package func check(against freeMemory: () -> Int, _ span: Span? = nil) throws(Problem) {
    guard bytes > Self.negligible else { return }
    let free = freeMemory()
    if bytes > free { throw Problem(.limit(.memory(needed: bytes, free: free)), span) }
  }
}

extension Graph {
  /// Compares the memory of sweeps over the graph with what may still be taken.
  ///
  /// - Parameter wrt: The inputs by which derivatives are taken, as places among `inputs`; nil for all of them.
  /// - Throws: The limit on memory if that is less.
  package func checkMemory(_ sweeps: MemoryNeed.Sweeps, wrt: [Int]? = nil) throws(Problem) {
    try MemoryNeed(sweeps, of: self, wrt: wrt.map { $0.map { inputs[$0] } }).check(against: freeMemory)
  }

  /// Returns the number of elements that an operation holds while it works, beside its operands and its value.
  fileprivate func workingElements(_ id: NodeID, _ count: Int) -> Int {
    let node = nodes[Int(id)]
    guard node.kind == .wide, let form = node.primitive.arrayForm else { return count }
    let operands = operands(of: id).reduce(0) { max($0, shape(of: $1).count) }
    switch form {
    case .filling: return 0
    case .movement, .gathering, .reduction, .scan, .contraction: return max(count, operands)
    case .factorization: return 2 * max(count, operands)
    case .composition:
      let windows = operation(id).setting.windows
      let area = (0..<windows.axes).reduce(1) { area, _ in area.saturating(times: windows.stride) }
      return (8 * max(count, operands)).saturating(adding: (2 * windows.count).saturating(times: operands / area))
    }
  }
}

extension Int {
  /// Returns the sum, or the greatest number if it is greater.
  fileprivate func saturating(adding other: Int) -> Int {
    let (sum, overflow) = addingReportingOverflow(other)
    return overflow ? .max : sum
  }

  /// Returns the product, or the greatest number if it is greater.
  fileprivate func saturating(times other: Int) -> Int {
    let (product, overflow) = multipliedReportingOverflow(by: other)
    return overflow ? .max : product
  }
}
