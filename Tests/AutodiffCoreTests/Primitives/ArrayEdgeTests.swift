import AutodiffTestSupport
import Testing

@testable import AutodiffCore

/// Values and derivatives of arrays where textbook formulas cancel, overflow or divide by 0.
///
/// The numbers are those of mpmath with 80 digits.
@Suite(.namesCases) struct ArrayEdgeTests {
  typealias Edge = (text: String, input: [Double], derivatives: [Double])

  static let gradients: [Edge] = [
    // One weight is nearly 1, and 1 - p would lose the digits of the others.
    ("log_softmax(v)[1]", [25, 0], [1.3887943864771146e-11, -1.3887943864771146e-11]),
    ("log_softmax(v)[1]", [50, 0], [1.9287498479639178e-22, -1.9287498479639178e-22]),
    ("log_softmax(v)[1]", [0, 50], [1, -1]),
    ("log_softmax(v)[1]", [700, 0], [9.85967654375977e-305, -9.85967654375977e-305]),
    ("log_softmax(v)[1]", [40, 0, 1], [1.5796578428307375e-17, -4.248354255291589e-18, -1.1548224173015786e-17]),
    ("log_softmax(v)[3]", [40, 0, 1], [-1, -4.248354255291589e-18, 1]),
    (
      "log_softmax(v)[2]", [-3, 60, 59.5], [-2.7136799249401826e-28, 0.37754066879814546, -0.37754066879814546]
    ),
    ("softmax(v)[1]", [40, 0], [4.248354255291589e-18, -4.248354255291589e-18]),
    ("softmax(v)[2]", [40, 0], [-4.248354255291589e-18, 4.248354255291589e-18]),
    ("softmax(v)[1]", [0, 40, 39], [3.105795823390202e-18, -2.2705186801626468e-18, -8.352771432275553e-19]),
    ("softmax(v)[1]", [100, 0, 1], [1.3832290902125321e-43, -3.720075976020836e-44, -1.0112214926104486e-43]),
    ("softmax(v)[1]", [0, 0], [0.25, -0.25]),
    ("-log(softmax(v)[1])", [40, 0], [-4.248354255291589e-18, 4.248354255291589e-18]),
    (
      "A = reshape(v, 2, 2); log_softmax(A, axis=2)[1,1]", [50, 0, 1, 2],
      [1.9287498479639178e-22, -1.9287498479639178e-22, 0, 0]
    ),
    (
      "A = reshape(v, 2, 2); log_softmax(A, axis=1)[1,1]", [50, 1, 0, 2],
      [1.9287498479639178e-22, 0, -1.9287498479639178e-22, 0]
    ),
    ("logsumexp(v)", [0, 50], [1.9287498479639178e-22, 1]),
    ("logsumexp(v)", [50, 0], [1, 1.9287498479639178e-22]),
    // Partial products leave the range of doubles.
    ("prod(v)", [1e200, 1e200, 1e-200, 1e-200], [1e-200, 1e-200, 1e200, 1e200]),
    ("prod(v)", [1e-200, 1e-200, 1e200, 1e200], [1e200, 1e200, 1e-200, 1e-200]),
    ("prod(v)", [3e-200, 4e150, 0, 5e90], [0, 0, 6.0000000000000004e41, 0]),
    ("prod(v)", [1e300, 1e300, 1e-300], [1, 1, .infinity]),
    ("A = reshape(v, 2, 2); prod(A, axis=1)[1]", [1e-200, 5, 1e250, 7], [1e250, 0, 1e-200, 0]),
    // The roundings of a sum are summed alongside.
    ("sum(v)^2", [1e16, 1, -1e16], [2, 2, 2]),
    ("mean(v)^2", [1e16, 1, 1, -1e16], [0.25, 0.25, 0.25, 0.25]),
    ("sum(sum(reshape(v, 3, 2), axis=1)^2)", [1e16, 1, 1, 2, -1e16, 3], [2, 12, 2, 12, 2, 12]),
    // A length is infinite, too great or subnormal.
    ("norm(v)", [.infinity, 1], [1, 0]), ("norm(v)", [1, -.infinity], [0, -1]),
    ("norm(v)", [.infinity, -.infinity, 1], [.nan, .nan, 0]),
    ("norm(v)", [1.5e308, -1.5e308], [0.7071067811865476, -0.7071067811865476]),
    ("norm(v)", [6 * Double.leastNonzeroMagnitude, 8 * Double.leastNonzeroMagnitude], [0.6, 0.8]),
    ("norm(v)", [0, 0], [0, 0]),
    // Nothing is defined.
    ("sum(inv(reshape(v, 2, 2)))", [1, 2, 2, 4], [.nan, .nan, .nan, .nan]),
    ("sum(inv(reshape(v, 1, 1)))", [0], [.nan]),
    ("sum(solve(reshape(v, 2, 2), [1, 2]))", [1, 2, 2, 4], [.nan, .nan, .nan, .nan]),
    ("sum(solve(reshape(v, 2, 2), [1, 2]))", [0, 0, 0, 0], [.nan, .nan, .nan, .nan]),
    ("det(reshape(v, 2, 2))", [1, 2, 2, 4], [4, -2, -2, 1]),
    // Rows of different scales: the factors of the transposed matrix would be others.
    ("sum(solve(reshape(v, 2, 2), [1, 2]))", [1, 2, 3, 4], [0, 0.25, 0, -0.25]),
  ]

  @Test func gradientsAreRight() {
    forEach(Self.gradients) { (edge: Edge) throws in
      let point = try ArrayProgram(edge.text, ["v": [edge.input.count]]).point([edge.input])
      let derivatives = Derivatives(gradientOf: point).values
      expectClose(derivatives, edge.derivatives, "\(edge.text) at \(edge.input)")
      // The other mode has no other digits.
      if edge.derivatives.allSatisfy(\.isFinite) {
        expectClose(point.jacobian(.forward)[0].elements, edge.derivatives, "forward")
      }
    }
  }

  static let hessians: [Edge] = [
    ("logsumexp(v)", [40, 0], [4.248354255291589e-18, -4.248354255291589e-18, 4.248354255291589e-18]),
    (
      "logsumexp(v)", [0, 50, 51],
      [
        5.1872072557857803e-23, -1.3950548923117797e-23, -3.792152363474001e-23, 0.19661193324148185,
        -0.19661193324148185, 0.19661193324148185,
      ]
    ),
    ("softmax(v)[1]", [40, 0], [-4.248354255291589e-18, 4.248354255291589e-18, -4.248354255291589e-18]),
    ("log_softmax(v)[1]", [40, 0], [-4.248354255291589e-18, 4.248354255291589e-18, -4.248354255291589e-18]),
    ("prod(v)", [1, 2, 3, 0], [0, 0, 0, 6, 0, 0, 3, 0, 2, 0]),
    // An overflow is not 0.
    ("sum(sqrt(v))", [1e-300, 1], [-.infinity, 0, -0.25]), ("sum(cbrt(v))", [-1e-250, 1], [.infinity, 0, -2.0 / 9]),
  ]

  @Test func secondDerivativesAreRight() {
    forEach(Self.hessians) { (edge: Edge) throws in
      let n = edge.input.count
      let point = try ArrayProgram(edge.text, ["v": [n]]).point([edge.input])
      let block = Hessian(point, gradient: point.vjp(.scalar(1))).blocks[0][0].elements
      let upper = (0..<n).flatMap { row in (row..<n).map { block[row * n + $0] } }
      expectClose(upper, edge.derivatives, "\(edge.text) at \(edge.input)")
    }
  }

  /// A thousand factors whose product stays near 1 only as a whole.
  @Test func longProducts() throws {
    let factors = [Double](repeating: 1e10, count: 500) + [Double](repeating: 1e-10, count: 500)
    let point = try ArrayProgram("prod(v)", ["v": [1000]]).point([factors])
    #expect(abs(point.value[0] - 1.0000000000000182) < 1e-12)
    let gradient = point.vjp(.scalar(1))[0].elements
    for (place, derivative) in gradient.enumerated() {
      let exact = place < 500 ? 1.0000000000000183e-10 : 10000000000.000181
      #expect(abs(derivative / exact - 1) < 1e-12)
    }
  }

  /// A sum is the last of the running sums, in packs and beyond them, along either axis.
  @Test(arguments: [1, 3, 7, 8, 15, 16, 17, 40, 700]) func sumsAreThoseOfRunningSums(_ count: Int) {
    var generator = SplitMix64(seed: UInt64(count))
    let terms = (0..<count).map { _ in
      Double.random(in: -1...1, using: &generator) * (Bool.random(using: &generator) ? 1e12 : 1e-4)
    }
    let vector = Tensor(Shape([count]), terms)
    let last = vector.cumsum(axis: 0, reversed: false)[count - 1]
    #expect(abs(vector.sum(axis: nil)[0] - last) <= last.ulp)
    let matrix = Tensor(Shape([count, 2]), terms.flatMap { [$0, -$0] })
    let sums = matrix.sum(axis: 0)
    #expect(abs(sums[0] - last) <= last.ulp && sums[1] == -sums[0])
  }

  /// An infinite element settles the singular elements of both modes alike.
  @Test(arguments: ["inv(reshape(v, 2, 2))", "solve(reshape(v, 2, 2), [1, 2])"])
  func singularMatricesHaveNoInfinities(_ text: String) throws {
    let point = try ArrayProgram(text, ["v": [4]]).point([[1, 2, 2, 4]])
    #expect(Derivatives(jacobianOf: point).values.allSatisfy { $0.isNaN })
    #expect(point.value.elements.allSatisfy { $0.isNaN })
  }

  /// The way back through a system agrees with that through the transposed system, whatever the scales.
  @Test func systemsOfUnlikeScales() {
    var generator = SplitMix64(seed: 3)
    for n in [2, 3, 5] {
      for _ in 0..<20 {
        let scales = (0..<n).map { _ in
          Double(sign: .plus, exponent: Int.random(in: -60...60, using: &generator), significand: 1)
        }
        let plain = Arrays.random([n, n], seed: generator.next()) + .scalar(3) * .identity(n)
        let scaled = Tensor(Shape([n, n]), (0..<n * n).map { plain[$0] * scales[$0 / n] })
        let right = Arrays.random([n], seed: generator.next())
        // Scaled rows divide the solution of the transposed system.
        let expected = Tensor.transposedSolution(plain, right).elements
        let found = Tensor.transposedSolution(scaled, right).elements
        for place in 0..<n {
          #expect(abs(found[place] * scales[place] - expected[place]) <= 1e-13 * abs(expected[place]))
        }
      }
    }
  }

  private func expectClose(_ values: [Double], _ exact: [Double], _ comment: String) {
    #expect(values.count == exact.count)
    for (value, exact) in zip(values, exact) {
      let isClose = value == exact || value.isNaN && exact.isNaN || abs(value - exact) <= 2e-15 * abs(exact)
      #expect(isClose, "\(comment): \(value), not \(exact)")
    }
  }
}
