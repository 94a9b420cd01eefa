/// The search for single mistakes that explain wrong answers, and for points at which they can be told apart.
package final class MistakeSearch: Sendable {
  /// A wrong answer to one item.
  package struct WrongAnswer: Sendable {
    package let item: Question.Item
    /// The number claimed for each element of the derivative.
    package let claims: [Claim.Number]
  }

  /// Returns the mistakes that explain wrong answers to a question: up to three for each, the most likely first.
  package let explain: @Sendable (PosedQuestion, [WrongAnswer]) -> [[ExplainedMistake]]
  /// Returns the number of single mistakes that give the right answer at the point, or the same as others do.
  package let collisions: @Sendable (PosedQuestion) -> Int
  /// Returns the single mistakes with an answer to an item that is wrong, each answer once, the most likely first.
  package let candidates: @Sendable (PosedQuestion, Question.Item) -> [ExplainedMistake]

  /// Creates a search.
  package init(
    explain: @escaping @Sendable (PosedQuestion, [WrongAnswer]) -> [[ExplainedMistake]],
    collisions: @escaping @Sendable (PosedQuestion) -> Int,
    candidates: @escaping @Sendable (PosedQuestion, Question.Item) -> [ExplainedMistake]
  ) {
    self.explain = explain
    self.collisions = collisions
    self.candidates = candidates
  }
}

/// A mistake that gives an answer.
package struct ExplainedMistake: Sendable {
  /// The slug of the kind.
  package let kind: String
  /// The name of the operation at which it is made; nil if it is made at none.
  package let operation: String?
  /// The place in the text of the program; nil if it has none.
  package let span: Span?
  /// The names of the inputs whose answers it explains.
  package let inputs: [String]
  /// The answer that it gives.
  package let value: Tensor
  /// The sentence that says what was done and what should be there.
  package let text: String

  /// Creates a mistake.
  package init(kind: String, operation: String?, span: Span?, inputs: [String], value: Tensor, text: String) {
    self.kind = kind
    self.operation = operation
    self.span = span
    self.inputs = inputs
    self.value = value
    self.text = text
  }
}
