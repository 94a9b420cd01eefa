import AutodiffTestSupport
import Testing

@testable import AutodiffCore

@Suite(.namesCases) struct DerivativesTests {
  private static let inf = Double.infinity

  // MARK: - What the answer does not depend on is not undefined

  @Test func gradients() {
    forEach(
      [
        ("sqrt(x)[2]", [0, 4], [0, 0.25]),
        ("sum(sqrt(x)[2:])", [0, 4], [0, 0.25]),
        ("sum(relu(sqrt(x) - 1))", [0, 4], [0, 0.25]),
        ("sum(max(1, sqrt(x)))", [0, 4], [0, 0.25]),
        ("sum(if(x > 1, sqrt(x), 0))", [0, 4], [0, 0.25]),
        ("sum(clamp(sqrt(x), 1, 3))", [0, 4], [0, 0.25]),
        ("max(sqrt(x))", [0, 4], [0, 0.25]),
        ("max([1, sqrt(x[1])]) + x[2]", [0, 4], [0, 1]),
        ("sum(log(x)[2:])", [-1, 4], [0, 0.25]),
        ("sum(sqrt(x))", [0, 4], [Self.inf, 0.25]),
        // An honest 0 · Self.inf.
        ("sum(sqrt(x) * [0, 1])", [0, 4], [.nan, 0.25]),
        ("sum(sqrt(x)^2)", [0, 4], [.nan, 1]),
        ("sum(log(x))", [-1, 4], [.nan, 0.25]),
      ] as [(String, [Double], [Double])]
    ) { (program, x, expected) throws in
      let point = try Point(program: program, at: [("x", Tensor(vector: x))])
      let derivatives = Derivatives(gradientOf: point)
      #expect(isSame(derivatives.tensors[0].elements, expected), "\(derivatives.tensors)")
      #expect(derivatives.kinks.isEmpty)
      #expect(derivatives.isExamined)
      let product = point.codirectional(.scalar(1)).gradient[0]
      #expect(isSame(product.elements, expected), "\(product)")
      for (place, derivative) in expected.enumerated() {
        let tangent = point.directional([(point.wrt[0], .basis(Shape([2]), place))]).tangent
        #expect(isSame(tangent.elements, [derivative]), "\(tangent)")
      }
    }
  }

  /// The losers of a greatest or least element get nothing, where the winner gets what is infinite too.
  @Test func losersOfInfiniteDerivatives() {
    forEach(
      [
        ("sqrt(max(x))", [0, -1], [Self.inf, 0]), ("sqrt(-min(x))", [0, 1], [-Self.inf, 0]),
        ("log(max(x))", [-4, 0], [0, Self.inf]), ("max(x)^0.5 + x[2]", [0, -2], [Self.inf, 1]),
        ("sum(sqrt(max([x[1], x[2]; 3, -1], axis=2)))", [0, -1], [Self.inf, 0]),
      ] as [(String, [Double], [Double])]
    ) { (program, x, expected) throws in
      let point = try Point(program: program, at: [("x", Tensor(vector: x))])
      let sweep = point.vjp(.scalar(1))[0]
      #expect(isSame(sweep.elements, expected), "the sweep gives \(sweep)")
      let derivatives = Derivatives(gradientOf: point)
      #expect(isSame(derivatives.tensors[0].elements, expected), "\(derivatives.tensors)")
    }
  }

  @Test(arguments: JacobianMode.allCases) func jacobians(_ mode: JacobianMode) throws {
    let point = try Point(program: "sqrt(x)", at: [("x", Tensor(vector: [0, 4]))])
    let jacobian = Derivatives(jacobianOf: point, mode).tensors[0]
    #expect(jacobian == Tensor(rows: [[Self.inf, 0], [0, 0.25]]))
    #expect(point.codirectional(Tensor(vector: [0, 1])).gradient == [Tensor(vector: [0, 0.25])])
    #expect(point.directional([(point.wrt[0], Tensor(vector: [0, 1]))]).tangent == Tensor(vector: [0, 0.25]))
  }

  @Test(
    arguments: [
      ("sum(relu(sqrt(x) - 1))", [0, 4], [0, 0, 0, -0.03125]),
      ("sum(max(1, sqrt(x))^3)", [0, 4], [0, 0, 0, 0.375]),
      ("max([sqrt(x[1]), 1])^2 * x[2]", [0, 4], [0, 0, 0, 0]),
      ("x[1] * sum(sqrt(x)[2:])", [0, 4], [0, 0.25, 0.25, 0]),
      ("sum(log(x))", [-1, 4], [.nan, 0, 0, -0.0625]),
    ] as [(String, [Double], [Double])]
  ) func hessians(_ program: String, _ x: [Double], _ expected: [Double]) throws {
    let point = try Point(program: program, at: [("x", Tensor(vector: x))])
    let gradient = Derivatives(gradientOf: point).tensors
    let hessian = Hessian(point, gradient: gradient).blocks[0][0].elements
    #expect(zip(hessian, expected).allSatisfy { $0.isSame(as: $1) || abs($0 - $1) < 1e-15 }, "\(hessian)")
    let product = HessianProduct(point, [(point.wrt[0], Tensor(vector: [0, 1]))], gradient: gradient).values[0]
    #expect(isSame(product.elements, [hessian[1], hessian[3]]), "\(product)")
  }

  // MARK: - Singular matrices

  @Test func determinants() {
    forEach(["det(A)", "det(A) + relu(A[1,1] - A[2,2])"]) { (program: String) throws in
      let a = Tensor(repeating: 1, Shape([3, 3]))
      let point = try Point(program: program, at: [("A", a)])
      let gradient = Derivatives(gradientOf: point)
      #expect(gradient.kinks.count == (program == "det(A)" ? 0 : 1))
      #expect(gradient.tensors == [Tensor(repeating: 0, Shape([3, 3]))])
      let hessian = Hessian(point, gradient: gradient.tensors)
      // d²det/dA₁₁dA₂₂ is A₃₃, d²det/dA₁₂dA₂₁ is -A₃₃.
      let block = hessian.blocks[0][0].reshaped(to: Shape([9, 9]))
      #expect(block.at([0, 4]) == 1)
      #expect(block.at([1, 3]) == -1)
      #expect(block.at([0, 1]) == 0)
      #expect(hessian.asymmetry == 0)
    }
  }

  // MARK: - Second derivatives

  @Test func asymmetryIsThatOfRounding() throws {
    // The true block is 0, and what is left is rounding.
    let point = try Point(
      program: "logsumexp(log_softmax(y)) + sum(y^2)", at: [("y", Tensor(vector: [-0.771, 1.268, -0.533]))])
    #expect(Hessian(point, gradient: point.vjp(.scalar(1))).asymmetry < 1e-15)
  }

  @Test func zerosHaveOneSign() throws {
    let point = try Point(program: "det(A)", at: [("A", Tensor(rows: [[1, 1], [1, 1]]))])
    let elements = Hessian(point, gradient: point.vjp(.scalar(1))).blocks[0][0].elements
    #expect(elements.allSatisfy { $0 != 0 || $0.sign == .plus })
  }

  /// Tangents along x, three times over.
  private static func jet(_ program: String, _ x: Double) throws -> Dual<Dual<Dual<Tensor>>> {
    let graph = try Lowering.lower(try Parser.parse(SourceText(program)))
    let one = Dual(Tensor.scalar(1), tangent: nil)
    let second = Dual(Dual(Tensor.scalar(x), tangent: .scalar(1)), tangent: one)
    return Evaluation.run(graph, inputs: [Dual(second, tangent: Dual(one, tangent: nil))])[Int(graph.output)]
  }

  /// A tangent may have a smaller shape than its value.
  @Test func dualsOfDuals() throws {
    // The determinant is -2 for every x, the rest 2x³ + 3x².
    let value = try Self.jet("det([1, 2; 3, 4] + x) + sum((x + [1, 2]) @ [1; 1]) * x^2", 2)
    #expect(value.value.value.value == .scalar(26))
    #expect(value.tangent?.value.value == .scalar(36))
    #expect(value.tangent?.tangent?.value == .scalar(30))
    #expect(value.tangent?.tangent?.tangent == .scalar(12))
  }

  @Test func thirdDerivativeOfDeterminant() throws {
    // x³ + x² - 4x - 2
    let value = try Self.jet("det(x*eye(3) + [1, 2, 0; 1, 0, 1; 0, 2, 0.0])", 3)
    #expect(value.value.value.value.scalar.map { abs($0 - 22) < 1e-13 } == true, "\(value)")
    #expect(value.tangent?.value.value.scalar.map { abs($0 - 29) < 1e-13 } == true)
    #expect(value.tangent?.tangent?.value.scalar.map { abs($0 - 20) < 1e-12 } == true)
    #expect(value.tangent?.tangent?.tangent?.scalar.map { abs($0 - 6) < 1e-12 } == true)
  }

  private func isSame(_ x: [Double], _ y: [Double]) -> Bool {
    x.count == y.count && zip(x, y).allSatisfy { $0.isSame(as: $1) }
  }
}
