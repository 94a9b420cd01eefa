/// The care that a graph under construction takes with a local derivative which may leave the range of doubles where its
/// product with the adjoint does not, as that of 1/y does at 1e200: sweeps over numbers decide by the values.
package enum RangeCare: Sendable {
  /// The product is taken as it is.
  case none
  /// The gate's row says how: the adjoint is divided before it meets the rest.
  case dividesFirst
  /// The graph chooses by the values, as the sweep does.
  case chooses
}
