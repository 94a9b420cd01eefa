/// The one spelling of a name that may be written in several ways: with letters in one code point or with an accent
/// behind them, with letters of another style, and with subscripts.
///
/// Source: M. Davis, K. Whistler, "Unicode Standard Annex #15: Unicode Normalization Forms", form KC, as far as letters
/// that are written in formulas go.
package enum NameSpelling {
  /// Returns the spelling of a name that equals that of every other way to write it.
  package static func canonical(_ name: String) -> String {
    guard name.utf8.contains(where: { $0 >= 0x80 }) else { return name }
    var result = String.UnicodeScalarView()
    for character in name {
      var letters = character.unicodeScalars.map(plain)
      if letters.count > 1 { letters = composed(letters) }
      result.append(contentsOf: letters)
    }
    return String(result)
  }

  // MARK: - Accents

  /// The blocks of letters that have accents in one code point: Latin, Greek, Cyrillic and kana.
  private static let blocks: [ClosedRange<UInt32>] = [0xC0...0x24F, 0x370...0x4FF, 0x1E00...0x1FFF, 0x3040...0x30FF]

  /// Returns a letter and its accents with as many of them as can be in one code point.
  private static func composed(_ letters: [Unicode.Scalar]) -> [Unicode.Scalar] {
    // Accents at different places of the letter may be written in any order.
    let accents = letters.dropFirst().enumerated().sorted {
      ($0.element.properties.canonicalCombiningClass.rawValue, $0.offset)
        < ($1.element.properties.canonicalCombiningClass.rawValue, $1.offset)
    }
    var result = [letters[0]]
    for (_, accent) in accents {
      if let one = letter(equalTo: [result[0], accent]) { result[0] = one } else { result.append(accent) }
    }
    return result
  }

  private static func letter(equalTo letters: [Unicode.Scalar]) -> Unicode.Scalar? {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: letters)
    // Texts are equal if they are canonically equivalent.
    let text = String(view)
    for block in blocks {
      for value in block {
        if let one = Unicode.Scalar(value), String(one) == text { return one }
      }
    }
    return nil
  }

  // MARK: - Styles

  /// Returns the plain letter or digit that a character is a style of; any other character as it is.
  private static func plain(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    if scalar.isASCII { return scalar }
    if let digit = Spelling.subscriptDigit(scalar) { return Unicode.Scalar(UInt8(ascii: "0") + digit) }
    switch scalar.value {
    case 0xFF21...0xFF3A, 0xFF41...0xFF5A: return offset(scalar.value - 0xFEE0, 0)
    case 0x1D400...0x1D6A3:
      let place = (scalar.value - 0x1D400) % 52
      return place < 26 ? offset(0x41, place) : offset(0x61, place - 26)
    case 0x1D6A8...0x1D7C9: return greek((scalar.value - 0x1D6A8) % 58) ?? scalar
    default: return styles[scalar] ?? scalar
    }
  }

  /// Returns the Greek letter at a place of the mathematical alphabets; nil for the signs among them.
  private static func greek(_ place: UInt32) -> Unicode.Scalar? {
    switch place {
    case 17: "Θ"
    case 0...24: offset(0x391, place)
    case 26...50: offset(0x3B1, place - 26)
    case 52: "ε"
    case 53: "θ"
    case 54: "κ"
    case 55: "φ"
    case 56: "ρ"
    case 57: "π"
    default: nil
    }
  }

  private static func offset(_ first: UInt32, _ place: UInt32) -> Unicode.Scalar {
    Unicode.Scalar(first + place) ?? "\u{FFFD}"
  }

  private static let styles: [Unicode.Scalar: Unicode.Scalar] = [
    "\u{B5}": "μ", "\u{17F}": "s", "\u{2126}": "Ω", "\u{212A}": "K", "\u{212B}": "Å", "ϐ": "β", "ϑ": "θ", "ϕ": "φ",
    "ϖ": "π", "ϰ": "κ", "ϱ": "ρ", "ϵ": "ε", "ϴ": "Θ", "ℂ": "C", "ℊ": "g", "ℋ": "H", "ℌ": "H", "ℍ": "H", "ℎ": "h",
    "ℏ": "ħ", "ℐ": "I", "ℑ": "I", "ℒ": "L", "ℓ": "l", "ℕ": "N", "ℙ": "P", "ℚ": "Q", "ℛ": "R", "ℜ": "R", "ℝ": "R",
    "ℤ": "Z", "ℨ": "Z", "ℬ": "B", "ℭ": "C", "ℯ": "e", "ℰ": "E", "ℱ": "F", "ℳ": "M", "ℴ": "o", "ᵢ": "i", "ᵣ": "r",
    "ᵤ": "u", "ᵥ": "v", "ᵦ": "β", "ᵧ": "γ", "ᵨ": "ρ", "ᵩ": "φ", "ᵪ": "χ", "ₐ": "a", "ₑ": "e", "ₒ": "o", "ₓ": "x",
    "ₕ": "h", "ₖ": "k", "ₗ": "l", "ₘ": "m", "ₙ": "n", "ₚ": "p", "ₛ": "s", "ₜ": "t", "ⱼ": "j",
  ]
}
