/// Undefined results in words.
package enum UndefinedText {
  /// What happened: `log of -1`, `0 · inf in sqrt at 0`.
  package static func reason(_ undefined: Undefined, _ number: NumberText, ascii: Bool) -> String {
    switch undefined.cause {
    case .given(let name):
      return "\(name) is \(number(undefined.result))"
    case .value(let primitive, let operands):
      return "\(application(primitive, operands, number)) is \(number(undefined.result))"
    case .edge(let primitive, let operands, let upstream, let local):
      let place = application(primitive, operands, number)
      if upstream.isFinite, local.isNaN || (local.isInfinite && upstream != 0) {
        return "the derivative of \(place) is \(number(local))"
      }
      return "\(number(upstream)) \(ascii ? "*" : "·") \(number(local)) on the way back through \(place)"
    }
  }

  /// The spelling that works, where there is one.
  package static func hint(_ undefined: Undefined) -> String? {
    switch undefined.cause {
    case .value(.log, let operands) where operands.first.map { $0 < 0 } == true: "log needs a positive argument"
    case .value(.sqrt, _): "sqrt needs an argument that is not negative"
    case .value(.power, let operands) where operands.first.map { $0 < 0 } == true:
      "a negative base needs a whole exponent; cbrt(x) takes the cube root of any x"
    case .value(.exp, _): "log(1 + exp(x)) is softplus(x), which does not overflow"
    case .edge(.sqrt, _, _, _): "sqrt has no finite derivative at 0; hypot(x, y) and x^n avoid it"
    default: nil
    }
  }

  private static func application(_ primitive: Primitive, _ operands: [Double], _ number: NumberText) -> String {
    let gate = primitive.gate
    let texts = operands.map { number($0) }
    switch gate.notation {
    case .infix where texts.count == 2: return "\(texts[0]) \(gate.name) \(texts[1])"
    case .prefix: return gate.name + texts.joined()
    default:
      return operands.count == 1 ? "\(gate.name) of \(texts[0])" : "\(gate.name)(\(texts.joined(separator: ", ")))"
    }
  }
}
