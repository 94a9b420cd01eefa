/// The characters beyond ASCII that the language accepts, with their meanings.
enum Spelling {
  /// Returns a Boolean value indicating whether a name may begin with the character.
  static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII
      ? (scalar.value | 0x20 >= 0x61 && scalar.value | 0x20 <= 0x7A) || scalar == "_"
      : scalar.properties.isAlphabetic && Superscripts.plain(scalar) == nil && scalar != "ᵀ"
  }

  /// Returns a Boolean value indicating whether the character is an accent that follows its letter, as in decomposed
  /// text.
  static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.generalCategory == .nonspacingMark || scalar.properties.generalCategory == .spacingMark
  }

  /// Returns a Boolean value indicating whether the character is a blank between words.
  static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    scalar == " " || scalar == "\t" || scalar == "\r" || scalar == "\u{FEFF}"
      || (!scalar.isASCII && scalar.properties.isWhitespace)
  }

  /// Returns the token that a mathematical sign stands for, or nil if it stands for none.
  static func operation(_ scalar: Unicode.Scalar) -> Token.Kind? {
    switch scalar {
    case "×": .times
    case "÷", "∕": .divide
    case "−": .minus
    case "·", "⋅", "∙": .at
    case "√": .root
    case "≤": .lessEqual
    case "≥": .greaterEqual
    case "≠": .notEqual
    case "ᵀ": .apostrophe
    default: nil
    }
  }

  /// Returns the digit that a subscript such as `₁`, which is part of a name, stands for; nil for another character.
  static func subscriptDigit(_ scalar: Unicode.Scalar) -> UInt8? {
    (0x2080...0x2089).contains(scalar.value) ? UInt8(scalar.value - 0x2080) : nil
  }

  /// Returns the digit that a superscript such as `²` stands for; nil for another character.
  static func superscriptDigit(_ scalar: Unicode.Scalar) -> UInt8? {
    switch scalar.value {
    case 0xB9: 1
    case 0xB2: 2
    case 0xB3: 3
    case 0x2070, 0x2074...0x2079: UInt8(scalar.value - 0x2070)
    default: nil
    }
  }
}
