/// Writes the function in Swift: `func f(_ x: [Double]) -> (value: Double, gradient: [Double])`, and
/// with other answers.
final class SwiftWriter: LoopWriter<SwiftDialect> {
  private let name: String

  override init(_ program: GradientProgram, name: String, sizes: [String] = []) {
    self.name = name
    super.init(program, name: name, sizes: sizes)
  }

  /// An array cannot be read while a function writes into it.
  override var writesIntoAnswers: Bool { false }
  override var needsRoom: Bool { false }

  override func declare(_ name: String, _ code: Code, isCondition: Bool) {
    line("let \(name): \(isCondition ? "Bool" : "Double") = \(code.text)")
  }

  override func declareArray(_ name: String, _ count: Int) {
    line("var \(name) = [Double](repeating: 0.0, count: \(count))")
  }

  override func declareInput(_ name: String, _ shape: Shape, of argument: String, at start: Int) {
    let part =
      shape.isScalar ? "\(argument)[\(start)]" : "Array(\(argument)[\(start)..<\(start + shape.count)])"
    line("let \(name) = \(part)")
  }

  override func function() -> [String] {
    writeInputs()
    writeNodes()
    var results: [String] = []
    var types: [String] = []
    for answer in program.answers {
      let name = answer.kind.rawValue
      let texts = answer.nodes.map { codes[Int($0)].text }
      types.append("\(name): \(isRow(answer) ? "[Double]" : "Double")")
      if !isRow(answer) {
        results.append(texts[0])
      } else if isList(answer) {
        results.append("[\(texts.joined(separator: ", "))]")
      } else {
        let start = lines.count
        write(answer)
        // An answer of zeros alone is never written to.
        let word = lines.count == start ? "let" : "var"
        lines.insert(
          indent + "\(word) \(name) = [Double](repeating: 0.0, count: \(program.count(answer)))", at: start)
        results.append(name)
      }
    }
    let isOne = results.count == 1
    line("return \(isOne ? results[0] : "(\(results.joined(separator: ", ")))")")
    let direction = program.directions.isEmpty ? "" : ", _ \(EmittedAnswer.direction): [Double]"
    let type = isOne ? "[Double]" : "(\(types.joined(separator: ", ")))"
    let counts = sizes.map { "_ \($0): Int, " }.joined()
    return ["func \(name)(\(counts)_ x: [Double]\(direction)) -> \(type) {"] + lines + ["}"]
  }
}

extension SwiftDialect: SourceDialect {
  static func lines(_ source: SourceCode) -> [String] {
    let writer = SwiftWriter(source.program, name: source.name, sizes: source.sizeNames)
    let function = writer.function()
    let names = source.program.answers.map(\.kind.rawValue).joined(separator: ", ")
    let isOne = source.program.answers.count == 1
    let call =
      ["    let \(isOne ? names : "(\(names))") = \(source.name)(\(source.header.parameters))", ""]
      + source.header.arguments(element)
    return source.header.lines(call, comment: comment) + [""] + imports + [""]
      + definitions(of: writer.helpers).flatMap { [$0, ""] } + function
      + (source.hasMain ? driver(source.name, inputs: source.program.count(source.program.inputs)) : [])
  }
}
