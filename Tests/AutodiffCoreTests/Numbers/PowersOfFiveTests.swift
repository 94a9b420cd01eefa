import AutodiffTestSupport
import Testing

@testable import AutodiffCore

@Suite(.namesCases) struct PowersOfFiveTests {
  @Test func leadingBits() {
    forEach(
      [
        (0, 0x8000_0000_0000_0000, 0), (1, 0xA000_0000_0000_0000, 0), (2, 0xC800_0000_0000_0000, 0),
        (3, 0xFA00_0000_0000_0000, 0), (4, 0x9C40_0000_0000_0000, 0),
        (55, 0xD0CF_4B50_CFE2_0765, 0xFFF4_B4E3_F741_CF6D),
        (-1, 0xCCCC_CCCC_CCCC_CCCC, 0xCCCC_CCCC_CCCC_CCCC), (-2, 0xA3D7_0A3D_70A3_D70A, 0x3D70_A3D7_0A3D_70A3),
        (-342, 0xEEF4_53D6_923B_D65A, 0x113F_AA29_06A1_3B3F), (308, 0x8E67_9C2F_5E44_FF8F, 0x570F_09EA_A7EA_7648),
      ] as [(Int, UInt64, UInt64)]
    ) { exponent, high, low in
      #expect(PowersOfFive[exponent] == .init(high: high, low: low))
    }
  }

  @Test func exactPowersAreThoseOfTheTable() {
    for exponent in PowersOfFive.exact { #expect(PowersOfFive.roundedUp(exponent) == PowersOfFive[exponent]) }
  }

  /// Readers and writers round an inexact power up by adding to its lower half.
  @Test func roundingUpNeedsNoCarry() {
    for exponent in PowersOfFive.exponents { #expect(PowersOfFive[exponent].low < .max) }
    #expect(PowersOfFive.roundedUp(56).low == PowersOfFive[56].low + 1)
    #expect(PowersOfFive.roundedUp(-1).low == PowersOfFive[-1].low + 1)
  }

  /// Rounded down, five times a power is the next but for what rounding took from both.
  @Test func eachIsFiveTimesTheOneBefore() {
    for exponent in PowersOfFive.exponents.dropLast() {
      let power = PowersOfFive[exponent]
      let next = PowersOfFive[exponent + 1]
      let low = power.low.multipliedFullWidth(by: 5)
      let high = power.high.multipliedFullWidth(by: 5)
      let (middle, overflow) = high.low.addingReportingOverflow(low.high)
      let shift: UInt64 = high.high + (overflow ? 1 : 0) < 4 ? 2 : 3
      let product = low.low >> shift | middle << (64 - shift)
      #expect(next.low &- product <= 5, "5^\(exponent)")
      #expect(next.high >= 1 << 63)
    }
  }
}
