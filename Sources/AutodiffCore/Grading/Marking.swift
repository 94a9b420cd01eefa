/// The marking of answers to a question at a point.
package final class Marking {
  private let posed: PosedQuestion
  /// The question at other points, where a formula has to hold as well.
  private let others: [PosedQuestion]
  private let search: MistakeSearch?

  /// Prepares the marking.
  ///
  /// - Parameter search: The search for mistakes; nil to leave wrong answers unexplained.
  package init(_ posed: PosedQuestion, _ search: MistakeSearch?) {
    self.posed = posed
    others = posed.question.rules.form == .formula ? posed.others : []
    self.search = search
  }

  /// A part of an answer, which may be given as a whole or element by element.
  private struct Part {
    var claim: Claim
    /// The places of its numbers among the elements of the derivative by the input.
    var places: [Int]
    var shape: Shape
  }

  /// Marks a student's answers.
  ///
  /// - Parameter hasDecimalCommas: A Boolean value indicating whether a comma between digits is a decimal point.
  /// - Parameter answer: A closure that returns what the student wrote for an input or for an element of one; nil if
  ///   there is nothing.
  package func marks(hasDecimalCommas: Bool = false, _ answer: (String) -> String?) -> QuestionMarks {
    let question = posed.question
    var marks: [Mark] = []
    var judged: [(mark: Int, answer: MistakeSearch.JudgedAnswer)] = []
    for item in question.items {
      var mark: Mark
      do throws(UnreadableAnswer) {
        let (text, parts) = try parts(of: item, answer, hasDecimalCommas)
        mark = Mark(item: item, claimed: text, verdict: parts.isEmpty ? .blank : .right)
        if !parts.isEmpty {
          let isRight = pass(parts, item, &mark)
          if !isRight { mark.verdict = .wrong }
          if mark.misshapen == nil, !mark.failsElsewhere {
            let places = Set(places(of: item))
            let claims = numbers(parts, at: posed).filter { places.contains($0.place) }.sorted { $0.place < $1.place }
            if !isRight, claims.count == 1, let claim = claims.first, claim.number.text == nil {
              mark.value = claim.number.value
            }
            judged.append((marks.count, .init(item: item, claims: claims, isRight: isRight)))
          }
        }
      } catch {
        mark = Mark(item: item, claimed: written(item, answer), verdict: .unreadable, reason: error)
      }
      marks.append(mark)
    }
    if let search, judged.contains(where: { !$0.answer.isRight }) {
      for (found, mistakes) in zip(judged, search.explain(posed, judged.map(\.answer))) {
        marks[found.mark].mistakes = mistakes
      }
    }
    return shared(marks)
  }

  /// Shares the question's points among its items.
  private func shared(_ marks: [Mark]) -> QuestionMarks {
    let question = posed.question
    var result = QuestionMarks(posed: posed, marks: marks)
    let count = Double(marks.count)
    var credits = 0.0
    for place in marks.indices {
      let mark = marks[place]
      let credit = mark.verdict == .right ? 1 : mark.mistakes.isEmpty ? 0 : question.rules.partial
      credits += credit
      result.marks[place].points = credit == 1 ? question.points / count : question.points * credit / count
      result.marks[place].of = question.points / count
    }
    // All items right are all points, whatever the shares round to.
    result.points = credits == count ? question.points : question.points * credits / count
    return result
  }

  // MARK: - Reading

  /// Returns what was written for an item, and its parts; none if all is blank.
  ///
  /// - Throws: The reason for which an answer cannot be read.
  private func parts(
    of item: Question.Item, _ answer: (String) -> String?, _ hasDecimalCommas: Bool
  ) throws(UnreadableAnswer) -> (text: String, parts: [Part]) {
    let inputs = posed.question.inputs
    let output = posed.key.outputShape
    let wholeShape = posed.key.derivatives.shapes[item.input]
    if let text = filled(answer(item.name)) {
      let shape = item.element == nil ? wholeShape : output
      return (text, [Part(claim: try claim(text, hasDecimalCommas), places: places(of: item), shape: shape)])
    }
    guard !inputs.parts[item.input].shape.isScalar else { return ("", []) }
    if item.element != nil {
      // An answer to the whole input has one to each element.
      guard let text = filled(answer(inputs.names[NameTable.ID(item.input)])) else { return ("", []) }
      return (
        text, [Part(claim: try claim(text, hasDecimalCommas), places: Array(0..<wholeShape.count), shape: wholeShape)]
      )
    }
    var parts: [Part] = []
    for (element, name) in inputs.elementNames(ofPart: item.input).enumerated() {
      guard let text = filled(answer(name)) else { continue }
      let part = Question.Item(name: name, input: item.input, element: element)
      parts.append(Part(claim: try claim(text, hasDecimalCommas), places: places(of: part), shape: output))
    }
    return (written(item, answer), parts)
  }

  /// Returns what was written for an item, or for each of its elements.
  private func written(_ item: Question.Item, _ answer: (String) -> String?) -> String {
    if let text = filled(answer(item.name)) { return text }
    let names = posed.question.inputs.elementNames(ofPart: item.input)
    let texts = names.map { filled(answer($0)) ?? "" }
    if item.element == nil, texts.contains(where: { !$0.isEmpty }) {
      return "[" + texts.joined(separator: ", ") + "]"
    }
    return filled(answer(posed.question.inputs.names[NameTable.ID(item.input)])) ?? ""
  }

  /// Returns a text without the blanks around it; nil for one that says nothing.
  private func filled(_ text: String?) -> String? {
    guard let text, !WrittenAnswer.isBlank(text) else { return nil }
    var scalars = text.unicodeScalars[...]
    while scalars.first?.properties.isWhitespace ?? false { scalars.removeFirst() }
    while scalars.last?.properties.isWhitespace ?? false { scalars.removeLast() }
    return String(scalars)
  }

  private func claim(_ text: String, _ hasDecimalCommas: Bool) throws(UnreadableAnswer) -> Claim {
    try WrittenAnswer(text, inputs: posed.question.inputs, hasDecimalCommas: hasDecimalCommas).claim
  }

  // MARK: - Judging

  /// Returns a Boolean value indicating whether an answer is right at the point, and at the others if it is a formula.
  private func pass(_ parts: [Part], _ item: Question.Item, _ mark: inout Mark) -> Bool {
    for (place, posed) in ([posed] + others).enumerated() {
      var wanted = Set(places(of: item))
      for (element, number) in numbers(parts, at: posed) where wanted.remove(element) != nil {
        mark.misshapen = mark.misshapen ?? number.misshapen?.shape
        guard posed.key.admits(number, input: item.input, place: element, posed.question.rules) else {
          mark.failsElsewhere = place > 0
          return false
        }
      }
      // An element was left blank.
      if !wanted.isEmpty { return false }
    }
    return true
  }

  /// Returns the places of an item's derivative among the elements of that by its input.
  private func places(of item: Question.Item) -> [Int] {
    let count = posed.question.inputs.parts[item.input].places.count
    return (0..<posed.key.outputShape.count * count).filter { item.element == nil || $0 % count == item.element }
  }

  /// Returns the number claimed for each place.
  private func numbers(_ parts: [Part], at posed: PosedQuestion) -> [(place: Int, number: Claim.Number)] {
    let numbers = posed.numbers
    return parts.flatMap { part in
      zip(part.places, part.claim.elements(part.places.map { _ in "" }, shape: part.shape, at: numbers)).map {
        ($0, $1.1.number(numbers))
      }
    }
  }
}
