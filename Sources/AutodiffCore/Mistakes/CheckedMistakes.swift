/// The mistakes that explain the mismatches of a check.
package struct CheckedMistakes {
  /// The findings by the subscript of the output's element; nil for that of a scalar.
  package private(set) var findings: [(output: String?, finding: Finding)] = []
  /// All single mistakes, where nothing is claimed.
  private var all: [(output: String?, explanation: Explanation)] = []
  /// The source in which the mistakes have their places.
  package let source: SourceText
  /// A Boolean value indicating whether the program was small enough for its mistakes to be tried.
  package private(set) var areTried = true

  /// Finds the mistakes.
  ///
  /// - Parameter hasClaims: A Boolean value indicating whether anything is claimed; else all single mistakes are found.
  package init(_ point: ProgramPoint, _ check: GradientCheck, hasClaims: Bool, source: SourceText) {
    self.source = source
    let arrays = point.asArrays
    let places = Self.places(arrays.graph)
    var outputs: [String?] = []
    for row in check.rows where !outputs.contains(row.output) { outputs.append(row.output) }
    for (index, output) in outputs.enumerated() {
      let rows = check.rows.filter { $0.output == output }
      let claims = rows.compactMap { row -> ClaimedElement? in
        guard let claim = row.expected, claim.misshapen == nil, let place = places[row.input] else { return nil }
        return ClaimedElement(
          row.input, input: place.input, element: place.element, claim, isRight: row.verdict != .mismatch)
      }
      if hasClaims, claims.allSatisfy(\.isRight) { continue }
      let exercise = Exercise(arrays, output: index, source: source)
      areTried = areTried && exercise.isSmallEnough
      if hasClaims {
        findings += exercise.explain(claims).map { (output, $0) }
      } else {
        let asked = Set(rows.compactMap { places[$0.input]?.input })
        all += exercise.allMistakes(asked.sorted()).map { (output, $0) }
      }
    }
  }

  /// Returns the place of each element of the inputs, by its name.
  private static func places(_ graph: Graph) -> [String: (input: Int, element: Int)] {
    var places: [String: (Int, Int)] = [:]
    for (input, id) in graph.inputs.enumerated() {
      let shape = graph.shape(of: id)
      for element in 0..<shape.count {
        places[graph.name(ofInput: id) + shape.subscriptText(element)] = (input, element)
      }
    }
    return places
  }

  /// Returns the mistakes that give the claim of a row, or all that change its derivative where nothing is claimed.
  package func mistakes(of row: GradientCheck.Row) -> [Explanation] {
    let found = findings.first { $0.output == row.output && $0.finding.inputs.contains(row.input) }
    return found?.finding.alternatives
      ?? all.filter { $0.output == row.output && $0.explanation.inputs.contains(row.input) }.map(\.explanation)
  }
}
