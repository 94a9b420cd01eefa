private typealias P = Primitive

/// The rows of operations on whole arrays: products, and arrays that are made from shapes.
///
/// Sources of the rules: M. B. Giles, "Collected matrix derivative results for forward and reverse mode algorithmic
/// differentiation", Advances in Automatic Differentiation (2008), for the linear algebra; the others are sums of the
/// scalar rules.
extension Gate where S: Field {
  static var matmul: Gate {
    .array(
      "@", "product of matrices and vectors", arity: .exactly(2), parameters: ["A", "B"], .matrixProduct,
      notation: .product, latex: "#1 #2",
      .contraction(Contraction(axes: 1, numPy: .function("np.matmul"), value: Tensor.product(_:_:))),
      .bilinear { edge, u in
        let other = edge.operands[1 - edge.place]
        switch (edge.place, edge.operand.shape.rank, other.shape.rank) {
        case (0, 2, 2): return S.product(u, transposed: other)
        case (0, 2, 1): return u.outer(other)
        case (0, 1, 2): return other.matmul(u)
        case (1, 2, 2): return S.product(transposed: other, u)
        case (1, 1, 2): return S.transposedProduct(other, u)
        case (1, 2, 1): return other.outer(u)
        default: return u * other
        }
      }, role: .switches)
  }

  static var dot: Gate {
    .array(
      "dot", "scalar product of two vectors", arity: .exactly(2), parameters: ["a", "b"], .dot,
      latex: #"#1 \cdot #2"#, scalars: .gate(.multiply),
      .contraction(Contraction(axes: 1, numPy: .function("np.dot"), value: Tensor.product(_:_:))),
      .bilinear { edge, u in u * edge.operands[1 - edge.place] }, role: .switches)
  }

  static var outer: Gate {
    .array(
      "outer", "matrix of all products of two vectors' elements", arity: .exactly(2), parameters: ["a", "b"], .outer,
      latex: #"#1 \otimes #2"#, written: .sign("⊗"), scalars: .gate(.multiply),
      .contraction(Contraction(axes: 0, numPy: .function("np.outer"), value: Tensor.outer)),
      .bilinear { edge, u in edge.place == 0 ? u.matmul(edge.operands[1]) : u.transposed.matmul(edge.operands[0]) },
      role: .switches)
  }

  static var eye: Gate {
    .array(
      "eye", "identity matrix", parameters: ["n"], .square, latex: "I", written: .callWithLengths(isSquare: true),
      .filling(Filling(element: .identity, numPy: .square("np.eye"))), .linear { _, u in u })
  }

  static var zeros: Gate {
    .array(
      "zeros", "array of zeros", arity: .atLeast(1), parameters: ["m", "n"], .made,
      written: .callWithLengths(isSquare: false),
      .filling(Filling(element: .constant(0), numPy: .shaped("np.zeros"))), .linear { _, u in u })
  }

  static var ones: Gate {
    .array(
      "ones", "array of ones", arity: .atLeast(1), parameters: ["m", "n"], .made,
      written: .callWithLengths(isSquare: false),
      .filling(Filling(element: .constant(1), numPy: .shaped("np.ones"))), .linear { _, u in u })
  }

  // MARK: - Shapes of rows

  static func array(
    _ name: String, aliases: [String] = [], _ summary: String, arity: Arity = .exactly(1), parameters: [String] = ["x"],
    _ signature: Signature, convention: String? = nil, kink: Kink<S>? = nil, notation: Notation = .function,
    latex: String? = nil, written: ArrayNotation = .call, scalars: ScalarCase = .none, _ form: ArrayForm<S>,
    _ rule: ArrayRule<S>, selects: Bool = false, role: Role? = nil, isHidden: Bool = false, domain: String = "",
    says text: String? = nil, changes: String? = nil, isNamedInSteps: Bool = false,
    definition: (@Sendable ([S], ArrayOperation) -> S)? = nil
  ) -> Gate {
    Gate(
      name: name, aliases: aliases, summary: summary, arity: arity, parameters: parameters,
      domain: Domain(domain, -4...4), convention: convention, kink: kink, notation: notation, latex: latex,
      computation: .array(form), derivative: .array(rule), selects: selects, role: role, arrayDefinition: definition,
      isHidden: isHidden, signature: signature, arrayNotation: written, scalarCase: scalars, derivativeText: text,
      changeText: changes, isNamedInSteps: isNamedInSteps)
  }

  /// An operation that only the syntax and other rules make.
  static func hiddenArray(
    _ summary: String, written: ArrayNotation, _ form: ArrayForm<S>, _ rule: ArrayRule<S>, isNamedInSteps: Bool = false,
    definition: (@Sendable ([S], ArrayOperation) -> S)? = nil
  ) -> Gate {
    array(
      "", summary, arity: .atLeast(1), .given, written: written, form, rule, isHidden: true,
      isNamedInSteps: isNamedInSteps, definition: definition)
  }
}

extension Setting {
  /// The axis of an operation along one; the first unless it is told.
  var axis: Int {
    switch self {
    case .axis(let axis), .places(_, let axis?): axis
    case .none, .seed, .axes, .places, .subscripts, .windows: 0
    }
  }
  /// The axis that a reduction takes away; nil for all of them.
  var reduced: Int? { if case .axis(let axis) = self { axis } else { nil } }
  /// The seed of random numbers; the default unless it is told.
  var seed: Int { if case .seed(let seed) = self { seed } else { Self.defaultSeed } }
  /// The seed of random numbers where none is given.
  static var defaultSeed: Int { 1 }
  var axes: [Int] { if case .axes(let axes) = self { axes } else { [] } }
  var subscripts: [Subscript] { if case .subscripts(let subscripts) = self { subscripts } else { [] } }
}

extension Signature {
  func domain(_ parameter: String?) -> String {
    switch self {
    case .inverse, .solution: "A regular"
    case .made, .square, .drawn: "positive whole numbers"
    default: "every \(parameter ?? "x")"
    }
  }
}
