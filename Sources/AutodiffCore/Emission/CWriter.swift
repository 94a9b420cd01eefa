/// Writes the function in C99: `double f(const double *restrict x, double *restrict gradient)`, and with other answers.
final class CWriter: LoopWriter<CDialect> {
  private let name: String
  /// The number of numbers in the workspace; nil where arrays are small enough to be automatic.
  private var workspace: Int?

  /// The count of numbers in its own arrays beyond which a function asks for memory.
  private static let mostAutomatic = 4096

  override convenience init(_ program: GradientProgram, name: String, sizes: [String] = []) {
    self.init(program, name: name, sizes: sizes, isAutomatic: false)
  }

  private init(_ program: GradientProgram, name: String, sizes: [String], isAutomatic: Bool) {
    self.name = name
    super.init(program, name: name, sizes: sizes)
    // Arrays of any size may be too large to be automatic.
    if !isAutomatic, ownNumbers > Self.mostAutomatic || ownNumbers > 0 && !sizes.isEmpty { workspace = 0 }
  }

  /// Returns a writer that has written a function, without memory of its own where that turned out to be unnecessary:
  /// numbers within loops need no room.
  static func written(
    _ program: GradientProgram, name: String, sizes: [String]
  ) -> (writer: CWriter, function: [String]) {
    let writer = CWriter(program, name: name, sizes: sizes)
    let function = writer.function()
    guard sizes.isEmpty, let workspace = writer.workspace, workspace <= mostAutomatic else { return (writer, function) }
    let other = CWriter(program, name: name, sizes: sizes, isAutomatic: true)
    return (other, other.function())
  }

  override func declare(_ name: String, _ code: Code, isCondition: Bool) {
    line("const \(isCondition ? "int" : "double") \(name) = \(code.text);")
  }

  override func declareArray(_ name: String, _ count: Int) {
    // The loop before may have rows of its own.
    closeLoop()
    guard let used = workspace else { return line("double \(name)[\(count)];") }
    line("double *const \(name) = workspace + \(used);")
    workspace = used + count
  }

  override func declareInput(_ name: String, _ shape: Shape, of argument: String, at start: Int) {
    line(
      shape.isScalar
        ? "const double \(name) = \(argument)[\(start)];"
        : "const double *const \(name) = \(CDialect.part(argument, String(start)));")
  }

  override func answerPart(_ id: Graph.NodeID, _ place: Storage) -> Storage {
    let name = claimName(id)
    line("double *const \(name) = \(CDialect.part(place.name, String(place.start)));")
    return Storage(name: name)
  }

  /// The value is returned if it is a number; all else is written.
  override func isRow(_ answer: GradientProgram.Answer) -> Bool {
    !(answer.kind == .value && program.isNumber(answer))
  }

  override func function() -> [String] {
    writeInputs()
    let inputLines = lines.count
    writeNodes()
    let rows = program.answers.filter(isRow)
    rows.forEach(write)
    let value = program.value.map { codes[Int($0)].text }
    if let workspace, workspace > 0 {
      if let value { line("const double result = \(value);") }
      line("free(workspace);")
      if value != nil { line("return result;") }
      let start =
        ["double *const workspace = (double *)\(allocation(workspace));"]
        + (value != nil ? ["if (workspace == NULL) return NAN;"] : withoutMemory(rows))
      lines.insert(contentsOf: start.map { indent + $0 }, at: inputLines)
    } else if let value {
      line("return \(value);")
    }
    let names = ["x"] + (program.directions.isEmpty ? [] : [EmittedAnswer.direction])
    let parameters =
      sizes.map { "size_t \($0)" } + names.map { "const double *restrict \($0)" }
      + rows.map { "double *restrict \($0.kind.rawValue)" }
    var head = ["\(value == nil ? "void" : "double") \(name)(\(parameters.joined(separator: ", ")))", "{"]
    for (name, inputs) in zip(names, [program.inputs, program.directions])
    where !inputs.contains(where: { reached[Int($0)] }) {
      head.append("\(indent)(void)\(name);")
    }
    head += sizes.compactMap { CDialect.unused($0).map { indent + $0 } }
    for row in rows where row.nodes.isEmpty { head.append("\(indent)(void)\(row.kind.rawValue);") }
    return head + lines + ["}"]
  }

  /// Returns the call that asks for memory; of any size, by a function that sees to it that the bytes are a number.
  private func allocation(_ count: Int) -> String {
    sizes.isEmpty ? "malloc(\(count)*sizeof(double))" : "calloc(\(count), sizeof(double))"
  }

  /// Returns what a function does that returns nothing and gets no memory.
  private func withoutMemory(_ rows: [GradientProgram.Answer]) -> [String] {
    ["if (workspace == NULL) {"]
      + rows.map {
        "\(indent)\(CDialect.loop(variable(0), program.count($0)).dropLast(2)) \($0.kind.rawValue)[\(variable(0))] = NAN;"
      } + ["\(indent)return;", "}"]
  }

  /// The names of the headers that the function and its helpers include.
  var headers: Set<String> {
    // Functions that are called by others may count where those do not.
    let hasCounts = !graph.isScalar || CDialect.definitions(of: helpers).contains { $0.includes("size_t") }
    return Set(["math"] + (hasCounts || !sizes.isEmpty ? ["stddef"] : []) + ((workspace ?? 0) == 0 ? [] : ["stdlib"]))
  }
}

extension CDialect: SourceDialect {
  /// The lines before a function by which it is C++ as well, callable from both.
  static let forOthers = ["#ifdef __cplusplus", "#define restrict __restrict", "extern \"C\"", "#endif"]

  static func lines(_ source: SourceCode) -> [String] {
    let (writer, function) = CWriter.written(source.program, name: source.name, sizes: source.sizeNames)
    let program = source.program
    let rows = program.answers.filter(writer.isRow).map(\.kind.rawValue)
    let arguments = source.sizeNames + ["x"] + (program.directions.isEmpty ? [] : [EmittedAnswer.direction]) + rows
    let call =
      [
        "    \(program.value == nil ? "" : "double value = ")\(source.name)(\(arguments.joined(separator: ", ")));", "",
      ] + source.header.arguments(element)
    var headers = writer.headers
    if source.hasMain { headers.formUnion(driverHeaders) }
    return source.header.lines(call, comment: comment) + [""] + headers.sorted().map { "#include <\($0).h>" } + [""]
      + definitions(of: writer.helpers).flatMap { [$0, ""] } + forOthers + function
      + (source.hasMain
        ? driver(
          source.name, inputs: program.count(program.inputs), derivatives: program.count(program.wrt))
        : [])
  }
}
