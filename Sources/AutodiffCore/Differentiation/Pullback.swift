/// What the reverse sweep sends along one edge: upstream · local, added to the operand's adjoint.
package struct Contribution<S> {
  package var from: Graph.NodeID
  /// Which operand of `from`, counted from 0.
  package var place: Int
  package var to: Graph.NodeID
  package var upstream: S
  /// Nil where an operation on arrays has none that could be written down as an array of the operand's shape.
  package var local: S?
  package var value: S
}

/// Sees each contribution in the order in which it is made.
package protocol PullbackObserver {
  associatedtype Element
  mutating func contribute(_ contribution: Contribution<Element>)
}

package struct Unobserved<Element>: PullbackObserver {
  package init() {}
  @inline(__always)
  package mutating func contribute(_ contribution: Contribution<Element>) {}
}

/// Reverse mode: cotangents carried from the output to the inputs.
///
/// Source: S. Linnainmaa, "Taylor expansion of the accumulated rounding error", BIT 16 (1976); A. Griewank and
/// A. Walther, Evaluating Derivatives, 2nd ed., §3.2.
package enum Pullback {
  /// - Parameters:
  ///   - values: what `Evaluation.run` gave.
  ///   - active: what `Graph.active` gave for the inputs that are asked for.
  ///   - seed: the output's adjoint.
  /// - Returns: an adjoint for each node; zero where no contribution arrived.
  package static func run<S: Field, Observer: PullbackObserver>(
    _ graph: Graph, values: [S], active: [Bool], seed: S, ties: Ties = .split, observer: inout Observer
  ) -> [S] where Observer.Element == S {
    run(graph, values: values, active: active, seed: seed, gates: S.gates(ties), observer: &observer)
  }

  package static func run<S: Field, Observer: PullbackObserver>(
    _ graph: Graph, values: [S], active: [Bool], seed: S, gates: [Gate<S>], observer: inout Observer
  ) -> [S] where Observer.Element == S {
    var adjoints = [S](repeating: 0.0, count: graph.count)
    var reached = [Bool](repeating: false, count: graph.count)
    guard graph.count > 0, active[Int(graph.output)] else { return adjoints }
    adjoints[Int(graph.output)] = seed
    reached[Int(graph.output)] = true
    Linearization.withBuffers(graph, values, active, gates) { linear in
      adjoints.withUnsafeMutableBufferPointer { adjoints in
        reached.withUnsafeMutableBufferPointer { reached in
          graph.nodes.withUnsafeBufferPointer { nodes in
            for id in stride(from: Int(graph.output), through: 0, by: -1) where reached[id] {
              let upstream = adjoints[id]
              if S.isShaped, nodes[id].primitive.isArray, nodes[id].kind == .wide {
                linear.forEachArrayEdge(of: id, nodes[id]) { operand, edge in
                  let row = Int(nodes[id].primitive.rawValue)
                  let value = edge.pull(upstream, linear.gates[row].derivative, selects: linear.gates[row].selects)
                  adjoints[operand] = reached[operand] ? adjoints[operand] + value : value
                  reached[operand] = true
                  observer.contribute(
                    Contribution(
                      from: Graph.NodeID(truncatingIfNeeded: id), place: edge.place,
                      to: Graph.NodeID(truncatingIfNeeded: operand), upstream: upstream,
                      local: edge.local(linear.gates[row].derivative),
                      value: value))
                }
                continue
              }
              linear.forEachEdge(of: id, nodes[id]) { place, operand, local in
                var value = upstream * local
                if S.isShaped {
                  if let mask = linear.mask(nodes[id], local) { value = value.masked(by: mask) }
                  value = value.unbroadcast(to: linear.values[operand].shape)
                }
                adjoints[operand] = adjoints[operand] + value
                reached[operand] = true
                observer.contribute(
                  Contribution(
                    from: Graph.NodeID(truncatingIfNeeded: id), place: place,
                    to: Graph.NodeID(truncatingIfNeeded: operand), upstream: upstream, local: local, value: value))
              }
            }
          }
        }
      }
    }
    return adjoints
  }

  package static func run<S: Field>(
    _ graph: Graph, values: [S], active: [Bool], seed: S = 1.0, ties: Ties = .split
  ) -> [S] {
    var unobserved = Unobserved<S>()
    return run(graph, values: values, active: active, seed: seed, ties: ties, observer: &unobserved)
  }
}
