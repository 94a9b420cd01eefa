/// The search for the word that a misspelt one was probably meant to be.
package enum Similarity {
  /// Returns the candidate with the fewest edits, if they are few for a word of this length, or else a candidate that
  /// the word begins with, or that begins with the word.
  ///
  /// - Returns: The candidate, or nil if none is near. Letters of both cases are equal; `word` itself is no candidate.
  package static func nearest(to word: String, among candidates: some Sequence<String>) -> String? {
    let letters = Array(word.lowercased().unicodeScalars)
    let allowed = letters.count < 6 ? 1 : letters.count < 9 ? 2 : 3
    var best: Match?
    for candidate in candidates where candidate != word {
      let other = Array(candidate.lowercased().unicodeScalars)
      let shared = zip(letters, other).prefix { $0 == $1 }.count
      var match = Match(
        candidate: candidate, distance: 0, isContained: isContained(other, in: letters), shared: shared)
      if letters != other {
        let longer = max(letters.count, other.count)
        match.distance = abs(letters.count - other.count) > allowed ? .max : distance(letters, other)
        // Words with nothing in common but their shortness are no help.
        if match.distance > allowed || match.distance >= longer - 1 {
          guard shared >= 3, shared == min(letters.count, other.count) else { continue }
          match.distance = longer
        }
      }
      if best.map({ match < $0 }) ?? true { best = match }
    }
    return best?.candidate
  }

  /// A candidate with its distance; the order is by fewest edits, then those that only leave letters out, as of asin in
  /// arcsin, then most letters shared at the beginning, then the alphabet.
  private struct Match: Comparable {
    var candidate: String
    var distance: Int
    var isContained: Bool
    var shared: Int

    static func < (left: Match, right: Match) -> Bool {
      (left.distance, left.isContained ? 0 : 1, -left.shared, left.candidate) < (
        right.distance, right.isContained ? 0 : 1, -right.shared, right.candidate
      )
    }
  }

  /// Returns a Boolean value indicating whether a word has the letters of another in their order, among others.
  private static func isContained(_ other: [Unicode.Scalar], in letters: [Unicode.Scalar]) -> Bool {
    var rest = other[...]
    for letter in letters where letter == rest.first { rest.removeFirst() }
    return rest.isEmpty
  }

  /// Returns the number of edits between two words: insertions, deletions, substitutions and exchanges of neighbours.
  ///
  /// Source: F. Damerau, "A technique for computer detection and correction of spelling errors", CACM 7 (1964); this is
  /// the restricted distance, which edits no letter twice.
  private static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for row in 0..<left.count {
      var current = [row + 1]
      for column in 0..<right.count {
        let substitution = last[column] + (left[row] == right[column] ? 0 : 1)
        var cost = min(substitution, last[column + 1] + 1, current[column] + 1)
        if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
          cost = min(cost, beforeLast[column - 1] + 1)
        }
        current.append(cost)
      }
      beforeLast = last
      last = current
    }
    return last[right.count]
  }
}
