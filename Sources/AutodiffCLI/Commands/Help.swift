import AutodiffCore

enum Help: Command {
  static let description = CommandDescription(
    name: "help", summary: "the commands; with a name, how that command is used; with 'language', the language",
    usage: "autodiff help [COMMAND | language]", readsProgram: false,
    examples: ["autodiff help grad", "autodiff help language"],
    words: { Commands.descriptions.map(\.name) + ["language"] })

  static func run(_ options: Options, _ session: Session) throws(Failure) -> ExitStatus {
    if options.arguments.count > 1 { throw .usage(.unexpectedArgument(options.arguments[1])) }
    guard let name = options.arguments.first else {
      for line in HelpText.overview(Commands.descriptions) { session.out.line(line) }
      return .answered
    }
    if name == "language" {
      let transcribe = session.rendering.ascii ? ASCII.transcribed : nil
      for line in LanguagePage.lines(width: 80, transcribe: transcribe) { session.out.line(line) }
      return .answered
    }
    guard let command = Commands.named(name) else {
      let similar = Similarity.nearest(to: name, among: description.words())
      throw .usage(.unknownCommand(name, similar: similar))
    }
    for line in HelpText.lines(for: command.description) { session.out.line(line) }
    return .answered
  }
}
