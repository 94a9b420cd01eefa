import Foundation
import AutodiffTestSupport
import Testing

@testable import AutodiffCore

extension Arrays {
  @Suite(.namesCases) struct ReductionTests {
    enum Reduction: CaseIterable {
      case sum, mean, prod, norm, logsumexp, variance, amax, amin

      func callAsFunction(_ x: Tensor, _ axis: Int?) -> Tensor {
        switch self {
        case .sum: x.sum(axis: axis)
        case .mean: x.mean(axis: axis)
        case .prod: x.prod(axis: axis)
        case .norm: x.norm(axis: axis)
        case .logsumexp: x.logsumexp(axis: axis)
        case .variance: x.variance(axis: axis)
        case .amax: x.amax(axis: axis)
        case .amin: x.amin(axis: axis)
        }
      }

      /// As the definition has it.
      func naive(_ x: [Double]) -> Double {
        let (n, sum) = (Double(x.count), x.reduce(0, +))
        return switch self {
        case .sum: sum
        case .mean: sum / n
        case .prod: x.reduce(1, *)
        case .norm: sqrt(x.reduce(0) { $0 + $1 * $1 })
        case .logsumexp: log(x.reduce(0) { $0 + exp($1) })
        case .variance: x.reduce(0) { $0 + ($1 - sum / n) * ($1 - sum / n) } / n
        case .amax: x.max() ?? .nan
        case .amin: x.min() ?? .nan
        }
      }
    }

    static let shapes: [[Int]] = [
      [], [1], [3], [7], [8], [9], [33], [600], [1, 4], [4, 1], [3, 4], [9, 17], [70, 3], [700, 2], [2, 3, 4],
      [3, 1, 5],
      [2, 130, 3],
    ]

    /// The lanes along `axis`, in the order of the value's elements.
    static func lanes(_ x: Tensor, _ axis: Int?) -> [[Double]] {
      guard let axis else { return [x.elements] }
      return places(x.shape.removing(axis: axis).lengths).map { place in
        (0..<x.shape.lengths[axis]).map { i in
          var whole = place
          whole.insert(i, at: axis)
          return x.at(whole)
        }
      }
    }

    @Test func reduces() {
      forEach(Reduction.allCases) { (reduction: Reduction) in
        forEach(Self.shapes) { (lengths: [Int]) in
          let x = random(lengths)
          for axis in [nil] + lengths.indices.map(Optional.init) {
            let shape = axis.map { x.shape.removing(axis: $0) } ?? .scalar
            #expect(close(reduction(x, axis), Tensor(shape, Self.lanes(x, axis).map(reduction.naive))))
          }
        }
      }
    }

    @Test func keepsTheShape() {
      forEach(Self.shapes) { (lengths: [Int]) in
        let (x, y) = (random(lengths), random(lengths, seed: 2))
        for axis in [nil] + lengths.indices.map(Optional.init) where axis != nil || lengths.count < 2 {
          func check(_ value: Tensor, _ naive: ([Double]) -> [Double]) {
            let found = Self.lanes(value, axis).flatMap { $0 }
            let expected = Self.lanes(x, axis).flatMap(naive)
            #expect(value.shape == x.shape)
            #expect(close(Tensor(vector: found), Tensor(vector: expected)))
          }
          func softmax(_ x: [Double]) -> [Double] { x.map { exp($0) / x.reduce(0) { $0 + exp($1) } } }
          func sums(_ x: [Double]) -> [Double] { x.indices.map { x[...$0].reduce(0, +) } }
          check(x.softmax(axis: axis), softmax)
          check(x.logSoftmax(axis: axis)) { softmax($0).map { log($0) } }
          check(x.cumsum(axis: axis, reversed: false), sums)
          check(x.cumsum(axis: axis, reversed: true)) { sums($0.reversed()).reversed() }
          let pair = (x.cumsum(axis: axis, reversed: false), y.cumsum(axis: axis, reversed: true))
          #expect(abs(inner(y, pair.0) - inner(pair.1, x)) <= 1e-11)
        }
      }
    }

    static let big = Double.greatestFiniteMagnitude
    static let tiny = Double.leastNonzeroMagnitude

    @Test func edges() {
      forEach(
        [
          (.norm, [3e200, 4e200], 5e200), (.norm, [3e-200, 4e-200], 5e-200), (.norm, [Self.tiny, 0], Self.tiny),
          (.norm, [0, 0], 0),
          (.norm, [Self.big], Self.big), (.norm, [Self.big, Self.big], .infinity),
          (.norm, [0x1p-1060, 0x1p-1030], 0x1p-1030),
          (.norm, [.infinity, 1], .infinity), (.norm, [-.infinity, 0], .infinity), (.norm, [1, .nan], .nan),
          (.norm, [.nan, .infinity], .nan), (.norm, [1e300, 1e-300], 1e300),
          (.logsumexp, [1000, 1000], 1000.6931471805599), (.logsumexp, [-1000, -1000], -999.3068528194401),
          (.logsumexp, [-.infinity, -.infinity], -.infinity), (.logsumexp, [-.infinity, 3], 3),
          (.logsumexp, [.infinity, 3], .infinity), (.logsumexp, [.infinity, -.infinity], .infinity),
          (.logsumexp, [.nan, .infinity], .nan), (.logsumexp, [0, -40], 4.248354255291589e-18),
          (.logsumexp, [-Self.big, Self.big], Self.big), (.logsumexp, [5], 5),
          (.mean, [Self.big, Self.big], Self.big), (.mean, [1, .infinity], .infinity),
          (.mean, [.infinity, -.infinity], .nan),
          (.variance, [1e8 + 1, 1e8 + 2, 1e8 + 3], 2.0 / 3), (.variance, [0.1, 0.1, 0.1], 0), (.variance, [5], 0),
          (.variance, [1.2e154, -1.2e154], 1.44e308), (.variance, [1, .infinity], .nan),
          (.prod, [1e200, 1e200, 1e-200, 1e-200], 1), (.prod, [1e-200, 1e-200, 1e200, 1e200], 1),
          (.prod, [1e200, 1e200, 0], 0), (.prod, [0, .infinity], .nan), (.prod, [1e200, -1e200], -.infinity),
          (.prod, [-1e-200, 1e-200], -0.0), (.prod, [Self.tiny, 0x1p1000], 0x1p-74),
          (.prod, [-.infinity, 2], -.infinity),
          (.amax, [1, .nan, 2], .nan), (.amax, [-.infinity], -.infinity), (.amax, [.nan], .nan),
          (.amin, [1, .nan, 0], .nan), (.amin, [.infinity, .infinity], .infinity),
          (.amin, [3, -.infinity], -.infinity),
          (.sum, [1, .infinity], .infinity), (.sum, [.infinity, -.infinity], .nan),
        ] as [(Reduction, [Double], Double)]
      ) { reduction, x, expected in
        let value = reduction(Tensor(vector: x), nil)[0]
        #expect(value.relativeError(from: expected) <= 4e-16, "\(value)")
        // Abreast of another lane.
        let both = reduction(Tensor(Shape([x.count, 2]), x.flatMap { [1, $0] }), 0)
        #expect(both[1].relativeError(from: expected) <= 4e-16, "\(both[1])")
      }
    }

    @Test func signsOfZeroStay() {
      #expect(Tensor(vector: [-0.0, -0.0]).sum(axis: nil)[0].sign == .minus)
      #expect(Tensor(rows: [[-0.0, 1], [-0.0, 1]]).sum(axis: 0)[0].sign == .minus)
      #expect(Tensor(vector: [-0.0]).cumsum(axis: 0, reversed: false)[0].sign == .minus)
    }

    @Test func softmaxEdges() {
      forEach(
        [
          ([1000, 1000], [0.5, 0.5], [-0.6931471805599453, -0.6931471805599453]),
          ([-1000, 0], [0, 1], [-1000, 0]), ([-.infinity, 0], [0, 1], [-.infinity, 0]),
          ([.infinity, 0], [1, 0], [0, -.infinity]), ([-.infinity, -.infinity], [.nan, .nan], [.nan, .nan]),
          ([.infinity, .infinity], [.nan, .nan], [.nan, .nan]), ([.nan, 0], [.nan, .nan], [.nan, .nan]),
          ([0, -40], [1, 4.248354255291589e-18], [-4.248354255291589e-18, -40]), ([7], [1], [0]),
        ] as [([Double], [Double], [Double])]
      ) { x, softmax, logSoftmax in
        let x = Tensor(vector: x)
        #expect(close(x.softmax(axis: nil), Tensor(vector: softmax), within: 4e-16))
        #expect(close(x.logSoftmax(axis: 0), Tensor(vector: logSoftmax), within: 4e-16))
      }
    }

    @Test func runningSumsAtTheEdges() {
      let x = Tensor(vector: [1, .infinity, 1, -.infinity, 1])
      #expect(
        x.cumsum(axis: nil, reversed: false).elements.map(\.description) == ["1.0", "inf", "inf", "nan", "nan"])
    }

    @Test func manyTermsLoseNothing() {
      let count = 100_000
      let tenths = Tensor(repeating: 0.1, Shape([count]))
      let columns = Tensor(repeating: 0.1, Shape([count, 2]))
      let exact = 10_000.0
      #expect(tenths.sum(axis: nil)[0].relativeError(from: exact) <= 2e-15)
      #expect(columns.sum(axis: 0)[1].relativeError(from: exact) <= 2e-15)
      // 256 equal terms that are added one after the other are rounded the same way.
      #expect(Tensor.product(tenths, tenths)[0].relativeError(from: 1000) <= 8e-15)
      #expect(Tensor.product(tenths, columns)[0].relativeError(from: 1000) <= 8e-15)
      #expect(tenths.cumsum(axis: nil, reversed: false)[count - 1].relativeError(from: exact) <= 2e-15)
      #expect(tenths.mean(axis: nil)[0].relativeError(from: 0.1) <= 2e-15)
    }

    @Test func emptyArraysDoNotCrash() {
      forEach(Reduction.allCases) { (reduction: Reduction) in
        for lengths in [[0], [0, 3], [3, 0]] {
          let x = Tensor(repeating: 1, Shape(lengths))
          for axis in [nil] + lengths.indices.map(Optional.init) { _ = reduction(x, axis) }
          for axis in lengths.indices {
            #expect(x.softmax(axis: axis).shape == x.shape)
            #expect(x.logSoftmax(axis: axis).shape == x.shape)
            #expect(x.cumsum(axis: axis, reversed: true).shape == x.shape)
          }
        }
      }
    }
  }
}
