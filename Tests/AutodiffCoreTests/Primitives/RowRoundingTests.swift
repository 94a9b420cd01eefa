import Testing

@testable import AutodiffCore

@Suite struct RowRoundingTests {
  /// Operands and rounded values, and what is missing to the exact ones, from mpmath with 60 digits.
  static let errors: [(primitive: Primitive, operands: [Double], value: Double, error: Double)] = [
    (.add, [5.643825084518, 3.290966054627], 8.934791139145, 0.0),
    (.add, [8.487807525616, 5.903082101112], 14.390889626728, 0.0),
    (.add, [0.358, 7.0], 7.358, 3.3306690738754696e-16),
    (.add, [5.9, 1.108], 7.008000000000001, -4.440892098500626e-16),
    (.subtract, [7.829, 4.9394716472], 2.8895283527999993, 0.0),
    (.subtract, [2.31904335854, 2.029], 0.2900433585400002, 0.0),
    (.subtract, [1.72, 1.5], 0.21999999999999997, 0.0),
    (.subtract, [1.33503002375, 4.1], -2.7649699762499997, 0.0),
    (.multiply, [0.1, 2.0], 0.2, 0.0),
    (.multiply, [8.6, 7.864], 67.6304, 1.6470380614919123e-15),
    (.multiply, [2.9, 4.89908887295], 14.207357731555, 3.6423407641539283e-16),
    (.multiply, [5.7, 8.474686409683], 48.3057125351931, 2.7488565041414504e-15),
    (.divide, [1.852, 2.759], 0.671257702065966, -3.448865583934565e-17),
    (.divide, [3.8, 2.448], 1.5522875816993464, -7.955910648932889e-17),
    (.divide, [2.782095996848, 5.31665720068], 0.5232791755865265, 1.9679168454726262e-17),
    (.divide, [6.134, 0.688], 8.915697674418606, -1.9522722480749684e-16),
    (.power, [7.385, -2.0], 0.01833576358599863, -9.168675589329592e-19),
    (.power, [4.3, 7.0], 27181.861110699992, -2.834761685832622e-13),
    (.power, [3.283, 5.0], 381.3769257809766, 3.743007747789639e-15),
    (.power, [3.4, 3.0], 39.303999999999995, 1.9788615190918792e-15),
    (.sqrt, [5.7], 2.3874672772626644, 3.7925023173701176e-17),
    (.sqrt, [8.374], 2.8937864468547088, 6.655226844665414e-17),
    (.sqrt, [8.045], 2.836370920736567, -2.0776849631776266e-16),
    (.sqrt, [5.349], 2.3127905222911997, -6.733537840086702e-17),
    (.powerSlope, [4.0, -3.0], -0.01171875, 0.0),
    (.powerSlope, [3.3, -3.0], -0.025296794643150773, 1.3276515949538323e-18),
    (.powerSlope, [0.919452779597, 2.0], 1.838905559194, 0.0),
    (.powerSlope, [5.678571339882, 3.0], 96.73851738638774, 6.540793509073755e-15),
  ]

  @Test(arguments: errors) func isKnown(_ primitive: Primitive, _ operands: [Double], _ value: Double, _ error: Double)
  {
    let found = primitive.gate.rounding.error(operands, value)
    #expect(found.isKnown)
    #expect(abs(found.size - error) <= 1e-10 * abs(error) + 1e-28 * abs(value), "\(found.size), not \(error)")
  }

  @Test func exactValuesHaveNone() {
    let exact: [(Primitive, [Double], Double)] = [
      (.add, [1, 2], 3), (.subtract, [1.5, 1.25], 0.25), (.multiply, [1.5, 3], 4.5), (.divide, [3, 4], 0.75),
      (.sqrt, [9], 3), (.power, [3, 4], 81), (.power, [2, -3], 0.125), (.exp, [0], 1), (.log, [1], 0), (.sin, [0], 0),
      (.log2, [8], 3), (.log10, [1000], 3), (.cbrt, [27], 3), (.gamma, [5], 24), (.abs, [-0.1], 0.1),
      (.negate, [0.1], -0.1), (.max, [0.1, 0.2], 0.2), (.floor, [2.7], 2), (.relu, [0.1], 0.1), (.less, [1, 2], 1),
      (.choose, [1, 0.1, 0.2], 0.1), (.stop, [0.1], 0.1), (.sqrt, [0], 0), (.divide, [0, 0.1], 0),
    ]
    for (primitive, operands, value) in exact {
      #expect(primitive.gate.rounding.error(operands, value).size == 0, "\(primitive)")
    }
  }

  /// A bound stands in for a formula that does not hold; without a number there is nothing to bound.
  @Test func edgesHaveBounds() {
    #expect(Primitive.multiply.gate.rounding.error([1e-200, 1e-150], 1e-200 * 1e-150).isKnown == false)
    #expect(Primitive.divide.gate.rounding.error([1e-300, 3e10], 1e-300 / 3e10).isKnown == false)
    #expect(Primitive.exp.gate.rounding.error([1], 2.718281828459045).size == 2.718281828459045.ulp)
    #expect(Primitive.exp.gate.rounding.error([1000], .infinity).size == 0)
    #expect(Primitive.gamma.gate.rounding.error([171], 7.257415615307999e306).size == 7.257415615307999e306.ulp)
    #expect(Primitive.power.gate.rounding.error([2, 0.3], 1.2311444133449163).isKnown == false)
  }

  /// The values of all primitives are as near to the exact ones as their rows say.
  @Test func rowsSayEnough() throws {
    for primitive in ReferenceTests.primitives {
      for reference in References.byPrimitive[primitive] ?? [] {
        let value = try Point(reference.graph, inputs: reference.inputs).value
        guard value.isFinite, reference.value.isFinite, value.magnitude > 0x1p-960 else { continue }
        let bound = primitive.gate.rounding.error(reference.arguments, value).size.magnitude
        // The references are rounded as well, by half a unit.
        #expect(
          abs(value - reference.value) <= bound + 0.5 * reference.value.ulp,
          "\(primitive) of \(reference.arguments): \(value), not \(reference.value)")
      }
    }
  }
}
