/// Command lines as they can be pasted to a shell.
enum ShellText {
  /// Returns the words of a command line, each quoted where bash, zsh or fish would read it in another way.
  static func line(_ words: [String]) -> String { words.map(quoted).joined(separator: " ") }

  /// Returns a word in single quotes, or as it is if no shell reads anything in it.
  static func quoted(_ word: String) -> String {
    if redirections.contains(word) { return word }
    if !word.isEmpty, word.utf8.allSatisfy(isPlain), !word.hasPrefix("=") { return word }
    return "'" + word.parts(around: "'").joined(separator: "'\\''") + "'"
  }

  /// The signs of a shell that a hint may put between words.
  private static let redirections: Set<String> = [">", "|"]

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), 0x80...:
      true
    default: "-_=+,.:/@%".utf8.contains(byte)
    }
  }
}
