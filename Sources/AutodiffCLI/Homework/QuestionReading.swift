import AutodiffCore

/// The reading of questions from their blocks.
struct QuestionReading {
  private let blocks: QuestionBlocks
  private let host: Host
  /// The file with blanks in place of comments, which only a program may have in its text.
  private let plain: [UInt8]

  /// Reads the questions of a file.
  ///
  /// - Throws: the first fault of the text, with its place, and that the file cannot be read.
  static func questions(_ path: String, _ host: Host) throws(Failure) -> [Question] {
    let file = try ValueFile.text(of: path, host)
    let reading = QuestionReading(blocks: try QuestionBlocks(file), host: host)
    var questions: [Question] = []
    for block in reading.blocks.blocks { questions.append(try reading.question(block)) }
    return questions
  }

  private init(blocks: QuestionBlocks, host: Host) {
    self.blocks = blocks
    self.host = host
    plain = BindingText.withoutComments(blocks.source.bytes)
  }

  private func question(_ block: QuestionBlocks.Block) throws(Failure) -> Question {
    guard let f = block.entry(.f) else { throw blocks.fault(.keyMissing("f"), block.place) }
    let rules = try rules(block)
    let shapes = try shapes(block.entry(.shape))
    let bindings = try bindings(block.entry(.at), shapes)
    let source = SourceText(Array(blocks.source.bytes[f.value]))
    var program = try placed(f) { () throws(Problem) in
      let tree = try DeepStack.parse(source, limits: Limits())
      return Program(tree, boundNames: bindings.names, shapes: shapes + bindings.shapes)
    }
    let draws = try block.entry(.random).map { entry throws(Failure) in
      try self.draws(entry, bindings, free: Lowering.freeNames(program.tree))
    }
    var names = bindings.names
    for draw in draws ?? [] { _ = names.intern(draw.input) }
    program = Program(program.tree, boundNames: names, shapes: program.shapes)
    let values = bindings.allNames.map { (name: $0, value: bindings.known($0) ?? .scalar(.nan)) }
    var question = try placed(f) { () throws(Problem) in
      try Question(block.name, source, program, values: values, draws: draws ?? [], rules)
    }
    for (key, names) in [(QuestionKey.shape, shapes.map(\.name)), (.random, (draws ?? []).map(\.input))] {
      try require(names, key, block, Lowering.freeNames(program.tree))
    }
    // A question without an answer is found before anybody is asked.
    do throws(Question.PosingFailure) {
      _ = try question.posed(for: "", seed: 1, nil)
    } catch {
      switch error {
      case .problem(let problem): throw .text(problem.moved(by: f.value.lowerBound), blocks.source)
      case .noUsualPoint: throw blocks.fault(.noPoint, block.entry(.random)?.value ?? f.value)
      }
    }
    if let ask = block.entry(.ask) { question = Question(question, asking: try items(ask, question)) }
    return question
  }

  /// - Throws: a name that is no input of the question.
  private func require(
    _ names: [String], _ key: QuestionKey, _ block: QuestionBlocks.Block, _ inputs: [String]
  ) throws(Failure) {
    guard let entry = block.entry(key), let name = names.first(where: { !inputs.contains($0) }) else { return }
    let similar = Similarity.nearest(to: name, among: inputs)
    throw blocks.fault(.unknownInput(key: key.rawValue, name, inputs: inputs, similar: similar), entry.value)
  }

  /// Runs what may find a problem in the program, and places it in the file.
  private func placed<R>(_ entry: QuestionBlocks.Entry, _ body: () throws(Problem) -> R) throws(Failure) -> R {
    do throws(Problem) {
      return try body()
    } catch {
      if case .emptyProgram = error.fact { throw malformed(entry) }
      if case .valueNeeded(let names) = error.fact { throw blocks.fault(.noValue(names), entry.value) }
      throw .text(error.moved(by: entry.value.lowerBound), blocks.source)
    }
  }

  // MARK: - Values

  private func bindings(
    _ entry: QuestionBlocks.Entry?, _ shapes: [InputShape]
  ) throws(Failure) -> Bindings {
    var bindings = Bindings()
    guard let entry else { return bindings }
    if plain[entry.value].first == UInt8(ascii: "@") {
      try bindings.add(text(entry), from: host)
    } else {
      for part in parts(entry) {
        do throws(Failure) {
          try bindings.add(part: part, of: blocks.source, from: host)
        } catch {
          if case .usage(.malformedBinding(let text)) = error {
            throw blocks.fault(.malformedValue(key: "at", text: text), part)
          }
          throw error
        }
      }
    }
    try bindings.requireExact(for: "at")
    if let name = bindings.twice.first { throw blocks.fault(.valueTwice(name), entry.value) }
    for shape in shapes {
      if let value = bindings.known(shape.name), value.shape != shape.shape {
        throw blocks.fault(.shapeOfValue(shape.name, expected: shape.shape, given: value.shape), entry.value)
      }
    }
    return bindings
  }

  /// Reads `x=-5:5,y=1:9 step 0.1`: a step is that of the ranges before it that have none, too; a range without a name
  /// is for all inputs without a value.
  private func draws(
    _ entry: QuestionBlocks.Entry, _ bindings: Bindings, free: [String]
  ) throws(Failure) -> [Draw] {
    var ranges: [(name: String, bounds: ClosedRange<Double>, step: Double?)] = []
    for part in parts(entry) {
      let (text, stepText) = withStep(String(decoding: plain[part], as: UTF8.self))
      let step = stepText.flatMap(Constant.number)
      var read: [InputRange]?
      do throws(Failure) { read = try OptionValue.ranges(text) } catch { read = nil }
      guard let range = read?.first, stepText == nil || step.map({ $0 > 0 && $0.isFinite }) ?? false else {
        throw blocks.fault(
          .malformedValue(key: "random", text: String(decoding: plain[part], as: UTF8.self)), part)
      }
      for name in range.input.map({ [$0] }) ?? free.filter({ bindings.known($0) == nil }) {
        let isTwice = bindings.known(name) != nil || ranges.contains { $0.name == name }
        if isTwice { throw blocks.fault(.valueTwice(name), part) }
        ranges.append((name, range.bounds, nil))
      }
      guard let step else { continue }
      for index in ranges.indices where ranges[index].step == nil { ranges[index].step = step }
    }
    if ranges.isEmpty { throw malformed(entry) }
    return ranges.map { Draw($0.name, in: $0.bounds, step: $0.step) }
  }

  /// Takes a text apart at its last word `step`.
  private func withStep(_ text: String) -> (String, step: String?) {
    let words = text.split(whereSeparator: \.isWhitespace)
    guard let place = words.lastIndex(of: "step"), place > 0 else { return (text.trimmed, nil) }
    return (words[..<place].joined(separator: " "), words[(place + 1)...].joined(separator: " "))
  }

  private func shapes(_ entry: QuestionBlocks.Entry?) throws(Failure) -> [InputShape] {
    guard let entry else { return [] }
    do throws(Failure) {
      return try OptionValue.shapes(text(entry))
    } catch {
      throw malformed(entry)
    }
  }

  private func items(_ entry: QuestionBlocks.Entry, _ question: Question) throws(Failure) -> [Question.Item] {
    if text(entry) == "all", question.item(named: "all") == nil { return question.items }
    var items: [Question.Item] = []
    for part in parts(entry) {
      let written = String(decoding: plain[part], as: UTF8.self)
      let name = PlainName.of(written)
      guard let item = question.item(named: name) else {
        let inputs = question.inputs.names.all
        throw blocks.fault(
          .unknownInput(key: "ask", written, inputs: inputs, similar: Similarity.nearest(to: name, among: inputs)),
          part)
      }
      if items.contains(item) { throw blocks.fault(.askedTwice(name), part) }
      items.append(item)
    }
    if items.isEmpty { throw malformed(entry) }
    return items
  }

  private func rules(_ block: QuestionBlocks.Block) throws(Failure) -> Question.Rules {
    var rules = Question.Rules()
    if let entry = block.entry(.points) { rules.points = try number(entry) { $0 >= 0 } }
    if let entry = block.entry(.rtol) { rules.relativeTolerance = try number(entry) { $0 >= 0 } }
    if let entry = block.entry(.partial) { rules.partial = try number(entry) { (0...1).contains($0) } }
    if let entry = block.entry(.digits) {
      rules.digits = Int(try number(entry) { (1...17).contains($0) && $0 == $0.rounded() })
    }
    if let entry = block.entry(.form) {
      guard let form = Question.Form(rawValue: text(entry)) else { throw malformed(entry) }
      rules.form = form
    }
    if let entry = block.entry(.blank) { rules.blank = try blank(entry) }
    return rules
  }

  private func blank(_ entry: QuestionBlocks.Entry) throws(Failure) -> Question.Blank {
    switch text(entry) {
    case "values": return .values
    case "adjoints": return .adjoints
    case "all": return .all
    case let text where text.hasSuffix("%"):
      guard let share = Constant.number(String(text.dropLast())), (0...100).contains(share) else { break }
      return .share(share)
    default: break
    }
    throw malformed(entry)
  }

  /// Reads a number that has to be finite, and to be allowed.
  private func number(_ entry: QuestionBlocks.Entry, _ isAllowed: (Double) -> Bool) throws(Failure) -> Double {
    guard let number = Constant.number(text(entry)), number.isFinite, isAllowed(number) else {
      throw malformed(entry)
    }
    return number
  }

  // MARK: - Parts

  private func text(_ entry: QuestionBlocks.Entry) -> String {
    String(decoding: plain[plain.trimmed(entry.value)], as: UTF8.self)
  }

  /// The places of the parts of a value between commas, or lines.
  private func parts(_ entry: QuestionBlocks.Entry) -> [Range<Int>] {
    var parts: [Range<Int>] = []
    BindingText.forEachPart(of: plain[entry.value]) { part in
      var depth = 0
      var start = part.startIndex
      for index in part.indices {
        switch part[index] {
        case UInt8(ascii: "("), UInt8(ascii: "["): depth += 1
        case UInt8(ascii: ")"), UInt8(ascii: "]"): depth -= 1
        case UInt8(ascii: "\n") where depth == 0:
          parts.append(start..<index)
          start = index + 1
        default: break
        }
      }
      parts.append(start..<part.endIndex)
    }
    return parts.map(plain.trimmed).filter { !$0.isEmpty }
  }

  private func malformed(_ entry: QuestionBlocks.Entry) -> Failure {
    let text = text(entry)
    return blocks.fault(
      .malformedValue(key: entry.key.rawValue, text: text), text.isEmpty ? entry.place : entry.value)
  }
}

/// Names as the language reads them, with subscripts made plain: `x₁` is `x1`.
enum PlainName {
  /// The plain form of an input's name or of an element's; the text itself where it is neither.
  static func of(_ text: String) -> String {
    let text = text.trimmed
    guard text.hasSuffix("]"), let bracket = text.firstIndex(of: "[") else { return name(text) ?? text }
    let indices = text[bracket...].split(separator: " ").joined()
    return (name(String(text[..<bracket])) ?? String(text[..<bracket])) + indices
  }

  private static func name(_ text: String) -> String? {
    guard let tree = try? DeepStack.parse(SourceText(text), limits: Limits()), tree.nodes.count == 1,
      tree.nodes[0].kind == .name
    else { return nil }
    return tree.names[tree.nodes[0].payload]
  }
}
