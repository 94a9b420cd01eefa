/// Writes the function in JavaScript: `function f(x)`, which returns `{ value, gradient }`.
final class JavaScriptWriter: LoopWriter<JavaScriptDialect> {
  private let name: String
  /// Longer results take a line each.
  private static let mostColumns = 84

  override init(_ program: GradientProgram, name: String) {
    self.name = name
    super.init(program, name: name)
  }

  override var needsRoom: Bool { false }

  override func declare(_ name: String, _ code: Code, isCondition: Bool) {
    line("const \(name) = \(code.text);")
  }

  override func declareArray(_ name: String, _ count: Int) {
    line("const \(name) = new Float64Array(\(count));")
  }

  override func declareInput(_ name: String, _ shape: Shape, at start: Int) {
    line(
      "const \(name) = \(shape.isScalar ? "x[\(start)]" : "x.slice(\(start), \(start + shape.count))");"
    )
  }

  override func function() -> [String] {
    writeInputs()
    let isScalar = program.derivatives.allSatisfy { graph.shape(of: $0).isScalar }
    if !isScalar {
      let count = program.derivatives.reduce(0) { $0 + graph.shape(of: $1).count }
      line("const gradient = new Array(\(count)).fill(0.0);")
    }
    writeNodes()
    if !isScalar { writeGradient() }
    let result =
      isScalar
      ? "gradient: [\(program.derivatives.map { codes[Int($0)].text }.joined(separator: ", "))]"
      : "gradient"
    let value = "value: \(codes[Int(program.value)].text)"
    if value.utf8.count + result.utf8.count <= Self.mostColumns {
      line("return { \(value), \(result) };")
    } else {
      line("return {")
      line("\(value),", depth: 2)
      line("\(result),", depth: 2)
      line("};")
    }
    return ["function \(name)(x) {"] + lines + ["}"]
  }
}

extension JavaScriptDialect: SourceDialect {
  static func lines(_ source: SourceCode) -> [String] {
    let writer = JavaScriptWriter(source.program, name: source.name)
    let function = writer.function()
    let call =
      ["    const { value, gradient } = \(source.name)(x);", ""]
      + source.header.places(source.program.inputs, in: "x")
      + source.header.places(source.program.wrt, in: "gradient", prefix: "df/d")
    // Node's files are modules, and browsers' scripts are not.
    let end =
      source.hasMain
      ? driver(source.name, inputs: source.count(source.program.inputs))
      : ["", "if (typeof module === \"object\") module.exports = { \(source.name) };"]
    return (source.hasMain ? ["#!/usr/bin/env node"] : [])
      + source.header.lines(call, comment: comment)
      + ["\"use strict\";", ""] + definitions(of: writer.helpers).flatMap { [$0, ""] } + function
      + end
  }
}
