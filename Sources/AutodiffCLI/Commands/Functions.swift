import AutodiffCore

enum Functions: Command {
  static let description = CommandDescription(
    name: "functions", summary: "the functions of the language; with a name, its definition and derivative",
    usage: "autodiff functions [NAME]", readsProgram: false, formats: [.text, .json, .markdown],
    examples: ["autodiff functions", "autodiff functions softplus", "autodiff functions for"],
    words: { Primitive.callable.compactMap(\.callName) + LanguageTable.all.flatMap(\.names).filter(isWord) })

  private static func isWord(_ name: String) -> Bool {
    name.utf8.allSatisfy { UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 }
  }

  static func run(_ options: Options, _ session: Session) throws(Failure) -> ExitStatus {
    if options.arguments.count > 1 { throw .usage(.unexpectedArgument(options.arguments[1])) }
    let described: [FunctionDescription]
    if let name = options.arguments.first {
      let entries = LanguageTable.named(name)
      if !entries.isEmpty { return describe(Primitive.named(name), entries, options, session) }
      guard let primitive = Primitive.named(name) ?? LanguageTable.function(of: name) else {
        let similar = Similarity.nearest(to: name, among: Primitive.functionNames + description.words())
        throw .usage(.unknownFunction(name, similar: similar))
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
        // Columns are as wide as what is written in the end.
        let transcribe = session.rendering.ascii ? ASCII.transcribed : { $0 }
        table.rows = described.map {
          let others = $0.aliases.isEmpty ? "" : " (also \($0.aliases.joined(separator: ", ")))"
          return [$0.call, transcribe($0.summary + others)]
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

  /// Describes what is no function, behind the function of the same name if there is one.
  private static func describe(
    _ primitive: Primitive?, _ entries: [LanguageEntry], _ options: Options, _ session: Session
  ) -> ExitStatus {
    let function = primitive.map { FunctionDescription($0) }
    switch options.format {
    case .json:
      let objects = (function.map { [$0.json] } ?? []) + entries.map(\.json)
      session.answer(objects.count == 1 ? objects[0] : .array(objects))
    case .markdown:
      var table = Table([.init(title: "form"), .init(title: "what it is"), .init(title: "example")])
      table.rows =
        (function.map { [[$0.call, $0.summary, ""]] } ?? [])
        + entries.map { [$0.form, $0.summary, "\($0.example.program) is \($0.example.value)"] }
      for line in table.markdown { session.out.line(line) }
    default:
      let parts = (function.map { [$0.lines] } ?? []) + entries.map { $0.lines(width: 80) }
      for line in parts.joined(separator: [""]) { session.out.line(line) }
    }
    return .answered
  }
}
