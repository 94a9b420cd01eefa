import AutodiffCore

/// An input that a column of a table is, or is an element of; without a shape it is a number.
package typealias ColumnInput = (name: String, shape: Shape?)

/// A program on its way from a text to a graph, and the words for what keeps it from getting there.
struct ProgramReading {
  let source: SourceText
  let options: Options
  let bindings: Bindings
  private let shapes: [InputShape]
  /// The sizes that letters stand for, by the letters.
  private let sizes: [(name: String, value: Double)]
  private let freeMemory: @Sendable () -> Int
  /// The names that values are given to, here or by the table.
  private var boundNames: NameTable

  /// - Parameters:
  ///   - columns: the inputs of a table that have no value here.
  ///   - given: the sizes that the letters of `--shape` stand for; without them the first that are tried.
  /// - Throws: a shape of `--shape` that is not that of the input's value, and a letter for a size that has a value.
  init(
    _ source: SourceText, _ options: Options, _ bindings: Bindings, columns: [ColumnInput],
    _ freeMemory: @escaping @Sendable () -> Int, sizes given: [Int]? = nil
  ) throws(Failure) {
    self.freeMemory = freeMemory
    self.source = source
    self.options = options
    self.bindings = bindings
    for (name, shape) in options.shapes.map({ ($0.name, $0.shape) }) {
      if let value = bindings.known(name), value.shape != shape {
        throw .usage(.shapeOfValue(name, expected: shape, given: value.shape))
      }
    }
    let letters = options.sizeLetters
    for letter in letters?.letters ?? [] {
      guard let value = bindings.names.find("\(letter)") else { continue }
      let number = bindings.value(value).scalar.map { NumberText()($0) } ?? "3"
      throw .usage(.sizeHasValue("\(letter)", shape: letters?.text(letter, as: number) ?? ""))
    }
    sizes = letters.map { $0.named(given ?? $0.choices()[0]) } ?? []
    shapes =
      (given.flatMap { letters?.shapes(at: $0) } ?? options.shapes) + bindings.shapes
      + columns.compactMap { input in input.shape.map { .init(name: input.name, shape: $0) } }
    boundNames = bindings.names
    for (name, _) in columns { _ = boundNames.intern(name) }
  }

  /// Parses the text.
  ///
  /// - Throws: a problem in the text.
  func parse() throws(Failure) -> Program {
    var lowering = Lowering.Options()
    lowering.expandsFunctions = options.expandsFunctions
    lowering.ties = options.ties
    lowering.orders = max(lowering.orders, options.order)
    if options.command.name == "taylor" { lowering.orders = max(lowering.orders, options.highestPower) }
    lowering.limits.freeMemory = freeMemory
    let tree: SyntaxTree
    do throws(Problem) {
      try MemoryNeed(bytes: Self.bytesPerByte * source.bytes.count).check(against: freeMemory)
      tree = try DeepStack.parse(source, limits: lowering.limits)
    } catch {
      throw .text(error, source)
    }
    let free = sizes.isEmpty ? [] : Lowering.freeNames(tree)
    let constants =
      options.constants
      + sizes.filter { size in
        free.contains(size.name) && !options.constants.contains { $0.name == size.name }
      }
    for (name, _) in options.constants where tree.names.find(name) == nil {
      let names = Lowering.freeNames(tree)
      let similar = Similarity.nearest(to: name, among: names)
      throw .usage(.unknownInput(option: Option.given.long, name: name, inputs: names, similar: similar))
    }
    let twice = constants.map(\.name).filter { boundNames.find($0) != nil }
    guard twice.isEmpty else { throw .bindings(missing: [], twice: twice, unused: []) }
    return Program(
      tree.beginning(with: constants), boundNames: boundNames, shapes: shapes, options: lowering)
  }

  /// The bytes of a syntax tree for each byte of a text of short words, and of the graph that is made of it.
  private static let bytesPerByte = 60

  /// Lowers the program at the values that are given, or at a guess where points are still to come.
  ///
  /// - Throws: a problem in the program, the names without a value, and shapes of what is no input.
  func lower(_ program: Program) throws(Failure) -> Graph {
    let graph: Graph
    do throws(Problem) {
      // Points that are still to come decide for themselves.
      let awaitsPoints = options.random != nil || options.points != nil || !options.ranges.isEmpty
      graph = try awaitsPoints ? guess(program) : program.lower(bindings.known)
    } catch {
      throw failure(error, program.tree)
    }
    let names = graph.orderedInputNames
    for shape in options.shapes where !names.contains(shape.name) {
      let similar = Similarity.nearest(to: shape.name, among: names)
      throw .usage(.unknownInput(option: Option.shape.long, name: shape.name, inputs: names, similar: similar))
    }
    return graph
  }

  /// A graph where values are still to come: that of the first of a few points at which the program has an answer.
  private func guess(_ program: Program) throws(Problem) -> Graph {
    func lower(_ guess: Double, _ program: Program) throws(Problem) -> Graph {
      var options = program.options
      options.guesses = true
      return try program.with(options).lower { name in
        bindings.known(name)
          ?? Tensor(repeating: guess, program.shapes.first { $0.name == name }?.shape ?? .scalar)
      }
    }
    if program.tree.decides {
      // A loop that does not end soon at one guess mostly ends at another.
      var options = program.options
      options.limits.whileIterations = min(options.limits.whileIterations, 10_000)
      let quick = program.with(options)
      for guess in [0.5, 2, -2] { if let graph = try? lower(guess, quick) { return graph } }
    }
    do throws(Problem) {
      return try lower(0.5, program)
    } catch {
      guard program.tree.decides else { throw error }
      if let graph = (try? lower(2, program)) ?? (try? lower(-2, program)) { return graph }
      throw error
    }
  }

  /// The failure that a problem of lowering is: a value that is missing makes a scalar of what may be meant as an array.
  private func failure(_ problem: Problem, _ tree: SyntaxTree) -> Failure {
    let missing = Lowering.freeNames(tree).filter { name in
      boundNames.find(name) == nil && !shapes.contains { $0.name == name }
    }
    let incomplete = Failure.bindings(
      missing: missing, twice: bindings.twice, unused: [], given: bindings.allNames)
    let offered = options.command.options
    // One error tells all that are missing, where all inputs need values.
    if problem.concernsPath, !bindings.values.isEmpty || !offered.contains(.shape) || offered.contains(.random) {
      return missing.isEmpty ? .text(problem, source) : incomplete
    }
    guard problem.concernsShapes, !missing.isEmpty else { return .text(problem, source) }
    let names = problem.span.map { Lowering.names(in: $0, of: tree) } ?? []
    let unknown = missing.filter(names.contains)
    if offered.contains(.shape) {
      return .text(unknown.isEmpty ? problem : Problem(.shapeUnknown(names: unknown), problem.span), source)
    }
    if !unknown.isEmpty, bindings.twice.isEmpty {
      return .text(Problem(.arrayUnknown(names: missing), problem.span), source)
    }
    return incomplete
  }
}
