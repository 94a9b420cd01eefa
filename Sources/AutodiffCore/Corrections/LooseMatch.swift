/// The search for a pattern in a text.
extension LooseText {
  /// Returns the first match of a pattern that touches a place: the words of each element.
  func match(_ pattern: [Misspelling.Element], touching place: Int) -> [Range<Int>]? {
    guard mayMatch(pattern) else { return nil }
    for start in words.indices where words[start].range.lowerBound <= place {
      guard let first = pattern.first, begins(first, at: start) else { continue }
      if let match = match(pattern[...], from: start, touching: place) { return match }
    }
    return nil
  }

  /// Returns the words of each element of a pattern that begins at a word; nil if it does not match.
  private func match(_ pattern: ArraySlice<Misspelling.Element>, from start: Int, touching place: Int) -> [Range<Int>]?
  {
    guard let element = pattern.first else {
      return start > 0 && words[start - 1].range.upperBound >= place ? [] : nil
    }
    let rest = pattern.dropFirst()
    for end in ends(of: element, from: start, isLast: rest.isEmpty) {
      if let others = match(rest, from: end, touching: place) { return [start..<end] + others }
    }
    return nil
  }

  /// The ends that an element may have, in the order in which they are to be tried.
  private func ends(of element: Misspelling.Element, from start: Int, isLast: Bool) -> [Int] {
    switch element {
    case .literal(let text): return end(of: text, from: start).map { [$0] } ?? []
    case .of(.expression):
      let ends = balancedEnds(from: start, stopsAtSeparators: true)
      return isLast ? ends.last.map { [$0] } ?? [] : ends
    case .of(.statements): return balancedEnds(from: start, stopsAtSeparators: false).last.map { [$0] } ?? []
    case .of(let other): return end(of: other, from: start).map { [$0] } ?? []
    }
  }

  /// Returns the end of words that spell a text without blanks between them.
  private func end(of text: String, from start: Int) -> Int? {
    var rest = text[...]
    var index = start
    while !rest.isEmpty {
      guard index < words.count, index == start || isAdjacent(index), rest.hasPrefix(words[index].text) else {
        return nil
      }
      rest = rest.dropFirst(words[index].text.count)
      index += 1
    }
    return index
  }

  /// The ends of expressions that begin at a word: brackets within them are closed.
  private func balancedEnds(from start: Int, stopsAtSeparators: Bool) -> [Int] {
    var ends: [Int] = []
    var depth = 0
    for index in start..<max(start, words.count) {
      switch words[index].text {
      case "(", "[", "{": depth += 1
      case ")", "]", "}": depth -= 1
      case ",", ";", "\n": if depth == 0, stopsAtSeparators { return ends }
      default: break
      }
      if depth < 0 { return ends }
      if depth == 0 { ends.append(index + 1) }
    }
    return ends
  }

  // MARK: - Classes

  /// Returns the end of the words of a class that begin at a word; nil if there are none.
  func end(of class: Misspelling.Class, from start: Int) -> Int? {
    guard start < words.count else { return nil }
    let word = words[start]
    func single(_ isOne: Bool) -> Int? { isOne ? start + 1 : nil }
    switch `class` {
    case .name: return single(word.kind == .name)
    case .number: return single(word.kind == .number)
    case .raised: return single(word.kind == .superscripts)
    case .exponent:
      return single(word.kind == .superscripts && Superscripts.plain(word.text).contains { !$0.isNumber && $0 != "-" })
    case .function: return single(functions[start])
    case .capital:
      return single(word.text.first?.isUppercase == true && word.text.dropFirst().allSatisfy(\.isNumber))
    case .subscripted: return single(word.kind == .name && word.text.count > 1 && word.text.hasSuffix("_"))
    case .differential: return single(word.kind == .name && word.text.count > 1 && word.text.hasPrefix("d"))
    case .module: return modules(from: start)
    case .command: return single(LaTeXNames.isCommand(word.text))
    case .names: return names(from: start)
    case .group: return word.text == "(" ? group(from: start) : nil
    case .block: return word.text == "{" ? group(from: start) : nil
    case .atom: return atom(from: start)
    case .power: return power(from: start)
    case .factor: return product(from: start, takesBlanks: false)
    case .term: return product(from: start, takesBlanks: true)
    case .expression: return balancedEnds(from: start, stopsAtSeparators: true).last
    case .statements: return balancedEnds(from: start, stopsAtSeparators: false).last
    }
  }

  /// Returns a Boolean value indicating whether an element can begin at a word, and is no part of a longer one.
  private func begins(_ element: Misspelling.Element, at start: Int) -> Bool {
    guard start > 0, case .of(let kind) = element else { return true }
    let before = words[start - 1]
    switch kind {
    case .atom, .power, .group:
      return
        !(isAdjacent(start) && ["(", "["].contains(words[start].text) && (before.kind == .name || before.text == "]"))
    case .term, .factor: return ["+", "-", "(", "[", "{", ",", ";", "\n", "=", "<", ">", ":"].contains(before.text)
    case .expression, .statements: return ["(", "[", "{", ",", ";", "\n", "="].contains(before.text)
    default: return true
    }
  }

  private func modules(from start: Int) -> Int? {
    var index = start
    while index + 1 < words.count, Synonyms.modules.contains(words[index].text), words[index + 1].text == "." {
      index += 2
    }
    return index > start ? index - 1 : nil
  }

  private func names(from start: Int) -> Int? {
    guard words[start].kind == .name else { return nil }
    var index = start + 1
    while index + 1 < words.count, words[index].text == ",", words[index + 1].kind == .name { index += 2 }
    return index
  }

  /// Returns the end of a group that an opening bracket begins.
  private func group(from start: Int) -> Int? {
    var depth = 0
    for index in start..<words.count {
      switch words[index].text {
      case "(", "[", "{": depth += 1
      case ")", "]", "}":
        depth -= 1
        if depth == 0 { return index + 1 }
      default: break
      }
    }
    return nil
  }

  private func atom(from start: Int) -> Int? {
    var index: Int
    let word = words[start]
    switch word.kind {
    case .number: return start + 1
    case .name: index = start + 1
    case .sign where word.text == "√" && start + 1 < words.count: return atom(from: start + 1)
    case .sign:
      guard word.text == "(" || word.text == "[", let end = group(from: start) else { return nil }
      index = end
    case .superscripts: return nil
    }
    while index < words.count, isAdjacent(index),
      words[index].text == "[" || (words[index].text == "(" && word.kind == .name),
      let end = group(from: index)
    {
      index = end
    }
    return index
  }

  private func power(from start: Int) -> Int? {
    guard var index = atom(from: start) else { return nil }
    while index < words.count {
      if isAdjacent(index), words[index].text == "'" || words[index].text == "ᵀ" || words[index].kind == .superscripts {
        index += 1
      } else if words[index].text == "^", index + 1 < words.count {
        let exponent = words[index + 1].text == "-" ? index + 2 : index + 1
        guard exponent < words.count, let end = power(from: exponent) else { break }
        index = end
      } else {
        break
      }
    }
    return index
  }

  private func product(from start: Int, takesBlanks: Bool) -> Int? {
    guard var index = power(from: start) else { return nil }
    while index < words.count {
      if ["*", "/", "@", "·", "×"].contains(words[index].text), index + 1 < words.count,
        takesBlanks || (isAdjacent(index) && isAdjacent(index + 1)), let end = power(from: index + 1)
      {
        index = end
      } else if isAdjacent(index), let end = power(from: index) {
        index = end
      } else {
        break
      }
    }
    return index
  }
}
