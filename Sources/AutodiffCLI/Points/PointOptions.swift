import AutodiffCore

/// What the options say of a table of points.
struct PointOptions {
  let path: String
  /// One answer for all rows in place of one for each.
  let reduction: Reduction?
  /// How many threads may work on rows.
  let threads: Int
  /// Whether rows that are none are answered and passed.
  let keepsGoing: Bool
  /// Whether a line of names comes before the answers, in formats that have one.
  let writesNames: Bool
  /// Whether the table begins with a line of names.
  let hasNames: Bool

  enum Reduction: String, CaseIterable { case mean, sum }

  /// The options that ask for it, or go with it.
  static let all: [Option] = [.points, .columns, .noHeader, .reduce, .jobs, .keepGoing]

  /// Nil where no table is asked about.
  ///
  /// - Throws: an option that goes with a table, where there is none.
  init?(_ invocation: Invocation) throws(Failure) {
    guard let path = invocation.values[.points] else {
      for option in Self.all where invocation.has(option) {
        throw .usage(.needs(option.long, "--points FILE"))
      }
      return nil
    }
    self.path = path
    reduction = invocation.values[.reduce].flatMap(Reduction.init(rawValue:))
    threads = try invocation.whole(.jobs, from: 1) ?? System.cores
    keepsGoing = invocation.has(.keepGoing)
    writesNames = !invocation.has(.noHeader)
    hasNames = !invocation.has(.columns)
  }

  /// - Parameter offered: what rows can be answered in, the default first; totals in any that a single point's answer has.
  /// - Throws: a format that is not offered, with those that are.
  func format(_ invocation: Invocation, ofRows offered: [OutputFormat]) throws(Failure) -> OutputFormat {
    let format = try invocation.format()
    if reduction != nil { return format }
    if !invocation.has(.format) { return offered[0] }
    guard offered.contains(format) else {
      throw .usage(
        .formatNotOffered(
          format.rawValue, command: "\(invocation.command.description.name) --points", offered: offered.map(\.rawValue),
          similar: nil))
    }
    return format
  }
}
