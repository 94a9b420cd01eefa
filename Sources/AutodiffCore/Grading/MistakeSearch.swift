/// The search for single mistakes that explain answers to questions, and for points at which they can be told apart.
package final class MistakeSearch {
  /// An answer to one item.
  package struct JudgedAnswer {
    let item: Question.Item
    /// The number claimed for each element of the item's derivative, by its place in that by the input.
    let claims: [(place: Int, number: Claim.Number)]
    let isRight: Bool
  }

  /// The equalities of mistakes at points at which no numbers are equal by chance, by the question's name.
  private var references: [String: [MistakenNumbers]] = [:]

  /// Creates a search.
  package init() {}

  /// Returns the mistakes that explain each answer: none for a right one, else up to three, the most likely first.
  func explain(_ posed: PosedQuestion, _ answers: [JudgedAnswer]) -> [[ExplainedMistake]] {
    var found = answers.map { _ in [ExplainedMistake]() }
    for output in 0..<posed.key.outputShape.count {
      let claims = answers.map { elements($0, output, posed) }
      for finding in posed.mistakes(output: output).explain(claims.flatMap { $0 }) {
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

  /// Returns the quality of a point that was drawn: how well it tells mistakes apart.
  package func choice(_ posed: PosedQuestion) -> PointChoice {
    let inputs = Set(posed.question.items.map(\.input)).sorted()
    func numbers(_ posed: PosedQuestion, digits: Int) -> MistakenNumbers {
      MistakenNumbers(posed.mistakes(output: 0), inputs.map(posed.place(ofInput:)), digits: digits)
    }
    let name = posed.question.name
    var others = references[name] ?? []
    if references[name] == nil {
      for other in posed.question.posedOffSteps(Self.references) {
        let equalities = numbers(other, digits: 9).equalities
        if !others.contains(equalities) { others.append(equalities) }
      }
      references[name] = others
    }
    // Numbers are compared as a learner reads them.
    let here = numbers(posed, digits: 4)
    return others.map(here.choice(beside:)).min() ?? here.choice(beside: nil)
  }

  /// The number of points with which a drawn one is compared: enough for several branches of a program, which have
  /// equalities of their own.
  private static let references = 8

  /// Returns the single mistakes with a wrong answer to an item, the most likely first.
  package func candidates(_ posed: PosedQuestion, _ item: Question.Item) -> [ExplainedMistake] {
    guard posed.key.outputShape.isScalar, let input = posed.place(ofInput: item.input) else { return [] }
    return posed.mistakes(output: 0).all([input]).map { ExplainedMistake($0, item, posed) }
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
