import Testing

@testable import AutodiffCore

/// Emitted functions in every language, compiled without warnings and run.
@Suite struct EmittedCodeTests {
  // Programs are made once for all languages: that takes longer than to compile them.
  private static let random = Result { try EmittedPrograms(seed: 77) }
  private static let arithmetic = Result { try EmittedPrograms(arithmetic: 40, seed: 81) }
  private static let functions = Result { try EmittedPrograms.everyFunction() }
  private static let derivatives = Result { try EmittedPrograms(derivatives: 91, count: EmittedPrograms.count / 10) }
  private static let secondDerivatives = Result { try EmittedPrograms.everyFunction(.hessian) }

  @Test(arguments: EmittedLanguage.all) func agreesWithTheSweep(_ language: EmittedLanguage) throws {
    let programs = try Self.random.get().part(language.share)
    expectAnswers(try language.answers(programs), programs)
  }

  @Test(arguments: EmittedLanguage.all) func keepsTheOrderOfArithmetic(_ language: EmittedLanguage) throws {
    let programs = try Self.arithmetic.get().part(language.share)
    expectSameBits(try language.answers(programs), programs)
  }

  @Test(arguments: EmittedLanguage.all) func writesEveryFunction(_ language: EmittedLanguage) throws {
    let programs = try Self.functions.get()
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
    let programs = try Self.derivatives.get().part(max(language.share, 0.5))
    expectAnswers(try language.answers(programs), programs)
  }

  @Test(arguments: EmittedLanguage.all) func givesSecondDerivativesOfEachFunction(_ language: EmittedLanguage) throws {
    let programs = try Self.secondDerivatives.get()
    expectAnswers(try language.answers(programs), programs)
  }
}
