import Testing

@testable import AutodiffCore

/// What must hold of any program on arrays, whatever its derivatives are.
@Suite struct TensorProgramTests {
  struct Case: Sendable {
    var text: String
    var graph: Graph
    var inputs: [Tensor]

    var point: Point<Tensor> { Point(graph, inputs: inputs) }
  }

  /// Programs whose values and first derivatives are of ordinary size.
  static let cases: [Case] = {
    var generator = TensorProgramGenerator(seed: 4)
    var found: [Case] = []
    for _ in 0..<1000 where found.count < 300 {
      let program = generator.next()
      guard let point = try? Point(program: program.text, at: program.inputs) else {
        Issue.record("cannot read \(program)")
        continue
      }
      let size = ([point.value] + point.jacobian(.reverse)).map(\.size).max() ?? 0
      if size < 1e4 { found.append(Case(text: "\(program)", graph: point.graph, inputs: point.inputs)) }
    }
    return found
  }()

  /// The first programs in which every primitive occurs `times` times, for what takes long with each of them.
  static func covering(_ times: Int) -> [Case] {
    var counts: [Primitive: Int] = [:]
    return cases.filter { test in
      let used = Set(test.graph.nodes.filter { $0.kind != .input && $0.kind != .constant }.map(\.primitive))
      defer { for primitive in used { counts[primitive, default: 0] += 1 } }
      return used.contains { counts[$0, default: 0] < times }
    }
  }

  /// Random arrays of the inputs' shapes.
  private static func direction(_ point: Point<Tensor>, _ random: inout SplitMix64) -> Point<Tensor>.Direction {
    point.wrt.map { ($0, tensor(point.graph.shape(of: $0), &random)) }
  }

  private static func tensor(_ shape: Shape, _ random: inout SplitMix64) -> Tensor {
    Tensor(shape, (0..<shape.count).map { _ in Double.random(in: -1...1, using: &random) })
  }

  private static func inner(_ x: [Tensor], _ y: [Tensor]) -> Double {
    zip(x, y).reduce(0) { $0 + Arrays.inner($1.0, $1.1) }
  }

  @Test func everyOperationIsDrawn() {
    #expect(Self.cases.count == 300)
    let nodes = Self.cases.flatMap { $0.graph.nodes.filter { $0.kind == .wide } }
    let used = Set(nodes.map(\.primitive))
    let arrays = Primitive.allCases.filter { $0.isArray && $0.callName != nil }
    let expected = Set(arrays + [.amax, .amin, .stack, .slice])
    #expect(expected.isSubset(of: used), "never drawn: \(expected.subtracting(used))")
    #expect(Set(Self.cases.map(\.point.value.shape.rank)) == [0, 1, 2])
  }

  @Test func forwardEqualsReverse() {
    for test in Self.cases {
      let point = test.point
      let scale = point.scale
      for (forward, reverse) in zip(point.jacobian(.forward), point.jacobian(.reverse)) {
        #expect(forward.shape == reverse.shape)
        #expect((forward - reverse).size <= 1e-13 * scale, "\(test.text)")
      }
    }
  }

  /// ⟨v, J u⟩ = ⟨Jᵀ v, u⟩.
  @Test func dotProducts() {
    var random = SplitMix64(seed: 5)
    for test in Self.cases {
      let point = test.point
      let u = Self.direction(point, &random)
      let v = Self.tensor(point.value.shape, &random)
      let left = Arrays.inner(v, point.jvp(u))
      #expect(abs(left - Self.inner(point.vjp(v), u.map(\.tangent))) <= 1e-12 * point.scale, "\(test.text)")
    }
  }

  /// The derivatives along w of both sides of ⟨v, J u⟩ = ⟨Jᵀ v, u⟩: forward over forward, and forward over reverse.
  @Test func dotProductsOfSecondOrder() {
    var random = SplitMix64(seed: 6)
    for test in Self.cases {
      let (graph, point) = (test.graph, test.point)
      let (u, w) = (Self.direction(point, &random), Self.direction(point, &random))
      let v = Self.tensor(point.value.shape, &random)
      let duals = Point<Dual<Tensor>>(
        graph,
        inputs: graph.inputs.map { id in
          Dual(point.values[Int(id)], tangent: w.first { $0.input == id }?.tangent)
        })
      let pushed = duals.pushforward(u.map { ($0.input, Dual($0.tangent, tangent: nil)) })[Int(graph.output)]
      var unobserved = Unobserved<Dual<Tensor>>()
      let pulled = duals.pullback(seed: Dual(v, tangent: nil), observer: &unobserved)
      let zero = Tensor.scalar(0)
      let left = Arrays.inner(v, (pushed.tangent ?? zero).unbroadcast(to: v.shape))
      let right = Self.inner(
        u.map { (pulled[Int($0.input)].tangent ?? zero).unbroadcast(to: $0.tangent.shape) }, u.map(\.tangent))
      let scale = max(point.scale, abs(left), abs(right))
      #expect(abs(left - right) <= 1e-9 * scale, "\(test.text)")
    }
  }

  /// ⟨v, H u⟩ = ⟨H v, u⟩, and a column of H is its product with a direction that has one element.
  @Test func hessians() {
    var random = SplitMix64(seed: 7)
    for test in Self.cases where test.graph.shape(of: test.graph.output).isScalar {
      let point = test.point
      let gradient = point.vjp(.scalar(1))
      let hessian = Hessian(point, gradient: gradient)
      let scale = hessian.blocks.joined().map(\.size).reduce(point.scale, max)
      guard scale < 1e8 else { continue }
      #expect(hessian.asymmetry <= 1e-10, "\(test.text)")
      for (i, row) in hessian.blocks.enumerated() {
        for (j, block) in row.enumerated() {
          let (m, n) = (gradient[i].count, gradient[j].count)
          let flipped = hessian.blocks[j][i].reshaped(to: Shape([n, m])).transposed()
          #expect(block.reshaped(to: Shape([m, n])) == flipped, "\(test.text)")
        }
      }
      let (u, v) = (Self.direction(point, &random), Self.direction(point, &random))
      let (hu, hv) = (
        HessianProduct(point, u, gradient: gradient).values, HessianProduct(point, v, gradient: gradient).values
      )
      let difference = Self.inner(v.map(\.tangent), hu) - Self.inner(hv, u.map(\.tangent))
      #expect(abs(difference) <= 1e-10 * scale, "\(test.text)")

      let place = Int.random(in: 0..<point.wrt.count, using: &random)
      let element = Int.random(in: 0..<gradient[place].count, using: &random)
      let basis = Tensor.basis(gradient[place].shape, element)
      let column = HessianProduct(point, [(point.wrt[place], basis)], gradient: gradient).values
      for (block, product) in zip(hessian.blocks.map { $0[place] }, column) {
        let n = gradient[place].count
        for index in 0..<product.count {
          #expect(abs(block[index * n + element] - product[index]) <= 1e-10 * scale, "\(test.text)")
        }
      }
    }
  }

  /// The program on elements is the same function.
  @Test func elements() throws {
    for test in Self.cases {
      let point = test.point
      let unrolled = try Unrolled(point)
      let scale = point.scale
      var rows = [[Double]](repeating: [], count: point.wrt.count)
      for index in 0..<point.value.count {
        let element = unrolled.at(output: index)
        #expect(abs(element.value - point.value[index]) <= 1e-12 * scale, "\(test.text)")
        var rest = element.reverse[...]
        for (place, input) in point.wrt.enumerated() {
          let count = test.graph.shape(of: input).count
          rows[place] += rest.prefix(count)
          rest = rest.dropFirst(count)
        }
      }
      for (jacobian, row) in zip(point.jacobian(.reverse), rows) {
        #expect((jacobian - Tensor(jacobian.shape, row)).size <= 1e-10 * scale, "\(test.text)")
      }
    }
  }
}

extension Point<Tensor> {
  /// Of all inputs.
  fileprivate var inputs: [Tensor] { graph.inputs.map { values[Int($0)] } }
}
