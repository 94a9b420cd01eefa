private let (fabs, log) = (LibraryFunction("fabs"), LibraryFunction("log"))
private let (x, y, a, b) = (RoutineLane("x"), RoutineLane("y"), RoutineLane("a"), RoutineLane("b"))
private let (n, width, sign, total): (RoutineTerm, RoutineTerm, RoutineTerm, RoutineTerm) = (
  "n", "width", "sign", "total"
)
private let (i, j, k): (RoutineTerm, RoutineTerm, RoutineTerm) = ("i", "j", "k")
private let (largest, size, best): (RoutineTerm, RoutineTerm, RoutineTerm) = ("largest", "size", "best")

/// Linear algebra, on square matrices of n rows whose numbers stand row by row.
extension Routine {
  static let matrices =
    [swapLines, eliminate, determinant, logDeterminant, divide, solve, inverse, cofactors]
    + symmetricMatrices

  static let swapLines = Routine(
    "swap_lines", "Swaps n numbers, step apart, from one place on and from another.",
    [.written("a", from: "start"), .count("one"), .count("other"), .count("n"), .count("step")], givesNumber: false
  ) {
    let (one, other, step): (RoutineTerm, RoutineTerm, RoutineTerm) = ("one", "other", "step")
    each("i", 0, n) {
      constant("swapped", a[one + i * step])
      a[one + i * step] <- a[other + i * step]
      a[other + i * step] <- "swapped"
    }
  }

  private static let eliminate = Routine(
    "eliminate",
    "Gauss's elimination with pivots by columns; y, n by width, goes along. -1 where rows were swapped oddly.",
    [.written("a", from: "start"), .written("y", from: "first"), .count("n"), .count("width")]
  ) {
    variable("sign", 1.0)
    each("k", 0, n) {
      variable("largest", -1.0)
      variable("best", k, .count)
      each("i", k, n) {
        constant("size", fabs(a[i * n + k]))
        when(size > largest || .isNaN(size)) {
          largest <- size
          best <- i
        }
      }
      when(best != k) {
        call(swapLines(a.all, k * n, best * n, n, 1))
        call(swapLines(y.all, k * width, best * width, width, 1))
        sign <- -sign
      }
      when(a[k * n + k] == 0.0) { skip }
      each("i", k + 1, n) {
        let factor: RoutineTerm = "factor"
        constant("factor", a[i * n + k] / a[k * n + k])
        each("j", k + 1, n) { a[i * n + j] -= factor * a[k * n + j] }
        each("j", 0, width) { y[i * width + j] -= factor * y[k * width + j] }
      }
    }
    give(sign)
  }

  private static let determinant = Routine(
    "determinant", "The determinant, by elimination.", [.lane("x", from: "start"), .count("n")]
  ) {
    scratch("a", n * n)
    array("none", 1)
    each("i", 0, n * n) { a[i] <- x[i] }
    constant("sign", eliminate(a.all, RoutineLane("none").all, n, 0))
    give(sign * product(a.all, n, n + 1) + 0.0)
  }

  private static let logDeterminant = Routine(
    "log_determinant", "The logarithm of the determinant; NaN where that is negative.",
    [.lane("x", from: "start"), .count("n")]
  ) {
    let pivot: RoutineTerm = "pivot"
    scratch("a", n * n)
    array("none", 1)
    each("i", 0, n * n) { a[i] <- x[i] }
    variable("sign", eliminate(a.all, RoutineLane("none").all, n, 0))
    variable("total", 0.0)
    each("i", 0, n) {
      constant("pivot", a[i * (n + 1)])
      when(pivot < 0.0) { sign <- -sign }
      total += log(fabs(pivot))
    }
    give(choose(sign > 0.0 || total == .number(-.infinity), total, .nan))
  }

  private static let divide = Routine(
    "divide", "Makes of y, n by width, the solution z of a@z = y, and loses a; NaN where a is singular.",
    [.written("a", from: "start"), .written("y", from: "first"), .count("n"), .count("width")], givesNumber: false
  ) {
    let (regular, pivot): (RoutineTerm, RoutineTerm) = ("regular", "pivot")
    variable("regular", .truth(true), .truth)
    call(eliminate(a.all, y.all, n, width))
    each("i", 0, n) {
      constant("pivot", a[i * (n + 1)])
      when(pivot == 0.0 || !.isFinite(pivot)) { regular <- .truth(false) }
    }
    back("i", n) {
      each("j", 0, width) {
        each("k", i + 1, n) { y[i * width + j] -= a[i * n + k] * y[k * width + j] }
        y[i * width + j] <- choose(regular, y[i * width + j] / a[i * (n + 1)], .nan)
      }
    }
  }

  private static let solve = Routine(
    "solve", "The y with x@y = b, n by width; NaN where x is singular.",
    [
      .lane("x", from: "start"), .lane("b", from: "begin"), .written("y", from: "first"), .count("n"), .count("width"),
    ], givesNumber: false
  ) {
    scratch("a", n * n)
    each("i", 0, n * n) { a[i] <- x[i] }
    each("i", 0, n * width) { y[i] <- b[i] }
    call(divide(a.all, y.all, n, width))
  }

  private static let inverse = Routine(
    "inverse", "The inverse; NaN where x is singular.",
    [.lane("x", from: "start"), .written("y", from: "first"), .count("n")], givesNumber: false
  ) {
    scratch("a", n * n)
    each("i", 0, n * n) {
      a[i] <- x[i]
      y[i] <- 0.0
    }
    each("i", 0, n) { y[i * (n + 1)] <- 1.0 }
    call(divide(a.all, y.all, n, n))
  }
}

private let (sums, rows, columns, weights, after) = (
  RoutineLane("sums"), RoutineLane("rows"), RoutineLane("columns"), RoutineLane("weights"), RoutineLane("after")
)
private let (row, column, rank, finite): (RoutineTerm, RoutineTerm, RoutineTerm, RoutineTerm) = (
  "row", "column", "rank", "finite"
)
private let (factor, change, rest, last): (RoutineTerm, RoutineTerm, RoutineTerm, RoutineTerm) = (
  "factor", "change", "rest", "last"
)

extension Routine {
  private static let cofactors = Routine(
    "cofactors",
    """
    The gradient of the determinant, from factors with complete pivoting, so that singular matrices are no
    special case: G. W. Stewart, "On the adjugate matrix" (1998).
    """,
    [.lane("x", from: "start"), .written("y", from: "first"), .count("n")], givesNumber: false
  ) {
    scratch("a", n * n)
    scratch("sums", n * n)
    scratch("rows", n)
    scratch("columns", n)
    scratch("weights", n)
    scratch("after", n)
    variable("finite", 0.0)
    variable("sign", 1.0)
    variable("rank", 0, .count)
    when(n == 1) {
      y[0] <- 1.0
      done
    }
    when(n == 2) {
      y[0] <- x[3]
      y[1] <- -x[2]
      y[2] <- -x[1]
      y[3] <- x[0]
      done
    }
    each("i", 0, n * n) {
      a[i] <- x[i]
      sums[i] <- fabs(x[i])
      finite += x[i] * 0.0
    }
    each("i", 0, n * n) { y[i] <- finite }
    when(.isNaN(finite)) { done }
    each("i", 0, n) {
      rows[i] <- .asNumber(i)
      columns[i] <- .asNumber(i)
    }
    completePivoting
    when(rank + 1 < n) { done }
    note("The product of all pivots but each.")
    weights[0] <- sign
    after[n - 1] <- 1.0
    each("i", 0, n - 1) {
      constant("last", n - 1 - i, .count)
      weights[i + 1] <- weights[i] * choose(i < rank, a[i * (n + 1)], 0.0)
      after[last - 1] <- after[last] * choose(last < rank, a[last * (n + 1)], 0.0)
    }
    each("i", 0, n) {
      each("j", 0, n) { sums[i * n + j] <- choose(i == j, 1.0, 0.0) }
      each("k", 0, i) {
        each("j", 0, k + 1) { sums[i * n + j] -= a[k * n + i] * sums[k * n + j] }
      }
    }
    each("i", 0, n) {
      each("j", 0, i + 1) { sums[i * n + j] *= weights[i] * after[i] }
    }
    back("i", n) {
      each("k", i + 1, n) {
        each("j", 0, n) { sums[i * n + j] -= a[k * n + i] * sums[k * n + j] }
      }
    }
    each("i", 0, n) {
      each("j", 0, n) { y[.asCount(rows[i]) * n + .asCount(columns[j])] <- sums[i * n + j] }
    }
  }

  /// The factors of a matrix, largest pivot first; what is left of a row or column is divided by its pivot.
  private static var completePivoting: Statement {
    each("k", 0, n) {
      variable("row", k, .count)
      variable("column", k, .count)
      variable("largest", 0.0)
      each("i", k, n) {
        each("j", k, n) {
          when(fabs(a[i * n + j]) > largest) {
            largest <- fabs(a[i * n + j])
            row <- i
            column <- j
          }
        }
      }
      when(largest == 0.0) { leave }
      rank += 1
      when(row != k) {
        call(swapLines(a.all, k * n, row * n, n, 1))
        call(swapLines(sums.all, k * n, row * n, n, 1))
        call(swapLines(rows.all, k, row, 1, 1))
        sign <- -sign
      }
      when(column != k) {
        call(swapLines(a.all, k, column, n, n))
        call(swapLines(sums.all, k, column, n, n))
        call(swapLines(columns.all, k, column, 1, 1))
        sign <- -sign
      }
      each("i", k + 1, n) {
        constant("factor", a[i * n + k] / a[k * n + k])
        a[i * n + k] <- factor
        each("j", k + 1, n) {
          note("Far below the last digit of what was summed, what is left is rounding.")
          constant("change", factor * a[k * n + j])
          constant("rest", a[i * n + j] - change)
          sums[i * n + j] += fabs(change)
          a[i * n + j] <- choose(fabs(rest) <= sums[i * n + j] * .powerOfTwo(-50), 0.0, rest)
        }
      }
      each("j", k + 1, n) { a[k * n + j] /= a[k * n + k] }
    }
  }
}
