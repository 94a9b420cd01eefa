extension SourceCode {
  /// Returns a Boolean value indicating whether the code around the function has a name for something of its own: a
  /// variable of the program that reads points, or the class of a gate.
  package func hasOther(_ name: String) -> Bool {
    guard hasMain || gates != nil else { return false }
    var other = self
    // No name in the code is as long.
    other.name = String(repeating: "f", count: 40)
    return other.lines.contains { text in
      text.split(separator: "\n").contains { Self.names(in: $0).contains(name[...]) }
    }
  }

  /// Returns the names in a line of code, without those in texts and comments.
  private static func names(in line: Substring) -> [Substring] {
    let code = line.split(separator: "\"", omittingEmptySubsequences: false).enumerated().filter {
      $0.offset.isMultiple(of: 2)
    }
    return code.flatMap { _, part -> [Substring] in
      let start = part.drop { $0 == " " }
      if ["#", "/", "*", "%"].contains(where: { start.hasPrefix($0) }) { return [] }
      func isPart(_ character: Character) -> Bool {
        character == "_" || character.isASCII && (character.isLetter || character.isNumber)
      }
      let names = part.split { !isPart($0) }
      // The f before a text with values is none.
      return part.last.map(isPart) ?? false ? names.dropLast() : names
    }
  }
}
