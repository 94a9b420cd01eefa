/// Writes the function in MATLAB: `function [value, gradient] = f(x)`, and with other answers.
final class MATLABWriter: LoopWriter<MATLABDialect> {
  private let name: String

  override init(_ program: GradientProgram, name: String, sizes: [String] = []) {
    self.name = name
    super.init(program, name: name, sizes: sizes)
    for answer in program.answers { reserve(answer.kind.rawValue) }
  }

  /// An array that a function writes to is a copy.
  override var writesIntoAnswers: Bool { false }
  override var needsRoom: Bool { false }

  override func declare(_ name: String, _ code: Code, isCondition: Bool) { line("\(name) = \(code.text);") }

  override func declareArray(_ name: String, _ count: Int) { line("\(name) = zeros(1, \(count));") }

  override func declareInput(_ name: String, _ shape: Shape, of argument: String, at start: Int) {
    line("\(name) = \(argument)(\(shape.isScalar ? "\(start + 1)" : "\(start + 1):\(start + shape.count)"));")
  }

  override func function() -> [String] {
    writeInputs()
    writeNodes()
    for answer in program.answers {
      let name = answer.kind.rawValue
      let texts = answer.nodes.map { codes[Int($0)].text }
      if !isRow(answer) {
        line("\(name) = \(texts[0]);")
      } else if isList(answer) {
        line("\(name) = [\(texts.joined(separator: "; "))];")
      } else {
        let count = program.count(answer)
        line("\(name) = zeros(\(count), 1);")
        write(answer)
        let columns = program.count(program.wrt)
        if answer.kind.isMatrix, columns > 0 { line("\(name) = reshape(\(name), \(columns), \(count/columns)).';") }
      }
    }
    let names = program.answers.map(\.kind.rawValue).joined(separator: ", ")
    let parameters = sizes + ["x"] + (program.directions.isEmpty ? [] : [EmittedAnswer.direction])
    let lines = ["function [\(names)] = \(name)(\(parameters.joined(separator: ", ")))"] + lines + ["end"]
    for line in lines { helpers.formUnion(MATLABDialect.needs(line)) }
    return lines
  }
}

extension MATLABDialect: SourceDialect {
  static func lines(_ source: SourceCode) -> [String] {
    let writer = MATLABWriter(source.program, name: source.name, sizes: source.sizeNames)
    let function = writer.function()
    let names = source.program.answers.map(\.kind.rawValue).joined(separator: ", ")
    let call =
      ["    [\(names)] = \(source.name)(\(source.header.parameters))", ""] + source.header.arguments(element)
    // The function that a file is named for stands first.
    return source.header.lines(call, comment: comment) + function
      + definitions(of: writer.helpers).flatMap { ["", $0] }
  }
}
