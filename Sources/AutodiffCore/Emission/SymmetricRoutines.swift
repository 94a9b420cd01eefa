private let (fabs, sqrt) = (LibraryFunction("fabs"), LibraryFunction("sqrt"))
private let (x, y, a, v) = (RoutineLane("x"), RoutineLane("y"), RoutineLane("a"), RoutineLane("v"))
private let (n, i, j, k, rest): (RoutineTerm, RoutineTerm, RoutineTerm, RoutineTerm, RoutineTerm) = (
  "n", "i", "j", "k", "rest"
)
private let (theta, t, cosine, sine): (RoutineTerm, RoutineTerm, RoutineTerm, RoutineTerm) = (
  "theta", "t", "cosine", "sine"
)
private let (first, second): (RoutineTerm, RoutineTerm) = ("first", "second")

/// Cholesky's factor, eigenvalues and eigenvectors of the symmetric part of a matrix of n rows.
extension Routine {
  static let symmetricMatrices = [cholesky, rotatePair, diagonalize, eigenvalues, eigenvectors]

  private static let cholesky = Routine(
    "cholesky", "The lower y with y@y' = (x + x')/2; NaN where that is not positive definite.",
    [.lane("x", from: "start"), .written("y", from: "first"), .count("n")], givesNumber: false
  ) {
    scratch("a", n * n)
    variable("positive", .truth(true), .truth)
    each("i", 0, n) {
      each("j", 0, n) {
        a[i * n + j] <- 0.5 * x[i * n + j] + 0.5 * x[j * n + i]
        y[i * n + j] <- 0.0
      }
    }
    each("i", 0, n) {
      each("j", 0, i + 1) {
        variable("rest", a[i * n + j])
        each("k", 0, j) { rest -= y[i * n + k] * y[j * n + k] }
        when(i == j && (.isNaN(rest) || rest <= 0.0)) {
          "positive" <- .truth(false)
          rest <- 1.0
        }
        y[i * n + j] <- choose(i == j, sqrt(fabs(rest)), rest / y[j * (n + 1)])
      }
    }
    when(!"positive") {
      each("i", 0, n * n) { y[i] <- .nan }
    }
  }

  private static let rotatePair = Routine(
    "rotate_pair", "Rotates n pairs of numbers, step apart, from one place on and from another.",
    [
      .written("a", from: "start"), .count("one"), .count("other"), .count("n"), .count("step"), .number("cosine"),
      .number("sine"),
    ], givesNumber: false
  ) {
    let (one, other, step): (RoutineTerm, RoutineTerm, RoutineTerm) = ("one", "other", "step")
    each("i", 0, n) {
      constant("first", a[one + i * step])
      constant("second", a[other + i * step])
      a[one + i * step] <- cosine * first - sine * second
      a[other + i * step] <- sine * first + cosine * second
    }
  }

  private static let diagonalize = Routine(
    "diagonalize",
    "Jacobi's rotations: eigenvalues, ascending, on the diagonal of the symmetric a, eigenvectors as columns of v.",
    [.written("a", from: "start"), .written("v", from: "first"), .count("n")], givesNumber: false
  ) {
    let (both, best, swapped): (RoutineTerm, RoutineTerm, RoutineTerm) = ("both", "best", "swapped")
    let (rotates, sweep): (RoutineTerm, RoutineTerm) = ("rotates", "sweep")
    each("i", 0, n) {
      each("j", 0, n) { v[i * n + j] <- choose(i == j, 1.0, 0.0) }
    }
    variable("rotates", .truth(true), .truth)
    variable("sweep", 0, .count)
    during(rotates && sweep < 60) {
      rotates <- .truth(false)
      sweep += 1
      each("i", 0, n) {
        each("j", i + 1, n) {
          constant("both", a[i * n + j])
          when(fabs(both) > .number(0x1p-54) * (sqrt(fabs(a[i * (n + 1)])) * sqrt(fabs(a[j * (n + 1)])))) {
            rotates <- .truth(true)
            constant("theta", (a[j * (n + 1)] - a[i * (n + 1)]) / (2.0 * both))
            constant("t", choose(theta < 0.0, -1.0, 1.0) / (fabs(theta) + sqrt(theta * theta + 1.0)))
            constant("cosine", 1.0 / sqrt(t * t + 1.0))
            constant("sine", t * cosine)
            call(rotatePair(a.all, i * n, j * n, n, 1, cosine, sine))
            call(rotatePair(a.all, i, j, n, n, cosine, sine))
            call(rotatePair(v.all, i, j, n, n, cosine, sine))
            a[i * n + j] <- 0.0
            a[j * n + i] <- 0.0
          }
        }
      }
    }
    each("i", 0, n) {
      variable("best", i, .count)
      each("j", i + 1, n) {
        when(a[j * (n + 1)] < a[best * (n + 1)]) { best <- j }
      }
      when(best != i) {
        constant("swapped", a[i * (n + 1)])
        a[i * (n + 1)] <- a[best * (n + 1)]
        a[best * (n + 1)] <- swapped
        call(swapLines(v.all, i, best, n, n))
      }
    }
  }

  private static let eigenvalues = Routine(
    "eigenvalues", "The eigenvalues of (x + x')/2, ascending.",
    [.lane("x", from: "start"), .written("y", from: "first"), .count("n")], givesNumber: false
  ) {
    scratch("a", n * n)
    scratch("v", n * n)
    variable("rest", 0.0)
    each("i", 0, n) {
      each("j", 0, n) {
        a[i * n + j] <- 0.5 * x[i * n + j] + 0.5 * x[j * n + i]
        rest += x[i * n + j] * 0.0
      }
    }
    call(diagonalize(a.all, v.all, n))
    each("i", 0, n) { y[i] <- a[i * (n + 1)] + rest }
  }

  private static let eigenvectors = Routine(
    "eigenvectors", "The eigenvectors of (x + x')/2 as columns, in the order of the eigenvalues.",
    [.lane("x", from: "start"), .written("y", from: "first"), .count("n")], givesNumber: false
  ) {
    scratch("a", n * n)
    variable("rest", 0.0)
    each("i", 0, n) {
      each("j", 0, n) {
        a[i * n + j] <- 0.5 * x[i * n + j] + 0.5 * x[j * n + i]
        rest += x[i * n + j] * 0.0
      }
    }
    call(diagonalize(a.all, y.all, n))
    note("The first great element of each is positive.")
    each("j", 0, n) {
      variable("greatest", 0.0)
      variable("sign", 0.0)
      each("i", 0, n) {
        when(fabs(y[i * n + j]) > "greatest") { "greatest" <- fabs(y[i * n + j]) }
      }
      each("i", 0, n) {
        when("sign" == 0.0 && fabs(y[i * n + j]) > 0.5 * "greatest") {
          "sign" <- choose(y[i * n + j] < 0.0, -1.0, 1.0)
        }
      }
      each("i", 0, n) { y[i * n + j] <- "sign" * y[i * n + j] + rest }
    }
  }
}
