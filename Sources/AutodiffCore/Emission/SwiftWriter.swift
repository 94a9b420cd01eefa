/// Writes the function in Swift: `func f(_ x: [Double]) -> (value: Double, gradient: [Double])`.
final class SwiftWriter: LoopWriter<SwiftDialect> {
  private let name: String

  override init(_ program: GradientProgram, name: String) {
    self.name = name
    super.init(program, name: name)
  }

  /// An array cannot be read while a function writes into it.
  override var writesIntoGradient: Bool { false }
  override var needsRoom: Bool { false }

  override func declare(_ name: String, _ code: Code, isCondition: Bool) {
    line("let \(name): \(isCondition ? "Bool" : "Double") = \(code.text)")
  }

  override func declareArray(_ name: String, _ count: Int) {
    line("var \(name) = [Double](repeating: 0.0, count: \(count))")
  }

  override func declareInput(_ name: String, _ shape: Shape, at start: Int) {
    line("let \(name) = \(shape.isScalar ? "x[\(start)]" : "Array(x[\(start)..<\(start + shape.count)])")")
  }

  override func function() -> [String] {
    writeInputs()
    writeNodes()
    let value = codes[Int(program.value)].text
    var result = "gradient"
    if program.derivatives.allSatisfy({ graph.shape(of: $0).isScalar }) {
      result = "[\(program.derivatives.map { codes[Int($0)].text }.joined(separator: ", "))]"
    } else {
      let count = program.derivatives.reduce(0) { $0 + graph.shape(of: $1).count }
      line("var gradient = [Double](repeating: 0.0, count: \(count))")
      writeGradient()
    }
    line("return (\(value), \(result))")
    return ["func \(name)(_ x: [Double]) -> (value: Double, gradient: [Double]) {"] + lines + ["}"]
  }
}

extension SwiftDialect: SourceDialect {
  static func lines(_ source: SourceCode) -> [String] {
    let writer = SwiftWriter(source.program, name: source.name)
    let function = writer.function()
    let call =
      ["    let (value, gradient) = \(source.name)(x)", ""] + source.header.places(source.program.inputs, in: "x")
      + source.header.places(source.program.wrt, in: "gradient", prefix: "df/d")
    return source.header.lines(call, comment: comment) + [""] + imports + [""]
      + definitions(of: writer.helpers).flatMap { [$0, ""] } + function
      + (source.hasMain ? driver(source.name, inputs: source.count(source.program.inputs)) : [])
  }
}
