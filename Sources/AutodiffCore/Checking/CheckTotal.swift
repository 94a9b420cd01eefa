/// The sums of checks at many points, which become one check of the sum of the function over them.
package struct CheckTotal {
  private let names: [String]
  private var totals: Totals
  /// A Boolean value for each name indicating whether something is claimed at any point.
  private var isClaimed: [Bool]
  /// A Boolean value for each name indicating whether a claim was left blank at any point.
  private var isBlank: [Bool]

  /// The numbers of each name: those of its evidence, its claim and that claim's precision. The value's number comes
  /// before all names.
  private static let columns = Evidence.count + 2

  /// Creates empty sums.
  ///
  /// - Parameter names: The names of the inputs by which derivatives are taken, element by element.
  package init(_ names: [String]) {
    self.names = names
    totals = Totals(1 + names.count * Self.columns)
    isClaimed = names.map { _ in false }
    isBlank = isClaimed
  }

  /// The number of checks added.
  package var count: Int { totals.count }

  /// Adds the check at a point.
  ///
  /// - Parameter claims: The derivatives claimed at this point, by name.
  package mutating func add(_ check: GradientCheck, _ claims: [String: Claim.Number]) {
    var numbers = [check.value[0]]
    for (place, row) in check.rows.enumerated() {
      let claim = claims[row.input]
      if claim != nil { isClaimed[place] = true }
      if let claim, claim.isBlank { isBlank[place] = true }
      numbers += row.evidence.numbers + [claim?.value ?? 0, claim?.precision ?? 0]
    }
    totals.add { numbers[$0] }
  }

  /// Returns the check of the sum, or of the mean.
  ///
  /// - Parameter claims: The derivatives claimed of the total, by name, in place of those claimed at the points.
  package func check(
    mean: Bool, _ tolerance: GradientCheck.Tolerance, _ claims: [String: Claim.Number]
  ) -> GradientCheck {
    let numbers = totals.values.map { $0 / (mean ? Double(totals.count) : 1) }
    let rows = names.enumerated().map { place, name in
      let part = numbers[(1 + place * Self.columns)...].prefix(Self.columns)
      let (claimed, precision) = (part[part.endIndex - 2], part[part.endIndex - 1])
      // The total of claims is not known where one of them is blank.
      var claim = Claim.Number(value: claimed, precision: precision)
      claim.isBlank = isBlank[place]
      return GradientCheck.Row(
        name, Evidence(numbers: part.prefix(Evidence.count), isDefined: numbers[0].isFinite),
        claims[name] ?? (isClaimed[place] ? claim : nil), tolerance)
    }
    return GradientCheck(value: numbers[0], rows: rows)
  }
}
