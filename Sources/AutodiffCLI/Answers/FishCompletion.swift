import AutodiffCore

extension CompletionScripts {
  /// The lines of the script for fish.
  var fish: [String] {
    func quoted(_ text: String) -> String {
      "'" + text.reduce(into: "") { $0 += $1 == "'" || $1 == "\\" ? "\\\($1)" : String($1) } + "'"
    }
    var lines = #"""
      # fish completion for autodiff
      function __autodiff_is
          set -l words (commandline -opc)
          test (count $words) -ge 2; and contains -- $words[2] $argv
      end
      function __autodiff_values
          set -l word (string replace -r '^--[a-z-]+=' '' -- (commandline -ct))
          string match -q '*@*' -- $word; or return
          set -l head (string replace -r '@[^@]*$' '@' -- $word)
          for path in (__fish_complete_path (string replace -r '^.*@' '' -- $word))
              printf '%s%s\n' $head $path
          end
      end
      complete -c autodiff -f
      complete -c autodiff -n __fish_is_first_arg -l help -d 'show the commands'
      complete -c autodiff -n __fish_is_first_arg -l version -d 'show the version'
      """#.split(separator: "\n").map(String.init)
    for command in commands {
      lines.append("complete -c autodiff -n __fish_is_first_arg -a \(command.name) -d \(quoted(command.summary))")
    }
    for command in commands {
      let start = "complete -c autodiff -n '__autodiff_is \(command.name)'"
      switch Self.bareArgument(of: command) {
      case .file: lines.append("\(start) -F")
      case .value: lines.append("\(start) -a '(__autodiff_values)'")
      case .word(let words): lines.append("\(start) -a \(quoted(words.joined(separator: " ")))")
      case .free: break
      }
      for option in command.allOptions {
        let description = command.description(of: option)
        let short = description.short.map { " -s \($0)" } ?? ""
        let argument =
          switch Self.argument(of: option, in: command) {
          case nil: ""
          case .file: " -r -F"
          case .value: " -x -a '(__autodiff_values)'"
          case .word(let words): " -x -a \(quoted(words.joined(separator: " ")))"
          case .free: " -x"
          }
        lines.append("\(start)\(short) -l \(option.rawValue)\(argument) -d \(quoted(description.summary))")
      }
    }
    return lines
  }
}
