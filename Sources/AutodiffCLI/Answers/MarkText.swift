import AutodiffCore

/// The sentences about marks.
struct MarkText {
  private let number: NumberText
  private let ascii: Bool

  init(_ session: Session) {
    var number = session.rendering.number
    if number.digits == nil { number.digits = 6 }
    self.number = number
    ascii = session.rendering.ascii
  }

  /// A sentence for the student: the right answer is not in it.
  func feedback(_ mark: Mark) -> String {
    let claimed = ProblemText.printable(mark.claimed)
    switch mark.verdict {
    case .right: return "right"
    case .blank: return "blank"
    case .unreadable: return "'\(claimed)' cannot be read: \(mark.reason.map(UnreadableText.message) ?? "")"
    case .wrong:
      var text = "\(claimed) is wrong"
      if let shape = mark.misshapen { text += "; it is \(ShapeText.phrase(shape)), which the derivative is not" }
      if mark.failsElsewhere { text += "; it holds at the point only" }
      if let why = why(mark) { text += ": \(why)" }
      return text
    }
  }

  /// A line for the teacher, with the right answer; nil for an answer that is right, or blank.
  ///
  /// - Parameter name: the name of the answer.
  func correction(_ mark: Mark, _ name: String, _ posed: PosedQuestion) -> String? {
    let claimed = ProblemText.printable(mark.claimed)
    switch mark.verdict {
    case .right, .blank: return nil
    case .unreadable: return "\(name): \(feedback(mark))"
    case .wrong:
      if let shape = mark.misshapen {
        let expected = posed.answer(mark.item).shape
        return "\(name) is \(ShapeText.phrase(expected)), not \(ShapeText.phrase(shape))"
      }
      if mark.failsElsewhere { return "\(name): \(claimed) holds at the point only" }
      return "\(name) is \(text(posed.answer(mark.item))), not \(claimed)"
        + (mark.value.map { " = \(number($0))" } ?? "") + place(posed)
    }
  }

  /// The mistakes that explain a wrong answer, one or the other; nil where none is known.
  func why(_ mark: Mark) -> String? {
    mark.mistakes.isEmpty ? nil : mark.mistakes.map(\.text).joined(separator: ", or ")
  }

  /// The point of a question that each student has at another.
  private func place(_ posed: PosedQuestion) -> String {
    guard posed.question.isDrawn else { return "" }
    let names = posed.question.graph.orderedInputNames
    return ", at " + zip(names, posed.values).map { "\($0) = \(text($1))" }.joined(separator: ", ")
  }

  private func text(_ value: Tensor) -> String { ArrayText(number, ascii: ascii).line(value) }

  /// Points, rounded for people.
  func points(_ points: Double) -> String { number(points) }
}
