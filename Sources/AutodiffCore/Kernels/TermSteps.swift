#if !KERNELS_V4
  // The operations, each as the row of its primitive defines it.

  enum Addition: BinaryStep {
    static var kind: TermKind { .add }
    @inline(__always) static func apply(_ x: Pack, _ y: Pack) -> Pack { x + y }
  }

  enum Subtraction: BinaryStep {
    static var kind: TermKind { .subtract }
    @inline(__always) static func apply(_ x: Pack, _ y: Pack) -> Pack { x - y }
  }

  enum Multiplication: BinaryStep {
    static var kind: TermKind { .multiply }
    @inline(__always) static func apply(_ x: Pack, _ y: Pack) -> Pack { x * y }
  }

  enum Division: BinaryStep {
    static var kind: TermKind { .divide }
    @inline(__always) static func apply(_ x: Pack, _ y: Pack) -> Pack { x / y }
  }

  enum Negation: UnaryStep {
    static var kind: TermKind { .negate }
    @inline(__always) static func apply(_ x: Pack) -> Pack {
      // The negation of SIMD is 0 - x, which makes 0 of 0.
      PackLogic.numbers(PackLogic.bits(x) ^ 0x8000_0000_0000_0000)
    }
  }

  enum Squaring: UnaryStep {
    static var kind: TermKind { .square }
    @inline(__always) static func apply(_ x: Pack) -> Pack { x * x }
  }

  enum AbsoluteValue: UnaryStep {
    static var kind: TermKind { .abs }
    @inline(__always) static func apply(_ x: Pack) -> Pack {
      PackLogic.magnitude(x)
    }
  }

  enum SquareRoot: UnaryStep {
    static var kind: TermKind { .sqrt }
    @inline(__always) static func apply(_ x: Pack) -> Pack { x.squareRoot() + 0 }
  }

  /// The greater of two; the second only if it is greater, or nan.
  enum Maximum: BinaryStep {
    static var kind: TermKind { .max }
    @inline(__always) static func apply(_ x: Pack, _ y: Pack) -> Pack {
      PackLogic.choose((y .> x) .| (y .!= y), y, x)
    }
  }

  /// The smaller of two; the second only if it is smaller, or nan.
  enum Minimum: BinaryStep {
    static var kind: TermKind { .min }
    @inline(__always) static func apply(_ x: Pack, _ y: Pack) -> Pack {
      PackLogic.choose((y .< x) .| (y .!= y), y, x)
    }
  }

  /// Returns 1 in the lanes in which a condition holds and 0 in the others.
  @inline(__always)
  private func truth(_ mask: PackMask) -> Pack { PackLogic.keep(Pack(repeating: 1), where: mask) }

  enum Equal: BinaryStep {
    static var kind: TermKind { .equal }
    @inline(__always) static func apply(_ x: Pack, _ y: Pack) -> Pack { truth(x .== y) }
  }

  enum NotEqual: BinaryStep {
    static var kind: TermKind { .notEqual }
    @inline(__always) static func apply(_ x: Pack, _ y: Pack) -> Pack { truth(x .!= y) }
  }

  enum Less: BinaryStep {
    static var kind: TermKind { .less }
    @inline(__always) static func apply(_ x: Pack, _ y: Pack) -> Pack { truth(x .< y) }
  }

  enum LessEqual: BinaryStep {
    static var kind: TermKind { .lessEqual }
    @inline(__always) static func apply(_ x: Pack, _ y: Pack) -> Pack { truth(x .<= y) }
  }

  enum Greater: BinaryStep {
    static var kind: TermKind { .greater }
    @inline(__always) static func apply(_ x: Pack, _ y: Pack) -> Pack { truth(x .> y) }
  }

  enum GreaterEqual: BinaryStep {
    static var kind: TermKind { .greaterEqual }
    @inline(__always) static func apply(_ x: Pack, _ y: Pack) -> Pack { truth(x .>= y) }
  }
#endif
