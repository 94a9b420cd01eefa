import AutodiffCore
import Testing

@Suite struct DidYouMeanTests {
  static let functions = Primitive.functionNames

  @Test(arguments: [
    ("sine", "sin"), ("Sin", "sin"), ("EXP", "exp"), ("sinn", "sin"), ("mxa", "max"), ("arcsin", "asin"),
    ("arctan", "atan"), ("arccosh", "acosh"), ("sigmod", "sigmoid"), ("tanhh", "tanh"), ("absolute", "abs"),
    ("ceiling", "ceil"), ("rleu", "relu"), ("logg", "log"), ("log_2", "log2"), ("sqroot", "sqrt"),
    ("leakyrelu", "leaky_relu"),
  ])
  func findsTheFunction(_ word: String, _ meant: String) {
    #expect(Similarity.nearest(to: word, among: Self.functions) == meant)
  }

  /// No suggestion is better than a wild one.
  @Test(arguments: ["foo", "bar", "f", "g", "xyz", "loss", "quux", "heaviside", "whatever", "", "q2"])
  func suggestsNothingFarFetched(_ word: String) {
    #expect(Similarity.nearest(to: word, among: Self.functions) == nil)
  }

  @Test func namesThatDifferInTheirNumberAreDifferent() {
    #expect(Similarity.nearest(to: "x3", among: ["x1", "x2"]) == nil)
    #expect(Similarity.nearest(to: "X", among: ["y", "x"]) == "x")
    #expect(Similarity.nearest(to: "alhpa", among: ["alpha", "beta"]) == "alpha")
  }

  @Test func theWordItselfIsNoSuggestion() {
    #expect(Similarity.nearest(to: "sin", among: ["sin"]) == nil)
  }

  @Test(arguments: [
    ("gard x^2 x=1", "did you mean 'grad'?"), ("evaluate 1", "write autodiff eval 1"),
    ("TRACE x x=1", "did you mean 'trace'?"),
    ("help funtions", "did you mean 'functions'?"), ("grad --fromat json x x=1", "did you mean --format?"),
    ("grad --witr x x=1", "did you mean --wrt?"),
    ("trace --mode=revers x x=1", "did you mean reverse?"), ("eval --color=alway 1", "did you mean always?"),
    ("grad x --format=jsno x=1", "did you mean json?"), ("grad alpha*2 alpha=1 --wrt alhpa", "did you mean alpha?"),
    ("grad alpha*2 alhpa=1", "did you mean alpha?"), ("functions tnh", "did you mean tanh?"),
    ("completions fihs", "did you mean fish?"), ("eval 'cube(t) = t^3; cueb(2)'", "did you mean cube?"),
  ])
  func everyKindOfNameIsSuggested(_ line: String, _ hint: String) {
    let run = CommandRun(typed: line)
    #expect(run.error.contains("hint: ") && run.error.contains(hint), "\(run.error)")
    #expect(run.status == .failed)
  }
}
