import AutodiffCore

/// The text of the expression, from wherever the command line says.
enum ExpressionSource {
  /// - Throws: that there is no expression, or more than one, and that it cannot be read.
  static func read(_ options: Options, _ host: Host) throws(Failure) -> SourceText {
    let given = options.expressions + (options.file.map { ["--file \($0)"] } ?? []) + options.arguments
    if given.count > 1 {
      throw .usage(.twoExpressions(given[0], given[1], areRows: given[..<2].contains(where: holdsRows)))
    }
    if let expression = options.expressions.first { return SourceText(expression) }
    if let path = options.file {
      return path == "-" ? try standardInput(host) : try text(path, host)
    }
    if let expression = options.arguments.first { return SourceText(expression) }
    // `y = x^2` alone reads as a value, which is rarely what was meant.
    if let bare = options.bareBindings.first, options.bindings.count == 1, !isConstant(bare) {
      throw .usage(.bindingAsExpression(bare))
    }
    if host.isInputTerminal {
      if let bare = options.bareBindings.first { throw .usage(.bindingAsExpression(bare)) }
      throw .usage(.noExpression(command: options.command.name))
    }
    let source = try standardInput(host)
    if let bare = options.bareBindings.first, source.bytes.allSatisfy({ $0 <= UInt8(ascii: " ") }) {
      throw .usage(.bindingAsExpression(bare))
    }
    return source
  }

  private static func standardInput(_ host: Host) throws(Failure) -> SourceText {
    try text("-", host)
  }

  private static func text(_ path: String, _ host: Host) throws(Failure) -> SourceText {
    var file = try ValueFile(path, host, isProgram: true)
    return SourceText(BindingText.withoutEscapes(try file.text()), name: file.name)
  }

  private static func isConstant(_ binding: String) -> Bool {
    if BindingText.file(Array(binding.utf8)[...]) != nil { return true }
    guard let tree = try? DeepStack.parse(SourceText(binding), limits: Limits()), let graph = try? Lowering.lower(tree)
    else { return false }
    return graph.inputs.isEmpty
  }

  /// Returns whether a text is a value such as `W=[1,2;3,4]`, which a ';' makes an expression.
  private static func holdsRows(_ text: String) -> Bool {
    text.contains(";") && BindingText.isBindings(text.split(separator: ";").joined(separator: ","))
  }
}
