import Testing

@testable import AutodiffCore

/// Means over rows: by tapes, and against other ways to the same numbers.
@Suite struct TableLossTests {
  static let network = "h = tanh(W1@x + b1); -dot([1 - t, t], log_softmax(W2@h + b2))"
  static let shapes: [(String, Shape)] = [
    ("W1", Shape([3, 2])), ("x", Shape([2])), ("b1", Shape([3])), ("t", .scalar), ("W2", Shape([2, 3])),
    ("b2", Shape([2])),
  ]
  static let rows: [[Double]] = [
    [0.5, -1.2, 0], [1.5, 0.3, 1], [-0.7, 0.8, 0], [0.1, 0.1, 1], [-1.1, -0.4, 0], [2.0, -0.6, 1],
  ]
  static let start =
    [0.3, -0.2, 0.1, 0.4, -0.5, 0.2] + [0, 0, 0] + [0.2, -0.3, 0.1, 0.4, 0.1, -0.2] + [0, 0]

  static func table(_ text: String, _ rows: [[Double]], shapes: [(String, Shape)], columns: [String]) throws
    -> TableLoss
  {
    TableLoss(try lossTable(text, rows, shapes: shapes, columns: columns))
  }

  static func lossTable(_ text: String, _ rows: [[Double]], shapes: [(String, Shape)], columns: [String]) throws
    -> LossTable
  {
    let program = Program(text, shapes: shapes.map { .init(name: $0.0, shape: $0.1) })
    let graph = try program.lower { name in Tensor(repeating: 0.5, shapes.first { $0.0 == name }?.1 ?? .scalar) }
    let elements = Elements(inputsOf: graph)
    let wrt = graph.orderedInputNames.indices.filter { !columns.contains(graph.orderedInputNames[$0]) }
    let places = columns.flatMap { name in
      elements.names.find(name).map { Array(elements.parts[Int($0)].places) } ?? []
    }
    return LossTable(
      program, graph, Parameters(elements, wrt: wrt), at: Array(repeating: 0, count: elements.count),
      columns: places, table: rows.flatMap { $0 }, rows: rows.count)
  }

  static func network(_ rows: [[Double]] = rows, _ text: String = network) throws -> TableLoss {
    try table(text, rows, shapes: shapes, columns: ["x", "t"])
  }

  /// Reference values: PyTorch 2, SGD with momentum in doubles.
  @Test func fiftyStepsOfANetwork() throws {
    let course = try DescentTests.course(
      Self.network(), from: Self.start, .init(rate: 0.2, momentum: 0.5, steps: 50))
    let losses: [(Int, Double)] = [
      (0, 0.6094680105860981), (1, 0.5939116261417986), (10, 0.37018606551547145), (50, 0.11777019551621043),
    ]
    for (step, loss) in losses { #expect(abs(course.losses[step] - loss) < 1e-14) }
    let parameters = [
      0.8859756613272461, 0.40303270955540293, 1.2588918652420071, 0.9169096257848041, -1.1519842528493858,
      -0.6661727731925119, -0.025052140135656153, 0.027755420193785314, 0.039130928141525655, -0.44205391231816676,
      -1.3084737196302718, 0.9984492692164422, 1.042053912318167, 1.1084737196302719, -1.0984492692164423,
      0.09798823420654262, -0.09798823420654268,
    ]
    for (own, other) in zip(course.parameters, parameters) { #expect(abs(own - other) < 1e-14) }
  }

  /// Elements on a tape, and whole arrays row by row.
  @Test(arguments: [
    network, "sum(abs(W1@x + b1)) + t*norm(b2) + sum(W2^2)", "max(W1@x + b1)*t + logsumexp(W2@(W1@x)) + sum(b2)",
    "z = relu(W1@x + b1); if t > 0.5 { sum(W2@z + b2) } else { -sum(b2^2) + mean(z) }",
  ])
  func tapesAgreeWithArrays(_ text: String) throws {
    var generator = SplitMix64(seed: 3)
    let rows = (0..<1100).map { row in
      [Double.random(in: -2...2, using: &generator), Double.random(in: -2...2, using: &generator), Double(row % 2)]
    }
    let slope = try Self.network(rows, text).slope(at: Self.start, rows: nil)
    let program = Program(text, shapes: Self.shapes.map { .init(name: $0.0, shape: $0.1) })
    let graph = try program.lower { name in
      Tensor(repeating: 0.5, Self.shapes.first { $0.0 == name }?.1 ?? .scalar)
    }
    let elements = Elements(inputsOf: graph)
    let wrt = graph.orderedInputNames.indices.filter { !["x", "t"].contains(graph.orderedInputNames[$0]) }
    let parameters = Parameters(elements, wrt: wrt)
    // The order of a program's inputs is that in which it reads them.
    let inOrder = ["W1", "b1", "W2", "b2"]
    #expect(Set(wrt.map { graph.orderedInputNames[$0] }).isSubset(of: inOrder))
    var sums = Array(repeating: 0.0, count: slope.gradient.count + 1)
    for row in rows {
      var numbers = Array(repeating: 0.0, count: elements.count)
      parameters.put(Self.start, in: &numbers)
      for (name, values) in [("x", Array(row[..<2])), ("t", [row[2]])] {
        guard let part = elements.names.find(name) else { continue }
        for (place, value) in zip(elements.parts[Int(part)].places, values) { numbers[place] = value }
      }
      let inputs = elements.tensors(numbers)
      let point = Point<Tensor>(try program.path(of: graph, at: inputs), inputs: inputs, wrt: wrt)
      let values = [point.value.scalar ?? .nan] + point.gradient.flatMap(\.value.elements)
      for (place, value) in values.enumerated() {
        sums[place] += value / Double(rows.count)
      }
    }
    for (own, other) in zip([slope.loss] + slope.gradient, sums) {
      let isClose = fabs(own - other) <= 1e-12 * fmax(1, fabs(other))
      #expect(isClose, "\(own) \(other)")
    }
  }

  /// Where a softmax on a tape would leave the range of exp, were its shift not the row's own.
  @Test func softmaxOfFarRows() throws {
    let table = try Self.table(
      "-log_softmax(w*x)[1]", [[0, 1], [-800, -801], [900, 899.5], [-3000, 20]],
      shapes: [("w", .scalar), ("x", Shape([2]))], columns: ["x"])
    let slope = try table.slope(at: [1], rows: nil)
    let losses: [Double] = [
      1.3132616875182228, 0.31326168751822286, 0.4740769841801067, 3020,
    ]
    let mean = losses.reduce(0, +) / 4
    #expect(abs(slope.loss - mean) < 1e-12 * mean)
    #expect(slope.gradient[0].isFinite)
  }

  @Test func eliminationHasNoTapeButAnAnswer() throws {
    let table = try Self.table(
      "logdet([[w, x], [x, 2*w]])", [[0], [1]], shapes: [], columns: ["x"])
    let slope = try table.slope(at: [1], rows: nil)
    // The mean of log(2w² - x²), and of 4w / (2w² - x²).
    #expect(abs(slope.loss - 0.34657359027997264) < 1e-15)
    #expect(abs(slope.gradient[0] - 3) < 1e-14)
  }

  @Test func undefinedRowsAreNamed() throws {
    let table = try Self.lossTable("log(w*x)", [[1], [2], [-1], [-2]], shapes: [], columns: ["x"])
    let slope = try TableLoss(table).slope(at: [1], rows: nil)
    #expect(slope.loss.isNaN && slope.undefinedRow == 2)
    #expect(table.point(2, [5]) == [5, -1])
  }

  // MARK: - Parts

  /// Parts that several hands work on in another order, each of which has met other paths before.
  private static func inDisorder(_ table: LossTable, hands: Int) -> TableLoss.Adder {
    let sums = (0..<hands).map { _ in PartSums(table) }
    return { parts, take in
      var answers: [Int: LossSums] = [:]
      for place in parts.indices.reversed() { answers[place] = sums[place % hands](parts[place]) }
      for place in parts.indices {
        guard let answer = answers[place], take(answer) else { return }
      }
    }
  }

  /// An array, of which a tape's sums differ in their last bits from what it is by itself, on one of a dozen paths.
  /// Where t is 0.5, as in most rows, there is nothing that would hide last bits in a total.
  private static let array = """
    h = [w, b, x, w*x, b*x, x*x, x - w, x - b, b*b, w*w, w*b, x + b]
    for i = 1 to 12 { if i < t { h = 0.9*h + w } }
    variance(h)*norm(h)*(t - 0.5)
    """

  /// To the last bit: programs on numbers, on arrays, with few paths and with many.
  @Test(arguments: [
    "softplus(w*x + b) - t*(w*x + b)", "h = tanh([w, b; b, 1]@[x, t]); log_softmax(h)[1]*norm(h)",
    "r = w*x + b - t; if abs(r) > 1 { 2*abs(r) - 1 } else { r^2 }",
    "z = w*x + b; n = 0; while n < t { z = 0.8*z - 0.01*w; n = n + 1 }; z^2", array,
    "if t < 1 { 0 } else { \(array) }", "max(x, -1)*w + relu(b*x)",
  ])
  func partsDoNotShow(_ text: String) throws {
    var generator = SplitMix64(seed: 5)
    // Few rows, but some of each part, take other paths than the first.
    let rows = (0..<17_000).map { row in
      [
        row % 997 == 0 ? -1 : Double.random(in: -2...2, using: &generator),
        row % 8192 < 40 ? 0.5 + Double(Int.random(in: 0...12, using: &generator)) : 0.5,
      ]
    }
    let table = try Self.lossTable(text, rows, shapes: [], columns: ["x", "t"])
    let slopes = try [1, 3].map { hands in
      let loss = TableLoss(table, add: hands == 1 ? nil : Self.inDisorder(table, hands: hands))
      // What was met in the first step is known in the second.
      return try [[0.7, -0.3], [0.6, 0.2]].map { try loss.slope(at: $0, rows: nil) }
    }
    #expect(slopes[1] == slopes[0])
    #expect(slopes[0].allSatisfy { $0.loss.isFinite && $0.gradient.count == 2 })
  }

  /// Of several rows in several parts.
  @Test func theFirstRowIsBlamed() throws {
    var rows = Array(repeating: [1.0], count: 30_000)
    for row in [9_000, 20_000, 29_999] { rows[row] = [-1] }
    let undefined = try Self.lossTable("log(w*x)", rows, shapes: [], columns: ["x"])
    let failing = try Self.lossTable("if w*x > 0 { x }", rows, shapes: [], columns: ["x"])
    for hands in [1, 2] {
      let slope = try TableLoss(undefined, add: Self.inDisorder(undefined, hands: hands)).slope(at: [1], rows: nil)
      #expect(slope.undefinedRow == 9_000)
      let problem = #expect(throws: LossProblem.self) {
        try TableLoss(failing, add: Self.inDisorder(failing, hands: hands)).slope(at: [1], rows: nil)
      }
      #expect(problem?.row == 9_000 && problem?.problem.fact == .noValueMet)
    }
  }

  // MARK: - Batches

  @Test func batchesGoOverAllRowsInAnOrderOfTheSeed() {
    var batches = Batches(rows: 10, size: 4, seed: 1)
    var epochs: [[Int]] = []
    for _ in 0..<3 {
      var epoch: [Int] = []
      for size in [4, 4, 2] {
        let batch = batches.take()
        #expect(batch.count == size)
        epoch += batch
      }
      #expect(batches.beginsEpoch)
      #expect(epoch.sorted() == Array(0..<10))
      epochs.append(epoch)
    }
    #expect(Set(epochs).count == 3)
    var again = Batches(rows: 10, size: 10, seed: 1)
    #expect(Array(again.take()) == epochs[0])
    #expect(Array(again.take()) == epochs[1])
    var other = Batches(rows: 10, size: 10, seed: 2)
    #expect(Array(other.take()) != epochs[0])
  }

  @Test func ordersAreUniform() {
    var counts: [[Int]: Int] = [:]
    var batches = Batches(rows: 3, size: 3, seed: 9)
    for _ in 0..<6000 { counts[Array(batches.take()), default: 0] += 1 }
    #expect(counts.count == 6)
    for count in counts.values { #expect(abs(count - 1000) < 150) }
  }

  @Test func batchesBeginAndEndWithAllRows() throws {
    let rows = (0..<7).map { [Double($0)] }
    let table = try Self.table("(w - x)^2", rows, shapes: [], columns: ["x"])
    let course = try DescentTests.course(
      table, from: [0], .init(rate: 0.25, steps: 5), Batches(rows: 7, size: 2, seed: 4))
    #expect(course.losses.first == 13)
    let end = course.parameters[0]
    #expect(course.losses.last == (try table.slope(at: [end], rows: nil).loss))
    // By hand, batch by batch.
    var batches = Batches(rows: 7, size: 2, seed: 4)
    var w = 0.0
    for step in 0..<5 {
      let batch = batches.take()
      let count = Double(batch.count)
      if step > 0 {
        let sum = batch.reduce(0.0) { sum, row in sum + (w - Double(row)) * (w - Double(row)) }
        #expect(course.losses[step] == sum / count)
      }
      let slope = batch.reduce(0.0) { sum, row in sum + 2 * (w - Double(row)) }
      w -= 0.25 * (slope / count)
    }
    #expect(w == end)
  }

  @Test func toleranceComparesEpochs() throws {
    // All rows alike, so that the mean of an epoch falls by what w does; w = 1 stays.
    let table = try Self.table("(w - x)^2", [[1], [1], [1], [1]], shapes: [], columns: ["x"])
    let course = try DescentTests.course(
      table, from: [1], .init(rate: 0.25, steps: 99, tolerance: 1e-9), Batches(rows: 4, size: 2, seed: 1))
    #expect(course.losses.count == 5)
  }
}
