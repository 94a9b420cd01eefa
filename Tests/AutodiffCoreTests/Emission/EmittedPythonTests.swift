import AutodiffTestSupport
import Foundation
import Testing

@testable import AutodiffCore

/// Emitted Python, run by the first that has NumPy; `AUTODIFF_PYTHON` names another.
@Suite struct EmittedPythonTests {
  @Test func sparesNamesThatMeanSomething() throws {
    let python = try EmittedLanguage.python.tool()
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
    expectAnswers(try EmittedLanguage.python.answers(programs), programs)
  }

  /// Files that have helpers of the same names are imported together.
  @Test func importsWithOtherFiles() throws {
    let python = try EmittedLanguage.python.tool()
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

  /// Functions of one vector, as optimizers take them.
  @Test func takesOneVector() throws {
    var programs = try EmittedPrograms(seed: 93, count: 8)
    programs.append(try EmittedPrograms(derivatives: 94, count: 2))
    var helpers: Set<String> = []
    var text = ""
    for (number, one) in programs.cases.enumerated() {
      let writer = PythonWriter(one.program, name: "f\(number)", isFlat: true)
      text += writer.function().joined(separator: "\n") + "\n\n"
      helpers.formUnion(writer.helpers)
      text += "show(f\(number)(\(one.arguments.map { "\($0)" }.joined(separator: ", "))))\n\n\n"
    }
    let show = """
      inf, nan = np.inf, np.nan

      def show(answers):
          parts = answers if isinstance(answers, tuple) else (answers,)
          assert all(isinstance(part, (float, np.ndarray)) for part in parts)
          print(*(float(e) for part in parts for e in np.ravel(part)))
      """
    let source =
      ["import math", "import numpy as np", show] + PythonDialect.definitions(of: helpers) + [text]
    let python = try EmittedLanguage.python.tool()
    let output = try Workplace.run(source.joined(separator: "\n\n"), file: "f.py") { source, _ in [python, source] }
    expectAnswers(output, programs)
  }

  /// Gates with `forward` and `backward`, of every function, and of random programs with arrays.
  @Test func writesGates() throws {
    var programs = try EmittedPrograms.everyFunction()
    programs.append(try EmittedPrograms(seed: 95, count: 12))
    programs.append(try EmittedPrograms.everyRoutine)
    // NumPy's mean leaves the range where the sum does; a gate does not ask whether its output is nan.
    programs.remove { $0.text.hasPrefix("mean") || $0.text.hasPrefix("logdet") && $0.expected[0].isNaN }
    var main = "import numpy as np\ninf, nan = np.inf, np.nan\n"
    var files: [(name: String, text: String)] = []
    for (number, one) in programs.cases.enumerated() {
      let code = try SourceCode(one.graph, wrt: one.graph.inputs, .python, .gradient, .gates)
      files.append(("gates\(number).py", code.lines.joined(separator: "\n") + "\n"))
      let arguments = one.separateArguments.map { shape, numbers in
        shape.isScalar ? "\(numbers[0])" : "np.reshape(\(numbers), \(shape.pythonTuple))"
      }
      main += """
        from gates\(number) import f
        value, gradient = f(\(arguments.joined(separator: ", ")))
        print(*(float(e) for part in (value,) + gradient for e in np.ravel(part)))

        """
    }
    let python = try EmittedLanguage.python.tool()
    let output = try Workplace.run(main, file: "main.py") { source, _ in
      _ = try Workplace.write(files, beside: source)
      return [python, source]
    }
    expectAnswers(output, programs)
  }

  @Test func sharesClassesOfGates() throws {
    let graph = try Graph(program: "x*y + y*x*2 + 3*x")
    let lines = try SourceCode(graph, wrt: graph.inputs, .python, .gradient, .gates).lines
    let classes = lines.filter { $0.hasPrefix("class ") }
    #expect(
      classes == [
        "class MultiplyGate:", "class MultiplyConstantGate:", "class AddGate:", "class MultiplyConstantGate2:",
        "class ComputationalGraph:",
      ])
  }
}
