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

  /// By rows, too, and what is printed are values to go on from.
  @Test(arguments: ["", " --batch 2", " --jobs 2"]) func interruptsLeaveValues(_ more: String) {
    var world = CommandRun.World(files: ["t.csv": Array("x,y\n1,2\n2,4\n3,6\n".utf8)])
    world.interruptAfter = 3
    let run = CommandRun(typed: "descend '(w*x - y)^2' w=0 --points t.csv --rate 0.01 --steps 99" + more, in: world)
    #expect(run.error == "note: interrupted after step 3\n")
    world.files["w.txt"] = Array(run.out.utf8)
    let value = CommandRun(typed: "eval w --at @w.txt", in: world)
    #expect(run.out.hasSuffix("\nw=\(value.out.dropFirst(4))") && value.status == .answered)
  }

  @Test func aFullDiskEndsIt() {
    var world = CommandRun.World()
    world.writeFailure = ENOSPC
    let run = CommandRun(typed: "descend x^2 x=1 --rate 1e-9 --steps 1000000000", in: world)
    #expect(run.status == .failed)
    #expect(run.error.hasPrefix("error: cannot write the answer:"))
  }

  // MARK: - Tables

  /// A table is the same as an array of NumPy's, whose columns `--columns` names or the inputs without a value.
  @Test(arguments: ["", " --columns x,y", " --columns z,x,y", " --batch 2"]) func arraysAreTables(_ more: String) {
    let rows: [[Double]] = [[1, 2], [2, 3], [3, 5], [4, 4]]
    let names = more.contains("z") ? ["z", "x", "y"] : ["x", "y"]
    let wide = rows.map { names.count == 3 ? [7] + $0 : $0 }
    let table = ([names.joined(separator: ",")] + wide.map { $0.map(String.init(_:)).joined(separator: ",") })
    let array = NumPyFile.bytes(Tensor(Shape([4, names.count]), wide.flatMap { $0 }))
    let files = ["t.csv": Array(table.joined(separator: "\n").utf8), "t.npy": array]
    let line = "descend '(w*x + b - y)^2' w=0 b=0 --rate 0.01 --steps 9 --points "
    let ofArray = CommandRun(typed: line + "t.npy" + more, in: .init(files: files))
    let columns = more.contains("batch") ? more : ""
    let ofTable = CommandRun(typed: line + "t.csv" + columns, in: .init(files: files))
    #expect(ofArray.out == ofTable.out && ofArray.error == ofTable.error)
    #expect(ofArray.status == .answered && ofArray.out.contains("\nw=0."))
  }

  /// Stored column by column, and from standard input.
  @Test func anArrayByColumns() throws {
    var file = NumPyFile.bytes(Tensor(Shape([2, 2]), [1, 3, 2, 6]))
    file.replaceSubrange(try #require(file.firstRange(of: Array("False".utf8))), with: Array("True ".utf8))
    let run = CommandRun(
      typed: "descend '(w*x - y)^2' w=2 --rate 0.01 --steps 1 --points -", in: .init(input: file))
    #expect(run.out == "0 0\n1 0\nw=2\n" && run.status == .answered)
  }

  @Test(arguments: [
    ("x", "error: 't.npy' has 2 columns where --columns has 1\n"),
    ("x,x", "error: '--columns' has two columns 'x'\n"),
  ]) func columnsThatAnArrayHasNot(_ columns: String, _ error: String) {
    let file = NumPyFile.bytes(Tensor(Shape([1, 2]), [1, 2]))
    let run = CommandRun(
      typed: "descend '(w*x - y)^2' w=2 --rate 0.01 --points t.npy --columns \(columns)",
      in: .init(files: ["t.npy": file]))
    #expect(run.error == error && run.status == .failed)
  }

  /// The row of an array that a program fails at, and one that has no finite loss.
  @Test(arguments: ["if w*x > 0 { w*x }", "log(w*x)"]) func rowsOfAnArrayAreNamed(_ loss: String) {
    let file = NumPyFile.bytes(Tensor(Shape([3, 1]), [1, 2, -1]))
    let run = CommandRun(
      typed: "descend '\(loss)' w=2 --rate 0.01 --points t.npy --format json", in: .init(files: ["t.npy": file]))
    #expect(run.error.contains("at row 3 of t.npy\n"))
    #expect(run.out.contains(", \"row\": {\"file\": \"t.npy\", \"row\": 3}"))
  }

  /// However many threads add up the rows, and whichever of them finds a row without a loss.
  @Test(arguments: [
    ("softplus(w*x + b) - y*(w*x + b)", ""), ("softplus(w*x + b) - y*(w*x + b)", " --batch 9001 --seed 3"),
    ("z = w*x; while abs(z) > 0.5 { z = 0.7*z }; (z + b - y)^2", ""), ("norm([w, b]*x) - dot([w, 1], [x, y])", ""),
    ("log(1.999 - x + 0*w*b*y)", ""), ("if x < 1.999 { w*b*x*y }", ""),
  ]) func jobsDoNotShow(_ loss: String, _ more: String) {
    var random = SplitMix64(seed: 4)
    let rows = (0..<20_000).map { "\(Double.random(in: -2...2, using: &random)),\($0 % 2)" }
    let table = Array(("x,y\n" + rows.joined(separator: "\n")).utf8)
    let line = "descend '\(loss)' w=0.5 b=0.25 --rate 0.1 --steps 4 --points t.csv"
    let runs = [" --jobs 1", " --jobs 5", ""].map { jobs in
      CommandRun(typed: line + more + jobs, in: .init(files: ["t.csv": table]))
    }
    for run in runs.dropFirst() {
      #expect(run.out == runs[0].out && run.error == runs[0].error && run.status == runs[0].status)
    }
  }

  // MARK: - Terminals

  @Test func terminalsShowTheCurve() {
    var world = CommandRun.World()
    world.errorIsTerminal = true
    world.environment["NO_COLOR"] = "1"
    let run = CommandRun(typed: "descend x^2 x=1 --rate 0.25 --steps 3", in: world)
    #expect(run.out == "0 1\n1 0.25\n2 0.0625\n3 0.015625\nx=0.125\n")
    let lines = run.error.split(separator: "\n").map(String.init)
    #expect(lines.count == LossPlot.height + 3)
    #expect(lines.last == "note: gradient norm 0.25 after 3 steps")
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
