/// A command whose answer today differs from the one that a document shows.
struct Difference: Error, CustomStringConvertible {
  var path: String
  var command: String
  var shown: [String]
  var given: [String]

  /// The command with both answers from the first line that differs.
  var description: String {
    let same = zip(shown, given).prefix { $0 == $1 }.count
    func excerpt(_ lines: [String]) -> String {
      let rest = lines.dropFirst(same)
      return rest.isEmpty ? "(nothing)" : rest.prefix(6).joined(separator: "\n")
    }
    return """
      \(path): the answer differs from line \(same + 1) on (RECORD_EXAMPLES=1 writes it anew)
      $ \(command)
      shown:
      \(excerpt(shown))
      given:
      \(excerpt(given))
      """
  }
}
