/// The quality of a point for an exercise: how well its numbers tell right from wrong, and one mistake from another.
package struct PointChoice: Comparable {
  /// The number of single mistakes that give the right number.
  package let right: Int
  /// The number of single mistakes that give the same number as another one.
  package let equal: Int
  /// The number of single mistakes.
  package let count: Int

  /// Returns a Boolean value indicating whether the first point tells mistakes apart better.
  package static func < (left: PointChoice, right: PointChoice) -> Bool {
    (left.right, left.equal) < (right.right, right.equal)
  }
}

extension Exercise {
  /// Returns the quality of the exercise's point for the derivatives by the given inputs.
  ///
  /// Numbers are compared as a learner reads them, with four digits.
  package func pointChoice(_ inputs: [Int]) -> PointChoice {
    guard isSmallEnough else { return PointChoice(right: 0, equal: 0, count: 0) }
    let text = NumberText(digits: 4)
    func words(_ answer: Tensor) -> String { answer.elements.map { text($0) }.joined(separator: " ") }
    var (rightOnes, equal, count) = (0, 0, 0)
    for input in inputs {
      let rightWords = words(right[input])
      var counts: [String: Int] = [:]
      for candidate in candidates.joined() {
        guard let answer = candidate.answers[input], answer.isFinite else { continue }
        counts[words(answer), default: 0] += 1
        count += 1
      }
      rightOnes += counts[rightWords] ?? 0
      equal += counts.reduce(0) { $0 + ($1.key == rightWords ? 0 : $1.value - 1) }
    }
    return PointChoice(right: rightOnes, equal: equal, count: count)
  }
}
