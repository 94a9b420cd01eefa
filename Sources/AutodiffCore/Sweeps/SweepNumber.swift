/// A number of a reverse sweep, by its place: which one it is, whatever its value.
package enum SweepNumber: Hashable, Sendable {
  /// The value of a node.
  case value(Graph.NodeID)
  /// The adjoint of a node, the sum of what its users send.
  case adjoint(Graph.NodeID)
  /// The local derivative of a node by the operand at a place.
  case local(Graph.NodeID, Int)
  /// The contribution that a node sends to the operand at a place.
  case sent(Graph.NodeID, Int)
}
