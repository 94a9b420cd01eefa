/// A mistake that gives a claim exactly.
package struct Explanation: Sendable {
  /// The name of the kind in answers for programs.
  package let kind: String
  /// The name of the mistake for people, without any number.
  package let name: String
  /// The name of the operation at which it goes wrong; nil for the whole answer.
  package let operation: String?
  /// The place in the source; `.none` for the whole answer.
  package let span: Span
  /// The names of the elements of inputs that it explains.
  package let inputs: [String]
  /// The derivative that it gives, by the element's name.
  package let values: [String: Double]
  /// The sentence that says what was done, where, and what should be there.
  package let text: String
}

/// The wrong answers that one mistake, or one of several, explains.
package struct Finding: Sendable {
  /// The names of the elements of inputs.
  package let inputs: [String]
  /// The mistakes that give these answers, the commonest first.
  package let alternatives: [Explanation]
}

/// A claimed derivative by an element of an input.
package struct ClaimedElement {
  /// The name of the element.
  let name: String
  /// The place of the input among the program's.
  let input: Int
  /// The place of the element within its input.
  let element: Int
  let claim: Claim.Number
  /// A Boolean value indicating whether the claim is right.
  let isRight: Bool

  /// Creates a claim.
  package init(_ name: String, input: Int, element: Int, _ claim: Claim.Number, isRight: Bool) {
    self.name = name
    self.input = input
    self.element = element
    self.claim = claim
    self.isRight = isRight
  }

  /// The number of digits that count: those that are written of a decimal; a whole number or a formula is exact.
  var digits: Int {
    guard claim.precision > 0, let text = claim.text else { return 17 }
    return Claim.digits(text)
  }

  /// Returns a Boolean value indicating whether a derivative is the claimed one, as far as it is written.
  func agrees(with value: Double) -> Bool {
    guard value.isFinite, claim.value.isFinite else { return false }
    let size = fmax(fabs(claim.value), fabs(value))
    return fabs(claim.value - value) <= fmax(1e-9 * size, claim.precision * (1 + 1e-9))
  }
}

extension SingleMistakes {
  /// The number of alternatives that are told.
  private static let mostAlternatives = 3

  /// Explains wrong answers by single mistakes.
  ///
  /// The mistakes that leave right answers right come first, then those that explain the most, then the commonest;
  /// where no single one explains all, several do, the best one first.
  package func explain(_ claims: [ClaimedElement]) -> [Finding] {
    var wrong = Dictionary(grouping: claims.filter { !$0.isRight }, by: \.input)
    guard !wrong.isEmpty else { return [] }
    var findings: [Finding] = []
    // Slips of the pen belong to a number, not to the sweep.
    for (input, elements) in wrong.sorted(by: { $0.key < $1.key }) {
      let slips = elements.map { element in slip(element).map { (element, $0) } }
      guard slips.allSatisfy({ $0 != nil }), let first = slips.first ?? nil else { continue }
      let kinds = slips.compactMap { $0?.1.kind }
      guard kinds.allSatisfy({ $0 == first.1.kind }) else { continue }
      findings.append(Finding(inputs: elements.map(\.name), alternatives: [first.1.covering(elements)]))
      wrong[input] = nil
    }
    guard exercise.isSmallEnough else { return findings }
    let right = Dictionary(grouping: claims.filter(\.isRight), by: \.input)
    var matches = matches(wrong, right)
    while !wrong.isEmpty, let best = matches.min(by: { $0.isBetter(than: $1, among: wrong) }) {
      let covered = best.inputs.filter { wrong[$0] != nil }
      let equal = matches.filter {
        $0.inputs.filter { wrong[$0] != nil } == covered && $0.spoils == best.spoils
          && $0.rarity <= best.rarity + 1
      }.sorted { $0.isBetter(than: $1, among: wrong) }
      let elements = covered.flatMap { wrong[$0] ?? [] }
      let distinct = distinct(equal, covered).prefix(Self.mostAlternatives)
      findings.append(
        Finding(inputs: elements.map(\.name), alternatives: distinct.map { explanation($0.candidate, elements) }))
      for input in covered { wrong[input] = nil }
      matches.removeAll { match in !match.inputs.contains { wrong[$0] != nil } }
    }
    return findings
  }

  /// Returns all single mistakes that make a derivative by the given inputs another one than the right one, the
  /// commonest first.
  package func all(_ inputs: [Int]) -> [Explanation] {
    guard exercise.isSmallEnough else { return [] }
    let ordered = candidates.joined().enumerated().sorted {
      ($0.element.rarity, $0.offset) < ($1.element.rarity, $1.offset)
    }
    return ordered.map(\.element).compactMap { candidate in
      let elements = inputs.flatMap { input -> [ClaimedElement] in
        guard let answer = candidate.answers[input], answer.isFinite, !answer.agrees(with: exercise.right[input]) else {
          return []
        }
        let shape = answer.shape
        return (0..<shape.count).map {
          ClaimedElement(
            exercise.names[input] + shape.subscriptText($0), input: input, element: $0,
            Claim.Number(value: answer[$0], precision: 0), isRight: false)
        }
      }
      return elements.isEmpty ? nil : explanation(candidate, elements)
    }
  }

  // MARK: - Matches

  /// A candidate that gives all wrong answers of some inputs.
  private struct Match {
    let candidate: Candidate
    /// The place of the candidate among all: the row of its kind and the number in it.
    let row: Int
    let place: Int
    /// The inputs whose wrong answers it gives.
    let inputs: [Int]
    /// The number of right answers that it would make wrong.
    let spoils: Int

    /// The place in the order of how common it is; an exchange is seen from both sides.
    var rarity: Int {
      let isHalf = candidate.variation.isJoint && inputs.count < candidate.answers.count { $0 != nil }
      return candidate.rarity + (isHalf ? 2 : 0)
    }

    func isBetter(than other: Match, among wrong: [Int: [ClaimedElement]]) -> Bool {
      func key(_ match: Match) -> (Int, Int, Int, Int, Int) {
        let explained = match.inputs.reduce(0) { $0 + (wrong[$1]?.count ?? 0) }
        return (min(match.spoils, 1), -explained, match.rarity, match.row, match.place)
      }
      return key(self) < key(other)
    }
  }

  private func matches(_ wrong: [Int: [ClaimedElement]], _ right: [Int: [ClaimedElement]]) -> [Match] {
    var matches: [Match] = []
    for (row, candidates) in candidates.enumerated() {
      for (place, candidate) in candidates.enumerated() {
        let explained = wrong.keys.filter { input in
          guard let answer = candidate.answers[input] else { return false }
          return (wrong[input] ?? []).allSatisfy { $0.agrees(with: answer[$0.element]) }
            && (right[input] ?? []).allSatisfy { $0.agrees(with: answer[$0.element]) }
        }.sorted()
        let elements = explained.flatMap { wrong[$0] ?? [] }
        guard !elements.isEmpty, Self.isEvidence(elements, for: candidate) else { continue }
        let spoils = right.keys.reduce(0) { count, input in
          guard let answer = candidate.answers[input] else { return count }
          return count + (right[input] ?? []).count { !$0.agrees(with: answer[$0.element]) }
        }
        matches.append(Match(candidate: candidate, row: row, place: place, inputs: explained, spoils: spoils))
      }
    }
    return matches
  }

  /// Returns a Boolean value indicating whether answers have digits enough to tell a mistake from chance.
  ///
  /// A rare one takes more than three: of the numbers of three digits, the rare mistakes of an exercise make one in
  /// fifty.
  private static func isEvidence(_ elements: [ClaimedElement], for candidate: Candidate) -> Bool {
    let digits = elements.reduce(0) { $0 + min($1.digits, 17) }
    return digits > 3 || digits == 3 && candidate.rarity < 3
  }

  /// Returns the matches without those that are another one in other words: which give the same wherever the inputs are.
  private func distinct(_ matches: [Match], _ inputs: [Int]) -> [Match] {
    guard matches.count > 1 else { return matches }
    var kept: [(match: Match, answers: [Tensor?])] = []
    for match in matches {
      let other = elsewhere.candidates(row: match.row)
      guard other.count == candidates(row: match.row).count else {
        kept.append((match, []))
        continue
      }
      let answers = inputs.map { other[match.place].answers[$0] }
      let isKnown = kept.contains { known in
        known.answers.count == answers.count
          && zip(known.answers, answers).allSatisfy { left, right in
            guard let left, let right else { return false }
            return left.agrees(with: right)
          }
      }
      if !isKnown { kept.append((match, answers)) }
    }
    return kept.map(\.match)
  }

  // MARK: - Explanations

  private func explanation(_ candidate: Candidate, _ elements: [ClaimedElement]) -> Explanation {
    let node = candidate.variation.node
    return Explanation(
      kind: candidate.mistake.kind, name: candidate.mistake.name, operation: node.map(operationName),
      span: candidate.variation.shown?.operandPlace ?? node.map { exercise.graph.spans[Int($0)] } ?? .none,
      inputs: elements.map(\.name),
      values: Dictionary(
        elements.map { ($0.name, candidate.answers[$0.input]?[$0.element] ?? .nan) },
        uniquingKeysWith: { first, _ in first }),
      text: candidate.variation.words())
  }

  private func operationName(_ node: Graph.NodeID) -> String {
    switch exercise.graph.nodes[Int(node)].kind {
    case .input: "input"
    case .constant: "constant"
    case .unary, .binary, .wide: exercise.graph.nodes[Int(node)].primitive.gate.name
    }
  }

  /// Returns the slip of the pen by which a right answer became the claim; nil if there is none.
  private func slip(_ element: ClaimedElement) -> Explanation? {
    guard let written = WrittenNumber(element.claim) else { return nil }
    let right = exercise.right[element.input][element.element]
    for mistake in WritingMistake.table {
      guard let words = mistake.words(written, right) else { continue }
      return Explanation(
        kind: mistake.kind, name: mistake.name, operation: nil, span: .none, inputs: [element.name],
        values: [element.name: element.claim.value], text: words)
    }
    return nil
  }
}

extension Explanation {
  /// Returns the same mistake in the answers of several elements.
  fileprivate func covering(_ elements: [ClaimedElement]) -> Explanation {
    Explanation(
      kind: kind, name: name, operation: operation, span: span, inputs: elements.map(\.name),
      values: Dictionary(elements.map { ($0.name, $0.claim.value) }, uniquingKeysWith: { first, _ in first }),
      text: text)
  }
}

extension Tensor {
  /// Returns a Boolean value indicating whether all elements are equal but for rounding.
  fileprivate func agrees(with other: Tensor) -> Bool {
    guard count == other.count else { return false }
    return (0..<count).allSatisfy { index in
      let (left, right) = (self[index], other[index])
      if !left.isFinite || !right.isFinite { return left == right || left.isNaN && right.isNaN }
      return fabs(left - right) <= 1e-9 * fmax(fabs(left), fabs(right))
    }
  }
}
