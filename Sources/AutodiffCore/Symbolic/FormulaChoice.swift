/// The choice of one formula among several for each derivative: the shortest to read of those that keep the sweep's
/// values, where people work with numbers; far from there, at 1e200, values are worth a longer formula.
struct FormulaChoice {
  /// A way to write a derivative.
  private struct Option {
    var term: Algebra.ID
    var length: Double
    var misses: SweepValues.Misses
  }

  private var options: [[Option]]

  /// The length, in that of the shortest formula, up to which one is taken that keeps more values far out.
  private static let mostLength = 2.5

  init(count: Int) { options = Array(repeating: [], count: count) }

  /// Returns a Boolean value indicating whether formulas, one for each derivative, were all considered before.
  func hasAll(_ terms: [Algebra.ID]) -> Bool {
    zip(options, terms).allSatisfy { own, term in own.contains { $0.term == term } }
  }

  /// Adds a formula for a derivative.
  mutating func consider(_ place: Int, _ term: Algebra.ID, length: Double, _ misses: SweepValues.Misses) {
    if options[place].contains(where: { $0.term == term }) { return }
    options[place].append(Option(term: term, length: length, misses: misses))
  }

  /// A Boolean value indicating whether there is a derivative none of whose formulas keeps all values.
  var isWanting: Bool { options.contains { !$0.contains { $0.misses.all == 0 } } }

  /// The best formula of each derivative, the first of equally good ones.
  var best: [Algebra.ID] { options.map { Self.best($0).term } }

  private static func best(_ options: [Option]) -> Option {
    let near = options.map(\.misses.near).min() ?? 0
    var kept = options.filter { $0.misses.near == near }
    let shortest = kept.map(\.length).min() ?? 0
    kept.removeAll { $0.length > mostLength * shortest }
    let far = kept.map(\.misses.far).min() ?? 0
    kept.removeAll { $0.misses.far > far }
    return kept.dropFirst().reduce(kept.first ?? options[0]) { $1.length < $0.length ? $1 : $0 }
  }
}
