/// The names that lectures give to the rules of differentiation.
///
/// A primitive without a row of its own is named by the kind of its derivative: a new one needs none.
struct StepName: Sendable {
  /// The rule where several operands move.
  let several: String
  /// The rule where only the first of them does.
  let first: String
  /// The rule where only another one does.
  let other: String
  /// A Boolean value indicating whether it differentiates an outer function, so that the chain rule joins it where the
  /// operand is not the variable itself.
  let isOuter: Bool

  private init(_ several: String, first: String? = nil, other: String? = nil, isOuter: Bool = false) {
    self.several = several
    self.first = first ?? several
    self.other = other ?? first ?? several
    self.isOuter = isOuter
  }

  /// The rules of operators and of arrays, whose names are not those of their functions.
  ///
  /// Source of the rules of arrays: J. R. Magnus and H. Neudecker, Matrix Differential Calculus, 3rd ed., §8.
  private static let table: [Primitive: StepName] = [
    .add: StepName("sum rule"),
    .subtract: StepName("sum rule"),
    .negate: StepName("constant factor"),
    .multiply: StepName("product rule", first: "constant factor"),
    .divide: StepName("quotient rule", first: "constant factor", other: "reciprocal rule"),
    .power: StepName(
      "power rule with a moving exponent", first: "power rule", other: "derivative of a^u", isOuter: true),
    .choose: StepName("one case at a time"),
    .exp: StepName("derivative of e^u", isOuter: true),
    .matmul: StepName("product rule for matrices", first: "constant factor"),
    .batchProduct: StepName("product rule for matrices", first: "constant factor"),
    .outer: StepName("product rule for outer products", first: "constant factor"),
    .dot: StepName("product rule for scalar products", first: "constant factor"),
    .cross: StepName("product rule for vector products", first: "constant factor"),
    .kron: StepName("product rule for Kronecker's products", first: "constant factor"),
    .conv: StepName("product rule for convolutions", first: "constant factor"),
    .transpose: StepName("derivative of a transpose"),
    .trace: StepName("derivative of a trace"),
    .diag: StepName("derivative of a diagonal"),
    .sum: StepName("derivative of a sum of elements"),
    .mean: StepName("derivative of a mean"),
    .prod: StepName("derivative of a product of elements", isOuter: true),
    .norm: StepName("derivative of a norm", isOuter: true),
    .variance: StepName("derivative of a variance", isOuter: true),
    .det: StepName("derivative of a determinant", isOuter: true),
    .logdet: StepName("derivative of the log of a determinant", isOuter: true),
    .inv: StepName("derivative of an inverse", isOuter: true),
    .solve: StepName("derivative of a solution", isOuter: true),
    .stack: StepName("element by element"),
    .concat: StepName("part by part"),
    .slice: StepName("derivative of a part"),
    .gather: StepName("derivative of parts"),
    .reshape: StepName("the same elements in another shape"),
  ]

  /// Returns the rule of a primitive.
  fileprivate static func of(_ primitive: Primitive) -> StepName {
    if let row = table[primitive] { return row }
    let name = primitive.operationName.isEmpty ? primitive.shownName : primitive.operationName
    switch Gate<Double>.table[Int(primitive.rawValue)].derivative {
    case .array(.linear): return StepName("\(name) is linear")
    case .array(.bilinear): return StepName("product rule for \(name)", first: "constant factor")
    case .none, .unary, .binary, .extremum, .many, .array:
      return StepName("derivative of \(name)", isOuter: true)
    }
  }
}

extension Primitive {
  /// Returns the name of the rule by which it is differentiated.
  ///
  /// - Parameters:
  ///   - moving: A Boolean value for each operand indicating whether it moves.
  ///   - isInner: A Boolean value indicating whether what moves is more than the variable itself.
  func stepName(moving: [Bool], isInner: Bool) -> String {
    let row = StepName.of(self)
    let places = moving.indices.filter { moving[$0] }
    var name = places.count > 1 ? row.several : places == [0] ? row.first : row.other
    if let convention = stepConvention { name += ", " + convention }
    return row.isOuter && isInner ? "chain rule, \(name)" : name
  }

  /// The convention at places without a derivative, where a derivation has to choose one; nil for other primitives.
  private var stepConvention: String? {
    let row = Gate<Double>.table[Int(rawValue)]
    return row.kink == nil && !row.selects ? nil : row.convention
  }
}
