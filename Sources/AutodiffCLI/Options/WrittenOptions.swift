import AutodiffCore

/// A command line taken apart: options with their texts, and bare arguments, as they are written.
package struct WrittenOptions {
  package let command: CommandDescription
  private var values: [(option: Option, text: String)] = []
  /// The bare arguments that do not read as bindings.
  package private(set) var arguments: [String] = []
  /// The bare arguments that read as bindings, which count as texts of `--at` as well.
  package private(set) var bareBindings: [String] = []

  /// - Parameters:
  ///   - words: the command line behind the name of the command.
  ///   - commands: all commands, one of which may have an option that this one has not.
  /// - Throws: a `Failure.Usage`.
  package init(
    _ command: CommandDescription, _ words: some Sequence<String>,
    among commands: @autoclosure () -> [CommandDescription]
  ) throws(Failure) {
    self.command = command
    var rest = Array(words)[...]
    while let word = rest.popFirst() {
      if word == "--" {
        for word in rest { take(word) }
        return
      }
      guard word.hasPrefix("-"), word != "-" else {
        take(word)
        continue
      }
      try takeOption(word, &rest, commands)
    }
  }

  /// Returns whether an option is given.
  package func has(_ option: Option) -> Bool { values.contains { $0.option == option } }

  /// The texts that an option was given, in their order.
  package func texts(of option: Option) -> [String] { values.filter { $0.option == option }.map(\.text) }

  private mutating func take(_ word: String) {
    if command.readsProgram, BindingText.isBindings(word) {
      values.append((.at, word))
      bareBindings.append(word)
    } else {
      arguments.append(word)
    }
  }

  private mutating func takeOption(
    _ word: String, _ rest: inout ArraySlice<String>, _ commands: () -> [CommandDescription]
  ) throws(Failure) {
    var name = word
    var attached: String?
    if word.hasPrefix("--"), let sign = word.firstIndex(of: "=") {
      name = String(word[..<sign])
      attached = String(word[word.index(after: sign)...])
    }
    let option = try named(name, commands)
    let description = command.description(of: option)
    guard let placeholder = description.placeholder else {
      if attached != nil { throw .usage(.optionValueUnexpected(name)) }
      values.append((option, ""))
      return
    }
    guard let text = attached ?? rest.popFirst() else {
      throw .usage(.optionValueMissing(name, placeholder: placeholder))
    }
    let allowed = option == .format ? [] : command.values(of: option)
    if !allowed.isEmpty, !allowed.contains(text) {
      let similar = Similarity.nearest(to: text, among: allowed)
      throw .usage(.invalidValue(option: option.long, value: text, allowed: allowed, similar: similar))
    }
    if description.repetition == .once, let before = texts(of: option).last {
      throw .usage(.twoExpressions("\(name) \(before)", "\(name) \(text)", areRows: false))
    }
    values.append((option, text))
  }

  private func named(_ name: String, _ commands: () -> [CommandDescription]) throws(Failure) -> Option {
    let allowed = command.allOptions
    guard let option = Option.named(name) else {
      throw .usage(.unknownOption(name, similar: Self.similar(to: name, among: allowed.map(\.long))))
    }
    guard allowed.contains(option) else {
      let owners = commands().filter { $0.allOptions.contains(option) }.map(\.name)
      throw .usage(.foreignOption(name, command: command.name, commands: owners))
    }
    return option
  }

  /// The option that a misspelt one, or one with a single dash, was probably meant to be.
  private static func similar(to name: String, among options: [String]) -> String? {
    let word = name.drop { $0 == "-" }
    guard name.hasPrefix("--") || (word.count > 2 && word.allSatisfy(\.isLetter)) else { return nil }
    let long = "--" + word
    return options.contains(long) ? long : Similarity.nearest(to: long, among: options)
  }
}
