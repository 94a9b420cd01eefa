#if !KERNELS_V4
  /// The operations and operands of the expressions that tapes have loops for.
  ///
  /// None is 0, which a spelling begins with.
  enum TermKind: UInt8 {
    case column = 1
    case constant
    case add, subtract, multiply, divide, negate, square
    case equal, notEqual, less, lessEqual, greater, greaterEqual, choose
    case max, min, abs, sqrt
  }
#endif
