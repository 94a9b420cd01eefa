/// Questions about all numbers of an array; see `QuestionKernel`.
extension UnsafeBufferPointer<Double> {
  /// A Boolean value indicating whether every number is finite.
  var areFinite: Bool { !any(QuestionKernel.notFinite) }

  /// A Boolean value indicating whether a number is nan.
  var haveNaN: Bool { any(QuestionKernel.nan) }

  /// A Boolean value indicating whether a number is 0 or -0.
  var haveZeros: Bool { any(QuestionKernel.zero) }

  /// A Boolean value indicating whether a number is -0.
  var haveNegativeZeros: Bool { any(QuestionKernel.negativeZero) }

  /// A Boolean value indicating whether a number is at the end of the range of doubles: see `Double.isAtRange`.
  var areAtRange: Bool { any(QuestionKernel.atRange) }

  private func any(_ question: Int) -> Bool {
    guard let start = baseAddress else { return false }
    return KernelSet.best.any(question, start, count)
  }
}

extension Double {
  /// A Boolean value indicating whether this is 0, subnormal or infinite, as a number beyond the range comes out.
  @inline(__always)
  var isAtRange: Bool { exponentBitPattern == 0 || isInfinite }
}
