/// Text for terminals and pipes that take nothing above U+007F.
enum ASCII {
  static func transcribed(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      if scalar.isASCII {
        result.unicodeScalars.append(scalar)
      } else {
        result += spellings[scalar] ?? "\\u{\(String(scalar.value, radix: 16))}"
      }
    }
    return result
  }

  private static let spellings: [Unicode.Scalar: String] = [
    "·": "*", "×": "*", "⋅": "*", "÷": "/", "−": "-", "…": "...", "∂": "d", "≤": "<=", "≥": ">=", "≠": "!=",
    "√": "sqrt", "π": "pi", "σ": "sigma", "Φ": "Phi", "²": "^2", "³": "^3", "η": "eta", "θ": "theta", "ᵀ": "'",
    "–": "-", "—": "-", "\u{3000}": "  ", "\u{FFFD}": "?",
  ]
}
