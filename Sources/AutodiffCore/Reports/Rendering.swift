/// Choices that every report shares.
package struct Rendering: Sendable {
  package var number = NumberText()
  /// Nothing above U+007F.
  package var ascii = false
  /// Columns of the terminal.
  package var width = 80
  /// Whether a person looks at it, for whom long lines are broken.
  package var isTerminal = false
  package var paint = Paint(enabled: false)

  package init() {}
}

/// Colours of the terminal, or none.
package struct Paint: Sendable {
  package var enabled: Bool

  package init(enabled: Bool) { self.enabled = enabled }

  package enum Colour: String, Sendable {
    case bold = "1"
    case cyan = "36"
    case dim = "2"
    case boldRed = "1;31"
  }

  package func callAsFunction(_ text: String, _ colour: Colour) -> String {
    enabled ? "\u{1B}[\(colour.rawValue)m\(text)\u{1B}[0m" : text
  }
}

package enum OutputFormat: String, CaseIterable, Sendable {
  case text, json, csv, tsv, plain, markdown, latex, npy, dot, mermaid
}
