/// Writes the function in C99: `double f(const double *restrict x, double *restrict gradient)`.
final class CWriter: LoopWriter<CDialect> {
  private let name: String
  /// The number of numbers in the workspace; nil where arrays are small enough to be automatic.
  private var workspace: Int?

  /// The count of numbers in its own arrays beyond which a function asks for memory.
  private static let mostAutomatic = 4096

  override init(_ program: GradientProgram, name: String) {
    self.name = name
    super.init(program, name: name)
    let numbers = graph.nodes.indices.filter { reached[$0] }.reduce(0) { sum, id in
      let count = graph.shape(of: Graph.NodeID(id)).count
      return sum + (count > 1 ? count : 0)
    }
    if numbers > Self.mostAutomatic { workspace = 0 }
  }

  override func declare(_ name: String, _ code: Code, isCondition: Bool) {
    line("const \(isCondition ? "int" : "double") \(name) = \(code.text);")
  }

  override func declareArray(_ name: String, _ count: Int) {
    guard let used = workspace else { return line("double \(name)[\(count)];") }
    line("double *const \(name) = workspace + \(used);")
    workspace = used + count
  }

  override func declareInput(_ name: String, _ shape: Shape, at start: Int) {
    line(
      shape.isScalar
        ? "const double \(name) = x[\(start)];"
        : "const double *const \(name) = \(CDialect.part("x", String(start)));")
  }

  override func gradientPart(_ id: Graph.NodeID, _ start: Int) -> Storage {
    let name = claimName(id)
    line("double *const \(name) = \(CDialect.part("gradient", String(start)));")
    return Storage(name: name)
  }

  override func function() -> [String] {
    writeInputs()
    let inputLines = lines.count
    writeNodes()
    writeGradient()
    let value = codes[Int(program.value)].text
    if let workspace {
      line("const double result = \(value);")
      line("free(workspace);")
      line("return result;")
      let start = [
        "double *const workspace = malloc(\(workspace)*sizeof(double));", "if (workspace == NULL) return NAN;",
      ]
      lines.insert(contentsOf: start.map { indent + $0 }, at: inputLines)
    } else {
      line("return \(value);")
    }
    var head = ["double \(name)(const double *restrict x, double *restrict gradient)", "{"]
    if !graph.inputs.contains(where: { reached[Int($0)] }) { head.append("\(indent)(void)x;") }
    if program.derivatives.isEmpty { head.append("\(indent)(void)gradient;") }
    return head + lines + ["}"]
  }

  /// The names of the headers that the function and its helpers include.
  var headers: Set<String> {
    let hasCounts = !graph.isScalar || helpers.contains { Routine.named[$0]?.hasCounts == true }
    return Set(["math"] + (hasCounts ? ["stddef"] : []) + (workspace == nil ? [] : ["stdlib"]))
  }
}

extension CDialect: SourceDialect {
  static func lines(_ source: SourceCode) -> [String] {
    let writer = CWriter(source.program, name: source.name)
    let function = writer.function()
    let call =
      ["    double value = \(source.name)(x, gradient);", ""] + source.header.places(source.program.inputs, in: "x")
      + source.header.places(source.program.wrt, in: "gradient", prefix: "df/d")
    var headers = writer.headers
    if source.hasMain { headers.formUnion(driverHeaders) }
    return source.header.lines(call, comment: comment) + [""] + headers.sorted().map { "#include <\($0).h>" } + [""]
      + definitions(of: writer.helpers).flatMap { [$0, ""] } + function
      + (source.hasMain
        ? driver(
          source.name, inputs: source.count(source.program.inputs), derivatives: source.count(source.program.wrt))
        : [])
  }
}
