/// The rules that let a command be pasted into bash, zsh and fish alike.
enum PortableCommand {
  /// The characters that one of the shells expands or reads as its own unless they stand in quotes.
  private static let special: Set<Character> = ["[", "]", "*", "?", "(", ")", "{", "}", "^", "!", "#"]

  /// The faults of a command, in words: none if it means the same in the three shells.
  static func faults(in command: String) -> [String] {
    var faults: [String] = []
    var quote: Character?
    var previous: Character?
    for character in command {
      switch (quote, character) {
      case (nil, "'"), (nil, "\""): quote = character
      case (let open?, character) where open == character: quote = nil
      case (nil, character) where special.contains(character): faults.append("'\(character)' outside quotes")
      default: break
      }
      if quote != "'", previous == "$", character == "?" { faults.append("'$?', which is $status in fish") }
      if quote == nil, previous == "<", character == "<" { faults.append("'<<', which fish lacks") }
      previous = character
    }
    if quote != nil { faults.append("a quote that is not closed") }
    return faults
  }
}
