/// A program at a point as a check sees it: differences are taken along elements of its inputs, of each element of its
/// output.
package struct CheckedProgram {
  /// The program around the point.
  let samples: any Samplable
  /// The names of the elements by which derivatives are taken.
  package let names: [String]
  /// The shape of the output.
  package let outputShape: Shape
  /// The names of the inputs by which the output's elements are first derivatives; nil for the function itself.
  private(set) var firstNames: [String]?
  /// The elements of the inputs times those of all nodes: a measure of the work of moving each of them once.
  package let visits: Int

  /// Creates the view of a program.
  ///
  /// - Parameter elsewhere: A closure that returns the values at inputs at which the program takes another path than
  ///   the point's; nil if it decides nothing.
  /// - Throws: A `Problem` if a program on few numbers takes more memory than there is, element by element.
  package init(_ point: ProgramPoint, elsewhere: (([Double]) -> [Double])? = nil) throws(Problem) {
    switch point.values {
    case .elements: try self.init(ProgramPoint(point.asArrays), elsewhere: elsewhere)
    case .numbers(let point):
      self.init(point, isDear: Self.visits(point.wrt.count, point.graph) > Self.fewVisits, elsewhere: elsewhere)
    case .arrays(let point):
      let names = point.wrtInputs.flatMap { name, node in
        let shape = point.graph.shape(of: node)
        return (0..<shape.count).map { name + shape.subscriptText($0) }
      }
      let visits = Self.visits(names.count, point.graph)
      if visits > Self.fewVisits {
        self.init(Surroundings(point, isDear: true, elsewhere: elsewhere), names, point.value.shape, visits)
      } else {
        let unrolled: Unrolled
        do throws(Problem) {
          unrolled = try Unrolled(point)
        } catch {
          guard case .limit(.graphNodes) = error.fact else { throw error }
          self.init(Surroundings(point, elsewhere: elsewhere), names, point.value.shape, visits)
          return
        }
        self.init(
          Surroundings(unrolled.point, outputs: unrolled.outputs, elsewhere: elsewhere), names, point.value.shape,
          visits)
      }
    }
  }

  /// Creates the view of a program on numbers.
  init(_ point: Point<Double>, isDear: Bool = false, elsewhere: (([Double]) -> [Double])? = nil) {
    self.init(
      Surroundings(point, isDear: isDear, elsewhere: elsewhere), point.wrtInputs.map(\.name), .scalar,
      Self.visits(point.wrt.count, point.graph))
  }

  /// Creates the view of the gradient of a scalar program, whose first derivatives are the second ones of the program.
  ///
  /// - Parameter elsewhere: A closure that returns the gradient at inputs at which the recorded one is not the program's;
  ///   nil if it is everywhere.
  init(gradientOf point: Point<Double>, _ recording: Recording, elsewhere: (([Double]) -> [Double])? = nil) {
    let inputs = point.graph.inputs.map { point.values[Int($0)] }
    let wrt = point.wrt.map { id in point.graph.inputs.firstIndex(of: id) ?? 0 }
    let gradient = Point(recording.graph, inputs: inputs, wrt: wrt, ties: point.ties)
    let names = point.wrtInputs.map(\.name)
    self.init(
      Surroundings(
        gradient, outputs: Array(recording.outputs.dropFirst()),
        isDear: Self.visits(names.count, recording.graph) > Self.fewVisits, elsewhere: elsewhere,
        staysElsewhere: elsewhere != nil),
      names, Shape([names.count]), Self.visits(names.count, recording.graph))
    firstNames = names
  }

  private init(_ samples: any Samplable, _ names: [String], _ outputShape: Shape, _ visits: Int) {
    self.visits = visits
    self.samples = samples
    self.names = names
    self.outputShape = outputShape
  }

  /// The elements of the inputs times those of all nodes, beyond which few samples are taken at first: a hundred for
  /// each input's element would take longer than nobody notices.
  private static let fewVisits = 50_000

  private static func visits(_ elements: Int, _ graph: Graph) -> Int {
    let product = elements.multipliedReportingOverflow(by: graph.elementCount)
    return product.overflow ? .max : product.partialValue
  }

  /// Returns the restriction to the line along an element of the inputs.
  func line(_ element: Int) -> LineRestriction { LineRestriction(samples, along: element) }
}
