/// A spelling that loses digits, and another of the same number that keeps them somewhere.
struct Respelling: Sendable {
  /// The spelling that loses digits, in the language, with capitals for any operands.
  let pattern: String
  /// The other one.
  let spelling: String
  /// A Boolean value indicating whether the operands are vectors.
  let isOfArrays: Bool

  init(_ pattern: String, _ spelling: String, isOfArrays: Bool = false) {
    self.pattern = pattern
    self.spelling = spelling
    self.isOfArrays = isOfArrays
  }

  /// The names that stand for operands.
  static let operands = ["A", "B", "C"]

  /// The spellings, none of which is offered unless it loses less at the point.
  ///
  /// Sources: W. Kahan, "Branch cuts for complex elementary functions" (1987); N. J. Higham, Accuracy and Stability of
  /// Numerical Algorithms, 2nd ed., §1 and §1.14; J.-M. Muller et al., Handbook of Floating-Point Arithmetic, 2nd ed.
  static let table: [Respelling] = [
    // Exponentials and logarithms near 1.
    .init("exp(A) - 1", "expm1(A)"),
    .init("1 - exp(A)", "-expm1(A)"),
    .init("exp(A) - exp(-A)", "2*sinh(A)"),
    .init("(exp(A) - exp(-A))/2", "sinh(A)"),
    .init("exp(A) - exp(B)", "exp(B)*expm1(A - B)"),
    .init("A^B - 1", "expm1(B*log(A))"),
    .init("(1 + A)^B - 1", "expm1(B*log1p(A))"),
    .init("1 - (1 + A)^B", "-expm1(B*log1p(A))"),
    .init("(1 + A)^B", "exp(B*log1p(A))"),
    .init("(1 - A)^B", "exp(B*log1p(-A))"),
    .init("log(1 + A)", "log1p(A)"),
    .init("log(1 - A)", "log1p(-A)"),
    .init("log(1 - exp(A))", "log(-expm1(A))"),
    .init("log(A + B) - log(A)", "log1p(B/A)"),
    .init("log(A) - log(A + B)", "-log1p(B/A)"),
    .init("log(A) - log(B)", "log1p((A - B)/B)"),
    .init("log(A/B)", "log1p((A - B)/B)"),
    .init("log((1 + A)/(1 - A))", "2*atanh(A)"),
    .init("log(1 + exp(A))", "softplus(A)"),
    .init("log(1 + exp(A)) - A", "log1p(exp(-A))"),
    .init("log(exp(A) + exp(-A)) - log(2)", "log1p(2*sinh(A/2)^2)"),
    .init("log(exp(A) + exp(B))", "logsumexp([A, B])"),
    .init("log(cosh(A))", "log1p(2*sinh(A/2)^2)"),
    .init("log(cos(A))", "log1p(-2*sin(A/2)^2)"),
    .init("log(sigma(A))", "-softplus(-A)"),
    .init("log(sigma(A)) - log(sigma(-A))", "A"),
    .init("log(A + sqrt(A^2 + 1))", "asinh(A)"),
    .init("log(A + sqrt(A^2 - 1))", "acosh(A)"),
    .init("exp(log(A))", "A"),
    // Waves and hyperbolic functions.
    .init("1 - cos(A)", "2*sin(A/2)^2"),
    .init("cos(A) - 1", "-2*sin(A/2)^2"),
    .init("cosh(A) - 1", "2*sinh(A/2)^2"),
    .init("1 - cosh(A)", "-2*sinh(A/2)^2"),
    .init("cos(A)^2 - sin(A)^2", "cos(2*A)"),
    .init("cosh(A)^2 - sinh(A)^2", "1"),
    .init("1 - sin(A)^2", "cos(A)^2"),
    .init("1 - cos(A)^2", "sin(A)^2"),
    .init("sin(A + B) - sin(A)", "2*cos(A + B/2)*sin(B/2)"),
    .init("sin(A) - sin(B)", "2*cos((A + B)/2)*sin((A - B)/2)"),
    .init("cos(A + B) - cos(A)", "-2*sin(A + B/2)*sin(B/2)"),
    .init("cos(A) - cos(B)", "-2*sin((A + B)/2)*sin((A - B)/2)"),
    .init("tan(A) - sin(A)", "2*tan(A)*sin(A/2)^2"),
    .init("atan(A + B) - atan(A)", "atan2(B, 1 + A*(A + B))"),
    .init("atan(A) - atan(B)", "atan2(A - B, 1 + A*B)"),
    .init("acos(1 - A)", "2*asin(sqrt(A/2))"),
    .init("acos(A)", "2*asin(sqrt((1 - A)/2))"),
    .init("1 - tanh(A)", "2*sigma(-2*A)"),
    .init("1 - tanh(A)^2", "1/cosh(A)^2"),
    .init("1 - sigma(A)", "sigma(-A)"),
    .init("1 - 1/(1 + exp(-A))", "sigma(-A)"),
    .init("exp(A)/(exp(A) + 1) - 1", "-sigma(-A)"),
    .init("1 - erf(A)", "erfc(A)"),
    .init("1 - erfc(A)", "erf(A)"),
    .init("1 - normcdf(A)", "normcdf(-A)"),
    .init("(1 + erf(A/sqrt(2)))/2", "normcdf(A)"),
    .init("lgamma(A + 1) - lgamma(A)", "log(A)"),
    // Roots.
    .init("sqrt(A + B) - sqrt(A)", "B/(sqrt(A + B) + sqrt(A))"),
    .init("sqrt(A) - sqrt(A + B)", "-B/(sqrt(A + B) + sqrt(A))"),
    .init("sqrt(A) - sqrt(B)", "(A - B)/(sqrt(A) + sqrt(B))"),
    .init("sqrt(1 + A) - 1", "A/(sqrt(1 + A) + 1)"),
    .init("1 - sqrt(1 + A)", "-A/(sqrt(1 + A) + 1)"),
    .init("1 - sqrt(1 - A)", "A/(sqrt(1 - A) + 1)"),
    .init("sqrt(A^2 + B) - A", "B/(sqrt(A^2 + B) + A)"),
    .init("A - sqrt(A^2 - B)", "B/(A + sqrt(A^2 - B))"),
    .init("A + sqrt(A^2 + B)", "B/(sqrt(A^2 + B) - A)"),
    .init("sqrt(A^2 + B^2) - A", "B^2/(hypot(A, B) + A)"),
    .init("sqrt(A^2 + B^2)", "hypot(A, B)"),
    .init("sqrt(A^2 - B^2)", "sqrt((A - B)*(A + B))"),
    .init("sqrt(A)^2", "A"),
    .init("(-B + sqrt(B^2 - 4*A*C))/(2*A)", "-2*C/(B + sqrt(B^2 - 4*A*C))"),
    .init("(-B - sqrt(B^2 - 4*A*C))/(2*A)", "2*C/(-B + sqrt(B^2 - 4*A*C))"),
    // Powers and quotients.
    .init("A^2 - B^2", "(A - B)*(A + B)"),
    .init("A^2 - 1", "(A - 1)*(A + 1)"),
    .init("1 - A^2", "(1 - A)*(1 + A)"),
    .init("A^3 - B^3", "(A - B)*(A^2 + A*B + B^2)"),
    .init("A^2 - 2*A*B + B^2", "(A - B)^2"),
    .init("A^2 - 2*A + 1", "(A - 1)^2"),
    .init("A^2*A^2 - B^2*B^2", "(A - B)*(A + B)*(A^2 + B^2)"),
    .init("(A + B)^2 - A^2", "B*(2*A + B)"),
    .init("(A + B) - A", "B"),
    .init("A - (A - B)", "B"),
    .init("1/(A + B) - 1/A", "-B/(A*(A + B))"),
    .init("1/A - 1/(A + B)", "B/(A*(A + B))"),
    .init("1/A - 1/B", "(B - A)/(A*B)"),
    // Arrays.
    .init("mean(A^2) - mean(A)^2", "variance(A)", isOfArrays: true),
    .init("mean((A - mean(A))^2)", "variance(A)", isOfArrays: true),
    .init("log(sum(exp(A)))", "logsumexp(A)", isOfArrays: true),
    .init("log(softmax(A))", "log_softmax(A)", isOfArrays: true),
    .init("exp(A)/sum(exp(A))", "softmax(A)", isOfArrays: true),
    .init("sqrt(sum(A^2))", "norm(A)", isOfArrays: true),
    .init("sum(A^2) - sum(B^2)", "sum((A - B)*(A + B))", isOfArrays: true),
    .init("A@A - B@B", "(A - B)@(A + B)", isOfArrays: true),
  ]
}
