import AutodiffCore
import Foundation
import Testing

@testable import AutodiffCLI

/// The numbers of `plot`, and pictures of numbers at the ends of what there are, which golden files cannot show.
@Suite struct PlotCommandTests {
  /// The rows of an answer in CSV.
  private static func rows(_ command: String, in world: CommandRun.World = .init()) throws -> [[Double]] {
    let run = CommandRun(typed: command + " --format csv", in: world)
    #expect(run.status == .answered, "\(run.error)")
    return try run.out.split(separator: "\n").dropFirst().map { line in
      try line.split(separator: ",").map { try #require(Double($0)) }
    }
  }

  /// Numbers of NumPy: `np.tanh(2*x) + x*np.exp(-x*x)`, and its derivative by hand.
  @Test func numbersOfACurve() throws {
    let rows = try Self.rows("plot 'tanh(2*x) + x*exp(-x^2)' --range x=-2:2")
    for (x, value, slope) in [
      (-2.0, -1.0359605775165355, -0.12552757085508748),
      (-0.5, -1.1509945474914673, 1.2293490747637545),
      (0.0, 0.0, 3.0),
      (0.25, 0.6969704229633786, 2.394881895893646),
      (1.0, 1.3319070212472592, -0.2265777914651134),
      (2.0, 1.0359605775165355, -0.12552757085508748),
    ] {
      let row = try #require(rows.first { $0[0] == x })
      #expect(fabs(row[1] - value) <= 1e-15 && fabs(row[2] - slope) <= 2e-15, "\(row)")
    }
  }

  /// Between the last point on one side and the first on the other stands a row that no line goes through.
  @Test(arguments: ["1/x", "tan(x + pi/2)", "sign(x)", "sin(1/x)"]) func noLineCrosses(_ text: String) throws {
    let rows = try Self.rows("plot '\(text)' --range x=-1:1.3")
    let last = try #require(rows.lastIndex { $0[0] < -1e-9 })
    let first = try #require(rows.firstIndex { $0[0] > 1e-9 })
    #expect(rows[last...first].contains { $0[1].isNaN })
  }

  /// A way that a descent wrote is drawn.
  @Test func aTrailIsAPath() {
    var world = CommandRun.World()
    let trail = CommandRun(
      typed: "descend 'x^2 + 4*y^2' x=3 y=1 --rate 0.1 --steps 5 --trail --format csv", in: world)
    world.files["way.csv"] = Array(trail.out.utf8)
    let plot = CommandRun(
      typed: "plot 'x^2 + 4*y^2' --range x=-4:4 --range y=-2:2 --path way.csv --format svg", in: world)
    #expect(plot.status == .answered && plot.out.contains("way: 6 points, from x = 3, y = 1 to x = 0.98304"))
    let losses = CommandRun(typed: "plot --loss way.csv --format svg", in: world)
    #expect(losses.status == .answered && losses.out.contains(">loss by step<"))
  }

  @Test func randomDirectionsAreThoseOfTheirSeed() {
    let command = "plot 'sum((W@x)^2) + b' 'W=[[1,2],[3,4]]' 'x=[1,-1]' b=2 --wrt W,b --along random --format csv"
    let answers = ["", " --seed 1", " --seed 2"].map { CommandRun(typed: command + $0).out }
    #expect(answers[0] == answers[1] && answers[1] != answers[2])
  }

  /// Nothing is too large, too small or too close to be drawn.
  @Test(arguments: ["text", "svg", "csv"]) func extremes(_ format: String) {
    for command in [
      "'1e308*x^3' --range x=-5:5", "'exp(exp(exp(x)))' --range x=-5:5", "'1e-320*x' --range x=-5:5",
      "'x^2' --range x=-1e300:1e300", "x --range x=1:1.0000000000000004", "'tan(1000*x)' --range x=-5:5",
      "'x*y' --range x=-1e200:1e200,y=-1e-200:1e200", "'exp(1/x)' --range x=-1e-3:1e-3", "'x^x' --range x=-3:3",
      "'0*x*y' --range -1:1", "'exp(x*y)/y' --range -300:300", "--regions 'exp(x), 1/y, x*y' --range -900:900",
    ] {
      let run = CommandRun(typed: "plot \(command) --format \(format)")
      #expect(run.status == .answered && !run.out.isEmpty, "\(command): \(run.error)")
    }
  }

  @Test(arguments: ["'log(-x^2-1)' --range x=-1:1", "'x + inf' --range x=-1:1", "'sqrt(-1-x^2-y^2)' --range -1:1"])
  func nothingIsAnAnswerToo(_ command: String) {
    let run = CommandRun(typed: "plot \(command)")
    #expect(run.status == .undefined && run.out.contains("undefined everywhere") && run.error.contains("note: "))
  }
}
