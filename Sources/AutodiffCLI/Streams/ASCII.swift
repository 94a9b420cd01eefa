/// Text for terminals and pipes that take nothing above U+007F.
enum ASCII {
  static func transcribed(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars { result += spelling(of: scalar) }
    return result
  }

  static func spelling(of scalar: Unicode.Scalar) -> String {
    scalar.isASCII ? String(scalar) : spellings[scalar] ?? "\\u{\(String(scalar.value, radix: 16))}"
  }

  private static let spellings: [Unicode.Scalar: String] = [
    "·": "*", "×": "*", "⋅": "*", "÷": "/", "−": "-", "…": "...", "∂": "d", "≤": "<=", "≥": ">=", "≠": "!=",
    "√": "sqrt", "π": "pi", "σ": "sigma", "Φ": "Phi", "²": "^2", "³": "^3", "η": "eta", "θ": "theta", "ᵀ": "'",
    "–": "-", "—": "-", "\u{3000}": "  ", "\u{FFFD}": "?",
  ]
}
