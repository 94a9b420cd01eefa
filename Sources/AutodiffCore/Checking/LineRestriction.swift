/// The restriction of a function to a line: one element of an input moves and the others are fixed. Finite differences
/// are taken of it.
///
/// It knows the smooth piece on which a sample lies (the argument that won each `max`, the side that each branch took),
/// so that a difference is never taken across a kink.
struct LineRestriction {
  private let program: any Samplable
  private let element: Int
  /// The value of the input at the point.
  let origin: Double
  /// The value of each element of the output at the point.
  let values: [Double]
  /// The rounding that each element of the output has at least.
  var leastNoise: [Double]
  /// The samples that were taken so far.
  private var taken = Taken()

  /// The samples on either side of a line, which all elements of the output share.
  private final class Taken {
    var center: Sample?
    var steps: [Double]?
    var left: SideSamples?
    var right: SideSamples?
    var closeLeft: SideSamples?
    var closeRight: SideSamples?
    var few: [Double: [Double]] = [:]
  }

  init(_ program: any Samplable, along element: Int) {
    self.program = program
    self.element = element
    origin = program.elements[element].origin
    values = program.values
    leastNoise = values.map { _ in 0 }
  }

  /// The same line without the samples that were taken.
  var again: LineRestriction {
    var line = self
    line.taken = Taken()
    return line
  }

  /// The restriction of a graph on numbers.
  ///
  /// - Parameter element: The place of the input that moves.
  init(
    _ graph: Graph, inputs: [Double], along element: Int, elsewhere: (([Double]) -> [Double])? = nil
  ) {
    self.init(Surroundings(Point(graph, inputs: inputs), elsewhere: elsewhere), along: element)
  }

  /// The value of the only element of the output at the point.
  var value: Double { values[0] }

  /// A Boolean value indicating whether few samples are to be taken at first: more would take long.
  var isDear: Bool { program.isDear }

  /// The smooth piece around the point; nil if it lies on a border of pieces.
  var piece: Int? {
    let center = taken.center ?? self(origin)
    taken.center = center
    return center.isAtKink ? nil : center.piece
  }

  /// The steps away from the point, from the largest on. They are powers of 2, so that the samples lie exactly where
  /// they are thought to.
  var steps: [Double] {
    if let known = taken.steps { return known }
    let steps = makeSteps()
    taken.steps = steps
    return steps
  }

  private func makeSteps() -> [Double] {
    // There is no step away from infinity.
    guard origin.isFinite else { return [] }
    let largest = fmax(fabs(origin), 1).exponent - 2
    var smallest = origin == 0 ? -70 : origin.ulp.exponent + 2
    // Around 0 there is no end to steps: a function may be curved at any size.
    if origin == 0, !program.isDear, !isClose(0x1p-70) || !isClose(-0x1p-70) { smallest = -1000 }
    return stride(from: largest, through: smallest, by: -1).map { Double(sign: .plus, exponent: $0, significand: 1) }
  }

  /// Returns the sample at a value of the input.
  func callAsFunction(_ x: Double) -> Sample { program.sample(element, at: x) }

  /// Returns a Boolean value indicating whether differences up to a value of the input tell of the derivative here: no
  /// primitive's operand moves further than its slope can be followed.
  func isClose(_ x: Double) -> Bool { program.isClose(element, at: x) }

  /// Returns the function's values at a value of the input, whatever path the program takes there.
  func values(at x: Double) -> [Double] {
    if let known = taken.few[x] { return known }
    let values = program.values(element, at: x, staysOnPath: false)
    taken.few[x] = values
    return values
  }

  /// Returns the samples to one side of the point.
  ///
  /// - Parameter direction: -1 for the left, 1 for the right.
  /// - Parameter areClose: A Boolean value indicating whether to take only those that are close enough to the point to
  ///   tell of the derivative there.
  func side(_ direction: Double, areClose: Bool) -> SideSamples {
    let path = direction < 0 ? \Taken.left : \Taken.right
    let all = taken[keyPath: path] ?? SideSamples(self, direction)
    taken[keyPath: path] = all
    guard areClose else { return all }
    let closePath = direction < 0 ? \Taken.closeLeft : \Taken.closeRight
    let close = taken[keyPath: closePath] ?? all.close(on: self)
    taken[keyPath: closePath] = close
    return close
  }

  /// Returns the change of each element of the output that rounding every operation once may make, to first order:
  /// Σ |adjoint · value| ε.
  ///
  /// Source: N. J. Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., §3.3 (running error analysis).
  func noise(at x: Double) -> [Double] {
    zip(program.noise(element, at: x == origin ? nil : x), leastNoise).map(fmax)
  }
}
