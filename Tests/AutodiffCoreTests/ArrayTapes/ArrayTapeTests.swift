import AutodiffTestSupport
import Testing

@testable import AutodiffCore

/// Tapes of arrays give what the sweeps over arrays give, bit for bit.
@Suite(.namesCases) struct ArrayTapeTests {
  /// A tape with its memory.
  struct Machine {
    let tape: ArrayTape
    let memory: ArrayMemory

    init(_ tape: ArrayTape) {
      self.tape = tape
      memory = ArrayMemory(tape)
    }

    func put(_ values: [Tensor], row: Int = 0) {
      for (place, value) in zip(tape.inputs, values) {
        for (index, element) in value.elements.enumerated() {
          memory.start[place.start + row * place.rowStep + index] = element
        }
      }
    }

    func get(_ place: ArrayTape.Place, row: Int = 0) -> [Double] {
      (0..<place.count).map { memory.start[place.start + row * place.rowStep + $0] }
    }

    func run(rows: Int) {
      tape.begin(memory.start)
      tape.prepare(memory.start)
      tape.run(memory.start, rows: rows)
    }
  }

  static func programs(_ count: Int, seed: UInt64) -> [TensorProgramGenerator.Program] {
    var generator = TensorProgramGenerator(seed: seed)
    return (0..<count).map { _ in generator.next() }
  }

  static func graph(_ program: TensorProgramGenerator.Program) throws -> (Graph, [Tensor]) {
    let shapes = program.inputs.map { InputShape(name: $0.name, shape: $0.value.shape) }
    let graph = try Program(program.text, shapes: shapes).lower { name in
      program.inputs.first { $0.name == name }?.value ?? .scalar(.nan)
    }
    let values = graph.orderedInputNames.map { name in
      program.inputs.first { $0.name == name }?.value ?? .scalar(.nan)
    }
    return (graph, values)
  }

  @Test func randomProgramsAtOnePoint() throws {
    var compared = 0
    forEach(Self.programs(150, seed: 11)) { program in
      let (graph, values) = try Self.graph(program)
      let wrt = Array(graph.inputs.indices)
      guard let tape = ArrayTape(at: graph, wrt: wrt, ties: .split) else { return }
      let machine = Machine(tape)
      machine.put(values)
      machine.run(rows: 1)
      if tape.isInDoubt(machine.memory.start, rows: 1) { return }
      let point = Point<Tensor>(graph, inputs: values, wrt: wrt)
      let results = [point.value] + point.gradient.map(\.value)
      guard results.allSatisfy(\.isFinite) else { return }
      compared += 1
      for (place, result) in zip(tape.outputs, results) {
        let own = machine.get(place)
        #expect(own.elementsEqual(result.elements) { $0 == $1 }, "\(own), not \(result.elements)")
      }
    }
    #expect(compared > 25)
  }

  /// All inputs are rows, then only some: sums over rows are those of the single points.
  @Test func randomProgramsOverRows() throws {
    var compared = 0
    forEach(Self.programs(120, seed: 12).enumerated()) { number, program in
      let (graph, values) = try Self.graph(program)
      guard !graph.isScalar, graph.guards.isEmpty else { return }
      let wrt = Array(graph.inputs.indices)
      let recording = try ArrayRecording(graph, wrt: graph.inputs, .gradient, ties: .split)
      let rows = 5
      let inputs = wrt.map { place -> ArrayTapeCompiler.Phase in (number + place) % 3 == 0 ? .fixed : .block }
      let points = (0..<rows).map { row in
        zip(values, inputs).map { value, phase in
          phase == .fixed ? value : value.map { $0 * (1 + Double(row) / 64) }
        }
      }
      let singles = points.map { inputs in
        let point = Point<Tensor>(graph, inputs: inputs, wrt: wrt)
        return [point.value] + point.gradient.map(\.value)
      }
      guard singles.allSatisfy({ $0.allSatisfy(\.isFinite) }) else { return }
      // Strips of few elements go through many steps each, as long ones do in large arrays.
      for (outputs, strip) in [(ArrayTapeCompiler.Outputs.each, 8), (.summed, 8), (.each, 512)] {
        let machine = Machine(
          ArrayTapeCompiler.compile(recording, inputs: inputs, mostRows: 8, outputs: outputs, strip: strip))
        for (row, point) in points.enumerated() { machine.put(point, row: row) }
        machine.run(rows: rows)
        if machine.tape.isInDoubt(machine.memory.start, rows: rows) { return }
        for (output, place) in machine.tape.outputs.enumerated() {
          switch outputs {
          case .each:
            for row in 0..<rows {
              let single = singles[row][output].elements
              let own = machine.get(place, row: row)
              #expect(own.elementsEqual(single) { $0 == $1 }, "output \(output), row \(row): \(own), not \(single)")
            }
          case .summed:
            for element in 0..<place.count {
              let terms = singles.map { $0[output].elements[element] }
              let (sum, size) = (terms.reduce(0, +), terms.reduce(0) { $0 + $1.magnitude })
              let difference = abs(machine.get(place)[element] - sum)
              #expect(difference <= 1e-14 * size + 1e-300, "output \(output), element \(element)")
            }
          }
        }
      }
      compared += 1
    }
    #expect(compared > 40)
  }

  /// A block of fewer rows than before reads nothing of the earlier one, and blocks of any length give the same sums.
  @Test func sumsDoNotDependOnBlocks() throws {
    var random = SplitMix64(seed: 8)
    let rows = (0..<700).map { row in
      [Double.random(in: -2...2, using: &random), Double.random(in: -2...2, using: &random), Double(row % 2)]
    }
    let network = try TableLossTests.network(rows)
    let all = try network.slope(at: TableLossTests.start, rows: nil)
    for count in [1, 7, 256, 257, 699] {
      let part = try network.slope(at: TableLossTests.start, rows: Array(0..<700)[..<count])
      let alone = try TableLossTests.network(Array(rows.prefix(count))).slope(at: TableLossTests.start, rows: nil)
      #expect(part == alone, "\(count) rows")
    }
    #expect(try network.slope(at: TableLossTests.start, rows: nil) == all)
  }

  /// Programs at kinks, with constants that decide or are broadcast, and with elements that are not used: a step by the
  /// tape ends where one by the sweeps does.
  @Test(arguments: [
    ("sum(min(W, W))", 1), ("sum(max(W, [3, 1], [3, 0]))", 1), ("sum(if(0.5 > 0.3, u, W)) + sum(u*u)", 2),
    ("sum(if(1 > 0, ones(1), W)) + u", 2), ("sum(W^0*u)", 2), ("sum(relu(W - [1, 1]))", 1), ("max(W)*u", 2),
    ("norm(W)*u", 2), ("u*sum(-W)", 2), ("sum(-W*u)", 2),
    ("sum(abs(W)) + sum(W*[[1, 2], [3, 4]])*u", 2),
  ])
  func stepsAreThoseOfSweeps(_ text: String, _ inputs: Int) throws {
    let shapes = [InputShape(name: "W", shape: Shape([2])), InputShape(name: "u", shape: .scalar)]
    let program = Program(text, shapes: shapes)
    let values = ["W": Tensor(Shape([2]), [1, 3]), "u": .scalar(5)]
    let graph = try program.lower { values[$0] ?? .scalar(.nan) }
    let numbers = graph.orderedInputNames.flatMap { values[$0]?.elements ?? [] }
    let parameters = Parameters(Elements(inputsOf: graph), wrt: Array(graph.inputs.indices))
    #expect(parameters.wrt.count == inputs)
    var loss = PointLoss(program, graph, parameters, at: numbers)
    let slope = try loss.slope(at: numbers, rows: nil)
    let point = Point<Tensor>(
      graph, inputs: graph.orderedInputNames.map { values[$0] ?? .scalar(.nan) }, wrt: parameters.wrt)
    #expect(slope.loss == point.value.scalar)
    #expect(slope.gradient == point.gradient.flatMap(\.value.elements))
    #expect(slope.isAtKink == point.mayKink)
  }
}
