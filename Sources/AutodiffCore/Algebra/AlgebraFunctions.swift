/// Primitives of numbers, applied element by element: values that are certain are computed, conditions become choices,
/// and factors of derivatives that have no name in the language are spelt in functions that have one.
extension Algebra {
  /// Returns the term of a primitive applied element by element.
  func apply(_ primitive: Primitive, _ operands: [ID]) -> ID {
    if let result = arithmetic(primitive, operands) { return result }
    if !style.isVerbatim, let result = undone(primitive, operands[0]) ?? reflected(primitive, operands) {
      return result
    }
    // The operands of a symmetric function, a length for one, are put in order.
    if primitive.isSymmetric, primitive.arity == .exactly(2), comesFirst(operands[1], operands[0]) {
      return apply(primitive, [operands[1], operands[0]])
    }
    if let value = folded(primitive, operands) { return number(value) }
    if primitive.isCondition { return truth(primitive, operands) }
    return intern(.function(primitive, operands), common(operands))
  }

  /// Returns the result of an operator; nil for a function.
  private func arithmetic(_ primitive: Primitive, _ operands: [ID]) -> ID? {
    if primitive == .add { return add(operands[0], operands[1]) }
    if primitive == .subtract { return add(operands[0], negate(operands[1])) }
    if primitive == .multiply { return multiply(operands[0], operands[1]) }
    if primitive == .divide { return divide(operands[0], operands[1]) }
    if primitive == .negate { return negate(operands[0]) }
    if primitive == .power { return number(operands[1]).map { power(operands[0], $0.value) } }
    return primitive == .choose ? choose(condition(operands[0]), operands[1], operands[2]) : nil
  }

  /// Returns u for f(g(u)) where f undoes g; nil for any other argument.
  private func undone(_ primitive: Primitive, _ argument: ID) -> ID? {
    if primitive == Identities.logarithm, case .named(.e) = self[argument] { return number(.one) }
    guard case .function(let inner, let operands) = self[argument], Identities.undoes(primitive, inner) else {
      return nil
    }
    return operands[0]
  }

  /// Returns a function of a negative whole order as that of the positive one, as J₋₁ is -J₁; nil for others.
  private func reflected(_ primitive: Primitive, _ operands: [ID]) -> ID? {
    guard Identities.reflectedByOrder.contains(primitive), let order = number(operands[0])?.value, order < 0,
      order.isWhole
    else { return nil }
    let positive = intern(.function(primitive, [number(Coefficient(-order))] + operands.dropFirst()), common(operands))
    return order.truncatingRemainder(dividingBy: 2) == 0 ? positive : negate(positive)
  }

  func logarithm(_ id: ID) -> ID { apply(Identities.logarithm, [id]) }
  func root(_ id: ID) -> ID { apply(Identities.root, [id]) }

  // MARK: - Numbers

  /// Returns the value of a function of numbers if it is a whole number or exact; nil for others, as log(2), which stay
  /// as they were written.
  private func folded(_ primitive: Primitive, _ operands: [ID]) -> Coefficient? {
    if operands.count == 2, operands[0] == operands[1], shape(operands[0]).isScalar {
      if primitive == .less || primitive == .greater || primitive == .notEqual { return Coefficient(0) }
      if primitive == .lessEqual || primitive == .greaterEqual || primitive == .equal { return .one }
    }
    var values: [Double] = []
    for operand in operands {
      guard let value = number(operand) else { return nil }
      values.append(value.value)
    }
    let result = Double.apply(primitive, values)
    let isExact = primitive.neverRounds || result.isWhole && fabs(result) < 1e15 && values.allSatisfy(\.isWhole)
    return isExact ? Coefficient(result) : nil
  }

  // MARK: - Conditions

  /// Returns a condition as a number: 1 if it holds, else 0.
  private func truth(_ primitive: Primitive, _ operands: [ID]) -> ID {
    var parts = primitive.isComparison ? operands : operands.map(condition)
    if primitive == .and || primitive == .or {
      let decides = primitive == .and ? zero : one
      if parts.contains(decides) { return broadcast(decides, to: common(parts)) }
      parts.removeAll { number($0) != nil }
      if parts.count < 2 { return choose(parts.first ?? (primitive == .and ? one : zero), one, zero) }
    }
    let condition = intern(.function(primitive, parts), common(parts))
    return choose(condition, number(.one), number(Coefficient(0)))
  }

  /// Returns a number as a condition.
  private func condition(_ id: ID) -> ID {
    if case .function(.choose, let parts) = self[id], number(parts[1]) == .one, isZero(parts[2]) { return parts[0] }
    if let value = number(id) { return value.isZero || value.value.isNaN ? zero : one }
    if case .function(let primitive, let operands) = self[id] {
      if primitive.isCondition { return id }
      if style.isCareful, isStep(primitive) { return positive(operands[0]) }
    }
    return intern(.function(.notEqual, [id, zero]), shape(id))
  }

  private var zero: ID { number(Coefficient(0)) }
  private var one: ID { number(.one) }

  /// Returns the choice of `then` if a condition holds, else of `otherwise`.
  ///
  /// - Parameter condition: A result of `condition(_:)`, not a number that stands for one.
  func choose(_ condition: ID, _ then: ID, _ otherwise: ID) -> ID {
    let shape = common([condition, then, otherwise])
    if let value = number(condition) { return broadcast(value.isZero ? otherwise : then, to: shape) }
    let then = assuming(condition, then)
    if then == otherwise { return broadcast(then, to: shape) }
    // A condition that was tested already needs no second test.
    if case .function(.choose, let parts) = self[then], parts[0] == condition {
      return choose(condition, broadcast(parts[1], to: shape), otherwise)
    }
    if case .function(.choose, let parts) = self[otherwise] {
      if parts[0] == condition { return choose(condition, then, broadcast(parts[2], to: shape)) }
      if parts[1] == then, let either = either(condition, parts[0]) {
        return choose(either, then, broadcast(parts[2], to: shape))
      }
    }
    let (bare, other) = (withoutOnes(then, beside: [condition, otherwise], shape), otherwise)
    return intern(.function(.choose, [condition, bare, withoutOnes(other, beside: [condition, bare], shape)]), shape)
  }

  /// Returns a term where a step of a gate that selects is not 0, and 0 elsewhere; the term itself if it chooses already.
  func masked(_ id: ID, by step: ID) -> ID {
    guard case .function(let flag, let operands) = self[step], isStep(flag) else { return id }
    return choose(positive(operands[0]), id, zero)
  }

  /// Returns a Boolean value indicating whether a function is 1 for a positive argument, else 0.
  private func isStep(_ primitive: Primitive) -> Bool {
    Identities.signs.contains { $0.flag == primitive && !$0.givesArgument }
  }

  /// Returns the condition that a number is positive.
  private func positive(_ id: ID) -> ID { intern(.function(.greater, [id, zero]), shape(id)) }

  /// Returns a term as it is where a condition holds: without steps that are 1 then.
  private func assuming(_ condition: ID, _ id: ID) -> ID {
    guard style.isCareful, case .function(.greater, let sides) = self[condition], sides[1] == zero else { return id }
    func isKnown(_ id: ID) -> Bool {
      guard case .function(let flag, let operands) = self[id] else { return false }
      return operands == [sides[0]] && isStep(flag)
    }
    switch self[id] {
    case .function(.choose, let parts) where depths[Int(id)] <= Self.deepestAssumption:
      return choose(parts[0], assuming(condition, parts[1]), assuming(condition, parts[2]))
    case .product(let coefficient, let factors) where factors.contains(where: { isKnown($0.base) && $0.exponent > 0 }):
      return product(coefficient, factors.filter { !isKnown($0.base) || $0.exponent < 0 })
    default: return isKnown(id) ? one : id
    }
  }

  /// The depth of nested choices up to which a condition is followed into them.
  private static let deepestAssumption = 20

  /// Returns the one comparison that two make, as x > y or x = y is x ≥ y; nil if they make none.
  private func either(_ first: ID, _ second: ID) -> ID? {
    guard case .function(let strict, let parts) = self[first], case .function(.equal, parts) = self[second] else {
      return nil
    }
    if strict == .greater { return intern(.function(.greaterEqual, parts), shape(first)) }
    return strict == .less ? intern(.function(.lessEqual, parts), shape(first)) : nil
  }

  /// Returns a term without factors of ones, to whose shape the other operands broadcast it anyway.
  private func withoutOnes(_ id: ID, beside others: [ID], _ shape: Shape) -> ID {
    guard !shape.isScalar, common(others) == shape else { return id }
    if isZero(id) { return zero }
    let parts = factors(id)
    guard parts.contains(where: { isOnes($0.base) }) else { return id }
    var coefficient = Coefficient.one
    if case .product(let own, _) = self[id] { coefficient = own }
    return product(coefficient, parts.filter { !isOnes($0.base) })
  }
}
