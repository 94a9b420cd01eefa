import AutodiffCore

/// A command line that could not be understood, put right by the tables of what people type in place of its words.
package struct MistypedLine {
  /// The words behind the program's name.
  package private(set) var words: [String]
  /// Words behind the corrected line, about another reading of it; may be empty.
  package private(set) var remark = ""

  /// Puts a command line right as far as the tables go.
  package init(_ words: [String], among commands: [CommandDescription]) {
    self.words = words
    askForFunction(commands)
    renameCommand(commands)
    guard let command = commands.first(where: { $0.name == self.words.first }) else { return }
    renameOptions(command)
    joinBindings()
    readDecimalCommas()
    nameFiles(command)
    joinExpression(command)
    nameValues(command)
    completeDescent(command)
  }

  // MARK: - Commands

  /// Asks for the description of what is no command.
  private mutating func askForFunction(_ commands: [CommandDescription]) {
    guard words.first == "help", let name = words.last, !commands.contains(where: { $0.name == name }) else { return }
    let isKnown = Primitive.named(name) != nil || !LanguageTable.named(name).isEmpty
    if isKnown, words.count == 2 || words.count == 3 && words[1] == "functions" { words = ["functions", name] }
  }

  private mutating func renameCommand(_ commands: [CommandDescription]) {
    guard let first = words.first, !commands.contains(where: { $0.name == first }) else { return }
    guard let row = Self.commandNames.first(where: { $0.names.split(separator: " ").contains(first.lowercased()[...]) })
    else { return }
    let hasValues = words.dropFirst().contains {
      $0.hasPrefix("--at") || $0.hasPrefix("--points") || Self.isBinding($0)
    }
    words.replaceSubrange(
      0...0, with: (hasValues ? row.command : row.withoutValues).split(separator: " ").map(String.init))
  }

  // MARK: - Options

  private mutating func renameOptions(_ command: CommandDescription) {
    var place = 1
    while place < words.count, words[place] != "--" {
      let word = words[place]
      if let name = Self.dashed(word), !command.allOptions.contains(where: { $0.long == word.name }) {
        let value = word.firstIndex(of: "=").map { String(word[word.index(after: $0)...]) }
        if let row = Self.optionNames.first(where: { $0.names.split(separator: " ").contains(name[...]) }),
          Option.named("--" + name).map({ !command.allOptions.contains($0) }) ?? true
        {
          var replacement = row.option.split(separator: " ").map(String.init)
          if let value { replacement.append(value) }
          words.replaceSubrange(place...place, with: replacement)
          place += replacement.count
          continue
        }
        if command.allOptions.contains(where: { $0.long == "--" + name }) {
          words[place] = "--" + name + (value.map { "=" + $0 } ?? "")
        }
      }
      if let row = Self.valueNames.first(where: { row in
        row.option == words[place - 1] && row.names.split(separator: " ").contains(words[place].lowercased()[...])
      }) {
        words.replaceSubrange(place...place, with: row.value.split(separator: " ").map(String.init))
      }
      place += 1
    }
    if let place = words.firstIndex(of: ">"), place + 1 < words.count {
      // A redirection to a file stands at the end.
      let file = words[place + 1]
      words.removeSubrange(place...place + 1)
      words += [">", file]
    }
  }

  /// Returns the name of an option behind dashes of any length; nil for a word that is none.
  private static func dashed(_ word: String) -> String? {
    let dashes = word.prefix { "-—–‒−".contains($0) }
    let name = word.dropFirst(dashes.count).prefix { $0 != "=" }
    guard !dashes.isEmpty, name.first?.isLetter == true, name.allSatisfy({ $0.isLetter || $0 == "-" || $0 == "_" })
    else { return nil }
    return name.split(separator: "_").joined(separator: "-")
  }

  // MARK: - Values

  /// Joins `x = -2`, `x= -2`, `x =-2` and `x: 3`.
  private mutating func joinBindings() {
    var place = 1
    while place < words.count {
      let word = words[place]
      let next = place + 1 < words.count ? words[place + 1] : ""
      if Self.isName(word), next == "=", place + 2 < words.count {
        words.replaceSubrange(place...place + 2, with: ["\(word)=\(words[place + 2])"])
      } else if Self.isName(word), next.hasPrefix("="), next.count > 1, !next.hasPrefix("==") {
        words.replaceSubrange(place...place + 1, with: [word + next])
      } else if word.hasSuffix("=") || word.hasSuffix(":"), Self.isName(String(word.dropLast())), !next.isEmpty {
        words.replaceSubrange(place...place + 1, with: ["\(word.dropLast())=\(next)"])
      } else if let colon = word.firstIndex(of: ":"), !word.contains("="), words[place - 1] != "--range",
        Self.isName(String(word[..<colon])), Double(word[word.index(after: colon)...]) != nil
      {
        words[place] = "\(word[..<colon])=\(word[word.index(after: colon)...])"
      }
      // The comma between values is one too many where they are words of their own.
      if Self.isBinding(words[place]), words[place].hasSuffix(",") { words[place].removeLast() }
      place += 1
    }
    words.removeAll { $0 == "," }
  }

  /// Writes a decimal comma as a point, and leaves out commas between thousands.
  private mutating func readDecimalCommas() {
    for place in words.indices.dropFirst() {
      if Self.decimalOptions.contains(words[place - 1]), Double(words[place]) == nil {
        words[place] = words[place].split(separator: ",", omittingEmptySubsequences: false).joined(separator: ".")
      }
      guard let sign = words[place].firstIndex(of: "="), Self.isName(String(words[place][..<sign])) else { continue }
      let name = words[place][..<sign]
      let value = words[place][words[place].index(after: sign)...]
      let parts = value.split(separator: ",", omittingEmptySubsequences: false)
      let isNegative = value.hasPrefix("-")
      guard parts.count > 1,
        parts.enumerated().allSatisfy({ number, part in
          let digits = number == 0 && isNegative ? part.dropFirst() : part
          return !digits.isEmpty && digits.utf8.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
        })
      else { continue }
      if parts.dropFirst().allSatisfy({ $0.count == 3 }) {
        words[place] = "\(name)=\(parts.joined())"
      } else if parts.count == 2 {
        words[place] = "\(name)=\(parts[0]).\(parts[1])"
      } else {
        words[place] = "\(name)=[\(value)]"
        continue
      }
      remark = "; a vector is \(ShellText.quoted("\(name)=[\(value)]"))"
    }
  }

  /// The options that take a decimal number.
  private static let decimalOptions: Set<String> = [
    "--rate", "--momentum", "--tolerance", "--step", "--rtol", "--atol",
  ]

  /// Puts the option before a file that stands alone, as the file's name tells.
  private mutating func nameFiles(_ command: CommandDescription) {
    for place in words.indices.dropFirst().reversed() where !takesValue(command, words[place - 1]) {
      let path = words[place].hasPrefix("@") ? String(words[place].dropFirst()) : words[place]
      let isTable = [".csv", ".tsv", ".npy"].contains { path.hasSuffix($0) && path.utf8.count > $0.utf8.count }
      guard !Self.isBinding(path), isTable || path != words[place], !path.isEmpty else { continue }
      if isTable, command.allOptions.contains(.points), !words.contains("--points") {
        words.replaceSubrange(place...place, with: ["--points", path])
      } else if path != words[place] {
        words.replaceSubrange(place...place, with: ["--at", words[place]])
      }
    }
  }

  /// Gives bare values, modes and names behind the expression what stands before them.
  private mutating func nameValues(_ command: CommandDescription) {
    guard command.readsProgram, let expression = bareWords(command).first,
      let tree = try? DeepStack.parse(SourceText(words[expression]), limits: Limits())
    else { return }
    let inputs = Lowering.freeNames(tree)
    var place = 1
    while place < words.count {
      defer { place += 1 }
      guard place != expression, !takesValue(command, words[place - 1]) else { continue }
      let word = words[place]
      let next = place + 1 < words.count ? words[place + 1] : ""
      let name = String(word.drop { $0 == "-" }.prefix { $0 != "=" })
      if word == "at", Self.isBinding(next) {
        words[place] = "--at"
      } else if word.hasPrefix(name + "=="), inputs.contains(name) {
        words[place] = name + word.dropFirst(name.count + 1)
      } else if word.hasPrefix("-"), inputs.contains(name), word.contains("=") {
        words[place] = String(word.drop { $0 == "-" })
      } else if inputs.contains(name), word.hasSuffix(name), Double(next) != nil {
        words.replaceSubrange(place...place + 1, with: ["\(name)=\(next)"])
      } else if inputs.count == 1, Double(word) != nil {
        words[place] = "\(inputs[0])=\(word)"
      } else if command.modes.contains(word), command.allOptions.contains(.mode) {
        words.insert("--mode", at: place)
        place += 1
      } else if inputs.contains(word), place > expression, command.allOptions.contains(.wrt) {
        words.insert("--wrt", at: place)
        place += 1
      }
    }
  }

  /// Joins the words of an expression that was not quoted.
  private mutating func joinExpression(_ command: CommandDescription) {
    let bare = bareWords(command)
    guard let first = bare.first, let last = bare.last, bare.count > 1, last - first == bare.count - 1 else { return }
    let text = words[first...last].joined(separator: " ")
    guard (try? DeepStack.parse(SourceText(text), limits: Limits())) != nil else { return }
    words.replaceSubrange(first...last, with: [text])
  }

  /// The places of the words that are neither options nor values, up to a pipe; none where `-e` gives the expression.
  private func bareWords(_ command: CommandDescription) -> [Int] {
    guard command.readsProgram, !words.contains("-e"), !words.contains("--expr") else { return [] }
    let end = words.firstIndex { $0 == ">" || $0 == "|" } ?? words.count
    return (1..<max(1, end)).filter { place in
      let isOption = words[place].hasPrefix("-") && words[place].count > 1
      return !isOption && !takesValue(command, words[place - 1]) && !Self.isBinding(words[place])
    }
  }

  /// Returns a Boolean value indicating whether a word is an option whose value is the next one.
  private func takesValue(_ command: CommandDescription, _ word: String) -> Bool {
    guard word.hasPrefix("-"), !word.contains("="), let option = Option.named(word) else { return false }
    return command.description(of: option).placeholder != nil
  }

  /// Adds the rate that a descent cannot do without.
  private mutating func completeDescent(_ command: CommandDescription) {
    for case .requiresUnless(.rate, _, let methods) in command.rules
    where !words.contains(where: { $0.hasPrefix("--rate") || methods.contains($0) }) {
      words += ["--rate", "0.1"]
    }
  }

  // MARK: - Words

  private static func isName(_ text: String) -> Bool {
    text.utf8.count < 100 && BindingText.isBindings(text + "=1") && !text.contains(",")
  }

  private static func isBinding(_ text: String) -> Bool { BindingText.isBindings(text) }
}

extension String {
  /// The word up to an equals sign, which attaches a value to an option.
  fileprivate var name: String { String(prefix { $0 != "=" }) }
}
