import AutodiffCore

/// The room for the nesting that the language promises, whatever `ulimit -s` says.
///
/// The parser descends as deep as brackets nest, and so do formulas that are written out; nothing else recurses. Pages of a stack that are never touched cost
/// nothing, but a thread costs a one-shot call a tenth of its time, so a text that cannot nest deeply goes without.
package enum DeepStack {
  /// Parses a text on a stack that its nesting fits.
  ///
  /// - Throws: the first problem of the text, with its place.
  package static func parse(_ source: SourceText, limits: Limits) throws(Problem) -> SyntaxTree {
    guard Parser.nestingBound(source) > 50 else { return try Parser.parse(source, limits: limits) }
    nonisolated(unsafe) var result: Result<SyntaxTree, Problem> = .failure(Problem(.emptyProgram, nil))
    run { share in
      var limits = limits
      limits.nesting /= share
      result = Result { () throws(Problem) in try Parser.parse(source, limits: limits) }
    }
    return try result.get()
  }

  /// Runs work that descends into a graph's formulas, with the stack that a larger graph needs.
  ///
  /// - Throws: the error that `body` throws.
  package static func withRoom<Answer, Thrown: Error>(
    for graph: Graph, _ body: () throws(Thrown) -> Answer
  ) throws(Thrown) -> Answer {
    guard graph.count > 50 else { return try body() }
    var result: Result<Answer, Thrown>?
    withoutActuallyEscaping(body) { body in
      nonisolated(unsafe) let body = body
      nonisolated(unsafe) var inner: Result<Answer, Thrown>?
      run { _ in inner = Result { () throws(Thrown) in try body() } }
      result = inner
    }
    guard let result else { return try body() }
    return try result.get()
  }

  /// Runs `body` on a thread of its own and waits for it.
  ///
  /// Where memory is short the stack is smaller: `body` learns what part of `Limits.stackBytes` it has, one in how many.
  private static func run(_ body: @escaping (Int) -> Void) {
    var share = 1
    while Limits.stackBytes / share > 16 << 20 {
      if let thread = Thread(stackBytes: Limits.stackBytes / share, { body(share) }) { return thread.join() }
      share *= 2
    }
    // The stack of the caller may be as small as 256 KiB.
    body(Limits.stackBytes >> 18)
  }
}
