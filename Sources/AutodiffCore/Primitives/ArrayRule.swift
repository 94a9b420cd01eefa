/// The derivative of an operation on whole arrays, once for both modes where one rule says both.
package enum ArrayRule<S>: Sendable {
  package typealias Local = @Sendable (_ edge: ArrayEdge<S>) -> S
  package typealias Map = @Sendable (_ edge: ArrayEdge<S>, _ moving: S) -> S

  /// The local derivative of a reduction, in the shape of the operand.
  case gradient(Local)
  /// The rule of an operation that is linear in all operands at once: it pushes tangents as it maps values.
  case linear(pull: Map)
  /// The rule of an operation that is linear in each operand while the other stands still.
  case bilinear(pull: Map)
  /// A rule for each direction: from an operand's tangent to the output's, and from the output's adjoint to the
  /// operand's.
  case general(push: Map, pull: Map)
}

/// One operand of one operation on arrays, at a point.
package struct ArrayEdge<S> {
  package var operation: ArrayOperation
  package var operands: [S]
  package var output: S
  /// The place of the operand, counted from 0.
  package var place: Int

  package var operand: S { operands[place] }
}

extension ArrayEdge where S: Field {
  /// Returns the part of the operand's adjoint that comes from the output's, in the operand's shape.
  ///
  /// - Parameter selects: a Boolean value indicating whether a local derivative of 0 lets nothing through.
  func pull(_ upstream: S, _ derivative: Derivative<S>, selects: Bool) -> S {
    guard case .array(let rule) = derivative else { return S(.nan) }
    switch rule {
    case .gradient(let local):
      let local = local(self)
      let sent = upstream.expand(operation.setting, to: operand.shape) * local
      return (selects ? sent.masked(by: local) : sent).unbroadcast(to: operand.shape)
    case .linear(let pull), .bilinear(let pull), .general(_, let pull):
      return pull(self, upstream)
    }
  }

  /// Returns the part of the output's tangent that comes from the operand's, in the output's shape.
  func push(_ tangent: S, _ derivative: Derivative<S>) -> S {
    guard case .array(let rule) = derivative else { return S(.nan) }
    switch rule {
    case .gradient(let local):
      let moved = S.carry(tangent, local(self)).unbroadcast(to: operand.shape)
      return S.apply(ArrayOperation(.sum, operation.setting, shape: operation.shape), [moved])
    case .linear:
      return pushAll { $0 == place ? tangent : nil }
    case .bilinear:
      return S.apply(operation, operands.indices.map { $0 == place ? tangent : operands[$0] })
    case .general(let push, _):
      return push(self, tangent)
    }
  }

  /// Returns the output's tangent where the operation is linear in all operands at once.
  ///
  /// - Parameter tangent: the tangent of the operand at a place; nil where it has none.
  func pushAll(_ tangent: (Int) -> S?) -> S {
    S.apply(operation, operands.indices.map { tangent($0) ?? S(0).unbroadcast(to: operands[$0].shape) })
  }

  /// Returns the local derivative, in the shape of the operand, where the rule has one.
  func local(_ derivative: Derivative<S>) -> S? {
    if case .array(.gradient(let local)) = derivative { local(self) } else { nil }
  }
}
