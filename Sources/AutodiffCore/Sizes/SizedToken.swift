/// A word, a number, a sign or blanks in a text that is to hold for every size.
package struct SizedToken: Sendable {
  /// The kinds of tokens.
  package enum Kind: Sendable { case word, number, blank }

  package let kind: Kind
  package let text: String

  /// Returns the tokens of a text.
  package static func all(_ text: String) -> [SizedToken] {
    var tokens: [SizedToken] = []
    let characters = Array(text)
    var place = 0
    func take(while isPart: (Character) -> Bool) -> String {
      let start = place
      while place < characters.count, isPart(characters[place]) { place += 1 }
      return String(characters[start..<place])
    }
    func isDigit(_ place: Int) -> Bool {
      place < characters.count && characters[place].isASCII && characters[place].isNumber
    }
    func digits() -> String { take { $0.isASCII && $0.isNumber } }
    while place < characters.count {
      let character = characters[place]
      if character.isWhitespace {
        tokens.append(SizedToken(kind: .blank, text: take { $0.isWhitespace }))
      } else if isDigit(place) {
        var number = digits()
        if place < characters.count, characters[place] == ".", isDigit(place + 1) {
          place += 1
          number += "." + digits()
        }
        if place + 1 < characters.count, characters[place] == "e", "+-".contains(characters[place + 1]),
          isDigit(place + 2)
        {
          number += "e" + String(characters[place + 1])
          place += 2
          number += digits()
        }
        tokens.append(SizedToken(kind: .number, text: number))
        // The lengths of a shape, as in 2x3.
        if place < characters.count, characters[place] == "x", isDigit(place + 1) {
          tokens.append(SizedToken(kind: .word, text: "x"))
          place += 1
        }
      } else if character.isLetter || character == "_" {
        tokens.append(SizedToken(kind: .word, text: take { $0.isLetter || $0.isNumber || $0 == "_" }))
      } else {
        place += 1
        tokens.append(SizedToken(kind: .word, text: String(character)))
      }
    }
    return tokens
  }
}
