/// The number or array that the reverse sweep sends along one edge: upstream adjoint · local derivative, added to the
/// operand's adjoint.
package struct Contribution<S> {
  /// The node whose operand the edge leads to.
  package var from: Graph.NodeID
  /// The place of the operand among those of `from`, counted from 0.
  package var place: Int
  /// The operand's node.
  package var to: Graph.NodeID
  /// The adjoint of `from`.
  package var upstream: S
  /// The local derivative; nil if that of an operation on arrays is no array of the operand's shape.
  package var local: S?
  /// The contribution itself, in the operand's shape.
  package var value: S
}

/// An observer that sees each contribution in the order in which they are made.
package protocol PullbackObserver {
  /// The numbers of the sweep.
  associatedtype Element
  /// A Boolean value indicating whether it looks at contributions; where none does, they need not be made one by one.
  static var looks: Bool { get }
  /// Takes notice of a contribution.
  mutating func contribute(_ contribution: Contribution<Element>)
  /// Returns the numbers that a node sends to others in place of those that its rule gives; nil to leave it to the rule.
  mutating func sent(from node: Graph.NodeID) -> [(to: Graph.NodeID, value: Element)]?
}

extension PullbackObserver {
  /// Looks at contributions.
  package static var looks: Bool { true }
  /// Leaves it to the rule.
  @inline(__always)
  package mutating func sent(from node: Graph.NodeID) -> [(to: Graph.NodeID, value: Element)]? { nil }
}

/// An observer that looks away, for sweeps of which only the adjoints are of interest.
package struct Unobserved<Element>: PullbackObserver {
  /// Creates an observer.
  package init() {}
  /// Looks at none.
  package static var looks: Bool { false }
  /// Does nothing.
  @inline(__always)
  package mutating func contribute(_ contribution: Contribution<Element>) {}
}

/// Reverse mode: cotangents carried from the output to the inputs.
///
/// Source: S. Linnainmaa, "Taylor expansion of the accumulated rounding error", BIT 16 (1976); A. Griewank and
/// A. Walther, Evaluating Derivatives, 2nd ed., §3.2.
package enum Pullback {
  /// Carries a cotangent from the output to all nodes.
  ///
  /// - Parameter values: The values that `Evaluation.run` gave.
  /// - Parameter active: The result of `Graph.active` for the inputs by which derivatives are taken.
  /// - Parameter seed: The output's adjoint.
  /// - Returns: An adjoint for each node; zero if no contribution arrived.
  package static func run<S: Field, Observer: PullbackObserver>(
    _ graph: Graph, values: [S], active: [Bool], seed: S, ties: Ties = .split, observer: inout Observer
  ) -> [S] where Observer.Element == S {
    run(graph, values: values, active: active, seed: seed, gates: S.gates(ties), observer: &observer)
  }

  /// Carries a cotangent from the output to all nodes by the given rows.
  ///
  /// - Parameter gates: The rows, `S.gates(ties)`, made once for many sweeps.
  /// - Returns: An adjoint for each node; zero if no contribution arrived.
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
              if let sent = observer.sent(from: Graph.NodeID(truncatingIfNeeded: id)) {
                for (operand, value) in sent {
                  adjoints[Int(operand)] = adjoints[Int(operand)] + value
                  reached[Int(operand)] = true
                }
                continue
              }
              let upstream = adjoints[id]
              if S.isShaped, nodes[id].primitive.isArray, nodes[id].kind == .wide {
                linear.forEachArrayEdge(of: id, nodes[id]) { operand, edge in
                  let row = Int(nodes[id].primitive.rawValue)
                  if !Observer.looks, reached[operand], S.add(upstream, along: edge, to: &adjoints[operand]) { return }
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
                let isPlain = S.isShaped && linear.gates[Int(nodes[id].primitive.rawValue)].pull == nil
                var value = S.inRange(upstream * local, local, isPlain: isPlain) {
                  linear.pull(upstream, local, nodes[id], id, place)
                }
                if S.isShaped {
                  if let mask = linear.mask(nodes[id], local) { value = value.masked(by: mask) }
                  value = value.unbroadcast(to: linear.values[operand].shape)
                }
                // Arrays of zeros need not be added to.
                let begins = S.isShaped && !reached[operand]
                adjoints[operand] = begins ? value.positiveZeros : adjoints[operand] + value
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

  /// Carries a cotangent from the output to all nodes, without an observer.
  ///
  /// - Returns: An adjoint for each node; zero if no contribution arrived.
  package static func run<S: Field>(
    _ graph: Graph, values: [S], active: [Bool], seed: S = 1.0, ties: Ties = .split
  ) -> [S] {
    var unobserved = Unobserved<S>()
    return run(graph, values: values, active: active, seed: seed, ties: ties, observer: &unobserved)
  }
}
