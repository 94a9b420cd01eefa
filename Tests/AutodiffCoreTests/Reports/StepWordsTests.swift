import AutodiffTestSupport
import Testing

@testable import AutodiffCore

/// Words of a row with mathematics among them.
@Suite(.namesCases) struct StepWordsTests {
  @Test func words() {
    forEach([
      ("the diagonal of `V' @ du @ V`, `V` orthogonal", "the diagonal of V' @ dp @ V, V orthogonal"),
      ("`y` times `du / u`", "z times dp / p"), ("`inv(y) @ du @ inv(y)'`", "inv(z) @ dp @ inv(z)'"),
      ("your `u`", "your p"),
    ]) { (words, expected) in
      #expect(StepWords(words, moving: "p", value: "z").text(.language) == expected)
    }
  }

  @Test func mathematics() {
    forEach([
      (
        "the diagonal of `V' @ du @ V`", #"\text{the diagonal of }{V}^{\top} \, \mathrm{d}u \, V"#
      ),
      ("`inv(y)'` of_all", #"{{y}^{-1}}^{\top}\text{ of\_all}"#),
    ]) { (words, expected) in
      #expect(StepWords(words, moving: "u", value: "y").text(.latex) == expected)
    }
  }
}
