import AutodiffCore

/// A command line, taken apart.
package struct Invocation {
  package var command: any Command.Type
  package var values = OptionValues()
  /// Each `--at`, and each bare argument that reads as bindings.
  package var bindings: [String] = []
  /// Bare arguments that do not.
  package var arguments: [String] = []
  /// Expressions given by `--expr`, of which there may be only one.
  package var expressions: [String] = []
  /// Each `--expect`.
  package var claims: [String] = []
  /// Each `--range`.
  package var ranges: [String] = []
  /// Bare arguments that read as bindings, once more.
  package var bareBindings: [String] = []

  package func has(_ option: Option) -> Bool { values[option] != nil }

  /// - Throws: a `Failure.Usage`.
  package init(_ command: any Command.Type, _ words: some Sequence<String>) throws(Failure) {
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
      try option(word, &rest)
    }
  }

  private mutating func take(_ word: String) {
    if command.description.readsProgram, BindingText.isBindings(word) {
      bindings.append(word)
      bareBindings.append(word)
    } else {
      arguments.append(word)
    }
  }

  private mutating func option(_ word: String, _ rest: inout ArraySlice<String>) throws(Failure) {
    var name = word
    var attached: String?
    if word.hasPrefix("--"), let sign = word.firstIndex(of: "=") {
      name = String(word[..<sign])
      attached = String(word[word.index(after: sign)...])
    }
    let allowed = command.description.allOptions
    guard let option = Option.named(name) else {
      throw .usage(.unknownOption(name, similar: Self.similar(to: name, among: allowed.map(\.long))))
    }
    guard allowed.contains(option) else {
      let owners = Commands.all.filter { $0.description.allOptions.contains(option) }.map { $0.description.name }
      throw .usage(.foreignOption(name, command: command.description.name, commands: owners))
    }
    guard let placeholder = option.description.placeholder else {
      if attached != nil { throw .usage(.optionValueUnexpected(name)) }
      values[option] = ""
      return
    }
    guard let value = attached ?? rest.popFirst() else {
      throw .usage(.optionValueMissing(name, placeholder: placeholder))
    }
    let allowedValues = option == .format ? [] : command.description.values(of: option)
    if !allowedValues.isEmpty, !allowedValues.contains(value) {
      let similar = Similarity.nearest(to: value, among: allowedValues)
      throw .usage(.invalidValue(option: option.long, value: value, allowed: allowedValues, similar: similar))
    }
    switch option {
    case .at: bindings.append(value)
    case .expr: expressions.append(value)
    case .expect: claims.append(value)
    case .range: ranges.append(value)
    case .file where has(.file): throw .usage(.twoExpressions("\(name) \(values[.file] ?? "")", "\(name) \(value)"))
    // What is named a second time is named besides.
    case .direction, .wrt, .shape: values[option] = (values[option].map { $0 + "," } ?? "") + value
    default: values[option] = value
    }
  }

  /// The option that a misspelt one, or one with a single dash, was probably meant to be.
  private static func similar(to name: String, among options: [String]) -> String? {
    let word = name.drop { $0 == "-" }
    guard name.hasPrefix("--") || (word.count > 2 && word.allSatisfy(\.isLetter)) else { return nil }
    let long = "--" + word
    return options.contains(long) ? long : Similarity.nearest(to: long, among: options)
  }

  // MARK: - Typed values

  package func format() throws(Failure) -> OutputFormat {
    // Of many points only: one point's answer is no array.
    let offered = command.description.formats.filter { $0 != .npy || has(.points) }
    guard let value = values[.format] else { return offered.first ?? .text }
    if value == OutputFormat.npy.rawValue, command.description.formats.contains(.npy),
      offered.count < command.description.formats.count
    {
      throw .usage(.needs("--format npy", "--points FILE"))
    }
    guard let format = OutputFormat(rawValue: value), offered.contains(format) else {
      let names = offered.map(\.rawValue)
      throw .usage(
        .formatNotOffered(
          value, command: command.description.name, offered: names, similar: Similarity.nearest(to: value, among: names)
        ))
    }
    return format
  }

  package func digits() throws(Failure) -> Int? {
    guard let value = values[.digits] else { return nil }
    guard let digits = Int(value), (1...17).contains(digits) else {
      throw .usage(.invalidNumber(option: "--digits", value: value, range: "a whole number from 1 to 17"))
    }
    return digits
  }

  /// A finite number above `least`.
  package func number(_ option: Option, above least: Double, or equal: Bool = false) throws(Failure) -> Double? {
    guard let text = values[option] else { return nil }
    let bytes = Array(text.utf8)
    let read = bytes.withUnsafeBufferPointer { DecimalReader.read($0, at: 0) }
    guard let read, read.end == bytes.count, read.value.isFinite, read.value > least || (equal && read.value == least)
    else {
      throw .usage(
        .invalidNumber(option: option.long, value: text, range: equal ? "a number not below 0" : "a positive number"))
    }
    return read.value
  }

  /// A whole number from `least` on.
  package func whole(_ option: Option, from least: Int) throws(Failure) -> Int? {
    guard let text = values[option] else { return nil }
    guard let number = Int(text), number >= least else {
      throw .usage(.invalidNumber(option: option.long, value: text, range: "a whole number from \(least) on"))
    }
    return number
  }

  package var ties: Ties { values[.ties].flatMap(Ties.init(rawValue:)) ?? .split }
}

/// Values by option: the last one given counts.
package struct OptionValues {
  private var pairs: [(option: Option, value: String)] = []

  package subscript(option: Option) -> String? {
    get { pairs.last { $0.option == option }?.value }
    set { if let newValue { pairs.append((option, newValue)) } }
  }
}
