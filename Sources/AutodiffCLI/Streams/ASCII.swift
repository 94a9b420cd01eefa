/// Text for terminals and pipes that take nothing above U+007F.
enum ASCII {
  static func transcribed(_ text: String) -> String {
    var result = ""
    var before: Unicode.Scalar = " "
    for scalar in text.unicodeScalars {
      // Between lengths it is a shape's: 2x3, nxk.
      let isShape = scalar == "×" && (("0"..."9").contains(before) || ("k"..."n").contains(before))
      result += isShape ? "x" : spelling(of: scalar)
      before = scalar
    }
    return result
  }

  static func spelling(of scalar: Unicode.Scalar) -> String {
    scalar.isASCII ? String(scalar) : spellings[scalar] ?? "\\u{\(String(scalar.value, radix: 16))}"
  }

  private static let spellings: [Unicode.Scalar: String] = [
    "·": "*", "⊙": "*", "⊗": "(x)", "×": "*", "⋅": "*", "÷": "/", "−": "-", "…": "...", "∂": "d", "≤": "<=", "≥": ">=",
    "≠": "!=",
    "√": "sqrt", "π": "pi", "σ": "sigma", "Φ": "Phi", "²": "^2", "³": "^3", "η": "eta", "θ": "theta", "ᵀ": "'",
    "–": "-", "—": "-", "\u{3000}": "  ", "\u{FFFD}": "?",
  ]
}
