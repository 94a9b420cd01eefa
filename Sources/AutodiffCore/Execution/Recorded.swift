/// A number of a sweep over doubles, written down instead of worked out: a constant, or a node of a `SweepRecorder`'s graph.
///
/// A `Symbol` leaves out whatever cannot change a real number. Here only that is left out which cannot change the bits
/// of a double, so that working the graph out is the sweep itself. Two liberties are taken with adjoints, which are
/// sums that begin with +0 and therefore never -0: the +0 is left out, as in the end it is added to the answer, and
/// where a router sends nothing, zero is sent. What comes of that is the same adjoint, or another zero, or nan.
enum Recorded {
  case constant(Double)
  case node(Graph.NodeID, SweepRecorder)

  var constant: Double? { if case .constant(let value) = self { value } else { nil } }

  fileprivate var recorder: SweepRecorder? { if case .node(_, let recorder) = self { recorder } else { nil } }

  /// The operand of a negation.
  fileprivate var negated: Recorded? {
    guard case .node(let id, let recorder) = self, recorder.graph.nodes[Int(id)].kind == .unary,
      recorder.graph.nodes[Int(id)].primitive == .negate
    else { return nil }
    return recorder.recorded(recorder.graph.nodes[Int(id)].a)
  }
}

extension Recorded: Field {
  init(_ constant: Double) { self = .constant(constant) }
  init(floatLiteral value: Double) { self = .constant(value) }

  var isZero: Bool { constant == 0 }

  func defined(where output: Recorded) -> Recorded {
    if case .node(let id, let recorder) = output { recorder.defined.insert(id) }
    return self
  }

  static func gates(_ ties: Ties) -> [Gate<Recorded>] { ties == .split ? Gate<Recorded>.table : Gate.rows(ties) }

  // MARK: - Arithmetic

  static func + (left: Recorded, right: Recorded) -> Recorded {
    let sweepsBack = (left.recorder ?? right.recorder)?.sweepsBack ?? false
    if sweepsBack, left.isZero { return right }
    if sweepsBack, right.isZero { return left }
    if let right = right.negated { return left - right }
    if let left = left.negated { return right - left }
    return record(.add, left, right)
  }

  static func - (left: Recorded, right: Recorded) -> Recorded {
    if let right = right.negated { return left + right }
    return record(.subtract, left, right)
  }

  static func * (left: Recorded, right: Recorded) -> Recorded {
    if let value = left.constant { return right.scaled(by: value) }
    if let value = right.constant { return left.scaled(by: value) }
    if let inner = left.negated { return -(inner * right) }
    if let inner = right.negated { return -(left * inner) }
    return left.routed(by: right) ?? right.routed(by: left) ?? record(.multiply, left, right)
  }

  static func / (left: Recorded, right: Recorded) -> Recorded {
    if right.constant == 1 { return left }
    if left.isShare(of: right) { return left }
    if let inner = left.negated { return -(inner / right) }
    if let inner = right.negated { return -(left / inner) }
    return record(.divide, left, right)
  }

  static prefix func - (operand: Recorded) -> Recorded {
    if let value = operand.constant { return .constant(-value) }
    return operand.negated ?? operand.factored.map { $1.scaled(by: -$0) } ?? record(.negate, [operand])
  }

  private func scaled(by factor: Double) -> Recorded {
    if let value = constant { return .constant(factor * value) }
    if factor == 1 { return self }
    if factor == -1 { return -self }
    if let inner = negated { return inner.scaled(by: -factor) }
    // factor · (2^k · x) is (factor · 2^k) · x: the inner product is exact, or infinite as the outer one then is.
    if let (inner, rest) = factored, inner.magnitude >= 1, inner.significand == 1, factor.magnitude >= 1,
      (factor * inner).isFinite
    {
      return rest.scaled(by: factor * inner)
    }
    return Self.record(.multiply, .constant(factor), self)
  }

  /// The factor and the rest of a product with a constant.
  private var factored: (Double, Recorded)? {
    guard case .node(let id, let recorder) = self else { return nil }
    let node = recorder.graph.nodes[Int(id)]
    guard node.kind == .binary, node.primitive == .multiply else { return nil }
    return recorder.recorded(node.a).constant.map { ($0, recorder.recorded(node.b)) }
  }

  /// This, where `local` is the 1 or 0 of a gate that routes.
  private func routed(by local: Recorded) -> Recorded? {
    guard case .node(let id, let recorder) = local, recorder.sweepsBack else { return nil }
    let node = recorder.graph.nodes[Int(id)]
    switch node.primitive {
    case .equal where node.kind == .binary: return .apply(.choose, [local, self, 0.0])
    // What stood in the program already may be a factor of the user's, of which 0 · inf is no zero.
    case .step where node.kind == .unary && recorder.isOfSweep(id):
      return .apply(.choose, [.apply(.greater, recorder.recorded(node.a), 0.0), self, 0.0])
    default: return nil
    }
  }

  /// Whether this is `equal` of an argument of `max` or `min`, and `winners` counts how many are: away from ties, one.
  private func isShare(of winners: Recorded) -> Bool {
    guard case .node(let id, let recorder) = self, recorder.sweepsBack, case .node(let sum, _) = winners,
      recorder.graph.nodes[Int(id)].primitive == .equal
    else { return false }
    let output = recorder.graph.nodes[Int(id)].b
    var rest = sum
    while true {
      let node = recorder.graph.nodes[Int(rest)]
      guard node.kind == .binary else { return false }
      if node.primitive == .equal { return node.b == output }
      guard node.primitive == .add, recorder.graph.nodes[Int(node.b)].primitive == .equal,
        recorder.graph.nodes[Int(node.b)].b == output
      else { return false }
      rest = node.a
    }
  }

  // MARK: - Gates

  static func apply(_ primitive: Primitive, _ x: Recorded) -> Recorded {
    if let value = x.constant { return .constant(Double.apply(primitive, value)) }
    if let form = form(of: primitive) { return form([x]) }
    return record(primitive, [x])
  }

  /// The composition of a gate from more elementary ones, which lanes can take side by side and derivatives share; nil
  /// where a tape has a loop for the gate itself, or it is a step, for which one call is less.
  private static func form(of primitive: Primitive) -> Form<Recorded>? {
    let row = Gate<Recorded>.table[Int(primitive.rawValue)]
    switch row.derivative {
    case .none, .extremum: return nil
    case .unary, .binary, .many, .array: return row.computation.form
    }
  }

  static func apply(_ primitive: Primitive, _ x: Recorded, _ y: Recorded) -> Recorded {
    if let a = x.constant, let b = y.constant { return .constant(Double.apply(primitive, a, b)) }
    if primitive == .power || primitive == .powerSlope, let exponent = y.constant {
      return power(primitive, x, exponent)
    }
    if let form = form(of: primitive) { return form([x, y]) }
    return record(primitive, x, y)
  }

  /// x^y and y·x^(y-1) for a constant y, as `Scalar.power` and `Scalar.powerSlope` work them out.
  private static func power(_ primitive: Primitive, _ x: Recorded, _ exponent: Double) -> Recorded {
    switch (primitive, exponent) {
    case (.power, 0): return 1.0
    case (.power, 1): return x
    case (.power, 2): return x * x
    case (.powerSlope, 0): return 0.0
    case (.powerSlope, 2): return 2.0 * x
    case (.powerSlope, _) where exponent - 1 + 1 == exponent:
      return .constant(exponent) * power(.power, x, exponent - 1)
    default: return record(primitive, [x, .constant(exponent)])
    }
  }

  static func apply(_ primitive: Primitive, _ operands: [Recorded]) -> Recorded {
    let values = operands.compactMap(\.constant)
    if values.count == operands.count { return .constant(Double.apply(primitive, values)) }
    if operands.count == 1, primitive.isUnary { return apply(primitive, operands[0]) }
    if operands.count == 2, !primitive.isWide { return apply(primitive, operands[0], operands[1]) }
    if case .extremum = Gate<Recorded>.table[Int(primitive.rawValue)].derivative, operands.count > 2 {
      return operands.dropFirst().reduce(operands[0]) { apply(primitive, [$0, $1]) }
    }
    if primitive == .choose, let condition = operands[0].constant { return condition != 0 ? operands[1] : operands[2] }
    if let form = form(of: primitive) { return form(operands) }
    return record(primitive, operands)
  }

  private static func record(_ primitive: Primitive, _ left: Recorded, _ right: Recorded) -> Recorded {
    if let a = left.constant, let b = right.constant {
      switch primitive {
      case .add: return .constant(a + b)
      case .subtract: return .constant(a - b)
      case .multiply: return .constant(a * b)
      case .divide: return .constant(a / b)
      default: return .constant(Double.apply(primitive, a, b))
      }
    }
    return record(primitive, [left, right])
  }

  static func record(_ primitive: Primitive, _ operands: [Recorded]) -> Recorded {
    operands.lazy.compactMap(\.recorder).first?.append(primitive, operands) ?? .constant(.nan)
  }

  // MARK: - Arrays, of which there are none

  static var isShaped: Bool { false }
  var shape: Shape { .scalar }
  static func apply(_ operation: ArrayOperation, _ operands: [Recorded]) -> Recorded { .constant(.nan) }
  func unbroadcast(to shape: Shape) -> Recorded { self }
  func masked(by other: Recorded) -> Recorded { self }
  static func carry(_ tangent: Recorded, _ local: Recorded) -> Recorded { tangent * local }
  static func transposedProduct(_ matrix: Recorded, _ vector: Recorded) -> Recorded { .constant(.nan) }
}

extension Gate<Recorded> {
  static let table = rows(.split)
}
