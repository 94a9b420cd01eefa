import AutodiffCore

/// The words for an answer that cannot be read.
enum UnreadableText {
  static func message(_ reason: UnreadableAnswer) -> String {
    switch reason {
    case .problem(let fact): ProblemText.message(fact)
    case .statements: "an answer is one number or one formula"
    case .takesDerivative: "the derivative is to be taken by hand"
    }
  }
}
