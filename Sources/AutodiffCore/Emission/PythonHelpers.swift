/// Functions of numbers that NumPy does not have.
extension PythonDialect {
  static let scalarHelpers: [String: Helper] = [
    "erf": Helper(text: #"erf = np.vectorize(math.erf, otypes=[float])"#),
    "erfc": Helper(text: #"erfc = np.vectorize(math.erfc, otypes=[float])"#),
    "gamma": Helper(
      text: """
        @np.vectorize
        def gamma(x):
            if x == 0.0:
                return math.copysign(math.inf, x)
            try:
                return math.gamma(x)
            except OverflowError:
                return math.copysign(math.inf, x)
            except ValueError:
                return math.nan
        """),
    "lgamma": Helper(
      text: """
        @np.vectorize
        def lgamma(x):
            try:
                return math.lgamma(x)
            except (OverflowError, ValueError):
                return math.inf
        """),
  ]
}
