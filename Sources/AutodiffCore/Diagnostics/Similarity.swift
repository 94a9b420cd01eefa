/// Finds the word that a misspelt one was probably meant to be.
package enum Similarity {
  /// The candidate fewest edits away, if that is few for a word of this length.
  package static func nearest(to word: String, among candidates: some Sequence<String>) -> String? {
    let letters = Array(word.lowercased().unicodeScalars)
    let allowed = letters.count <= 2 ? 1 : letters.count <= 5 ? 2 : 3
    var best: (candidate: String, distance: Int)?
    for candidate in candidates where candidate != word {
      let other = Array(candidate.lowercased().unicodeScalars)
      // Words with nothing in common but their shortness are no help.
      guard abs(other.count - letters.count) <= allowed, max(letters.count, other.count) > 1 else { continue }
      let distance = distance(letters, other)
      guard distance <= allowed, distance < max(letters.count, other.count) - (letters.count > 2 ? 1 : 0) else {
        continue
      }
      if best.map({ (distance, candidate) < ($0.distance, $0.candidate) }) ?? true { best = (candidate, distance) }
    }
    return best?.candidate
  }

  /// Edits by insertion, deletion, substitution and exchange of neighbours: the restricted distance of
  /// F. Damerau, "A technique for computer detection and correction of spelling errors", CACM 1964.
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
