/// Which way a program went, a line for each condition that decided.
package struct PathText {
  package struct Decision: Sendable {
    /// As it is written, but for line ends and comments.
    package var condition: String
    /// How often it held one after the other, and whether it failed then.
    package var holds: Int
    package var fails: Bool
  }

  package private(set) var decisions: [Decision] = []

  package init(_ graph: Graph, _ source: SourceText) {
    var last: Span?
    for path in graph.guards {
      let span = graph.spans[Int(path.condition)]
      if path.isLoop, span == last, let index = decisions.indices.last, !decisions[index].fails {
        if path.holds { decisions[index].holds += 1 } else { decisions[index].fails = true }
        continue
      }
      last = path.isLoop ? span : nil
      decisions.append(
        Decision(
          condition: Self.condition(source.bytes[span.range]), holds: path.holds ? 1 : 0, fails: !path.holds))
    }
  }

  private static func condition(_ bytes: ArraySlice<UInt8>) -> String {
    let lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
    return lines.map { $0.prefix { $0 != "#" } }.flatMap { $0.split(whereSeparator: \.isWhitespace) }
      .joined(separator: " ")
  }

  package var lines: [String] { decisions.map { "path: \(ProblemText.printable($0.condition)) is \($0.text)" } }
}

extension PathText.Decision {
  /// `true`, `false`, `true 3 times, then false`
  package var text: String {
    guard holds > 0 else { return "false" }
    let times = holds > 1 ? "true \(holds) times" : "true"
    return fails ? times + ", then false" : times
  }
}
