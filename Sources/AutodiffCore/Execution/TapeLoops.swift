// The expressions that tapes have loops for, named as types. More of them make tapes faster and nothing else: a tape is
// covered with the largest that fit.

private typealias Column = ColumnTerm
private typealias Constant = ConstantTerm

private typealias Add<X: Term, Y: Term> = Binary<Addition, X, Y>
private typealias Subtract<X: Term, Y: Term> = Binary<Subtraction, X, Y>
private typealias Multiply<X: Term, Y: Term> = Binary<Multiplication, X, Y>
private typealias Divide<X: Term, Y: Term> = Binary<Division, X, Y>
private typealias Negated<X: Term> = Unary<Negation, X>
private typealias Squared<X: Term> = Unary<Squaring, X>

private typealias Sum = Add<Column, Column>
private typealias Difference = Subtract<Column, Column>
private typealias Product = Multiply<Column, Column>
private typealias Quotient = Divide<Column, Column>
private typealias SquaredColumn = Squared<Column>
private typealias ScaledColumn = Multiply<Constant, Column>
private typealias ConstantMinusColumn = Subtract<Constant, Column>
private typealias ConstantOverColumn = Divide<Constant, Column>

extension FusedLoop {
  /// The operations by themselves.
  static var single: [FusedLoop] {
    [
      FusedLoop(Column.self), FusedLoop(Constant.self),
      FusedLoop(Add<Column, Column>.self), FusedLoop(Add<Constant, Column>.self),
      FusedLoop(Subtract<Column, Column>.self), FusedLoop(Subtract<Constant, Column>.self),
      FusedLoop(Subtract<Column, Constant>.self),
      FusedLoop(Multiply<Column, Column>.self), FusedLoop(Multiply<Constant, Column>.self),
      FusedLoop(Divide<Column, Column>.self), FusedLoop(Divide<Constant, Column>.self),
      FusedLoop(Divide<Column, Constant>.self),
      FusedLoop(Negated<Column>.self), FusedLoop(Squared<Column>.self), FusedLoop(Unary<AbsoluteValue, Column>.self),
      FusedLoop(Unary<SquareRoot, Column>.self),
      FusedLoop(Binary<Maximum, Column, Column>.self), FusedLoop(Binary<Minimum, Column, Column>.self),
      FusedLoop(Binary<Maximum, Constant, Column>.self), FusedLoop(Binary<Minimum, Constant, Column>.self),
      FusedLoop(Binary<Equal, Column, Column>.self), FusedLoop(Binary<Equal, Column, Constant>.self),
      FusedLoop(Binary<NotEqual, Column, Column>.self), FusedLoop(Binary<NotEqual, Column, Constant>.self),
      FusedLoop(Binary<Less, Column, Column>.self), FusedLoop(Binary<Less, Column, Constant>.self),
      FusedLoop(Binary<LessEqual, Column, Column>.self), FusedLoop(Binary<LessEqual, Column, Constant>.self),
      FusedLoop(Binary<Greater, Column, Column>.self), FusedLoop(Binary<Greater, Column, Constant>.self),
      FusedLoop(Binary<GreaterEqual, Column, Column>.self), FusedLoop(Binary<GreaterEqual, Column, Constant>.self),
      FusedLoop(Choice<Column, Column, Column>.self), FusedLoop(Choice<Column, Column, Constant>.self),
      FusedLoop(Choice<Column, Constant, Column>.self),
      FusedLoop(Choice<Column, Constant, Constant>.self),
    ]
  }

  /// The products and quotients of small expressions.
  static var products: [FusedLoop] {
    [
      FusedLoop(Multiply<Product, Column>.self), FusedLoop(Multiply<ScaledColumn, Column>.self),
      FusedLoop(Multiply<ScaledColumn, ScaledColumn>.self), FusedLoop(Multiply<Constant, SquaredColumn>.self),
      FusedLoop(Multiply<Sum, Column>.self), FusedLoop(Multiply<Difference, Column>.self),
      FusedLoop(Multiply<Constant, ConstantMinusColumn>.self), FusedLoop(Multiply<Constant, Difference>.self),
      FusedLoop(Multiply<Constant, Subtract<Column, Sum>>.self), FusedLoop(Multiply<Column, ConstantMinusColumn>.self),
      FusedLoop(Multiply<Column, ConstantOverColumn>.self),
      FusedLoop(Multiply<Multiply<Column, ConstantOverColumn>, Column>.self),
      FusedLoop(Multiply<Column, Quotient>.self), FusedLoop(Multiply<ScaledColumn, Quotient>.self),
      FusedLoop(Divide<Product, Column>.self), FusedLoop(Divide<ScaledColumn, Column>.self),
      FusedLoop(Divide<Column, Add<Constant, Column>>.self),
      FusedLoop(Squared<Difference>.self), FusedLoop(Squared<ConstantMinusColumn>.self),
      FusedLoop(Squared<Sum>.self), FusedLoop(Negated<Unary<AbsoluteValue, Column>>.self),
      FusedLoop(Negated<Product>.self), FusedLoop(Negated<Quotient>.self),
    ]
  }

  /// The sums whose terms are products.
  static var sums: [FusedLoop] {
    [FusedLoop(Add<Sum, Column>.self), FusedLoop(Subtract<Column, Sum>.self)]
      + sums(ScaledColumn.self) + sums(Product.self) + sums(SquaredColumn.self)
      + sums(Multiply<Constant, SquaredColumn>.self)
      + sums(Squared<ConstantMinusColumn>.self) + sums(Squared<Difference>.self)
      + sums(Multiply<ScaledColumn, Column>.self) + sums(Multiply<ScaledColumn, ScaledColumn>.self)
      + sums(Multiply<Product, Column>.self)
  }

  /// The sums and differences of an expression with a column or a product.
  @inline(__always)
  private static func sums<T: Term>(_: T.Type) -> [FusedLoop] {
    [
      FusedLoop(Add<Column, T>.self), FusedLoop(Subtract<Column, T>.self), FusedLoop(Subtract<T, Column>.self),
      FusedLoop(Add<ScaledColumn, T>.self), FusedLoop(Subtract<ScaledColumn, T>.self),
      FusedLoop(Add<Product, T>.self), FusedLoop(Subtract<Product, T>.self),
      FusedLoop(Add<Add<Column, ScaledColumn>, T>.self),
      FusedLoop(Add<Add<Column, Product>, T>.self),
      FusedLoop(Add<Add<Column, SquaredColumn>, T>.self),
      FusedLoop(Add<Add<Column, Multiply<Constant, SquaredColumn>>, T>.self),
      FusedLoop(Add<Subtract<Column, Product>, T>.self),
      FusedLoop(Add<Add<Column, Multiply<ScaledColumn, ScaledColumn>>, T>.self),
    ]
  }

  /// The expressions that the adjoints of differences, and of their squares, grow to.
  static var chains: [FusedLoop] {
    [
      FusedLoop(Add<Multiply<Constant, SquaredColumn>, Squared<ConstantMinusColumn>>.self),
      FusedLoop(Add<Multiply<Constant, ConstantMinusColumn>, Multiply<ScaledColumn, ScaledColumn>>.self),
      FusedLoop(
        Add<Add<Multiply<Constant, ConstantMinusColumn>, Multiply<ScaledColumn, ScaledColumn>>, ScaledColumn>.self),
      FusedLoop(Add<Add<Column, Multiply<ScaledColumn, ScaledColumn>>, ScaledColumn>.self),
    ]
  }

  /// The choices by which an adjoint goes to one operand of several.
  static var routing: [FusedLoop] {
    [
      FusedLoop(Choice<Binary<Equal, Column, Column>, Column, Constant>.self),
      FusedLoop(Choice<Binary<Greater, Column, Constant>, Column, Constant>.self),
      FusedLoop(Choice<Binary<Less, Column, Constant>, Column, Constant>.self),
      FusedLoop(Divide<Choice<Binary<Less, Column, Constant>, Column, Constant>, Add<Constant, Column>>.self),
      FusedLoop(Divide<Divide<Column, Add<Constant, Column>>, Add<Constant, Column>>.self),
      FusedLoop(Choice<Binary<Equal, Column, Column>, Product, Constant>.self),
      FusedLoop(Add<Column, Binary<Equal, Column, Column>>.self),
      FusedLoop(Add<Column, Binary<Equal, Column, Constant>>.self),
      FusedLoop(Multiply<Column, Choice<Column, Constant, Constant>>.self),
      FusedLoop(Multiply<Column, Choice<Binary<Less, Column, Column>, Constant, Constant>>.self),
      FusedLoop(Multiply<Column, Choice<Binary<Greater, Column, Column>, Constant, Constant>>.self),
    ]
  }
}
