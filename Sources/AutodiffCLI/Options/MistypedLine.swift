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
    renameCommand(commands)
    guard let command = commands.first(where: { $0.name == self.words.first }) else { return }
    renameOptions(command)
    joinBindings()
    readDecimalCommas()
    joinExpression(command)
    completeDescent(command)
  }

  // MARK: - Commands

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

  /// The names that other programs give to commands; without values, a formula may be what is asked for.
  private static let commandNames: [(names: String, command: String, withoutValues: String)] = [
    ("derivative diff differentiate deriv d dx", "grad", "derive"), ("symbolic formula", "derive", "derive"),
    ("gradient backward backprop reverse vgrad value_and_grad", "grad", "derive"),
    ("forward", "trace --mode forward", "trace --mode forward"), ("steps", "trace", "trace"),
    ("minimize minimise train fit optimize optimise sgd gd descent", "descend", "descend"),
    ("jac jacobi jacrev jacfwd", "jacobian", "jacobian"), ("hess", "hessian", "hessian"),
    ("evaluate value compute calc calculate run", "eval", "eval"), ("verify test gradcheck numgrad", "check", "check"),
    ("draw dot dag", "graph", "graph"), ("code codegen compile export c", "emit", "emit"),
    ("list primitives ops", "functions", "functions"), ("version", "--version", "--version"),
    ("mark", "grade", "grade"), ("exercise sheet", "worksheet", "worksheet"),
  ]

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
      if words[place - 1] == "--format",
        let row = Self.formatNames.first(where: { $0.name == words[place].lowercased() })
      {
        words.replaceSubrange(place...place, with: row.format.split(separator: " ").map(String.init))
      }
      place += 1
    }
    if let place = words.firstIndex(of: ">"), place + 1 < words.count {
      // What goes to a file stands at the end.
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

  /// The names that other programs give to options, with what is written in their place.
  private static let optionNames: [(names: String, option: String)] = [
    ("json", "--format json"), ("csv", "--format csv"), ("tsv", "--format tsv"), ("latex tex", "--format latex"),
    ("markdown md", "--format markdown"), ("plain raw", "--format plain"), ("type fmt F", "--format"),
    ("precision prec decimals sig significant places p", "--digits"), ("lr learning-rate eta step-size", "--rate"),
    ("iterations iter iters epochs max-iter maxiter n", "--steps"), ("reverse backward", "--mode reverse"),
    ("forward tangent", "--mode forward"), ("values value point x with where set var-values vars", "--at"),
    ("expression func function formula", "--expr"), ("data table rows input", "--points"),
    ("var variables by respect-to d", "--wrt"), ("o out output-file", ">"),
    ("no-color no-colour nocolor", "--color never"),
    ("colour", "--color"), ("silent s quietly", "--quiet"), ("threads j workers", "--jobs"),
    ("eps epsilon delta step-length", "--step"), ("batch-size", "--batch"), ("tol", "--tolerance"),
    ("lang l", "--language"),
    ("claim answer expected", "--expect"), ("second", "--order 2"), ("dimensions dims shapes", "--shape"),
    ("dir v tangent-vector", "--direction"), ("seed-vector adjoint", "--cotangent"),
  ]

  /// The names of formats that other programs make of one that is there, and other spellings.
  private static let formatNames: [(name: String, format: String)] = [
    ("png", "dot | dot -Tpng > graph.png"), ("pdf", "dot | dot -Tpdf > graph.pdf"),
    ("svg", "dot | dot -Tsvg > graph.svg"), ("jpg", "dot | dot -Tjpg > graph.jpg"),
    ("jpeg", "dot | dot -Tjpg > graph.jpg"), ("gif", "dot | dot -Tgif > graph.gif"), ("graphviz", "dot"), ("gv", "dot"),
    ("tex", "latex"), ("md", "markdown"), ("txt", "text"), ("numpy", "npy"), ("tab", "tsv"), ("raw", "plain"),
  ]

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

  /// Joins the words of an expression that was not quoted.
  private mutating func joinExpression(_ command: CommandDescription) {
    guard command.readsProgram, !words.contains("-e"), !words.contains("--expr") else { return }
    var bare: [Int] = []
    var place = 1
    while place < words.count {
      if words[place].hasPrefix("--"), !words[place].contains("="),
        let option = Option.named(words[place]), command.description(of: option).placeholder != nil
      {
        place += 2
        continue
      }
      if words[place] == ">" || words[place] == "|" { break }
      let isOption = words[place].hasPrefix("-") && words[place].count > 1
      if !isOption, !Self.isBinding(words[place]) { bare.append(place) }
      place += 1
    }
    guard let first = bare.first, let last = bare.last, bare.count > 1, last - first == bare.count - 1 else { return }
    let text = words[first...last].joined(separator: " ")
    guard (try? DeepStack.parse(SourceText(text), limits: Limits())) != nil else { return }
    words.replaceSubrange(first...last, with: [text])
  }

  /// Adds the rate that a descent cannot do without.
  private mutating func completeDescent(_ command: CommandDescription) {
    for case .requires(let option) in command.rules
    where option == .rate && !words.contains(where: { $0.hasPrefix("--rate") }) {
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
