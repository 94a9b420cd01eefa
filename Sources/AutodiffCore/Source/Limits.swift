/// How much of anything one request may ask for. Past a limit the answer is an error with the limit's name.
package struct Limits: Sendable {
  /// Brackets, calls, powers and `not`s inside each other.
  package var nesting = 200_000
  package var graphNodes = 50_000_000
  /// Operations met while functions are inlined.
  package var inlinedOperations = 500_000_000
  /// Elements of all arrays of a graph together.
  package var elements = 200_000_000
  /// Of one `while`.
  package var whileIterations = 1_000_000
  /// Of all loops together.
  package var iterations = 100_000_000
  package var sourceBytes = 2_000_000_000

  package init() {}

  /// Stack that the parser takes for `nesting` levels; frames of a debug build are larger.
  #if DEBUG
    package static let stackBytes = 1 << 32
  #else
    package static let stackBytes = 1 << 30
  #endif
}
