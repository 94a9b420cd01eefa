/// First derivatives of an output of any shape, with the kinks at which they were taken.
///
/// The numbers stand in one flat array, input by input: those of an input have the output's shape followed by the
/// input's, row by row. A number is an array of the shape [], so that programs on numbers have no other result.
package struct Derivatives: Sendable {
  /// The names of the inputs by which derivatives were taken.
  package let names: [String]
  /// The shapes of their derivatives.
  package let shapes: [Shape]
  /// The true derivatives where they exist, and those of the convention elsewhere.
  package internal(set) var values: [Double]
  /// The derivatives that the conventions of the primitives give.
  package internal(set) var convention: [Double]
  /// The kinks at which one-sided derivatives of the output differ.
  package internal(set) var kinks: [KinkReport] = []
  /// A Boolean value indicating whether both sides of every kink were compared; if that would have taken too long, all
  /// derivatives are those of the convention.
  package private(set) var isExamined = true
  /// The places where the numbers of each input begin; empty where each input has one.
  private let starts: [Int]
  /// The adjoint of each node, where one sweep over numbers gave all derivatives.
  var adjoints: [Double]?
  /// The adjoint of each node, where one sweep over arrays gave them.
  var arrayAdjoints: [Tensor]?

  /// Creates the derivatives of a scalar by scalars.
  init(names: [String], convention: [Double], values: [Double]? = nil) {
    self.names = names
    shapes = Array(repeating: .scalar, count: names.count)
    self.values = values ?? convention
    self.convention = convention
    starts = []
  }

  /// Creates the derivatives of an output of any shape, one array for each input.
  init(names: [String], convention: [Tensor]) {
    self.names = names
    shapes = convention.map(\.shape)
    var starts: [Int] = []
    var next = 0
    for part in convention {
      starts.append(next)
      next += part.count
    }
    self.starts = starts
    self.convention = convention.count == 1 ? convention[0].elements : convention.flatMap(\.elements)
    values = self.convention
  }

  /// Creates the derivatives of a scalar by inputs from those by their elements, one after the other.
  init(_ elements: Derivatives, ofInputs names: [String], _ shapes: [Shape]) {
    self.names = names
    self.shapes = shapes
    starts = shapes.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.count) }.dropLast()
    values = elements.values
    convention = elements.convention
    kinks = elements.kinks
    isExamined = elements.isExamined
    adjoints = elements.adjoints
  }

  /// The kinks alone, for derivatives whose numbers are kept elsewhere.
  var withoutNumbers: Derivatives {
    var result = Derivatives(none: isExamined)
    result.kinks = kinks
    return result
  }

  /// A Boolean value indicating whether all derivatives are finite.
  package var areFinite: Bool { values.allSatisfy(\.isFinite) }

  // MARK: - Parts

  /// Returns the place at which the numbers of an input begin.
  private func start(_ input: Int) -> Int { starts.isEmpty ? input : starts[input] }

  /// Returns the derivative by an input, in the output's shape followed by the input's.
  package func tensor(_ input: Int) -> Tensor { tensor(input, of: values) }

  /// Returns the derivative by an input that the conventions of the primitives give, in the same shape.
  package func conventionTensor(_ input: Int) -> Tensor { tensor(input, of: convention) }

  /// The derivatives by all inputs.
  package var tensors: [Tensor] { names.indices.map(tensor) }

  private func tensor(_ input: Int, of numbers: [Double]) -> Tensor {
    let start = start(input)
    if starts.isEmpty { return .scalar(numbers[start]) }
    let shape = shapes[input]
    let count = shape.count
    return Tensor(shape, count == numbers.count ? numbers : Array(numbers[start..<start + count]))
  }

  /// Returns the derivatives as one matrix: a row for each of so many elements of the output, a column for each element
  /// of the inputs.
  package func matrix(rows: Int) -> Tensor {
    let tensors = tensors
    let widths = tensors.map { $0.count / max(rows, 1) }
    let elements = (0..<rows).flatMap { row in
      zip(tensors, widths).flatMap { tensor, width in (row * width..<(row + 1) * width).map { tensor[$0] } }
    }
    return Tensor(Shape([rows, widths.reduce(0, +)]), elements)
  }

  /// The same derivatives of a scalar, by the elements of the inputs.
  package var unrolled: Derivatives {
    if starts.isEmpty { return self }
    var unrolled = Derivatives(names: unrolledNames, convention: convention, values: values)
    unrolled.kinks = kinks
    unrolled.isExamined = isExamined
    return unrolled
  }

  /// The names of the inputs' elements.
  private var unrolledNames: [String] {
    zip(names, shapes).flatMap { name, shape in (0..<shape.count).map { name + shape.subscriptText($0) } }
  }

  /// Returns the same derivatives with the kinks of second derivatives, told of the same operations where they were
  /// reported already.
  ///
  /// - Parameter areExamined: A Boolean value indicating whether all second derivatives were examined.
  package func adding(_ reports: [KinkReport], areExamined: Bool) -> Derivatives {
    var result = self
    for report in reports {
      let known = kinks.firstIndex {
        $0.primitive == report.primitive && $0.span == report.span && $0.operands == report.operands
      }
      if let known {
        result.kinks[known].secondSides += report.secondSides
        result.kinks[known].higherSides += report.higherSides
      } else {
        result.kinks.append(report)
      }
    }
    if !areExamined { result.isExamined = false }
    return result
  }

  /// The number of elements of each input, in their order: those of one array round to the size of the largest.
  package var counts: [Int] { shapes.map(\.count) }

  /// The derivatives of a scalar by scalars, with their names.
  package var gradient: [(name: String, value: Double)] { Array(zip(names, values)) }

  /// Returns the one-sided derivatives along an element of an input; nil where they agree.
  package func sides(of element: String) -> (left: Double, right: Double)? {
    for kink in kinks {
      if let side = kink.sides.first(where: { $0.input == element }) { return (side.left, side.right) }
    }
    return nil
  }
}

// MARK: - Of programs on arrays

extension Derivatives {
  /// Takes the gradient of a scalar, by reverse mode.
  ///
  /// - Parameter program: The program of which the graph is one path; nil if the graph is all there is.
  package init(gradientOf point: Point<Tensor>, path program: Program? = nil) {
    let adjoints = point.pullback(seed: .scalar(1))
    self.init(point, point.cotangents(adjoints), program)
    arrayAdjoints = adjoints
  }

  /// Takes the Jacobian, in the given mode or in the one that takes fewer sweeps.
  ///
  /// - Parameter program: The program of which the graph is one path; nil if the graph is all there is.
  package init(jacobianOf point: Point<Tensor>, _ mode: JacobianMode? = nil, path program: Program? = nil) {
    self.init(point, point.jacobian(mode ?? point.jacobianCost.cheaper), program)
  }

  /// Creates no derivatives, for those that are not kept here.
  ///
  /// - Parameter isExamined: A Boolean value indicating whether they were searched for kinks, unless they were too many.
  init(none isExamined: Bool) {
    self.init(names: [], convention: [Double]())
    self.isExamined = isExamined
  }

  /// Completes the derivatives by convention with those at kinks.
  private init(_ point: Point<Tensor>, _ convention: [Tensor], _ program: Program?) {
    self.init(names: point.wrtInputs.map(\.name), convention: convention)
    if point.mayKink {
      examineKinks(point)
    } else if point.mayMixUpElements(values) {
      separateElements(point)
    }
    if let program, !point.graph.decisions.isEmpty {
      examinePath(PathKinks(program, point), point)
      settleUnknownSides(point, program)
    }
  }

  /// Compares the derivatives with those on other paths of the program that begin at the point.
  private mutating func examinePath(_ path: PathKinks, _ point: Point<Tensor>) {
    guard isExamined, path.isWithinBudget else { return leaveUnexamined() }
    path.forEach { input, element, condition, left, right in
      let width = point.graph.shape(of: point.wrt[input]).count
      for output in 0..<point.value.count {
        let value = point.value[output]
        func slope(_ side: PathKinks.Side?, _ direction: Double) -> Double {
          guard let side, !side.value[output].isNaN else { return .nan }
          // At a jump the difference quotient grows without bound.
          let rises = direction * (side.value[output] - value)
          return rises == 0 ? side.slope[output] : rises > 0 ? .infinity : -.infinity
        }
        let (below, above) = (slope(left, -1), slope(right, 1))
        let place = start(input) + output * width + element
        if below == above, below.isFinite {
          // A convention that came out right is kept to the last bit.
          if fabs(below - values[place]) > 1e-12 * fabs(below) { values[place] = below }
          continue
        }
        let name = names[input] + point.graph.shape(of: point.wrt[input]).subscriptText(element)
        // The kinks of one path do not regard the other, so they are replaced.
        let own = point.value.scalar == nil ? output : nil
        let span = point.graph.spans[Int(condition)]
        for index in kinks.indices where kinks[index].output == own && !kinks[index].isPath {
          kinks[index].sides.removeAll { $0.input == name }
        }
        kinks.removeAll(where: \.sides.isEmpty)
        if let index = kinks.firstIndex(where: { $0.isPath && $0.output == own && $0.span == span }) {
          kinks[index].sides.append((name, below, above))
          continue
        }
        kinks.append(
          KinkReport(
            primitive: point.graph.nodes[Int(condition)].primitive,
            operands: point.graph.operands(of: condition).map { point.values[Int($0)].scalar ?? .nan },
            span: span, kind: .jump, sides: [(name, below, above)], output: own, isPath: true))
      }
    }
  }

  /// Takes 0 · inf out of derivatives by elements on which the output does not depend.
  ///
  /// A sweep over arrays multiplies all elements by their local derivatives, those too on which the output does not
  /// depend; a sweep over the elements leaves them out.
  private mutating func separateElements(_ point: Point<Tensor>) {
    guard let unrolled = Unrolled(point, mostNodes: Unrolled.fewNodes, sweeps: point.value.count) else { return }
    for output in 0..<point.value.count {
      let gradient = unrolled.at(output: output).gradient.map(\.value)
      var element = 0
      for input in shapes.indices {
        let count = shapes[input].count / point.value.count
        let first = start(input) + output * count
        for place in first..<first + count {
          if values[place].isNaN { values[place] = gradient[element] }
          element += 1
        }
      }
    }
  }

  /// Returns to the convention for all derivatives: one rule for a whole answer.
  mutating func leaveUnexamined() {
    values = convention
    kinks = []
    isExamined = false
  }

  /// Finds the kinks at the point, and the true derivatives along inputs whose sides agree.
  private mutating func examineKinks(_ point: Point<Tensor>) {
    guard point.value.count == 1 else { return examineElements(point) }
    let whole: Point<Tensor>
    do throws(Problem) {
      whole = try point.graph.withPartsThatKink().map(point.moved) ?? point
    } catch {
      return leaveUnexamined()
    }
    do throws(KinkRegion.Failure) {
      try whole.withKinks { take($0, whole) }
    } catch {
      switch error {
      case .needsElements: examineElements(point)
      case .tooMuchWork: leaveUnexamined()
      }
    }
  }

  /// Takes over the sides of a scalar.
  private mutating func take(_ sides: ArrayKinks, _ point: Point<Tensor>) {
    var differs = [Bool](repeating: false, count: values.count)
    for place in values.indices where sides.isReached[place] {
      let (left, right) = (0 - sides.left[place], sides.right[place])
      if OneSided.agree(left, right, scale: sides.scale[place]) {
        // A convention that came out right is kept to the last bit.
        if !OneSided.agree(convention[place], right, scale: sides.scale[place]) { values[place] = right }
      } else {
        differs[place] = true
      }
    }
    guard differs.contains(true) else { return }
    let names = unrolledNames
    sides.forEachGate { node, operands, moves in
      let inputs = moves.indices.filter { moves[$0] && differs[$0] }
      guard !inputs.isEmpty else { return }
      let primitive = point.graph.nodes[node].primitive
      kinks.append(
        KinkReport(
          primitive: primitive.ofLanes, operands: operands, span: point.graph.spans[node],
          kind: primitive.gate.kink?.kind ?? .kink,
          sides: inputs.map { (names[$0], 0 - sides.left[$0], sides.right[$0]) }))
    }
  }

  /// Finds the kinks element by element.
  private mutating func examineElements(_ point: Point<Tensor>) {
    guard let unrolled = Unrolled(point, mostNodes: Unrolled.fewNodes, sweeps: point.value.count) else {
      return leaveUnexamined()
    }
    let isDefined = point.mayMixUpElements(values)
    for output in 0..<point.value.count {
      let derivatives = unrolled.at(output: output).derivatives
      guard derivatives.isExamined else { return leaveUnexamined() }
      kinks += derivatives.kinks.map { report in
        var report = report
        report.output = point.value.scalar == nil ? output : nil
        return report
      }
      var element = 0
      for input in shapes.indices {
        let count = shapes[input].count / point.value.count
        let first = start(input) + output * count
        for place in first..<first + count {
          let (value, convention) = (derivatives.values[element], derivatives.convention[element])
          if value != convention && !(value.isNaN && convention.isNaN) || values[place].isNaN && isDefined {
            values[place] = value
          }
          element += 1
        }
      }
    }
  }
}

extension Derivatives {
  /// Removes the kinks along elements that a direction does not move.
  fileprivate mutating func keepKinks(along direction: Point<Tensor>.Direction, in graph: Graph) {
    var moved: Set<String> = []
    for (input, tangent) in direction {
      for index in 0..<tangent.count where tangent[index] != 0 {
        moved.insert(graph.name(ofInput: input) + tangent.shape.subscriptText(index))
      }
    }
    for index in kinks.indices { kinks[index].sides.removeAll { !moved.contains($0.input) } }
    kinks.removeAll(where: \.sides.isEmpty)
  }
}

extension Point<Tensor> {
  /// Returns a Boolean value indicating whether a derivative is undefined, perhaps only because of other elements of an
  /// array.
  func mayMixUpElements(_ derivatives: [Tensor]) -> Bool {
    !graph.isScalar && derivatives.contains(where: \.hasNaN)
  }

  /// Returns a Boolean value indicating whether a derivative is undefined, perhaps only because of other elements of an
  /// array.
  func mayMixUpElements(_ derivatives: [Double]) -> Bool {
    !graph.isScalar && derivatives.withUnsafeBufferPointer(\.haveNaN)
  }
}

// MARK: - Directional derivatives

extension Point<Tensor> {
  /// Returns Jacobian · direction with true derivatives where they exist, in the output's shape, and the derivatives
  /// that it took to find kinks; nil if there are none.
  ///
  /// - Parameter program: The program of which the graph is one path; nil if the graph is all there is.
  package func directional(
    _ direction: Direction, path program: Program? = nil
  ) -> (tangent: Tensor, derivatives: Derivatives?) {
    let moved = Point(graph: graph, values: values, wrt: direction.map(\.input), ties: ties)
    let mayKink = moved.mayKink || !graph.decisions.isEmpty
    if !mayKink || moved.jacobianIsTooLarge {
      let tangent = jvp(direction)
      if moved.jacobianIsTooLarge { return (tangent, mayKink ? Derivatives(none: false) : nil) }
      guard moved.mayMixUpElements([tangent]) else { return (tangent, nil) }
    }
    var derivatives = Derivatives(jacobianOf: moved, path: program)
    derivatives.keepKinks(along: direction, in: graph)
    var result = Tensor(repeating: 0, value.shape)
    for (jacobian, (_, tangent)) in zip(derivatives.tensors, direction) {
      let flat = jacobian.reshaped(to: Shape([value.count, tangent.count]))
      result = result + flat.applied(to: tangent).reshaped(to: value.shape)
    }
    if mayKink, derivatives.isExamined, let sides = DirectionalSides(moved, along: direction, path: program) {
      derivatives.kinks = sides.kinks
      result = Tensor(
        result.shape,
        zip(result.elements, sides.slopes).map { value, slope in
          // A product that came out right is kept to the last bit.
          guard let slope, slope.isFinite, value.isFinite else { return value }
          return fabs(slope - value) <= 1e-12 * fmax(fabs(slope), fabs(value)) ? value : slope
        })
    }
    return (result, derivatives)
  }

  /// Returns cotangent · Jacobian with true derivatives where they exist, an array in the shape of each input, and the
  /// derivatives that it took to find kinks; nil if there are none.
  ///
  /// - Parameter cotangent: An array in the output's shape.
  /// - Parameter program: The program of which the graph is one path; nil if the graph is all there is.
  package func codirectional(
    _ cotangent: Tensor, path program: Program? = nil
  ) -> (gradient: [Tensor], derivatives: Derivatives?) {
    let mayKink = mayKink || !graph.decisions.isEmpty
    if !mayKink || jacobianIsTooLarge {
      let gradient = vjp(cotangent)
      if jacobianIsTooLarge { return (gradient, mayKink ? Derivatives(none: false) : nil) }
      guard mayMixUpElements(gradient) else { return (gradient, nil) }
    }
    let derivatives = Derivatives(jacobianOf: self, path: program)
    let products = zip(derivatives.tensors, wrt).map { jacobian, input in
      let shape = graph.shape(of: input)
      let flat = jacobian.reshaped(to: Shape([value.count, shape.count]))
      // A zero has no sign that means anything in a derivative.
      return flat.transposed().applied(to: cotangent).reshaped(to: shape) + 0.0
    }
    return (products, derivatives)
  }
}

extension Tensor {
  /// Returns a matrix times an array read as a vector, in which a 0 takes nothing, not even 0 · inf.
  func applied(to vector: Tensor) -> Tensor {
    Tensor.carry(vector.reshaped(to: Shape([1, vector.count])), self).sum(axis: 1)
  }
}
