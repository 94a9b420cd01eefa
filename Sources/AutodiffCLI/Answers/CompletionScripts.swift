import AutodiffCore

/// Completion scripts for shells, made from the descriptions of commands and options.
struct CompletionScripts {
  let commands: [CommandDescription]

  var bash: [String] {
    var lines = [
      "# bash completion for autodiff", "_autodiff() {",
      "  local word=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} command=${COMP_WORDS[1]}",
      "  if (( COMP_CWORD == 1 )); then",
      "    COMPREPLY=($(compgen -W '\(commands.map(\.name).joined(separator: " ")) --help --version' -- \"$word\"))",
      "    return", "  fi", "  case $command:$previous in",
      "    *:--file|*:-f) COMPREPLY=($(compgen -f -- \"$word\")); return;;",
    ]
    for command in commands {
      for option in command.allOptions where !command.values(of: option).isEmpty {
        lines.append(
          "    \(command.name):\(option.long)) COMPREPLY=($(compgen -W '\(command.values(of: option).joined(separator: " "))' -- \"$word\")); return;;"
        )
      }
    }
    lines += ["  esac", "  case $command in"]
    for command in commands {
      let words = command.words() + command.allOptions.map(\.long)
      lines.append("    \(command.name)) COMPREPLY=($(compgen -W '\(words.joined(separator: " "))' -- \"$word\"));;")
    }
    return lines + ["  esac", "}", "complete -o default -F _autodiff autodiff"]
  }

  var zsh: [String] {
    func quoted(_ text: String) -> String {
      text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
    }
    var lines = ["#compdef autodiff", "_autodiff() {", "  local -a commands=("]
    lines += commands.map { "    '\($0.name):\(quoted($0.summary).replacingColons)'" }
    lines += [
      "  )", "  if (( CURRENT == 2 )); then", "    _describe command commands", "    return", "  fi",
      "  case $words[2] in",
    ]
    for command in commands {
      lines.append("    \(command.name))")
      lines.append("      _arguments \\")
      for option in command.allOptions {
        let description = command.description(of: option)
        let summary = quoted(description.summary).replacingColons
        let values = command.values(of: option)
        let action =
          description.takesFile
          ? ":file:_files"
          : values.isEmpty
            ? (description.placeholder == nil ? "" : ":value:") : ":value:(\(values.joined(separator: " ")))"
        lines.append("        '\(option.long)[\(summary)]\(action)' \\")
      }
      let words = command.words()
      let rest =
        command.readsFiles
        ? "file:_files" : words.isEmpty ? "expression or value:" : "name:(\(words.joined(separator: " ")))"
      lines.append("        '*:\(rest)'")
      lines.append("      ;;")
    }
    return lines + ["  esac", "}", "_autodiff \"$@\""]
  }

  var fish: [String] {
    func quoted(_ text: String) -> String {
      "'" + text.reduce(into: "") { $0 += $1 == "'" || $1 == "\\" ? "\\\($1)" : String($1) } + "'"
    }
    var lines = ["# fish completion for autodiff", "complete -c autodiff -f"]
    for command in commands {
      lines.append("complete -c autodiff -n __fish_use_subcommand -a \(command.name) -d \(quoted(command.summary))")
    }
    for command in commands {
      let condition = "-n '__fish_seen_subcommand_from \(command.name)'"
      let words = command.words()
      if command.readsFiles { lines.append("complete -c autodiff \(condition) -F") }
      if !words.isEmpty { lines.append("complete -c autodiff \(condition) -a \(quoted(words.joined(separator: " ")))") }
      for option in command.allOptions {
        let description = command.description(of: option)
        let short = description.short.map { " -s \($0)" } ?? ""
        let values = command.values(of: option)
        let argument =
          description.placeholder == nil
          ? ""
          : description.takesFile
            ? " -r -F" : values.isEmpty ? " -x" : " -x -a \(quoted(values.joined(separator: " ")))"
        lines.append(
          "complete -c autodiff \(condition)\(short) -l \(option.rawValue)\(argument) -d \(quoted(description.summary))"
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
