private typealias P = Primitive

/// The rows of operations on whole arrays.
///
/// Sources of the rules: M. B. Giles, "Collected matrix derivative results for forward and reverse mode algorithmic
/// differentiation", Advances in Automatic Differentiation (2008), for the linear algebra; the others are sums of the
/// scalar rules.
extension Gate where S: Field {
  static func arrayRow(_ primitive: Primitive, _ ties: Ties) -> Gate<S> {
    switch primitive {

    // MARK: Products
    case .matmul:
      .array(
        "@", "product of matrices and vectors", arity: .exactly(2), parameters: ["A", "B"], .matrixProduct,
        notation: .product, latex: "#1 #2", { x, _ in Tensor.product(x[0], x[1]) },
        .bilinear { edge, u in
          let other = edge.operands[1 - edge.place]
          switch (edge.place, edge.operand.shape.rank, other.shape.rank) {
          case (0, 2, 2): return u.matmul(other.transposed)
          case (0, 2, 1): return u.outer(other)
          case (0, 1, 2): return other.matmul(u)
          case (1, 2, 2): return other.transposed.matmul(u)
          case (1, 1, 2): return S.transposedProduct(other, u)
          case (1, 2, 1): return other.outer(u)
          default: return u * other
          }
        }, role: .switches)
    case .dot:
      .array(
        "dot", "scalar product of two vectors", arity: .exactly(2), parameters: ["a", "b"], .dot,
        latex: #"#1 \cdot #2"#, { x, _ in Tensor.product(x[0], x[1]) },
        .bilinear { edge, u in u * edge.operands[1 - edge.place] }, role: .switches)
    case .outer:
      .array(
        "outer", "matrix of all products of two vectors' elements", arity: .exactly(2), parameters: ["a", "b"], .outer,
        latex: #"#1 \otimes #2"#, { x, _ in Tensor.outer(x[0], x[1]) },
        .bilinear { edge, u in edge.place == 0 ? u.matmul(edge.operands[1]) : u.transposed.matmul(edge.operands[0]) },
        role: .switches)

    // MARK: Shapes
    case .transpose:
      .array(
        "transpose", aliases: ["T"], "rows as columns; a vector is its own", parameters: ["A"], .transpose,
        notation: .transposition, latex: "{#1}^{\\top}", { x, _ in x[0].transposed() }, .linear { _, u in u.transposed }
      )
    case .trace:
      .array(
        "trace", "sum of a square matrix's diagonal", parameters: ["A"], .trace, latex: #"\operatorname{tr}(#1)"#,
        { x, _ in
          let n = x[0].shape.lengths[0]
          return .scalar((0..<n).reduce(0) { $0 + x[0][$1 * n + $1] })
        },
        .linear { edge, u in
          let shape = edge.operand.shape
          return u.unbroadcast(to: Shape([shape.lengths[0]])).diagonal(shape: shape)
        })
    case .diag:
      .array(
        "diag", "a matrix's diagonal, or the diagonal matrix of a vector", .diagonal,
        latex: #"\operatorname{diag}(#1)"#, { x, operation in x[0].diagonal(shape: operation.shape) },
        .linear { edge, u in u.diagonal(shape: edge.operand.shape) })
    case .eye:
      .array(
        "eye", "identity matrix", parameters: ["n"], .made, latex: "I",
        { _, operation in .identity(operation.shape.lengths[0]) }, .linear { _, u in u })
    case .zeros:
      .array(
        "zeros", "array of zeros", arity: .atLeast(1), parameters: ["m", "n"], .made,
        { _, operation in Tensor(repeating: 0, operation.shape) }, .linear { _, u in u })
    case .ones:
      .array(
        "ones", "array of ones", arity: .atLeast(1), parameters: ["m", "n"], .made,
        { _, operation in Tensor(repeating: 1, operation.shape) }, .linear { _, u in u })
    case .reshape:
      .array(
        "reshape", "the same elements, row by row, in another shape", arity: .atLeast(2), parameters: ["x", "m", "n"],
        .reshape, { x, operation in x[0].reshaped(to: operation.shape) },
        .linear { edge, u in u.reshaped(to: edge.operand.shape) }, says: "y_bar in the shape of x")
    case .concat:
      .array(
        "concat", "arrays one after the other", arity: .atLeast(1), parameters: ["a", "b"], .concatenation,
        { x, operation in Tensor.concat(x, axis: operation.setting.axis) },
        .linear { edge, u in
          let axis = edge.operation.setting.axis
          let start = edge.operands[..<edge.place].reduce(0) { $0 + $1.shape.lengths[axis] }
          return u.sliced(u.shape.selecting(start..<start + edge.operand.shape.lengths[axis], axis: axis))
        }, says: "its own part of y_bar")

    // MARK: Reductions
    case .sum:
      .array(
        "sum", "sum of the elements", .reduction, latex: #"\sum #1"#, { x, o in x[0].sum(axis: o.setting.reduced) },
        .gradient { _ in 1.0 }, role: .distributes)
    case .mean:
      .array(
        "mean", "mean of the elements", .reduction, latex: #"\operatorname{mean}(#1)"#,
        { x, o in x[0].mean(axis: o.setting.reduced) },
        .gradient { edge in 1.0 / S(edge.reducedCount) }, role: .distributes, says: "1/n")
    case .prod:
      .array(
        "prod", "product of the elements", .reduction, latex: #"\prod #1"#,
        { x, o in x[0].prod(axis: o.setting.reduced) }, .gradient { $0.productsOfOthers }, role: .switches,
        says: "the product of the others")
    case .norm:
      .array(
        "norm", "Euclidean length, without overflow", .reduction, convention: "0 at 0",
        kink: .zero { $0[0] },
        latex: #"\lVert #1 \rVert"#, { x, o in x[0].norm(axis: o.setting.reduced) },
        .gradient { edge in P.ratio(edge.operand, edge.expandedOutput) })
    case .logsumexp:
      .array(
        "logsumexp", "log of the sum of exponentials, without overflow", .reduction,
        latex: #"\operatorname{logsumexp}(#1)"#, { x, o in x[0].logsumexp(axis: o.setting.reduced) },
        .gradient { edge in edge.flat.softmax(edge.flatSetting).reshaped(to: edge.operand.shape) })
    case .variance:
      .array(
        "variance", "mean squared distance from the mean", .reduction, latex: #"\operatorname{var}(#1)"#,
        { x, o in x[0].variance(axis: o.setting.reduced) },
        .gradient { edge in
          let setting = edge.operation.setting
          let mean = edge.operand.mean(setting).expand(setting, to: edge.operand.shape)
          return 2.0 * (edge.operand - mean) / S(edge.reducedCount)
        }, says: "2*(x - mean(x))/n")
    case .amax:
      .reducedExtremum(.max, "max", "greatest element", ties) { x, o in
        x[0].amax(axis: o.setting.reduced)
      }
    case .amin:
      .reducedExtremum(.min, "min", "least element", ties) { x, o in x[0].amin(axis: o.setting.reduced) }

    // MARK: Along an axis
    case .softmax:
      .array(
        "softmax", "exponentials, scaled to the sum 1", .scan, latex: #"\operatorname{softmax}(#1)"#,
        { x, o in x[0].softmax(axis: o.setting.axis) },
        .general(push: { edge, t in edge.softmaxJacobian(t) }, pull: { edge, u in edge.softmaxJacobian(u) }))
    case .logSoftmax:
      .array(
        "log_softmax", "log of softmax, exact in the tail", .scan, latex: #"\operatorname{logsoftmax}(#1)"#,
        { x, o in x[0].logSoftmax(axis: o.setting.axis) },
        .general(
          push: { edge, t in
            t - (P.exp(edge.output) * t).sum(edge.operation.setting).expand(edge.operation.setting, to: t.shape)
          },
          pull: { edge, u in
            u - P.exp(edge.output) * u.sum(edge.operation.setting).expand(edge.operation.setting, to: u.shape)
          }))
    case .cumsum:
      .array(
        "cumsum", "running sums", .scan, { x, o in x[0].cumsum(axis: o.setting.axis, reversed: false) },
        .linear { edge, u in u.cumsum(edge.operation.setting, reversed: true) }, role: .distributes,
        says: "the sums of y_bar from the end")

    // MARK: Linear algebra
    case .det:
      .array(
        "det", "determinant, by LU factorisation", parameters: ["A"], .determinant, latex: #"\det(#1)"#,
        { x, _ in .scalar(Factorization(x[0]).determinant + 0) }, .gradient { $0.operand.cofactors },
        says: "the cofactors of A, which are det(A)*inv(A)' where A is regular")
    case .inv:
      .array(
        "inv", "inverse, by LU factorisation", parameters: ["A"], .inverse, latex: "{#1}^{-1}",
        { x, _ in Factorization(x[0]).inverse },
        .general(
          push: { edge, t in -(edge.output.matmul(t).matmul(edge.output)) },
          pull: { edge, u in -(edge.output.transposed.matmul(u).matmul(edge.output.transposed)) }))
    case .solve:
      .array(
        "solve", "x with A @ x = b, by LU factorisation", arity: .exactly(2), parameters: ["A", "b"], .solution,
        latex: "{#1}^{-1} #2", { x, _ in Factorization(x[0]).solve(x[1]) },
        .general(
          push: { edge, t in
            let matrix = edge.operands[0]
            return edge.place == 1 ? matrix.solve(t) : -matrix.solve(t.matmul(edge.output))
          },
          pull: { edge, u in
            let right = edge.operands[0].transposed.solve(u)
            if edge.place == 1 { return right }
            return -(u.shape.rank == 1 ? right.outer(edge.output) : right.matmul(edge.output.transposed))
          }))
    case .logdet:
      .array(
        "logdet", "log of the determinant, without overflow; nan where it is negative", parameters: ["A"],
        .determinant, latex: #"\ln\det(#1)"#, { x, _ in .scalar(Factorization(x[0]).logDeterminant) },
        .gradient { edge in edge.operand.inverse.transposed.defined(where: edge.output) }, domain: "det(A) > 0")

    // MARK: Hidden
    case .stack:
      .hiddenArray(
        "array of its operands", { x, o in Tensor.stack(x, shape: o.shape) },
        .linear { edge, u in
          let shape = edge.operand.shape
          let flat = u.reshaped(to: Shape([edge.operands.count] + shape.lengths))
          return flat.part(edge.place, axis: 0).reshaped(to: shape)
        })
    case .slice:
      .hiddenArray(
        "part of an array", { x, o in x[0].sliced(o.setting.subscripts) },
        .linear { edge, u in u.scattered(edge.operation.setting.subscripts, into: edge.operand.shape) })
    case .scatter:
      .hiddenArray(
        "zeros but for a part", { x, o in x[0].scattered(o.setting.subscripts, into: o.shape) },
        .linear { edge, u in u.sliced(edge.operation.setting.subscripts) })
    case .expand:
      .hiddenArray(
        "with an axis of length 1 more", { x, o in x[0].reshaped(to: o.shape) },
        .linear { edge, u in u.reshaped(to: edge.operand.shape) })
    case .broadcast:
      .hiddenArray(
        "repeated to a shape", { x, o in x[0].broadcast(to: o.shape) },
        .linear { edge, u in u.unbroadcast(to: edge.operand.shape) })
    case .reduceToShape:
      .hiddenArray(
        "summed over the axes that broadcasting added", { x, o in x[0].sum(to: o.shape) },
        .linear { edge, u in u.unbroadcast(to: edge.operand.shape) })
    case .cumsumReversed:
      .hiddenArray(
        "running sums from the end", { x, o in x[0].cumsum(axis: o.setting.axis, reversed: true) },
        .linear { edge, u in u.cumsum(edge.operation.setting) })
    case .cofactors:
      .hiddenArray(
        "gradient of the determinant", { x, _ in x[0].cofactors },
        .general(
          push: { edge, t in edge.operand.cofactorChange(along: t) },
          pull: { edge, u in edge.operand.cofactorChange(along: u) }))
    default:
      .hiddenArray(
        "change of the cofactors", { x, _ in x[0].cofactorChange(along: x[1]) },
        .general(
          push: { edge, t in edge.cofactorChange(t) },
          pull: { edge, u in edge.cofactorChange(u) }))
    }
  }

  // MARK: - Shapes of rows

  private static func array(
    _ name: String, aliases: [String] = [], _ summary: String, arity: Arity = .exactly(1), parameters: [String] = ["x"],
    _ signature: Signature, convention: String? = nil, kink: Kink<S>? = nil, notation: Notation = .function,
    latex: String? = nil,
    _ value: @escaping @Sendable ([Tensor], ArrayOperation) -> Tensor, _ rule: ArrayRule<S>, role: Role? = nil,
    domain: String? = nil, says text: String? = nil
  ) -> Gate {
    Gate(
      name: name, aliases: aliases, summary: summary, arity: arity, parameters: parameters,
      domain: Domain(domain ?? signature.domain(parameters.first), -4...4), convention: convention, kink: kink,
      notation: notation, latex: latex,
      computation: .array(value), derivative: .array(rule), role: role, signature: signature,
      derivativeText: text)
  }

  private static func hiddenArray(
    _ summary: String, _ value: @escaping @Sendable ([Tensor], ArrayOperation) -> Tensor, _ rule: ArrayRule<S>
  ) -> Gate {
    var gate = array("", summary, arity: .atLeast(1), .given, value, rule)
    gate.isHidden = true
    return gate
  }

  private static func reducedExtremum(
    _ extremum: Primitive, _ name: String, _ summary: String, _ ties: Ties,
    _ value: @escaping @Sendable ([Tensor], ArrayOperation) -> Tensor
  ) -> Gate {
    var gate = array(
      name, summary, .reduction, kink: .tie(extremum), latex: "\\\(name)(#1)", value, .gradient { $0.shares(ties) },
      role: .routes)
    gate.selects = true
    gate.isHidden = true
    return gate
  }
}

extension Setting {
  /// The axis of an operation along one; the first unless it is told.
  var axis: Int { if case .axis(let axis) = self { axis } else { 0 } }
  /// The axis that a reduction takes away; nil: all of them.
  var reduced: Int? { if case .axis(let axis) = self { axis } else { nil } }
  var subscripts: [Subscript] { if case .subscripts(let subscripts) = self { subscripts } else { [] } }
}

extension Signature {
  fileprivate func domain(_ parameter: String?) -> String {
    switch self {
    case .inverse, .solution: "A regular"
    case .made: "positive whole numbers"
    default: "every \(parameter ?? "x")"
    }
  }
}

// MARK: - Parts of rules

extension ArrayEdge where S: Field {
  fileprivate var expandedOutput: S { output.expand(operation.setting, to: operand.shape) }

  /// How many elements go into one result.
  fileprivate var reducedCount: Double {
    Double(operation.setting.reduced.map { operand.shape.lengths[$0] } ?? operand.shape.count)
  }

  /// The operand as what a scan along `flatSetting` takes: all of it in a row where no axis is given.
  fileprivate var flat: S {
    operation.setting.reduced == nil ? operand.reshaped(to: Shape([operand.shape.count])) : operand
  }

  fileprivate var flatSetting: Setting { .axis(operation.setting.axis) }

  /// y·(v - ⟨y, v⟩), which is its own transpose.
  fileprivate func softmaxJacobian(_ moving: S) -> S {
    let inner = (output * moving).sum(operation.setting).expand(operation.setting, to: moving.shape)
    return output * (moving - inner)
  }

  /// The cofactors' second change, symmetric in both of its directions, from C = det(A) inv(A)'; and the first one, where
  /// it is the direction that moves.
  fileprivate func cofactorChange(_ moving: S) -> S {
    if place == 1 { return operands[0].cofactorChange(along: moving) }
    let direction = operands[1].transposed
    let inverse = operand.inverse.transposed
    let cofactors = operand.cofactors
    let (first, second) = (direction.matmul(inverse), moving.transposed.matmul(inverse))
    let mixed = cofactors.matmul(first.matmul(second)) + cofactors.matmul(second.matmul(first))
    let traces = (operands[1] * inverse).total * cofactors.matmul(second)
    return (moving * inverse).total * output + mixed - traces
      - (operands[1] * inverse.matmul(second)).total * cofactors
  }

  /// For each element the product of all others, without a division, so that zeros do no harm.
  fileprivate var productsOfOthers: S {
    let axis = operation.setting.axis
    let flat = flat
    let parts = (0..<flat.shape.lengths[axis]).map { flat.part($0, axis: axis) }
    var others = [S](repeating: 1.0, count: parts.count)
    var before: S = 1.0
    for index in parts.indices {
      others[index] = before
      before = before * parts[index]
    }
    var after: S = 1.0
    for index in parts.indices.reversed() {
      others[index] = (others[index] * after).unbroadcast(to: parts[index].shape)
      after = after * parts[index]
    }
    let rows = others.map { $0.expand(flatSetting, to: flat.shape) }
    return S.apply(ArrayOperation(.concat, flatSetting, shape: flat.shape), rows).reshaped(to: operand.shape)
  }

  /// What each element gets of the derivative of the extreme one.
  fileprivate func shares(_ ties: Ties) -> S {
    let wins = P.equal(operand, expandedOutput)
    switch ties {
    case .split: return wins / wins.sum(operation.setting).expand(operation.setting, to: operand.shape)
    case .first, .last:
      let row = operation.setting.reduced == nil ? wins.reshaped(to: flat.shape) : wins
      let rank = row.cumsum(flatSetting, reversed: ties == .last).reshaped(to: operand.shape)
      return wins * P.equal(rank, 1.0)
    }
  }
}
