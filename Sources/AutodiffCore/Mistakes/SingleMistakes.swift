/// The single mistakes of an exercise with the derivatives that they give, each kind found when it is asked for.
///
/// Their sentences read the exercise, which therefore does not hold them itself.
package final class SingleMistakes {
  /// The exercise that goes wrong.
  package let exercise: Exercise
  /// The candidates by the row of their kind; nil for a row that nobody asked for yet.
  private var known: [[Candidate]?]
  private var knownElsewhere: SingleMistakes?

  /// Creates the mistakes of an exercise.
  package init(_ exercise: Exercise) {
    self.exercise = exercise
    known = Mistake.table.map { _ in nil }
  }

  /// Returns the candidates of a row of the table of mistakes.
  func candidates(row: Int) -> [Candidate] {
    if let candidates = known[row] { return candidates }
    let mistake = Mistake.table[row]
    let candidates = mistake.variations(exercise).map { Candidate(mistake, $0, exercise) }
    known[row] = candidates
    return candidates
  }

  /// The candidates of all rows.
  var candidates: [[Candidate]] { Mistake.table.indices.map(candidates(row:)) }

  /// The mistakes of the same exercise at a point at which no two numbers are equal by chance.
  var elsewhere: SingleMistakes {
    if let knownElsewhere { return knownElsewhere }
    let mistakes = SingleMistakes(exercise.elsewhere)
    knownElsewhere = mistakes
    return mistakes
  }
}

/// A variation with the derivatives that it gives.
struct Candidate {
  let mistake: Mistake
  let variation: Variation
  /// The wrong derivatives by all inputs; nil for inputs that the mistake does not concern.
  let answers: [Tensor?]

  /// Computes the derivatives that a variation of an exercise gives.
  init(_ mistake: Mistake, _ variation: Variation, _ exercise: Exercise) {
    self.mistake = mistake
    self.variation = variation
    switch variation.effect {
    case .sends(let sent):
      let all = exercise.answer(sent)
      answers = all.indices.map { variation.input == nil || variation.input == $0 ? all[$0] : nil }
    case .answers(let all): answers = all
    }
  }

  /// The place in the order of how common it is.
  var rarity: Int { variation.rarity ?? mistake.rarity }
}
