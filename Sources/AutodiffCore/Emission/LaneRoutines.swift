private let (exp, log1p, fabs, sqrt, ldexp) = (
  LibraryFunction("exp"), LibraryFunction("log1p"), LibraryFunction("fabs"), LibraryFunction("sqrt"),
  LibraryFunction("ldexp")
)
private let (x, y) = (RoutineLane("x"), RoutineLane("y"))
private let (n, i, step, other, top): (RoutineTerm, RoutineTerm, RoutineTerm, RoutineTerm, RoutineTerm) = (
  "n", "i", "step", "other", "top"
)
private let (total, exponent, size, largest): (RoutineTerm, RoutineTerm, RoutineTerm, RoutineTerm) = (
  "total", "exponent", "size", "largest"
)

/// Functions of the numbers of a lane: n of them, `step` apart.
extension Routine {
  static let lanes = [
    sum, dot, mean, product, productOfOthers, norm, variance, greatest, least, exponentials, logsumexp, leader, softmax,
    logSoftmax,
    runningSum(isReversed: false), runningSum(isReversed: true),
    runningProduct,
  ]

  private static let lane: [Parameter] = [.lane("x", from: "start"), .count("n"), .count("step")]
  private static let scanned: [Parameter] = [
    .lane("x", from: "start"), .written("y", from: "first"), .count("n"), .count("step"),
  ]

  private static let sum = Routine("sum", "The sum, in halves, so that roundings do not pile up.", lane) {
    let again = Recursion("sum")
    let half = RoutineTerm.quotient(n, 2)
    when(n > 64) { give(again(x.all, half, step) + again(x.from(half * step), n - half, step)) }
    variable("total", 0.0)
    each("i", 0, n) { total += x[i * step] }
    give(total)
  }

  private static let dot = Routine(
    "dot", "The scalar product of two lanes.",
    [.lane("x", from: "start"), .count("step"), .lane("y", from: "first"), .count("other"), .count("n")]
  ) {
    let again = Recursion("dot")
    when(n > 64) {
      constant("half", .quotient(n, 2), .count)
      constant("low", again(x.all, step, y.all, other, "half"))
      give("low" + again(x.from("half" * step), step, y.from("half" * other), other, n - "half"))
    }
    variable("total", 0.0)
    each("i", 0, n) { total += x[i * step] * y[i * other] }
    give(total)
  }

  private static let mean = Routine("mean", "The mean.", lane) {
    let parts: RoutineTerm = "parts"
    constant("total", sum(x.all, n, step))
    when(.isFinite(total)) { give(total / .asNumber(n)) }
    note("The sum may have left the range where the mean does not.")
    variable("parts", 0.0)
    each("i", 0, n) { parts += x[i * step] / .asNumber(n) }
    give(parts)
  }

  static let product = Routine(
    "product", "The product; what leaves the range on the way is kept as an exponent.", lane
  ) {
    variable("total", 1.0)
    variable("exponent", 0, .exponent)
    each("i", 0, n) {
      split(x[i * step], fraction: "factor", exponent: "one")
      split(total * "factor", fraction: "rest", exponent: "another")
      total <- "rest"
      exponent += "one" + "another"
    }
    constant("held", choose(exponent > 9999, 9999, choose(exponent < -9999, -9999, exponent)), .exponent)
    give(ldexp(total, "held"))
  }

  private static let productOfOthers = Routine(
    "product_of_others", "The products of all numbers but each, by those before and those behind.", scanned,
    givesNumber: false
  ) {
    let sum: RoutineTerm = "sum"
    variable("total", 1.0)
    variable("exponent", 0, .exponent)
    each("i", 0, n) {
      y[i * step] <- total
      split(x[i * step], fraction: "factor", exponent: "one")
      split(total * "factor", fraction: "rest", exponent: "another")
      total <- "rest"
      exponent += "one" + "another"
    }
    variable("behind", 1.0)
    variable("above", 0, .exponent)
    back("i", n) {
      split(x[i * step], fraction: "factor", exponent: "one")
      split(y[i * step] * "factor", exponent: "another")
      exponent -= "one" + "another"
      constant("sum", exponent + "above", .exponent)
      constant("held", choose(sum > 9999, 9999, choose(sum < -9999, -9999, sum)), .exponent)
      y[i * step] <- ldexp(y[i * step] * "behind", "held")
      split("behind" * "factor", fraction: "next", exponent: "third")
      "behind" <- "next"
      "above" += "one" + "third"
    }
  }

  private static let norm = Routine("norm", "The Euclidean length, without overflow.", lane) {
    let (squares, scale, scaled): (RoutineTerm, RoutineTerm, RoutineTerm) = ("squares", "scale", "scaled")
    variable("largest", 0.0)
    variable("squares", 0.0)
    each("i", 0, n) {
      constant("size", fabs(x[i * step]))
      when(size > largest || .isNaN(size)) { largest <- size }
    }
    when(!(largest > 0.0 && largest < .infinity)) { give(largest) }
    split(largest, exponent: "exponent")
    constant("scale", ldexp(1.0, choose(exponent < -1000, 1000, -exponent)))
    each("i", 0, n) {
      constant("scaled", x[i * step] * scale)
      squares += scaled * scaled
    }
    give(sqrt(squares) / scale)
  }

  private static let variance = Routine(
    "variance", "The variance, of the differences to the mean, whose own sum takes back the mean's rounding.", lane
  ) {
    let (middle, count, difference): (RoutineTerm, RoutineTerm, RoutineTerm) = ("middle", "count", "difference")
    let (rest, squares, value): (RoutineTerm, RoutineTerm, RoutineTerm) = ("rest", "squares", "value")
    constant("middle", mean(x.all, n, step))
    constant("count", .asNumber(n))
    variable("rest", 0.0)
    variable("squares", 0.0)
    each("i", 0, n) {
      constant("difference", x[i * step] - middle)
      rest += difference
      squares += difference * difference
    }
    when(.isFinite(squares)) {
      constant("value", (squares - rest * rest / count) / count)
      give(choose(value < 0.0, 0.0, value))
    }
    squares <- 0.0
    each("i", 0, n) { squares += (x[i * step] - middle) / count * (x[i * step] - middle) }
    give(squares)
  }

  private static let greatest = Routine("greatest", "The greatest; NaN where one is.", lane) {
    variable("result", .number(-.infinity))
    each("i", 0, n) { when(x[i * step] > "result" || .isNaN(x[i * step])) { "result" <- x[i * step] } }
    give("result")
  }

  private static let least = Routine("least", "The least; NaN where one is.", lane) {
    variable("result", .infinity)
    each("i", 0, n) { when(x[i * step] < "result" || .isNaN(x[i * step])) { "result" <- x[i * step] } }
    give("result")
  }

  private static let exponentials = Routine(
    "exponentials",
    "The sum of e^(x-top) but for the 1 of the first that is top, which would swallow the others' digits.",
    lane + [.number("top")]
  ) {
    let found: RoutineTerm = "found"
    variable("total", 0.0)
    variable("found", .truth(false), .truth)
    each("i", 0, n) {
      when(x[i * step] == top && !found) {
        found <- .truth(true)
      } otherwise: {
        total += exp(x[i * step] - top)
      }
    }
    give(total)
  }

  private static let logsumexp = Routine("logsumexp", "The log of the sum of exponentials, without overflow.", lane) {
    constant("top", greatest(x.all, n, step))
    when(!.isFinite(top)) { give(top) }
    give(top + log1p(exponentials(x.all, n, step, top)))
  }

  private static let leader = Routine("leader", "The greatest; NaN where the others have no ratio to it.", lane) {
    let count: RoutineTerm = "count"
    constant("top", greatest(x.all, n, step))
    variable("count", 0, .count)
    each("i", 0, n) { when(x[i * step] == top) { count += 1 } }
    give(choose(.isFinite(top) || (top > 0.0 && count == 1), top, .nan))
  }

  private static let softmax = Routine("softmax", "Exponentials, scaled to the sum 1.", scanned, givesNumber: false) {
    constant("top", leader(x.all, n, step))
    each("i", 0, n) { y[i * step] <- exp(choose(x[i * step] == top, 0.0, x[i * step] - top)) }
    constant("total", sum(y.all, n, step))
    each("i", 0, n) { y[i * step] /= total }
  }

  private static let logSoftmax = Routine(
    "log_softmax", "The logarithms of softmax, exact in the tail.", scanned, givesNumber: false
  ) {
    constant("top", leader(x.all, n, step))
    constant("total", choose(top == .infinity, 0.0, log1p(exponentials(x.all, n, step, top))))
    each("i", 0, n) { y[i * step] <- choose(x[i * step] == top, 0.0, x[i * step] - top) - total }
  }

  private static let runningProduct = Routine("running_product", "Running products.", scanned, givesNumber: false) {
    variable("total", 1.0)
    each("i", 0, n) {
      total *= x[i * step]
      y[i * step] <- total
    }
  }

  private static func runningSum(isReversed: Bool) -> Routine {
    let (next, added, error): (RoutineTerm, RoutineTerm, RoutineTerm) = ("next", "added", "error")
    @StatementBuilder func body() -> [Statement] {
      constant("next", total + x[i * step])
      constant("added", next - total)
      error += (total - (next - added)) + (x[i * step] - added)
      total <- next
      y[i * step] <- choose(.isFinite(next) && error != 0.0, next + error, next)
    }
    return Routine(
      isReversed ? "running_sum_reversed" : "running_sum",
      "Running sums\(isReversed ? " from the end" : ""), whose roundings are summed alongside.", scanned,
      givesNumber: false
    ) {
      variable("total", -0.0)
      variable("error", 0.0)
      isReversed ? back("i", n, body) : each("i", 0, n, body)
    }
  }
}
