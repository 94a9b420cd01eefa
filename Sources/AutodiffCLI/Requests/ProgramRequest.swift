import AutodiffCore

/// The subject of a command: an expression, read and lowered, and the values given for its inputs.
package final class ProgramRequest: @unchecked Sendable {
  package let options: Options
  package let source: SourceText
  /// The program as it was read, for points at which it takes another path.
  package internal(set) var program: Program
  package internal(set) var graph: Graph
  package let bindings: Bindings
  /// The uncertainties of the inputs; nil where nobody asked for them, or nothing is uncertain.
  package internal(set) var uncertainty: InputUncertainty?
  /// A flag for uncertainties that differ from row to row of a table.
  var columnsAreUncertain = false

  /// Reads the expression and the values that the command line names.
  ///
  /// - Parameter columns: the inputs that a table is to give values to.
  /// - Throws: a problem in the expression or in a value, and files that cannot be read.
  package init(_ options: Options, _ session: Session, columns: [ColumnInput] = []) throws(Failure) {
    self.options = options
    source = try ExpressionSource.read(options, session.host)
    if source.name == Host.inputName, options.bindings.contains(where: { $0.hasSuffix("@-") }) {
      throw .usage(.conflict("@-", "an expression from standard input"))
    }
    var bindings = Bindings()
    for text in options.bindings { try bindings.add(text, from: session.host) }
    if !options.command.options.contains(.correlation) { try bindings.requireExact(for: options.command.name) }
    var initial = Bindings()
    for text in options.initial { try initial.add(text, from: session.host) }
    try initial.requireExact(for: Option.initial.long)
    bindings.add(initial)
    self.bindings = bindings
    let columns = columns.filter { bindings.names.find($0.name) == nil }
    let reading = try ProgramReading(source, options, bindings, columns: columns, session.host.freeMemory)
    program = try reading.parse()
    graph = try reading.lower(program)
    if let output = options.output { try chooseOutput(output) }
    try adopt(columns)
    noteOversights(session)
  }

  /// Reads the program of another request at sizes that the letters of `--shape` stand for.
  ///
  /// - Throws: a problem in the program.
  init(_ other: ProgramRequest, sizes: [Int]) throws(Failure) {
    options = other.options
    source = other.source
    bindings = other.bindings
    let reading = try ProgramReading(
      source, options, bindings, columns: [], other.graph.freeMemory, sizes: sizes)
    program = try reading.parse()
    graph = try reading.lower(program)
    if let output = options.output { try chooseOutput(output) }
  }

  /// Makes inputs of columns that only other paths read, or that an option asks for.
  private func adopt(_ columns: [ColumnInput]) throws(Failure) {
    if columns.isEmpty { return }
    let known = Set(graph.orderedInputNames)
    let wanted = program.tree.namesReadFirst.union(options.wrt ?? []).union(options.directionNames)
    for (name, shape) in columns where wanted.contains(name) && !known.contains(name) {
      try addInput(name, shape ?? .scalar)
    }
  }

  private func addInput(_ name: String, _ shape: Shape) throws(Failure) {
    do throws(Problem) {
      _ = try graph.input(name, shape: shape, span: .none)
    } catch {
      throw .text(error, source)
    }
  }

  /// Another text, read as the program was; nil where it has a problem.
  func reading(_ text: SourceText) -> Program? {
    guard let reading = try? ProgramReading(text, options, bindings, columns: [], graph.freeMemory) else { return nil }
    var program = try? reading.parse()
    program?.output = self.program.output
    return program
  }

  package var ties: Ties { options.ties }

  /// The sweeps that the answer takes; a sparse one keeps no more than a few of them.
  private var sweeps: MemoryNeed.Sweeps {
    if options.isSparse { return options.command.sweeps == .hessian ? .hessianProduct : .gradient }
    guard uncertainty != nil else { return options.command.sweeps }
    return graph.shape(of: graph.output).isScalar ? .gradient : .jacobian
  }

  package var hasValues: Bool { !bindings.values.isEmpty }

  /// The expression as it was given, for the answer's `"expression"`.
  package var expression: String { String(decoding: source.bytes, as: UTF8.self).trimmed }

  // MARK: - Values

  /// The values given for each input.
  ///
  /// Names that have a value but do not occur become inputs as well: the derivative along them is 0.
  ///
  /// - Parameter mayMiss: whether inputs may have no value.
  /// - Throws: the names without a value and those with more than one, all at once.
  package func inputs(_ session: Session, mayMiss: Bool) throws(Failure) -> InputValues {
    var inputs = InputValues(capacity: graph.inputs.count)
    var missing: [String] = []
    var used = [Bool](repeating: false, count: bindings.values.count)
    for input in graph.inputs {
      guard let id = bindings.names.find(graph.name(ofInput: input)) else {
        missing.append(graph.name(ofInput: input))
        inputs.appendUnknown()
        continue
      }
      used[Int(id)] = true
      bindings.append(id, to: &inputs)
    }
    let unused = used.indices.filter { !used[$0] }.map(NameTable.ID.init)
    guard missing.isEmpty || mayMiss, bindings.twice.isEmpty else {
      throw .bindings(
        missing: missing, twice: bindings.twice, unused: unused.map { bindings.names[$0] },
        given: bindings.allNames)
    }
    for id in unused {
      try addInput(bindings.names[id], bindings.value(id).shape)
      bindings.append(id, to: &inputs)
    }
    if !unused.isEmpty, options.command.options.contains(.wrt) {
      let names = unused.prefix(10).map { bindings.names[$0] }.joined(separator: ", ")
      let more = unused.count > 10 ? ", …" : ""
      session.note("\(names)\(more): not an input of the expression, so the derivative is 0")
    }
    return inputs
  }

  // MARK: - Points

  /// Compares the memory that answers take with what may still be taken.
  ///
  /// - Parameter count: the number of answers at once.
  /// - Throws: the limit on memory.
  func checkMemory(times count: Int = 1) throws(Failure) {
    let wrt = try wrtNodes()
    do throws(Problem) {
      try MemoryNeed(sweeps, of: graph, wrt: wrt).times(count).check(against: graph.freeMemory)
    } catch {
      throw .text(error, source)
    }
  }

  /// The point that the values make.
  ///
  /// - Throws: names without a value, and why the program has no answer there.
  package func point(_ session: Session) throws(Failure) -> Point<Tensor> {
    // Names that do not occur become inputs first.
    let values = try inputs(session, mayMiss: false)
    return try point(values.tensors)
  }

  /// The point at values for all inputs.
  ///
  /// - Throws: why the program has no answer there.
  package func point(_ inputs: [Tensor]) throws(Failure) -> Point<Tensor> {
    let wrt = try sweptInputs()
    let path: Graph
    do throws(Problem) {
      path = try program.path(of: graph, at: inputs)
      try path.checkMemory(sweeps, wrt: wrt)
    } catch {
      throw .text(error, source)
    }
    return Point(path, inputs: inputs, wrt: wrt, ties: ties)
  }

  /// The point over numbers where that is enough, else over arrays.
  ///
  /// - Parameters:
  ///   - numbers: the values of all inputs where they are scalars.
  ///   - tensors: the values of all inputs.
  /// - Throws: the reason for which the program has no answer there.
  package func point(_ numbers: [Double], _ tensors: @autoclosure () -> [Tensor]) throws(Failure) -> ProgramPoint {
    let wrt = try sweptInputs()
    do throws(Problem) {
      // The path at the point may be another one, about as large.
      try graph.checkMemory(sweeps, wrt: wrt)
      return try ProgramPoint(program, graph, numbers: numbers, tensors: tensors(), wrt: wrt, ties: ties)
    } catch {
      throw .text(error, source)
    }
  }
}

extension Bindings {
  /// Adds a name's value to those of inputs.
  fileprivate func append(_ id: NameTable.ID, to inputs: inout InputValues) {
    if arrays.isEmpty { inputs.append(values[Int(id)]) } else { inputs.append(value(id)) }
  }
}
