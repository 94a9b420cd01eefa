import AutodiffCore

extension CompletionScripts {
  /// The lines of the script for bash.
  ///
  /// The word is read from the line itself: bash breaks words at `=`, `:` and `@`, and gives as its second argument the
  /// part behind the last of them, which is all that a reply replaces.
  var bash: [String] {
    let names = commands.map(\.name).joined(separator: " ")
    var lines = #"""
      # bash completion for autodiff
      _autodiff_words() {
        while IFS= read -r reply; do COMPREPLY+=("$head$reply"); done < <(compgen -W "$1" -- "$word")
      }
      _autodiff_files() {
        compopt -o filenames 2>/dev/null
        while IFS= read -r reply; do COMPREPLY+=("$head$reply"); done < <(compgen -f -- "$word")
      }
      _autodiff_value() {
        if [[ $word != *@* ]]; then return; fi
        head+=${word%"${word##*@}"} word=${word##*@}
        while IFS= read -r reply; do
          if [[ -d $reply ]]; then reply+=/ && compopt -o nospace 2>/dev/null; fi
          if [[ $head != [\'\"]* ]]; then printf -v reply %q "$reply"; fi
          COMPREPLY+=("$head$reply")
        done < <(compgen -f -- "$word")
      }
      _autodiff() {
        local line=${COMP_LINE:0:COMP_POINT} part=$2 command=${COMP_WORDS[1]} head= option= reply= words=()
        local word=${line##*[[:blank:]]}
        local whole=$word
        read -ra words <<<"${line%"$word"}"
        COMPREPLY=()
        if (( ${#words[@]} < 2 )); then
          _autodiff_words '\#(names) --help --version'
          return
        fi
        if [[ $word == --*=* ]]; then
          option=${word%%=*} head=${word%%=*}= word=${word#*=}
        elif (( ${#words[@]} > 2 )); then
          option=${words[${#words[@]}-1]}
        fi
        case $command:$option in
      """#.split(separator: "\n").map(String.init)
    lines += optionCases.map { "    \($0.pattern)) \(Self.bashAction($0.argument));;" }
    lines.append("    *)")
    lines.append("      if [[ -n $head ]]; then return; fi")
    lines.append("      case $command:$word in")
    for command in commands {
      let options = command.allOptions.map(\.long).joined(separator: " ")
      lines.append("        \(command.name):-*) _autodiff_words '\(options)';;")
      switch Self.bareArgument(of: command) {
      case .value:
        lines.append("        \(command.name):) _autodiff_words '\(options)';;")
      case .file, .word, .free: break
      }
      lines.append("        \(command.name):*) \(Self.bashAction(Self.bareArgument(of: command)));;")
    }
    return lines
      + """
            esac;;
        esac
        # The reply is only what stands behind the last character that breaks a word.
        head=${whole%"$part"}
        for reply in "${!COMPREPLY[@]}"; do COMPREPLY[reply]=${COMPREPLY[reply]#"$head"}; done
      }
      complete -F _autodiff autodiff
      """.split(separator: "\n").map(String.init)
  }

  /// The command that replies with an argument.
  private static func bashAction(_ argument: Argument) -> String {
    switch argument {
    case .file: "_autodiff_files"
    case .value: "_autodiff_value"
    case .word(let words): "_autodiff_words \(quoted(words.joined(separator: " ")))"
    case .free: ":"
    }
  }

  /// The patterns of `command:option` for options with an argument, with that argument.
  private var optionCases: [(pattern: String, argument: Argument)] {
    Option.allCases.flatMap { option -> [(pattern: String, argument: Argument)] in
      let uses = commands.filter { $0.allOptions.contains(option) }.compactMap { command in
        Self.argument(of: option, in: command).map { (command: command, argument: $0) }
      }
      var arguments: [Argument] = []
      for use in uses where !arguments.contains(use.argument) { arguments.append(use.argument) }
      return arguments.map { argument in
        let short = option.description.short.map { ["-\($0)"] } ?? []
        let names = arguments.count == 1 ? ["*"] : uses.filter { $0.argument == argument }.map(\.command.name)
        let patterns = names.flatMap { name in ([option.long] + short).map { "\(name):\($0)" } }
        return (patterns.joined(separator: "|"), argument)
      }
    }
  }
}
