/// Gates that are recorded as the steps of their function in `Scalar`, in the same order, which lanes can take side by
/// side and derivatives share. That nothing but the speed changes is what `TapeTests` compares them for, one by one.
extension Recorded {
  static func expansion(of primitive: Primitive, _ x: Recorded) -> Recorded? {
    switch primitive {
    case .relu: return apply(.max, [0.0, x])
    case .sigma:
      let small = decay(x)
      return apply(.choose, [apply(.less, x, 0.0), small, 1.0]) / (1.0 + small)
    case .sigmaSlope:
      let small = decay(x)
      return small / (1.0 + small) / (1.0 + small)
    case .sechSquared: return 4.0 * apply(.sigmaSlope, 2.0 * x)
    case .oneMinusSquare: return (1.0 - x) * (1.0 + x)
    case .sec: return 1.0 / apply(.cos, x)
    case .csc: return 1.0 / apply(.sin, x)
    case .cot: return 1.0 / apply(.tan, x)
    default: return nil
    }
  }

  /// e^-|x|.
  private static func decay(_ x: Recorded) -> Recorded { apply(.exp, -apply(.abs, x)) }

  static func expansion(of primitive: Primitive, _ operands: [Recorded]) -> Recorded? {
    switch primitive {
    case .max, .min:
      guard operands.count > 2 else { return nil }
      return operands.dropFirst().reduce(operands[0]) { apply(primitive, [$0, $1]) }
    case .clamp:
      guard let low = operands[1].constant, let high = operands[2].constant, low <= high else { return nil }
      let x = operands[0]
      return apply(
        .choose,
        [
          apply(.less, x, operands[1]), operands[1],
          apply(.choose, [apply(.greater, x, operands[2]), operands[2], x]),
        ])
    default: return nil
    }
  }

  /// x^y and y·x^(y-1) for a constant y, as `Scalar.power` and `Scalar.powerSlope` work them out.
  static func power(_ primitive: Primitive, _ x: Recorded, _ exponent: Double) -> Recorded {
    switch (primitive, exponent) {
    case (.power, 0): return 1.0
    case (.power, 1): return x
    case (.power, 2): return x * x
    case (.powerSlope, 0): return 0.0
    case (.powerSlope, 2): return 2.0 * x
    case (.powerSlope, _) where exponent - 1 + 1 == exponent:
      return .constant(exponent) * power(.power, x, exponent - 1)
    default: return record(primitive, [x, .constant(exponent)])
    }
  }
}
