/// A question at a point, with the key to its answers.
package final class PosedQuestion {
  package let question: Question
  /// The value of each input.
  package let values: [Tensor]
  package let point: ProgramPoint
  package let key: AnswerKey

  /// - Throws: The problem for which the program has no answer at the point.
  init(_ question: Question, _ values: [Tensor]) throws(Problem) {
    self.question = question
    self.values = values
    point = try ProgramPoint(
      question.program, question.graph, numbers: values.flatMap(\.elements), tensors: values, ties: .split)
    key = try AnswerKey(point, question.program)
  }

  /// The single mistakes in deriving an element of the output, found when they are asked for.
  func mistakes(output: Int) -> SingleMistakes {
    if let known = mistakes[output] { return known }
    let found = SingleMistakes(Exercise(point.asArrays, output: output, source: question.source))
    mistakes[output] = found
    return found
  }

  private var mistakes: [Int: SingleMistakes] = [:]

  /// Gives up the mistakes that were found, which take more memory than all else.
  package func releaseMistakes() { mistakes = [:] }

  /// Returns the place of an input among those of the program at the point; nil if it does not occur there.
  func place(ofInput input: Int) -> Int? {
    point.graph.orderedInputNames.firstIndex(of: question.inputs.names[NameTable.ID(input)])
  }

  /// The value of each element of the inputs.
  package var numbers: [Double] { values.flatMap(\.elements) }

  /// The questions at other points around this one, at which a formula has to hold as well: as many as are found of a
  /// few.
  package var others: [PosedQuestion] {
    var random = SplitMix64(seed: 1)
    var others: [PosedQuestion] = []
    var endless = 0
    for _ in 0..<Self.mostTries where others.count < Self.otherPoints && endless < Question.mostEndless {
      let moved = values.map { value in
        value.map { $0 + random.number(in: -1...1) * fmax(1, fabs($0)) }
      }
      do throws(Problem) {
        let other = try question.posed(at: moved)
        if other.key.isUsual { others.append(other) }
      } catch {
        if error.isLimit { endless += 1 }
      }
    }
    return others
  }

  private static let mostTries = 100
  private static let otherPoints = 5

  /// Returns the right answer to an item, in the output's shape followed by the input's.
  package func answer(_ item: Question.Item) -> Tensor {
    let all = key.derivatives.tensor(item.input)
    guard let element = item.element else { return all }
    let count = question.inputs.parts[item.input].places.count
    return Tensor(key.outputShape, (0..<key.outputShape.count).map { all[$0 * count + element] })
  }
}
