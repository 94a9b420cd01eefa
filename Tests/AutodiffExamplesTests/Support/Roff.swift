/// Text in the notation of manual pages, where some characters of a shell's command would be typeset as others.
enum Roff {
  private static let escapes: [(plain: Character, escape: String)] = [
    ("\\", #"\e"#), ("-", #"\-"#), ("'", #"\(aq"#), ("`", #"\(ga"#), ("^", #"\(ha"#), ("~", #"\(ti"#), ("\"", #"\(dq"#),
  ]

  /// Returns plain text as a line of a manual page that is typeset to that text.
  static func encoded(_ text: String) -> String {
    var result = text.hasPrefix(".") || text.hasPrefix("'") ? #"\&"# : ""
    for character in text {
      if let escape = escapes.first(where: { $0.plain == character })?.escape {
        result += escape
      } else {
        for scalar in character.unicodeScalars {
          if scalar.isASCII {
            result.unicodeScalars.append(scalar)
          } else {
            let digits = String(scalar.value, radix: 16, uppercase: true)
            result += "\\[u" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + "]"
          }
        }
      }
    }
    return result
  }

  /// Returns the plain text that a line written by `encoded(_:)` is typeset to.
  static func decoded(_ text: String) -> String {
    var result = ""
    var rest = text[...]
    while let first = rest.first {
      if rest.hasPrefix(#"\&"#) {
        rest = rest.dropFirst(2)
      } else if rest.hasPrefix(#"\[u"#), let end = rest.firstIndex(of: "]"),
        let value = UInt32(rest[..<end].dropFirst(3), radix: 16), let scalar = Unicode.Scalar(value)
      {
        result.unicodeScalars.append(scalar)
        rest = rest[end...].dropFirst()
      } else if let (plain, escape) = escapes.first(where: { rest.hasPrefix($0.escape) }) {
        result.append(plain)
        rest = rest.dropFirst(escape.count)
      } else {
        result.append(first)
        rest = rest.dropFirst()
      }
    }
    return result
  }
}
