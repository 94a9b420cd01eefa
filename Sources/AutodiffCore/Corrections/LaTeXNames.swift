/// The names that LaTeX writes behind a backslash and this language without.
enum LaTeXNames {
  /// Returns a Boolean value indicating whether a name is a Greek letter's or a function's.
  static func isCommand(_ name: String) -> Bool { greek.contains(name.lowercased()) || Primitive.named(name) != nil }

  private static let greek: Set<String> = [
    "alpha", "beta", "gamma", "delta", "epsilon", "varepsilon", "zeta", "eta", "theta", "vartheta", "iota", "kappa",
    "lambda", "mu", "nu", "xi", "omicron", "pi", "rho", "sigma", "tau", "upsilon", "phi", "varphi", "chi", "psi",
    "omega",
  ]
}
