import AutodiffTestSupport
import Testing

@testable import AutodiffCore

/// The kernels of every level that the processor can run give the bits of their definitions.
@Suite(.namesCases) struct KernelSetTests {
  static let lengths = [1, 2, 3, 4, 5, 7, 8, 12, 13, 16, 24, 25, 33, 97]
  static let inner = [1, 3, 8, 17, 255, 256, 257, 1030]

  static func numbers(_ count: Int, seed: UInt64) -> [Double] {
    var random = SplitMix64(seed: seed)
    return (0..<count).map { _ in Double.random(in: -1...1, using: &random) }
  }

  /// The sum of products: by fused multiply-adds one after the other in blocks of 256, whose sums are added.
  static func product(_ k: Int, _ a: (Int) -> Double, _ b: (Int) -> Double) -> Double {
    var total: Double?
    for start in stride(from: 0, to: k, by: 256) {
      var sum = -0.0
      for p in start..<min(start + 256, k) { sum = sum.addingProduct(a(p), b(p)) }
      total = total.map { $0 + sum } ?? sum
    }
    return total ?? 0
  }

  @Test func productsOfMatrices() {
    var random = SplitMix64(seed: 5)
    for (number, kernels) in KernelSet.all.enumerated() {
      for _ in 0..<60 {
        let m = Self.lengths.randomElement(using: &random) ?? 1
        let n = Self.lengths.randomElement(using: &random) ?? 1
        let k = Self.inner.randomElement(using: &random) ?? 1
        let (isTurnedA, isTurnedB) = (Bool.random(using: &random), Bool.random(using: &random))
        let (a, b) = (Self.numbers(m * k, seed: UInt64(m + k)), Self.numbers(k * n, seed: UInt64(n + 2 * k)))
        let before = Self.numbers(m * n, seed: 3)
        let (aRow, aColumn) = isTurnedA ? (1, m) : (k, 1)
        let (bRow, bColumn) = isTurnedB ? (1, k) : (n, 1)
        for update in [MatrixKernel.set, MatrixKernel.add, MatrixKernel.subtract] {
          var c = before
          var scratch = [Double](repeating: .nan, count: MatrixKernel.scratchCount)
          kernels.multiply(m, n, k, a, aRow, aColumn, b, bRow, bColumn, update, &c, n, &scratch)
          let isRight = (0..<m * n).allSatisfy { place in
            let (i, j) = (place / n, place % n)
            // A later block is added, or subtracted, to what the earlier ones left.
            var value = before[place]
            for (number, start) in stride(from: 0, to: k, by: 256).enumerated() {
              let sum = Self.product(
                min(256, k - start), { a[i * aRow + (start + $0) * aColumn] }, { b[(start + $0) * bRow + j * bColumn] })
              if update == MatrixKernel.subtract {
                value -= sum
              } else {
                value = update == MatrixKernel.set && number == 0 ? sum : value + sum
              }
            }
            return c[place].bitPattern == value.bitPattern
          }
          #expect(isRight, "set \(number): \(m)x\(n)x\(k), turned \(isTurnedA) \(isTurnedB), update \(update)")
        }
      }
    }
  }

  /// More columns than are copied at once.
  @Test func productsOfManyColumns() {
    let (m, n, k) = (13, 2061, 5)
    let (a, b) = (Self.numbers(m * k, seed: 1), Self.numbers(k * n, seed: 2))
    for (number, kernels) in KernelSet.all.enumerated() {
      var c = Self.numbers(m * n, seed: 3)
      var scratch = [Double](repeating: .nan, count: MatrixKernel.scratchCount)
      kernels.multiply(m, n, k, a, k, 1, b, 1, k, MatrixKernel.set, &c, n, &scratch)
      let isRight = (0..<m * n).allSatisfy { place in
        let (i, j) = (place / n, place % n)
        return c[place].bitPattern == Self.product(k, { a[i * k + $0] }, { b[$0 + j * k] }).bitPattern
      }
      #expect(isRight, "set \(number)")
    }
  }

  /// The questions: numbers for which the answer is yes, and such for which it is no.
  static let questions: [(question: Int, yes: [Double], no: [Double])] = {
    let (least, normal) = (Double.leastNonzeroMagnitude, Double.leastNormalMagnitude)
    let large = Double.greatestFiniteMagnitude
    return [
      (QuestionKernel.nonzero, [1, -least, .nan, -.infinity], [0, -0.0]),
      (QuestionKernel.zero, [0, -0.0], [least, -1, .nan, .infinity]),
      (QuestionKernel.negativeZero, [-0.0], [0, -least, -1, -.nan, -.infinity]),
      (QuestionKernel.nan, [.nan, -.nan], [0, 1, .infinity, -.infinity]),
      (QuestionKernel.notFinite, [.nan, .infinity, -.infinity], [0, -0.0, least, large, -large]),
      (QuestionKernel.atRange, [0, -0.0, least, -normal.nextDown, -.infinity], [normal, -normal, large, .nan]),
    ]
  }()

  @Test func questions() {
    #expect(Self.questions.map(\.question) == Array(0..<Self.questions.count))
    for (number, kernels) in KernelSet.all.enumerated() {
      for (question, yes, no) in Self.questions {
        for count in [1, 3, 4, 7, 8, 9, 19] {
          var x = (0..<count).map { no[$0 % no.count] }
          #expect(!kernels.any(question, x, count), "set \(number): question \(question) to \(x)")
          for place in 0..<count {
            for other in yes {
              x[place] = other
              #expect(kernels.any(question, x, count), "set \(number): question \(question) to \(x)")
            }
            x[place] = no[0]
          }
        }
        #expect(!kernels.any(question, yes, 0))
      }
    }
  }

  @Test func eightSums() {
    let x = Self.numbers(240, seed: 7).map { $0 * $0 * $0 * 1e9 }
    for (number, kernels) in KernelSet.all.enumerated() {
      var (totals, errors) = ([Double](repeating: .nan, count: 8), [Double](repeating: .nan, count: 8))
      kernels.addEights(x, &totals, &errors, x.count)
      for lane in 0..<8 {
        var (total, error) = (DoubleDouble(-0.0), 0.0)
        for place in stride(from: lane, to: x.count, by: 8) {
          total = DoubleDouble(sumOf: total.high, x[place])
          error += total.low
        }
        #expect(totals[lane] == total.high && errors[lane] == error, "set \(number), lane \(lane)")
      }
    }
  }

  /// Products in pairs of doubles, those next to the greatest doubles among them.
  @Test func productsInPairs() {
    let factors = [0.1, -3e7, 1.7e300, 1e-300]
    var x = Self.numbers(21, seed: 8)
    x[3] = 0x1.fffffffp500
    x[9] = -.greatestFiniteMagnitude
    x[20] = 0x1.23456789abcdep-800
    for (number, kernels) in KernelSet.all.enumerated() {
      var (high, low) = ([Double](repeating: 0, count: x.count), [Double](repeating: 0, count: x.count))
      var expected = high.map { DoubleDouble($0) }
      for factor in factors {
        kernels.addProductsToPairs(x, factor, &high, &low, x.count)
        for place in x.indices { expected[place] = expected[place] + DoubleDouble(productOf: x[place], factor) }
        for place in x.indices {
          let isSame =
            high[place].bitPattern == expected[place].high.bitPattern
            && low[place].bitPattern == expected[place].low.bitPattern
          #expect(isSame || expected[place].high.isNaN && high[place].isNaN, "set \(number), \(factor), place \(place)")
        }
      }
    }
  }

  @Test func productsWithVectors() {
    for (number, kernels) in KernelSet.all.enumerated() {
      for m in Self.lengths {
        for k in Self.inner {
          let (a, x) = (Self.numbers(m * k, seed: UInt64(m + k)), Self.numbers(max(m, k), seed: 9))
          var column = [Double](repeating: 0, count: m)
          kernels.multiplyColumn(m, k, a, k, x, MatrixKernel.set, &column, 1)
          let isRight = (0..<m).allSatisfy { i in
            column[i].bitPattern == Self.product(k, { a[i * k + $0] }, { x[$0] }).bitPattern
          }
          #expect(isRight, "set \(number): matrix \(m)x\(k) by a column")
          var (row, scratch) = ([Double](repeating: 0, count: m), [Double](repeating: 0, count: m))
          kernels.multiplyRow(m, k, x, 1, a, m, MatrixKernel.set, &row, &scratch)
          let isRowRight = (0..<m).allSatisfy { j in
            row[j].bitPattern == Self.product(k, { x[$0] }, { a[$0 * m + j] }).bitPattern
          }
          #expect(isRowRight, "set \(number): row by matrix \(k)x\(m)")
        }
      }
      for k in Self.inner + [1024, 5000] {
        let (x, y) = (Self.numbers(k, seed: 1), Self.numbers(k, seed: 2))
        var sum = 0.0
        kernels.multiplyColumn(1, k, x, k, y, MatrixKernel.set, &sum, 1)
        #expect(sum.bitPattern == Self.product(k, { x[$0] }, { y[$0] }).bitPattern, "set \(number): \(k) products")
      }
    }
  }

  /// Any number of lanes, at every edge, gives what one number by itself gives.
  @Test func functionsOfLanes() {
    let edges: [Double] = [
      .nan, .infinity, -.infinity, 0, -0.0, 0x1p-1074, -0x1p-1074, Double(bitPattern: 0x12688b70e62b), 1, -1, 0.5,
      709.78, 709.79, -745.1, -745.2, 1e308,
      -1e308, Double(bitPattern: 0x730d67819e8d2), 20, -20, 0.1, 36.8, -36.8,
    ]
    let numbers = edges + Self.numbers(2000, seed: 4).map { $0 * 50 }
    for primitive in Primitive.allCases {
      let row = Gate<Double>.table[Int(primitive.rawValue)]
      guard let lanes = row.lanes, case .unary(let function) = row.value else { continue }
      for count in [1, 2, 3, 4, 5, 7, 8, 9, 31, numbers.count] {
        var results = [Double](repeating: 7, count: count + 1)
        lanes(numbers, &results, count)
        let wrong = (0..<count).first { !results[$0].isSame(as: function(numbers[$0])) }
        #expect(wrong == nil, "\(row.name) of \(wrong.map { numbers[$0] } ?? 0) among \(count)")
        #expect(results[count] == 7, "\(row.name) of \(count) lanes writes one more")
      }
    }
    let loops: [(String, (KernelSet) -> KernelSet.TableLoop, [UInt64], (Double) -> Double)] = [
      ("exp", { $0.exp }, Exponential.table, Exponential.exp),
      ("expm1", { $0.expm1 }, Exponential.table, Exponential.expm1),
      ("tanh", { $0.tanh }, Exponential.table, Exponential.tanh),
      ("log", { $0.log }, Logarithm.table, Logarithm.log),
      ("log1p", { $0.log1p }, Logarithm.table, Logarithm.log1p),
      ("sigma", { $0.sigma }, Exponential.table, Stable.sigma),
      ("sigmaSlope", { $0.sigmaSlope }, Exponential.table, Stable.sigmaSlope),
      ("sin", { $0.sin }, Trigonometry.table, Trigonometry.sin),
      ("cos", { $0.cos }, Trigonometry.table, Trigonometry.cos),
      ("sechSquared", { $0.sechSquared }, Exponential.table, Stable.sechSquared),
    ]
    for (number, kernels) in KernelSet.all.enumerated() {
      for (name, loop, table, function) in loops {
        let results = Self.results(numbers, table, loop(kernels))
        let wrong = numbers.indices.first { !results[$0].isSame(as: function(numbers[$0])) }
        #expect(wrong == nil, "set \(number): \(name)(\(wrong.map { numbers[$0] } ?? 0))")
      }
    }
  }

  static func results(_ numbers: [Double], _ table: [UInt64], _ loop: KernelSet.TableLoop) -> [Double] {
    var results = [Double](repeating: .nan, count: numbers.count)
    loop(numbers, &results, numbers.count, table)
    return results
  }

  @Test func elementByElement() {
    let x: [Double] = [1, -2, 0, -0.0, .nan, .infinity, 3.5, 1e308, 2]
    let y: [Double] = [2, -2, 0, 0, 1, .infinity, -0.5, 1e308, 1]
    let operations: [(Int, (Double, Double) -> Double)] = [
      (ElementwiseKernel.add, { $0 + $1 }), (ElementwiseKernel.subtract, { $0 - $1 }),
      (ElementwiseKernel.multiply, { $0 * $1 }), (ElementwiseKernel.divide, { $0 / $1 }),
      (ElementwiseKernel.less, { $0 < $1 ? 1 : 0 }), (ElementwiseKernel.lessEqual, { $0 <= $1 ? 1 : 0 }),
      (ElementwiseKernel.greater, { $0 > $1 ? 1 : 0 }), (ElementwiseKernel.greaterEqual, { $0 >= $1 ? 1 : 0 }),
      (ElementwiseKernel.equal, { $0 == $1 ? 1 : 0 }), (ElementwiseKernel.notEqual, { $0 != $1 ? 1 : 0 }),
    ]
    for (number, kernels) in KernelSet.all.enumerated() {
      for (code, operation) in operations {
        for (xStep, yStep) in [(1, 1), (1, 0), (0, 1), (0, 0)] {
          var results = [Double](repeating: 7, count: x.count)
          kernels.binary(code, x, xStep, y, yStep, &results, x.count)
          for place in x.indices {
            let value = operation(x[place * xStep], y[place * yStep])
            #expect(results[place].isSame(as: value), "set \(number): operation \(code), \(xStep) \(yStep), \(place)")
          }
        }
      }
      var results = x
      kernels.negate(x, &results, x.count)
      #expect(zip(results, x).allSatisfy { $0.isSame(as: -$1) })
      kernels.choose([1, 0, .nan], 1, x, 1, y, 1, &results, 3)
      #expect(Array(results.prefix(3)) == [1, -2, 0])
    }
  }
}
