/// A part of the language that is no function, as its help describes it: a statement, an operator, an array's notation
/// or a constant.
package struct LanguageEntry: Sendable {
  /// The words and signs by which it is found.
  package let names: [String]
  /// The form in which it is written.
  package let form: String
  /// A few words that say what it does.
  package let summary: String
  /// The derivative, the edges and whatever else there is to say, each with a title.
  package let facts: [(title: String, text: String)]
  /// A program that shows it, with its value as `eval` writes it.
  package let example: (program: String, value: String)

  init(
    _ form: String, _ names: [String], _ summary: String, _ facts: [(title: String, text: String)],
    example program: String, is value: String
  ) {
    self.form = form
    self.names = names
    self.summary = summary
    self.facts = facts
    example = (program, value)
  }

  /// Returns the description as lines for people.
  ///
  /// - Parameter width: The number of columns.
  package func lines(width: Int) -> [String] {
    [form, "  " + summary]
      + (facts + [("example", "\(example.program) is \(example.value)")]).flatMap { title, text in
        Paragraph.lines(text, width: width, after: "  " + TextWidth.padded(title, to: 12, .left))
      }
  }

  /// The description as JSON.
  package var json: JSON {
    .object([
      ("name", .string(names[0])), ("aliases", .array(names.dropFirst().map(JSON.string))), ("call", .string(form)),
      ("summary", .string(summary)), ("facts", .object(facts.map { ($0.title, .string($0.text)) })),
      ("example", .string(example.program)), ("value", .string(example.value)),
    ])
  }
}
