/// The search for single mistakes that explain answers to questions, and for points at which they can be told apart.
package final class MistakeSearch {
  /// An answer to one item.
  package struct JudgedAnswer {
    let item: Question.Item
    /// The number claimed for each element of the item's derivative, by its place in that by the input.
    let claims: [(place: Int, number: Claim.Number)]
    let isRight: Bool
  }

  /// The quality of a point at which no numbers are equal by chance, by the question's name.
  private var best: [String: PointChoice] = [:]

  /// Creates a search.
  package init() {}

  /// Returns the mistakes that explain each answer: none for a right one, else up to three, the most likely first.
  func explain(_ posed: PosedQuestion, _ answers: [JudgedAnswer]) -> [[ExplainedMistake]] {
    var found = answers.map { _ in [ExplainedMistake]() }
    for output in 0..<posed.key.outputShape.count {
      let claims = answers.map { elements($0, output, posed) }
      let exercise = posed.exercise(output: output)
      for finding in exercise.explain(claims.flatMap { $0 }) {
        for index in answers.indices where !answers[index].isRight && found[index].isEmpty {
          guard claims[index].contains(where: { finding.inputs.contains($0.name) }) else { continue }
          found[index] = finding.alternatives.map { ExplainedMistake($0, answers[index].item, posed) }
        }
      }
    }
    return found
  }

  /// Returns the claims of an answer for an element of the output.
  private func elements(_ answer: JudgedAnswer, _ output: Int, _ posed: PosedQuestion) -> [ClaimedElement] {
    let input = answer.item.input
    let names = posed.question.inputs.elementNames(ofPart: input)
    guard let place = posed.place(ofInput: input) else { return [] }
    return answer.claims.filter { $0.place / names.count == output && $0.number.misshapen == nil }.map {
      entry, number in
      let element = entry % names.count
      return ClaimedElement(
        names[element], input: place, element: element, number,
        isRight: answer.isRight || posed.key.admits(number, input: input, place: entry, posed.question.rules))
    }
  }

  /// Returns the number of mistakes that give the right answer by chance, or the same as many others do; 0 for a good
  /// point.
  func quality(_ posed: PosedQuestion) -> Int {
    let exercise = posed.exercise(output: 0)
    let inputs = Set(posed.question.items.compactMap { posed.place(ofInput: $0.input) }).sorted()
    let reference: PointChoice
    if let known = best[posed.question.name] {
      reference = known
    } else {
      // Some mistakes are one and the same at every point.
      reference = exercise.elsewhere.pointChoice(inputs)
      best[posed.question.name] = reference
    }
    let choice = exercise.pointChoice(inputs)
    let (right, equal) = (choice.right - reference.right, choice.equal - reference.equal)
    if right > 0 { return 1000 * right + max(equal, 0) }
    return equal > reference.count / 20 + 1 ? equal : 0
  }

  /// Returns the single mistakes with a wrong answer to an item, the most likely first.
  package func candidates(_ posed: PosedQuestion, _ item: Question.Item) -> [ExplainedMistake] {
    guard posed.key.outputShape.isScalar, let input = posed.place(ofInput: item.input) else { return [] }
    return posed.exercise(output: 0).allMistakes([input]).map { ExplainedMistake($0, item, posed) }
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

  /// Creates the mistake in the answer to an item.
  init(_ explanation: Explanation, _ item: Question.Item, _ posed: PosedQuestion) {
    kind = explanation.kind
    operation = explanation.operation
    span = explanation.span == .none ? nil : explanation.span
    inputs = explanation.inputs
    text = explanation.text
    let names = posed.question.inputs.elementNames(ofPart: item.input)
    if let element = item.element {
      value = .scalar(explanation.values[names[element]] ?? .nan)
    } else {
      value = Tensor(posed.question.inputs.parts[item.input].shape, names.map { explanation.values[$0] ?? .nan })
    }
  }
}
