/// The limits of a request. Past a limit the answer is an error that names it.
package struct Limits: Sendable {
  /// The levels of brackets, calls, powers and `not`s inside each other.
  package var nesting = 200_000
  /// The nodes of a graph.
  package var graphNodes = 50_000_000
  /// The operations met while functions are inlined.
  package var inlinedOperations = 500_000_000
  /// The functions with blocks that may be in the middle of each other.
  package var calls = 500
  /// The elements of all arrays of a graph together.
  package var elements = 200_000_000
  /// The iterations of one `while`.
  package var whileIterations = 1_000_000
  /// The iterations of all loops together.
  package var iterations = 100_000_000
  /// The bytes of a text, or of a file of numbers.
  package var sourceBytes = 2_000_000_000

  /// The bytes of a line of a table.
  package var lineBytes = 200_000_000
  /// A closure that returns the bytes of memory that may still be taken; it is asked before much is.
  package var freeMemory: @Sendable () -> Int = { .max }

  /// Creates the usual limits.
  package init() {}

  /// The bytes of stack that the parser takes for `nesting` levels; frames of a debug build are larger.
  #if DEBUG
    package static let stackBytes = 1 << 32
  #else
    package static let stackBytes = 1 << 30
  #endif
}
