/// The arithmetic of symbols that stand for real numbers: operations that are certain to change no real number are left
/// out.
enum RealArithmetic {
  /// Returns the node of a sum, without terms of 0.
  static func sum(_ left: Symbol, _ right: Symbol) -> Symbol {
    if left.isZero, right.contains(left) { return right }
    if right.isZero, left.contains(right) { return left }
    if let right = right.negated { return left - right }
    return .apply(.add, left, right)
  }

  /// Returns the node of a difference, without terms of 0.
  static func difference(_ left: Symbol, _ right: Symbol) -> Symbol {
    if right.isZero, left.contains(right) { return left }
    if left.isZero, right.contains(left) { return -right }
    return .apply(.subtract, left, right)
  }

  /// Returns the node of a product, without factors of 1; 0 for a factor of 0.
  static func product(_ left: Symbol, _ right: Symbol) -> Symbol {
    if left.isZero || right.isZero, let shape = left.shape.broadcast(with: right.shape) {
      return .constant(Tensor(repeating: 0, shape))
    }
    return productOfAny(left, right)
  }

  /// Returns the product where 0·x is no 0.
  static func productOfAny(_ left: Symbol, _ right: Symbol) -> Symbol {
    if left.value == 1, right.contains(left) { return right }
    if right.value == 1, left.contains(right) { return left }
    if left.value == -1, right.contains(left) { return -right }
    if right.value == -1, left.contains(right) { return -left }
    return .apply(.multiply, left, right)
  }

  /// Returns the node of a quotient, without a divisor of 1; 0 for a dividend of 0.
  static func quotient(_ left: Symbol, _ right: Symbol) -> Symbol {
    if left.isZero, left.contains(right) { return left }
    return quotientOfAny(left, right)
  }

  /// Returns the quotient where 0/x is no 0.
  static func quotientOfAny(_ left: Symbol, _ right: Symbol) -> Symbol {
    if right.value == 1, left.contains(right) { return left }
    return .apply(.divide, left, right)
  }

  /// Returns x^y, or its slope y·x^(y-1), in a shorter form for a constant y; nil where there is none.
  static func power(_ primitive: Primitive, _ x: Symbol, _ exponent: Double) -> Symbol? {
    if primitive == .power { return exponent == 0 ? Symbol(1).unbroadcast(to: x.shape) : exponent == 1 ? x : nil }
    if exponent == 0 || exponent == 1 { return Symbol(exponent).unbroadcast(to: x.shape) }
    return Symbol(exponent) * .apply(.power, x, Symbol(exponent - 1))
  }
}

extension Symbol {
  /// Returns a Boolean value indicating whether the other one broadcasts to this one's shape, so that it may be left
  /// out.
  fileprivate func contains(_ other: Symbol) -> Bool {
    let (own, added) = (shape, other.shape)
    return added.isScalar || own == added || own.broadcast(with: added) == own
  }
}
