import AutodiffCore

enum Completions: Command {
  static let description = CommandDescription(
    name: "completions", summary: "a completion script for a shell", usage: "autodiff completions bash|zsh|fish",
    readsProgram: false,
    examples: ["autodiff completions bash >> ~/.bash_completion"],
    words: { Shell.allCases.map(\.rawValue) })

  private enum Shell: String, CaseIterable { case bash, zsh, fish }

  static func run(_ options: Options, _ session: Session) throws(Failure) -> ExitStatus {
    if options.arguments.count > 1 { throw .usage(.unexpectedArgument(options.arguments[1])) }
    guard let name = options.arguments.first else {
      throw .usage(.optionValueMissing("completions", placeholder: "bash|zsh|fish"))
    }
    guard let shell = Shell(rawValue: name) else {
      let shells = Shell.allCases.map(\.rawValue)
      throw .usage(
        .invalidValue(
          option: "completions", value: name, allowed: shells, similar: Similarity.nearest(to: name, among: shells)))
    }
    let scripts = CompletionScripts(commands: Commands.descriptions)
    let lines =
      switch shell {
      case .bash: scripts.bash
      case .zsh: scripts.zsh
      case .fish: scripts.fish
      }
    for line in lines { session.out.line(line) }
    return .answered
  }
}
