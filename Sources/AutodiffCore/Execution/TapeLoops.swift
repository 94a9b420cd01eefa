// The expressions that tapes have loops for. More of them make tapes faster and nothing else: a tape is covered with
// the largest that fit.

private typealias Sum = Binary<Plus, C, C>
private typealias Difference = Binary<Minus, C, C>
private typealias Product = Binary<Times, C, C>
private typealias Scaled = Binary<Times, K, C>
private typealias Square = Unary<Squaring, C>
/// k - x.
private typealias Rest = Binary<Minus, K, C>
private typealias Quotient = Binary<Over, C, C>
private typealias Inverse = Binary<Over, K, C>

extension FusedLoop {
  /// Each operation by itself.
  static var single: [FusedLoop] {
    [
      FusedLoop(C.self), FusedLoop(K.self),
      FusedLoop(Binary<Plus, C, C>.self), FusedLoop(Binary<Plus, K, C>.self),
      FusedLoop(Binary<Minus, C, C>.self), FusedLoop(Binary<Minus, K, C>.self), FusedLoop(Binary<Minus, C, K>.self),
      FusedLoop(Binary<Times, C, C>.self), FusedLoop(Binary<Times, K, C>.self),
      FusedLoop(Binary<Over, C, C>.self), FusedLoop(Binary<Over, K, C>.self), FusedLoop(Binary<Over, C, K>.self),
      FusedLoop(Unary<Negation, C>.self), FusedLoop(Unary<Squaring, C>.self), FusedLoop(Unary<Magnitude, C>.self),
      FusedLoop(Unary<Root, C>.self),
      FusedLoop(Binary<Greatest, C, C>.self), FusedLoop(Binary<Least, C, C>.self),
      FusedLoop(Binary<Greatest, K, C>.self), FusedLoop(Binary<Least, K, C>.self),
      FusedLoop(Binary<Equal, C, C>.self), FusedLoop(Binary<Equal, C, K>.self),
      FusedLoop(Binary<NotEqual, C, C>.self), FusedLoop(Binary<NotEqual, C, K>.self),
      FusedLoop(Binary<Less, C, C>.self), FusedLoop(Binary<Less, C, K>.self),
      FusedLoop(Binary<LessEqual, C, C>.self), FusedLoop(Binary<LessEqual, C, K>.self),
      FusedLoop(Binary<Greater, C, C>.self), FusedLoop(Binary<Greater, C, K>.self),
      FusedLoop(Binary<GreaterEqual, C, C>.self), FusedLoop(Binary<GreaterEqual, C, K>.self),
      FusedLoop(Choice<C, C, C>.self), FusedLoop(Choice<C, C, K>.self), FusedLoop(Choice<C, K, C>.self),
      FusedLoop(Choice<C, K, K>.self),
    ]
  }

  static var products: [FusedLoop] {
    [
      FusedLoop(Binary<Times, Product, C>.self), FusedLoop(Binary<Times, Scaled, C>.self),
      FusedLoop(Binary<Times, Scaled, Scaled>.self), FusedLoop(Binary<Times, K, Square>.self),
      FusedLoop(Binary<Times, Sum, C>.self), FusedLoop(Binary<Times, Difference, C>.self),
      FusedLoop(Binary<Times, K, Rest>.self), FusedLoop(Binary<Times, K, Difference>.self),
      FusedLoop(Binary<Times, K, Binary<Minus, C, Sum>>.self), FusedLoop(Binary<Times, C, Rest>.self),
      FusedLoop(Binary<Times, C, Inverse>.self), FusedLoop(Binary<Times, Binary<Times, C, Inverse>, C>.self),
      FusedLoop(Binary<Times, C, Quotient>.self), FusedLoop(Binary<Times, Scaled, Quotient>.self),
      FusedLoop(Binary<Over, Product, C>.self), FusedLoop(Binary<Over, Scaled, C>.self),
      FusedLoop(Binary<Over, C, Binary<Plus, K, C>>.self),
      FusedLoop(Unary<Squaring, Difference>.self), FusedLoop(Unary<Squaring, Rest>.self),
      FusedLoop(Unary<Squaring, Sum>.self), FusedLoop(Unary<Negation, Unary<Magnitude, C>>.self),
      FusedLoop(Unary<Negation, Product>.self), FusedLoop(Unary<Negation, Quotient>.self),
    ]
  }

  /// Sums whose terms are products.
  static var sums: [FusedLoop] {
    [FusedLoop(Binary<Plus, Sum, C>.self), FusedLoop(Binary<Minus, C, Sum>.self)]
      + sums(Scaled.self) + sums(Product.self) + sums(Square.self) + sums(Binary<Times, K, Square>.self)
      + sums(Unary<Squaring, Rest>.self) + sums(Unary<Squaring, Difference>.self)
      + sums(Binary<Times, Scaled, C>.self) + sums(Binary<Times, Scaled, Scaled>.self)
      + sums(Binary<Times, Product, C>.self)
  }

  @inline(__always)
  private static func sums<T: Term>(_: T.Type) -> [FusedLoop] {
    [
      FusedLoop(Binary<Plus, C, T>.self), FusedLoop(Binary<Minus, C, T>.self), FusedLoop(Binary<Minus, T, C>.self),
      FusedLoop(Binary<Plus, Scaled, T>.self), FusedLoop(Binary<Minus, Scaled, T>.self),
      FusedLoop(Binary<Plus, Product, T>.self), FusedLoop(Binary<Minus, Product, T>.self),
      FusedLoop(Binary<Plus, Binary<Plus, C, Scaled>, T>.self),
      FusedLoop(Binary<Plus, Binary<Plus, C, Product>, T>.self),
      FusedLoop(Binary<Plus, Binary<Plus, C, Square>, T>.self),
      FusedLoop(Binary<Plus, Binary<Plus, C, Binary<Times, K, Square>>, T>.self),
      FusedLoop(Binary<Plus, Binary<Minus, C, Product>, T>.self),
      FusedLoop(Binary<Plus, Binary<Plus, C, Binary<Times, Scaled, Scaled>>, T>.self),
    ]
  }

  /// What adjoints of differences and squares of them grow to.
  static var chains: [FusedLoop] {
    [
      FusedLoop(Binary<Plus, Binary<Times, K, Square>, Unary<Squaring, Rest>>.self),
      FusedLoop(Binary<Plus, Binary<Times, K, Rest>, Binary<Times, Scaled, Scaled>>.self),
      FusedLoop(Binary<Plus, Binary<Plus, Binary<Times, K, Rest>, Binary<Times, Scaled, Scaled>>, Scaled>.self),
      FusedLoop(Binary<Plus, Binary<Plus, C, Binary<Times, Scaled, Scaled>>, Scaled>.self),
    ]
  }

  static var routing: [FusedLoop] {
    [
      FusedLoop(Choice<Binary<Equal, C, C>, C, K>.self), FusedLoop(Choice<Binary<Greater, C, K>, C, K>.self),
      FusedLoop(Choice<Binary<Less, C, K>, C, K>.self),
      FusedLoop(Binary<Over, Choice<Binary<Less, C, K>, C, K>, Binary<Plus, K, C>>.self),
      FusedLoop(Binary<Over, Binary<Over, C, Binary<Plus, K, C>>, Binary<Plus, K, C>>.self),
      FusedLoop(Choice<Binary<Equal, C, C>, Product, K>.self),
      FusedLoop(Binary<Plus, C, Binary<Equal, C, C>>.self), FusedLoop(Binary<Plus, C, Binary<Equal, C, K>>.self),
      FusedLoop(Binary<Times, C, Choice<C, K, K>>.self),
      FusedLoop(Binary<Times, C, Choice<Binary<Less, C, C>, K, K>>.self),
      FusedLoop(Binary<Times, C, Choice<Binary<Greater, C, C>, K, K>>.self),
    ]
  }
}
