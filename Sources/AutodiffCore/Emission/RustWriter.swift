/// Writes the function in Rust: `pub fn f(x: &[f64]) -> (f64, Vec<f64>)`, and with other answers.
final class RustWriter: LoopWriter<RustDialect> {
  private let name: String

  /// The count of numbers up to which an array is no vector in memory of its own.
  private static let mostAutomatic = 512

  override init(_ program: GradientProgram, name: String, sizes: [String] = []) {
    self.name = name
    super.init(program, name: name, sizes: sizes)
  }

  /// An array that is written to cannot be read at the same time.
  override var writesIntoAnswers: Bool { false }
  override var needsRoom: Bool { false }

  override func declare(_ name: String, _ code: Code, isCondition: Bool) {
    line("let \(name): \(isCondition ? "bool" : "f64") = \(code.text);")
  }

  override func declareArray(_ name: String, _ count: Int) {
    line("let mut \(name) = \(count > Self.mostAutomatic || !sizes.isEmpty ? "vec!" : "")[0.0f64; \(count)];")
  }

  override func declareInput(_ name: String, _ shape: Shape, of argument: String, at start: Int) {
    line(
      "let \(name) = \(shape.isScalar ? "\(argument)[\(start)]" : "&\(argument)[\(start)..\(start + shape.count)]");")
  }

  override func function() -> [String] {
    writeInputs()
    writeNodes()
    var results: [String] = []
    for answer in program.answers {
      let texts = answer.nodes.map { codes[Int($0)].text }
      if !isRow(answer) {
        results.append(texts[0])
      } else if isList(answer) {
        results.append("vec![\(texts.joined(separator: ", "))]")
      } else {
        let start = lines.count
        write(answer)
        // An answer of zeros alone is never written to.
        let word = lines.count == start ? "let" : "let mut"
        lines.insert(indent + "\(word) \(answer.kind) = vec![0.0f64; \(program.count(answer))];", at: start)
        results.append(answer.kind.rawValue)
      }
    }
    let isOne = results.count == 1
    line(isOne ? results[0] : "(\(results.joined(separator: ", ")))")
    let types = program.answers.map { isRow($0) ? "Vec<f64>" : "f64" }
    let arguments =
      sizes.map { $0 + ": usize" }
      + [("x", program.inputs), (EmittedAnswer.direction, program.directions)]
      .filter { $0.0 == "x" || !$0.1.isEmpty }
      .map { name, inputs in (inputs.contains { reached[Int($0)] } ? "" : "_") + name + ": &[f64]" }
    let type = isOne ? types[0] : "(\(types.joined(separator: ", ")))"
    let unused = sizes.compactMap { RustDialect.unused($0).map { indent + $0 } }
    return [RustDialect.attribute, "pub fn \(name)(\(arguments.joined(separator: ", "))) -> \(type) {"] + unused + lines
      + ["}"]
  }
}

extension RustDialect: SourceDialect {
  static func lines(_ source: SourceCode) -> [String] {
    let writer = RustWriter(source.program, name: source.name, sizes: source.sizeNames)
    let function = writer.function()
    let names = source.program.answers.map(\.kind.rawValue).joined(separator: ", ")
    let parameters = (source.sizeNames + source.header.arrays.map { "&" + $0 }).joined(separator: ", ")
    let call =
      [
        "    let \(source.program.answers.count == 1 ? names : "(\(names))") = \(source.name)(\(parameters));", "",
      ] + source.header.arguments(element)
    return source.header.lines(call, comment: comment) + [""]
      + definitions(of: writer.helpers).flatMap { [$0, ""] } + function
      + (source.hasMain ? driver(source.name, inputs: source.program.count(source.program.inputs)) : [])
  }
}
