import Testing

@testable import AutodiffCore

/// Expressions with a known loss: W. Kahan's, S. M. Rump's and J.-M. Muller's, the quadratic formula, variance by sums,
/// functions near their zeros, recurrences in loops, polynomials near their roots.
enum RoundingSuite {
  struct Case: Sendable {
    let expression: String
    let names: [String]
    let texts: [String]
    /// The value, and the derivatives by the inputs, each as two doubles; no derivatives where none are known.
    let exact: [(high: Double, low: Double)]

    init(_ line: Substring) {
      let parts = line.split(separator: "|").map { $0.split(separator: " ").joined(separator: " ") }
      expression = parts[0]
      var (names, texts): ([String], [String]) = ([], [])
      var depth = 0
      var bindings = [""]
      for letter in parts[1] {
        depth += letter == "[" ? 1 : letter == "]" ? -1 : 0
        if letter == ",", depth == 0 { bindings.append("") } else { bindings[bindings.count - 1].append(letter) }
      }
      for binding in bindings where !binding.isEmpty {
        let sides = binding.split(separator: "=", maxSplits: 1)
        names.append(String(sides[0]))
        texts.append(String(sides[1]))
      }
      (self.names, self.texts) = (names, texts)
      exact = parts.dropFirst(2).map { pair in
        let numbers = pair.split(separator: " ").compactMap { Double($0) }
        return (numbers[0], numbers[1])
      }
    }
  }

  static func cases(_ text: String) -> [Case] {
    text.split(separator: "\n").map { Case($0) }
  }

  static let numbers = cases(first) + cases(second)
}

/// An answer of the suite as the command gives it, with its bounds.
struct RoundedAnswer {
  let source: SourceText
  let point: Point<Tensor>
  let derivatives: Derivatives?
  let report: RoundingReport
  let inputs: [NodeErrors?]
  /// A Boolean value indicating whether the screen sends it to the examination.
  let isScreened: Bool

  init(_ expression: String, _ names: [String], _ texts: [String], wantsDerivatives: Bool = true) throws {
    source = SourceText(expression)
    var values: [String: Tensor] = [:]
    var errors: [String: NodeErrors] = [:]
    for (name, text) in zip(names, texts) {
      let graph = try Graph(program: text)
      values[name] = Point<Tensor>(graph, inputs: []).value
      errors[name] = RoundingReport.errors(graph, SourceText(text))
    }
    let shapes = values.filter { $0.value.scalar == nil }.map { InputShape(name: $0.key, shape: $0.value.shape) }
    let program = Program(try Parser.parse(source), boundNames: NameTable(names), shapes: shapes)
    var graph = try program.lower { values[$0] }
    for name in names where !graph.orderedInputNames.contains(name) {
      _ = try graph.input(name, shape: values[name]?.shape ?? .scalar, span: .none)
    }
    let tensors = graph.orderedInputNames.map { values[$0] ?? .scalar(.nan) }
    inputs = graph.orderedInputNames.map { errors[$0] }
    let constants = ConstantErrors(graph, source)
    let wrt = names.compactMap { name in graph.orderedInputNames.firstIndex(of: name) }
    let whole = try ProgramPoint(
      program, graph, numbers: tensors.map { $0.scalar ?? .nan }, tensors: tensors, wrt: wrt, ties: .split)
    point = whole.asArrays
    derivatives = wantsDerivatives ? whole.derivatives(path: program) : nil
    if let derivatives {
      report = RoundingReport(point, derivatives, inputs: inputs, constants: constants)
    } else {
      report = RoundingReport(point, inputs: inputs, constants: constants)
    }
    isScreened = LossScreen.mayLose(whole, derivatives)
  }

  /// The least number of right digits of all that is answered and was examined.
  var leastDigits: Int {
    let values = zip(report.value, point.value.elements).map { $0?.digits(of: $1) ?? 17 }
    let others = report.derivatives.enumerated().flatMap { input, bounds in
      zip(bounds, derivatives?.tensor(input).elements ?? []).map { bound, value in
        value.isFinite ? bound?.digits(of: value) ?? 17 : 17
      }
    }
    return (values + others).min() ?? 17
  }
}

/// A number of the suite, with its bound and its true error.
private struct Measured: Sendable {
  let label: String
  let value: Double
  let bound: RoundingBound
  let error: Double
  let exact: Double
  /// A Boolean value indicating whether the answer that it is part of gets a note.
  let isNoted: Bool
}

@Suite struct RoundingSuiteTests {
  private static let measured = Result { () throws -> [Measured] in
    try RoundingSuite.numbers.flatMap { sample -> [Measured] in
      let answer = try RoundedAnswer(sample.expression, sample.names, sample.texts)
      let numbers = [answer.point.value[0]] + (answer.derivatives?.values ?? [])
      let bounds = answer.report.value + answer.report.derivatives.map { $0[0] }
      #expect(numbers.count == sample.exact.count && bounds.count == numbers.count)
      return try zip(zip(numbers, bounds), sample.exact).map { number, exact in
        Measured(
          label: "\(sample.expression) at \(sample.texts)", value: number.0, bound: try #require(number.1),
          error: error(number.0, exact), exact: exact.high, isNoted: answer.isScreened && answer.leastDigits < 6)
      }
    }
  }

  private static func error(_ value: Double, _ exact: (high: Double, low: Double)) -> Double {
    abs((value - exact.high) - exact.low)
  }

  /// Calls `body` with each number.
  private static func forEach(_ body: (Measured) -> Void) throws { try measured.get().forEach(body) }

  @Test func thereAreEnough() { #expect(RoundingSuite.numbers.count >= 200) }

  @Test func noErrorIsAboveItsBound() throws {
    try Self.forEach { number in
      #expect(
        number.error <= 1.1 * number.bound.size + 1e-30 * abs(number.exact),
        "\(number.label): \(number.error) above \(number.bound.size)")
    }
  }

  @Test func boundsAreNear() throws {
    var (near, all) = (0, 0)
    try Self.forEach { number in
      all += 1
      if number.bound.size <= 100 * number.error || number.bound.size == 0 { near += 1 }
    }
    #expect(Double(near) >= 0.9 * Double(all), "\(near) of \(all)")
  }

  @Test func digitsThatAreClaimedAreRight() throws {
    try Self.forEach { number in
      let digits = number.bound.digits(of: number.value)
      guard digits > 0, number.exact != 0, number.bound.size > 0 else { return }
      var unit = 0.5
      for _ in 0..<digits { unit /= 10 }
      #expect(number.error <= unit * abs(number.exact), "\(number.label): \(digits) digits")
    }
  }

  /// The loss of a corrected value is of second order.
  @Test func correctionsAreRight() throws {
    var count = 0
    try Self.forEach { number in
      let (size, value) = (number.bound.size, number.value)
      guard let correction = number.bound.correction, size > 0, size < 1e-8 * abs(value) else { return }
      count += 1
      #expect(abs(value + correction - number.exact) <= 1e-5 * size + value.ulp, "\(number.label)")
    }
    #expect(count >= 50)
  }

  @Test func whatLosesTenDigitsIsNoted() throws {
    var count = 0
    try Self.forEach { number in
      guard number.error > 0, number.error >= 1e-6 * abs(number.exact) else { return }
      count += 1
      #expect(number.isNoted, "\(number.label)")
    }
    #expect(count >= 80)
  }

  @Test(arguments: RoundingSuite.cases(RoundingSuite.arrays)) func arraysAreBounded(_ sample: RoundingSuite.Case) throws
  {
    let answer = try RoundedAnswer(sample.expression, sample.names, sample.texts)
    let value = answer.point.value[0]
    let bound = try #require(answer.report.value[0])
    let error = Self.error(value, sample.exact[0])
    #expect(error <= 1.1 * bound.size, "\(error) above \(bound.size)")
    // The bound is useful: it is not far above an ulp of what goes in.
    #expect(bound.size < 1e-2 * max(1, abs(value)) || error > 1e-4 * bound.size)
    if answer.leastDigits < 6 { #expect(answer.isScreened) }
  }
}

extension RoundingSuite {
  /// Expressions on arrays with a point and the value there as two doubles, from mpmath with 80 digits.
  static let arrays = #"""
    mean(x^2) - mean(x)^2 | x=[10000000.1,10000000.2,10000000.4] | 0.015555555555555555 4.471731626962436e-19
    variance(x) | x=[10000000.1,10000000.2,10000000.4] | 0.015555555555555555 4.471731626962436e-19
    sum(x) | x=[1e8,1,-1e8,0.1] | 1.1 -8.881784197001253e-17
    sum(x) | x=[1e16,1.5,-1e16,0.1] | 1.6 -8.881784197001253e-17
    dot(x, y) | x=[0.1,0.2,0.3],y=[0.3,0.3,-0.3] | 0 0
    x@y + 1e-9 | x=[0.1,0.2,0.3],y=[0.3,0.3,-0.3] | 1e-09 -6.228159145777985e-26
    det(A) | A=[[1.1,2.2],[3.3,6.6000001]] | 1.1e-07 -5.610204141526243e-24
    det(A) | A=[[0.5,0.33,0.25,0.2],[0.33,0.25,0.2,0.17],[0.25,0.2,0.17,0.14],[0.2,0.17,0.14,0.125]] | -1e-08 2.092256083012847e-25
    solve(A, [1,2,3,4])[2] | A=[[0.5,0.33,0.25,0.2],[0.33,0.25,0.2,0.17],[0.25,0.2,0.17,0.14],[0.2,0.17,0.14,0.125]] | 34200.0 4.932979478669947e-74
    inv(A)[1,1] | A=[[0.5,0.33,0.25,0.2],[0.33,0.25,0.2,0.17],[0.25,0.2,0.17,0.14],[0.2,0.17,0.14,0.125]] | -1950.0 -2.8240271175158834e-75
    logdet(A@A) | A=[[0.5,0.33,0.25,0.2],[0.33,0.25,0.2,0.17],[0.25,0.2,0.17,0.14],[0.2,0.17,0.14,0.125]] | -36.841361487904734 3.473209957411599e-15
    log(softmax(x)[1]) | x=[1.1,2.2,30.3] | -29.200000000000834 2.7864867402167235e-16
    logsumexp(x) - x[3] | x=[1.1,2.2,30.3] | 8.33898523108336e-13 -6.63694763031463e-30
    1 - softmax(x)[3] | x=[1.1,2.2,30.3] | 8.338985231079883e-13 -4.585399414483067e-29
    norm(x) - x[3] | x=[0.001,0.002,3.3] | 7.57575670618046e-07 -2.7132186919433016e-24
    prod(x) - 1 | x=[1.1,0.9,1.0101] | -1e-06 -4.525188817411374e-23
    cumsum(x)[4] | x=[0.1,0.2,0.3,-0.6] | 0 0
    sum(conv(x, w)) - 0.99 | x=[0.1,0.2,0.4,0.8],w=[0.3,0.7] | 0.2 -1.1102230246251566e-17
    sum(W@x) - 0.3 | W=[[0.1,0.2],[0.3,0.4]],x=[0.2,0.35] | -0.01 2.0816681711721684e-19
    sum(exp(x) - 1) | x=[1e-9,2e-10] | 1.20000000052e-09 -5.2898102641064e-26
    mean(x) - median(x) | x=[0.1,0.2,0.3000001] | 3.3333333333333334e-08 -6.974186943376158e-25
    """#
}
