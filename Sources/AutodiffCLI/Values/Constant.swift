import AutodiffCore

/// The value of an expression without inputs.
enum Constant {
  /// - Throws: a problem of the expression, and that it has inputs.
  static func value(of tree: SyntaxTree, _ freeMemory: @escaping @Sendable () -> Int) throws(Problem) -> Tensor {
    var limits = Limits()
    limits.freeMemory = freeMemory
    let graph = try Lowering.lower(tree, limits: limits)
    guard graph.inputs.isEmpty else {
      throw Problem(.notConstant(names: graph.inputNames), graph.spans[Int(graph.inputs[0])])
    }
    try graph.checkMemory(.value)
    return graph.isScalar
      ? .scalar(Evaluation.run(graph, inputs: [Double]())[Int(graph.output)])
      : Evaluation.run(graph, inputs: [Tensor]())[Int(graph.output)]
  }

  /// The value of a text that an option brought: a constant expression, or the array of `@FILE`.
  ///
  /// - Parameter option: the option's long name, for messages.
  /// - Throws: a problem of the text or of the file, and that it is no single value.
  static func value(of text: String, option: String, _ host: Host) throws(Failure) -> Tensor {
    if text.hasPrefix("@") { return try NumericTable.read(String(text.dropFirst()), host) }
    let source = SourceText(text, name: option)
    var value: Tensor?
    if !text.trimmed.isEmpty {
      do throws(Problem) {
        let tree = try DeepStack.parse(source, limits: Limits())
        if tree.statements.count == 1, case .expression = tree.statements[0].kind {
          value = try self.value(of: tree, host.freeMemory)
        }
      } catch {
        throw .text(error, source)
      }
    }
    guard let value else { throw .usage(.invalidNumber(option: option, value: text, .numberOrArray)) }
    return value
  }

  /// The scalar that a constant expression is; nil where it is anything else.
  static func number(_ text: String) -> Double? {
    var values = Bindings()
    guard (try? values.add("value=\(text)", as: "")) != nil else { return nil }
    return values.values.first
  }
}
