/// The names that LaTeX writes behind a backslash and this language without.
enum LaTeXNames {
  /// Returns a Boolean value indicating whether a name is a Greek letter's or a function's.
  static func isCommand(_ name: String) -> Bool { greek.contains(name.lowercased()) || Primitive.named(name) != nil }

  /// Returns a Boolean value indicating whether a name is that of a sign or of a form.
  static func isSign(_ name: String) -> Bool { signs.contains(name) }

  private static let signs: Set<String> = [
    "leq", "le", "geq", "ge", "neq", "ne", "cdot", "times", "ast", "div", "land", "lor", "lnot", "infty", "frac",
    "sqrt",
    "left", "right", "in", "to", "pm", "mp", "approx", "equiv", "circ", "otimes", "odot", "sum", "int", "prod",
    "partial", "nabla", "mathbb", "mathrm", "mathbf", "text",
  ]

  private static let greek: Set<String> = [
    "alpha", "beta", "gamma", "delta", "epsilon", "varepsilon", "zeta", "eta", "theta", "vartheta", "iota", "kappa",
    "lambda", "mu", "nu", "xi", "omicron", "pi", "rho", "sigma", "tau", "upsilon", "phi", "varphi", "chi", "psi",
    "omega",
  ]
}
