/// A picture in Graphviz's language, drawn as on a lecture's slide: inputs at the left, operations in circles, on each
/// wire the value above the line and the gradient below it.
package enum DOT {
  private static let valueColour = "#1a7f37"
  private static let gradientColour = "#cf222e"

  /// Returns the lines of a picture in DOT.
  package static func lines(_ picture: Picture, _ number: NumberText) -> [String] {
    var lines = [
      "digraph f {",
      "  rankdir=LR; ordering=in; nodesep=0.25; ranksep=0.3; fontname=\"Helvetica\";",
      "  node [fontname=\"Helvetica\", fontsize=13]; edge [fontname=\"Helvetica\", arrowsize=0.6];",
    ]
    if !picture.inputs.isEmpty {
      lines.append("  { rank=source; \(picture.inputs.map { "\($0.id);" }.joined(separator: " ")) }")
    }
    for input in picture.inputs {
      lines.append("  \(input.id) [label=\(quoted(input.name)), shape=plaintext, width=0, height=0, margin=0.06];")
    }
    for constant in picture.constants {
      lines.append(
        "  \(constant.id) [label=\(quoted(constant.text)), shape=plaintext, width=0, height=0, margin=0.06, fontcolor=\"#6e7781\"];"
      )
    }
    for gate in picture.gates {
      let label = gate.label.map { ", xlabel=\(quoted($0))" } ?? ""
      lines.append(
        "  \(gate.id) [label=\(quoted(symbol(gate.symbol))), shape=circle, width=0.45, margin=0.03\(label)];")
    }
    lines.append("  f [label=\"f\", shape=plaintext, width=0, height=0, margin=0.06];")
    for (index, wire) in picture.wires.enumerated() { lines += edge(wire, index, number) }
    return lines + ["}"]
  }

  private static func edge(_ wire: Picture.Wire, _ index: Int, _ number: NumberText) -> [String] {
    guard let value = wire.value else { return ["  \(wire.from) -> \(wire.to);"] }
    // The wire is a node of its own: the rule between the rows of its table is the line on which it lies.
    let gradient = wire.gradient.map { "<font color=\"\(gradientColour)\">\($0)</font>" } ?? " "
    let table =
      "<table border=\"0\" cellborder=\"0\" cellspacing=\"0\" cellpadding=\"2\">"
      + "<tr><td><font color=\"\(valueColour)\">\(value)</font></td></tr><hr/>"
      + "<tr><td>\(gradient)</td></tr></table>"
    return [
      "  w\(index) [shape=plain, fontsize=11, label=<\(table)>];",
      "  \(wire.from) -> w\(index):w [arrowhead=none];",
      "  w\(index):e -> \(wire.to);",
    ]
  }

  private static func symbol(_ name: String) -> String { name == "*" ? "×" : name == "-" ? "−" : name }

  private static func quoted(_ text: String) -> String {
    "\"" + text.reduce(into: "") { $0 += $1 == "\"" || $1 == "\\" ? "\\\($1)" : String($1) } + "\""
  }
}
