import Testing

/// Wrong answers that learners give, each with the kind of mistake that made it and the place where it was made.
///
/// The claims come from the wrong formulas that learners write, worked out by Python's `math` and NumPy: 3*cos(1.5) with
/// the inner derivative forgotten is cos(1.5).
struct MistakeSample: Sendable, CustomTestStringConvertible {
  let kind: String
  let program: String
  let point: String
  let claim: String
  /// The part of the program that is underlined; empty for the whole answer.
  let place: String

  init(_ kind: String, _ program: String, at point: String, claim: String, place: String) {
    self.kind = kind
    self.program = program
    self.point = point
    self.claim = claim
    self.place = place
  }

  var testDescription: String { "\(kind): \(program)" }

  static let all: [MistakeSample] = [
    .init("local-factor-forgotten", "sin(3*x)", at: "x=0.5", claim: "x=0.0707372", place: "3*x"),
    .init("sign-flipped", "x/y", at: "x=3,y=2.5", claim: "y=0.480000", place: "x/y"),
    .init("contribution-dropped", "x1*x2 + sin(x1)", at: "x1=2.1,x2=3.3", claim: "x1=-0.504846", place: "x1*x2"),
    .init("contribution-dropped", "x*(x + 1)*(x + 2)", at: "x=1.5", claim: "x=8.75000", place: "x"),
    .init("upstream-forgotten", "sigma(w*x + b)", at: "w=0.7,x=1.3,b=-0.4", claim: "w=1.30000", place: "w*x"),
    .init("counted-twice", "sin(x)*y + x^2", at: "x=1.3,y=0.7", claim: "x=2.97450", place: "sin(x)"),
    .init("overwritten-not-added", "a = x^2; b = sin(x); exp(2*x)*a + b", at: "x=0.6", claim: "x=2.39048", place: "x"),
    .init("contributions-multiplied", "x^2 + sin(x)", at: "x=1.3", claim: "x=0.695497", place: "x"),
    .init("own-factor", "x*y^2", at: "x=1.7,y=2.5", claim: "x=1.70000", place: "x*y^2"),
    .init("reciprocal-local", "log(3*x) + y", at: "x=1.7,y=1", claim: "x=15.3000", place: "log(3*x)"),
    .init(
      "inner-derivative-forgotten", "(y - (w*x + b))^2", at: "w=0.5,x=2.3,b=0.1,y=3.1", claim: "w=3.70000",
      place: "(y - (w*x + b))^2"),
    .init("outer-at-inner-argument", "sin(3*x)", at: "x=0.4", claim: "x=2.76318", place: "sin(3*x)"),
    .init("outer-at-inner-derivative", "(x^2 + 1)^3", at: "x=0.6", claim: "x=4.32000", place: "(x^2 + 1)^3"),
    .init("at-pre-activation", "tanh(2*x)", at: "x=0.3", claim: "x=1.28000", place: "tanh(2*x)"),
    .init("product-of-derivatives", "x^2*sin(x)", at: "x=1.2", claim: "x=0.869659", place: "x^2*sin(x)"),
    .init("product-rule-minus", "x^2*log(x)", at: "x=1.7", claim: "x=0.104136", place: "x^2*log(x)"),
    .init("sum-of-derivatives", "x^2*sin(x)", at: "x=1.2", claim: "x=2.76236", place: "x^2*sin(x)"),
    .init("quotient-of-derivatives", "sin(x)/x^2", at: "x=1.2", claim: "x=0.150982", place: "sin(x)/x^2"),
    .init("quotient-rule-order", "x/(x^2 + 1)", at: "x=1.7", claim: "x=0.124900", place: "x/(x^2 + 1)"),
    .init("quotient-rule-plus", "exp(x)/x", at: "x=1.4", claim: "x=4.96555", place: "exp(x)/x"),
    .init("quotient-denominator-not-squared", "exp(x)/x", at: "x=1.4", claim: "x=1.15863", place: "exp(x)/x"),
    .init("quotient-denominator-forgotten", "exp(x)/x", at: "x=1.4", claim: "x=1.62208", place: "exp(x)/x"),
    .init("numerator-difference", "sin(x)/x^2", at: "x=1.2", claim: "x=-0.982659", place: "sin(x)/x^2"),
    .init("denominator-differentiated", "sin(x)/x^2", at: "x=1.2", claim: "x=-0.297760", place: "sin(x)/x^2"),
    .init("numerator-forgotten", "a/(x^2 + 1)", at: "a=2.6,x=0.7", claim: "x=-0.630602", place: "a/(x^2 + 1)"),
    .init("exponent-not-reduced", "x^3", at: "x=1.5", claim: "x=10.1250", place: "x^3"),
    .init("exponent-factor-forgotten", "x^5", at: "x=1.3", claim: "x=2.85610", place: "x^5"),
    .init("exponent-raised", "x^-3", at: "x=1.25", claim: "x=-1.92000", place: "x^-3"),
    .init("exponent-lowered", "x^5", at: "x=1.3", claim: "x=11.4244", place: "x^5"),
    .init("square-forgotten", "tan(x)", at: "x=0.6", claim: "x=1.21163", place: "tan(x)"),
    .init("root-forgotten", "asin(x)", at: "x=0.6", claim: "x=1.56250", place: "asin(x)"),
    .init("power-rule-on-exponential", "2.3^x", at: "x=1.7", claim: "x=3.04550", place: "2.3^x"),
    .init("ln-base-missing", "2.3^x", at: "x=1.7", claim: "x=4.12038", place: "2.3^x"),
    .init("ln-base-multiplied", "log10(x)", at: "x=2.3", claim: "x=1.00112", place: "log10(x)"),
    .init("half-forgotten", "sqrt(x)", at: "x=2.3", claim: "x=0.659380", place: "sqrt(x)"),
    .init("one-minus-missing", "sigma(3*x)", at: "x=0.7", claim: "x=2.67271", place: "sigma(3*x)"),
    .init("rule-of-cos", "sin(x)", at: "x=0.7", claim: "x=-0.644218", place: "sin(x)"),
    .init("rule-of-sin", "cos(3*x)", at: "x=0.7", claim: "x=-1.51454", place: "cos(3*x)"),
    .init("rule-of-tan", "cot(x)", at: "x=0.7", claim: "x=1.70945", place: "cot(x)"),
    .init("rule-of-cot", "tan(x)", at: "x=0.7", claim: "x=-2.40954", place: "tan(x)"),
    .init("rule-of-sinh", "sin(x)", at: "x=0.7", claim: "x=1.25517", place: "sin(x)"),
    .init("rule-of-cosh", "sinh(3*x)", at: "x=0.7", claim: "x=12.0656", place: "sinh(3*x)"),
    .init("rule-of-tanh", "atan(x)", at: "x=0.7", claim: "x=0.634740", place: "atan(x)"),
    .init("rule-of-sec", "tan(x)", at: "x=0.7", claim: "x=1.10126", place: "tan(x)"),
    .init("rule-of-asin", "atan(x)", at: "x=0.7", claim: "x=1.40028", place: "atan(x)"),
    .init("rule-of-atan", "asin(x)", at: "x=0.7", claim: "x=0.671141", place: "asin(x)"),
    .init("rule-of-sigma", "tanh(x)", at: "x=0.7", claim: "x=0.239107", place: "tanh(x)"),
    .init("rule-of-log", "exp(x)", at: "x=0.7", claim: "x=1.42857", place: "exp(x)"),
    .init("rule-of-log10", "log(x)", at: "x=0.7", claim: "x=0.620421", place: "log(x)"),
    .init("rule-of-exp", "log(x)", at: "x=0.7", claim: "x=2.01375", place: "log(x)"),
    .init("also-to-loser", "max(x1, x2)*x3", at: "x1=3.1,x2=1.2,x3=4.3", claim: "x2=4.30000", place: "max(x1, x2)"),
    .init("also-to-loser", "max(x)^2", at: "x=[1.3,3.1,2.2]", claim: "x=[6.20000,6.20000,6.20000]", place: "max(x)"),
    .init("shared", "max(x1, x2)*x3", at: "x1=3.1,x2=1.2,x3=4.3", claim: "x1=2.15000,x2=2.15000", place: "max(x1, x2)"),
    .init(
      "mask-on-upstream", "sum(c*relu(x))", at: "c=[-1.5,2.5,3.5],x=[1,-2,3]", claim: "x=[0,2.50000,3.50000]",
      place: "relu(x)"),
    .init(
      "transpose-forgotten", "sum((W@x)^2)", at: "W=[[1,2],[3,-4]],x=[0.5,1.5]", claim: "x=[-11.0000,57.0000]",
      place: "W@x"),
    .init(
      "gradient-transposed", "sum(W*V)", at: "W=[[1,2],[3,4]],V=[[0.1,0.7],[0.3,0.4]]",
      claim: "W=[[0.100000,0.300000],[0.700000,0.400000]]", place: "W*V"),
    .init(
      "order-swapped", "sum((X@W)^2)", at: "X=[[1,2],[3,4]],W=[[0.1,0.2],[0.3,-0.4]]",
      claim: "W=[[-1.00000,-0.600000],[-1.00000,1.00000]]", place: "X@W"),
    .init(
      "one-over-n-missing", "mean(x^2)", at: "x=[1.3,0.7,2.1]", claim: "x=[2.60000,1.40000,4.20000]", place: "mean(x^2)"
    ),
    .init(
      "wrong-n", "mean((X@w - y)^2)", at: "X=[[1,2],[3,4],[5,7]],w=[0.1,0.2],y=[1,2,3]", claim: "w=[-8.70000,-12.3000]",
      place: "mean((X@w - y)^2)"),
    .init(
      "averaged", "sum((X@w + b - y)^2)", at: "X=[[1,2],[3,4],[5,7]],w=[0.1,0.2],b=0.3,y=[1,2,3]", claim: "b=-1.06667",
      place: "X@w + b"),
    .init(
      "wrong-axis", "sum((X + b)^3)", at: "X=[[0.1,0.9],[0.4,0.6]],b=[0.5,-0.3]", claim: "b=[2.16000,2.70000]",
      place: "X + b"),
    .init(
      "off-diagonal-dropped", "c@softmax(x)", at: "c=[1.3,0.4,2.2],x=[0.2,1.1,-0.5]",
      claim: "x=[0.245540,0.0940746,0.241484]", place: "softmax(x)"),
    .init(
      "not-normalised", "logsumexp(x)", at: "x=[0.2,1.1,-0.5]", claim: "x=[1.22140,3.00417,0.606531]",
      place: "logsumexp(x)"),
    .init("norm-not-divided", "norm(x)", at: "x=[3.1,4.2]", claim: "x=[3.10000,4.20000]", place: "norm(x)"),
    .init("as-if-squared", "norm(x)", at: "x=[3.1,4.2]", claim: "x=[6.20000,8.40000]", place: "norm(x)"),
    .init("assumed-symmetric", "x@A@x", at: "A=[[1,2],[4,3]],x=[0.5,1.5]", claim: "x=[7.00000,13.0000]", place: "x"),
    .init(
      "broadcast-not-summed", "sum((X + b)^3)", at: "X=[[0.1,0.9],[0.4,0.6]],b=[0.5,-0.3]",
      claim: "b=[1.08000,1.08000]", place: "X + b"),
    .init("constant-differentiated", "x^3 + 5", at: "x=1.5", claim: "x=7.75000", place: "x^3 + 5"),
    .init("constant-kept", "x^3 + 5", at: "x=1.5", claim: "x=11.7500", place: "x^3 + 5"),
    .init("node-treated-as-constant", "m = x^2; sin(m)*x + cos(m)", at: "x=1.3", claim: "x=0.992904", place: "x^2"),
    .init("other-input-varied", "x*y + y", at: "x=1.5,y=2.5", claim: "x=3.50000", place: "x*y + y"),
    .init("all-signs", "x^2*y + x", at: "x=1.3,y=0.7", claim: "x=-2.82000,y=-1.69000", place: ""),
    .init("factor-two", "x*y + sin(x)", at: "x=1.3,y=0.7", claim: "x=1.93500", place: ""),
    .init("value-not-derivative", "x*y + sin(x)", at: "x=1.3,y=0.7", claim: "x=1.87356", place: ""),
    .init("second-derivative", "exp(2*x)*x", at: "x=0.7", claim: "x=27.5754", place: ""),
    .init("integrated", "x^3", at: "x=1.5", claim: "x=1.26562", place: "x^3"),
    .init("inputs-swapped", "x*y^2", at: "x=2.3,y=3.5", claim: "x=16.1000,y=12.2500", place: ""),
    .init("derivative-of-other-input", "x*y^2", at: "x=2.3,y=3.5", claim: "x=16.1000", place: ""),
    .init("reciprocal", "x*y + sin(x)", at: "x=1.3,y=0.7", claim: "x=1.03359", place: ""),
    .init("difference-quotient", "x^3", at: "x=1.7", claim: "x=9.19000", place: ""),
    .init("misread-brackets", "1/2*x^2", at: "x=1.5", claim: "x=-0.296296", place: "1/2*x^2"),
    .init("sign-inside", "x^2 - (sin(y) + y^3)", at: "x=1.5,y=0.7", claim: "y=0.705158", place: "x^2 - (sin(y) + y^3)"),
    .init("coordinates-swapped", "x^2*sin(y)", at: "x=1.3,y=0.4", claim: "x=0.770847,y=0.0427998", place: ""),
    .init("degrees", "sin(x)", at: "x=30.5", claim: "x=0.861629", place: ""),
    .init("log-base-10", "x*log(x)", at: "x=2.3", claim: "x=0.796022", place: ""),
    .init("exponent-factor-forgotten", "cbrt(x)", at: "x=2.3", claim: "x=0.573916", place: "cbrt(x)"),
    .init("truncated-not-rounded", "x1*x2 + sin(x1)", at: "x1=2,x2=3", claim: "x1=2.583", place: ""),
    .init("decimal-point", "x1*x2 + sin(x1)", at: "x1=2,x2=3", claim: "x1=25.84", place: ""),
    .init("digits-transposed", "x1*x2 + sin(x1)", at: "x1=2,x2=3", claim: "x1=2.548", place: ""),
    .init("rounded-too-early", "sin(x)*exp(y) + x/y", at: "x=1.37,y=0.83", claim: "x=1.66200", place: ""),
  ]
}
