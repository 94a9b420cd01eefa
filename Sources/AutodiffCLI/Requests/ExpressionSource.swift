import AutodiffCore

/// Where the expression comes from.
extension ProgramRequest {
  static func source(_ invocation: Invocation, _ host: Host) throws(Failure) -> SourceText {
    let given =
      invocation.expressions + (invocation.has(.file) ? ["--file \(invocation.values[.file] ?? "")"] : [])
      + invocation.arguments
    if given.count > 1 { throw .usage(.twoExpressions(given[0], given[1])) }
    if let expression = invocation.expressions.first { return SourceText(expression) }
    if let path = invocation.values[.file] {
      return path == "-" ? try standardInput(host) : SourceText(try read(path, host.readFile(path)), name: path)
    }
    if let expression = invocation.arguments.first { return SourceText(expression) }
    // `y = x^2` alone reads as a value, which is rarely what was meant.
    if let bare = invocation.bareBindings.first, invocation.bindings.count == 1, !isConstant(bare) {
      throw .usage(.bindingAsExpression(bare))
    }
    if host.isInputTerminal {
      if let bare = invocation.bareBindings.first { throw .usage(.bindingAsExpression(bare)) }
      throw .usage(.noExpression(command: invocation.command.description.name))
    }
    let source = try standardInput(host)
    if let bare = invocation.bareBindings.first, source.bytes.allSatisfy({ $0 <= UInt8(ascii: " ") }) {
      throw .usage(.bindingAsExpression(bare))
    }
    return source
  }

  private static func standardInput(_ host: Host) throws(Failure) -> SourceText {
    SourceText(try read(inputName, host.readInput()), name: inputName)
  }

  static let inputName = "standard input"

  private static func read(_ path: String, _ result: Result<[UInt8], SystemError>) throws(Failure) -> [UInt8] {
    switch result {
    case .success(let bytes): return bytes
    case .failure(let error): throw .unreadable(path: path, error)
    }
  }

  private static func isConstant(_ binding: String) -> Bool {
    if BindingText.file(Array(binding.utf8)[...]) != nil { return true }
    guard let tree = try? DeepStack.parse(SourceText(binding), limits: Limits()), let graph = try? Lowering.lower(tree)
    else { return false }
    return graph.inputs.isEmpty
  }
}
