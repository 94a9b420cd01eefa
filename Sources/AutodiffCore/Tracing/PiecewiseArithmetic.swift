/// The arithmetic of symbols for code that has to give what a sweep over numbers gives at kinks and at the edges of the
/// numbers: an adjoint that no contribution reached sends nothing on, while one that happens to be 0 sends 0.
enum PiecewiseArithmetic {
  /// Returns the node of a sum, which is present where either term is.
  static func sum(_ left: Symbol, _ right: Symbol) -> Symbol {
    let sum = RealArithmetic.sum(left, right)
    if let one = left.presence, let other = right.presence { return sum.present(where: .apply(.or, one, other)) }
    return sum
  }

  /// Returns the node of a product: 0 where the left factor is absent.
  static func product(_ left: Symbol, _ right: Symbol) -> Symbol {
    let product = RealArithmetic.productOfAny(left, right)
    guard let mask = left.presence, mask.shape == product.shape else { return product }
    return Symbol.apply(.choose, [mask, product, 0.0]).present(where: mask)
  }

  /// Returns the node of a quotient.
  static func quotient(_ left: Symbol, _ right: Symbol) -> Symbol { RealArithmetic.quotientOfAny(left, right) }

  /// Returns `symbol` where `other` is not 0, and 0 elsewhere, whatever stood there.
  static func mask(_ symbol: Symbol, by other: Symbol) -> Symbol {
    let mask = symbol.presence.map { .apply(.and, other, $0) } ?? other
    return Symbol.apply(.choose, [other, symbol, 0.0]).present(where: mask)
  }
}

extension Symbol {
  /// A number that is not 0 where this adjoint is present; nil if it is present everywhere.
  fileprivate var presence: Symbol? {
    guard case .node(let id, let bench) = self else { return nil }
    return bench.presences[id]
  }

  /// Returns this adjoint, noted as present where `mask` is not 0.
  fileprivate func present(where mask: Symbol) -> Symbol {
    if case .node(let id, let bench) = self, shape == mask.shape { bench.presences[id] = mask }
    return self
  }
}
