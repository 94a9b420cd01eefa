/// Writes the function in C99: `double f(const double *restrict x, double *restrict gradient)`.
final class CWriter: StatementWriter<CDialect> {
  private let name: String

  override init(_ program: GradientProgram, name: String) {
    self.name = name
    super.init(program, name: name)
  }

  override func declare(_ name: String, _ code: Code, isCondition: Bool) {
    line("const \(isCondition ? "int" : "double") \(name) = \(code.text);")
  }

  /// The function, and what it needs before it.
  func function() -> [String] {
    writeInputs()
    writeNodes()
    writeOutputs()
    var head = ["double \(name)(const double *restrict x, double *restrict gradient)", "{"]
    if !graph.inputs.contains(where: { reached[Int($0)] }) { head.append("\(indent)(void)x;") }
    if program.derivatives.isEmpty { head.append("\(indent)(void)gradient;") }
    return CDialect.definitions(of: helpers).flatMap { [$0, ""] } + head + lines + ["}"]
  }

  private func writeInputs() {
    var offset = 0
    for input in graph.inputs {
      let shape = graph.shape(of: input)
      if reached[Int(input)] {
        let name = claim(graph.name(ofInput: input))
        codes[Int(input)] = Code(text: name)
        line(
          shape.isScalar ? "const double \(name) = x[\(offset)];" : "const double *const \(name) = x + \(offset);")
      }
      offset += shape.count
    }
  }

  private func writeOutputs() {
    var offset = 0
    for derivative in program.derivatives {
      let shape = graph.shape(of: derivative)
      if shape.isScalar { line("gradient[\(offset)] = \(codes[Int(derivative)].text);") }
      offset += shape.count
    }
    line("return \(codes[Int(program.value)].text);")
  }
}
