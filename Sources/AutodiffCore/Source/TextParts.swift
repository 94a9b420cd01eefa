/// Searches by bytes. The standard library's own for texts bring a parser of regular expressions of a megabyte along.
extension StringProtocol {
  /// The parts of the text between the occurrences of a separator; one where there are none.
  package func parts(around separator: String) -> [SubSequence] {
    var parts: [SubSequence] = []
    var start = startIndex
    var place = startIndex
    while place < endIndex, !separator.isEmpty {
      if utf8[place...].starts(with: separator.utf8) {
        parts.append(self[start..<place])
        place = utf8.index(place, offsetBy: separator.utf8.count)
        start = place
      } else {
        place = utf8.index(after: place)
      }
    }
    return parts + [self[start...]]
  }

  /// Returns true if the bytes of `part` stand next to each other somewhere in the text.
  package func includes(_ part: String) -> Bool { parts(around: part).count > 1 }
}
