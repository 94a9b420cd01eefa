/// The names of unknowns, which are local to the expressions that are solved for them.
extension Parser {
  /// Makes the unknown of a call of `root` a local name of its first argument, if the call is written as it has to be.
  ///
  /// A name of the same spelling in an argument of an inner call is that call's own by now.
  ///
  /// - Parameters:
  ///   - arguments: The number of the first node of each argument.
  ///   - named: A Boolean value indicating whether the last argument has a name.
  mutating func bindUnknown(_ arguments: [Int], named: Bool) {
    guard arguments.count == 3, !named, arguments[2] == arguments[1] + 1 else { return }
    let unknown = tree.nodes[arguments[1]]
    guard unknown.kind == .name else { return }
    for place in arguments[0]...arguments[1]
    where tree.nodes[place].kind == .name && tree.nodes[place].payload == unknown.payload {
      tree.nodes[place] = SyntaxTree.Node(.local, unknown.payload, span: tree.nodes[place].span)
    }
  }
}
