/// The mistakes that explain the mismatches of a check.
package struct CheckedMistakes {
  /// The findings by the subscript of the output's element; nil for that of a scalar.
  package private(set) var findings: [(output: String?, finding: Finding)] = []
  /// Facts about wrong answers that no mistake explains, by the subscript of the output's element and the input.
  package private(set) var facts: [(output: String?, input: String, text: String)] = []
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
      if hasClaims, claims.allSatisfy(\.isRight), !rows.contains(where: { $0.expected?.misshapen != nil }) { continue }
      let exercise = Exercise(arrays, output: index, source: source)
      let mistakes = SingleMistakes(exercise)
      areTried = areTried && exercise.isSmallEnough
      if hasClaims {
        let found = mistakes.explain(claims)
        findings += found.map { (output, $0) }
        for input in exercise.names.indices {
          let own = claims.filter { $0.input == input }
          guard !own.contains(where: { claim in found.contains { $0.inputs.contains(claim.name) } }) else { continue }
          facts += ClaimFacts.all(own, exercise.right[input]).map { (output, exercise.names[input], $0) }
        }
      } else {
        let asked = Set(rows.compactMap { places[$0.input]?.input })
        all += mistakes.all(asked.sorted()).map { (output, $0) }
      }
    }
    if hasClaims { addFactsOfShape(check, arrays.graph) }
  }

  /// Adds what there is to say of the claim of a whole derivative: transposed, or of another shape.
  private mutating func addFactsOfShape(_ check: GradientCheck, _ graph: Graph) {
    for id in graph.inputs {
      let name = graph.name(ofInput: id)
      let rows = check.rows.filter { $0.input.prefix { $0 != "[" } == name }
      let shape = Shape(check.value.shape.lengths + graph.shape(of: id).lengths)
      guard rows.count == shape.count, let first = rows.first?.expected else { continue }
      let right = Tensor(shape, rows.map(\.reverse))
      let claimed = first.misshapen ?? Tensor(shape, rows.map { $0.expected?.value ?? .nan })
      let precisions = rows.map { $0.expected?.precision ?? 0 }
      guard rows.contains(where: { $0.verdict == .mismatch }),
        let text = ClaimFacts.ofShape(claimed, right, precision: precisions.max() ?? 0)
      else { continue }
      facts.removeAll { $0.input == name }
      facts.append((nil, name, text))
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

  /// Returns the facts about the input of a row.
  package func facts(of row: GradientCheck.Row) -> [String] {
    let name = row.input.prefix { $0 != "[" }
    return facts.filter { ($0.output ?? row.output) == row.output && $0.input == name }.map(\.text)
  }

  /// Returns the mistakes that give the claim of a row, or all that change its derivative where nothing is claimed.
  package func mistakes(of row: GradientCheck.Row) -> [Explanation] {
    let found = findings.first { $0.output == row.output && $0.finding.inputs.contains(row.input) }
    return found?.finding.alternatives
      ?? all.filter { $0.output == row.output && $0.explanation.inputs.contains(row.input) }.map(\.explanation)
  }
}
