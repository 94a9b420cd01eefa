/// Writes the function in JavaScript: `function f(x)`, which returns `{ value, gradient }`, or other answers.
final class JavaScriptWriter: LoopWriter<JavaScriptDialect> {
  private let name: String
  /// Longer results take a line each.
  private static let mostColumns = 84

  override init(_ program: GradientProgram, name: String, sizes: [String] = []) {
    self.name = name
    super.init(program, name: name, sizes: sizes)
  }

  override var needsRoom: Bool { false }

  override func declare(_ name: String, _ code: Code, isCondition: Bool) {
    line("const \(name) = \(code.text);")
  }

  override func declareArray(_ name: String, _ count: Int) {
    line("const \(name) = new Float64Array(\(count));")
  }

  override func declareInput(_ name: String, _ shape: Shape, of argument: String, at start: Int) {
    let part = shape.isScalar ? "[\(start)]" : ".slice(\(start), \(start + shape.count))"
    line("const \(name) = \(argument)\(part);")
  }

  override func function() -> [String] {
    writeInputs()
    let rows = program.answers.filter { isRow($0) && !isList($0) }
    for row in rows { line("const \(row.kind.rawValue) = new Array(\(program.count(row))).fill(0.0);") }
    writeNodes()
    rows.forEach(write)
    let results = program.answers.map { answer in
      let name = answer.kind.rawValue
      let text = answer.nodes.map { codes[Int($0)].text }.joined(separator: ", ")
      if !isRow(answer) { return "\(name): \(text)" }
      return isList(answer) ? "\(name): [\(text)]" : name
    }
    if results.reduce(0, { $0 + width($1) }) <= Self.mostColumns {
      line("return { \(results.joined(separator: ", ")) };")
    } else {
      line("return {")
      for result in results { line("\(result),", depth: 2) }
      line("};")
    }
    let parameters = sizes + ["x"] + (program.directions.isEmpty ? [] : [EmittedAnswer.direction])
    return ["function \(name)(\(parameters.joined(separator: ", "))) {"] + lines + ["}"]
  }
}

extension JavaScriptDialect: SourceDialect {
  static func lines(_ source: SourceCode) -> [String] {
    let writer = JavaScriptWriter(source.program, name: source.name, sizes: source.sizeNames)
    let function = writer.function()
    let names = source.program.answers.map(\.kind.rawValue).joined(separator: ", ")
    let call =
      ["    const { \(names) } = \(source.name)(\(source.header.parameters));", ""] + source.header.arguments(element)
    // Node's files are modules, and browsers' scripts are not.
    let end =
      source.hasMain
      ? driver(source.name, inputs: source.program.count(source.program.inputs))
      : ["", "if (typeof module === \"object\") module.exports = { \(source.name) };"]
    return (source.hasMain ? ["#!/usr/bin/env node"] : [])
      + source.header.lines(call, comment: comment)
      + ["\"use strict\";", ""] + definitions(of: writer.helpers).flatMap { [$0, ""] } + function
      + end
  }
}
