/// The languages that a function is written in.
package enum SourceLanguage: String, CaseIterable, Sendable {
  case c, swift, python, javascript, rust, matlab, latex

  /// The one place that knows all of them: each is written by its own dialect.
  var dialect: any SourceDialect.Type {
    switch self {
    case .c: CDialect.self
    case .swift: SwiftDialect.self
    case .python: PythonDialect.self
    case .javascript: JavaScriptDialect.self
    case .rust: RustDialect.self
    case .matlab: MATLABDialect.self
    case .latex: LaTeXDialect.self
    }
  }
}

/// A language for whole files.
protocol SourceDialect {
  /// Returns a Boolean value indicating whether a function of that name would be taken for something else.
  static func isReserved(_ function: String) -> Bool
  static func lines(_ source: SourceCode) -> [String]
}

/// The forms in which a function is written.
package enum SourceStyle: String, CaseIterable, Sendable {
  case function, gates
}

/// A program and its derivatives as source code.
package struct SourceCode {
  package var name = "f"
  /// A Boolean value indicating whether a program around the function reads points and prints answers.
  package var hasMain = false
  /// A Boolean value indicating whether a function in Python takes one vector of all inputs, and gives one of all
  /// derivatives.
  package var isFlat = false
  /// The program as the user wrote it.
  package var expression = ""
  /// A Boolean value indicating whether other values of the inputs may take another path.
  package var isOnePath = false
  /// The letters that stand for sizes, and the inputs that have them; nil where all sizes are numbers.
  package var sizes: SourceSizes?
  let language: SourceLanguage
  let program: GradientProgram
  private(set) var derivation: LaTeXDerivation?
  private(set) var gates: PythonGates?

  /// - Throws: the limit on nodes.
  package init(
    _ graph: Graph, wrt: [Graph.NodeID], ties: Ties = .split, _ language: SourceLanguage,
    _ derivative: EmittedDerivative = .gradient, _ style: SourceStyle = .function
  ) throws(Problem) {
    self.language = language
    program = try GradientProgram(graph, wrt: wrt, ties: ties, derivative)
    if style == .gates { gates = try PythonGates(graph, wrt: wrt, ties: ties) }
    if language == .latex { derivation = try LaTeXDerivation(graph, wrt: wrt, ties: ties) }
  }

  package static func isIdentifier(_ name: String) -> Bool { Identifiers.isPlain(name) }

  /// Returns a Boolean value indicating whether a function of that name would be taken for something else.
  package static func isReserved(_ name: String, _ language: SourceLanguage) -> Bool {
    language.dialect.isReserved(name)
  }

  package var lines: [String] { language.dialect.lines(self) }

  /// The names of the sizes: their letters, unless these mean something else in the function.
  var sizeNames: [String] {
    let taken = [name] + header(sizes: []).arrays
    return sizes?.letters.map { taken.contains($0) ? $0 + "_" : $0 } ?? []
  }

  var header: SourceHeader { header(sizes: sizeNames) }

  private func header(sizes: [String]) -> SourceHeader {
    SourceHeader(program: program, name: name, expression: expression, isOnePath: isOnePath, sizes: sizes)
  }
}
