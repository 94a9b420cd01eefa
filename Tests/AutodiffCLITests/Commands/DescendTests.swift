import AutodiffCore
import Foundation
import Testing

@testable import AutodiffCLI

/// What golden files cannot show of `descend`: terminals, interrupts, and endings by the system.
@Suite struct DescendTests {
  private static let line = "descend x^2 x=1 --rate 0.25 --steps 99"

  @Test func interruptsEndBehindAStep() {
    var world = CommandRun.World()
    world.interruptAfter = 2
    let run = CommandRun(typed: Self.line, in: world)
    #expect(run.out == "0 1\n1 0.25\n2 0.0625\nx=0.25\n")
    #expect(run.error == "note: interrupted after step 2\n")
    #expect(run.status == .answered)
  }

  @Test func aFullDiskEndsIt() {
    var world = CommandRun.World()
    world.writeFailure = ENOSPC
    let run = CommandRun(typed: "descend x^2 x=1 --rate 1e-9 --steps 1000000000", in: world)
    #expect(run.status == .failed)
    #expect(run.error.hasPrefix("error: cannot write the answer:"))
  }

  @Test func terminalsShowTheCurve() {
    var world = CommandRun.World()
    world.errorIsTerminal = true
    world.environment["NO_COLOR"] = "1"
    let run = CommandRun(typed: "descend x^2 x=1 --rate 0.25 --steps 3", in: world)
    #expect(run.out == "0 1\n1 0.25\n2 0.0625\n3 0.015625\nx=0.125\n")
    let lines = run.error.split(separator: "\n").map(String.init)
    #expect(lines.count == LossPlot.height + 2)
    #expect(lines.first == "     1 │█")
    #expect(lines[LossPlot.height - 1] == "0.0156 │██▄▁")
    #expect(CommandRun(typed: "descend x^2 x=1 --rate 0.25 --steps 3 -q", in: world).error == "")
  }

  @Test func plotsOfManyLossesFitTheWidth() {
    let losses = (0...1000).map { exp(-Double($0) / 100) }
    for ascii in [false, true] {
      let lines = LossPlot(losses, width: 60, ascii: ascii).lines
      #expect(lines.count == LossPlot.height + 2)
      #expect(lines.allSatisfy { $0.count <= 60 })
      #expect(lines.last?.contains("log of the loss") == true)
      if ascii { #expect(lines.allSatisfy { $0.utf8.allSatisfy { $0 < 0x80 } }) }
    }
    #expect(LossPlot([1, 1, 1], width: 60, ascii: false).lines.isEmpty)
    #expect(LossPlot([.nan], width: 60, ascii: false).lines.isEmpty)
    #expect(!LossPlot([0, 1.7e308, -1.7e308], width: 60, ascii: false).lines.isEmpty)
  }

  /// Each format has the digits that are asked for.
  @Test(arguments: ["text", "json", "csv"]) func digits(_ format: String) {
    let run = CommandRun(typed: "descend x^2 x=1.23456789 --rate 0.1 --steps 1 --digits 3 --format \(format)")
    #expect(run.out.contains("1.52") && run.out.contains("0.975") && !run.out.contains("0.9754"))
  }
}
