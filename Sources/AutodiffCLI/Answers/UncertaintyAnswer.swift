import AutodiffCore

/// The standard uncertainty of an answer, and the parts of its variance that come from the inputs.
struct UncertaintyAnswer {
  /// The standard uncertainty, in the output's shape.
  let deviation: Tensor
  /// For each input that is uncertain, the part of the variance, in the output's shape.
  let shares: [(name: String, part: Tensor)]
  /// A flag for a slope at a kink, which says nothing of either side.
  private let isAtKink: Bool
  /// The effects of curvature that matter, by element of the output; empty where none does.
  private let effects: [(element: Int, effect: SecondOrderEffect)]
  /// A flag for curvature that nobody looked at.
  private let isUnexamined: Bool

  /// - Parameters:
  ///   - derivatives: by the inputs that were swept.
  ///   - swept: the places of these inputs.
  init(
    _ uncertainty: InputUncertainty, _ point: ProgramPoint, _ derivatives: Derivatives, swept: [Int]
  ) {
    let shape = point.value.shape
    let elements = uncertainty.elements
    let propagation = Propagation(
      outputs: shape.count, elements, swept: swept, uncertain: uncertainty.inputs, uncertainty.correlations)
    let numbers = derivatives.values
    let results = propagation.run({ numbers[$0] }, { uncertainty.deviations[$0] })
    deviation = Tensor(shape, results.map(\.deviation))
    shares = uncertainty.names.enumerated().map { group, name in
      (name, Tensor(shape, results.map { $0.shares[group] }))
    }
    isAtKink = Self.isAtKink(derivatives, uncertainty)
    if isAtKink || !deviation.isFinite {
      effects = []
      isUnexamined = false
      return
    }
    var numbering: [Int: Int] = [:]
    var deviations: [Double] = []
    for element in swept.flatMap({ elements.parts[$0].places }) {
      numbering[element] = deviations.count
      deviations.append(uncertainty.deviations[element])
    }
    let all = point.secondOrder(deviations, uncertainty.correlations.renumbered { numbering[$0] })
    isUnexamined = all == nil
    effects = zip(results, all ?? []).enumerated().compactMap { element, pair in
      pair.1.matters(beside: pair.0.deviation) ? (element, pair.1) : nil
    }
  }

  /// Returns whether a kink is one along an element that is uncertain.
  private static func isAtKink(_ derivatives: Derivatives, _ uncertainty: InputUncertainty) -> Bool {
    if derivatives.kinks.isEmpty { return false }
    let names = Set(zip(uncertainty.elements.elementNames, uncertainty.deviations).filter { $1 > 0 }.map(\.0))
    return derivatives.kinks.contains { kink in kink.sides.contains { names.contains($0.input) } }
  }

  // MARK: - Formats

  var quantity: Quantity { Quantity(.uncertainty, deviation) }

  var json: [(String, JSON)] {
    let shares = shares.map { ($0.name, JSON.tensor($0.part)) }
    return [("uncertainty", .object([("value", .tensor(deviation)), ("shares", .object(shares))]))]
  }

  /// The number of elements up to which each has a line of its own.
  private static let mostLines = 100

  /// The lines of text for a value with its uncertainty.
  func lines(_ value: Tensor, _ session: Session) -> [String] {
    let number = session.rendering.number
    if value.count > Self.mostLines {
      let texts = ArrayText(number, session.rendering)
      return texts.lines(value, after: "f = ") + texts.lines(deviation, after: "u(f) = ")
    }
    return (0..<value.count).map { element in
      let text = UncertainNumber(value[element], deviation[element], number)
      return "f\(value.shape.subscriptText(element)) = \(text.value) ± \(text.deviation)"
    }
  }

  /// The value with its uncertainty, on one line.
  func line(_ value: Tensor, _ session: Session) -> String {
    let number = session.rendering.number
    if let value = value.scalar {
      let text = UncertainNumber(value, deviation[0], number)
      return "\(text.value) ± \(text.deviation)"
    }
    let texts = ArrayText(number, session.rendering)
    return "\(texts.line(value)) ± \(texts.line(deviation))"
  }

  func latex(_ value: Tensor, _ session: Session) -> String {
    let number = session.rendering.number
    guard let value = value.scalar else {
      return "\(ArrayText(number).latex(value)) \\pm \(ArrayText(number).latex(deviation))"
    }
    let text = UncertainNumber(value, deviation[0], number)
    return "\(LaTeX.number(text.value)) \\pm \(LaTeX.number(text.deviation))"
  }

  /// The shares as labels and texts; none where they say nothing.
  func shareTexts(_ session: Session) -> [(label: String, text: String)] {
    guard shares.count > 1 else { return [] }
    let texts = ArrayText(NumberText(digits: session.rendering.number.digits ?? Self.shareDigits), session.rendering)
    return shares.map { ("share of \($0.name)", texts.line($0.part)) }
  }

  /// The digits of a share for people.
  private static let shareDigits = 3

  // MARK: - Notes

  /// Writes what an uncertainty of first order leaves out.
  func note(_ session: Session) {
    if isAtKink {
      session.note("the uncertainty is that of the slope used at the kink: to first order it says nothing there")
    } else if !deviation.isFinite {
      session.note("the slope is not finite, so the uncertainty says nothing: it is of first order")
    }
    if isUnexamined {
      session.note("curvature was not examined, which would take too long: the uncertainty is of first order")
    }
    let number = NumberText(digits: 2)
    for (element, effect) in effects.prefix(Self.mostNoted) {
      let name = "f" + deviation.shape.subscriptText(element)
      guard effect.isFinite else {
        session.note("\(name) has no finite second derivative, and its uncertainty is of first order")
        continue
      }
      let first = deviation[element]
      let parts =
        (effect.movesMean(beside: first) ? ["moves the mean by \(number(effect.bias))"] : [])
        + (effect.growsUncertainty(beside: first) ? ["makes the uncertainty \(number(effect.whole(first)))"] : [])
      session.note(
        "the uncertainty of \(name) is of first order, and second order matters: it \(parts.joined(separator: " and "))"
      )
    }
    if effects.count > Self.mostNoted {
      session.note("second order matters for \(effects.count - Self.mostNoted) elements more")
    }
  }

  /// The elements that a person may read of.
  private static let mostNoted = 10
}
