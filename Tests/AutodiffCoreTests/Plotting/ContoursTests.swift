import Testing

@testable import AutodiffCore

/// Level lines and regions lie where the function says.
@Suite struct ContoursTests {
  private static func contours(_ count: Int, _ function: (Double, Double) -> Double) -> Contours {
    let places = (0..<count).map { -2 + 4 * Double($0) / Double(count - 1) }
    return Contours(columns: places, rows: places, values: places.flatMap { y in places.map { function($0, y) } })
  }

  @Test func aCircleIsOneClosedLine() throws {
    let lines = Self.contours(81) { $0 * $0 + $1 * $1 }.lines(1)
    let line = try #require(lines.first)
    #expect(lines.count == 1 && line.first == line.last && line.count > 80)
    for point in line { #expect(fabs(Root.hypot(point.x, point.y) - 1) < 1e-3) }
  }

  @Test func linesEndAtTheBorder() throws {
    let lines = Self.contours(41) { $0 * $1 }.lines(0.5)
    #expect(lines.count == 2)
    for line in lines {
      for end in [line[0], line[line.count - 1]] { #expect(fabs(end.x) == 2 || fabs(end.y) == 2) }
      for point in line { #expect(fabs(point.x * point.y - 0.5) < 1e-2) }
    }
  }

  @Test func noLineThroughWhatIsUndefined() {
    let lines = Self.contours(41) { x, y in x < 0 ? .nan : y }.lines(0.01)
    #expect(lines.count == 1 && lines[0].allSatisfy { $0.x >= 0 })
  }

  static func section(_ text: String) throws -> Section {
    let program = Program(try Parser.parse(SourceText(text)))
    let graph = try program.lower { _ in .scalar(0.7) }
    return Section(
      program, graph, origin: [0, 0],
      axes: [.init("x", -2...2, direction: [(0, 1)]), .init("y", -1...1, direction: [(1, 1)])], ties: .split)
  }

  /// No level line runs along a pole, though f has all values on its sides.
  @Test func noLineAlongAPole() throws {
    let surface = Surface(try Self.section("1/(x + 0.013) + 0*y"), count: 61)
    let contours = Contours(
      columns: surface.columns, rows: surface.rows, values: surface.values[0], isBroken: surface.isBroken)
    for level in [-2.0, 2, 5] {
      let lines = contours.lines(level)
      #expect(lines.count == 1)
      for point in lines.joined() { #expect(fabs(point.x - (1 / level - 0.013)) < 0.04) }
    }
  }

  @Test func gradientsAlongBothAxes() throws {
    let answers = Surface.answers(try Self.section("x^2*y + y"), [[2, -1], [0.5, 1]], slopes: true)
    #expect(answers == [[-5, -4, 5], [1.25, 1, 1.25]])
  }

  @Test func regions() throws {
    let regions = Regions(Surface(try Self.section("x, y, 0"), count: 41))
    let (columns, rows) = (regions.surface.columns, regions.surface.rows)
    for (place, winner) in regions.winners.enumerated() {
      let (x, y) = (columns[place % 41], rows[place / 41])
      let greatest = fmax(x, fmax(y, 0))
      #expect(winner.map { [x, y, 0][$0] } == greatest)
    }
    for output in 0..<3 {
      let outlines = regions.outlines(output)
      #expect(outlines.count == 1 && outlines[0].first == outlines[0].last)
      let middle = try #require(regions.middle(of: output))
      #expect([middle.x, middle.y, 0].max() == [middle.x, middle.y, 0][output])
    }
  }
}
