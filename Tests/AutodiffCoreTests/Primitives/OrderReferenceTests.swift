import AutodiffTestSupport
import Testing

@testable import AutodiffCore

/// Values and derivatives of functions that go by the order of elements, and of movements along axes.
///
/// The numbers are those of JAX 0.10 in double precision, sums of all elements of a result with weights.
@Suite(.namesCases) struct OrderReferenceTests {
  typealias Case = ArrayReferenceTests.Case

  static let cases = [
    Case(
      "sum([-1.2, -1.99, -0.37, 0.63, 1.7, 0.16] * sort(v)^2)", at: [-0.83, -1.18, 1.12, 2.45, 0.41, -1.85],
      value: -3.9339860000000004,
      gradient: [0.6142, 4.6964, 3.8080000000000003, 0.784, 0.5166, 4.44],
      product: [0.74, 0.0, 3.4, -0.16, 0.63, 2.4]),
    Case(
      "sum([[-1.44, 2.4, 0.3, -2.6], [-0.13, -1.74, -0.94, -0.73], [-1.07, 0.83, -0.09, -0.88]] * sort(reshape(v, 3, 4), axis=1)^3)",
      at: [0.61, 1.24, -2.46, -0.39, -1.47, -0.26, -1.93, 0.03, -0.06, -0.46, -1.57, -0.59],
      value: 8.92801295,
      gradient: [
        -1.1944409999999999, 3.828624, 5.446439999999999, -0.33309900000000003, -9.335087999999999, -0.3528720000000001,
        -10.504218, -0.002376, -0.001404, 1.52352, -0.665523, -2.7151799999999997,
      ],
      product: [
        3.9162000000000003, 0.0, -4.428, -0.8541, 6.3504, -2.7144, 0.0, -0.15839999999999999, -0.0234,
        -3.3120000000000003, -0.8478, 0.0,
      ]),
    Case(
      "sum([[-1.64, -2.03, 0.34, -1.66], [1.76, 1.07, -3.0, 0.41], [-1.65, 0.05, 0.07, -2.98]] * sort(reshape(v, 3, 4), axis=2)^2)",
      at: [-0.35, -0.38, 1.44, -1.77, 1.11, -1.65, -0.5, -1.26, 2.17, 0.85, 3.65, 0.96],
      value: -43.103593000000004,
      gradient: [
        -0.238, 1.5428, -4.780799999999999, 5.8056, 0.9102, -5.808, 3.0, -2.6964, 0.3038, -2.8049999999999997,
        -21.753999999999998, 0.096,
      ],
      product: [-0.68, 0.0, -3.32, 1.64, 0.41, -3.52, 0.0, 2.14, -0.07, -1.65, 5.96, 0.0]),
    Case(
      "sum([[[1.27, 1.26], [-0.91, -0.11], [2.03, -0.59]], [[0.28, -0.03], [0.91, -0.55], [-0.23, 0.36]]] * sort(reshape(v, 2, 3, 2), axis=2)^2)",
      at: [0.15, -1.3, 1.34, -1.95, -1.8, -1.92, 1.45, -0.54, -1.46, -1.7, 0.63, -1.58],
      value: 10.247647,
      gradient: [
        -0.273, 1.534, 5.4403999999999995, -4.914, -4.572, 0.4224, -0.667, -0.38880000000000003, -0.8176000000000001,
        0.102, 1.1466, 1.7380000000000002,
      ],
      product: [1.82, 0.0, 4.06, -1.26, 1.27, 0.22, 0.0, 0.72, -0.28, -0.03, -1.82, 0.0]),
    Case(
      "median(v)^3", at: [-1.91, 0.92, -1.8, -0.48, -0.01, -0.67, -0.08],
      value: -0.110592,
      gradient: [0.0, 0.0, 0.0, 0.6912, 0.0, 0.0, 0.0],
      product: [0.0, 0.0, 0.0, 1.44, 0.0, 0.0, 0.0]),
    Case(
      "median(v)^3", at: [2.01, -0.78, -1.89, -2.76, -0.31, -0.53, 0.4, -0.7],
      value: -0.23260837499999998,
      gradient: [0.0, 0.0, 0.0, 0.0, 0.0, 0.5673374999999999, 0.0, 0.5673374999999999],
      product: [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]),
    Case(
      "sum([-0.72, -1.08, -0.78, 0.24] * median(reshape(v, 3, 4), axis=1)^2)",
      at: [-0.57, 0.15, 2.85, 0.72, -2.36, 2.6, 0.52, -1.41, 1.36, 0.03, -0.92, -0.95],
      value: -0.25254,
      gradient: [0.8207999999999999, -0.324, 0.0, 0.0, 0.0, 0.0, -0.8112, 0.0, 0.0, 0.0, 0.0, -0.45599999999999996],
      product: [1.44, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]),
    Case(
      "sum([-1.49, 0.07, 1.6] * median(reshape(v, 3, 4), axis=2)^2)",
      at: [-0.49, 0.63, 2.81, -1.82, 0.39, -0.46, -1.59, -1.54, -0.02, 0.65, -0.8, 0.08],
      value: 0.064139,
      gradient: [-0.1043, -0.1043, 0.0, 0.0, 0.0, -0.07, 0.0, -0.07, 0.048, 0.0, 0.0, 0.048],
      product: [0.745, 0.745, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, -0.4, 0.0, 0.0, -0.4]),
    Case(
      "sum([1.08, 0.44, 1.3, 0.69, 0.73, 2.74] * cummax(v)^2)", at: [0.93, 0.19, 1.06, -1.38, -0.51, 1.19],
      value: 8.250954,
      gradient: [2.8272000000000004, 0.0, 5.7664, 0.0, 0.0, 6.5212],
      product: [-3.04, 0.0, 5.4399999999999995, 0.0, 0.0, -5.48]),
    Case(
      "sum([[0.95, 2.32, 0.02], [-2.19, 2.92, 1.64], [-1.59, 2.06, 0.05]] * cummax(reshape(v, 3, 3), axis=1)^2)",
      at: [-2.72, -0.63, -0.76, 2.39, -1.19, -0.38, -0.42, -0.57, -1.37],
      value: -11.55862,
      gradient: [-5.168, -6.602399999999999, -0.0304, -18.0684, 0.0, -1.2844, 0.0, -2.3484, 0.0],
      product: [-1.9, 0.0, 0.04, 3.7800000000000002, 0.0, -3.38, 0.0, 4.12, 0.0]),
    Case(
      "sum([[0.33, 1.62, 0.94, -1.39], [-1.72, 0.18, -1.06, -0.95]] * cummax(reshape(v, 2, 4), axis=2)^2)",
      at: [-2.52, 2.93, 1.37, -1.46, 1.36, 2.01, -3.58, -0.82],
      value: 1.5652700000000053,
      gradient: [-1.6632, 6.856200000000001, 0.0, 0.0, -4.6784, -7.356599999999999, 0.0, 0.0],
      product: [-0.66, 0.0, 0.0, 0.0, -1.72, 3.66, 0.0, 0.0]),
    Case(
      "argmax(v)*v[1]^2 + argmin(v)*v[2]^2", at: [-0.58, 0.97, -0.18, -0.35, -0.09],
      value: 1.6137,
      gradient: [-2.32, 1.94, 0.0, 0.0, 0.0],
      product: [-4.0, 0.0, 0.0, 0.0, 0.0]),
    Case(
      "sum([2.78, 3.24, -0.79, -1.39] * argmax(reshape(v, 3, 4), axis=1)) + sum(argmin(reshape(v, 3, 4), axis=2)*v[1:3]^2)",
      at: [4.04, -1.47, -0.86, 0.05, 0.72, 1.54, 0.59, -1.31, 0.76, 0.37, 2.82, -0.02],
      value: 49.7452,
      gradient: [16.16, -11.76, -6.88, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
      product: [-4.0, 0.0, 8.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]),
    Case(
      "sum([[-2.01, -1.57, 2.18], [-0.81, -3.16, -0.87]] * roll(reshape(v, 2, 3), 2, axis=2)^2 * flip(reshape(v, 2, 3)))",
      at: [0.0, 1.78, -1.52, 1.0, 1.19, -1.05],
      value: -2.087451800000001,
      gradient: [-0.87, 4.02948, 4.532591000000001, 0.0, -0.6970720000000004, 5.443596000000002],
      product: [-3.49, 0.5195999999999987, -2.3141, 1.74, 4.0762, 11.249600000000001]),
    Case(
      "sum([-0.28, 2.65, 2.58, 1.28, 0.5] * roll(v, -2)^2 * flip(v))", at: [1.71, -0.21, -0.14, -1.29, 0.01],
      value: -6.43710943,
      gradient: [-0.8972459999999999, 3.3837479999999998, 0.0010420000000000002, 13.229595, -0.012712000000000001],
      product: [0.5376, -4.1676, 0.0594, 10.2555, -0.23120000000000002]),
    Case(
      "A = pad(reshape(v, 2, 3), 1); sum([[-0.12, 4.16, -0.29, 1.91, 1.98], [-0.28, 1.75, -3.27, 0.14, 1.29], [-3.6, -1.74, 1.58, -0.39, -1.65], [-0.56, -0.81, 1.09, 0.68, -0.42]] * A * roll(A, 1, axis=2) * flip(A, axis=1))",
      at: [-1.0, -0.08, 1.99, 0.52, 0.96, -0.23],
      value: -0.13774575999999997,
      gradient: [
        0.25113599999999997, 3.8638579999999996, 0.08868799999999999, -0.121344, -0.148825, -0.7673439999999999,
      ],
      product: [0.1308, 4.1158, 0.43045, -0.0632, 0.6674, -0.77365]),
  ]

  @Test func derivativesAreThoseOfJAX() {
    forEach(Self.cases) { (reference: Case) throws in try ArrayReferenceTests.expectAgreement(reference) }
  }

  // MARK: - Ties

  typealias Tie = (
    text: String, input: [Double], gradient: [Double], sides: [(input: Int, left: Double, right: Double)]
  )

  /// The derivatives where elements are equal: to the first of them, and on both sides along each that is not settled.
  static let ties: [Tie] = [
    ("sum([1, 10, 100] * sort(v))", [3, 1, 3], [10, 1, 100], [(1, 10, 100), (3, 10, 100)]),
    ("sum([1, 10, 100] * sort(v))", [2, 2, 2], [1, 10, 100], [(1, 1, 100), (2, 1, 100), (3, 1, 100)]),
    ("sum(sort(v)^2)", [3, 1, 3], [6, 2, 6], []), ("sort(v)[1]", [3, 1, 3], [0, 1, 0], []),
    ("median(v)", [3, 1, 3], [1, 0, 0], [(1, 1, 0), (3, 1, 0)]), ("median(v)", [3, 3, 1, 4], [0.5, 0.5, 0, 0], []),
    ("median(v)", [1, 3, 3, 3], [0, 0.5, 0.5, 0], [(2, 0.5, 0), (3, 0.5, 0), (4, 0.5, 0)]),
    ("sum([1, 10, 100] * cummax(v))", [3, 1, 3], [111, 0, 0], [(1, 11, 111), (3, 0, 100)]),
    ("sum(cummax(abs(v)))", [0, 1], [0, 1], [(1, -1, 1)]),
  ]

  @Test func tiesAreKinksOfTheFirst() {
    forEach(Self.ties) { (tie: Tie) throws in
      let point = try ArrayProgram(tie.text, ["v": [tie.input.count]]).point([tie.input])
      let derivatives = Derivatives(gradientOf: point)
      #expect(derivatives.values == tie.gradient && derivatives.isExamined, "\(derivatives.values)")
      #expect(point.jacobian(.forward)[0].elements == tie.gradient)
      #expect(derivatives.kinks.count == (tie.sides.isEmpty ? 0 : 1))
      let found = derivatives.kinks.flatMap(\.sides)
      #expect(found.map(\.input) == tie.sides.map { "v[\($0.input)]" })
      for (found, expected) in zip(found, tie.sides) {
        #expect(found.left == expected.left && found.right == expected.right, "\(found)")
      }
    }
  }

  @Test func aChangeOfLeaderIsAJump() throws {
    for text in ["argmax(v)", "argmin(-v)"] {
      let point = try ArrayProgram(text, ["v": [3]]).point([[3, 1, 3]])
      let derivatives = Derivatives(gradientOf: point)
      #expect(point.value[0] == 1 && derivatives.values == [0, 0, 0])
      #expect(derivatives.kinks.contains { $0.kind == .jump })
      #expect(!(try ArrayProgram(text, ["v": [3]]).point([[3, 1, 2]]).mayKink))
    }
  }

  // MARK: - Edges

  /// Values as NumPy has them, by the bits.
  static let values: [(text: String, input: [Double], value: [Double])] = [
    ("sort(v)", [2, .nan, -.infinity, 1], [-.infinity, 1, 2, .nan]), ("sort(v)", [.infinity, 0], [0, .infinity]),
    ("1/sort(v)", [0, -0.0], [.infinity, -.infinity]), ("1/sort(v)", [-0.0, 0], [-.infinity, .infinity]),
    ("argmax(v)", [1, .nan, 5], [2]), ("argmin(v)", [1, .nan, 0], [2]), ("argmax(v)", [-.infinity], [1]),
    ("cummax(v)", [1, .nan, 2], [1, .nan, .nan]), ("median(v)", [1, .nan, 2], [.nan]), ("median(v)", [7], [7]),
    ("median(v)", [1e308, 1.5e308], [1.25e308]), ("argmax(v, axis=1, keepdims=1)", [1, 4, 2], [2]),
    ("roll(v, -7)", [1, 2, 3], [2, 3, 1]), ("roll(v, 0)", [1, 2], [1, 2]), ("flip(v)", [1, 2, 3], [3, 2, 1]),
    ("pad(v, 0)", [1, 2], [1, 2]), ("pad(v, 2)", [1], [0, 0, 1, 0, 0]),
  ]

  @Test func valuesAreThoseOfNumPy() {
    forEach(Self.values) { (edge: (text: String, input: [Double], value: [Double])) throws in
      let found = try ArrayProgram(edge.text, ["v": [edge.input.count]]).point([edge.input]).value.elements
      #expect(found.map(\.description) == edge.value.map(\.description), "\(found)")
    }
  }

  /// Places are found in time that is not quadratic.
  @Test func longLanesAreSorted() throws {
    let count = 200_000
    let lane = (0..<count).map { Double($0 * 7919 % count) }
    let point = try ArrayProgram("sum(sort(v)*range(\(count)))", ["v": [count]]).point([lane])
    let gradient = point.vjp(.scalar(1))[0].elements
    #expect(gradient == lane.map { $0 + 1 })
  }
}
