import AutodiffTestSupport
import Testing

@testable import AutodiffCore

/// The forms of rows for readers that do not compute with arrays agree with the values over arrays.
@Suite(.namesCases) struct ArrayFormTests {
  private static let lanes: [[Double]] = [
    [0.5], [-2], [1, 2, 3], [-1, 4, 0.25, 4], [700, 710, -5], [-1e-3, 2e-3], [3, -2, 5, -7, 11, 0.5, -0.25, 1],
  ]

  private static func primitives(where isAmong: (ArrayForm<Double>) -> Bool) -> [Primitive] {
    Primitive.allCases.filter { $0.arrayForm.map(isAmong) ?? false }
  }

  private static let reductions = primitives { if case .reduction = $0 { true } else { false } }
  private static let scans = primitives { if case .scan = $0 { true } else { false } }

  @Test func kindsAreInhabited() {
    #expect(Self.reductions.count >= 8)
    #expect(Self.scans.count >= 4)
    for primitive in Primitive.allCases { #expect(primitive.isArray == (primitive.arrayForm != nil), "\(primitive)") }
  }

  // MARK: - Lanes

  private static func lane(_ elements: [Double]) -> ScalarLane<Double> {
    ScalarLane(elements, values: elements) { elements.max() ?? 0 }
  }

  @Test func reductionsOfNumbersAgree() {
    forEach(Self.reductions) { (primitive: Primitive) throws in
      guard case .reduction(let form) = primitive.arrayForm else { return }
      for elements in Self.lanes {
        let expected = Tensor.apply(ArrayOperation(primitive, shape: .scalar), [Tensor(vector: elements)])
        #expect(Arrays.close(.scalar(form.lane(Self.lane(elements))), expected), "\(primitive) of \(elements)")
      }
    }
  }

  @Test func scansOfNumbersAgree() {
    forEach(Self.scans) { (primitive: Primitive) throws in
      guard case .scan(let form) = primitive.arrayForm else { return }
      for elements in Self.lanes {
        let operation = ArrayOperation(primitive, .axis(0), shape: Shape([elements.count]))
        let expected = Tensor.apply(operation, [Tensor(vector: elements)])
        #expect(Arrays.close(Tensor(vector: form.lane(Self.lane(elements))), expected), "\(primitive) of \(elements)")
      }
    }
  }

  /// The lanes of a reduction along each axis of an array.
  @Test func lanesAreThoseOfAxes() {
    let shape = Shape([2, 3, 2])
    for axis in 0..<3 {
      let lanes = ArrayOperation(.sum, .axis(axis), shape: shape.removing(axis: axis)).lanes(of: shape).places
      let x = Arrays.random(shape.lengths)
      #expect(
        Arrays.close(Tensor(shape.removing(axis: axis), lanes.map { $0.reduce(0) { $0 + x[$1] } }), x.sum(axis: axis)))
    }
  }

  // MARK: - Movements

  static let movements: [(Primitive, Setting, [[Int]], [Int])] = [
    (.transpose, .none, [[2, 3]], [3, 2]), (.trace, .none, [[3, 3]], []), (.diag, .none, [[3]], [3, 3]),
    (.diag, .none, [[2]], [2, 3]), (.diag, .none, [[3, 2]], [2]), (.diag, .none, [[2, 3]], [2]),
    (.reshape, .none, [[2, 3]], [3, 2]), (.expand, .none, [[3]], [3, 1]), (.expand, .none, [[]], [1, 1]),
    (.concat, .axis(0), [[2, 3], [1, 3]], [3, 3]), (.concat, .axis(1), [[2, 3], [2, 1], [2, 2]], [2, 6]),
    (.stack, .none, [[], [], []], [3]), (.stack, .none, [[2, 2], [2, 2]], [2, 2, 2]), (.stack, .none, [[3]], [1, 3]),
    (.slice, .subscripts([.index(1), .range(0..<2)]), [[2, 3]], [2]),
    (.slice, .subscripts([.index(1), .index(2)]), [[2, 3]], []),
    (.slice, .subscripts([.range(0..<2), .range(1..<3)]), [[2, 3]], [2, 2]),
    (.scatter, .subscripts([.index(1), .range(0..<2)]), [[2]], [2, 3]),
    (.scatter, .subscripts([.index(1), .index(2)]), [[]], [2, 3]),
    (.broadcast, .none, [[]], [2, 3]), (.broadcast, .none, [[3]], [2, 3]), (.broadcast, .none, [[2, 1]], [2, 3]),
    (.tril, .none, [[3, 3]], [3, 3]), (.tril, .none, [[2, 3]], [2, 3]), (.tril, .none, [[2, 3, 2]], [2, 3, 2]),
    (.triu, .none, [[3, 3]], [3, 3]), (.triu, .none, [[3, 2]], [3, 2]), (.triu, .none, [[2, 2, 3]], [2, 2, 3]),
    (.roll, .places(1, axis: 0), [[3]], [3]), (.roll, .places(-4, axis: 1), [[2, 3]], [2, 3]),
    (.roll, .places(3, axis: 1), [[2, 3, 2]], [2, 3, 2]), (.flip, .none, [[3]], [3]),
    (.flip, .none, [[2, 3]], [2, 3]),
    (.flip, .axis(1), [[2, 3, 2]], [2, 3, 2]), (.pad, .places(0, axis: nil), [[3]], [3]),
    (.pad, .places(2, axis: nil), [[3]], [7]), (.pad, .places(1, axis: nil), [[2, 3]], [4, 5]),
    (.permute, .axes([0, 2, 1]), [[2, 3, 4]], [2, 4, 3]), (.permute, .axes([2, 0, 1]), [[2, 3, 4]], [4, 2, 3]),
    (.reduceToShape, .none, [[2, 3]], []), (.reduceToShape, .none, [[2, 3]], [3]),
    (.reduceToShape, .none, [[2, 3]], [2, 1]), (.reduceToShape, .none, [[4, 2, 3]], [1, 3]),
    (.windows, .windows(Windows(lengths: [2])), [[1, 4]], [1, 2, 3]),
    (.windows, .windows(Windows(lengths: [2], stride: 3)), [[2, 6]], [2, 2, 2]),
    (.windows, .windows(Windows(lengths: [2, 3], stride: 2)), [[2, 5, 6]], [2, 6, 2, 2]),
    (.overlaps, .windows(Windows(lengths: [2])), [[1, 2, 3]], [1, 4]),
    (.overlaps, .windows(Windows(lengths: [2], stride: 3)), [[2, 2, 2]], [2, 6]),
    (.overlaps, .windows(Windows(lengths: [2, 3], stride: 2)), [[2, 6, 2, 2]], [2, 5, 6]),
  ]

  @Test func plansMoveAsValuesDo() {
    forEach(Self.movements) { (primitive, setting, operands, result) throws in
      let form = try #require(primitive.arrayForm)
      guard case .movement(let movement) = form else {
        Issue.record("\(primitive) does not move elements")
        return
      }
      let operation = ArrayOperation(primitive, setting, shape: Shape(result))
      let arrays = operands.enumerated().map { Arrays.random($1, seed: UInt64($0) + 3) }
      let expected = Tensor.apply(operation, arrays)
      switch movement.plan(operands.map(Shape.init), operation) {
      case .sameElements: #expect(arrays[0].elements == expected.elements)
      case .copies(let copies, let arrival):
        var elements = [Double](repeating: arrival == .everywhere ? .nan : 0, count: operation.shape.count)
        for copy in copies {
          for (source, target) in copy.places {
            let x = arrays[copy.operand][source]
            elements[target] = arrival == .summed ? elements[target] + x : x
          }
        }
        #expect(Arrays.close(Tensor(operation.shape, elements), expected))
      }
    }
  }

  @Test func everyMovementIsTried() {
    let tried = Set(Self.movements.map(\.0))
    #expect(Self.primitives { if case .movement = $0 { true } else { false } }.allSatisfy(tried.contains))
  }

  // MARK: - Derivatives of determinants

  private static let regular = Tensor(rows: [[2, -1, 0.5], [0.25, 3, 1], [1, 0.5, -2]])
  private static let singular = Tensor(rows: [[1, 2, 3], [2, 4, 6], [0, 1, -1]])

  /// A program that is one operation on inputs of the arrays' shapes, at these arrays.
  private static func point(_ operation: ArrayOperation, _ operands: [Tensor]) throws -> Point<Tensor> {
    var graph = Graph()
    var inputs: [Graph.NodeID] = []
    for (place, operand) in operands.enumerated() {
      inputs.append(try graph.input("x\(place)", shape: operand.shape, span: .none))
    }
    graph.output = try graph.apply(operation, inputs)
    return Point(graph, inputs: operands)
  }

  @Test func cofactorsOfNumbersAgree() {
    forEach([Self.regular, Self.singular, Tensor(rows: [[3]]), Tensor(rows: [[1, 2], [2, 4]])]) {
      (matrix: Tensor) throws in
      let point = try Self.point(ArrayOperation(.cofactors, shape: matrix.shape), [matrix])
      let unrolled = try Unrolled(point)
      let elements = unrolled.outputs.map { unrolled.point.values[Int($0)] }
      #expect(Arrays.close(Tensor(matrix.shape, elements), matrix.cofactors))
    }
  }

  /// The composition is that of regular matrices, and so are its elements and its cost.
  @Test func compositionsAgree() throws {
    let direction = Arrays.random([3, 3])
    let operation = ArrayOperation(.cofactorChange, shape: direction.shape)
    let expected = Self.regular.cofactorChange(along: direction)
    #expect(Arrays.close(try #require(operation.composed(of: [Self.regular, direction])), expected))
    let point = try Self.point(operation, [Self.regular, direction])
    #expect(point.value == expected)
    let unrolled = try Unrolled(point)
    let elements = unrolled.outputs.map { unrolled.point.values[Int($0)] }
    #expect(Arrays.close(Tensor(direction.shape, elements), expected))
    let expansion = try #require(point.graph.expansion(of: point.graph.output))
    #expect(
      Cost(of: [point.graph.output], in: point.graph).operations
        == Cost(of: [expansion.output], in: expansion).operations)
  }

  /// Emitted code has no name for what is composed.
  @Test func compositionsAreWrittenOut() throws {
    let operation = ArrayOperation(.cofactorChange, shape: Shape([3, 3]))
    var graph = try Self.point(operation, [Self.regular, Arrays.random([3, 3])]).graph
    graph.output = try graph.apply(ArrayOperation(.sum, shape: .scalar), [graph.output])
    let program = try GradientProgram(graph, wrt: [])
    #expect(program.graph.nodes.allSatisfy { $0.primitive != .cofactorChange })
    #expect(program.graph.nodes.contains { $0.primitive == .inv })
  }
}
