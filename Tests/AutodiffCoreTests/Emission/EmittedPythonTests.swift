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
}
