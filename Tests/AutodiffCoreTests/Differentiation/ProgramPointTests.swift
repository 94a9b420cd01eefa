import Testing

@testable import AutodiffCore

/// One result of differentiation, whether a program is worked out over numbers or over arrays.
@Suite struct ProgramPointTests {
  private static func program(_ text: String, _ shapes: [(String, Shape)] = []) throws -> Program {
    Program(
      try Parser.parse(SourceText(text)), boundNames: NameTable(shapes.map(\.0)),
      shapes: shapes.map { .init(name: $0.0, shape: $0.1) })
  }

  /// Numbers are a short way to the same bits, kinks and all.
  @Test(
    arguments: [
      ("x*y + sin(x)", [0.3, -1.25]), ("exp(x)/y^3 - log(y)", [0.1, 0.7]), ("abs(x) + relu(y)", [0, 0]),
      ("max(x, y)^2", [2, 2]), ("sqrt(x)*y", [0, 0]), ("log(x) + y", [-1, 2]), ("x - x + 0*y", [3, 1]),
    ] as [(String, [Double])])
  func numbersAnswerAsArrays(_ text: String, _ inputs: [Double]) throws {
    let program = try Self.program(text)
    let graph = try program.lower()
    let numbers = try ProgramPoint(
      program, graph, numbers: inputs, tensors: inputs.map { .scalar($0) }, ties: .split)
    let arrays = ProgramPoint(Point<Tensor>(graph, inputs: inputs.map { .scalar($0) }))
    #expect(numbers.isOfNumbers && !arrays.isOfNumbers)
    #expect(numbers.value[0].isSame(as: arrays.value[0]) && numbers.mayKink == arrays.mayKink)
    #expect(isSame(numbers.conventionalGradient, arrays.conventionalGradient))
    #expect(isSame(numbers.forwardGradient, arrays.forwardGradient))
    let (left, right) = (numbers.derivatives(path: program), arrays.derivatives(path: program))
    #expect(left.names == right.names && left.shapes == right.shapes && left.isExamined == right.isExamined)
    #expect(isSame(left.values, right.values) && isSame(left.convention, right.convention))
    #expect(left.kinks.map(\.kind) == right.kinks.map(\.kind))
  }

  /// A program that decides is one of arrays: another path of it may begin at the point.
  @Test func decisionsAreLookedInto() throws {
    let program = try Self.program("if x > 0 { x } else { -x }")
    let graph = try program.lower { _ in .scalar(1) }
    let point = try ProgramPoint(program, graph, numbers: [-2], tensors: [.scalar(-2)], ties: .split)
    #expect(!point.isOfNumbers && point.value == .scalar(2) && point.conventionalGradient == [-1])
  }

  /// The numbers of inputs of several shapes stand one behind the other.
  @Test func partsAreFoundByTheirShapes() throws {
    let program = try Self.program(
      "[sum(W@x)*c, c]", [("W", Shape([2, 3])), ("x", Shape([3])), ("c", .scalar)])
    let graph = try program.lower()
    let inputs: [Tensor] = graph.orderedInputNames.map { name in
      switch name {
      case "W": Tensor(Shape([2, 3]), [1, 2, 3, 4, 5, 6])
      case "x": Tensor(Shape([3]), [1, 10, 100])
      default: .scalar(2)
      }
    }
    let jacobian = Derivatives(jacobianOf: Point<Tensor>(graph, inputs: inputs))
    #expect(jacobian.names == ["W", "x", "c"])
    #expect(jacobian.shapes.map(\.lengths) == [[2, 2, 3], [2, 3], [2]])
    #expect(jacobian.tensor(0).elements == [2, 20, 200, 2, 20, 200, 0, 0, 0, 0, 0, 0])
    #expect(jacobian.tensor(1).elements == [10, 14, 18, 0, 0, 0])
    #expect(jacobian.tensor(2).elements == [975, 1])
    #expect(jacobian.tensors.flatMap(\.elements) == jacobian.values)
    #expect(jacobian.conventionTensor(1) == jacobian.tensor(1))
  }

  @Test func elementsHaveNamesOfTheirOwn() throws {
    let program = try Self.program("sum(relu(w))*c", [("w", Shape([2])), ("c", .scalar)])
    let graph = try program.lower()
    let inputs = [Tensor(Shape([2]), [0, 3]), .scalar(2)]
    let gradient = Derivatives(gradientOf: Point<Tensor>(graph, inputs: inputs)).unrolled
    #expect(gradient.names == ["w[1]", "w[2]", "c"] && gradient.values == [0, 2, 3])
    #expect(gradient.gradient.map(\.value) == gradient.values && gradient.shapes.allSatisfy(\.isScalar))
    #expect(gradient.sides(of: "w[1]").map { [$0.left, $0.right] } == [0, 2] && gradient.sides(of: "w[2]") == nil)
  }

  private func isSame(_ left: [Double], _ right: [Double]) -> Bool {
    left.count == right.count && zip(left, right).allSatisfy { $0.isSame(as: $1) }
  }
}
