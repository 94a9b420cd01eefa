/// Points at which two formulas of one derivative may part: zeros, tiny and huge numbers, and what a program compares
/// with.
enum SpecialPoints {
  /// The number of points.
  private static let most = 160
  /// The number of values of nodes that are computed for them.
  private static let mostValues = 6_000
  /// The number of elements of inputs up to which each of them is special in turn.
  private static let mostElements = 16
  /// The number of elements of all values up to which a few points are tried.
  private static let mostArrayValues = 1 << 17
  /// The number of nodes up to which points are tried: more than a person reads.
  private static let mostNodes = 200

  private static let numbers = [
    0, 1e200, 1, 1e-160, -2, -1e200, 1e-200, 0.5, 1e20, -1e-200, -1e-20, 800, -800, 1e8, -40, 3, -1, 1e-8, 1e300,
    1e-300, 0x1p-1030,
  ]

  /// Returns points of a program, each a value for each of its inputs; none for a program that is too long.
  ///
  /// - Parameters:
  ///   - order: The order of the derivatives that are taken at each; second ones take a sweep for each input.
  ///   - symmetric: The inputs that are symmetric matrices.
  ///   - hasFewOfArrays: A Boolean value indicating whether there are a few points of many numbers.
  static func points(
    of graph: Graph, order: Int, symmetric: [Graph.NodeID] = [], hasFewOfArrays: Bool
  ) -> [[Tensor]] {
    let shapes = graph.inputs.map { graph.shape(of: $0) }
    let count = shapes.reduce(0) { $0 + $1.count }
    guard count > 0, graph.count <= mostNodes else { return [] }
    let rows: [[Double]]
    if count <= mostElements {
      // Of two inputs only the first few numbers are paired.
      let special =
        (order == 1
          ? numbers : [0, 1e200, 1, 1e-200, -2, 3, 0.5] + numbers.dropFirst(5).filter { $0 != 3 && $0 != 0.5 })
        + constants(of: graph)
      rows = Self.rows(count, special, most: min(most, mostValues / graph.count) / (order == 1 ? 1 : 3))
    } else {
      // Second derivatives take as many sweeps as there are numbers.
      let values = graph.nodes.indices.reduce(0) { $0 + graph.shape(of: Graph.NodeID($1)).count }
      guard hasFewOfArrays, order == 1, values <= mostArrayValues else { return [] }
      rows = arrayRows(shapes.map(\.count), constants(of: graph))
    }
    return rows.map { row in
      var start = 0
      return zip(graph.inputs, shapes).map { input, shape in
        defer { start += shape.count }
        if shape.isScalar { return .scalar(row[start]) }
        var elements = Array(row[start..<start + shape.count])
        if symmetric.contains(input) { mirror(&elements, shape.lengths[0]) }
        return Tensor(shape, elements)
      }
    }
  }

  /// Copies the elements above the diagonal of a square matrix to those below.
  private static func mirror(_ elements: inout [Double], _ length: Int) {
    for row in 0..<length {
      for column in 0..<row { elements[row * length + column] = elements[column * length + row] }
    }
  }

  /// Returns numbers that the program has in it, beside which its kinks and the ends of its domain lie.
  private static func constants(of graph: Graph) -> [Double] {
    var known = Set(numbers)
    return graph.constants.filter { $0.isFinite && known.insert($0).inserted }.prefix(4).flatMap { [$0, 1.5 * $0] }
  }

  /// Returns rows of `count` numbers: for one or two inputs all there are, for a few more two special ones among
  /// ordinary numbers and all alike, for many one.
  private static func rows(_ count: Int, _ numbers: [Double], most: Int) -> [[Double]] {
    if count == 1 { return numbers.map { [$0] } }
    if count == 2 {
      let few = numbers.prefix(Int(Double(most).squareRoot()))
      return few.flatMap { x in few.map { [x, $0] } }
    }
    func others(_ step: Int) -> [Double] { Self.others(count, step) }
    var rows = [Array(repeating: 0.0, count: count)]
    // A power of 0 has an end at positive exponents only.
    for place in 0..<count {
      var row = others(0).map { $0 == 0 ? 2 : fabs($0) }
      row[place] = 0
      rows.append(row)
    }
    if count <= mostPaired {
      rows += far.map { Array(repeating: $0, count: count) }
      for first in 0..<count {
        for second in 0..<first {
          for (step, number) in far.enumerated() {
            for other in far {
              var row = others(step % 3)
              (row[first], row[second]) = (number, other)
              rows.append(row)
            }
          }
        }
      }
    }
    for (step, number) in (0..<3).flatMap({ step in numbers.map { (step, $0) } }) {
      for place in 0..<count {
        var row = others(step)
        row[place] = number
        rows.append(row)
      }
    }
    return Array(rows.prefix(most))
  }

  /// Returns a few rows of many numbers: zeros, ordinary numbers, each input 0 among others, and one special number.
  ///
  /// The number of rows does not depend on the inputs' lengths, so that a program has one formula for all of them.
  private static func arrayRows(_ counts: [Int], _ constants: [Double]) -> [[Double]] {
    let count = counts.reduce(0, +)
    let positive = others(count, 0).map { $0 == 0 ? 2 : fabs($0) }
    var rows = [Array(repeating: 0.0, count: count), positive] + (0..<3).map { others(count, $0) }
    rows += [1, -2].map { Array(repeating: $0, count: count) }
    var start = 0
    for own in counts.prefix(mostPaired) where counts.count > 1 {
      var row = positive
      for place in start..<start + own { row[place] = 0 }
      rows.append(row)
      start += own
    }
    for (step, number) in ([800, -800, -40, 1e8, 1e-8, 1e200, -1e200, 1e-200] + constants).enumerated() {
      var row = others(count, step % 3)
      row[(step + 1) * count / 13 % count] = number
      rows.append(row)
    }
    return rows
  }

  /// Returns ordinary numbers, others for each step.
  private static func others(_ count: Int, _ step: Int) -> [Double] {
    (0..<count).map { ordinary[($0 * (step + 1) + step) % ordinary.count] }
  }

  /// The number of inputs up to which two of them are special at once.
  private static let mostPaired = 4
  private static let far = [1e200, 1e-200, -1e200, 0]
  private static let ordinary = [0.5, 3, -2, 1, 1.25, -0.75, 0]
}
