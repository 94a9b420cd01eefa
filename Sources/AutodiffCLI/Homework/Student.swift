import AutodiffCore

/// A student with the answers that were handed in.
struct Student {
  let id: String
  /// The columns of a table that are no answers, with their texts.
  var row: [(column: String, text: String)] = []
  /// A flag for answers from a table in which a comma is a decimal point.
  var hasDecimalCommas = false
  /// The texts that were written, by question and by the name of an input or of its element.
  var answers: [AnswerName: String] = [:]
}

/// The name of an answer: `NAME.INPUT`.
struct AnswerName: Hashable {
  /// The place of the question.
  let question: Int
  let input: String
}

/// The names that answers may have.
struct AnswerNames {
  private let questions: [Question]

  init(_ questions: [Question]) { self.questions = questions }

  /// All names, in the order in which the derivatives are asked for.
  var all: [String] { questions.flatMap { question in question.items.map { "\(question.name).\($0.name)" } } }

  /// Returns the answer that a name stands for: `1.x`, `1.w[2]`, `1.df/dx`.
  func answer(named text: String) -> AnswerName? {
    let text = text.trimmed
    var best: (answer: AnswerName, length: Int)?
    for (place, question) in questions.enumerated() where text.hasPrefix(question.name + ".") {
      let length = question.name.utf8.count
      guard length > best?.length ?? -1, let input = input(String(text.utf8.dropFirst(length + 1)) ?? "", question)
      else { continue }
      best = (AnswerName(question: place, input: input), length)
    }
    return best?.answer
  }

  /// Returns the answer that a name stands for, which may be that of an input alone where there is one question.
  func answer(namedShortly text: String) -> AnswerName? {
    if let answer = answer(named: text) { return answer }
    guard questions.count == 1 else { return nil }
    return input(text, questions[0]).map { AnswerName(question: 0, input: $0) }
  }

  /// Returns whether a text begins with the name of a question.
  func isOfQuestion(_ text: String) -> Bool { questions.contains { text.trimmed.hasPrefix($0.name + ".") } }

  private func input(_ text: String, _ question: Question) -> String? {
    let text = text.trimmed
    let name = PlainName.of(text.hasPrefix("df/d") ? String(text.dropFirst(4)) : text)
    return question.item(named: name) == nil ? nil : name
  }
}
