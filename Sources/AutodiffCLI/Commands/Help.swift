import AutodiffCore

enum Help: Command {
  static let description = CommandDescription(
    name: "help", summary: "the commands; with a name, how that command is used", usage: "autodiff help [COMMAND]",
    readsProgram: false, examples: ["autodiff help grad"],
    words: { Commands.descriptions.map(\.name) })

  static func run(_ options: Options, _ session: Session) throws(Failure) -> ExitStatus {
    if options.arguments.count > 1 { throw .usage(.unexpectedArgument(options.arguments[1])) }
    guard let name = options.arguments.first else {
      for line in HelpText.overview(Commands.descriptions) { session.out.line(line) }
      return .answered
    }
    guard let command = Commands.named(name) else {
      let similar = Similarity.nearest(to: name, among: Commands.descriptions.map(\.name))
      throw .usage(.unknownCommand(name, similar: similar))
    }
    for line in HelpText.lines(for: command.description) { session.out.line(line) }
    return .answered
  }
}
