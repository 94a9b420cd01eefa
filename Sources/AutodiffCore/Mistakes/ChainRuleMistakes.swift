/// Mistakes with the chain rule: outer and inner derivative.
extension Mistake {
  static let chainRule: [Mistake] = [
    .node("inner-derivative-forgotten", "a forgotten inner derivative", rarity: 1) { site in
      guard let place = site.onlyActive, !site.isArray, let edge = site.edges.first, !edge.isSilent,
        !site.exercise.graph.isLeaf(edge.contribution.to)
      else { return [] }
      let exercise = site.exercise
      let inner = edge.contribution.to
      guard let local = edge.contribution.local else { return [] }
      let value = site.upstream * local
      var sends: [Sent] = []
      for input in site.inputs(below: inner) {
        let id = exercise.graph.inputs[input]
        guard value.shape == exercise.graph.shape(of: id) else { continue }
        sends.append((id, value))
      }
      if sends.isEmpty { return [] }
      return [
        Variation(at: site.node, .sends([site.node: sends])) {
          "the outer derivative\(edge.localText.map { " " + code($0) } ?? "") is right, and the inner one, that of "
            + "\(code(edge.operandWritten)), is not multiplied in"
        }
      ]
    },
    .node("outer-at-inner-argument", "the outer derivative at the wrong place", rarity: 3) { site in
      guard let place = site.onlyActive, !site.isArray, site.isSmooth else { return [] }
      let inner = Site(exercise: site.exercise, node: site.operands[place])
      return inner.operands.indices.filter(inner.isActive).flatMap { deeper -> [Variation] in
        let value = inner.value(deeper)
        guard value.shape == site.value(place).shape else { return [] }
        return site.derivative(place, at: value).flatMap { local in
          site.sending([(place, site.upstream * local)]) {
            "the outer derivative of \(code(site.text)) is taken at \(code(inner.text(deeper))): "
              + "it is taken at the whole inside, \(code(site.text(place)))"
          }
        }
      }
    },
    .along("outer-at-inner-derivative", "the outer derivative at the inner one", rarity: 2) { site, input in
      guard let place = site.onlyActive, !site.isArray, site.isSmooth,
        !site.exercise.graph.isLeaf(site.operands[place])
      else { return [] }
      let slope = site.exercise.tangents(input)[Int(site.operands[place])]
      guard slope.shape == site.value(place).shape else { return [] }
      return site.derivative(place, at: slope).flatMap { local in
        [local, local * slope].flatMap { wrong in
          site.tangent(wrong, along: input) {
            "the inside \(code(site.text(place))) is replaced by its derivative within \(code(site.text)): "
              + "the outer derivative is taken at the inside, and multiplied by the inner one"
          }
        }
      }
    },
    .edge("at-pre-activation", "the value before the activation", rarity: 1) { edge in
      let exercise = edge.exercise
      return edge.site.operands.indices.filter { $0 != edge.place }.flatMap { place -> [Variation] in
        let activation = Site(exercise: exercise, node: edge.site.operands[place])
        guard !exercise.graph.isLeaf(activation.node), activation.operands.count == 1, !activation.isArray,
          activation.isSmooth || activation.primitive.gate.selects, activation.isActive(0)
        else { return [] }
        var operands = edge.site.operands.map { exercise.values[Int($0)] }
        operands[place] = activation.value(0)
        let value =
          edge.site.isArray
          ? edge.site.pull(edge.place, edge.upstream, operands: operands)
          : edge.upstream * edge.site.locals(operands, edge.site.output)[edge.place]
        return edge.sending(value) {
          "\(code(activation.text(0))), the value before the activation, is put in for \(code(activation.text))"
        }
      }
    },
  ]
}

extension Site {
  /// A Boolean value indicating whether the node is a function with a derivative that depends on its argument.
  var isSmooth: Bool {
    !primitive.isArithmetic && !primitive.gate.selects && !primitive.isCondition && primitive.gate.kink == nil
  }

  /// Returns the local derivative by an operand, were it another number; none if that is not finite.
  func derivative(_ place: Int, at value: Tensor) -> [Tensor] {
    var operands = operands.map { exercise.values[Int($0)] }
    operands[place] = value
    let output = Tensor.apply(primitive, operands)
    let local = locals(operands, output)[place]
    return local.isFinite ? [local] : []
  }
}
