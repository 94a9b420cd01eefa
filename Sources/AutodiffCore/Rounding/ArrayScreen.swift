/// The screen of a program on arrays.
///
/// Errors are carried element by element where operations are, and as a bound for the whole of an array else. No array
/// is taken apart.
struct ArrayScreen {
  private let point: Point<Tensor>
  private let graph: Graph
  /// The errors of each node's elements, or one number for all of them.
  private var errors: [Tensor]

  /// The count of nodes and elements up to which a program is looked at: for more, a look would take a while.
  private static let mostElements = 10_000
  /// The count of products up to which those of a matrix product are added up.
  private static let mostProducts = 100_000
  /// The bound, in units of 2^-53 and relative to an answer, from which on it is examined: nine digits are left.
  private static let limit = 0x1p23
  /// The count of a Jacobian's rows up to which each is looked at.
  private static let mostRows = 32

  /// Returns a Boolean value indicating whether the value, or a derivative, should be examined.
  static func mayLose(_ point: Point<Tensor>, _ derivatives: Derivatives?) -> Bool {
    let graph = point.graph
    guard graph.elementCount <= mostElements else { return false }
    if graph.isScalar {
      let adjoints = derivatives == nil ? nil : derivatives?.arrayAdjoints ?? point.pullback(seed: 1.0)
      return NumberScreen.mayLose(point.asNumbers, adjoints?.map { $0[0] })
    }
    var screen = ArrayScreen(point)
    screen.carry()
    if isLost(screen.errors[Int(graph.output)], point.value) { return true }
    guard let derivatives else { return false }
    if let adjoints = derivatives.arrayAdjoints { return screen.losesDerivatives(adjoints) }
    guard point.value.count <= mostRows else { return false }
    return (0..<point.value.count).contains {
      screen.losesDerivatives(point.pullback(seed: .basis(point.value.shape, $0)))
    }
  }

  private init(_ point: Point<Tensor>) {
    self.point = point
    graph = point.graph
    errors = Array(repeating: .scalar(0), count: point.graph.count)
  }

  /// Returns a Boolean value indicating whether an element with such an error should be examined.
  private static func isLost(_ errors: Tensor, _ values: Tensor) -> Bool {
    (0..<values.count).contains { place in
      let (error, value) = (errors.scalar ?? errors[place], values[place])
      return value.isFinite && error != 0 && !(error < limit * value.magnitude)
    }
  }

  // MARK: - Values

  private mutating func carry() {
    for (id, node) in graph.nodes.enumerated() {
      switch node.kind {
      case .input, .constant: errors[id] = point.values[id].map(LossScreen.reading)
      case .unary:
        let error = errors[Int(node.a)]
        let slopes = Tensor.zip(point.values[Int(node.a)], point.values[id]) { node.primitive.slope($0, $1) }
        errors[id] = Self.products(slopes, error) + Self.sizes(point.values[id], 8)
      case .binary: errors[id] = binary(id, node)
      case .wide where node.primitive.isArray: errors[id] = array(Graph.NodeID(id))
      case .wide: errors[id] = selected(Graph.NodeID(id))
      }
    }
  }

  private func binary(_ id: Int, _ node: Graph.Node) -> Tensor {
    let (x, y, z) = (point.values[Int(node.a)], point.values[Int(node.b)], point.values[id])
    let (first, second) = (errors[Int(node.a)], errors[Int(node.b)])
    let own = Self.sizes(z, 1)
    if node.primitive == .multiply { return Self.products(y, first) + Self.products(x, second) + own }
    if node.primitive == .add || node.primitive == .subtract { return first + second + own }
    if node.primitive == .divide {
      return (first + Self.products(z, second)) / Self.sizes(y, 1) + own
    }
    if node.primitive == .power {
      let slopes = Tensor.zip(x, y) { Scalar.powerSlope($0, $1) }
      let logs = Tensor.zip(z, x) { $0 * Scalar.log($1.magnitude) }
      return Self.products(slopes, first) + Self.products(logs, second) + own + own
    }
    if node.primitive.isCondition { return .scalar(0) }
    let slopes = (0...1).map { place in
      Tensor.combine([x, y, z]) { node.primitive.slope($0[0], $0[1], $0[2], by: place) }
    }
    return Self.products(slopes[0], first) + Self.products(slopes[1], second) + Self.sizes(z, 64)
  }

  /// Returns the errors of a gate of several, which passes one operand on.
  private func selected(_ id: Graph.NodeID) -> Tensor {
    let operands = graph.operands(of: id).map { Int($0) }
    let count = operands.count
    let isChoice = graph.nodes[Int(id)].primitive == .choose
    return Tensor.combine(
      operands.map { point.values[$0] } + operands.map { errors[$0] } + [point.values[Int(id)]]
    ) { v in
      if isChoice { return v[0] != 0 ? v[count + 1] : v[count + 2] }
      for place in 0..<count where v[place] == v[2 * count] { return v[count + place] }
      return .infinity
    }
  }

  /// Returns the errors of an operation on whole arrays.
  private func array(_ id: Graph.NodeID) -> Tensor {
    let operation = graph.operation(id)
    let operands = graph.operands(of: id).map { Int($0) }
    let value = point.values[Int(id)]
    let own = Self.sizes(value, 4)
    func full(_ operand: Int) -> Tensor {
      errors[operand].shape == point.values[operand].shape
        ? errors[operand] : errors[operand].broadcast(to: point.values[operand].shape)
    }
    switch operation.primitive.arrayForm {
    case .filling: return .scalar(0)
    case .movement(let movement): return movement.value(operands.map(full), operation) + own
    case .gathering(let gathering):
      return gathering.value([full(operands[0]), point.values[operands[1]]], operation) + own
    case .contraction(let contraction):
      let (x, y) = (point.values[operands[0]], point.values[operands[1]])
      let (first, second) = (errors[operands[0]], errors[operands[1]])
      let (rows, inner, columns) = contraction.extents(x.shape, y.shape)
      guard rows * inner * columns <= Self.mostProducts else {
        let (a, b) = (Self.greatest(x), Self.greatest(y))
        return .scalar(Double(inner) * (a * Self.greatest(second) + b * Self.greatest(first) + a * b))
      }
      let (a, b) = (Self.sizes(x, 1), Self.sizes(y, 1))
      return contraction.value(a, full(operands[1]) + b) + contraction.value(full(operands[0]), b)
    case .reduction(let form):
      return reduced(form, operation, point.values[operands[0]], full(operands[0]), value) + own
    case .scan(let form): return scanned(form, operation, point.values[operands[0]], full(operands[0]), value) + own
    case .factorization, .composition, nil: return .scalar(.infinity)
    }
  }

  private func reduced(
    _ form: LaneForm<Double, Double>, _ operation: ArrayOperation, _ x: Tensor, _ error: Tensor, _ value: Tensor
  ) -> Tensor {
    switch form.kernel {
    case .fold(.sum), .fold(.mean): return form.value(error, operation.setting.reduced)
    case .fold(.norm): return error.sum(axis: operation.setting.reduced)
    case .fold(.greatest), .fold(.least), .fold(.median): return error.amax(axis: operation.setting.reduced)
    case .fold(.placeOfGreatest), .fold(.placeOfLeast): return .scalar(0)
    case .fold(.logSumExp): return .scalar(Self.greatest(error) + 3 * Self.greatest(x))
    case .fold(.variance):
      let greatest = Self.greatest(error) + Self.greatest(x)
      return value.map { 2 * $0.squareRoot() * greatest }
    case .fold(.product), .map: return .scalar(.infinity)
    }
  }

  private func scanned(
    _ form: LaneForm<Double, [Double]>, _ operation: ArrayOperation, _ x: Tensor, _ error: Tensor, _ value: Tensor
  ) -> Tensor {
    switch form.kernel {
    case .map(.runningSums): return form.value(error, operation.setting.axis)
    case .map(.softmax):
      let exponent = 2 * Self.greatest(error) + 3 * Self.greatest(x)
      return value.map { $0 * exponent }
    case .map(.logSoftmax): return .scalar(2 * Self.greatest(error) + 3 * Self.greatest(x))
    case .map(.sorted), .map(.runningGreatest): return .scalar(Self.greatest(error))
    case .map(.order), .map(.placesOfLeaders): return .scalar(0)
    case .map(.productsOfOthers), .map(.direction), .map(.runningProducts), .fold: return .scalar(.infinity)
    }
  }

  // MARK: - Derivatives

  /// Returns a Boolean value indicating whether a derivative should be examined.
  ///
  /// - Parameter adjoints: The adjoint of each node.
  private func losesDerivatives(_ adjoints: [Tensor]) -> Bool {
    [false, true].allSatisfy { isCareful in
      let changes = carryBack(adjoints, isCareful)
      return point.wrt.contains { input in
        let value = point.values[Int(input)]
        let adjoint = adjoints[Int(input)].unbroadcast(to: value.shape)
        return Self.isLost(changes[Int(input)].unbroadcast(to: value.shape), adjoint)
      }
    }
  }

  /// Carries the errors of the adjoints back.
  private func carryBack(_ adjoints: [Tensor], _ isCareful: Bool) -> [Tensor] {
    var changes = [Tensor](repeating: .scalar(0), count: graph.count)
    let gates = Tensor.gates(point.ties)
    for id in stride(from: Int(graph.output), through: 0, by: -1) {
      let node = graph.nodes[id]
      let adjoint = Self.sizes(adjoints[id], 1)
      let change = changes[id]
      if node.kind == .input || node.kind == .constant || adjoint.isZero && change.isZero { continue }
      func add(_ operand: Int, _ error: Tensor) {
        guard graph.nodes[operand].isVariable else { return }
        changes[operand] = changes[operand] + error.unbroadcast(to: point.values[operand].shape)
      }
      /// Adds to an operand's error that of a contribution with this local derivative and its error.
      func send(_ operand: Int, _ local: Tensor, _ error: Tensor) {
        guard graph.nodes[operand].isVariable else { return }
        add(operand, Self.products(local, change + Self.sizes(adjoint, 3)) + Self.products(error, adjoint))
      }
      switch node.kind {
      case .input, .constant: continue
      case .unary:
        let (x, z) = (point.values[Int(node.a)], point.values[id])
        let slopes = Tensor.zip(x, z) { node.primitive.slope($0, $1) }
        let curvatures = Tensor.combine([x, z, slopes, errors[Int(node.a)]]) { v in
          v[3] == 0 || node.primitive == .negate
            ? 0
            : isCareful ? node.primitive.curvature(v[0], v[1]) : Primitive.roughCurvature(v[0], v[1], v[2])
        }
        send(Int(node.a), slopes, Self.products(curvatures, errors[Int(node.a)]))
      case .binary: sendBinary(id, node, change + adjoint, send, add)
      case .wide where node.primitive.isArray: sendArray(Graph.NodeID(id), adjoint, change, gates, add)
      case .wide:
        let operands = graph.operands(of: Graph.NodeID(id)).map { Int($0) }
        for operand in operands {
          add(
            operand,
            Tensor.zip(
              change + adjoint, Tensor.zip(point.values[operand], point.values[id]) { $0 == $1 ? 1 : 0 }
            ) { $1 == 0 ? 0 : $0 })
        }
      }
    }
    return changes
  }

  private func sendBinary(
    _ id: Int, _ node: Graph.Node, _ passed: Tensor, _ send: (Int, Tensor, Tensor) -> Void, _ add: (Int, Tensor) -> Void
  ) {
    let (left, right) = (Int(node.a), Int(node.b))
    let (x, y, z) = (point.values[left], point.values[right], point.values[id])
    let (first, second) = (errors[left], errors[right])
    if node.primitive == .multiply {
      send(left, y, second)
      send(right, x, first)
    } else if node.primitive == .add || node.primitive == .subtract {
      add(left, passed)
      add(right, passed)
    } else if node.primitive == .divide {
      let inverse = y.map { 1 / $0 }
      let error = Self.products(inverse, second)
      send(left, inverse, Self.products(inverse, error))
      send(right, z / y, Self.products(inverse, errors[id]) + Self.products(z / y, error))
    } else if node.primitive == .power, !graph.nodes[right].isVariable {
      let slopes = Tensor.zip(x, y) { Scalar.powerSlope($0, $1) }
      let curvatures = Tensor.zip(x, y) { $1 * Scalar.powerSlope($0, $1 - 1) }
      send(left, slopes, Self.products(curvatures, first) + Self.products(slopes, second))
    } else if !node.primitive.isCondition {
      for (place, operand) in [left, right].enumerated() {
        send(
          operand, Tensor.combine([x, y, z]) { node.primitive.slope($0[0], $0[1], $0[2], by: place) },
          Tensor.combine([x, y, z, first, second]) {
            node.primitive.slopeChange($0[0], $0[1], $0[2], by: place, off: $0[3], $0[4])
          })
      }
    }
  }

  private func sendArray(
    _ id: Graph.NodeID, _ adjoint: Tensor, _ change: Tensor, _ gates: [Gate<Tensor>], _ add: (Int, Tensor) -> Void
  ) {
    let operation = graph.operation(id)
    let operands = graph.operands(of: id).map { Int($0) }
    let value = point.values[Int(id)]
    let gate = gates[Int(operation.primitive.rawValue)]
    func full(_ tensor: Tensor, _ shape: Shape) -> Tensor {
      tensor.shape == shape ? tensor : tensor.broadcast(to: shape)
    }
    let passed = full(change + adjoint, value.shape)
    func pull(_ upstream: Tensor, _ values: [Tensor], _ place: Int) -> Tensor {
      ArrayEdge(operation: operation, operands: values, output: value, place: place)
        .pull(upstream, gate.derivative, selects: gate.selects)
    }
    let own = operands.map { point.values[$0] }
    for (place, operand) in operands.enumerated() where !operation.primitive.holds(place) {
      switch operation.primitive.arrayForm {
      case .filling: continue
      case .movement, .gathering: add(operand, pull(passed, own, place))
      case .contraction:
        let sizes = own.map { Self.sizes($0, 1) }
        let errors = operands.map { full(self.errors[$0], point.values[$0].shape) }
        add(operand, pull(passed, sizes, place) + pull(full(adjoint, value.shape), errors, place))
      case .reduction(let form):
        let error = full(errors[operand], own[0].shape)
        add(operand, reduction(form, operation, passed, full(adjoint, value.shape), own[0], error, value, id))
      case .scan(let form):
        add(
          operand,
          scan(form, passed, full(adjoint, value.shape), own[0], errors[operand], value) { pull($0, own, 0) })
      case .factorization, .composition, nil: add(operand, .scalar(.infinity))
      }
    }
  }

  private func reduction(
    _ form: LaneForm<Double, Double>, _ operation: ArrayOperation, _ passed: Tensor, _ adjoint: Tensor, _ x: Tensor,
    _ error: Tensor, _ value: Tensor, _ id: Graph.NodeID
  ) -> Tensor {
    let setting = operation.setting
    func spread(_ tensor: Tensor) -> Tensor { tensor.expand(setting, to: x.shape) }
    let (passed, adjoint, lanes) = (spread(passed), spread(adjoint), spread(value))
    switch form.kernel {
    case .fold(.sum), .fold(.greatest), .fold(.least), .fold(.median): return passed
    case .fold(.mean):
      let count = Double(x.count / max(value.count, 1))
      return passed.map { $0 / count }
    case .fold(.norm):
      let cosines = Self.sizes(x / lanes, 1)
      let ownError = spread(errors[Int(id)].unbroadcast(to: value.shape))
      return cosines * passed + adjoint * (error + cosines * ownError) / Self.sizes(lanes, 1)
    case .fold(.logSumExp):
      let exponent = 2 * Self.greatest(error) + 3 * Self.greatest(x) + 4
      let weights = Tensor.zip(x, lanes) { Scalar.exp($0 - $1) }
      return weights * (passed + Self.sizes(adjoint, exponent))
    case .fold(.variance):
      let mean = spread(x.mean(axis: setting.reduced))
      let count = Double(x.count / max(value.count, 1))
      let off = Self.greatest(error) + Self.greatest(x)
      return (Self.sizes(x - mean, 2) * passed + Self.sizes(adjoint, 4 * off)).map { $0 / count }
    case .fold(.placeOfGreatest), .fold(.placeOfLeast): return .scalar(0)
    case .fold(.product), .map: return .scalar(.infinity)
    }
  }

  private func scan(
    _ form: LaneForm<Double, [Double]>, _ passed: Tensor, _ adjoint: Tensor, _ x: Tensor, _ error: Tensor,
    _ value: Tensor, _ pull: (Tensor) -> Tensor
  ) -> Tensor {
    let exponent = 2 * Self.greatest(error) + 3 * Self.greatest(x) + 4
    let sent = passed + Self.sizes(adjoint, exponent)
    switch form.kernel {
    case .map(.runningSums): return pull(passed)
    case .map(.softmax): return value.map { $0 * Self.total(Self.products(value, sent)) } + Self.products(value, sent)
    case .map(.logSoftmax):
      return passed + value.map { Scalar.exp($0) * Self.total(sent) }
    case .map(.sorted), .map(.runningGreatest): return .scalar(Self.total(passed))
    case .map(.order), .map(.placesOfLeaders): return .scalar(0)
    case .map(.productsOfOthers), .map(.direction), .map(.runningProducts), .fold: return .scalar(.infinity)
    }
  }

  // MARK: - Numbers

  /// Returns the sizes of products, 0 for a factor of 0.
  private static func products(_ x: Tensor, _ error: Tensor) -> Tensor {
    Tensor.zip(x, error) { $1 == 0 || $0 == 0 ? 0 : ($0 * $1).magnitude }
  }

  private static func sizes(_ x: Tensor, _ factor: Double) -> Tensor { x.map { factor * $0.magnitude } }

  private static func greatest(_ x: Tensor) -> Double {
    x.withElements { $0.reduce(0) { Swift.max($0, $1.magnitude) } }
  }

  private static func total(_ x: Tensor) -> Double { x.withElements { $0.reduce(0, +) } }
}
