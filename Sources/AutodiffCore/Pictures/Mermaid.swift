/// The spelling of a picture in Mermaid's language, which many sites render in Markdown.
package enum Mermaid {
  /// Returns the lines of a picture in Mermaid.
  package static func lines(_ picture: Picture, _ orientation: SceneBuilder.Orientation) -> [String] {
    var lines = ["flowchart \(orientation == .down ? "TB" : "LR")"]
    for input in picture.inputs {
      lines.append(
        "  \(input.id)[\(quoted([input.name, sum(input.total)].compactMap { $0 }.joined(separator: "<br/>")))]")
    }
    for constant in picture.constants { lines.append("  \(constant.id)[\(quoted(constant.text))]") }
    for gate in picture.gates {
      let label = gate.label.map { "\(gate.symbol) = \($0)" } ?? gate.symbol
      let keeps = gate.savedNames.isEmpty ? nil : "keeps \(gate.savedNames.joined(separator: ", "))"
      let texts = [label, sum(gate.total), keeps].compactMap { $0 }
      lines.append("  \(gate.id)((\(quoted(texts.joined(separator: "<br/>")))))")
    }
    lines.append("  f[\"f\"]")
    for wire in picture.wires {
      let texts = [wire.value, wire.gradient.map { "grad \($0)" }].compactMap { $0 }
      let label = texts.isEmpty ? "" : "|\(quoted(texts.joined(separator: "<br/>")))|"
      lines.append("  \(wire.from) -->\(label) \(wire.to)")
    }
    return lines
  }

  private static func sum(_ total: String?) -> String? { total.map { "grad \($0) in all" } }

  private static func quoted(_ text: String) -> String {
    // Mermaid has entity codes for characters that its own grammar would read.
    "\"" + text.reduce(into: "") { $0 += $1 == "\"" ? "#quot;" : $1 == "*" ? "#42;" : String($1) } + "\""
  }
}
