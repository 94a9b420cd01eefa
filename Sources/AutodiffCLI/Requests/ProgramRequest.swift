import AutodiffCore

/// What a command works on: an expression, read and lowered, and the values given for its inputs.
package struct ProgramRequest {
  package let source: SourceText
  /// What was read, for points at which it takes another path.
  package internal(set) var program: Program
  package internal(set) var graph: Graph
  package let bindings: Bindings
  package let ties: Ties

  /// Reads the expression and the values that the command line names.
  ///
  /// - Parameter columns: of a table that is to give values to inputs.
  package init(
    _ invocation: Invocation, _ session: Session, options: Lowering.Options = Lowering.Options(),
    columns: PointColumns? = nil
  ) throws(Failure) {
    let source = try Self.source(invocation, session.host)
    var bindings = Bindings()
    if source.name == Self.inputName, invocation.bindings.contains(where: { $0.hasSuffix("@-") }) {
      throw .usage(.conflict("@-", "an expression from standard input"))
    }
    for text in invocation.bindings { try bindings.add(text, from: session.host) }
    var shapes = bindings.shapes
    if let text = invocation.values[.shape] { shapes = try ShapeOption.read(text, bindings) + shapes }
    let inputs = (columns?.inputs ?? []).filter { bindings.names.find($0.name) == nil }
    shapes += inputs.compactMap { input in input.shape.map { .init(name: input.name, shape: $0) } }
    var boundNames = bindings.names
    for (name, _) in inputs { _ = boundNames.intern(name) }
    var missing: [String] = []
    var isIncomplete = false
    do throws(Problem) {
      let tree = try DeepStack.parse(source, limits: options.limits)
      program = Program(tree, boundNames: boundNames, shapes: shapes, options: options)
      do throws(Problem) {
        // Points that are still to come decide for themselves.
        let awaitsPoints = invocation.has(.random) || invocation.has(.points)
        graph = try awaitsPoints ? Self.guess(program, bindings) : program.lower(bindings.known)
      } catch {
        // A value that is missing makes a scalar of what may be meant as an array.
        missing = Lowering.freeNames(tree).filter { name in
          boundNames.find(name) == nil && !shapes.contains { $0.name == name }
        }
        // Where all inputs need values, one error tells all that are missing.
        let asked = invocation.command.description.options
        if error.concernsPath, !bindings.values.isEmpty || !asked.contains(.shape) || asked.contains(.random) {
          isIncomplete = !missing.isEmpty
          throw error
        }
        guard error.concernsShapes, !missing.isEmpty else { throw error }
        let here = error.span.map { Lowering.names(in: $0, of: tree) } ?? []
        let unknown = missing.filter(here.contains)
        if invocation.command.description.options.contains(.shape) {
          throw unknown.isEmpty ? error : Problem(.shapeUnknown(names: unknown), error.span)
        }
        if !unknown.isEmpty, bindings.twice.isEmpty { throw Problem(.arrayUnknown(names: missing), error.span) }
        isIncomplete = true
        throw error
      }
    } catch {
      if isIncomplete {
        throw .bindings(missing: missing, twice: bindings.twice, unused: [], given: bindings.allNames)
      }
      throw .text(error, source)
    }
    if let text = invocation.values[.shape] {
      for shape in try ShapeOption.read(text, bindings) where !graph.orderedInputNames.contains(shape.name) {
        let names = graph.orderedInputNames
        let similar = Similarity.nearest(to: shape.name, among: names)
        throw .usage(.unknownInput(option: "--shape", name: shape.name, inputs: names, similar: similar))
      }
    }
    self.source = source
    self.bindings = bindings
    ties = invocation.ties
    if let text = invocation.values[.output] { try chooseOutput(text) }
    try adopt(inputs, invocation)
  }

  /// A graph where values are still to come: of the first of a few points at which the program has an answer.
  private static func guess(_ program: Program, _ bindings: Bindings) throws(Problem) -> Graph {
    func lower(_ guess: Double) throws(Problem) -> Graph {
      try program.lower { name in
        bindings.known(name)
          ?? Tensor(repeating: guess, program.shapes.first { $0.name == name }?.shape ?? .scalar)
      }
    }
    do throws(Problem) {
      return try lower(0.5)
    } catch {
      guard program.tree.decides else { throw error }
      if let graph = (try? lower(2)) ?? (try? lower(-2)) { return graph }
      throw error
    }
  }

  /// Makes inputs of columns that only other paths read, or that an option asks for.
  private mutating func adopt(_ columns: [(name: String, shape: Shape?)], _ invocation: Invocation) throws(Failure) {
    if columns.isEmpty { return }
    let known = Set(graph.orderedInputNames)
    var wanted = program.tree.namesReadFirst
    for text in [Option.wrt, .direction].compactMap({ invocation.values[$0] }) {
      for part in text.split(separator: ",") { wanted.insert(part.prefix { $0 != "=" }.trimmed) }
    }
    for (name, shape) in columns where wanted.contains(name) && !known.contains(name) {
      do throws(Problem) {
        _ = try graph.input(name, shape: shape ?? .scalar, span: .none)
      } catch {
        throw .text(error, source)
      }
    }
  }

  package var hasValues: Bool { !bindings.values.isEmpty }

  /// The expression as it was given, for the answer's `"expression"`.
  package var expression: String { String(decoding: source.bytes, as: UTF8.self).trimmed }

  // MARK: - Points

  /// The point that the values make; all missing and doubled names are one error.
  package mutating func point(_ invocation: Invocation, _ session: Session) throws(Failure) -> Point<Tensor> {
    let inputs = try inputs(invocation, session, mayMiss: false)
    return try point(inputs.tensors, invocation)
  }

  package func point(_ inputs: [Tensor], _ invocation: Invocation) throws(Failure) -> Point<Tensor> {
    let path: Graph
    do throws(Problem) {
      path = try program.path(of: graph, at: inputs)
    } catch {
      throw .text(error, source)
    }
    return Point(path, inputs: inputs, wrt: try chosenInputs(invocation), ties: ties)
  }

  /// The same where all inputs are scalars, and the program decides nothing.
  package func point(_ inputs: [Double], _ invocation: Invocation) throws(Failure) -> Point<Double> {
    Point(graph, inputs: inputs, wrt: try chosenInputs(invocation), ties: ties)
  }

  /// Whether numbers are all there is to follow.
  package var isScalar: Bool { graph.isScalar && graph.guards.isEmpty }

  /// A value for each input; nan where none is given.
  package struct Inputs {
    /// Of inputs that are scalars.
    package var values: [Double] = []
    package var isKnown: [Bool] = []
    package var arrays: [(place: Int, value: Tensor)] = []

    package var isComplete: Bool { !isKnown.contains(false) }

    package var tensors: [Tensor] {
      var tensors = values.map { Tensor.scalar($0) }
      for (place, value) in arrays { tensors[place] = value }
      return tensors
    }

    /// The same, a value for each element.
    func unrolled(_ elements: Elements) -> Inputs {
      if elements.areScalars { return self }
      var result = Inputs()
      for (place, value) in tensors.enumerated() {
        let count = elements.parts[place].places.count
        result.values += isKnown[place] ? value.elements : Array(repeating: .nan, count: count)
        result.isKnown += Array(repeating: isKnown[place], count: count)
      }
      return result
    }
  }

  /// The values given for each input, some of which may be missing.
  ///
  /// Names that have a value but do not occur become inputs as well: the derivative along them is 0.
  package mutating func inputs(
    _ invocation: Invocation, _ session: Session, mayMiss: Bool
  ) throws(Failure) -> Inputs {
    var inputs = Inputs()
    inputs.values.reserveCapacity(graph.inputs.count)
    var missing: [String] = []
    var used = [Bool](repeating: false, count: bindings.values.count)
    for input in graph.inputs {
      if let id = bindings.names.find(graph.name(ofInput: input)) {
        used[Int(id)] = true
        add(id, to: &inputs)
      } else {
        missing.append(graph.name(ofInput: input))
        inputs.values.append(.nan)
        inputs.isKnown.append(false)
      }
    }
    let unused = used.indices.filter { !used[$0] }
    guard missing.isEmpty || mayMiss, bindings.twice.isEmpty else {
      throw .bindings(
        missing: missing, twice: bindings.twice, unused: unused.map { bindings.names[UInt32($0)] },
        given: bindings.allNames)
    }
    for id in unused {
      let value = bindings.value(UInt32(id))
      do throws(Problem) {
        _ = try graph.input(bindings.names[UInt32(id)], shape: value.shape, span: .none)
      } catch {
        throw .text(error, source)
      }
      add(UInt32(id), to: &inputs)
    }
    if !unused.isEmpty, invocation.command.description.options.contains(.wrt) {
      let names = unused.prefix(10).map { bindings.names[UInt32($0)] }.joined(separator: ", ")
      let more = unused.count > 10 ? ", …" : ""
      session.note("\(names)\(more): not an input of the expression, so the derivative is 0")
    }
    return inputs
  }

  private func add(_ id: NameTable.ID, to inputs: inout Inputs) {
    if !bindings.arrays.isEmpty, case .array = bindings.value(id) {
      inputs.arrays.append((inputs.values.count, bindings.value(id)))
    }
    inputs.values.append(bindings.values[Int(id)])
    inputs.isKnown.append(true)
  }

  /// The places of `--wrt`'s names among the graph's inputs.
  private func chosenInputs(_ invocation: Invocation) throws(Failure) -> [Int]? {
    guard let text = invocation.values[.wrt] else { return nil }
    var chosen: [Int] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let place = try place(ofInput: part.trimmed, option: .wrt)
      if chosen.contains(place) { throw .usage(.inputTwice(option: "--wrt", name: part.trimmed)) }
      chosen.append(place)
    }
    return chosen
  }

  /// The inputs that derivatives are asked for.
  package func asked(_ invocation: Invocation) throws(Failure) -> [Graph.NodeID] {
    try chosenInputs(invocation).map { $0.map { graph.inputs[$0] } } ?? graph.inputs
  }

  /// Their places among the graph's inputs.
  package func askedPlaces(_ invocation: Invocation) throws(Failure) -> [Int] {
    try chosenInputs(invocation) ?? Array(graph.inputs.indices)
  }

  /// The names of the inputs that derivatives are asked for.
  package func askedNames(_ invocation: Invocation) throws(Failure) -> [String] {
    let names = graph.orderedInputNames
    return try chosenInputs(invocation).map { $0.map { names[$0] } } ?? names
  }

  /// The place among the graph's inputs of one that an option names.
  package func place(ofInput name: String, option: Option) throws(Failure) -> Int {
    let names = graph.orderedInputNames
    if let place = names.firstIndex(of: name) { return place }
    let similar = Similarity.nearest(to: name, among: names)
    throw .usage(.unknownInput(option: option.long, name: name, inputs: names, similar: similar))
  }

  /// The direction that `--direction` gives; inputs not named have none.
  package func direction(_ text: String, _ session: Session) throws(Failure) -> Point<Tensor>.Direction {
    var given = Bindings()
    try given.add(text, from: session.host)
    if !given.twice.isEmpty { throw .bindings(missing: [], twice: given.twice, unused: []) }
    var direction: Point<Tensor>.Direction = []
    for id in 0..<NameTable.ID(given.names.count) {
      let name = given.names[id]
      let input = graph.inputs[try place(ofInput: name, option: .direction)]
      let value = given.value(id)
      guard value.shape == graph.shape(of: input) else {
        throw .usage(.direction(of: name, expected: graph.shape(of: input), given: value.shape))
      }
      direction.append((input, value))
    }
    return direction
  }
}
