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
  private let language: SourceLanguage
  private let program: GradientProgram
  private var derivation: LaTeXDerivation?

  /// - Throws: the limit on nodes.
  package init(
    _ graph: Graph, asked: [Graph.NodeID], ties: Ties = .split, _ language: SourceLanguage
  ) throws(Problem) {
    self.language = language
    program = try GradientProgram(graph, asked: asked, ties: ties)
    if language == .latex { derivation = try LaTeXDerivation(graph, asked: asked, ties: ties) }
  }

  package static func isIdentifier(_ name: String) -> Bool { Identifiers.isPlain(name) }

  /// Whether a function of that name would be taken for something else.
  package static func isReserved(_ name: String, _ language: SourceLanguage) -> Bool {
    switch language {
    case .c: CDialect.isReserved(name)
    case .swift: SwiftDialect.isReserved(name)
    case .python: PythonDialect.isReserved(name)
    case .latex: false
    }
  }

  package var lines: [String] {
    switch language {
    case .c: cLines
    case .swift: swiftLines
    case .python: pythonLines
    case .latex:
      header.lines([], comment: "%") + (derivation?.lines(name: name, asDocument: hasMain) ?? [])
    }
  }

  private var header: SourceHeader {
    SourceHeader(program: program, name: name, expression: expression, isOnePath: isOnePath)
  }

  private func count(_ nodes: [Graph.NodeID]) -> Int { nodes.reduce(0) { $0 + program.graph.shape(of: $1).count } }

  private var cLines: [String] {
    let writer = CWriter(program, name: name)
    let function = writer.function()
    let call =
      ["    double value = \(name)(x, gradient);", ""] + header.places(program.inputs, in: "x")
      + header.places(program.asked, in: "gradient", prefix: "df/d")
    var headers = writer.headers
    if hasMain { headers.formUnion(CDialect.driverHeaders) }
    return header.lines(call, comment: CDialect.comment) + [""] + headers.sorted().map { "#include <\($0).h>" } + [""]
      + CDialect.definitions(of: writer.helpers).flatMap { [$0, ""] } + function
      + (hasMain ? CDialect.driver(name, inputs: count(program.inputs), derivatives: count(program.asked)) : [])
  }

  private var pythonLines: [String] {
    let writer = PythonWriter(program, name: name)
    let function = writer.function()
    let names = zip(program.inputs, writer.parameterNames)
    let asked = program.asked.map { node in names.first { $0.0 == node }?.1 ?? "" }
    let call =
      [
        "    value, (\(asked.map { "d" + $0 }.joined(separator: ", "))\(asked.count == 1 ? "," : "")) = "
          + "\(name)(\(writer.parameterNames.joined(separator: ", ")))", "",
        "Numbers, or arrays of the shapes below; derivatives have the shapes of their inputs.",
      ]
      + program.inputs.filter { !program.graph.shape(of: $0).isScalar }.map {
        "    \(program.graph.name(ofInput: $0)): \(program.graph.shape(of: $0).text(ascii: true))"
      }
    return (hasMain ? ["#!/usr/bin/env python3"] : []) + header.lines(call, comment: PythonDialect.comment)
      + ["import math"] + (hasMain ? ["import sys"] : []) + ["", "import numpy as np", "", ""]
      + PythonDialect.definitions(of: writer.helpers).flatMap { [$0, "", ""] } + function
      + (hasMain
        ? PythonDialect.driver(name, program.inputs.map { program.graph.shape(of: $0) }) : [])
  }

  private var swiftLines: [String] {
    let writer = SwiftWriter(program, name: name)
    let function = writer.function()
    let call =
      ["    let (value, gradient) = \(name)(x)", ""] + header.places(program.inputs, in: "x")
      + header.places(program.asked, in: "gradient", prefix: "df/d")
    return header.lines(call, comment: SwiftDialect.comment) + [""] + SwiftDialect.imports + [""]
      + SwiftDialect.definitions(of: writer.helpers).flatMap { [$0, ""] } + function
      + (hasMain ? SwiftDialect.driver(name, inputs: count(program.inputs)) : [])
  }
}
