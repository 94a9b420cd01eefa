import AutodiffCore

enum Functions: Command {
  static let description = CommandDescription(
    name: "functions", summary: "the functions of the language; with a name, its definition and derivative",
    usage: "autodiff functions [NAME]", readsProgram: false, formats: [.text, .json, .markdown],
    examples: ["autodiff functions", "autodiff functions softplus"],
    words: { Primitive.callable.compactMap(\.callName) })

  static func run(_ options: Options, _ session: Session) throws(Failure) -> ExitStatus {
    if options.arguments.count > 1 { throw .usage(.unexpectedArgument(options.arguments[1])) }
    let described: [FunctionDescription]
    if let name = options.arguments.first {
      guard let primitive = Primitive.named(name) else {
        throw .usage(.unknownFunction(name, similar: Similarity.nearest(to: name, among: Primitive.functionNames)))
      }
      described = [FunctionDescription(primitive)]
    } else {
      described = Primitive.callable.map { FunctionDescription($0) }
    }
    switch options.format {
    case .json:
      let objects = described.map(\.json)
      session.answer(options.arguments.isEmpty ? .array(objects) : objects[0])
    case .markdown:
      var table = Table([.init(title: "function"), .init(title: "what it is"), .init(title: "derivative")])
      table.rows = described.map { [$0.call, $0.summary, $0.derivatives.map(\.formula).joined(separator: "; ")] }
      for line in table.markdown { session.out.line(line) }
    default:
      if options.arguments.isEmpty {
        var table = Table([.init(title: ""), .init(title: "", folds: true)])
        table.rows = described.map {
          [$0.call, $0.summary + ($0.aliases.isEmpty ? "" : " (also \($0.aliases.joined(separator: ", ")))")]
        }
        for line in table.text(width: session.rendering.width) { session.out.line(line) }
      } else {
        for line in described.flatMap(\.lines) {
          for part in line.folded(to: max(session.rendering.width, 40), indent: 14) { session.out.line(part) }
        }
      }
    }
    return .answered
  }
}
