/// A picture in Graphviz's language, drawn as on a lecture's slide: inputs at the left, operations in circles, on each
/// wire the value above the line and the gradient below it.
package enum DOT {
  private static let valueColour = "#1a7f37"
  private static let gradientColour = "#cf222e"

  /// Returns the lines of a picture in DOT.
  package static func lines(_ picture: Picture, _ orientation: SceneBuilder.Orientation) -> [String] {
    let isDown = orientation == .down
    var lines = [
      "digraph f {",
      "  rankdir=\(isDown ? "TB" : "LR"); ordering=in; nodesep=0.25; ranksep=0.3; fontname=\"Helvetica\";",
      "  node [fontname=\"Helvetica\", fontsize=13]; edge [fontname=\"Helvetica\", arrowsize=0.6];",
    ]
    if !picture.inputs.isEmpty {
      lines.append("  { rank=source; \(picture.inputs.map { "\($0.id);" }.joined(separator: " ")) }")
    }
    for input in picture.inputs {
      let label = input.total.map { html([input.name], sum: $0) } ?? quoted(input.name)
      lines.append("  \(input.id) [label=\(label), shape=plaintext, width=0, height=0, margin=0.06];")
    }
    for constant in picture.constants {
      lines.append(
        "  \(constant.id) [label=\(quoted(constant.text)), shape=plaintext, width=0, height=0, margin=0.06, fontcolor=\"#6e7781\"];"
      )
    }
    for gate in picture.gates {
      let symbol = Picture.drawn(gate.symbol)
      let names = [gate.label].compactMap { $0 } + (gate.savedNames.isEmpty ? [] : [keeps(gate.savedNames)])
      let isPlain = names.isEmpty && gate.total == nil
      let label = isPlain ? quoted(symbol) : html([symbol] + names, sum: gate.total)
      lines.append("  \(gate.id) [label=\(label), shape=\(isPlain ? "circle" : "ellipse"), width=0.45, margin=0.03];")
    }
    lines.append("  f [label=\"f\", shape=plaintext, width=0, height=0, margin=0.06];")
    for (index, wire) in picture.wires.enumerated() { lines += edge(wire, index, isDown) }
    return lines + ["}"]
  }

  private static func edge(_ wire: Picture.Wire, _ index: Int, _ isDown: Bool) -> [String] {
    guard let value = wire.value else { return ["  \(wire.from) -> \(wire.to);"] }
    // The wire is a node of its own: the rule between the cells of its table is the line on which it lies.
    let gradient = wire.gradient.map { "<font color=\"\(gradientColour)\">\($0)</font>" } ?? " "
    let coloured = "<font color=\"\(valueColour)\">\(value)</font>"
    let rows =
      isDown
      ? "<tr><td>\(coloured)</td><vr/><td>\(gradient)</td></tr>"
      : "<tr><td>\(coloured)</td></tr><hr/><tr><td>\(gradient)</td></tr>"
    let table = "<table border=\"0\" cellborder=\"0\" cellspacing=\"0\" cellpadding=\"2\">\(rows)</table>"
    let (entry, exit) = isDown ? ("n", "s") : ("w", "e")
    return [
      "  w\(index) [shape=plain, fontsize=11, label=<\(table)>];",
      "  \(wire.from) -> w\(index):\(entry) [arrowhead=none];",
      "  w\(index):\(exit) -> \(wire.to);",
    ]
  }

  /// Returns a label of several lines, smaller from the second on, and below them a sum in the gradient's colour.
  private static func html(_ lines: [String], sum: String?) -> String {
    var texts = lines.enumerated().map { index, line in
      index == 0 ? escaped(line) : "<font point-size=\"10\">\(escaped(line))</font>"
    }
    if let sum { texts.append("<font point-size=\"11\" color=\"\(gradientColour)\">sum \(escaped(sum))</font>") }
    return "<\(texts.joined(separator: "<br/>"))>"
  }

  private static func keeps(_ names: [String]) -> String { "keeps \(names.joined(separator: ", "))" }

  private static func escaped(_ text: String) -> String {
    text.reduce(into: "") { $0 += $1 == "<" ? "&lt;" : $1 == ">" ? "&gt;" : $1 == "&" ? "&amp;" : String($1) }
  }

  private static func quoted(_ text: String) -> String {
    "\"" + text.reduce(into: "") { $0 += $1 == "\"" || $1 == "\\" ? "\\\($1)" : String($1) } + "\""
  }
}
