/// The raised characters that stand for exponents: digits, which the language reads, and signs and letters, for which
/// there is a hint.
enum Superscripts {
  /// Returns the character on the line that a raised one stands for; nil for any other character.
  static func plain(_ scalar: Unicode.Scalar) -> Character? {
    if let digit = Spelling.superscriptDigit(scalar) { return Character(String(digit)) }
    switch scalar.value {
    case 0x2B0...0x2B8, 0x1D43...0x1DBB, 0x2071...0x207F: return signs[scalar]
    default: return nil
    }
  }

  /// Returns the raised characters of a text on the line.
  static func plain(_ text: String) -> String { String(text.unicodeScalars.compactMap(plain)) }

  private static let signs: [Unicode.Scalar: Character] = [
    "⁺": "+", "⁻": "-", "⁽": "(", "⁾": ")", "ⁿ": "n", "ⁱ": "i", "ʲ": "j", "ᵏ": "k", "ᵐ": "m", "ᵖ": "p", "ᵗ": "t",
    "ˣ": "x", "ʸ": "y", "ᶻ": "z", "ᵃ": "a", "ᵇ": "b", "ᶜ": "c", "ᵈ": "d", "ʳ": "r", "ˢ": "s", "ᵘ": "u", "ᵛ": "v",
  ]
}
