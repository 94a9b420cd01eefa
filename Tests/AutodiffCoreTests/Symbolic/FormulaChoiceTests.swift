import Testing

@testable import AutodiffCore

@Suite struct FormulaChoiceTests {
  private func best(_ options: [(length: Double, near: Int, far: Int)]) -> Algebra.ID {
    var choice = FormulaChoice(count: 1)
    for (term, option) in options.enumerated() {
      choice.consider(0, Algebra.ID(term), length: option.length, .init(near: option.near, far: option.far))
    }
    return choice.best[0]
  }

  @Test func shortestThatKeepsValues() {
    #expect(best([(10, 0, 0), (8, 0, 0)]) == 1)
    #expect(best([(10, 0, 0), (10, 0, 0)]) == 0)
    // Values near by count before any length, values far out up to two and a half times.
    #expect(best([(30, 0, 0), (8, 1, 0)]) == 0)
    #expect(best([(8, 0, 3), (20, 0, 0)]) == 1)
    #expect(best([(8, 0, 3), (21, 0, 0)]) == 0)
    #expect(best([(8, 0, 3), (21, 0, 0), (20, 0, 1)]) == 2)
    #expect(best([(8, 2, 0), (9, 1, 9)]) == 1)
  }

  @Test func wanting() {
    var choice = FormulaChoice(count: 2)
    choice.consider(0, 0, length: 1, .init())
    choice.consider(1, 1, length: 1, .init(far: 1))
    #expect(choice.isWanting)
    choice.consider(1, 2, length: 9, .init())
    #expect(!choice.isWanting)
  }
}
