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

  /// Returns a name with all that is above U+007F as `\u{3c3}`, which files of values may have in names.
  static func escaped(_ name: String) -> String {
    name.unicodeScalars.map { $0.isASCII ? String($0) : escape($0) }.joined()
  }

  private static func escape(_ scalar: Unicode.Scalar) -> String { "\\u{\(String(scalar.value, radix: 16))}" }

  static func spelling(of scalar: Unicode.Scalar) -> String {
    scalar.isASCII ? String(scalar) : spellings[scalar] ?? escape(scalar)
  }

  private static let spellings: [Unicode.Scalar: String] = [
    "·": "*", "⊙": "*", "⊗": "(x)", "×": "*", "⋅": "*", "÷": "/", "−": "-", "…": "...", "∂": "d", "≤": "<=", "≥": ">=",
    "≠": "!=", "±": "+-",
    "√": "sqrt", "π": "pi", "σ": "sigma", "Φ": "Phi", "²": "^2", "³": "^3", "η": "eta", "θ": "theta", "ᵀ": "'",
    "–": "-", "—": "-", "\u{3000}": "  ", "\u{FFFD}": "?",
  ]
}
