/// The path that a program took, as a line for each condition that decided it.
package struct PathText {
  /// A condition with the decisions that it led to.
  package struct Decision: Sendable {
    /// The condition as it is written, without line ends and comments.
    package var condition: String
    /// The number of times that the condition held, one after the other.
    package var holds: Int
    /// A Boolean value indicating whether it failed after that.
    package var fails: Bool
  }

  /// The conditions in the order in which they were met; the rounds of a loop count as one.
  package private(set) var decisions: [Decision] = []

  /// Reads the guards of a path.
  ///
  /// - Parameter source: The program's text.
  package init(_ graph: Graph, _ source: SourceText) {
    var last: Span?
    for path in graph.decisions {
      let span = graph.spans[Int(path.condition)]
      if path.kind == .loop, span == last, let index = decisions.indices.last, !decisions[index].fails {
        if path.holds { decisions[index].holds += 1 } else { decisions[index].fails = true }
        continue
      }
      last = path.kind == .loop ? span : nil
      decisions.append(
        Decision(
          condition: Self.condition(source.bytes[span.range]), holds: path.holds ? 1 : 0, fails: !path.holds))
    }
  }

  /// Returns the text of a condition on one line.
  private static func condition(_ bytes: ArraySlice<UInt8>) -> String {
    let lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
    return lines.map { $0.prefix { $0 != "#" } }.flatMap { $0.split(whereSeparator: \.isWhitespace) }
      .joined(separator: " ")
  }

  /// The lines of the path, such as "path: x > 0 is true".
  package var lines: [String] { decisions.map { "path: \(ProblemText.printable($0.condition)) is \($0.text)" } }
}

extension PathText.Decision {
  /// The decisions as words: "true", "false", "true 3 times, then false".
  package var text: String {
    guard holds > 0 else { return "false" }
    let times = holds > 1 ? "true \(holds) times" : "true"
    return fails ? times + ", then false" : times
  }
}
