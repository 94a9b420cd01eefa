/// The mark that an answer gets.
package struct Mark: Sendable {
  /// The verdicts on an answer.
  package enum Verdict: String, Sendable { case right, wrong, blank, unreadable }

  /// The derivative that was asked for.
  package let item: Question.Item
  /// The answer as it was written; empty for a blank one.
  package let claimed: String
  package internal(set) var verdict: Verdict
  /// The reason for which the answer cannot be read; nil unless it is unreadable.
  package internal(set) var reason: UnreadableAnswer?
  /// The shape of an answer that has not that of the derivative.
  package internal(set) var misshapen: Shape?
  /// The value of a wrong formula at the point; nil for a number, which is its own, and for an array.
  package internal(set) var value: Double?
  /// A Boolean value indicating whether a formula is wrong although it has the right value at the point.
  package internal(set) var failsElsewhere = false
  /// The mistakes that explain a wrong answer.
  package internal(set) var mistakes: [ExplainedMistake] = []
  /// The points that the answer gets.
  package internal(set) var points = 0.0
  /// The points that a right answer gets.
  package internal(set) var of = 0.0
}

/// The marks of a student for a question.
package struct QuestionMarks {
  package let posed: PosedQuestion
  package internal(set) var marks: [Mark]
  /// The points for all items together.
  package internal(set) var points = 0.0
}
