/// Where a gate stands at a kink, as conditions that lanes can be asked for side by side.
enum KinkCondition {
  /// Numbers of which one is not 0 exactly where the gate's row says `isAt`. `TapeTests` holds them against the rows.
  static func of(_ primitive: Primitive, _ operands: [Recorded], _ output: Recorded) -> [Recorded] {
    let x = operands[0]
    switch primitive {
    case .less, .lessEqual, .greater, .greaterEqual, .equal, .notEqual: return [.apply(.equal, x, operands[1])]
    case .max, .min:
      guard operands.count > 2 else { return operands.count == 2 ? [.apply(.equal, x, operands[1])] : [] }
      // How many operands are the output, less the one that always is. Both sums are exact.
      let winners = operands.reduce(Recorded.constant(0)) { $0 + .apply(.equal, $1, output) }
      return [.apply(.greater, winners, 1.0)]
    case .abs, .relu, .sign, .step: return [.apply(.equal, x, 0.0)]
    case .floor, .ceil: return [.apply(.equal, x, output)]
    case .round: return [.apply(.equal, x - .apply(.floor, x), 0.5)]
    case .mod: return [.apply(.equal, output, 0.0)]
    case .clamp: return [.apply(.equal, x, operands[1]), .apply(.equal, x, operands[2])]
    case .leakyRelu, .elu:
      return operands[1].constant == 1 ? [] : [.apply(.equal, x, 0.0)]
    case .hypot, .length: return [.apply(.equal, output, 0.0)]
    default:
      // A row that is new here: every lane goes the exact way.
      return [1.0]
    }
  }
}
