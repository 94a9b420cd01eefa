/// A question of an exercise: the derivatives of a program at a point, and the rules by which answers are marked.
package final class Question: Sendable {
  /// The kinds of answer that are asked for.
  package enum Form: String, CaseIterable, Sendable {
    /// The number at the point, or anything that has its value there.
    case number
    /// A formula that holds at other points as well.
    case formula
  }

  /// The numbers of a trace that are left out for the reader to fill in.
  package enum Blank: Equatable, Sendable {
    case values, adjoints, all
    /// A share of all numbers, in per cent.
    case share(Double)
  }

  /// A derivative that is asked for: by an input, or by one element of an input that is an array.
  package struct Item: Equatable, Sendable {
    /// The name of the input or of its element.
    package let name: String
    /// The place of the input among those of the program.
    package let input: Int
    /// The place of the element in the input; nil for all of them.
    package let element: Int?
  }

  /// The rules by which answers are marked.
  package struct Rules: Sendable {
    /// The points of the whole question, shared equally by its items; nil for one an item.
    package var points: Double?
    package var form = Form.number
    /// The significant digits to which an answer has to be right; nil for as many as it is written with.
    package var digits: Int?
    /// The relative error that an answer may have; nil for the rule of `check`.
    package var relativeTolerance: Double?
    /// The part of an item's points that a wrong answer gets if one known mistake explains it.
    package var partial = 0.0
    package var blank: Blank?

    /// Creates the usual rules.
    package init() {}
  }

  /// The name that answers begin with.
  package let name: String
  /// The text of the program.
  package let source: SourceText
  package let program: Program
  /// The path of the program at some point.
  package let graph: Graph
  /// The inputs, element by element.
  package let inputs: Elements
  /// The rules by which answers are marked.
  package let rules: Rules
  /// The derivatives that are asked for.
  package let items: [Item]
  /// The value of each input that is given; nil for one that is drawn.
  private let given: [Tensor?]
  private let draws: [Draw?]

  /// Creates a question that asks for the derivatives by all inputs.
  ///
  /// - Parameter values: The values that are given, by name. A name that the program does not read becomes an input
  ///   all the same.
  /// - Parameter draws: The ranges of the inputs that are drawn for each student.
  /// - Throws: A problem in the program, `limit` where too many numbers are drawn, or `valueNeeded` with the names that
  ///   are neither given nor drawn.
  package init(
    _ name: String, _ source: SourceText, _ program: Program, values: [(name: String, value: Tensor)], draws: [Draw],
    _ rules: Rules
  ) throws(Problem) {
    self.name = name
    self.source = source
    self.program = program
    self.rules = rules
    guard draws.allSatisfy({ program.shape(of: $0.input).count <= Self.mostDrawn }) else {
      throw Problem(.limit(.elements(Self.mostDrawn)), nil)
    }
    // Some points may have no path, for a loop does not end there or an index is out of range.
    var found: Graph?
    var endless = 0
    for seed in 1..<UInt64(draws.isEmpty ? 1 : Self.mostTries) where found == nil {
      do throws(Problem) {
        found = try Self.path(of: program, values, draws, seed)
      } catch {
        if error.isLimit { endless += 1 }
        if endless == Self.mostEndless { throw error }
      }
    }
    if let found { graph = found } else { graph = try Self.path(of: program, values, draws, 0) }
    inputs = Elements(inputsOf: graph)
    let names = graph.orderedInputNames
    given = names.map { name in values.first { $0.name == name }?.value }
    self.draws = names.map { name in draws.first { $0.input == name } }
    items = names.indices.map { Item(name: names[$0], input: $0, element: nil) }
    let missing = names.indices.filter { given[$0] == nil && self.draws[$0] == nil }.map { names[$0] }
    if !missing.isEmpty { throw Problem(.valueNeeded(missing), nil) }
  }

  /// Returns the path of a program at a point that is drawn.
  private static func path(
    of program: Program, _ values: [(name: String, value: Tensor)], _ draws: [Draw], _ seed: UInt64
  ) throws(Problem) -> Graph {
    var random = SplitMix64(seed: seed)
    var known = values
    for draw in draws { known.append((draw.input, draw.value(program.shape(of: draw.input), &random))) }
    var path = try program.lower { name in known.first { $0.name == name }?.value }
    let names = path.orderedInputNames
    for (name, value) in known where !names.contains(name) {
      _ = try path.input(name, shape: value.shape, span: .none)
    }
    return path
  }

  /// The number of points that are drawn in place of those at which the question has no usual answer.
  static let mostTries = 200

  /// The number of points at which a limit is reached, which takes long, after which no others are drawn.
  static let mostEndless = 3

  /// The number of elements of an array that is drawn.
  private static let mostDrawn = 10_000

  /// The number of usual points of which the best is chosen: few where it is a matter of more or fewer equal numbers,
  /// and many where each has a mistake that gives the right one.
  private static let mostCompared = (equal: 8, right: 40)

  /// The share of the mistakes of a good point that give the same number as another one.
  private static let mostEqual = 0.1

  /// A Boolean value indicating whether each student has a point of their own.
  package var isDrawn: Bool { draws.contains { $0 != nil } }

  /// The points for the whole question.
  package var points: Double { rules.points ?? Double(items.count) }

  /// Returns the item of a name: an input, or an element of one; nil if there is none.
  package func item(named name: String) -> Item? {
    for (input, part) in inputs.parts.enumerated() {
      if inputs.names[NameTable.ID(input)] == name { return Item(name: name, input: input, element: nil) }
      guard !part.shape.isScalar, let element = inputs.elementNames(ofPart: input).firstIndex(of: name) else {
        continue
      }
      return Item(name: name, input: input, element: element)
    }
    return nil
  }

  /// Creates the question that asks for these derivatives only, in this order.
  package init(_ question: Question, asking items: [Item]) {
    name = question.name
    source = question.source
    program = question.program
    graph = question.graph
    inputs = question.inputs
    rules = question.rules
    given = question.given
    draws = question.draws
    self.items = items
  }

  // MARK: - Points

  /// Returns the question at a point.
  ///
  /// - Throws: The problem for which the program has no answer there.
  package func posed(at values: [Tensor]) throws(Problem) -> PosedQuestion { try PosedQuestion(self, values) }

  /// The reasons for which a question cannot be posed.
  package enum PosingFailure: Error {
    /// The program has no answer at the point.
    case problem(Problem)
    /// No point that was drawn has a value and derivatives without a kink.
    case noUsualPoint
  }

  /// Returns the question as a student gets it. A point that is drawn depends on nothing but the seed, the student and
  /// the question, so that it is the same in whatever order and company students come.
  ///
  /// The first good point is taken, at which no mistake gives the right number and few the same one; else the best.
  ///
  /// - Parameter search: The search for mistakes, by which a point is chosen that tells them apart.
  /// - Throws: The reason for which there is no such question.
  package func posed(
    for student: String, seed: UInt64, _ search: MistakeSearch?
  ) throws(PosingFailure) -> PosedQuestion {
    guard isDrawn else {
      do throws(Problem) {
        return try posed(at: given.map { $0 ?? .scalar(.nan) })
      } catch {
        throw .problem(error)
      }
    }
    var best: (question: PosedQuestion, choice: PointChoice)?
    var (compared, endless) = (0, 0)
    var random = SplitMix64(seed: Self.seed(seed, [student, name]))
    for _ in 0..<Self.mostTries {
      var usual: PosedQuestion?
      do throws(Problem) {
        usual = try drawn { $0.value($1, &random) }
      } catch {
        if error.isLimit { endless += 1 }
        if endless == Self.mostEndless { throw .problem(error) }
      }
      guard let posed = usual else { continue }
      guard let choice = search?.choice(posed) else { return posed }
      if best.map({ choice < $0.choice }) ?? true { best = (posed, choice) }
      compared += 1
      guard let best else { continue }
      let isRight = best.choice.right > 0
      if !isRight, best.choice.share <= Self.mostEqual { return best.question }
      if compared >= (isRight ? Self.mostCompared.right : Self.mostCompared.equal) { break }
    }
    guard let best else { throw .noUsualPoint }
    return best.question
  }

  /// Returns the question at points of its ranges, off their steps: points at which no numbers are equal by chance.
  ///
  /// They are the same for all students.
  func posedOffSteps(_ count: Int) -> [PosedQuestion] {
    var found: [PosedQuestion] = []
    var random = SplitMix64(seed: Self.seed(0, [name]))
    for _ in 0..<8 * count where found.count < count {
      if let posed = try? drawn({ $0.valueOffSteps($1, &random) }) { found.append(posed) }
    }
    return found
  }

  /// Returns the question at a point with a value and derivatives without a kink; nil if it is not such a point.
  ///
  /// - Throws: The problem for which the program has no answer there.
  private func drawn(_ value: (Draw, Shape) -> Tensor) throws(Problem) -> PosedQuestion? {
    let values = inputs.parts.enumerated().map { place, part in
      given[place] ?? draws[place].map { value($0, part.shape) } ?? .scalar(.nan)
    }
    let posed = try posed(at: values)
    return posed.key.isUsual ? posed : nil
  }

  /// Returns a seed that any change of the texts changes.
  ///
  /// Source: G. Fowler, L. C. Noll, K.-P. Vo, "The FNV Non-Cryptographic Hash Algorithm" (FNV-1a, 64 bits).
  package static func seed(_ seed: UInt64, _ texts: [String]) -> UInt64 {
    var random = SplitMix64(seed: seed)
    var hash = 0xCBF2_9CE4_8422_2325 as UInt64
    // No text has the byte that ends it.
    for text in texts {
      for byte in Array(text.utf8) + [0xFF] { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    }
    return random.next() ^ hash
  }
}

extension Problem {
  /// A Boolean value indicating whether the program is too long, or does not end.
  var isLimit: Bool {
    switch fact {
    case .limit, .endless: true
    default: false
    }
  }
}

extension Program {
  /// Returns the shape of an input that has no value yet.
  fileprivate func shape(of input: String) -> Shape { shapes.first { $0.name == input }?.shape ?? .scalar }
}
