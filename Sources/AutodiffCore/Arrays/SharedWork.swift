extension MatrixView {
  /// The multiplications that are worth another thread, some 50 µs of work: it is awake where operations follow each
  /// other.
  private static let worthSharing = 1_500_000
  /// The rows or columns of a part, for each of which the other factor is copied in pieces again.
  private static let fewestShared = 64

  /// Calls a closure with parts of the rows, or of the columns, of an operation, which do not depend on each other: on
  /// several threads if it is large.
  ///
  /// - Parameter length: The number of rows or columns.
  /// - Parameter work: The number of multiplications of the whole operation.
  static func share(_ length: Int, work: Int, _ body: (_ part: Range<Int>) -> Void) {
    let team = Team.shared
    guard work > worthSharing, length >= 2 * fewestShared, team.isFree else { return body(0..<length) }
    let parts = min(2 * team.threads, length / fewestShared)
    // Whole packs begin where they did.
    let step = (length / parts + 7) / 8 * 8
    team.run(parts: (length + step - 1) / step) { part in
      body(part * step..<min((part + 1) * step, length))
    }
  }
}
