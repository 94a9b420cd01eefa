/// The sentences for operations on whole arrays.
extension WayBackWords {
  /// Returns the sentence for an operation on whole arrays.
  func arraySentence(
    _ edge: WayBack.Edge, _ primitive: Primitive, _ contribution: Contribution<Tensor>
  ) -> Sentence {
    let (whole, part, gets) = (operation(edge.node), name(edge.to), sent(edge, contribution))
    let formula = EdgeFormula(edge, exercise, bench)
    if case .array(.gradient) = Gate<Symbol>.table[Int(primitive.rawValue)].derivative {
      return reduction(edge, primitive, contribution)
    }
    let words = primitive.gate.derivativeText?.parts(around: "y_bar").joined(separator: code(formula.upstreamName))
    if case .array(.bilinear) = Gate<Symbol>.table[Int(primitive.rawValue)].derivative, words == nil {
      let other = graph.operands(of: edge.node)[1 - edge.place]
      let how = formula.contribution.map {
        "With \(code(formula.upstreamName)) for what comes back that is \(code($0)). "
      }
      return "\(whole) is a product and switches: \(part) gets what comes back multiplied by the other factor, "
        + "\(name(other)). \(how ?? "")So \(part) gets \(gets)."
    }
    if case .gathering? = primitive.arrayForm {
      return
        "\(whole) takes parts of \(part) at indices: each part sends back what it gets, and what comes to one place "
        + "adds up. So \(part) gets \(gets)."
    }
    if case .movement? = primitive.arrayForm {
      let isPut = graph.operands(of: edge.node).count > 1
      let rest = contribution.value.count > contribution.upstream.count ? ", with 0 in all others" : ""
      return isPut
        ? "\(whole) is put together from parts, and each part gets back what belongs to it: \(part) gets \(gets)."
        : "\(whole) only moves numbers: what comes back goes to the places that these came from\(rest). So \(part) "
          + "gets \(gets)."
    }
    let how = (formula.contribution.map(code) ?? words).map {
      "\($0), where \(code(formula.upstreamName)) is what comes back"
    }
    let amount: Sentence = how.map { "\($0). That is \(gets)." } ?? "\(gets)."
    return "By the rule for \(code(primitive.gate.name)), \(part) gets \(amount)"
  }

  /// Returns the sentence for an operation that makes one number of many.
  private func reduction(
    _ edge: WayBack.Edge, _ primitive: Primitive, _ contribution: Contribution<Tensor>
  ) -> Sentence {
    let (whole, part, gets) = (operation(edge.node), name(edge.to), sent(edge, contribution))
    if primitive.gate.selects {
      return "\(whole) routes: only the elements of \(part) that it takes get what comes back. So \(part) gets \(gets)."
    }
    if primitive.gate.role == .distributes {
      let local = contribution.local?.scalar
      let share = local.map { told($0, .local(edge.node, edge.place)) } ?? ""
      let all: Sentence =
        local == nil || local == 1 ? "all that comes back" : "\(share) of what comes back"
      return
        "\(whole) adds up and distributes: each element of \(part) gets \(all), so \(part) gets \(gets)."
    }
    let factor =
      primitive.gate.derivativeText
      ?? EdgeFormula(edge, exercise, bench).local.map { "\(code($0)), element by element" }
    return "\(whole) is worked out from all elements of \(part): each gets what comes back times "
      + "\(factor ?? "the derivative by it"). So \(part) gets \(gets)."
  }
}
