import Foundation

@testable import AutodiffCore

/// Programs for emitted code to answer, with what the sweep over numbers answers.
struct EmittedPrograms {
  struct Case {
    var text: String
    var program: GradientProgram
    var inputs: [Double]
    /// The value, then the derivatives.
    var expected: [Double]
  }

  private(set) var cases: [Case] = []

  /// How many random programs: more of them where the environment asks.
  static var count: Int { ProcessInfo.processInfo.environment["AUTODIFF_EMITTED"].flatMap(Int.init) ?? 30 }

  init(seed: UInt64, count: Int = count) throws {
    var scalars = ProgramGenerator(seed: seed)
    var arrays = TensorProgramGenerator(seed: seed)
    // The derivative by s is a number in a matrix's place.
    try add("sum(reshape(s, 1, 1)*A)", [("s", .scalar(1.5)), ("A", Tensor(Shape([2, 1]), [0.5, -2]))])
    for _ in 0..<count {
      let program = scalars.next()
      try add(program.text, zip(program.names, program.values).map { ($0, .scalar($1)) })
    }
    for _ in 0..<count {
      let program = arrays.next()
      try add(program.text, program.inputs)
    }
  }

  init() {}

  mutating func add(_ text: String, _ inputs: [(name: String, value: Tensor)]) throws {
    func lower(_ text: String) throws -> Graph {
      try Lowering.lower(
        try Parser.parse(SourceText(text)), boundNames: NameTable(inputs.map(\.name)),
        shapes: inputs.map { .init(name: $0.name, shape: $0.value.shape) })
    }
    var text = text
    var graph = try lower(text)
    if !graph.shape(of: graph.output).isScalar {
      let statements = text.components(separatedBy: "; ")
      text = (statements.dropLast() + ["sum(\(statements.last ?? "0"))"]).joined(separator: "; ")
      graph = try lower(text)
    }
    let values = graph.orderedInputNames.map { name in inputs.first { $0.name == name }?.value ?? .scalar(.nan) }
    let sweep = Evaluation.run(graph, inputs: values)
    let adjoints = Pullback.run(graph, values: sweep, active: graph.active(graph.inputs))
    let gradient = graph.inputs.flatMap { adjoints[Int($0)].unbroadcast(to: graph.shape(of: $0)).elements }
    cases.append(
      Case(
        text: text, program: try GradientProgram(graph, asked: graph.inputs),
        inputs: values.flatMap(\.elements), expected: sweep[Int(graph.output)].elements + gradient))
  }

  /// What one of the answers is off by, in units of what rounding may cost.
  static func error(_ value: Double, _ expected: Double, scale: Double) -> Double {
    if value.isSame(as: expected) { return 0 }
    guard value.isFinite, expected.isFinite else { return .infinity }
    return abs(value - expected) / max(abs(expected), scale)
  }
}
