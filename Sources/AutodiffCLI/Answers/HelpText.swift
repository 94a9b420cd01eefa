import AutodiffCore

/// Help, made from the descriptions of commands and options.
enum HelpText {
  static func short(_ commands: [CommandDescription]) -> [String] {
    [
      "usage: autodiff COMMAND [OPTIONS] [EXPRESSION] [NAME=VALUE ...]",
      ("commands: " + commands.map(\.name).joined(separator: " ")).folded(to: 80),
      "example: autodiff grad 'x1*x2 + sin(x1)' --at x1=2,x2=3",
      "'autodiff help' tells more",
    ]
  }

  static func overview(_ commands: [CommandDescription]) -> [String] {
    var table = Table([.init(title: ""), .init(title: "", folds: true)])
    table.rows = commands.map { ["  " + $0.name, $0.summary] }
    return [
      "autodiff: exact derivatives of expressions, step by step", "",
      "usage: autodiff COMMAND [OPTIONS] [EXPRESSION] [NAME=VALUE ...]", "",
      "  autodiff grad 'x1*x2 + sin(x1)' --at x1=2,x2=3",
      "  autodiff trace --mode reverse '(x+y)*z' x=-2 y=5 z=-4", "", "commands:",
    ] + table.text(width: 80) + [
      "", "The expression, in single quotes, is a bare argument or -e EXPR; else it comes",
      "from -f FILE or standard input.",
      "Exit status: 0 answered, 1 check or grade found a mistake, 2 not understood or",
      "not possible, 3 answered but not finite, 4 answered at a kink (with --strict).",
      "'autodiff help COMMAND' shows a command's options, 'autodiff help language' the",
      "language, 'man autodiff' all of it.",
    ]
  }

  static func lines(for command: CommandDescription) -> [String] {
    var lines = ["\(command.name): \(command.summary)".folded(to: 80), "", "usage: \(command.usage)"]
    if !command.examples.isEmpty { lines += [""] + command.examples.map { "  " + $0 } }
    var table = Table([.init(title: ""), .init(title: "", folds: true)])
    for option in command.allOptions {
      let description = command.description(of: option)
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

  /// The line in lines of at most `width` characters, those behind the first indented by `indent` blanks.
  func folded(to width: Int, indent: Int) -> [String] {
    var lines: [String] = []
    var rest = self[...]
    while rest.count > (lines.isEmpty ? width : width - indent) {
      let most = rest.prefix((lines.isEmpty ? width : width - indent) + 1)
      guard let blank = most.dropFirst(lines.isEmpty ? indent : 1).lastIndex(of: " ") else { break }
      lines.append((lines.isEmpty ? "" : String(repeating: " ", count: indent)) + rest[..<blank])
      rest = rest[rest.index(after: blank)...]
    }
    return lines + [(lines.isEmpty ? "" : String(repeating: " ", count: indent)) + rest]
  }
}
