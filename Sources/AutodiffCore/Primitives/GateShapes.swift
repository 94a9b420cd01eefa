/// The recurring shapes of rows, so that the table shows only what differs.
extension Gate where S: Field {
  static func unary(
    _ name: String, aliases: [String] = [], _ summary: String, domain: Domain = .reals,
    convention: String? = nil, kink: Kink? = nil, latex: String? = nil,
    _ value: @escaping @Sendable (Double) -> Double,
    _ derivative: @escaping Unary, expansion: (@Sendable (S) -> S)? = nil
  ) -> Gate {
    var gate = Gate(
      name: name, aliases: aliases, summary: summary, domain: domain, convention: convention, kink: kink, latex: latex,
      value: .unary(value), derivative: .unary(derivative))
    if let expansion { gate.expansion = { expansion($0[0]) } }
    return gate
  }

  /// A function whose derivative is 0 wherever it has one.
  static func flat(
    _ name: String, _ summary: String, latex: String? = nil, _ value: @escaping @Sendable (Double) -> Double,
    jump isAt: @escaping @Sendable (Double) -> Bool, after: @escaping @Sendable (Germ) -> Double
  ) -> Gate {
    Gate(
      name: name, summary: summary, convention: "0 at a jump", kink: .steps(value, at: isAt, after: after),
      latex: latex, value: .unary(value),
      derivative: .none)
  }

  static func condition(
    _ name: String, latex: String, _ holds: @escaping @Sendable (Double, Double) -> Bool
  ) -> Gate {
    Gate(
      name: name, summary: "comparison", arity: .exactly(2), domain: .plane, kink: .boundary(holds),
      notation: .comparison, latex: latex,
      value: .binary { holds($0, $1) ? 1 : 0 }, derivative: .none)
  }

  static func connective(
    _ name: String, level: Int, latex: String, _ holds: @escaping @Sendable (Double, Double) -> Bool
  ) -> Gate {
    Gate(
      name: name, summary: "connective of conditions", arity: .exactly(2), domain: .plane,
      notation: .infix(left: level, level: level, right: level + 1), latex: latex,
      value: .binary { holds($0, $1) ? 1 : 0 }, derivative: .none)
  }

  /// `max` or `min`: the winner takes the gradient, and k winners share it as `ties` says.
  static func extremum(
    _ name: String, _ summary: String, _ ties: Ties, _ value: @escaping @Sendable ([Double]) -> Double
  ) -> Gate {
    Gate(
      name: name, summary: summary, arity: .atLeast(1), domain: .plane,
      convention: "1/k to each of k equal arguments (--ties split), or all to the first or last of them",
      kink: .tie(value),
      latex: "\\\(name)(#*)", value: .many(value),
      derivative: .extremum(ties), routes: true, role: .routes)
  }

  static func hidden(
    _ summary: String, value: Value, _ derivative: Derivative<S>, expansion: @escaping @Sendable ([S]) -> S
  ) -> Gate {
    let arity: Arity =
      switch value {
      case .unary: .exactly(1)
      case .binary: .exactly(2)
      case .many, .array: .exactly(3)
      }
    return Gate(
      name: "", summary: summary, arity: arity, value: value, derivative: derivative, expansion: expansion,
      isHidden: true)
  }
}

extension Domain {
  static let positive = Domain("x > 0", 0.05...9)
  static let unit = Domain("-1 <= x <= 1", -0.95...0.95)
  static let untilPole = Domain("cos(x) ≠ 0", -1.4...1.4)
  static let betweenPoles = Domain("sin(x) ≠ 0", 0.1...3)
  static let awayFromPoles = Domain("x not 0, -1, -2, …", 0.2...6)
}
