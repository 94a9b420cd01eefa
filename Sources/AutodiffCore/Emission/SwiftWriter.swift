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

  override func function() -> [String] {
    var offset = 0
    for input in graph.inputs {
      let shape = graph.shape(of: input)
      if reached[Int(input)] {
        let name = claim(graph.name(ofInput: input))
        codes[Int(input)] = Code(text: name)
        if shape.isScalar {
          line("let \(name) = x[\(offset)]")
        } else {
          line("let \(name) = Array(x[\(offset)..<\(offset + shape.count)])")
          setStorage(input, Storage(name: name))
        }
      }
      offset += shape.count
    }
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
