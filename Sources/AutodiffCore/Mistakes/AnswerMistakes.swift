/// Mistakes with the answer as a whole.
extension Mistake {
  static let wholeAnswers: [Mistake] = [
    .answer("all-signs", "all signs", rarity: 2, says: "the answer has the wrong sign") { [-$0] },
    .answer("factor-two", "a factor 2", rarity: 2, says: "the answer is twice as large as it should be") { [2.0 * $0] },
    .answer("factor-two", "a factor 2", rarity: 2, says: "the answer is half of what it should be") { [0.5 * $0] },
    .answer("reciprocal", "the reciprocal", rarity: 3, says: "the answer is one over what it should be") { [1.0 / $0] },
    .answer("gradient-transposed", "a transposed gradient", rarity: 1, says: "the gradient is transposed") {
      $0.shape.rank == 2 && $0.transposed().shape == $0.shape ? [$0.transposed()] : []
    },
    Mistake("value-not-derivative", "the value in place of the derivative", rarity: 1) { exercise in
      exercise.eachInput { input in
        guard exercise.right[input].shape.isScalar, let value = exercise.outputValue else { return [] }
        return [(Tensor(value), "this is the value of the function: its derivative is asked for")]
      }
    },
    Mistake("node-treated-as-constant", "an input treated as a constant", rarity: 2) { exercise in
      exercise.eachInput { input in
        [(Tensor(repeating: 0, exercise.right[input].shape), "\(code(exercise.names[input])) is treated as a constant")]
      }
    },
    Mistake("derivative-of-other-input", "the derivative by another input", rarity: 1) { exercise in
      exercise.eachInput { input in
        exercise.right.indices.filter { $0 != input && exercise.right[$0].shape == exercise.right[input].shape }.map {
          (exercise.right[$0], "this is the derivative by \(code(exercise.names[$0]))")
        }
      }
    },
    Mistake("inputs-swapped", "answers in the wrong order", rarity: 0) { exercise in
      let right = exercise.right
      return right.indices.flatMap { first in
        right.indices.filter { $0 > first && right[$0].shape == right[first].shape }.map { second in
          var answers: [Tensor?] = right.map { $0 }
          answers.swapAt(first, second)
          for other in answers.indices where other != first && other != second { answers[other] = nil }
          var variation = Variation(.answers(answers)) { [names = exercise.names] in
            "the answers for \(code(names[first])) and \(code(names[second])) are exchanged"
          }
          variation.isJoint = true
          return variation
        }
      }
    },
    Mistake("second-derivative", "the second derivative", rarity: 2) { exercise in
      exercise.eachInput { input in
        exercise.secondDerivative(input).map { [($0, "this is the second derivative: the first is asked for")] } ?? []
      }
    },
    Mistake("integrated", "an integral in place of the derivative", rarity: 3) { exercise in
      exercise.eachInput { input in
        exercise.integral(input).map {
          [(Tensor($0), "this is the integral from 0: the derivative is asked for")]
        } ?? []
      }
    },
    Mistake("difference-quotient", "a difference quotient", rarity: 2, isNearlyRight: true) { exercise in
      exercise.eachInput { input in
        [1, 0.1, 0.01].flatMap { h -> [(Tensor, String)] in
          exercise.quotients(input, step: h).map {
            (Tensor($0), "this is the difference quotient with h = \(NumberText()(h)): its limit is the derivative")
          }
        }
      }
    },
  ]

  /// Creates a mistake that makes other answers of the right ones, for all inputs alike.
  private static func answer(
    _ kind: String, _ name: String, rarity: Int, says: String, _ wrong: @escaping @Sendable (Tensor) -> [Tensor]
  ) -> Mistake {
    Mistake(kind, name, rarity: rarity) { exercise in
      let answers = exercise.right.map { wrong($0).first }
      return answers.contains { $0 != nil } ? [Variation(.answers(answers)) { says }] : []
    }
  }
}

/// The rows for second derivatives, made once for all exercises.
private let rowsOfNumbers = Dual<Double>.gates(.split)
private let rowsOfArrays = Dual<Tensor>.gates(.split)

extension Exercise {
  /// Returns the variations in which one input has another answer.
  fileprivate func eachInput(_ wrong: (Int) -> [(answer: Tensor, words: String)]) -> [Variation] {
    right.indices.flatMap { input in
      wrong(input).map { answer, words in
        var answers = [Tensor?](repeating: nil, count: right.count)
        answers[input] = answer
        return Variation(.answers(answers), input: input) { words }
      }
    }
  }

  /// The value of the output's element whose derivatives are asked for.
  fileprivate var outputValue: Double? {
    seed.elements.firstIndex(of: 1).map { values[Int(graph.output)][$0] }
  }

  /// Returns the value of the output's element at another value of a scalar input; nil for an array.
  private func value(_ input: Int, at x: Double) -> Double? {
    guard right[input].shape.isScalar, let place = seed.elements.firstIndex(of: 1) else { return nil }
    if let numbers {
      var inputs = graph.inputs.map { numbers.values[Int($0)] }
      inputs[input] = x
      return Evaluation.run(graph, inputs: inputs)[Int(graph.output)]
    }
    var inputs = graph.inputs.map { values[Int($0)] }
    inputs[input] = Tensor(x)
    return Evaluation.run(graph, inputs: inputs)[Int(graph.output)][place]
  }

  private func start(_ input: Int) -> Double { values[Int(graph.inputs[input])][0] }

  /// Returns the difference quotients with a step, forward and central.
  fileprivate func quotients(_ input: Int, step h: Double) -> [Double] {
    let x = start(input)
    guard let here = outputValue, let above = value(input, at: x + h), let below = value(input, at: x - h) else {
      return []
    }
    return [(above - here) / h, (above - below) / (2 * h)].filter(\.isFinite)
  }

  /// Returns the second derivative by a scalar input twice; nil for an array.
  fileprivate func secondDerivative(_ input: Int) -> Tensor? {
    guard right[input].shape.isScalar, seed.shape.isScalar else { return nil }
    let id = graph.inputs[input]
    if let numbers {
      let gates = point.ties == .split ? rowsOfNumbers : Dual<Double>.gates(point.ties)
      return Tensor(numbers.hessianProduct([(id, 1)], gates: gates)[input])
    }
    let gates = point.ties == .split ? rowsOfArrays : Dual<Tensor>.gates(point.ties)
    return point.hessianProduct([(id, Tensor(1))], gates: gates)[input]
  }

  /// Returns the integral by a scalar input from 0 to its value; nil for an array, and where it is not finite.
  ///
  /// Source: the rule of Gauss and Legendre of five points on each of eight pieces; NIST DLMF §3.5(v).
  fileprivate func integral(_ input: Int) -> Double? {
    guard right[input].shape.isScalar else { return nil }
    let end = start(input)
    let nodes =
      [(0.0, 128.0 / 225)] + [(0.5384693101056831, 0.47862867049936647), (0.906179845938664, 0.23692688505618908)]
    let half = end / 16
    var sum = 0.0
    for piece in 0..<8 {
      let middle = half * Double(2 * piece + 1)
      for (x, weight) in nodes {
        for side in x == 0 ? [0.0] : [-x, x] {
          guard let value = value(input, at: middle + half * side), value.isFinite else { return nil }
          sum += weight * value * half
        }
      }
    }
    return sum
  }
}
