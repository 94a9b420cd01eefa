import AutodiffCore

/// A command as data: its name, the options and formats that it offers, and what help says of it.
package struct CommandDescription: Sendable {
  package var name: String
  package var summary: String
  package var usage: String
  package var readsProgram = true
  /// A flag for a command whose bare arguments are paths of files.
  package var readsFiles = false
  package var options: [Option] = []
  /// The formats of an answer, the default first; none where the command has no `--format`.
  package var formats: [OutputFormat] = []
  /// The formats of the answers to rows of a table, the default first.
  package var rowFormats: [OutputFormat] = []
  package var examples: [String] = []
  /// The words allowed for `--mode`.
  package var modes: [String] = []
  /// The words that stand after a command that reads no program.
  package var words: @Sendable () -> [String] = { [] }
  package var rules: [OptionRule] = []
  /// The sweeps that an answer takes, which tell how much memory it needs.
  package var sweeps = MemoryNeed.Sweeps.value
  /// Returns the meaning of an option that has another one here than in other commands; nil for all others.
  package var ownMeaning: @Sendable (Option) -> Option.Description? = { _ in nil }

  /// Returns the value and the meaning of an option in this command.
  package func description(of option: Option) -> Option.Description {
    ownMeaning(option) ?? option.description
  }

  /// The words allowed for an option's value; none where it is anything.
  package func values(of option: Option) -> [String] {
    switch option {
    case .format: formats.map(\.rawValue)
    case .mode: modes
    default: description(of: option).values
    }
  }

  package var allOptions: [Option] {
    (readsProgram ? Option.program : []) + options + (formats.isEmpty ? [] : [.format]) + Option.shared
  }
}

/// A rule of a command for its options together.
package enum OptionRule: Sendable {
  /// Options that go with another only.
  case needs([Option], Option)
  /// An option that goes with none of some others.
  case excludes(Option, [Option])
  /// An option that does not go with some values of another.
  case excludesValues(Option, of: Option, [String])
  /// An option that the command cannot do without.
  case requires(Option)
  /// An option that the command cannot do without, unless another has one of some values.
  case requiresUnless(Option, Option, [String])

  /// The rules of a command that answers at each row of a table: some options go with `--points` only, and columns can
  /// be passed through where an answer is a row's and has room for text.
  package static let table: [OptionRule] = [
    .needs(Option.table.filter { $0 != .points }, .points), .excludes(.keep, [.reduce]),
    .excludesValues(.keep, of: .format, [OutputFormat.npy.rawValue]),
  ]

  /// The rules of a command that answers with the entries of a sparse matrix, at one point and in few formats.
  package static let sparse: [OptionRule] = [
    .needs([.pattern], .sparse), .needs([.shape], .pattern), .excludes(.sparse, [.points]),
    .excludesValues(.sparse, of: .format, [OutputFormat.markdown.rawValue, OutputFormat.latex.rawValue]),
    .excludesValues(.pattern, of: .format, [OutputFormat.plain.rawValue]),
  ]

  /// - Throws: options that do not go together, or one without the other.
  func checkTogether(_ written: WrittenOptions) throws(Failure) {
    switch self {
    case .needs(let options, let other):
      guard !written.has(other) else { return }
      for option in options where written.has(option) {
        let placeholder = written.command.description(of: other).placeholder.map { " " + $0 }
        throw .usage(.needs(option.long, other.long + (placeholder ?? "")))
      }
    case .excludes(let option, let others):
      guard written.has(option) else { return }
      for other in others where written.has(other) { throw .usage(.conflict(option.long, other.long)) }
    case .excludesValues(let option, let other, let values):
      guard written.has(option), let value = written.texts(of: other).last, values.contains(value) else { return }
      throw .usage(.conflict(option.long, "\(other.long) \(value)"))
    case .requires, .requiresUnless: return
    }
  }

  /// - Throws: that an option is missing.
  func checkPresence(_ written: WrittenOptions) throws(Failure) {
    guard let option = required(written), !written.has(option) else { return }
    throw .usage(
      .required(
        command: written.command.name, option: option.long, placeholder: option.description.placeholder ?? ""))
  }

  /// The option that the command cannot do without; nil if the rule demands none.
  private func required(_ written: WrittenOptions) -> Option? {
    switch self {
    case .requires(let option): option
    case .requiresUnless(let option, let other, let values):
      values.contains(written.texts(of: other).last ?? "") ? nil : option
    case .needs, .excludes, .excludesValues: nil
    }
  }
}
