/// Recurring shapes of rows, so that the table shows only what differs.
extension Gate where S: Field {
  /// A function of one number that every reader knows by name.
  static func unary(
    _ name: String, aliases: [String] = [], _ summary: String, domain: Domain = .reals,
    convention: String? = nil, kink: Kink<S>? = nil, degree: Double? = nil, latex: String? = nil,
    isNeverNegativeZero: Bool = false, native value: @escaping @Sendable (Double) -> Double, _ spelling: SourceSpelling,
    lanes: LaneFunction? = nil, pull: Pull? = nil, rounding: RowRounding? = nil,
    _ derivative: @escaping Unary, definition: (@Sendable (S) -> S)? = nil
  ) -> Gate {
    Gate(
      name: name, aliases: aliases, summary: summary, domain: domain, convention: convention, kink: kink, latex: latex,
      computation: .native(.unary(value), spelling), lanes: lanes, derivative: .unary(derivative), pull: pull,
      definition: ofOne(definition), degree: constant(degree),
      isNeverNegativeZero: isNeverNegativeZero, rounding: rounding)
  }

  /// A function of one number that is composed of more elementary gates, which is all that its computation takes.
  static func unary(
    _ name: String, aliases: [String] = [], _ summary: String, domain: Domain = .reals,
    convention: String? = nil, kink: Kink<S>? = nil, latex: String? = nil,
    form: @escaping @Sendable (S) -> S, lanes: LaneFunction? = nil,
    _ derivative: @escaping Unary, definition: (@Sendable (S) -> S)? = nil
  ) -> Gate {
    Gate(
      name: name, aliases: aliases, summary: summary, domain: domain, convention: convention, kink: kink, latex: latex,
      computation: .form(.unary(form)), lanes: lanes, derivative: .unary(derivative),
      definition: ofOne(definition))
  }

  /// Returns a definition that takes its one operand from a list.
  private static func ofOne(_ definition: (@Sendable (S) -> S)?) -> (@Sendable ([S]) -> S)? {
    guard let definition else { return nil }
    return { definition($0[0]) }
  }

  /// Returns a degree that does not depend on operands.
  private static func constant(_ degree: Double?) -> (@Sendable ([Double]) -> Double)? {
    guard let degree else { return nil }
    return { _ in degree }
  }

  /// A function whose derivative is 0 wherever it has one.
  static func flat(
    _ name: String, _ summary: String, latex: String? = nil, _ computation: Computation<S>,
    lanes: LaneFunction? = nil, jump isAt: @escaping @Sendable (S) -> S,
    after: @escaping @Sendable (OneSided) -> Double
  ) -> Gate {
    Gate(
      name: name, summary: summary, convention: "0 at a jump",
      kink: .steps(computation.value, at: isAt, after: after), latex: latex, computation: computation,
      lanes: lanes, derivative: .none)
  }

  /// A comparison of two numbers.
  static func condition(
    _ name: String, unicode: String? = nil, latex: String, _ holds: @escaping @Sendable (Double, Double) -> Bool
  ) -> Gate {
    Gate(
      name: name, summary: "comparison", arity: .exactly(2), domain: .plane, kink: .boundary(holds),
      notation: .comparison, latex: latex,
      computation: .native(.binary { holds($0, $1) ? 1 : 0 }, .sign), derivative: .none, unicodeSign: unicode)
  }

  /// A connective of two conditions.
  static func connective(
    _ name: String, level: Int, latex: String, _ holds: @escaping @Sendable (Double, Double) -> Bool
  ) -> Gate {
    Gate(
      name: name, summary: "connective of conditions", arity: .exactly(2), domain: .plane,
      notation: .infix(left: level, level: level, right: level + 1), latex: latex,
      computation: .native(.binary { holds($0, $1) ? 1 : 0 }, .sign), derivative: .none)
  }

  /// `max` or `min`: the winner takes the gradient, and k winners share it as `ties` says.
  static func extremum(
    _ primitive: Primitive, _ name: String, _ summary: String, _ ties: Ties, form: @escaping @Sendable ([S]) -> S,
    _ value: @escaping @Sendable ([Double]) -> Double
  ) -> Gate {
    Gate(
      name: name, summary: summary, arity: .atLeast(1), domain: .plane,
      convention: "1/k to each of k equal arguments (--ties split), or all to the first or last of them",
      kink: .tie(primitive), latex: "\\\(name)(#*)", computation: .formAndValue(.many(form), .many(value)),
      derivative: .extremum(primitive == .max ? .greatest : .least, ties), selects: true, role: .routes,
      isSymmetric: true,
      reduction: primitive == .max ? .amax : .amin)
  }

  /// A factor of derivatives that has no name in the language.
  ///
  /// - Parameters:
  ///   - domain: The arguments to sample.
  ///   - lanes: The computation as a loop, for arrays.
  ///   - accurately: The definition in functions that the language has, without what cancels.
  ///   - carefully: The definition that keeps the conventions at the edges.
  ///   - definition: The textbook's definition.
  static func hidden(
    _ summary: String, domain: Domain = .reals, _ computation: Computation<S>, lanes: LaneFunction? = nil,
    _ derivative: Derivative<S>, accurately: (@Sendable ([S]) -> S)? = nil, carefully: (@Sendable ([S]) -> S)? = nil,
    rounding: RowRounding? = nil, definition: @escaping @Sendable ([S]) -> S
  ) -> Gate {
    let arity: Arity =
      switch computation.value {
      case .unary: .exactly(1)
      case .binary: .exactly(2)
      case .many, .array: .exactly(3)
      }
    return Gate(
      name: "", summary: summary, arity: arity, domain: domain, computation: computation, lanes: lanes,
      derivative: derivative, definition: definition, accurateDefinition: accurately, carefulDefinition: carefully,
      isHidden: true, rounding: rounding)
  }
}

extension Domain {
  static let positive = Domain("x > 0", 0.05...9, outside: "# needs a positive argument", border: { $0[0] })
  static let unit = Domain(
    "-1 <= x <= 1", -0.95...0.95, outside: "its argument must lie between -1 and 1", border: aroundUnit)
  static let untilPole = Domain("cos(x) ≠ 0", -1.4...1.4, border: { Trigonometry.cos($0[0]) })
  static let betweenPoles = Domain("sin(x) ≠ 0", 0.1...3, border: { Trigonometry.sin($0[0]) })
  static let awayFromPoles = Domain("x not 0, -1, -2, …", 0.2...6, border: { gammaBorder($0[0]) })

  /// The border of a domain from -1 to 1.
  @Sendable static func aroundUnit(_ arguments: [Double]) -> Double { (1 - arguments[0]) * (1 + arguments[0]) }

  /// The border between the poles of the gamma function, at 0 and the negative whole numbers.
  static func gammaBorder(_ x: Double) -> Double {
    if x > 0 { return x }
    let distance = x - x.rounded(.down)
    return x.rounded(.down).truncatingRemainder(dividingBy: 2) == 0 ? distance : -distance
  }
}
