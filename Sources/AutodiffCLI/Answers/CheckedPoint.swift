import AutodiffCore

/// A point as `check` sees it: finite differences are taken along elements, the answers are those of the whole program.
struct CheckedPoint {
  /// The program as a function of its inputs' elements.
  let elements: Point<Double>
  private let numbers: [Double]
  private let arrays: (point: Point<Tensor>, derivatives: ArrayDerivatives)?
  private let source: SourceText
  private let options: Options
  /// Nil where the program decides nothing.
  private var elsewhere: (([Double]) -> Double)?

  /// Elements times nodes, beyond which differences would take more than some ten minutes.
  private static let mostVisits = 4_000_000_000

  /// - Parameter numbers: a value for each element of the inputs.
  /// - Throws: why the program has no answer there, and differences that would take too long.
  init(_ request: ProgramRequest, _ elements: Elements, _ numbers: [Double]) throws(Failure) {
    options = request.options
    self.numbers = numbers
    source = request.source
    // Another path may begin at a point of a program that decides.
    guard !request.isScalar else {
      self.elements = try request.point(numbers)
      arrays = nil
      return
    }
    let point = try request.point(elements.tensors(numbers))
    do throws(Problem) {
      self.elements = try Unrolled(point).point
    } catch {
      throw .text(error, source)
    }
    let asked = self.elements.asked.count
    if asked * self.elements.graph.count > Self.mostVisits {
      throw .usage(.tooManyDifferences(asked))
    }
    arrays = (point, ArrayDerivatives(gradientOf: point, path: request.program))
    guard !point.graph.guards.isEmpty else { return }
    elsewhere = { numbers in
      let inputs = elements.tensors(numbers)
      let path = try? request.program.path(of: point.graph, at: inputs)
      return path.flatMap { Point<Tensor>($0, inputs: inputs).value.scalar } ?? .nan
    }
  }

  var answers: ModeAnswers { arrayAnswers ?? ModeAnswers(elements) }

  private var arrayAnswers: ModeAnswers? { arrays.map { ModeAnswers($0.point, $0.derivatives) } }

  func check(_ claims: [(String, Claim)]) -> GradientCheck {
    let kind = options.scheme ?? (options.step == nil ? .auto : .central)
    return GradientCheck(
      elements, inputs: numbers, answers: arrayAnswers, scheme: DifferenceScheme(kind, step: options.step),
      tolerance: options.tolerance, claims: claims, elsewhere: elsewhere)
  }

  func sweep(_ answers: ModeAnswers) -> [StepErrors] {
    StepErrors.all(elements, inputs: numbers, exact: answers.derivatives, elsewhere: elsewhere)
  }

  /// - Parameter derivatives: what was answered.
  func findings(_ derivatives: Derivatives) -> Findings {
    arrays.map { Findings($0.point, $0.derivatives, source) } ?? Findings(elements, derivatives, source)
  }
}
