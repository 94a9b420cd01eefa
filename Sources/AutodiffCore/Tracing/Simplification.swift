/// The liberty that a builder takes with what rules and sweeps ask it to build.
package enum Simplification: Sendable {
  /// The graph gives the same real numbers, in as few nodes as the operators see at once: x + 0, 1·x and 0·x are left
  /// out.
  case realValued
  /// The graph gives what a sweep over numbers gives where those are 0, infinite or nan as well: 0·x is no 0, and
  /// gates that select choose.
  case piecewise
  /// The graph gives the bits that a sweep over doubles gives; see `BitExactArithmetic`.
  case bitExact
}
