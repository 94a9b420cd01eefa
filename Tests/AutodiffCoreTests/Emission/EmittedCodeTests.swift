import Testing

@testable import AutodiffCore

/// Emitted functions in every language, compiled without warnings and run.
@Suite struct EmittedCodeTests {
  @Test(arguments: EmittedLanguage.all) func agreesWithTheSweep(_ language: EmittedLanguage) throws {
    let count = max(8, Int(language.share * Double(EmittedPrograms.count)))
    let programs = try EmittedPrograms(seed: 77, count: count)
    expectAnswers(try language.answers(programs), programs)
  }

  @Test(arguments: EmittedLanguage.all) func keepsTheOrderOfArithmetic(_ language: EmittedLanguage) throws {
    let programs = try EmittedPrograms(arithmetic: language.share < 0.5 ? 20 : 40, seed: 81)
    expectSameBits(try language.answers(programs), programs)
  }

  @Test(arguments: EmittedLanguage.all) func writesEveryFunction(_ language: EmittedLanguage) throws {
    let programs = try EmittedPrograms.everyFunction()
    expectAnswers(try language.answers(programs), programs)
  }

  @Test(arguments: EmittedLanguage.all) func writesEveryRoutine(_ language: EmittedLanguage) throws {
    var programs = try EmittedPrograms.everyRoutine
    // NumPy's mean leaves the range where the sum does.
    if language.language == .python { programs.remove { $0.text.hasPrefix("mean") } }
    expectAnswers(try language.answers(programs), programs)
  }

  /// Jacobians, Hessians and products with directions.
  @Test(arguments: EmittedLanguage.all) func givesDerivativesOfEachKind(_ language: EmittedLanguage) throws {
    let count = max(1, Int(language.share * Double(EmittedPrograms.count) / 10))
    let programs = try EmittedPrograms(derivatives: 91, count: count)
    expectAnswers(try language.answers(programs), programs)
  }

  @Test(arguments: EmittedLanguage.all) func givesSecondDerivativesOfEachFunction(_ language: EmittedLanguage) throws {
    let programs = try EmittedPrograms.everyFunction(.hessian)
    expectAnswers(try language.answers(programs), programs)
  }
}
