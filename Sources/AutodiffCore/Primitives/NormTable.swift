private typealias P = Primitive

/// The row of norms whose order is another one than those that are sums, lengths and greatest elements.
extension Gate where S: Field {
  static var normOfOrder: Gate {
    .array(
      "norm", "norm of order p", arity: .exactly(2), parameters: ["x", "p"], .norm, convention: "0 at 0",
      kink: .lengthOfOrder, latex: #"\lVert #1 \rVert_{#2}"#,
      .composition(
        ArrayComposition(isSmooth: true, value: { x, operation in .norm(x[0], order: x[1], operation) }) {
          OrderedNorm.form($0, $1)
        }),
      .general(
        push: { edge, t in
          guard edge.place == 0 else { return t * OrderedNorm.slope(edge) }
          return S.carry(t, OrderedNorm.local(edge)).unbroadcast(to: edge.operand.shape).sum(edge.operation.setting)
        },
        pull: { edge, u in
          guard edge.place == 0 else { return (u * OrderedNorm.slope(edge)).total }
          return u.expand(edge.operation.setting, to: edge.operand.shape) * OrderedNorm.local(edge)
        }), isHidden: true, domain: "p >= 1")
  }
}

extension Primitive {
  /// Returns the reduction that a norm of some order is, and a Boolean value indicating whether it is of magnitudes.
  ///
  /// - Parameter order: The order; nil if it is not known yet.
  static func norm(ofOrder order: Double?) -> (reduction: Primitive, isOfMagnitudes: Bool) {
    switch order {
    case 1: (.sum, true)
    case 2: (.norm, false)
    case .infinity: (.amax, true)
    default: (.normOfOrder, false)
    }
  }
}

/// The norm (Σ |x|ᵖ)^(1/p), and its derivatives by x and by p.
private enum OrderedNorm {
  /// Returns the norm by quotients with the greatest element, which do not leave the range.
  @inline(never)
  @_semantics("optimize.sil.specialize.generic.never")
  static func form<S: Field>(_ x: [S], _ operation: ArrayOperation) -> S {
    let sizes = P.abs(x[0])
    let greatest = S.apply(ArrayOperation(.amax, operation.setting, shape: operation.shape), [sizes])
    let shares = P.ratio(sizes, greatest.expand(operation.setting, to: x[0].shape))
    let norm = greatest * P.power(P.power(shares, x[1]).sum(operation.setting), 1.0 / x[1])
    // A choice of nan itself would have the derivative 0.
    return norm * P.choose(P.greaterEqual(x[1], 1.0), 1.0, S(.nan))
  }

  /// Returns the derivative by each element: sign(x)·(|x|/y)^(p-1), and 0 where y is.
  @inline(never)
  @_semantics("optimize.sil.specialize.generic.never")
  static func local<S: Field>(_ edge: ArrayEdge<S>) -> S {
    let (x, p) = (edge.operands[0], edge.operands[1])
    return P.sign(x) * P.power(shares(edge), p - 1.0).defined(where: spread(edge))
  }

  /// Returns the derivative by the order: y/p²·Σ w·log(w) for the shares w = (|x|/y)ᵖ, whose sum is 1.
  @inline(never)
  @_semantics("optimize.sil.specialize.generic.never")
  static func slope<S: Field>(_ edge: ArrayEdge<S>) -> S {
    let p = edge.operands[1]
    let weights = P.power(shares(edge), p)
    return edge.output * P.xlogy(weights, weights).sum(edge.operation.setting) / (p * p)
  }

  private static func spread<S: Field>(_ edge: ArrayEdge<S>) -> S {
    edge.output.expand(edge.operation.setting, to: edge.operands[0].shape)
  }

  private static func shares<S: Field>(_ edge: ArrayEdge<S>) -> S {
    P.ratio(P.abs(edge.operands[0]), spread(edge))
  }
}
