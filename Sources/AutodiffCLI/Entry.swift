import AutodiffCore

/// The whole command, from its arguments to its exit status.
package enum Entry {
  package static let version = "0.2.0"

  /// - Parameter arguments: without the program's name.
  package static func run(_ arguments: [String], _ host: Host) -> ExitStatus {
    // A name that pure ASCII was written for can be given back as it stands.
    let arguments = arguments.map(BindingText.withoutEscapes)
    var status: ExitStatus
    var session = Session(host)
    var saidWriteFailed = false
    do throws(Failure) {
      status = try dispatch(arguments, host, &session)
    } catch {
      status = .failed
      if case .usage(.noCommand) = error {
        for line in HelpText.short(Commands.descriptions) { host.error.line(line) }
      } else {
        if case .writing = error { saidWriteFailed = true }
        session.report(corrected(error, arguments), asJSON: !saidWriteFailed && wantsJSON(arguments))
      }
    }
    host.out.flush()
    if host.out.failure != 0 {
      status = .failed
      if !saidWriteFailed { session.report(.writing(SystemError(host.out.failure)), asJSON: false) }
    }
    host.error.flush()
    return status
  }

  private static func dispatch(
    _ arguments: [String], _ host: Host, _ session: inout Session
  ) throws(Failure) -> ExitStatus {
    guard let first = arguments.first else { throw .usage(.noCommand) }
    if first == "--version" || first == "-V" {
      host.out.line("autodiff \(version)")
      return .answered
    }
    let name = first == "--help" || first == "-h" ? "help" : first
    guard let command = Commands.named(name) else {
      if first.hasPrefix("-"), let option = Option.named(String(first.prefix { $0 != "=" })) {
        throw .usage(.optionBeforeCommand(option.long))
      }
      let similar = Similarity.nearest(to: first, among: Commands.descriptions.map(\.name))
      throw .usage(.unknownCommand(first, similar: similar))
    }
    let written = try WrittenOptions(
      command.description, arguments.dropFirst(), among: Commands.descriptions)
    let options = try Options(mannerOf: written)
    session.configure(options.manner)
    if options.asksForHelp {
      for line in HelpText.lines(for: command.description) { host.out.line(line) }
      return .answered
    }
    try options.readOthers(of: written)
    if let jobs = options.jobs { Team.shared.threads = jobs }
    return try command.run(options, session)
  }

  /// Returns a failure with the command line that was probably meant, which has been understood as far as options go.
  private static func corrected(_ failure: Failure, _ arguments: [String]) -> Failure {
    guard case .usage(let usage) = failure, usage.concernsWords else { return failure }
    let line = MistypedLine(arguments, among: Commands.descriptions)
    guard line.words != arguments, isUnderstood(line.words) else { return failure }
    return .mistyped(failure, meant: line.words, remark: line.remark)
  }

  private static func isUnderstood(_ words: [String]) -> Bool {
    let words = words.prefix { $0 != ">" && $0 != "|" }
    if words.first == "--version" { return true }
    guard let name = words.first, let command = Commands.named(name),
      let written = try? WrittenOptions(command.description, words.dropFirst(), among: Commands.descriptions),
      let options = try? Options(mannerOf: written), (try? options.readOthers(of: written)) != nil
    else { return false }
    guard command.description.readsProgram else { return true }
    return options.arguments.count + options.expressions.count < 2
      && options.bindings.allSatisfy { $0.hasPrefix("@") || BindingText.isBindings($0) }
  }

  /// Returns whether a command line asks for JSON: one that cannot be understood is answered in its format, too.
  private static func wantsJSON(_ arguments: [String]) -> Bool {
    let options = arguments.prefix { $0 != "--" }
    return options.contains("--format=json")
      || zip(options, options.dropFirst()).contains { $0 == "--format" && $1 == "json" }
  }
}
