/// Mistakes with the rules of products, quotients and single functions.
extension Mistake {
  static let rules: [Mistake] = products + quotients + singleFunctions + rulesOfOthers

  // MARK: - Products

  private static let products: [Mistake] = [
    .product("product-of-derivatives", rarity: 0, says: "u'*v': the product rule is u'*v + u*v'") { f in f.du * f.dv },
    .product("product-rule-minus", rarity: 0, says: "u'*v - u*v': the product rule has a plus") { f in
      f.du * f.v - f.u * f.dv
    },
    .product("product-rule-minus", rarity: 2, says: "u*v' - u'*v: the product rule has a plus") { f in
      f.u * f.dv - f.du * f.v
    },
    .product("sum-of-derivatives", rarity: 2, says: "u' + v': the product rule is u'*v + u*v'") { f in f.du + f.dv },
  ]

  /// Creates a mistake with the product rule, of two factors that both depend on the input.
  private static func product(
    _ kind: String, rarity: Int, says: String, _ wrong: @escaping @Sendable (Factors) -> Tensor
  ) -> Mistake {
    .along(kind, "a wrong product rule", rarity: rarity) { site, input in
      guard site.primitive == .multiply, let factors = Factors(site, input), factors.bothMove else { return [] }
      return site.tangent(wrong(factors), along: input) { "\(code(site.text)) is differentiated as \(says)" }
    }
  }

  // MARK: - Quotients

  private static let quotients: [Mistake] = [
    .quotient("quotient-of-derivatives", rarity: 0, says: "u'/v'", both: true) { f in f.du / f.dv },
    .quotient("quotient-rule-order", rarity: 1, says: "(u*v' - u'*v)/v^2, in the wrong order") { f in
      (f.u * f.dv - f.du * f.v) / (f.v * f.v)
    },
    .quotient("quotient-rule-plus", rarity: 0, says: "(u'*v + u*v')/v^2, with a plus", both: true) { f in
      (f.du * f.v + f.u * f.dv) / (f.v * f.v)
    },
    .quotient("quotient-denominator-not-squared", rarity: 1, says: "(u'*v - u*v')/v, without the square") { f in
      (f.du * f.v - f.u * f.dv) / f.v
    },
    .quotient("quotient-denominator-forgotten", rarity: 1, says: "u'*v - u*v', without the denominator") { f in
      f.du * f.v - f.u * f.dv
    },
    .quotient("numerator-difference", rarity: 3, says: "(u' - v')/v^2", both: true) { f in
      (f.du - f.dv) / (f.v * f.v)
    },
    .quotient("denominator-differentiated", rarity: 3, says: "(u'*v - u*v')/v'^2, over the denominator's derivative") {
      f in
      (f.du * f.v - f.u * f.dv) / (f.dv * f.dv)
    },
    .quotient("numerator-forgotten", rarity: 2, says: "-v'/v^2, without the numerator") { f in -f.dv / (f.v * f.v) },
  ]

  /// Creates a mistake with the quotient rule.
  ///
  /// - Parameter both: A Boolean value indicating whether it needs a numerator that moves, too.
  private static func quotient(
    _ kind: String, rarity: Int, says: String, both: Bool = false, _ wrong: @escaping @Sendable (Factors) -> Tensor
  ) -> Mistake {
    .along(kind, "a wrong quotient rule", rarity: rarity) { site, input in
      guard site.primitive == .divide, let factors = Factors(site, input),
        factors.bothMove || !both && factors.secondMoves
      else { return [] }
      return site.tangent(wrong(factors), along: input) {
        "\(code(site.text)) is differentiated as \(says): the quotient rule is (u'*v - u*v')/v^2"
      }
    }
  }

  // MARK: - Functions of one argument

  /// The wrong derivatives that learners write, by function.
  private static let learnersRules = MistakenRule<Tensor>.table

  /// A row for each kind of mistake with the derivative of a function.
  private static let singleFunctions: [Mistake] = MistakenRuleKind.allCases.map { kind in
    Mistake(kind.rawValue, "a wrong derivative of a function", rarity: kind.rarity) { exercise in
      exercise.sites.flatMap { site in
        (learnersRules[site.primitive] ?? []).filter { $0.kind == kind }.flatMap { rule -> [Variation] in
          guard let edge = site.edges.first else { return [] }
          let x = site.operands.map { exercise.values[Int($0)] }
          let local = rule.local(x, site.output)
          return edge.sending(site.upstream.spread(like: site) * local) {
            let argument = site.exercise.graph.isLeaf(site.operands[0]) ? site.text(0) : "u"
            return "\(code("\(site.primitive.gate.name)(\(argument))")) is differentiated as "
              + "\(code(rule.written.withArgument(argument))): it is \(code(rule.right.withArgument(argument)))"
              + (argument == "u" ? ", with u = \(code(site.text(0)))" : "")
          }
        }
      }
    }
  }

  /// A row for each function whose rule is taken for that of another one.
  private static let rulesOfOthers: [Mistake] = Primitive.confused.map { other in
    .node("rule-of-\(other.gate.name)", "the rule of \(other.gate.name)", rarity: 2) { site in
      guard site.onlyActive == 0, site.operands.count == 1, !site.isArray, site.primitive.confusable.contains(other)
      else { return [] }
      // A rule in terms of the function's value may be taken with either value.
      let outputs = [Tensor.apply(other, [site.value(0)]), site.output]
      return outputs.flatMap { output in
        site.local(Gate<Tensor>.table[Int(other.rawValue)].derivative.locals([site.value(0)], output)[0]) {
          "\(code(site.text)) is differentiated by the rule of \(code(other.gate.name))"
        }
      }
    }
  }
}

extension MistakenRuleKind {
  /// The place in the order of how common it is.
  fileprivate var rarity: Int {
    switch self {
    case .lnBaseMissing, .halfForgotten, .exponentNotReduced, .squareForgotten, .notNormalised, .normNotDivided: 1
    case .atPreActivation: 1
    case .ruleOfSigma, .ruleOfTanh, .rootForgotten, .oneMinusMissing, .powerRuleOnExponential, .localFactorForgotten,
      .integrated:
      2
    case .lnBaseMultiplied, .asIfSquared, .exponentFactorForgotten: 3
    }
  }
}

extension Tensor {
  /// Returns an adjoint of a reduction in its operand's shape, or the adjoint of another node as it is.
  fileprivate func spread(like site: Site) -> Tensor {
    guard site.isArray else { return self }
    return expand(site.exercise.graph.operation(site.node).setting, to: site.value(0).shape)
  }
}

/// The two operands of a product or quotient, with their tangents along an input.
private struct Factors {
  let u: Tensor
  let v: Tensor
  let du: Tensor
  let dv: Tensor
  private let moves: (Bool, Bool)

  /// Creates the factors; nil unless all are of one shape, so that elements move alone.
  init?(_ site: Site, _ input: Int) {
    let exercise = site.exercise
    let operands = site.operands
    guard operands.count == 2 else { return nil }
    let tangents = exercise.tangents(input)
    (u, v) = (site.value(0), site.value(1))
    (du, dv) = (tangents[Int(operands[0])], tangents[Int(operands[1])])
    let active = exercise.depends(on: input)
    moves = (active[Int(operands[0])], active[Int(operands[1])])
    guard site.output.shape == exercise.graph.shape(of: exercise.graph.inputs[input]) else { return nil }
  }

  var bothMove: Bool { moves.0 && moves.1 }
  var secondMoves: Bool { moves.1 }
}

extension String {
  /// Returns a formula in `#` as one in an argument.
  fileprivate func withArgument(_ argument: String) -> String {
    split(separator: "#", omittingEmptySubsequences: false).joined(separator: argument)
  }
}
