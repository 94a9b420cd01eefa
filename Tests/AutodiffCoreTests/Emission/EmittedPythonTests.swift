import AutodiffTestSupport
import Foundation
import Testing

@testable import AutodiffCore

/// Emitted Python, run by the first that has NumPy; `AUTODIFF_PYTHON` names another.
@Suite struct EmittedPythonTests {
  private static let withNumPy = [
    ProcessInfo.processInfo.environment["AUTODIFF_PYTHON"], Tool.path("python3"), "/usr/bin/python3",
  ].compactMap { $0 }.first { python in
    (try? Workplace.run("import numpy\n", file: "f.py") { source, _ in [python, source] }) != nil
  }

  private static var python: String { get throws { try Tool.need("a python3 with NumPy", at: withNumPy) } }

  @Test func agreesWithTheSweep() throws {
    let programs = try EmittedPrograms(seed: 78)
    expectAnswers(try Self.answers(programs), programs)
  }

  @Test func keepsTheOrderOfArithmetic() throws {
    let programs = try EmittedPrograms(arithmetic: 40, seed: 83)
    expectSameBits(try Self.answers(programs), programs)
  }

  @Test func writesEveryFunction() throws {
    let programs = try EmittedPrograms.everyFunction
    expectAnswers(try Self.answers(programs), programs)
  }

  @Test func writesEveryRoutine() throws {
    var programs = try EmittedPrograms.everyRoutine
    // NumPy's mean leaves the range where the sum does.
    programs.remove { $0.text.hasPrefix("mean") }
    expectAnswers(try Self.answers(programs), programs)
  }

  @Test func sparesNamesThatMeanSomething() throws {
    let python = try Self.python
    let words = try Workplace.run("import keyword\nprint(*keyword.kwlist)\n", file: "f.py") { source, _ in
      [python, source]
    }.split(whereSeparator: \.isWhitespace).map(String.init)
    for word in words + ["np", "math", "float", "__debug__"] {
      #expect(SourceCode.isReserved(word, .python), "\(word)")
    }
    let inputs = words.filter { (try? Parser.parse(SourceText($0))) != nil } + ["np", "__debug__"]
    #expect(inputs.contains("yield"))
    var programs = EmittedPrograms()
    try programs.add(inputs.joined(separator: " + "), inputs.map { ($0, .scalar(0.5)) })
    expectAnswers(try Self.answers(programs), programs)
  }

  /// Files that have helpers of the same names are imported together.
  @Test func importsWithOtherFiles() throws {
    let python = try Self.python
    let files = try Workplace.files(.python, extension: "py")
    let main = """
      from f0 import *
      from f1 import *
      print("%.12g %.12g" % (f0(2, 1, 1, 3)[0], f1(2, 1, 1, 3)[0]), end="")
      """
    let output = try Workplace.run(main, file: "main.py") { source, _ in
      _ = try Workplace.write(files, beside: source)
      return [python, source]
    }
    #expect(output == Workplace.linkedAnswers)
  }

  /// The output of the programs, one a line.
  static func answers(_ programs: EmittedPrograms) throws -> String {
    var helpers: Set<String> = []
    var text = ""
    for (number, one) in programs.cases.enumerated() {
      let writer = PythonWriter(one.program, name: "f\(number)")
      text += writer.function().joined(separator: "\n") + "\n\n"
      helpers.formUnion(writer.helpers)
      var start = 0
      let arguments = one.program.inputs.map { input -> String in
        let shape = one.program.graph.shape(of: input)
        defer { start += shape.count }
        let numbers = one.inputs[start..<start + shape.count].map(\.description).joined(separator: ", ")
        return shape.isScalar ? numbers : "[\(numbers)]"
      }
      text += """
        value, gradient = f\(number)(\(arguments.joined(separator: ", ")))
        print(value, *(e for d in gradient for e in np.ravel(d)))


        """
    }
    let definitions = PythonDialect.definitions(of: helpers).joined(separator: "\n\n")
    let python = try Self.python
    return try Workplace.run(
      "import math\nimport numpy as np\n\n" + definitions + "\n\n" + text, file: "f.py"
    ) { source, _ in [python, source] }
  }
}
