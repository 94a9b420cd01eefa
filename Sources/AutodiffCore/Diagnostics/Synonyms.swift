/// Functions that other systems have under other names, or that are short to write out, and words that mean something
/// which is not there.
enum Synonyms {
  /// A row of the table.
  struct Row {
    /// The spelling in this language, with a name for each argument in order; nil if there is none.
    var spelling: String?
    /// Further words behind the spelling, or in its place.
    var remark: String
    /// The names of the arguments, where they do not stand in the spelling in their order.
    var arguments: [String]?

    /// Advice to write the spelling with these names.
    var hint: String { spelling.map { "write \($0)\(remark)" } ?? remark }
  }

  /// Returns the row of a function that another system calls `name`, or nil if none is known.
  static func row(of name: String) -> Row? { table[name.lowercased()] }

  /// The modules that stand before a point in other languages, as in `np.sum`.
  static let modules: Set<String> = [
    "np", "numpy", "jnp", "jax", "torch", "tf", "math", "cmath", "scipy", "linalg", "nn", "F", "functional", "special",
    "Math",
  ]

  private static let table: [String: Row] = {
    var table: [String: Row] = [:]
    func add(_ names: String, _ row: Row) {
      for name in names.split(separator: " ") { table[String(name)] = row }
    }
    for (names, spelling, remark) in scalars + arrays {
      add(names, Row(spelling: spelling, remark: remark.isEmpty ? "" : ", \(remark)"))
    }
    for (names, arguments, spelling) in ordered {
      add(names, Row(spelling: spelling, remark: "", arguments: arguments.split(separator: " ").map(String.init)))
    }
    for (names, remark) in absent { add(names, Row(spelling: nil, remark: remark)) }
    return table
  }()

  private static let arrays: [(names: String, spelling: String, remark: String)] = [
    ("matmul mm mv bmm tensordot", "A @ B", ""), ("multiply mul", "x*y", "or A @ B for matrices"),
    ("vdot inner innerproduct scalarproduct", "dot(x, y)", ""), ("outerproduct", "outer(x, y)", ""),
    ("inverse", "inv(A)", ""), ("pseudoinverse", "pinv(A)", ""),
    ("mldivide linsolve", "solve(A, b)", ""), ("lstsq", "pinv(A) @ b", ""), ("determinant", "det(A)", ""),
    ("slogdet logabsdet", "logdet(A)", ""), ("tr", "trace(A)", ""),
    ("trans transposed", "transpose(A)", "or A'"),
    ("permute permutedims swapaxes", "transpose(A, 1, 3, 2)", "the axes in their new order"),
    ("var", "variance(x)", ""),
    ("std stddev stdev sd", "sqrt(variance(x))", ""), ("cov covariance", "mean((x - mean(x))*(y - mean(y)))", ""),
    ("corr corrcoef", "mean((x - mean(x))*(y - mean(y)))/sqrt(variance(x)*variance(y))", ""),
    ("avg average", "mean(x)", ""), ("total nansum reduce_sum", "sum(x)", ""), ("product", "prod(x)", ""),
    ("amax reduce_max", "max(x)", ""), ("amin reduce_min", "min(x)", ""), ("reduce_mean nanmean", "mean(x)", ""),
    ("lse", "logsumexp(x)", ""), ("norm2 l2norm vecnorm vector_norm magnitude", "norm(x)", ""),
    ("norm1 l1norm", "norm(x, 1)", ""), ("linfnorm norminf maxnorm", "norm(x, inf)", ""),
    ("normalize", "x/norm(x)", ""), ("dist distance", "norm(x - y)", ""),
    ("mse mse_loss", "mean((x - y)^2)", ""), ("mae l1_loss", "mean(abs(x - y))", ""),
    ("rmse", "sqrt(mean((x - y)^2))", ""), ("logsoftmax", "log_softmax(x)", ""),
    ("conv1d conv2d convolve convolution correlate crosscorrelation", "conv(x, w)", ""),
    ("maxpool1d maxpool2d max_pool max_pool1d max_pool2d maxpooling", "maxpool(x, 2)", ""),
    ("avgpool avgpool1d avgpool2d avg_pool avg_pool1d avg_pool2d averagepooling meanpooling", "meanpool(x, 2)", ""),
    ("unfold im2col sliding_window_view", "conv(x, w)", "which goes over all windows by itself"),
    ("concatenate cat append", "concat(x, y)", ""), ("hstack horzcat", "concat(A, B, axis=2)", ""),
    ("vstack vertcat", "concat(A, B, axis=1)", ""), ("stack", "[x, y]", ""), ("flatten ravel vec", "reshape(A, n)", ""),
    ("view", "reshape(A, m, n)", ""), ("squeeze", "reshape(A, n)", ""),
    ("unsqueeze expand_dims", "reshape(x, n, 1)", ""), ("identity", "eye(n)", ""), ("full", "c*ones(m, n)", ""),
    ("len numel", "length(x)", ""), ("nrow nrows", "rows(A)", ""), ("ncol ncols columns", "cols(A)", ""),
    ("zeros_like", "0*x", ""), ("ones_like", "0*x + 1", ""), ("diagonal", "diag(A)", ""),
    ("circshift", "roll(x, k)", ""), ("fliplr", "flip(A, axis=2)", ""), ("flipud", "flip(A, axis=1)", ""),
    ("reverse rev", "flip(x)", ""), ("idxmax", "argmax(x)", ""), ("idxmin", "argmin(x)", ""),
    ("cholesky", "chol(A)", "which is lower triangular"), ("eig eigvalsh eigenvalues", "eigvals(A)", ""),
    ("eigh eigvectors", "eigenvectors(A)", "and eigvals(A)"), ("matrix_exp", "expm(A)", ""),
    ("crossproduct", "cross(a, b)", ""), ("kronecker", "kron(A, B)", ""),
    ("random uniform", "rand(m, n)", ""), ("normal", "randn(m, n)", ""), ("arange", "range(n)", "which is 1 to n"),
  ]

  private static let scalars: [(names: String, spelling: String, remark: String)] = [
    ("tg", "tan(x)", ""), ("ctg cotan", "cot(x)", ""), ("cosec", "csc(x)", ""), ("sh", "sinh(x)", ""),
    ("ch", "cosh(x)", ""), ("th", "tanh(x)", ""), ("sech", "1/cosh(x)", ""), ("csch", "1/sinh(x)", ""),
    ("coth", "1/tanh(x)", ""), ("acot arcctg arccot", "atan(1/x)", ""), ("asec arcsec", "acos(1/x)", ""),
    ("acsc arccsc", "asin(1/x)", ""), ("arctg arctan", "atan(x)", ""), ("arcsin", "asin(x)", ""),
    ("arccos", "acos(x)", ""),
    ("arcsinh arsinh", "asinh(x)", ""), ("arccosh arcosh", "acosh(x)", ""), ("arctanh artanh", "atanh(x)", ""),
    ("sind", "sin(x*pi/180)", ""),
    ("cosd", "cos(x*pi/180)", ""), ("tand", "tan(x*pi/180)", ""), ("asind", "asin(x)*180/pi", ""),
    ("acosd", "acos(x)*180/pi", ""), ("atand", "atan(x)*180/pi", ""), ("degrees deg rad2deg", "x*180/pi", ""),
    ("radians rad deg2rad", "x*pi/180", ""), ("lg", "log10(x)", ""), ("ld lb", "log2(x)", ""), ("exp2", "2^x", ""),
    ("exp10", "10^x", ""), ("square", "x^2", ""), ("sqr", "x^2", "or sqrt(x) for the root"), ("cube", "x^3", ""),
    ("nthroot", "x^(1/n)", ""), ("rsqrt", "1/sqrt(x)", ""), ("reciprocal", "1/x", ""), ("neg negative", "-x", ""),
    ("add", "x + y", ""), ("sub subtract", "x - y", ""), ("divide", "x/y", ""), ("power", "x^y", ""),
    ("maximum fmax", "max(x, y)", ""), ("minimum fmin", "min(x, y)", ""), ("clip", "clamp(x, lo, hi)", ""),
    ("heaviside", "step(x)", ""), ("sgn", "sign(x)", ""), ("fabs", "abs(x)", ""),
    ("trunc fix", "sign(x)*floor(abs(x))", ""), ("frac fract", "x - floor(x)", ""), ("fmod rem", "mod(x, y)", ""),
    ("factorial fact", "gamma(n + 1)", ""),
    ("swish", "silu(x)", ""), ("lrelu leakyrelu", "leaky_relu(x)", ""), ("softsign", "x/(1 + abs(x))", ""),
    ("expit", "sigma(x)", ""), ("detach stop_gradient stopgradient stop_grad no_grad", "stop(x)", ""),
    ("phi ndtr", "normcdf(x)", ""), ("ifelse iif select cond", "if(condition, a, b)", ""),
  ]

  /// Functions whose arguments stand in another order.
  private static let ordered: [(names: String, arguments: String, spelling: String)] = [
    ("cross_entropy crossentropy", "x y", "-sum(y*log_softmax(x))"), ("linear", "x W b", "W @ x + b"),
    ("logb", "b x", "log(x)/log(b)"),
  ]

  /// Words with a meaning of their own, for which there is no function.
  private static let absent: [(names: String, remark: String)] = [
    ("einsum", "a sum is made with @, dot, outer, trace and sum(x, axis=1)"),
    ("array tensor vector asarray list", "elements stand in brackets: [1, 2, 3]"),
    ("matrix", "rows stand in brackets: [[1, 2], [3, 4]]"),
    ("shape", "a vector has length(x), a matrix rows(A) and cols(A), any array size(A, axis)"),
    ("derivative grad gradient", "diff(expression, x) is the derivative; of the whole program the command takes it"),
    ("argsort", "sort(x) has the elements in order; argmax(x) and argmin(x) are places of the ends"),
    ("quantile percentile", "sort(x)[k] is the element that k - 1 others do not exceed; median(x) is in the middle"),
    ("mode", "there is no most frequent element; mean(x) is the mean"),
    (
      "plot show draw figure",
      "'autodiff plot' draws a function: autodiff plot 'x^2' --range x=-2:2"
    ),
    ("print disp printf echo", "the value of the last statement is the answer: write it alone"),
    ("integrate integral quad int", "nothing integrates"),
    ("limit lim", "nothing takes limits"),
    ("fft ifft", "there is no Fourier transform"),
    ("svd qr", "there is no such decomposition; chol, eigvals, pinv, det, inv and solve are there"),
    ("real imag conj complex arg angle", "numbers are real"),
    ("roots fsolve fzero findroot", "root(expression, u, start) is the u at which the expression is 0"),
    ("dropout batchnorm layernorm", "there are no layers: write out the formula"),
  ]
}
