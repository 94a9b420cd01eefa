// The expressions that tapes have loops for, named as types. More of them make tapes faster and nothing else: a tape is
// covered with the largest that fit.
#if !KERNELS_V4
  import CProcessor

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
  private typealias Magnitude = Unary<AbsoluteValue, Column>
  private typealias BeyondRange = Add<Multiply<Binary<Less, Magnitude, Constant>, Magnitude>, ScaledColumn>

  /// A loop that works out one step of a tape for some lanes, a multiple of those of a pack.
  ///
  /// - Parameters:
  ///   - columns: The memory of the lanes of each column, by the column's number.
  ///   - constants: The constants of the tape, by number.
  ///   - operands: The numbers of the columns and constants that the step reads.
  ///   - result: The memory of the lanes of the result, which may be that of an operand.
  ///   - lanes: The number of lanes.
  package typealias TapeLoop =
    @Sendable (
      _ columns: UnsafePointer<UnsafeMutableRawPointer>, _ constants: UnsafePointer<Double>,
      _ operands: UnsafePointer<UInt32>, _ result: UnsafeMutableRawPointer, _ lanes: Int
    ) -> Void

  /// A loop that works out the last step for a result of a tape, whose memory none of its steps reads.
  ///
  /// - Parameters:
  ///   - columns: As for `TapeLoop`, like the next four.
  ///   - result: The memory of the lanes of the result, a multiple of 16 if it is written around the caches.
  ///   - addend: The +0 that is added to the adjoint of an input, or -0, which leaves the result as it is.
  ///   - aroundCaches: A Boolean value indicating whether the result is written around the caches.
  ///   - doubts: A pack to whose numbers something that is not 0 is added where a result is not finite. Where only the sum
  ///     of several is not finite, that does no harm: the engine for single points finds it out.
  package typealias ResultLoop =
    @Sendable (
      _ columns: UnsafePointer<UnsafeMutableRawPointer>, _ constants: UnsafePointer<Double>,
      _ operands: UnsafePointer<UInt32>, _ result: UnsafeMutableRawPointer, _ lanes: Int, _ addend: Double,
      _ aroundCaches: Bool, _ doubts: UnsafeMutableRawPointer
    ) -> Void

  /// The loops of an expression.
  private enum ExpressionLoop<E: Term> {
    static func run(
      _ columns: UnsafePointer<UnsafeMutableRawPointer>, _ constants: UnsafePointer<Double>,
      _ operands: UnsafePointer<UInt32>, _ result: UnsafeMutableRawPointer, _ lanes: Int
    ) {
      var operands: Operands = (columns, constants, operands)
      let leaves = E.leaves(&operands)
      let end = lanes &* MemoryLayout<Double>.stride
      var offset = 0
      while offset < end {
        // A result may overwrite an operand, which has been read.
        result.storeBytes(of: E.at(offset, leaves), toByteOffset: offset, as: Pack.self)
        offset &+= MemoryLayout<Pack>.size
      }
    }

    static func writeResult(
      _ columns: UnsafePointer<UnsafeMutableRawPointer>, _ constants: UnsafePointer<Double>,
      _ operands: UnsafePointer<UInt32>, _ result: UnsafeMutableRawPointer, _ lanes: Int, _ addend: Double,
      _ aroundCaches: Bool, _ doubts: UnsafeMutableRawPointer
    ) {
      var operands: Operands = (columns, constants, operands)
      let leaves = E.leaves(&operands)
      let end = lanes &* MemoryLayout<Double>.stride
      var (offset, total) = (0, Pack(repeating: 0))
      while offset < end {
        let value = E.at(offset, leaves) + Pack(repeating: addend)
        if aroundCaches {
          store_around_caches(result + offset, value[0], value[1], value[2], value[3])
        } else {
          result.storeBytes(of: value, toByteOffset: offset, as: Pack.self)
        }
        total += value
        offset &+= MemoryLayout<Pack>.size
      }
      let doubt = doubts.load(as: Pack.self) + (total - total)
      doubts.storeBytes(of: doubt, as: Pack.self)
    }
  }

  /// The loops for expressions: one for every single operation, and one for each of the expressions that derivatives are
  /// full of.
  package enum TapeLoops {
    /// A function that takes the two loops of an expression, and its operations and operands in prefix order, as
    /// `TermSpelling` has them.
    package typealias Taker = (
      _ loop: @escaping TapeLoop, _ result: @escaping ResultLoop, _ upper: UInt64, _ lower: UInt64
    ) -> Void

    /// Hands over every loop.
    package static func forEach(_ take: Taker) {
      addSingle(take)
      addProducts(take)
      addSums(take)
      addChains(take)
      addRouting(take)
    }

    @inline(__always)
    private static func add<E: Term>(_: E.Type, _ take: Taker) {
      let spelling = E.spell((0, 0))
      take(ExpressionLoop<E>.run, ExpressionLoop<E>.writeResult, spelling.upper, spelling.lower)
    }

    /// Adds the operations by themselves.
    private static func addSingle(_ take: Taker) {
      add(Column.self, take)
      add(Constant.self, take)
      add(Add<Column, Column>.self, take)
      add(Add<Constant, Column>.self, take)
      add(Subtract<Column, Column>.self, take)
      add(Subtract<Constant, Column>.self, take)
      add(Subtract<Column, Constant>.self, take)
      add(Multiply<Column, Column>.self, take)
      add(Multiply<Constant, Column>.self, take)
      add(Divide<Column, Column>.self, take)
      add(Divide<Constant, Column>.self, take)
      add(Divide<Column, Constant>.self, take)
      add(Negated<Column>.self, take)
      add(Squared<Column>.self, take)
      add(Unary<AbsoluteValue, Column>.self, take)
      add(Unary<SquareRoot, Column>.self, take)
      add(Binary<Maximum, Column, Column>.self, take)
      add(Binary<Minimum, Column, Column>.self, take)
      add(Binary<Maximum, Constant, Column>.self, take)
      add(Binary<Minimum, Constant, Column>.self, take)
      add(Binary<Equal, Column, Column>.self, take)
      add(Binary<Equal, Column, Constant>.self, take)
      add(Binary<NotEqual, Column, Column>.self, take)
      add(Binary<NotEqual, Column, Constant>.self, take)
      add(Binary<Less, Column, Column>.self, take)
      add(Binary<Less, Column, Constant>.self, take)
      add(Binary<LessEqual, Column, Column>.self, take)
      add(Binary<LessEqual, Column, Constant>.self, take)
      add(Binary<Greater, Column, Column>.self, take)
      add(Binary<Greater, Column, Constant>.self, take)
      add(Binary<GreaterEqual, Column, Column>.self, take)
      add(Binary<GreaterEqual, Column, Constant>.self, take)
      add(Choice<Column, Column, Column>.self, take)
      add(Choice<Column, Column, Constant>.self, take)
      add(Choice<Column, Constant, Column>.self, take)
      add(Choice<Column, Constant, Constant>.self, take)
    }

    /// Adds the products and quotients of small expressions.
    private static func addProducts(_ take: Taker) {
      add(Multiply<Product, Column>.self, take)
      add(Multiply<ScaledColumn, Column>.self, take)
      add(Multiply<ScaledColumn, ScaledColumn>.self, take)
      add(Multiply<Constant, SquaredColumn>.self, take)
      add(Multiply<Sum, Column>.self, take)
      add(Multiply<Difference, Column>.self, take)
      add(Multiply<Constant, ConstantMinusColumn>.self, take)
      add(Multiply<Constant, Difference>.self, take)
      add(Multiply<Constant, Subtract<Column, Sum>>.self, take)
      add(Multiply<Column, ConstantMinusColumn>.self, take)
      add(Multiply<Column, ConstantOverColumn>.self, take)
      add(Multiply<Multiply<Column, ConstantOverColumn>, Column>.self, take)
      add(Multiply<Column, Quotient>.self, take)
      add(Multiply<Column, Divide<Divide<Column, Add<Constant, Column>>, Add<Constant, Column>>>.self, take)
      add(Multiply<ScaledColumn, Quotient>.self, take)
      add(Divide<Product, Column>.self, take)
      add(Divide<ScaledColumn, Column>.self, take)
      add(Divide<Column, Add<Constant, Column>>.self, take)
      add(Squared<Difference>.self, take)
      add(Squared<ConstantMinusColumn>.self, take)
      add(Squared<Sum>.self, take)
      add(Negated<Unary<AbsoluteValue, Column>>.self, take)
      add(Negated<Unary<AbsoluteValue, Add<Constant, Column>>>.self, take)
      add(Negated<Product>.self, take)
      add(Negated<Multiply<ScaledColumn, Column>>.self, take)
      add(Negated<Quotient>.self, take)
    }

    /// Adds the sums whose terms are products.
    private static func addSums(_ take: Taker) {
      add(Add<Sum, Column>.self, take)
      add(Subtract<Column, Sum>.self, take)
      addSums(ScaledColumn.self, take)
      addSums(Product.self, take)
      addSums(SquaredColumn.self, take)
      addSums(Multiply<Constant, SquaredColumn>.self, take)
      addSums(Squared<ConstantMinusColumn>.self, take)
      addSums(Squared<Difference>.self, take)
      addSums(Multiply<ScaledColumn, Column>.self, take)
      addSums(Multiply<ScaledColumn, ScaledColumn>.self, take)
      addSums(Multiply<Product, Column>.self, take)
    }

    /// Adds the sums and differences of an expression with a column or a product.
    @inline(__always)
    private static func addSums<T: Term>(_: T.Type, _ take: Taker) {
      add(Add<Column, T>.self, take)
      add(Subtract<Column, T>.self, take)
      add(Subtract<T, Column>.self, take)
      add(Add<ScaledColumn, T>.self, take)
      add(Subtract<ScaledColumn, T>.self, take)
      add(Add<Product, T>.self, take)
      add(Subtract<Product, T>.self, take)
      add(Add<Add<Column, ScaledColumn>, T>.self, take)
      add(Add<Add<Column, Product>, T>.self, take)
      add(Add<Add<Column, SquaredColumn>, T>.self, take)
      add(Add<Add<Column, Multiply<Constant, SquaredColumn>>, T>.self, take)
      add(Add<Subtract<Column, Product>, T>.self, take)
      add(Add<Add<Column, Multiply<ScaledColumn, ScaledColumn>>, T>.self, take)
    }

    /// Adds the expressions that the adjoints of differences, and of their squares, grow to.
    private static func addChains(_ take: Taker) {
      add(Add<Multiply<Constant, SquaredColumn>, Squared<ConstantMinusColumn>>.self, take)
      add(Add<Multiply<Constant, ConstantMinusColumn>, Multiply<ScaledColumn, ScaledColumn>>.self, take)
      add(
        Add<Add<Multiply<Constant, ConstantMinusColumn>, Multiply<ScaledColumn, ScaledColumn>>, ScaledColumn>.self, take
      )
      add(Add<Add<Column, Multiply<ScaledColumn, ScaledColumn>>, ScaledColumn>.self, take)
    }

    /// Adds the choices by which an adjoint goes to one operand of several.
    private static func addRouting(_ take: Taker) {
      add(Choice<Binary<Equal, Column, Column>, Column, Constant>.self, take)
      add(Choice<Binary<Greater, Column, Constant>, Column, Constant>.self, take)
      add(Choice<Binary<Less, Column, Constant>, Column, Constant>.self, take)
      add(Divide<Choice<Binary<Less, Column, Constant>, Column, Constant>, Add<Constant, Column>>.self, take)
      add(Divide<Divide<Column, Add<Constant, Column>>, Add<Constant, Column>>.self, take)
      add(Choice<Binary<Equal, Column, Column>, Product, Constant>.self, take)
      add(Add<Column, Binary<Equal, Column, Column>>.self, take)
      add(Add<Column, Binary<Equal, Column, Constant>>.self, take)
      add(BeyondRange.self, take)
      add(Add<Column, BeyondRange>.self, take)
      add(Add<Binary<Equal, Column, Column>, BeyondRange>.self, take)
      add(Multiply<Column, Choice<Column, Constant, Constant>>.self, take)
      add(Multiply<Column, Choice<Binary<Less, Column, Column>, Constant, Constant>>.self, take)
      add(Multiply<Column, Choice<Binary<Greater, Column, Column>, Constant, Constant>>.self, take)
    }
  }

#endif
