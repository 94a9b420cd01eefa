import AutodiffCore

/// Shapes some of whose lengths are letters, for a formula of every size: `W=mxn,x=n`.
package struct SizeLetters: Sendable {
  /// The letters in the order in which they were met.
  package private(set) var letters: [Character] = []
  private var lengths: [(name: String, lengths: [SizeLength])] = []

  /// Reads shapes.
  ///
  /// - Throws: a part that is not of this form, and a name that stands there twice.
  init(_ text: String) throws(Failure) {
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = NameSpelling.canonical(sides[0].trimmed)
      var own: [SizeLength] = []
      for text in (sides.count == 2 ? sides[1] : "").split(
        omittingEmptySubsequences: false, whereSeparator: { $0 == "x" || $0 == "X" || $0 == "×" })
      {
        guard let length = length(text.trimmed) else { throw .usage(.malformedShape(part.trimmed)) }
        own.append(length)
      }
      guard sides.count == 2, !name.isEmpty, own.count <= Shape.mostAxes else {
        throw .usage(.malformedShape(part.trimmed))
      }
      if letters.count > SizeLattice.mostLetters { throw .usage(.tooManySizes(SizeLattice.mostLetters)) }
      if lengths.contains(where: { $0.name == name }) {
        throw .usage(.inputTwice(option: Option.shape.long, name: name))
      }
      lengths.append((name, own))
    }
  }

  private mutating func length(_ text: String) -> SizeLength? {
    if let number = Int(text) { return number > 0 ? .number(number) : nil }
    guard text.count == 1, let letter = text.first, letter.isASCII, letter.isLetter else { return nil }
    if let place = letters.firstIndex(of: letter) { return .letter(place) }
    letters.append(letter)
    return .letter(letters.count - 1)
  }

  /// Returns the shapes where the letters have these sizes.
  func shapes(at sizes: [Int]) -> [InputShape] {
    lengths.map { name, lengths in
      InputShape(
        name: name,
        shape: Shape(
          lengths.map { length in
            switch length {
            case .number(let number): number
            case .letter(let place): sizes[place]
            }
          }))
    }
  }

  /// The letters, and the shapes that have them, for source code.
  var ofSource: SourceSizes {
    SourceSizes(
      letters: letters.map(String.init), lengths: Dictionary(lengths.map { ($0.name, $0.lengths) }) { one, _ in one })
  }

  /// The letters with the first sizes that are tried: m = 17, n = 19.
  var firstChoiceText: String {
    zip(letters, choices()[0]).map { "\($0) = \($1)" }.joined(separator: ", ")
  }

  /// Returns the sizes at which a formula is tried: primes, so that no size nor product of sizes is another, which grow from
  /// letter to letter and then fall; all are beyond those at which a formula is held to its values at the edges.
  ///
  /// - Parameter numbers: The program's own numbers, none of which is a multiple of a size.
  func choices(besides numbers: [Double] = []) -> [[Int]] {
    let count = letters.count
    let own = Set(numbers.compactMap { Int(exactly: $0) })
    let apart = SizeLattice.primes.filter { prime in !own.contains { $0 != 0 && $0.isMultiple(of: prime) } }
    let primes = apart.count < 4 * count ? SizeLattice.primes : apart
    return (0..<4).map { choice in
      let sizes = letters.indices.map { primes[choice * count + $0] }
      return choice.isMultiple(of: 2) ? sizes : sizes.reversed()
    }
  }
}
