import AutodiffCore

extension CompletionScripts {
  /// The lines of the script for zsh.
  var zsh: [String] {
    var lines = """
      #compdef autodiff
      _autodiff_value() {
        if compset -P '*@'; then
          _files
        else
          _message 'expression, NAME=VALUE or @FILE'
        fi
      }
      _autodiff() {
        local curcontext=$curcontext
        local -a commands=(
      """.split(separator: "\n").map(String.init)
    lines += commands.map { "    " + Self.quoted("\($0.name):\($0.summary.escapingFields)") }
    lines += """
        )
        if (( CURRENT == 2 )); then
          _describe -t commands command commands
          compadd -- --help --version
          return
        fi
        local command=$words[2]
        shift words
        (( CURRENT -= 1 ))
        case $command in
      """.split(separator: "\n").map(String.init)
    for command in commands {
      lines.append("    \(command.name))")
      lines.append("      _arguments -S : \\")
      for option in command.allOptions { lines += zshLines(option, in: command).map { "        \($0) \\" } }
      lines.append("        " + Self.quoted("*" + Self.zshAction(Self.bareArgument(of: command))))
      lines.append("      ;;")
    }
    return lines + ["  esac", "}", "_autodiff \"$@\""]
  }

  /// Returns the specifications of an option, one for its long and one for its short name.
  private func zshLines(_ option: Option, in command: CommandDescription) -> [String] {
    let description = command.description(of: option)
    let action = Self.argument(of: option, in: command).map(Self.zshAction)
    let summary = "[\(description.summary.escapingFields)]\(action ?? "")"
    let long = option.long + (action == nil ? "" : "=")
    let repeated = Self.repeats(option, in: command)
    guard let short = description.short.map({ "-\($0)" }) else {
      return [Self.quoted((repeated ? "*" : "") + long + summary)]
    }
    return repeated
      ? [Self.quoted("*" + short + summary), Self.quoted("*" + long + summary)]
      : [Self.quoted("(\(option.long))\(short)\(summary)"), Self.quoted("(\(short))\(long)\(summary)")]
  }

  /// The message and the action of an argument.
  private static func zshAction(_ argument: Argument) -> String {
    switch argument {
    case .file: ":file:_files"
    case .value: ":value:_autodiff_value"
    case .word(let words): ":value:(\(words.joined(separator: " ")))"
    case .free: ":value: "
    }
  }
}

extension String {
  /// The text with its colons and brackets escaped, which separate fields.
  fileprivate var escapingFields: String {
    reduce(into: "") { $0 += $1 == ":" ? #"\:"# : $1 == "[" || $1 == "]" ? #"\"# + String($1) : String($1) }
  }
}
