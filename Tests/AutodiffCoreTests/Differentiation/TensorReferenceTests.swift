import AutodiffTestSupport
import Testing

@testable import AutodiffCore

/// Programs on arrays against an independent system.
@Suite(.namesCases) struct TensorReferenceTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var program: String
    var inputs: [(name: String, value: Tensor)]
    var value: [Double]
    /// Input by input, each in the output's shape followed by the input's.
    var jacobian: [Double]
    /// The element of the output that the Hessian is of.
    var element: Int
    /// Of all inputs' elements together, row by row.
    var hessian: [[Double]]

    init?(_ block: ArraySlice<Substring>) {
      let lines = Array(block)
      guard lines.count == 5 else { return nil }
      program = String(lines[0])
      inputs = lines[1].split(separator: " ").compactMap { binding in
        let parts = binding.split(separator: "=")
        return (try? Point(program: String(parts[1]), at: [])).map { (String(parts[0]), $0.value) }
      }
      value = Self.numbers(lines[2])
      jacobian = Self.numbers(lines[3])
      let parts = lines[4].split(separator: ":")
      element = Int(parts[0]) ?? 0
      var triangle = Self.numbers(parts[1])[...]
      let count = inputs.reduce(0) { $0 + $1.value.count }
      hessian = Array(repeating: Array(repeating: .nan, count: count), count: count)
      for row in 0..<count {
        for column in 0...row {
          guard let entry = triangle.popFirst() else { return nil }
          hessian[row][column] = entry
          hessian[column][row] = entry
        }
      }
      guard triangle.isEmpty, jacobian.count == value.count * count else { return nil }
    }

    private static func numbers(_ text: Substring) -> [Double] { text.split(separator: " ").compactMap { Double($0) } }

    var testDescription: String { program }

    func point() throws -> Point<Tensor> { try Point(program: program, at: inputs) }
  }

  private static let blocks = TensorReferences.blocks.split(separator: "\n", omittingEmptySubsequences: false)
    .split(separator: "", omittingEmptySubsequences: true)
  static let cases = blocks.compactMap { Case($0) }

  @Test func everyBlockIsRead() {
    #expect(Self.cases.count >= 150)
    #expect(Self.cases.count == Self.blocks.count)
  }

  @Test func valueAndJacobian() {
    forEach(Self.cases) { (test: Case) throws in
      let point = try test.point()
      #expect(point.value.count == test.value.count)
      let size = test.value.reduce(1) { max($0, abs($1)) }
      for (found, expected) in zip(point.value.elements, test.value) { #expect(abs(found - expected) <= 1e-12 * size) }

      let scale = test.jacobian.reduce(1) { max($0, abs($1)) }
      for mode in JacobianMode.allCases {
        let derivatives = Derivatives(jacobianOf: point, mode)
        #expect(derivatives.kinks.isEmpty)
        let jacobian = try inOrder(test, point, derivatives.tensors)
        #expect(jacobian.map(\.shape.lengths) == test.inputs.map { point.value.shape.lengths + $0.value.shape.lengths })
        for (found, expected) in zip(jacobian.flatMap(\.elements), test.jacobian) {
          #expect(abs(found - expected) <= 1e-11 * scale, "\(mode)")
        }
      }
    }
  }

  @Test func products() {
    forEach(Self.cases) { (test: Case) throws in
      let point = try test.point()
      let scale = test.jacobian.reduce(1) { max($0, abs($1)) } * Double(test.jacobian.count)
      let cotangent = Tensor(point.value.shape, weights(point.value.count))
      let gradient = try inOrder(test, point, point.codirectional(cotangent).gradient).flatMap(\.elements)
      let direction = try direction(test, point)
      let tangent = point.directional(direction).tangent.elements

      var start = 0
      var place = 0
      var expected = [Double](repeating: 0, count: test.value.count)
      let weights = weights(test.hessian.count)
      for (_, input) in test.inputs {
        for index in 0..<input.count {
          let column = test.value.indices.map { test.jacobian[start + $0 * input.count + index] }
          let product = zip(cotangent.elements, column).reduce(0) { $0 + $1.0 * $1.1 }
          #expect(abs(gradient[place] - product) <= 1e-11 * scale)
          for row in column.indices { expected[row] += column[row] * weights[place] }
          place += 1
        }
        start += input.count * test.value.count
      }
      for (found, expected) in zip(tangent, expected) { #expect(abs(found - expected) <= 1e-11 * scale) }
    }
  }

  @Test func hessian() {
    forEach(Self.cases) { (test: Case) throws in
      let whole = try test.point()
      var rest = test.element
      let places = whole.value.shape.lengths.reversed().map { length -> Subscript in
        defer { rest /= length }
        return .index(rest % length)
      }
      let graph = places.isEmpty ? whole.graph : try Lowering.element(places.reversed(), of: whole.graph)
      let point = Point<Tensor>(graph, inputs: graph.inputs.map { whole.values[Int($0)] })
      let gradient = Derivatives(gradientOf: point).tensors
      let hessian = Hessian(point, gradient: gradient)
      let scale = test.hessian.joined().reduce(1) { max($0, abs($1)) }
      #expect(hessian.asymmetry <= 1e-11)

      let names = point.wrtInputs.map(\.name)
      var row = 0
      for (name, input) in test.inputs {
        let first = try #require(names.firstIndex(of: name))
        for index in 0..<input.count {
          var column = 0
          for (name, input) in test.inputs {
            let block = hessian.blocks[first][try #require(names.firstIndex(of: name))]
            for other in 0..<input.count {
              let found = block[index * input.count + other]
              #expect(abs(found - test.hessian[row][column]) <= 1e-10 * scale, "\(row), \(column)")
              column += 1
            }
          }
          row += 1
        }
      }

      let weights = weights(test.hessian.count)
      let products = HessianProduct(point, try direction(test, point), gradient: gradient).values
      for (found, row) in zip(try inOrder(test, point, products).flatMap(\.elements), test.hessian) {
        let expected = zip(row, weights).reduce(0) { $0 + $1.0 * $1.1 }
        #expect(abs(found - expected) <= 1e-10 * scale * Double(weights.count))
      }
    }
  }

  // MARK: - Inputs as the references have them

  /// What stands in the order of the program's inputs, in the order of the reference's.
  private func inOrder(_ test: Case, _ point: Point<Tensor>, _ values: [Tensor]) throws -> [Tensor] {
    let names = point.wrtInputs.map(\.name)
    return try test.inputs.map { values[try #require(names.firstIndex(of: $0.name))] }
  }

  private func direction(_ test: Case, _ point: Point<Tensor>) throws -> Point<Tensor>.Direction {
    var rest = weights(test.hessian.count)[...]
    return try test.inputs.map { name, value in
      let node = try #require(point.wrtInputs.first { $0.name == name }).node
      defer { rest = rest.dropFirst(value.count) }
      return (node, Tensor(value.shape, Array(rest.prefix(value.count))))
    }
  }

  private func weights(_ count: Int) -> [Double] { (0..<count).map { Double($0 % 5) * 0.75 - 1.25 } }
}
