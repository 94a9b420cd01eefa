/// Operations on numbers that stand one after the other, or of which one stands for all.
package enum ElementwiseKernel {
  /// The operations, by number.
  package static var add: Int { 0 }
  package static var subtract: Int { 1 }
  package static var multiply: Int { 2 }
  package static var divide: Int { 3 }
  package static var less: Int { 4 }
  package static var lessEqual: Int { 5 }
  package static var greater: Int { 6 }
  package static var greaterEqual: Int { 7 }
  package static var equal: Int { 8 }
  package static var notEqual: Int { 9 }

  /// Writes the results of an operation on two numbers.
  ///
  /// - Parameters:
  ///   - xStep: 1, or 0 if there is one x for all.
  ///   - yStep: 1, or 0 if there is one y for all.
  ///   - result: The memory of the results, which may be that of an operand.
  package static func binary(
    _ operation: Int, _ x: UnsafePointer<Double>, _ xStep: Int, _ y: UnsafePointer<Double>, _ yStep: Int,
    _ result: UnsafeMutablePointer<Double>, _ count: Int
  ) {
    switch operation {
    case 0: map(x, xStep, y, yStep, result, count) { $0 + $1 }
    case 1: map(x, xStep, y, yStep, result, count) { $0 - $1 }
    case 2: map(x, xStep, y, yStep, result, count) { $0 * $1 }
    case 3: map(x, xStep, y, yStep, result, count) { $0 / $1 }
    case 4: map(x, xStep, y, yStep, result, count) { $0 < $1 ? 1 : 0 }
    case 5: map(x, xStep, y, yStep, result, count) { $0 <= $1 ? 1 : 0 }
    case 6: map(x, xStep, y, yStep, result, count) { $0 > $1 ? 1 : 0 }
    case 7: map(x, xStep, y, yStep, result, count) { $0 >= $1 ? 1 : 0 }
    case 8: map(x, xStep, y, yStep, result, count) { $0 == $1 ? 1 : 0 }
    case 9: map(x, xStep, y, yStep, result, count) { $0 != $1 ? 1 : 0 }
    // A number that is no operation's shows.
    default: map(x, xStep, y, yStep, result, count) { _, _ in .nan }
    }
  }

  /// Writes the results of an operation row by row.
  ///
  /// - Parameters:
  ///   - xStep: The distance from a number to the next in a row, 1 or 0; `xRow` is that from row to row.
  ///   - resultRow: The distance from a row of the results to the next.
  ///   - count: The number of numbers of a row.
  package static func rows(
    _ operation: Int, _ x: UnsafePointer<Double>, _ xStep: Int, _ xRow: Int, _ y: UnsafePointer<Double>, _ yStep: Int,
    _ yRow: Int, _ result: UnsafeMutablePointer<Double>, _ resultRow: Int, _ count: Int, _ rows: Int
  ) {
    for row in 0..<rows {
      binary(operation, x + row &* xRow, xStep, y + row &* yRow, yStep, result + row &* resultRow, count)
    }
  }

  /// Writes the negatives.
  package static func negate(_ x: UnsafePointer<Double>, _ result: UnsafeMutablePointer<Double>, _ count: Int) {
    for i in 0..<count { result[i] = -x[i] }
  }

  /// Writes, where the condition is not 0, the first of two numbers, and elsewhere the second.
  package static func choose(
    _ condition: UnsafePointer<Double>, _ conditionStep: Int, _ x: UnsafePointer<Double>, _ xStep: Int,
    _ y: UnsafePointer<Double>, _ yStep: Int, _ result: UnsafeMutablePointer<Double>, _ count: Int
  ) {
    for i in 0..<count {
      result[i] = condition[i &* conditionStep] != 0 ? x[i &* xStep] : y[i &* yStep]
    }
  }

  @inline(__always)
  private static func map(
    _ x: UnsafePointer<Double>, _ xStep: Int, _ y: UnsafePointer<Double>, _ yStep: Int,
    _ result: UnsafeMutablePointer<Double>, _ count: Int, _ function: (Double, Double) -> Double
  ) {
    if xStep == 1 && yStep == 1 {
      for i in 0..<count { result[i] = function(x[i], y[i]) }
    } else if xStep == 1 {
      let y = y[0]
      for i in 0..<count { result[i] = function(x[i], y) }
    } else if yStep == 1 {
      let x = x[0]
      for i in 0..<count { result[i] = function(x, y[i]) }
    } else {
      let value = function(x[0], y[0])
      for i in 0..<count { result[i] = value }
    }
  }
}
