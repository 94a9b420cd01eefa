import Testing

@testable import AutodiffCore

/// Against the C library's functions, which err by little more than half an ulp themselves.
@Suite struct ExponentialTests {
  private func compare(
    _ ours: (Double) -> Double, _ theirs: (Double) -> Double, _ draw: (inout SplitMix64) -> Double,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    var random = SplitMix64(seed: 10)
    var different = 0
    let count = 100_000
    for _ in 0..<count {
      let x = draw(&random)
      let (own, other) = (ours(x), theirs(x))
      if own != other { different += 1 }
      // An expectation for each number would cost more than the number.
      if !(abs(own - other) <= other.ulp) { Issue.record("\(x): \(own), not \(other)", sourceLocation: sourceLocation) }
    }
    #expect(different < count / 20, "\(different) of \(count)", sourceLocation: sourceLocation)
  }

  @Test(arguments: [1e-9, 0.01, 1, 40, 708, 745]) func exponentials(_ range: Double) {
    compare(Exponential.exp, exp) { Double.random(in: -range...min(range, 709.7), using: &$0) }
  }

  @Test(arguments: [1e-12, 1e-3, 0.1, 0.5]) func logarithmsNearOne(_ range: Double) {
    compare(Logarithm.log, log) { 1 + Double.random(in: -range...range, using: &$0) }
  }

  @Test func logarithmsOfAnySize() {
    compare(Logarithm.log, log) { random in
      Double(bitPattern: UInt64.random(in: 1...0x7FEF_FFFF_FFFF_FFFF, using: &random))
    }
    compare(Logarithm.log, log) { random in
      Double(bitPattern: UInt64.random(in: 1...0x000F_FFFF_FFFF_FFFF, using: &random))
    }
  }

  @Test func edges() {
    #expect(Exponential.exp(.nan).isNaN && Logarithm.log(.nan).isNaN && Logarithm.log(-1).isNaN)
    #expect(Logarithm.log(-.infinity).isNaN && Logarithm.log(-0x1p-1074).isNaN)
    #expect(Exponential.exp(.infinity) == .infinity && Exponential.exp(-.infinity) == 0)
    #expect(Exponential.exp(710) == .infinity && Exponential.exp(-746) == 0)
    #expect([0, -0.0, 0x1p-1074, -0x1p-60].allSatisfy { Exponential.exp($0) == 1 })
    #expect(Exponential.exp(1) == 2.718281828459045)
    #expect(Exponential.exp(-745.1332191019411) == 0x1p-1074)
    #expect(Exponential.exp(709.782712893384) == exp(709.782712893384))
    #expect(Logarithm.log(0) == -.infinity && Logarithm.log(-0.0) == -.infinity)
    #expect(Logarithm.log(.infinity) == .infinity)
    #expect(Logarithm.log(1) == 0 && Logarithm.log(1).sign == .plus)
    #expect(Logarithm.log(0x1p-1074) == log(0x1p-1074) && Logarithm.log(2.718281828459045) == 1)
  }

  /// A lane gives what the number alone gives, whatever stands beside it.
  @Test func lanes() {
    var random = SplitMix64(seed: 11)
    for _ in 0..<2000 {
      var pack = Pack()
      for lane in 0..<Pack.scalarCount {
        pack[lane] =
          Bool.random(using: &random)
          ? Double.random(in: -800...800, using: &random) : BlockEngineTests.edges.randomElement(using: &random) ?? 0
      }
      let exponentials = Exponential.table.withUnsafeBufferPointer {
        Exponential.exp(pack, $0.baseAddress.unsafelyUnwrapped)
      }
      let logarithms = Logarithm.table.withUnsafeBufferPointer { Logarithm.log(pack, $0.baseAddress.unsafelyUnwrapped) }
      for lane in 0..<Pack.scalarCount {
        #expect(exponentials[lane].hasBits(of: Exponential.exp(pack[lane])))
        #expect(logarithms[lane].hasBits(of: Logarithm.log(pack[lane])))
      }
    }
  }
}
