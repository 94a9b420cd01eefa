extension Algebra {
  /// The liberty that a store takes with the operations that it is asked for.
  ///
  /// Two formulas of one function part at the edges of the numbers, where a value on the way is 0, infinite or rounded
  /// away.
  enum Style {
    /// Terms are simplified as on paper, and factors of derivatives are a textbook's.
    case textbook
    /// Terms are simplified as on paper, but factors of derivatives keep the conventions at 0, and what a gate does not
    /// select is not multiplied by 0 but left out.
    case careful
    /// Operations stay those of the sweep, in their order; only neutral elements and signs are taken away.
    case verbatim
    /// The same, with the adjoint divided before it meets a local derivative that may leave the range of doubles.
    case pulled

    var isVerbatim: Bool { self == .verbatim || self == .pulled }
    var isCareful: Bool { self != .textbook }
  }
}
