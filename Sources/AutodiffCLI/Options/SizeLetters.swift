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
      if letters.count > SizeLattice.mostLetters {
        throw .usage(.tooManySizes(SizeLattice.mostLetters, letters[SizeLattice.mostLetters]))
      }
      if lengths.contains(where: { $0.name == name }) {
        throw .usage(.inputTwice(option: Option.shape.long, name: name))
      }
      lengths.append((name, own))
    }
    if let name = letters.map(String.init).first(where: { letter in lengths.contains { $0.name == letter } }) {
      throw .usage(.sizeIsInput(name))
    }
  }

  private mutating func length(_ text: String) -> SizeLength? {
    if let number = Int(text) { return number > 0 ? .number(number) : nil }
    guard text.count == 1, let letter = text.first, letter.isASCII, letter.isLetter else { return nil }
    if let place = letters.firstIndex(of: letter) { return .letter(place) }
    letters.append(letter)
    return .letter(letters.count - 1)
  }

  /// Returns the sizes with the letters as their names, by which the program may call them.
  func named(_ sizes: [Int]) -> [(name: String, value: Double)] {
    zip(letters, sizes).map { (String($0), Double($1)) }
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

  /// Returns the shapes as they are written, with a number in the place of a letter.
  func text(_ letter: Character, as number: String) -> String {
    lengths.map { name, own in
      let texts = own.map { length in
        switch length {
        case .number(let number): "\(number)"
        case .letter(let place): letters[place] == letter ? number : String(letters[place])
        }
      }
      return "\(name)=\(texts.joined(separator: "x"))"
    }.joined(separator: ",")
  }

  /// The letters, and the shapes that have them, for source code.
  var ofSource: SourceSizes {
    SourceSizes(
      letters: letters.map(String.init), lengths: Dictionary(lengths.map { ($0.name, $0.lengths) }) { one, _ in one })
  }

  /// The letters with the first sizes that are tried: m = 17, n = 19.
  var firstChoiceText: String { text(of: choices()[0]) }

  /// Returns the letters with sizes of theirs: m = 17, n = 19.
  func text(of sizes: [Int]) -> String { zip(letters, sizes).map { "\($0) = \($1)" }.joined(separator: ", ") }

  /// Small, equal, even and large sizes, at which a program makes no other choices than at those that are tried.
  var checks: [[Int]] {
    [[2, 3, 4, 5], [5, 4, 3, 2], [6, 6, 6, 6], [8, 12, 9, 10], [64, 48, 96, 80], [251, 239, 257, 241]].map {
      Array($0.prefix(letters.count))
    }
  }

  /// Returns the sizes at which a formula is tried: primes, so that no size nor product of sizes is another, which grow
  /// from letter to letter and then fall; all are beyond those at which a formula is held to its values at the edges.
  ///
  /// All sizes of a letter have the same remainder, so that fractions such as (n - 1)/4 reduce alike at each.
  ///
  /// - Parameters:
  ///   - numbers: The program's own numbers, none of which is a multiple of a size.
  ///   - remainders: The remainders of the letters' sizes, one letter after the other.
  func choices(besides numbers: Set<Double> = [], _ remainders: Remainders = .ofFour) -> [[Int]] {
    let own = Set(numbers.compactMap { Int(exactly: $0) })
    let apart = SizeLattice.primes.filter { prime in !own.contains { $0 != 0 && $0.isMultiple(of: prime) } }
    return choices(of: apart, remainders) ?? choices(of: SizeLattice.primes, remainders)
      ?? [Array(SizeLattice.primes.prefix(letters.count))]
  }

  /// The remainders that the sizes of a letter have in common.
  enum Remainders: Int, CaseIterable {
    case ofFour = 4
    /// Thirds reduce alike as well, but the sizes are larger.
    case ofTwelve = 12

    fileprivate var values: [Int] { self == .ofFour ? [1, 3] : [5, 7, 11, 1] }
  }

  /// Returns the smallest sizes of these; nil if there are not enough.
  private func choices(of primes: [Int], _ remainders: Remainders) -> [[Int]]? {
    var left = remainders.values.map { remainder in primes.filter { $0 % remainders.rawValue == remainder } }
    var choices: [[Int]] = []
    for choice in 0..<4 {
      var sizes = [Int](repeating: 0, count: letters.count)
      var last = 0
      for letter in choice.isMultiple(of: 2) ? Array(letters.indices) : letters.indices.reversed() {
        let kind = letter % left.count
        guard let place = left[kind].firstIndex(where: { $0 > last }) else { return nil }
        last = left[kind].remove(at: place)
        sizes[letter] = last
      }
      choices.append(sizes)
    }
    return choices
  }
}
