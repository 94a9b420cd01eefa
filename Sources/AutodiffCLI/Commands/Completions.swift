import AutodiffCore

enum Completions: Command {
  static let description = CommandDescription(
    name: "completions", summary: "a completion script for a shell", usage: "autodiff completions bash|zsh|fish",
    readsProgram: false,
    examples: ["autodiff completions bash > ~/.local/share/bash-completion/completions/autodiff"])

  private enum Shell: String, CaseIterable { case bash, zsh, fish }

  static func run(_ invocation: Invocation, _ session: Session) throws(Failure) -> ExitStatus {
    if invocation.arguments.count > 1 { throw .usage(.unexpectedArgument(invocation.arguments[1])) }
    guard let name = invocation.arguments.first else {
      throw .usage(.optionValueMissing("completions", placeholder: "bash|zsh|fish"))
    }
    guard let shell = Shell(rawValue: name) else {
      let shells = Shell.allCases.map(\.rawValue)
      throw .usage(
        .invalidValue(
          option: "completions", value: name, allowed: shells, similar: Similarity.nearest(to: name, among: shells)))
    }
    let lines =
      switch shell {
      case .bash: bash
      case .zsh: zsh
      case .fish: fish
      }
    for line in lines { session.out.line(line) }
    return .answered
  }

  private static var descriptions: [CommandDescription] { Commands.all.map { $0.description } }

  /// The words that stand after a command and are no options.
  private static func words(_ command: CommandDescription) -> [String] {
    switch command.name {
    case "functions": Primitive.callable.compactMap(\.callName)
    case "completions": Shell.allCases.map(\.rawValue)
    case "help": descriptions.map(\.name)
    default: []
    }
  }

  private static var bash: [String] {
    var lines = [
      "# bash completion for autodiff", "_autodiff() {",
      "  local word=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} command=${COMP_WORDS[1]}",
      "  if (( COMP_CWORD == 1 )); then",
      "    COMPREPLY=($(compgen -W '\(descriptions.map(\.name).joined(separator: " ")) --help --version' -- \"$word\"))",
      "    return", "  fi", "  case $command:$previous in",
      "    *:--file|*:-f) COMPREPLY=($(compgen -f -- \"$word\")); return;;",
    ]
    for command in descriptions {
      for option in command.allOptions where !command.values(of: option).isEmpty {
        lines.append(
          "    \(command.name):\(option.long)) COMPREPLY=($(compgen -W '\(command.values(of: option).joined(separator: " "))' -- \"$word\")); return;;"
        )
      }
    }
    lines += ["  esac", "  case $command in"]
    for command in descriptions {
      let words = words(command) + command.allOptions.map(\.long)
      lines.append("    \(command.name)) COMPREPLY=($(compgen -W '\(words.joined(separator: " "))' -- \"$word\"));;")
    }
    return lines + ["  esac", "}", "complete -o default -F _autodiff autodiff"]
  }

  private static var zsh: [String] {
    func quoted(_ text: String) -> String {
      text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
    }
    var lines = ["#compdef autodiff", "_autodiff() {", "  local -a commands=("]
    lines += descriptions.map { "    '\($0.name):\(quoted($0.summary).replacingColons)'" }
    lines += [
      "  )", "  if (( CURRENT == 2 )); then", "    _describe command commands", "    return", "  fi",
      "  case $words[2] in",
    ]
    for command in descriptions {
      lines.append("    \(command.name))")
      lines.append("      _arguments \\")
      for option in command.allOptions {
        let summary = quoted(option.description.summary).replacingColons
        let values = command.values(of: option)
        let action =
          (option == .file || option == .points)
          ? ":file:_files"
          : values.isEmpty
            ? (option.description.placeholder == nil ? "" : ":value:") : ":value:(\(values.joined(separator: " ")))"
        lines.append("        '\(option.long)[\(summary)]\(action)' \\")
      }
      let words = words(command)
      lines.append(
        words.isEmpty ? "        '*:expression or value:'" : "        '*:name:(\(words.joined(separator: " ")))'")
      lines.append("      ;;")
    }
    return lines + ["  esac", "}", "_autodiff \"$@\""]
  }

  private static var fish: [String] {
    func quoted(_ text: String) -> String {
      "'" + text.reduce(into: "") { $0 += $1 == "'" || $1 == "\\" ? "\\\($1)" : String($1) } + "'"
    }
    var lines = ["# fish completion for autodiff", "complete -c autodiff -f"]
    for command in descriptions {
      lines.append("complete -c autodiff -n __fish_use_subcommand -a \(command.name) -d \(quoted(command.summary))")
    }
    for command in descriptions {
      let condition = "-n '__fish_seen_subcommand_from \(command.name)'"
      let words = words(command)
      if !words.isEmpty { lines.append("complete -c autodiff \(condition) -a \(quoted(words.joined(separator: " ")))") }
      for option in command.allOptions {
        let short = option.description.short.map { " -s \($0)" } ?? ""
        let values = command.values(of: option)
        let argument =
          option.description.placeholder == nil
          ? ""
          : (option == .file || option == .points)
            ? " -r -F" : values.isEmpty ? " -x" : " -x -a \(quoted(values.joined(separator: " ")))"
        lines.append(
          "complete -c autodiff \(condition)\(short) -l \(option.rawValue)\(argument) -d \(quoted(option.description.summary))"
        )
      }
    }
    return lines
  }
}

extension String {
  /// A colon separates fields in zsh's descriptions.
  fileprivate var replacingColons: String {
    reduce(into: "") { $0 += $1 == ":" ? "\\:" : $1 == "[" || $1 == "]" ? "\\\($1)" : String($1) }
  }
}
