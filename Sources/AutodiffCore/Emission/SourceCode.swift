/// The languages that a function is written in.
package enum SourceLanguage: String, CaseIterable, Sendable {
  case c, swift, python, latex
}

/// A program and its gradient as source code.
package struct SourceCode {
  package var name = "f"
  /// Whether a program around the function reads points and prints answers.
  package var hasMain = false
  /// As the user wrote it.
  package var expression = ""
  /// Whether other values of the inputs may take another path.
  package var isOnePath = false
  private let program: GradientProgram

  /// - Throws: the limit on nodes.
  package init(_ graph: Graph, asked: [Graph.NodeID], ties: Ties = .split) throws(Problem) {
    program = try GradientProgram(graph, asked: asked, ties: ties)
  }

  package static func isIdentifier(_ name: String) -> Bool { Identifiers.isPlain(name) }

  package static func isReserved(_ name: String, _ language: SourceLanguage) -> Bool {
    CDialect.reserved.contains(name)
  }

  private func file<D>(_ writer: StatementWriter<D>) -> [String] {
    let function = writer.function()
    return writer.headers + [""] + D.definitions(of: writer.helpers).flatMap { [$0, ""] } + function
  }

  package func lines(_ language: SourceLanguage) -> [String] {
    switch language {
    default: file(CWriter(program, name: name))
    }
  }
}
