import AutodiffCore
import AutodiffTestSupport
import Testing

@testable import AutodiffCLI

@Suite(.namesCases) struct WrittenClaimTests {
  private static let inputs = Elements(["x", "y"])

  /// Cells with their values at x = 2, y = 3, and how exact they are meant.
  @Test func cellsAreRead() {
    let cells: [(String, Bool, Double, Double)] = [
      ("2.58", false, 2.58, 0.005), ("−2.5", false, -2.5, 0.05), ("–3", false, -3, 0), ("1/4", false, 0.25, 0),
      ("x*y + 1", false, 7, 0), ("2,58", true, 2.58, 0.005), ("−2,5", true, -2.5, 0.05), ("2.5", true, 2.5, 0.05),
      ("=y", false, 3, 0), ("max(x,1)", true, 2, 0), ("inf", false, .infinity, 0), (" 2.0 ", false, 2, 0.05),
    ]
    forEach(cells) { text, hasDecimalCommas, value, precision in
      let claim = try WrittenClaim.read(text, inputs: Self.inputs, hasDecimalCommas: hasDecimalCommas)
      #expect(claim.value([2, 3]) == value && abs(claim.writtenPrecision - precision) < 1e-12 && !claim.isBlank)
    }
  }

  @Test(arguments: ["", " ", "\t", "___"]) func blanksClaimNothing(_ text: String) throws {
    #expect(try WrittenClaim.read(text, inputs: Self.inputs, hasDecimalCommas: false).isBlank)
  }

  @Test func whatCannotBeReadIsTold() {
    let cells = [
      ("two", "notANumber"), ("1e999", "tooLarge"), ("-1e999", "tooLarge"), ("2*z", "unreadable"),
      ("sin(", "unreadable"), ("x = 3", "unreadable"), ("diff(x, x)", "unreadable"), ("n/a", "unreadable"),
      ("zeros(1000,1000)", "unreadable"),
    ]
    forEach(cells) { text, reason in
      do throws(RowFault.Reason) {
        _ = try WrittenClaim.read(text, inputs: Self.inputs, hasDecimalCommas: false)
        Issue.record("it is read")
      } catch {
        #expect("\(error)".hasPrefix(reason))
      }
    }
  }
}
