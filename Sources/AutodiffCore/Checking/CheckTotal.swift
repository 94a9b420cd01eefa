/// Checks at many points, added up to one of the sum of the function over them.
package struct CheckTotal {
  private let names: [String]
  private var totals: Totals
  /// By name: whether something is claimed at the points.
  private var isClaimed: [Bool]

  /// The value's number comes first; then each name has those of its evidence, its claim and that claim's precision.
  private static let columns = Evidence.count + 2

  /// - Parameter names: of the inputs that derivatives are asked for, element by element.
  package init(_ names: [String]) {
    self.names = names
    totals = Totals(1 + names.count * Self.columns)
    isClaimed = names.map { _ in false }
  }

  package var count: Int { totals.count }

  /// - Parameter claims: what is claimed at this point, by name.
  package mutating func add(_ check: GradientCheck, _ claims: [String: Claim.Number]) {
    var numbers = [check.value]
    for (place, row) in check.rows.enumerated() {
      let claim = claims[row.input]
      if claim != nil { isClaimed[place] = true }
      numbers += row.evidence.numbers + [claim?.value ?? 0, claim?.precision ?? 0]
    }
    totals.add { numbers[$0] }
  }

  /// One check of the sum, or of the mean.
  ///
  /// - Parameter claims: what is claimed of the total, by name, in place of what is claimed at the points.
  package func check(
    mean: Bool, _ tolerance: GradientCheck.Tolerance, _ claims: [String: Claim.Number]
  ) -> GradientCheck {
    let numbers = totals.values.map { $0 / (mean ? Double(totals.count) : 1) }
    let rows = names.enumerated().map { place, name in
      let part = numbers[(1 + place * Self.columns)...].prefix(Self.columns)
      let (claimed, precision) = (part[part.endIndex - 2], part[part.endIndex - 1])
      return GradientCheck.Row(
        name, Evidence(numbers: part.prefix(Evidence.count), isDefined: numbers[0].isFinite),
        claims[name] ?? (isClaimed[place] ? .init(value: claimed, precision: precision) : nil), tolerance)
    }
    return GradientCheck(value: numbers[0], rows: rows)
  }
}
