/// The spellings in this language of functions that other systems have under other names, or that are short to write
/// out.
enum Synonyms {
  /// Returns the spelling of a function that another system calls `name`, or nil if none is known.
  static func spelling(of name: String) -> String? { table[name.lowercased()] }

  /// The modules that stand before a point in other languages, as in `np.sum`.
  static let modules: Set<String> = [
    "np", "numpy", "jnp", "jax", "torch", "tf", "math", "cmath", "scipy", "linalg", "nn", "F", "functional",
  ]

  private static let table: [String: String] = scalars.merging(arrays) { scalar, _ in scalar }

  private static let arrays: [String: String] = [
    "matmul": "A @ B", "mm": "A @ B", "mv": "A @ x", "bmm": "A @ B", "multiply": "x*y, or A @ B for matrices",
    "mul": "x*y, or A @ B for matrices", "einsum": "the sum with @, dot, outer, trace and sum(x, axis=1)",
    "tensordot": "A @ B", "vdot": "dot(x, y)", "inner": "dot(x, y)", "innerproduct": "dot(x, y)",
    "scalarproduct": "dot(x, y)", "outerproduct": "outer(x, y)", "linear": "W @ x + b",
    "inverse": "inv(A)", "pinv": "inv(A), which needs a square matrix", "mldivide": "solve(A, b)",
    "linsolve": "solve(A, b)", "lstsq": "solve(A' @ A, A' @ b)", "determinant": "det(A)", "slogdet": "logdet(A)",
    "logabsdet": "logdet(A)", "tr": "trace(A)", "trans": "transpose(A), or A'", "transposed": "transpose(A), or A'",
    "permute": "transpose(A), or A'", "swapaxes": "transpose(A), or A'",
    "var": "variance(x)", "std": "sqrt(variance(x))", "stddev": "sqrt(variance(x))", "avg": "mean(x)",
    "average": "mean(x)", "total": "sum(x)", "product": "prod(x)", "nansum": "sum(x)", "amax": "max(x)",
    "amin": "min(x)",
    "reduce_sum": "sum(x)", "reduce_mean": "mean(x)", "reduce_max": "max(x)", "lse": "logsumexp(x)",
    "norm2": "norm(x)", "l2norm": "norm(x)", "vecnorm": "norm(x)", "vector_norm": "norm(x)", "magnitude": "norm(x)",
    "norm1": "sum(abs(x))", "l1norm": "sum(abs(x))", "normalize": "x/norm(x)", "dist": "norm(x - y)",
    "mse": "mean((x - y)^2)", "mse_loss": "mean((x - y)^2)", "cross_entropy": "-sum(y*log_softmax(x))",
    "crossentropy": "-sum(y*log_softmax(x))", "logsoftmax": "log_softmax(x)",
    "concatenate": "concat(x, y)", "cat": "concat(x, y)", "append": "concat(x, y)", "hstack": "concat(A, B, axis=2)",
    "horzcat": "concat(A, B, axis=2)", "vstack": "concat(A, B, axis=1)", "vertcat": "concat(A, B, axis=1)",
    "stack": "[x, y]", "array": "[1, 2, 3]", "tensor": "[1, 2, 3]", "vector": "[1, 2, 3]", "matrix": "[[1, 2], [3, 4]]",
    "asarray": "[1, 2, 3]", "list": "[1, 2, 3]",
    "flatten": "reshape(A, n)", "ravel": "reshape(A, n)", "vec": "reshape(A, n)", "view": "reshape(A, m, n)",
    "squeeze": "reshape(A, n)", "unsqueeze": "reshape(x, n, 1)", "expand_dims": "reshape(x, n, 1)",
    "identity": "eye(n)", "full": "c*ones(m, n)", "zeros_like": "0*x", "ones_like": "ones(m, n)",
    "diagonal": "diag(A)", "cumprod": "exp(cumsum(log(x)))",
    "arange": "the elements: [1, 2, 3]", "linspace": "the elements: [1, 2, 3]", "range": "the elements: [1, 2, 3]",
    "len": "the number: a length is known", "length": "the number: a length is known",
    "numel": "the number: a length is known", "size": "the number: a length is known",
    "shape": "the number: a length is known",
  ]

  private static let scalars: [String: String] = [
    "tg": "tan(x)", "ctg": "cot(x)", "cotan": "cot(x)", "cosec": "csc(x)", "sh": "sinh(x)", "ch": "cosh(x)",
    "th": "tanh(x)", "sech": "1/cosh(x)", "csch": "1/sinh(x)", "coth": "1/tanh(x)", "acot": "atan(1/x)",
    "arcctg": "atan(1/x)", "arctg": "atan(x)", "lg": "log10(x)", "ld": "log2(x)", "exp2": "2^x", "exp10": "10^x",
    "square": "x^2", "sqr": "x^2, or sqrt(x) for the root", "root": "x^(1/n)", "power": "x^y",
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
