/// The comment above emitted code: its meaning, the program that it was made from and the form of a call.
struct SourceHeader {
  let program: GradientProgram
  let name: String
  let expression: String
  let isOnePath: Bool

  /// Longer programs and lists are cut.
  private static let mostLines = 20
  private static let mostColumns = 200

  /// - Parameter comment: The sign that begins a comment up to the end of the line.
  func lines(_ call: [String], comment: String) -> [String] {
    var text = ["The value of f and its gradient, by reverse mode; made by 'autodiff emit' from", ""]
    let program = expression.split(separator: "\n", omittingEmptySubsequences: false)
    text += program.prefix(Self.mostLines).map { "    " + Self.safe(String($0.prefix(Self.mostColumns)), $0.count) }
    if program.count > Self.mostLines { text.append("    ...") }
    if !call.isEmpty { text += [""] + call }
    if isOnePath {
      text += ["", "It holds for the path that the program took at the values it was made with, and for no other."]
    }
    return text.map { $0.isEmpty ? comment : comment + " " + $0 }
  }

  /// A comment goes on where a line ends in a backslash, or in what stands for one.
  private static func safe(_ line: String, _ count: Int) -> String {
    var text = line.unicodeScalars.reduce(into: "") { result, scalar in
      if scalar == "?", result.hasSuffix("?") { result += " " }
      if scalar == "\r" { return }
      // Some languages take these for the end of a line.
      result.unicodeScalars.append(["\u{85}", "\u{2028}", "\u{2029}"].contains(scalar) ? " " : scalar)
    }
    if count > line.count { text += "..." }
    return text.hasSuffix("\\") ? text + " ." : text
  }

  private var graph: Graph { program.graph }

  /// `x[0]`, or `x[1] to x[6]: W, 2x3, row by row`, one for each input.
  func places(_ inputs: [Graph.NodeID], in array: String, prefix: String = "") -> [String] {
    var lines: [String] = []
    var start = 0
    for input in inputs {
      let shape = graph.shape(of: input)
      let name = prefix + graph.name(ofInput: input)
      if shape.isScalar {
        lines.append("    \(array)[\(start)]: \(name)")
      } else {
        let order = shape.rank > 1 ? ", row by row" : ""
        lines.append(
          "    \(array)[\(start)] to \(array)[\(start + shape.count - 1)]: \(name), \(shape.text(ascii: true))\(order)")
      }
      start += shape.count
    }
    if lines.count > Self.mostLines { lines[(Self.mostLines - 1)..<(lines.count - 1)] = ["    ..."] }
    return lines
  }
}
