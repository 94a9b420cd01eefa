/// What to write for functions that other systems have under other names, or that are short to write out.
enum Synonyms {
  static func spelling(of name: String) -> String? { table[name.lowercased()] }

  private static let table: [String: String] = [
    "tg": "tan(x)", "ctg": "cot(x)", "cotan": "cot(x)", "cosec": "csc(x)", "sh": "sinh(x)", "ch": "cosh(x)",
    "th": "tanh(x)", "sech": "1/cosh(x)", "csch": "1/sinh(x)", "coth": "1/tanh(x)", "acot": "atan(1/x)",
    "arcctg": "atan(1/x)", "arctg": "atan(x)", "lg": "log10(x)", "ld": "log2(x)", "exp2": "2^x", "exp10": "10^x",
    "square": "x^2", "sqr": "x^2, or sqrt(x) for the root", "root": "x^(1/n)", "power": "x^y", "inv": "1/x",
    "maximum": "max(x, y)", "minimum": "min(x, y)", "fmax": "max(x, y)", "fmin": "min(x, y)",
    "clip": "clamp(x, lo, hi)",
    "heaviside": "step(x)", "sgn": "sign(x)", "fabs": "abs(x)", "trunc": "sign(x)*floor(abs(x))", "fmod": "mod(x, y)",
    "factorial": "gamma(n + 1)", "fact": "gamma(n + 1)", "beta": "exp(lgamma(a) + lgamma(b) - lgamma(a + b))",
    "swish": "silu(x)", "softsign": "x/(1 + abs(x))", "logit": "log(p/(1 - p))", "sinc": "sin(x)/x",
    "normcdf": "(1 + erf(x/sqrt(2)))/2", "phi": "(1 + erf(x/sqrt(2)))/2", "ifelse": "if(condition, a, b)",
    "iif": "if(condition, a, b)", "select": "if(condition, a, b)", "cond": "if(condition, a, b)",
    "diff": "the function alone: the command differentiates it",
    "derivative": "the function alone: the command differentiates it",
  ]
}
