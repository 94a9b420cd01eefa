import Testing

@testable import AutodiffCore

/// Curves end where f or its slope does, and nowhere else.
@Suite struct CurveTests {
  static func curve(
    _ text: String, _ range: ClosedRange<Double>, others: [String: Double] = [:]
  ) throws -> Curve {
    let program = Program(try Parser.parse(SourceText(text)))
    let graph = try program.lower { .scalar(others[$0] ?? 0.7) }
    let elements = Elements(inputsOf: graph)
    let names = elements.elementNames
    let place = try #require(names.firstIndex(of: "x"))
    var origin = names.map { others[$0] ?? 0 }
    origin[place] = 0
    return Curve(
      Section(
        program, graph, origin: origin, axes: [.init("x", range, direction: [(place, 1)])], ties: .split))
  }

  /// Breaks as text: their kinds and places.
  static func breaks(_ text: String, _ range: ClosedRange<Double>) throws -> [String] {
    try curve(text, range).breaks.map { "\($0.kind) \(NumberText(digits: 10)($0.x + 0))" }
  }

  @Test(
    arguments: [
      ("tan(x)", -4.0...4, ["pole -1.570796327", "pole 1.570796327"]),
      ("abs(x)", -4...4, ["kink 0"]),
      ("floor(x)", -1.5...2.5, ["jump -1", "jump 0", "jump 1", "jump 2"]),
      ("1/x", -4...4, ["pole 0"]),
      ("sin(1/x)", -4...4, ["unsettled 0"]),
      ("x*sin(1/x)", -1...1, ["hole 0"]),
      ("sin(x)/x", -3...5, ["hole 0"]),
      ("sinc(x)", -3...5, []),
      ("1/(x-0.3)^2", -1...1, ["pole 0.3"]),
      ("1/(1-cos(x))", -1...2.3, ["pole 0"]),
      ("x^-2", -1...2.3, ["pole 0"]),
      ("1/(x^2+1e-6)", -1...2.3, []),
      ("log(x)", -1...3, ["pole 0"]),
      ("sqrt(x)", -1...3, ["end 0"]),
      ("sqrt(1-x^2)", -2...2, ["end -1", "end 1"]),
      ("cbrt(x)", -1...3, ["upright 0"]),
      ("abs(x)^2", -1...3, []),
      ("max(x, 1-x)", -1...3, ["kink 0.5"]),
      ("max(x, x^2)", -1...3, ["kink 0", "kink 1"]),
      ("relu(x)-relu(-x)", -1...3, []),
      ("sign(x-1)", -1...3, ["jump 1"]),
      ("round(x)", 0...3, ["jump 0.5", "jump 1.5", "jump 2.5"]),
      ("mod(x,2)", -1...3, ["jump 0", "jump 2"]),
      ("norm([x-1, 2*x-2])", -1...3.1, ["kink 1"]),
      ("hypot(x, 2*x)", -1...3.1, ["kink 0"]),
      ("if(x > 1, x^2, 2*x-1)", -1...3, []),
      ("if x > 1 { 3*x } else { x }", -1...3, ["jump 1"]),
      ("y = x; while y > 1 { y = y/2 }; y", 0.1...3.9, ["jump 1", "jump 2"]),
      ("exp(1/x)", -1...3, ["pole 0"]),
      ("gamma(x)", -2.5...3, ["pole -2", "pole -1", "pole 0"]),
      ("acos(x)", -2...0.9, ["end -1"]),
      ("atanh(x)", -2...0.9, ["pole -1"]),
      ("sum(relu([x, x-1, x-2]))", -1...3, ["kink 0", "kink 1", "kink 2"]),
      ("if(x > 0, sqrt(x), 0)", -1...3, ["kink 0"]),
      ("sin(50*x)", -4...4, []),
      ("sign(sin(50*x))", 0.01...0.2, ["jump 0.06283185307", "jump 0.1256637061", "jump 0.1884955592"]),
      ("exp(x)", -4...4, []),
      ("3", -4...4, []),
    ] as [(String, ClosedRange<Double>, [String])])
  func breaks(_ text: String, _ range: ClosedRange<Double>, _ expected: [String]) throws {
    let text = text == "3" ? "3 + 0*x" : text
    #expect(try Self.breaks(text, range) == expected, "\(text)")
  }

  /// The sides of breaks are the limits of f and of its slope.
  @Test func limits() throws {
    let floor = try #require(try Self.curve("floor(x) + x/4", 0.5...1.5).breaks.first)
    #expect(floor.x == 1 && floor.value == 1.25)
    #expect(isClose(floor.left.value, 0.25) && isClose(floor.right.value, 1.25))
    let corner = try #require(try Self.curve("abs(x)*(x+2)", -1...1.3).breaks.first)
    #expect(isClose(corner.left.slope, -2) && isClose(corner.right.slope, 2))
    let pole = try #require(try Self.curve("1/x", -1...1.3).breaks.first)
    #expect(pole.left.value == .infinite(-.infinity) && pole.right.value == .infinite(.infinity))
    #expect(pole.right.slope == .infinite(-.infinity))
  }

  private func isClose(_ limit: Break.Limit, _ value: Double) -> Bool {
    limit.number.map { fabs($0 - value) < 1e-9 } ?? false
  }

  /// No two points next to each other in a piece lie on different sides of a break.
  @Test(arguments: ["tan(x)", "1/x", "floor(x)", "sin(1/x)", "1/(x-0.3)^2", "gamma(x)"])
  func piecesDoNotCross(_ text: String) throws {
    let curve = try Self.curve(text, -4...4)
    for piece in curve.pieces {
      let ends = try #require(piece.points.first).x...(try #require(piece.points.last).x)
      #expect(zip(piece.points, piece.points.dropFirst()).allSatisfy { $0.x <= $1.x })
      for place in curve.breaks where !place.isContinuous {
        #expect(!(ends.lowerBound < place.x && place.x < ends.upperBound))
      }
    }
  }

  /// Numbers of NumPy: `np.sin(x)*np.exp(-x/2) + x**2/10` and its derivative by hand.
  @Test func values() throws {
    let curve = try Self.curve("sin(x)*exp(-x/2) + x^2/10", 0...4)
    let points = curve.pieces.flatMap(\.points)
    for (x, value, slope) in [
      (0.0, 0.0, 1.0),
      (0.5, 0.3983769848893834, 0.5967734939653403),
      (1.0, 0.6103779515445727, 0.2725209382501735),
      (2.0, 0.7345118292392623, 0.07965221970614256),
      (4.0, 1.4975779199433263, 0.7627499954629549),
    ] {
      let point = try #require(points.first { $0.x == x })
      #expect(fabs(point.value - value) <= 1e-15 && fabs(point.slope - slope) <= 1e-15)
    }
  }

  @Test func gaps() throws {
    #expect(try Self.curve("log(x)", -1...3).gaps == [-1...0])
    #expect(try Self.curve("sqrt(x^2-1)", -3...3).gaps == [-1...1])
    #expect(try Self.curve("sqrt(-1-x^2)", -3...3).isUndefined)
    #expect(try !Self.curve("1/x", -3...3).isUndefined)
  }

  /// Points that cannot be told apart are not joined.
  @Test func manyJumps() throws {
    let curve = try Self.curve("floor(1000*x)", 0...4)
    #expect(curve.isCrowded && curve.breaks.isEmpty)
    #expect(curve.pieces.allSatisfy { Set($0.points.map(\.value)).count == 1 })
  }
}
