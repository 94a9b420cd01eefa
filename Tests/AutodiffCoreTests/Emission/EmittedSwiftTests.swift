import Foundation
import Testing

@testable import AutodiffCore

/// Emitted Swift, compiled without warnings and run.
@Suite struct EmittedSwiftTests {
  static let compiler = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    .map { $0 + "/swiftc" }.first(where: FileManager.default.isExecutableFile(atPath:))

  @Test(.enabled(if: compiler != nil, "needs swiftc")) func agreesWithTheSweep() throws {
    let programs = try EmittedPrograms(seed: 79, count: max(8, EmittedPrograms.count / 5))
    var helpers: Set<String> = []
    var text = ""
    var main = ""
    for (number, one) in programs.cases.enumerated() {
      let writer = SwiftWriter(one.program, name: "f\(number)")
      text += writer.function().joined(separator: "\n") + "\n\n"
      helpers.formUnion(writer.helpers)
      let point = one.inputs.map(\.description).joined(separator: ", ")
      main += "let a\(number) = f\(number)([\(point)])\n"
      main += "print(([a\(number).value] + a\(number).gradient).map { $0.description }.joined(separator: \" \"))\n"
    }
    let definitions = SwiftDialect.definitions(of: helpers).joined(separator: "\n\n")
    let source = (SwiftDialect.imports + [definitions, text, main]).joined(separator: "\n")
    let output = try Workplace.run(source, file: "f.swift") { source, program in
      [Self.compiler ?? "", "-swift-version", "6", "-warnings-as-errors", "-o", program, source]
    }
    expectAnswers(output, programs)
  }
}
