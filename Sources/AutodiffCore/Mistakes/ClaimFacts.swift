/// Cheap facts about a wrong answer that no single mistake gives.
package enum ClaimFacts {
  /// Returns what there is to say of the wrong answers by one input, in words.
  ///
  /// - Parameter claims: The claims of all elements of the input, right ones too, in their order.
  /// - Parameter right: The right derivative, in the input's shape.
  static func all(_ claims: [ClaimedElement], _ right: Tensor) -> [String] {
    let wrong = claims.filter { !$0.isRight }
    guard !wrong.isEmpty else { return [] }
    if let ratio = ratio(wrong, right) { return ["the answer is \(ratio) times the derivative"] }
    let error = wrong.map { relativeError($0.claim.value, right[$0.element]) }.max() ?? 0
    guard error.isFinite else { return [] }
    return ["the relative error is \(NumberText(digits: 2)(error)), which \(word(error))"]
  }

  /// Returns what there is to say of a claim of another shape than the derivative's; nil for nothing.
  static func ofShape(_ claimed: Tensor, _ right: Tensor, precision: Double) -> String? {
    func agree(_ other: Tensor) -> Bool {
      other.shape == claimed.shape
        && (0..<claimed.count).allSatisfy { fabs(claimed[$0] - other[$0]) <= fmax(precision, 1e-9 * fabs(other[$0])) }
    }
    if agree(right.transposed()) { return "the answer is the derivative transposed" }
    if claimed.count == right.count, agree(Tensor(claimed.shape, right.elements)) {
      return "the numbers are right, and the shape is not"
    }
    return nil
  }

  /// The ratios that tell something, with their names.
  private static let ratios: [(name: String, value: Double)] =
    [
      ("2", 2), ("1/2", 0.5), ("-1", -1), ("-2", -2), ("-1/2", -0.5), ("3", 3), ("1/3", 1.0 / 3), ("4", 4),
      ("1/4", 0.25), ("log(10)", log(10)), ("1/log(10)", 1 / log(10)), ("log(2)", log(2)), ("1/log(2)", 1 / log(2)),
      ("pi/180", Double.pi / 180), ("180/pi", 180 / Double.pi), ("pi", Double.pi), ("1/pi", 1 / Double.pi),
      ("2*pi", 2 * Double.pi),
    ]

  /// Returns the name of the ratio that all wrong answers have to the right ones; nil for no simple one.
  private static func ratio(_ wrong: [ClaimedElement], _ right: Tensor) -> String? {
    let counts =
      right.count > 1 ? [("\(right.count)", Double(right.count)), ("1/\(right.count)", 1 / Double(right.count))] : []
    let digits = wrong.reduce(0) { $0 + min($1.digits, 17) }
    guard digits > 2 else { return nil }
    return (ratios + counts).first { _, value in
      wrong.allSatisfy { right[$0.element] != 0 && $0.agrees(with: right[$0.element] * value) }
    }?.name
  }

  private static func relativeError(_ left: Double, _ right: Double) -> Double {
    left == right ? 0 : fabs(left - right) / fmax(fabs(left), fabs(right))
  }

  /// The words of a course for a relative error.
  ///
  /// Source: F.-F. Li, A. Karpathy and J. Johnson, CS231n, "Learning and evaluation", gradient checks.
  private static func word(_ error: Double) -> String {
    if error > 1e-2 { return "usually means that the gradient is wrong" }
    if error > 1e-4 { return "should make you feel uncomfortable" }
    if error > 1e-7 { return "is okay for an objective with kinks, and too high for one without" }
    return "should make you happy"
  }
}
