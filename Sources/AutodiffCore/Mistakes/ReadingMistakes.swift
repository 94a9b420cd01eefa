/// Mistakes in reading the exercise: all that follows is right.
extension Mistake {
  static let readings: [Mistake] = [
    Mistake("misread-brackets", "misread brackets", rarity: 2) { $0.regrouped { !$0 } },
    Mistake("sign-inside", "a minus that holds for one term only", rarity: 0) { $0.regrouped { $0 } },
    Mistake("coordinates-swapped", "values in the wrong order", rarity: 2) { exercise in
      let graph = exercise.graph
      let values = graph.inputs.map { exercise.values[Int($0)] }
      return values.indices.flatMap { first in
        values.indices.compactMap { second -> Variation? in
          guard second > first, values[first].shape == values[second].shape, values[first] != values[second] else {
            return nil
          }
          var swapped = values
          swapped.swapAt(first, second)
          let answers = exercise.moved(swapped).right
          return Variation(.answers(answers)) { [names = exercise.names] in
            "the values of \(code(names[first])) and \(code(names[second])) are exchanged"
          }
        }
      }
    },
    Mistake("degrees", "degrees in place of radians", rarity: 1) { exercise in
      guard exercise.sites.contains(where: { $0.primitive.takesAngle }) else { return [] }
      return [true, false].compactMap { passes -> Variation? in
        var scaled: Set<Graph.NodeID> = []
        let graph = exercise.graph
        let reading = try? Rereading(exercise) { (id, operands, new) throws(Problem) in
          let node = graph.nodes[Int(id)]
          guard !graph.isLeaf(id), node.primitive.takesAngle else { return nil }
          let degrees = try new.binary(.multiply, operands[0], new.constant(Double.pi / 180))
          scaled.insert(degrees)
          return try new.unary(node.primitive, degrees)
        }
        guard let answers = reading?.answers(passing: passes ? scaled : []) else { return nil }
        return Variation(.answers(answers)) { "the angle is taken in degrees: the functions take radians" }
      }
    },
    Mistake("log-base-10", "the logarithm to base 10", rarity: 2) { exercise in
      let graph = exercise.graph
      guard exercise.sites.contains(where: { $0.primitive.ofOtherBase != nil }) else { return [] }
      let reading = try? Rereading(exercise) { (id, operands, new) throws(Problem) in
        guard !graph.isLeaf(id), let other = graph.nodes[Int(id)].primitive.ofOtherBase else { return nil }
        return try new.unary(other, operands[0])
      }
      return reading?.answers().map {
        [Variation(.answers($0)) { "log is taken to base 10: here it is the natural one" }]
      }
        ?? []
    },
  ]
}

extension Exercise {
  /// The number of nodes above which no other readings are tried.
  private static let mostReread = 400

  /// Returns the variations in which two operations that follow each other are grouped otherwise.
  ///
  /// - Parameter isWanted: A closure that takes a Boolean value indicating whether a minus before a bracket is read for
  ///   the first term only.
  fileprivate func regrouped(_ isWanted: (Bool) -> Bool) -> [Variation] {
    guard graph.count <= Self.mostReread else { return [] }
    return sites.flatMap { site -> [Variation] in
      Regrouping.all(site).filter { isWanted($0.isSign) }.compactMap { regrouping -> Variation? in
        guard
          let reading = try? Rereading(
            self,
            { (id, operands, new) throws(Problem) in
              id == site.node ? try regrouping.build(operands, &new) : nil
            }), let answers = reading.answers()
        else { return nil }
        return Variation(at: site.node, .answers(answers)) {
          "\(code(self.written(site.node))) is read as \(code(reading.formula(site.node)))"
        }
      }
    }
  }
}

/// Two operations that follow each other, grouped otherwise: (a ∘ b) • c as a ∘ (b • c).
private struct Regrouping {
  /// A Boolean value indicating whether a minus before a bracket is read for the first term only.
  let isSign: Bool
  /// Builds the operation from its operands as they are read.
  let build: (_ operands: [Graph.NodeID], inout Graph) throws(Problem) -> Graph.NodeID

  /// Returns the other groupings of a node with each of its operands.
  static func all(_ site: Site) -> [Regrouping] {
    let graph = site.exercise.graph
    guard !site.isArray, site.operands.count <= 2 else { return [] }
    let outer = site.primitive
    return site.operands.indices.flatMap { place -> [Regrouping] in
      let inner = site.operands[place]
      let node = graph.nodes[Int(inner)]
      guard !graph.isLeaf(inner), !node.primitive.isArray else { return [] }
      switch (site.operands.count, node.kind) {
      case (2, .binary) where outer.joins && node.primitive.joins:
        let isSign = outer == .subtract && place == 1
        return [
          Regrouping(isSign: isSign) { (operands, new) throws(Problem) in
            let parts = new.operands(of: operands[place])
            guard parts.count == 2 else { return operands[place] }
            return place == 0
              ? try new.binary(node.primitive, parts[0], new.binary(outer, parts[1], operands[1]))
              : try new.binary(node.primitive, new.binary(outer, operands[0], parts[0]), parts[1])
          }
        ]
      case (1, .binary) where node.primitive.joins:
        return [
          Regrouping(isSign: outer == .negate) { (operands, new) throws(Problem) in
            let parts = new.operands(of: operands[0])
            guard parts.count == 2 else { return operands[0] }
            return try new.binary(node.primitive, new.unary(outer, parts[0]), parts[1])
          }
        ]
      case (2, .unary) where outer.joins && place == 0:
        return [
          Regrouping(isSign: false) { (operands, new) throws(Problem) in
            let parts = new.operands(of: operands[0])
            guard parts.count == 1 else { return operands[0] }
            return try new.unary(node.primitive, new.binary(outer, parts[0], operands[1]))
          }
        ]
      default: return []
      }
    }
  }
}

extension Primitive {
  /// A Boolean value indicating whether it is an operator that is written between two numbers.
  fileprivate var joins: Bool { isArithmeticOfTwo || self == .power }
}
