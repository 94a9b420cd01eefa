/// The choices of rendering that every report shares.
package struct Rendering: Sendable {
  /// The way in which numbers are written.
  package var number = NumberText()
  /// A Boolean value indicating whether the output is to be ASCII alone.
  package var ascii = false
  /// The number of columns of the terminal.
  package var width = 80
  /// A Boolean value indicating whether a person reads the output on a terminal, so that long lines are broken.
  package var isTerminal = false
  /// The colours.
  package var paint = Paint(enabled: false)

  /// Creates the usual choices.
  package init() {}
}

/// The colours of a terminal, or none.
package struct Paint: Sendable {
  /// A Boolean value indicating whether there are colours.
  package var enabled: Bool

  /// Creates colours, or none.
  package init(enabled: Bool) { self.enabled = enabled }

  /// The colours with their codes.
  ///
  /// Source: ECMA-48, 5th ed., §8.3.117 (select graphic rendition).
  package enum Colour: String, Sendable {
    case bold = "1"
    case cyan = "36"
    case dim = "2"
    case boldRed = "1;31"
  }

  /// Returns a text in a colour.
  package func callAsFunction(_ text: String, _ colour: Colour) -> String {
    enabled ? "\u{1B}[\(colour.rawValue)m\(text)\u{1B}[0m" : text
  }
}

/// The formats of output that a user can choose.
package enum OutputFormat: String, CaseIterable, Sendable {
  case text, json, csv, tsv, plain, markdown, latex, npy, mtx, dot, mermaid, svg, tikz, html
  case gradescope, junit, tap, gift
}
