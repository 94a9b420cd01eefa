import AutodiffCore

/// Completion scripts for shells, made from the descriptions of commands and options.
struct CompletionScripts {
  let commands: [CommandDescription]

  /// The kinds of text that may stand behind an option, or beside options.
  enum Argument: Hashable {
    /// A path.
    case file
    /// A value, or `@` with the path of a file of values.
    case value
    /// One of a few words.
    case word([String])
    /// A text that no shell can guess.
    case free
  }

  /// Returns the argument of an option in a command; nil for a switch.
  static func argument(of option: Option, in command: CommandDescription) -> Argument? {
    let description = command.description(of: option)
    guard let placeholder = description.placeholder else { return nil }
    if description.takesFile { return .file }
    let words = command.values(of: option)
    if !words.isEmpty { return .word(words) }
    return placeholder.includes("VALUE") || placeholder.includes("ANSWER") ? .value : .free
  }

  /// Returns the argument that stands beside the options of a command.
  static func bareArgument(of command: CommandDescription) -> Argument {
    if command.readsFiles { return .file }
    let words = command.words()
    return words.isEmpty ? command.readsProgram ? .value : .free : .word(words)
  }

  /// Returns a Boolean value indicating whether an option may stand several times in a command.
  static func repeats(_ option: Option, in command: CommandDescription) -> Bool {
    switch command.description(of: option).repetition {
    case .adds, .joins: true
    case .replaces, .once: false
    }
  }

  /// Returns a text in single quotes, as bash and zsh read it.
  static func quoted(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#) + "'"
  }
}
