import AutodiffTestSupport
import Testing

@testable import AutodiffCore

/// Duals of duals: third derivatives, through every kind of rule that arrays have.
@Suite(.namesCases) struct HigherOrderTests {
  @Test func third() {
    forEach(
      [
        ("sum(x^4)", Shape([3])), ("prod(x)", Shape([4])), ("norm(x)^3", Shape([3])), ("logsumexp(x)", Shape([3])),
        ("variance(x)^2", Shape([4])), ("sum(softmax(x)*exp(x))", Shape([3])), ("sum(log_softmax(x)^3)", Shape([3])),
        ("sum(cumsum(x)^3)", Shape([3])), ("dot(x, sin(x))", Shape([3])), ("sum(outer(x, x)^2)", Shape([2])),
        ("det(x)^2", Shape([3, 3])), ("sum(inv(x))", Shape([2, 2])), ("logdet(x@x' + eye(2))", Shape([2, 2])),
        ("sum(solve(x + 3*eye(2), x[1])^2)", Shape([2, 2])), ("sum((x@x)^2)", Shape([2, 2])),
        ("trace(x@x'@x)", Shape([2, 2])), ("sum(x[1,:]*x[:,2])^3", Shape([2, 2])), ("max(x)^3", Shape([3])),
        ("sum(concat(x, x^2)^2)", Shape([3])), ("sum(reshape(x, 3, 2)@x)", Shape([2, 3])),
        ("sum(mean(x^2, axis=1)^2)", Shape([2, 3])), ("sum(relu(x)^3)", Shape([3])),
        ("sum(sigma(x)*tanh(x))", Shape([3])),
      ] as [(String, Shape)]
    ) { (program, shape) throws in
      let graph = try Lowering.lower(
        try Parser.parse(SourceText(program)), boundNames: NameTable(["x"]), shapes: [.init(name: "x", shape: shape)])
      var random = SplitMix64(seed: 7)
      let x = Tensor(shape, (0..<shape.count).map { _ in Double.random(in: 0.5...1.5, using: &random) })
      let direction = Tensor(shape, (0..<shape.count).map { _ in Double.random(in: -1...1, using: &random) })

      let inner = Dual<Tensor>(x, tangent: direction)
      let outer = Dual<Dual<Tensor>>(inner, tangent: Dual(direction, tangent: nil))
      let values = Evaluation.run(graph, inputs: [outer])
      let adjoints = Pullback.run(graph, values: values, active: graph.active(graph.inputs))
      let third = adjoints[Int(graph.inputs[0])].tangent?.tangent ?? 0.0

      func product(_ step: Double) -> Tensor {
        let point = Point<Tensor>(graph, inputs: [x + direction * Tensor(step)])
        return point.hessianProduct([(graph.inputs[0], direction)], gates: Dual<Tensor>.gates(.split))[0]
      }
      func difference(_ step: Double) -> Tensor { (product(step) - product(-step)) / Tensor(2 * step) }
      let extrapolated = (difference(0x1p-8) * 4.0 - difference(0x1p-7)) / 3.0
      let scale = extrapolated.elements.reduce(1) { max($0, abs($1)) }
      for (exact, numeric) in Swift.zip(third.unbroadcast(to: shape).elements, extrapolated.elements) {
        #expect(abs(exact - numeric) <= 2e-5 * scale, "\(third), by differences \(extrapolated)")
      }
    }
  }
}
