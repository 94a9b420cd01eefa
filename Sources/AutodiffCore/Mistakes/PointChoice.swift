/// The quality of a point for an exercise: how well its numbers tell right from wrong, and one mistake from another.
///
/// Mistakes that give the same number at every point are one, and those that give the right one everywhere are none.
package struct PointChoice: Comparable {
  /// The number of single mistakes that give the right number by chance.
  package let right: Int
  /// The number of single mistakes that give the same wrong number as another one by chance.
  package let equal: Int
  /// The number of single mistakes.
  package let count: Int

  /// The share of the mistakes that give the same wrong number as another one.
  package var share: Double { count == 0 ? 0 : Double(equal) / Double(count) }

  /// Returns a Boolean value indicating whether the first point tells mistakes apart better.
  package static func < (left: PointChoice, right: PointChoice) -> Bool {
    (left.right, left.share) < (right.right, right.share)
  }
}

/// The numbers that the single mistakes of an exercise give at a point, in so many digits that numbers can be compared.
package struct MistakenNumbers: Equatable {
  /// The derivatives by one input.
  private struct Column: Equatable {
    var right: UInt64
    /// The wrong numbers by the row of the table of mistakes and the place in it; nil where there is none.
    var wrong: [[UInt64?]]
  }

  private var columns: [Column] = []

  /// Computes the numbers.
  ///
  /// - Parameter inputs: The inputs by which derivatives are asked for; nil for one that the program does not read at
  ///   the point.
  /// - Parameter digits: The significant digits by which numbers are compared.
  package init(_ mistakes: SingleMistakes, _ inputs: [Int?], digits: Int) {
    guard mistakes.exercise.isSmallEnough else { return }
    let number = RoundedNumber(digits: digits)
    let rows = Mistake.table.indices.filter { !Mistake.table[$0].isNearlyRight }.map(mistakes.candidates(row:))
    columns = inputs.map { input in
      guard let input else { return Column(right: 0, wrong: []) }
      return Column(
        right: number.key(mistakes.exercise.right[input]),
        wrong: rows.map { row in
          row.map { candidate in candidate.answers[input].flatMap { $0.isFinite ? number.key($0) : nil } }
        })
    }
  }

  /// The same equalities in numbers that are counted as they come, the right one from 0: they are those of all points
  /// at which no numbers are equal by chance.
  package var equalities: MistakenNumbers {
    var result = self
    for place in columns.indices {
      var known = [columns[place].right: 0 as UInt64]
      result.columns[place].right = 0
      result.columns[place].wrong = columns[place].wrong.map { row in
        row.map { number -> UInt64? in
          guard let number else { return nil }
          let place = known[number] ?? UInt64(known.count)
          known[number] = place
          return place
        }
      }
    }
    return result
  }

  /// Returns the quality of the point beside another one at which no numbers are equal by chance; nil for a point
  /// without one.
  package func choice(beside reference: MistakenNumbers?) -> PointChoice {
    var (rightOnes, equal, count) = (0, 0, 0)
    let reference = reference?.columns.count == columns.count ? reference : nil
    for (place, column) in columns.enumerated() {
      let other = reference?.columns[place]
      var numbers: [(here: UInt64, elsewhere: UInt64)] = []
      var unmatched = UInt64.max
      for (row, wrong) in column.wrong.enumerated() {
        let elsewhere = other?.wrong[row]
        let isMatched = elsewhere?.count == wrong.count
        for (place, here) in wrong.enumerated() {
          guard let here else { continue }
          var key = unmatched
          if isMatched, let known = elsewhere?[place] { key = known } else { unmatched -= 1 }
          if key != other?.right { numbers.append((here, key)) }
        }
      }
      numbers.sort { ($0.here, $0.elsewhere) < ($1.here, $1.elsewhere) }
      var start = 0
      while start < numbers.count {
        // Mistakes with the same number here, as many as there are numbers elsewhere.
        var (end, different) = (start + 1, 1)
        while end < numbers.count, numbers[end].here == numbers[start].here {
          if numbers[end].elsewhere != numbers[end - 1].elsewhere { different += 1 }
          end += 1
        }
        count += different
        if numbers[start].here == column.right { rightOnes += different } else if different > 1 { equal += different }
        start = end
      }
    }
    return PointChoice(right: rightOnes, equal: equal, count: count)
  }
}

/// Numbers to some significant digits, as keys that are equal if the digits are.
private struct RoundedNumber {
  let digits: Int

  /// Returns the key of all elements of an array.
  ///
  /// Source of the mixing: G. Fowler, L. C. Noll, K.-P. Vo, "The FNV Non-Cryptographic Hash Algorithm".
  func key(_ value: Tensor) -> UInt64 {
    if let number = value.scalar { return key(number) }
    return value.elements.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ key($1)) &* 0x100_0000_01B3 }
  }

  private func key(_ number: Double) -> UInt64 {
    guard number != 0, number.isFinite else { return 0 }
    var exponent = floor(Logarithm.log10(fabs(number)))
    var mantissa = (fabs(number) * Scalar.power(10, Double(digits - 1) - exponent)).rounded()
    if mantissa == Scalar.power(10, Double(digits)) { (mantissa, exponent) = (mantissa / 10, exponent + 1) }
    let size = (mantissa * 1024 + exponent + 400).bitPattern
    return number < 0 ? size | 1 << 63 : size
  }
}
