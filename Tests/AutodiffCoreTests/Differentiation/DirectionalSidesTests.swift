import Testing

@testable import AutodiffCore

/// Both sides along a direction against difference quotients of the function itself along the line.
@Suite struct DirectionalSidesTests {
  private func program(_ text: String, _ values: [(String, Tensor)]) throws -> (Program, Point<Tensor>) {
    let program = Program(
      try Parser.parse(SourceText(text)), boundNames: NameTable(values.map(\.0)),
      shapes: values.map { .init(name: $0.0, shape: $0.1.shape) })
    let graph = try program.lower { name in values.first { $0.0 == name }?.1 }
    let inputs = try graph.inputs.map { input in
      try #require(values.first { $0.0 == graph.name(ofInput: input) }?.1)
    }
    return (program, Point<Tensor>(graph, inputs: inputs))
  }

  /// The function's values a step along the line.
  private func values(
    _ text: String, _ values: [(String, Tensor)], along direction: [(String, Tensor)], _ step: Double
  ) throws -> [Double] {
    let moved = values.map { name, value in
      (name, direction.first { $0.0 == name }.map { value + $0.1 * .scalar(step) } ?? value)
    }
    return try program(text, moved).1.value.elements
  }

  private typealias Numbers = [(String, Double)]

  private static let cases: [(text: String, point: Numbers, direction: Numbers)] = [
    ("abs(x+y)", [("x", 0), ("y", 0)], [("x", 1), ("y", 2)]),
    ("abs(x)", [("x", 0)], [("x", -3)]),
    // The sides agree along each input, and not between them.
    ("min(abs(x), abs(y))", [("x", 0), ("y", 0)], [("x", 1), ("y", 1)]),
    // They agree along the direction, and along no input.
    ("max(x, y)", [("x", 1), ("y", 1)], [("x", 1), ("y", 1)]),
    ("abs(x) - abs(y)", [("x", 0), ("y", 0)], [("x", 1), ("y", 1)]),
    ("max(x, y)", [("x", 1), ("y", 1)], [("x", 1), ("y", 3)]),
    ("hypot(x, y)", [("x", 0), ("y", 0)], [("x", 3), ("y", 4)]),
    ("abs(x), max(x, y), x*y", [("x", 0), ("y", 0)], [("x", 1), ("y", -1)]),
    ("relu(x-y)*x + abs(y-2)", [("x", 2), ("y", 2)], [("x", 1), ("y", 4)]),
    ("clamp(x*y, 0, 6)", [("x", 2), ("y", 3)], [("x", 1), ("y", -1)]),
    ("if x > 2*y { x^2 } else { 4*y }", [("x", 2), ("y", 1)], [("x", 1), ("y", -1)]),
    ("if x > y { x } else { 3*x - 2*y }", [("x", 1e6), ("y", 1e6)], [("x", 1e6), ("y", 0)]),
    ("if(x >= y, x^2, y)", [("x", 1), ("y", 1)], [("x", 2), ("y", -1)]),
  ]

  @Test(arguments: cases.indices) func sides(_ number: Int) throws {
    let text = Self.cases[number].text
    let point = Self.cases[number].point.map { ($0.0, Tensor.scalar($0.1)) }
    let direction = Self.cases[number].direction.map { ($0.0, Tensor.scalar($0.1)) }
    let (program, there) = try program(text, point)
    let along = try direction.map { name, tangent in
      (input: try #require(there.graph.inputs.first { there.graph.name(ofInput: $0) == name }), tangent: tangent)
    }
    let (tangent, derivatives) = there.directional(along, path: program)
    let kinks = try #require(derivatives).kinks
    let step = 0x1p-20
    let (left, right) = (
      try values(text, point, along: direction, -step), try values(text, point, along: direction, step)
    )
    for output in 0..<tangent.count {
      let value = there.value[output]
      let slopes = (left: (value - left[output]) / step, right: (right[output] - value) / step)
      let tolerance = 1e-4 * max(1, abs(slopes.left), abs(slopes.right))
      let own = kinks.filter { ($0.output ?? 0) == output }
      if abs(slopes.left - slopes.right) < tolerance {
        #expect(own.isEmpty)
        #expect(abs(tangent[output] - slopes.right) < tolerance)
      } else {
        #expect(!own.isEmpty)
        for kink in own {
          #expect(kink.isAlongDirection)
          for side in kink.sides {
            #expect(abs(side.left - slopes.left) < tolerance)
            #expect(abs(side.right - slopes.right) < tolerance)
          }
        }
      }
    }
  }

  /// A jump has infinite slopes on its open side.
  @Test func jumps() throws {
    let (program, point) = try program("if x > y { x + 1 } else { y }", [("x", .scalar(1)), ("y", .scalar(1))])
    let (_, derivatives) = point.directional([(point.wrt[0], .scalar(1))], path: program)
    let side = try #require(derivatives?.kinks.first?.sides.first)
    #expect(side.left == 0)
    #expect(side.right == .infinity)
  }

  @Test func arrays() throws {
    let (program, point) = try program(
      "norm(x) + max(x)", [("x", Tensor(vector: [0, 0, 0]))])
    let (tangent, derivatives) = point.directional([(point.wrt[0], Tensor(vector: [2, 3, 6]))], path: program)
    for kink in try #require(derivatives).kinks {
      #expect(kink.sides.map(\.left) == [-7 + 2])
      #expect(kink.sides.map(\.right) == [7 + 6])
    }
    // The conventions: 0 of the norm, a third each of the maximum.
    #expect(abs(tangent[0] - 11.0 / 3) < 1e-14)
  }
}
