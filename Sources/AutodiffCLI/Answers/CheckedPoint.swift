import AutodiffCore

/// A point as `check` sees it: finite differences are taken along elements, the answers are those of the whole program.
struct CheckedPoint {
  private let point: ProgramPoint
  /// The program as a function of its inputs' elements.
  private let elements: ElementPoint
  private let numbers: [Double]
  private let request: ProgramRequest
  /// The program's value at other elements; nil where it decides nothing.
  private let elsewhere: (([Double]) -> Double)?

  /// Elements times nodes, beyond which differences would take more than some ten minutes.
  private static let mostVisits = 4_000_000_000

  /// - Parameter numbers: a value for each element of the inputs.
  /// - Throws: the reason for which the program has no answer there, and that differences would take too long.
  init(_ request: ProgramRequest, _ inputs: Elements, _ numbers: [Double]) throws(Failure) {
    self.numbers = numbers
    self.request = request
    point = try request.point(numbers, inputs.tensors(numbers))
    do throws(Problem) {
      elements = try ElementPoint(point)
    } catch {
      throw .text(error, request.source)
    }
    let count = elements.names.count
    if !point.isOfNumbers, count * elements.graph.count > Self.mostVisits { throw .usage(.tooManyDifferences(count)) }
    let graph = point.graph
    // Another path may begin at a point of a program that decides.
    elsewhere =
      graph.guards.isEmpty
      ? nil
      : { numbers in
        let values = inputs.tensors(numbers)
        let path = try? request.program.path(of: graph, at: values)
        return path.flatMap { Point<Tensor>($0, inputs: values).value.scalar } ?? .nan
      }
  }

  var answers: ModeAnswers { ModeAnswers(point, point.derivatives(path: request.program)) }

  func check(_ claims: [(String, Claim)]) -> GradientCheck {
    let options = request.options
    let kind = options.scheme ?? (options.step == nil ? .auto : .central)
    return GradientCheck(
      elements, inputs: numbers, answers: answers, scheme: DifferenceScheme(kind, step: options.step),
      tolerance: options.tolerance, claims: claims, elsewhere: elsewhere)
  }

  func sweep(_ answers: ModeAnswers) -> [StepErrors] {
    StepErrors.all(elements, inputs: numbers, exact: answers.derivatives, elsewhere: elsewhere)
  }

  /// - Parameter derivatives: the derivatives that were answered.
  func findings(_ derivatives: Derivatives) -> Findings { Findings(point, derivatives, request.source) }
}
