import AutodiffCore

/// A point as `check` sees it: finite differences are taken along elements, the answers are those of the whole program.
struct CheckedPoint {
  private let point: ProgramPoint
  /// The program as differences see it.
  private let program: CheckedProgram
  private let numbers: [Double]
  private let request: ProgramRequest
  /// A closure that returns the gradient where roots are found anew; nil if the program has none.
  private let gradientElsewhere: (([Double]) -> [Double])?

  /// Elements times elements of nodes, beyond which differences would take minutes.
  private static let mostVisits = 3_000_000_000

  /// - Parameter numbers: a value for each element of the inputs.
  /// - Throws: the reason for which the program has no answer there, and that differences would take too long.
  init(_ request: ProgramRequest, _ inputs: Elements, _ numbers: [Double]) throws(Failure) {
    self.numbers = numbers
    self.request = request
    let point = try request.point(numbers, inputs.tensors(numbers))
    self.point = point
    let graph = point.graph
    // Another path may begin at a point of a program that decides.
    let elsewhere: (([Double]) -> [Double])? =
      graph.decisions.isEmpty && graph.pins.isEmpty
      ? nil
      : { numbers in
        let values = inputs.tensors(numbers)
        let path = try? request.program.path(of: graph, at: values)
        let value = path.map { Point<Tensor>($0, inputs: values).value }
        return value?.shape == point.value.shape ? value?.elements ?? [] : point.value.elements.map { _ in .nan }
      }
    let wrt = graph.pins.isEmpty ? [] : point.asArrays.wrt.compactMap { graph.inputs.firstIndex(of: $0) }
    gradientElsewhere =
      graph.pins.isEmpty
      ? nil
      : { numbers in
        let values = inputs.tensors(numbers)
        guard let path = try? request.program.path(of: graph, at: values) else {
          return wrt.flatMap { values[$0].elements.map { _ in .nan } }
        }
        let moved = Point<Tensor>(path, inputs: values, wrt: wrt, ties: point.ties)
        return moved.gradient.flatMap(\.value.elements)
      }
    do throws(Problem) {
      program = try CheckedProgram(point, elsewhere: elsewhere)
    } catch {
      throw .text(error, request.source)
    }
    guard point.isOfNumbers || program.visits <= Self.mostVisits else {
      throw .usage(.tooManyDifferences(program.names.count))
    }
  }

  /// The derivatives at the point, a Jacobian if the output is an array.
  private var derivatives: Derivatives {
    point.value.shape.isScalar
      ? point.derivatives(path: request.program)
      : Derivatives(jacobianOf: point.asArrays, path: request.program)
  }

  var answers: ModeAnswers { ModeAnswers(point, derivatives) }

  /// - Throws: that second derivatives would take too many nodes.
  func check(_ claims: [(String, Claim)]) throws(Failure) -> GradientCheck {
    let options = request.options
    let kind = options.scheme ?? (options.step == nil ? .auto : .central)
    let numbered = claims.map { ($0, $1.number(numbers)) }
    let claims = Dictionary(numbered, uniquingKeysWith: { first, _ in first })
    let scheme = DifferenceScheme(kind, step: options.step)
    guard options.order == 2 else {
      return GradientCheck(program, answers: answers, scheme: scheme, tolerance: options.tolerance, claims: claims)
    }
    let gradient = derivatives
    do throws(Problem) {
      var check = try SecondOrderCheck(point, gradient: gradient, elsewhere: gradientElsewhere).check(
        scheme, options.tolerance, claims: claims)
      check.value = point.value
      check.derivatives = gradient
      return check
    } catch {
      throw .text(error, request.source)
    }
  }

  /// - Throws: that a graph of the sweeps would have too many nodes.
  func ways(_ check: GradientCheck) throws(Failure) -> DerivativeWays {
    let options = request.options
    do throws(Problem) {
      return try DerivativeWays(
        check, program, at: point.asArrays, DifferenceScheme(options.scheme ?? .central, step: options.step))
    } catch {
      throw .text(error, request.source)
    }
  }

  func sweep(_ answers: ModeAnswers) -> [StepErrors] { StepErrors.all(program, exact: answers.derivatives) }

  /// Returns the mistakes behind the mismatches of a check; all single mistakes where nothing is claimed.
  func mistakes(_ check: GradientCheck, hasClaims: Bool) -> WhyReport {
    WhyReport(CheckedMistakes(point, check, hasClaims: hasClaims, source: request.source))
  }

  /// - Parameter derivatives: the derivatives that were answered.
  func findings(_ derivatives: Derivatives) -> Findings { Findings(point, derivatives, request.source) }
}
