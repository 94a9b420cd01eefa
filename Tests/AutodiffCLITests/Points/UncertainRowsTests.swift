import AutodiffCore
import Testing

@testable import AutodiffCLI

@Suite struct UncertainRowsTests {
  /// Each row is that of a single point, in blocks and at kinks, on one thread and on several.
  @Test(arguments: ["x*y", "x^2 - y", "max(x, y)", "sqrt(x)*y", "exp(x)/y", "sum([x, y]^2)"])
  func areThoseOfSinglePoints(_ text: String) {
    var table = "x,u(x),y\n"
    var points: [[Double]] = []
    for row in 0..<40 {
      let point = [Double(row % 7), Double(row % 3) / 10, Double(row % 5) - 1]
      points.append(point)
      table += point.map { "\($0)" }.joined(separator: ",") + "\n"
    }
    for format in ["csv", "json"] {
      let rows = CommandRun(
        ["grad", text, "--points", "t", "--at", "z=1", "--jobs", "2", "--format", format, "--relative"],
        files: ["t": table])
      var lines = rows.out.split(separator: "\n")
      if format == "csv" { lines.removeFirst() }
      #expect(lines.count == points.count, "\(rows.error)")
      for (line, point) in zip(lines, points) {
        let single = CommandRun(
          ["grad", text, "--at", "x=\(point[0])±\(point[1]),y=\(point[2]),z=1", "--format", format, "--relative"])
        #expect(single.out.split(separator: "\n").last == line, "\(text) at \(point)")
      }
    }
  }

  @Test func correlationsGoWithColumns() {
    let run = CommandRun(
      ["eval", "x - y", "--points", "t", "--correlation", "x,y=1"],
      files: ["t": "x,y,u(x),±y\n5,3,0.1,0.1\n5,3,0.5,0.25\n"])
    #expect(run.out.hasPrefix("f,u(f)\n2,0\n2,0.25\n"), "\(run.out)\(run.error)")
    let exact = CommandRun(
      ["eval", "x - y", "--points", "t", "--correlation", "x,y=1"], files: ["t": "x,y,u(x)\n5,3,0.1\n"])
    #expect(exact.error.hasPrefix("error: 'y' has no uncertainty"))
  }

  @Test(arguments: [
    ("x,u(x),u(x)\n1,0.1,0.1\n", "error: 't' has two columns 'u(x)'"),
    ("x,u(x),±x\n1,0.1,0.1\n", "error: 't' has two columns '±x'"),
    (
      "x,u(x)\n1,-1\n", "error: malformed row: an uncertainty is not below 0, as -1 is (t, line 2, column 3)\n1,-1\n  ^"
    ),
    ("x,u(x)\n1,nan\n", "error: malformed row: an uncertainty is a finite number, not nan (t, line 2, column 3)"),
    ("x,u(x)\n1,\n", "error: malformed row: '' is not a number (t, line 2, column 3)"),
  ])
  func columnsCanBeWrong(_ table: String, _ error: String) {
    let run = CommandRun(["eval", "x^2", "--points", "t"], files: ["t": table])
    #expect(run.error.hasPrefix(error), "\(run.error)")
    #expect(run.status == .failed)
  }

  /// An array of NumPy's has rows in place of lines.
  @Test func arraysOfNumPy() {
    func run(_ numbers: [Double], _ further: [String] = []) -> CommandRun {
      let array = NumPyFile.bytes(Tensor(Shape([numbers.count / 2, 2]), numbers))
      return CommandRun(
        ["eval", "x^2", "--points", "t.npy", "--columns", "x,u(x)"] + further, in: .init(files: ["t.npy": array]))
    }
    #expect(run([1, 0.5, 2, 0.25]).out == "f,u(f)\n1,1\n4,1\n")
    let wrong = run([1, 0.5, 2, -0.25, 3, 0.5])
    #expect(wrong.out == "f,u(f)\n1,1\n")
    #expect(
      wrong.error.hasPrefix("error: an uncertainty is not below 0, as -0.25 is\nat row 2 of t.npy\n"), "\(wrong.error)")
    #expect(run([1, 0.5, 2, -0.25, 3, 0.5], ["--keep-going"]).out == "f,u(f)\n1,1\nnan,nan\n9,3\n")
  }

  @Test func elementsOfArraysHaveColumns() {
    let run = CommandRun(
      ["grad", "sum(W)*x", "--points", "t", "--at", "x=2±0.5"],
      files: ["t": "\"W[1,1]\",\"W[1,2]\",\"u(W[1,1])\",u(W[1,2])\n1,2,0.3,0.4\n"])
    #expect(
      run.out == "f,u(f),\"df/dW[1,1]\",\"df/dW[1,2]\",df/dx\n6,1.8027756377319948,2,2,3\n", "\(run.out)\(run.error)")
  }

  /// A column of uncertainties is nobody's where none are taken.
  @Test func otherCommandsLeaveTheColumnAlone() {
    let files = ["t": "x,u(x)\n1,-1\n"]
    #expect(CommandRun(["jacobian", "x^2", "--points", "t"], files: files).out == "f,df/dx\n1,2\n")
    #expect(CommandRun(["grad", "x^2", "--points", "t", "--reduce", "sum"], files: files).out == "f = 1\ndf/dx = 2\n")
    let constant = CommandRun(["grad", "x*y", "y=2±1", "--points", "t", "--reduce", "sum"], files: files)
    #expect(constant.error.hasPrefix("error: '--reduce' does not go with '±'"))
  }

  /// Parts of a table have the answers of the whole.
  @Test func shardsConcatenate() {
    let rows = (1...30).map { "\($0),0.\($0)" }
    let files = [
      "whole": rows.joined(separator: "\n"), "first": rows[..<11].joined(separator: "\n"),
      "second": rows[11...].joined(separator: "\n"),
    ]
    func run(_ path: String) -> String {
      CommandRun(
        ["eval", "x^2", "--points", path, "--columns", "x,u(x)", "--no-header", "--keep", "x"], files: files
      ).out
    }
    #expect(run("whole").split(separator: "\n").count == 30)
    #expect(run("whole") == run("first") + run("second"))
  }
}
