import Foundation
import Testing

@testable import AutodiffCore

/// Emitted Python, run where there is one with NumPy; `AUTODIFF_PYTHON` names another.
@Suite struct EmittedPythonTests {
  static let python = [ProcessInfo.processInfo.environment["AUTODIFF_PYTHON"] ?? "/usr/bin/python3"].first { path in
    (try? Workplace.run("import numpy\n", file: "f.py") { source, _ in [path, source] }) != nil
  }

  @Test(.enabled(if: python != nil, "needs a python3 with numpy")) func agreesWithTheSweep() throws {
    let programs = try EmittedPrograms(seed: 78)
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
    let output = try Workplace.run(
      "import math\nimport numpy as np\n\n" + definitions + "\n\n" + text, file: "f.py"
    ) { source, _ in [Self.python ?? "", source] }
    expectAnswers(output, programs)
  }
}
