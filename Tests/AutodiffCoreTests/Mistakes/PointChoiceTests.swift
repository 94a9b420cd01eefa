import AutodiffTestSupport
import Testing

@testable import AutodiffCore

@Suite(.namesCases) struct PointChoiceTests {
  struct Case {
    var program: String
    var point: [Double]
    /// A Boolean value indicating whether some mistake gives the right number.
    var givesRight = false
    /// A Boolean value indicating whether some mistakes give the same wrong number.
    var collides = false
  }

  static let cases = [
    Case(program: "x^3", point: [5]),
    // 6x is 3x².
    Case(program: "x^3", point: [2], givesRight: true, collides: true),
    // The factor 3 that is forgotten leaves 1.
    Case(program: "x^3", point: [1], givesRight: true, collides: true),
    // x³ is 36·6, and so is 2x·3x.
    Case(program: "x^3", point: [6], collides: true),
    Case(program: "x*y", point: [3.4, 1.9]),
    // The other factor is as large, or twice as large.
    Case(program: "x*y", point: [3.4, 1.7], collides: true),
    Case(program: "x*y", point: [3.4, 3.4], givesRight: true, collides: true),
    // A factor of 1 that is left out is no mistake, here or elsewhere.
    Case(program: "x + y", point: [2.3, 4.1]),
    Case(program: "sin(3*x)*y", point: [1.1, 3.1]),
    Case(program: "sin(3*x)*y", point: [0, 3.1], givesRight: true, collides: true),
    Case(program: "sum(v*v)", point: [1.3, -0.7]),
    Case(program: "sum(v*v)", point: [1, 1], givesRight: true, collides: true),
  ]

  private func choice(_ test: Case) throws -> PointChoice {
    let source = SourceText(test.program)
    let program = Program(try Parser.parse(source), shapes: [InputShape(name: "v", shape: Shape([2]))])
    let graph = try program.lower()
    func mistakes(_ numbers: [Double]) -> SingleMistakes {
      let isVector = graph.inputs.count == 1 && numbers.count == 2
      let inputs = isVector ? [Tensor(Shape([2]), numbers)] : numbers.map { Tensor($0) }
      return SingleMistakes(Exercise(Point(graph, inputs: inputs), source: source))
    }
    let places = Array(graph.inputs.indices)
    let other = [2.236067977, 1.414213562, 1.732050807]
    let reference = MistakenNumbers(mistakes(Array(other.prefix(test.point.count))), places, digits: 9)
    let here = MistakenNumbers(mistakes(test.point), places, digits: 4)
    let choice = here.choice(beside: reference)
    // The numbers themselves do not matter elsewhere: what is equal does.
    #expect(here.choice(beside: reference.equalities) == choice)
    return choice
  }

  @Test func numbersThatAreEqualByChanceCount() throws {
    forEach(Self.cases) { test in
      let choice = try choice(test)
      #expect((choice.right > 0) == test.givesRight)
      #expect((choice.equal > 0) == test.collides)
      #expect(choice.count > choice.equal)
    }
  }

  @Test func noMistakeThatGivesTheRightNumberComesFirst() {
    let points = [
      PointChoice(right: 0, equal: 0, count: 9), PointChoice(right: 0, equal: 2, count: 9),
      PointChoice(right: 0, equal: 3, count: 9), PointChoice(right: 1, equal: 0, count: 9),
    ]
    #expect(points.reversed().sorted() == points)
  }
}
