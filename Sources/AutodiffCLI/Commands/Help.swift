import AutodiffCore

enum Help: Command {
  static let description = CommandDescription(
    name: "help", summary: "the commands; with a name, how that command is used", usage: "autodiff help [COMMAND]",
    readsProgram: false, examples: ["autodiff help grad"])

  static func run(_ invocation: Invocation, _ session: Session) throws(Failure) -> ExitStatus {
    if invocation.arguments.count > 1 { throw .usage(.unexpectedArgument(invocation.arguments[1])) }
    guard let name = invocation.arguments.first else {
      for line in HelpText.overview { session.out.line(line) }
      return .answered
    }
    guard let command = Commands.named(name) else {
      let similar = Similarity.nearest(to: name, among: Commands.all.map { $0.description.name })
      throw .usage(.unknownCommand(name, similar: similar))
    }
    for line in HelpText.lines(for: command.description) { session.out.line(line) }
    return .answered
  }
}

/// Help, made from the descriptions of commands and options.
enum HelpText {
  static let short = [
    "usage: autodiff COMMAND [OPTIONS] [EXPRESSION] [NAME=VALUE ...]",
    ("commands: " + Commands.all.map { $0.description.name }.joined(separator: " ")).folded(to: 80),
    "example: autodiff grad 'x1*x2 + sin(x1)' --at x1=2,x2=3",
    "'autodiff help' tells more",
  ]

  static var overview: [String] {
    var table = Table([.init(title: ""), .init(title: "", folds: true)])
    table.rows = Commands.all.map { ["  " + $0.description.name, $0.description.summary] }
    return [
      "autodiff: exact derivatives of expressions, step by step", "",
      "usage: autodiff COMMAND [OPTIONS] [EXPRESSION] [NAME=VALUE ...]", "",
      "  autodiff grad 'x1*x2 + sin(x1)' --at x1=2,x2=3",
      "  autodiff trace --mode reverse '(x+y)*z' x=-2 y=5 z=-4", "", "commands:",
    ] + table.text(width: 80) + [
      "", "The expression is -e EXPR, -f FILE, a bare argument or standard input.",
      "Exit status: 0 answered, 1 check found a mismatch, 2 not understood or not",
      "possible, 3 answered but not finite, 4 answered at a kink (with --strict).",
      "'autodiff help COMMAND' shows a command's options, 'man autodiff' the language.",
    ]
  }

  static func lines(for command: CommandDescription) -> [String] {
    var lines = ["\(command.name): \(command.summary)".folded(to: 80), "", "usage: \(command.usage)"]
    if !command.examples.isEmpty { lines += [""] + command.examples.map { "  " + $0 } }
    var table = Table([.init(title: ""), .init(title: "", folds: true)])
    for option in command.allOptions {
      let description = option.description
      let short = description.short.map { "-\($0), " } ?? "    "
      let placeholder = description.placeholder.map { " " + $0 } ?? ""
      var summary = description.summary
      let values = command.values(of: option)
      if !values.isEmpty { summary += ": " + values.joined(separator: ", ") }
      table.rows.append(["  \(short)\(option.long)\(placeholder)", summary])
    }
    return lines + ["", "options:"] + table.text(width: 80)
  }
}

extension String {
  /// Broken at spaces, what follows indented.
  func folded(to width: Int) -> String {
    var table = Table([.init(title: "", folds: true)])
    table.rows = [[self]]
    return table.text(width: width).joined(separator: "\n")
  }
}
