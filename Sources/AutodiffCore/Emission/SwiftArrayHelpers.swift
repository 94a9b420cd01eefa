/// Functions of arrays in Swift: each takes an array, where a lane begins, how many numbers it has and how far they are
/// apart.
extension SwiftDialect {
  /// One that gives a number.
  private static func lane(_ name: String, needs: [String] = [], _ body: String) -> Helper {
    Helper(
      needs: needs,
      text: "private func \(name)(_ x: [Double], _ start: Int, _ n: Int, _ step: Int) -> Double {\n" + indented(body)
        + "\n}")
  }

  /// One that fills a lane of another array.
  private static func scan(_ name: String, needs: [String] = [], _ body: String) -> Helper {
    Helper(
      needs: needs,
      text:
        "private func \(name)(\n    _ x: [Double], _ start: Int, _ y: inout [Double], _ first: Int, _ n: Int, _ step: Int\n"
        + ") {\n" + indented(body) + "\n}")
  }

  private static func indented(_ body: String) -> String {
    body.split(separator: "\n").map { "    " + $0 }.joined(separator: "\n")
  }

  static let laneHelpers: [String: Helper] = [
    "sum": lane(
      "sum",
      """
      // In halves, so that roundings do not pile up.
      if n > 64 { return sum(x, start, n/2, step) + sum(x, start + n/2*step, n - n/2, step) }
      var total = 0.0
      for i in 0..<n { total += x[start + i*step] }
      return total
      """),
    "dot": Helper(
      text: """
        private func dot(
            _ x: [Double], _ start: Int, _ step: Int, _ y: [Double], _ first: Int, _ other: Int, _ n: Int
        ) -> Double {
            if n > 64 {
                return dot(x, start, step, y, first, other, n/2)
                    + dot(x, start + n/2*step, step, y, first + n/2*other, other, n - n/2)
            }
            var total = 0.0
            for i in 0..<n { total += x[start + i*step]*y[first + i*other] }
            return total
        }
        """),
    "mean": lane(
      "mean", needs: ["sum"],
      """
      var total = sum(x, start, n, step)
      if total.isFinite { return total/Double(n) }
      // The sum may have left the range where the mean does not.
      total = 0.0
      for i in 0..<n { total += x[start + i*step]/Double(n) }
      return total
      """),
    "product": lane(
      "product",
      """
      // What leaves the range on the way is kept as an exponent.
      var total = 1.0, exponent = 0
      for i in 0..<n {
          var factor = x[start + i*step]
          if factor.isNormal { exponent += Int(factor.exponent) }
          if factor.isNormal { factor = Double(signOf: factor, magnitudeOf: factor.significand) }
          total *= factor
          if total.isNormal { exponent += Int(total.exponent) }
          if total.isNormal { total = Double(signOf: total, magnitudeOf: total.significand) }
      }
      return Double(sign: .plus, exponent: exponent, significand: total)
      """),
    "norm": lane(
      "norm",
      """
      // The Euclidean length, without overflow.
      var largest = 0.0, squares = 0.0
      for i in 0..<n {
          let size = abs(x[start + i*step])
          if size > largest || size.isNaN { largest = size }
      }
      if !(largest > 0.0 && largest < Double.infinity) { return largest }
      let scale = Double(sign: .plus, exponent: -max(Int(largest.exponent), -1000), significand: 1.0)
      for i in 0..<n {
          let scaled = x[start + i*step]*scale
          squares += scaled*scaled
      }
      return squares.squareRoot()/scale
      """),
    "variance": lane(
      "variance", needs: ["mean"],
      """
      // Of the differences to the mean, whose own sum takes back the mean's rounding.
      let middle = mean(x, start, n, step), count = Double(n)
      var rest = 0.0, squares = 0.0
      for i in 0..<n {
          let difference = x[start + i*step] - middle
          rest += difference
          squares += difference*difference
      }
      let value = (squares - rest*rest/count)/count
      return value < 0.0 ? 0.0 : value
      """),
    "greatest": lane(
      "greatest",
      """
      var result = -Double.infinity
      for i in 0..<n where x[start + i*step] > result || x[start + i*step].isNaN { result = x[start + i*step] }
      return result
      """),
    "least": lane(
      "least",
      """
      var result = Double.infinity
      for i in 0..<n where x[start + i*step] < result || x[start + i*step].isNaN { result = x[start + i*step] }
      return result
      """),
    "exponentials": Helper(
      text: """
        /// The sum of e^(x-top) but for the 1 of the first that is top, which would swallow the others' digits.
        private func exponentials(_ x: [Double], _ start: Int, _ n: Int, _ step: Int, _ top: Double) -> Double {
            var total = 0.0, found = false
            for i in 0..<n {
                if x[start + i*step] == top && !found { found = true } else { total += exp(x[start + i*step] - top) }
            }
            return total
        }
        """),
    "logsumexp": lane(
      "logsumexp", needs: ["greatest", "exponentials"],
      """
      let top = greatest(x, start, n, step)
      return top.isFinite ? top + log1p(exponentials(x, start, n, step, top)) : top
      """),
    "leader": lane(
      "leader", needs: ["greatest"],
      """
      // The largest; nan where the others have no ratio to it.
      let top = greatest(x, start, n, step)
      var count = 0
      for i in 0..<n where x[start + i*step] == top { count += 1 }
      return top.isFinite || (top > 0.0 && count == 1) ? top : Double.nan
      """),
    "softmax": scan(
      "softmax", needs: ["leader", "sum"],
      """
      let top = leader(x, start, n, step)
      for i in 0..<n { y[first + i*step] = exp(x[start + i*step] == top ? 0.0 : x[start + i*step] - top) }
      let total = sum(y, first, n, step)
      for i in 0..<n { y[first + i*step] /= total }
      """),
    "log_softmax": scan(
      "log_softmax", needs: ["leader", "exponentials"],
      """
      let top = leader(x, start, n, step)
      let total = top == Double.infinity ? 0.0 : log1p(exponentials(x, start, n, step, top))
      for i in 0..<n { y[first + i*step] = (x[start + i*step] == top ? 0.0 : x[start + i*step] - top) - total }
      """),
    "add_up": Helper(
      text: """
        /// The next of running sums, whose roundings are summed alongside.
        private func add_up(_ x: Double, _ sum: inout Double, _ error: inout Double) -> Double {
            let next = sum + x, added = next - sum
            error += (sum - (next - added)) + (x - added)
            sum = next
            return next.isFinite && error != 0.0 ? next + error : next
        }
        """),
    "running_sum": scan(
      "running_sum", needs: ["add_up"],
      """
      var total = -0.0, error = 0.0
      for i in 0..<n { y[first + i*step] = add_up(x[start + i*step], &total, &error) }
      """),
    "running_sum_reversed": scan(
      "running_sum_reversed", needs: ["add_up"],
      """
      var total = -0.0, error = 0.0
      for i in (0..<n).reversed() { y[first + i*step] = add_up(x[start + i*step], &total, &error) }
      """),
  ]
}
