import AutodiffTestSupport
import Foundation
import Testing

@testable import AutodiffCore

/// One spelling for all ways to write a name.
@Suite(.namesCases) struct NameSpellingTests {
  @Test func oneNameHasOneSpelling() {
    let groups: [(String, [String])] = [
      ("x1", ["x1", "x₁"]), ("μ", ["\u{3BC}", "\u{B5}"]), ("Ω", ["\u{3A9}", "\u{2126}"]), ("K", ["\u{212A}"]),
      ("Å", ["\u{C5}", "\u{212B}", "A\u{30A}"]), ("é", ["\u{E9}", "e\u{301}"]), ("x", ["𝑥", "𝐱", "ｘ", "𝘅", "𝚡"]),
      ("W", ["𝐖", "𝑊", "Ｗ"]), ("σ", ["𝜎", "𝛔"]), ("Θ", ["ϴ", "𝚯", "𝛩"]), ("θ", ["ϑ", "𝜃", "𝜗"]),
      ("φ", ["ϕ", "𝜑", "𝜙"]),
      ("ε", ["ϵ", "𝜀", "𝜖"]), ("R", ["ℝ"]), ("l", ["ℓ"]), ("xi", ["xᵢ"]), ("ħ", ["ℏ"]),
      // Several accents, in any order that means the same.
      ("ậ", ["\u{1EAD}", "a\u{323}\u{302}", "a\u{302}\u{323}"]),
    ]
    forEach(groups) { (name: String, spellings: [String]) in
      for spelling in spellings {
        let canonical = NameSpelling.canonical(spelling)
        #expect(canonical.unicodeScalars.elementsEqual(name.precomposed.unicodeScalars), "\(spelling)")
        #expect(NameSpelling.canonical(canonical).unicodeScalars.elementsEqual(canonical.unicodeScalars))
      }
    }
  }

  @Test func differentNamesStayDifferent() {
    let names = [
      "x", "X", "x1", "x2", "e", "é", "è", "ε", "η", "μ", "ν", "Ω", "ω", "O", "0", "l", "I", "а", "a", "ñ", "n",
    ]
    #expect(Set(names.map(NameSpelling.canonical)).count == names.count)
  }

  /// A hat that has no letter of its own stays behind the letter.
  @Test func accentsThatDoNotCompose() {
    #expect(NameSpelling.canonical("x\u{302}").unicodeScalars.elementsEqual("x\u{302}".unicodeScalars))
    #expect(NameSpelling.canonical("𝑥\u{302}₁").unicodeScalars.elementsEqual("x\u{302}1".unicodeScalars))
  }

  /// Programs, values and options share the spelling.
  @Test func programsMeetTheirValues() throws {
    let point = try Point(program: "𝜎₁*e\u{301}", at: ["σ1": 2, "é": 3])
    #expect(point.value == 6)
  }
}

extension String {
  /// The name in its composed form, as Foundation has it.
  fileprivate var precomposed: String { precomposedStringWithCanonicalMapping }
}
