/// The tables of a trace, with cells spelt for text, Markdown, LaTeX or CSV.
package struct TraceTables {
  /// A table with a title above it.
  package struct Section: Sendable {
    /// The title; empty for none.
    package var title: String
    /// The table.
    package var table: Table
  }

  private let trace: Trace
  private let spelling: Spelling
  private let number: NumberText
  /// A Boolean value indicating whether a cell is to be one line.
  private let isInline: Bool

  /// The spellings of cells.
  package enum Spelling: Sendable {
    case text(ascii: Bool)
    case latex
    /// The spelling for programs: names and formulas as the language reads them.
    case data
  }

  /// Creates the tables of a trace.
  ///
  /// - Parameter isInline: A Boolean value indicating whether a cell is to be one line.
  package init(_ trace: Trace, _ spelling: Spelling, _ number: NumberText, isInline: Bool = false) {
    self.trace = trace
    self.spelling = spelling
    self.number = number
    self.isInline = isInline
  }

  // MARK: - Sections

  /// Returns all tables; one with more columns than fit `width` is split into several.
  package func sections(width: Int = .max) -> [Section] {
    switch trace.mode {
    case .primal: [Section(title: "", table: steps(width))]
    case .forward: tangentSections(width)
    case .reverse:
      [Section(title: "forward pass", table: steps(width))] + reversePass(width)
    }
  }

  /// Returns the table of the forward pass.
  ///
  /// - Parameter share: The number of columns of arrays that are to stand side by side.
  private func steps(_ width: Int, share: Int = 1) -> Table {
    var columns: [Table.Column] = [
      .init(title: "node", isMath: true), .init(title: "operation", folds: true, isMath: true),
    ]
    let hasArrays = trace.hasArrays
    if hasArrays { columns.append(.init(title: "shape")) }
    columns.append(.init(title: "value", alignment: .right, isMath: true))
    let valueColumn = columns.count - 1
    if trace.marksSaved { columns.append(.init(title: "kept", folds: true)) }
    if trace.showsRounding {
      columns += [
        .init(title: "rounding", alignment: .right, isMath: true),
        .init(title: "moves f by", alignment: .right, isMath: true),
      ]
    }
    var table = Table(columns)
    table.rows = trace.steps.map { step in
      [name(step.name), operation(step)] + (hasArrays ? [shape(step.value)] : []) + [""]
        + (trace.marksSaved ? [kept(step)] : [])
        + (trace.showsRounding ? [size(step.rounding?.error), size(step.rounding?.effect)] : [])
    }
    let space = hasArrays ? self.space(beside: table, width) / share : .max
    for (row, step) in trace.steps.enumerated() { table.rows[row][valueColumn] = value(step, space) }
    return table
  }

  /// Returns a size, of which two digits tell enough to people.
  private func size(_ size: Double?) -> String {
    guard let size else { return "" }
    if case .data = spelling { return number(size) }
    let text = NumberText(digits: 2)(size)
    return isLaTeX ? LaTeX.number(text) : text
  }

  /// Returns the names of the values that a step keeps for the way back.
  private func kept(_ step: Trace.Step) -> String {
    guard let saved = step.saved else { return "" }
    func names(_ part: SavedValues.Part) -> String {
      saved.nodes(of: step.node, trace.graph, part).compactMap { trace.names[$0] }
        .map { isLaTeX ? "$\(LaTeX.name($0))$" : $0 }.joined(separator: ", ")
    }
    let (whole, sides) = (names(.value), names(.side))
    return [whole, sides.isEmpty ? "" : "side of \(sides)"].filter { !$0.isEmpty }.joined(separator: ", ")
  }

  /// Returns the width that is left for a column of arrays beside the others of its table.
  private func space(beside table: Table, _ width: Int) -> Int {
    width == .max ? .max : max(Self.narrowest, width - table.width(upTo: width) - 2)
  }

  /// The width that a column of arrays gets however little is left.
  private static let narrowest = 24

  /// Returns the tables of forward mode, with as many columns of tangents in each as fit.
  private func tangentSections(_ width: Int) -> [Section] {
    let left = steps(width, share: 2)
    let used = left.width(upTo: width)
    let space = trace.hasArrays && width != .max ? max(Self.narrowest, width - used - 2) : .max
    let tangents = trace.directions.indices.map { column in
      trace.steps.map { $0.isCondition ? "" : plain($0.tangents[column], space) }
    }
    let titles = trace.directions.map(tangentTitle)
    var sections: [Section] = []
    var next = 0
    repeat {
      var table = left
      var space = width == .max ? .max : width - used
      repeat {
        guard next < titles.count else { break }
        let needed = 2 + ([titles[next]] + tangents[next]).map { Table.width(of: $0) }.reduce(0, max)
        if needed > space, table.columns.count > left.columns.count { break }
        if space != .max { space -= needed }
        table.columns.append(.init(title: titles[next], alignment: .right, isMath: true))
        for row in table.rows.indices { table.rows[row].append(tangents[next][row]) }
        next += 1
      } while next < titles.count
      sections.append(Section(title: "", table: table))
    } while next < titles.count
    return sections
  }

  /// Returns the table of the reverse pass.
  private func reversePass(_ width: Int) -> [Section] {
    var table = Table([
      .init(title: "adjoint", folds: true, isMath: true), .init(title: "contribution", folds: true, isMath: true),
      .init(
        title: isLaTeX ? "upstream $\\cdot$ local" : product("upstream", "local"), folds: true, isMath: true),
      .init(title: "value", alignment: .right, isMath: true),
      .init(title: "gate"),
    ])
    var values: [Tensor] = []
    var lastSender: Graph.NodeID?
    for event in trace.events {
      switch event {
      case .contribution(let edge, let role):
        let contribution = edge.contribution
        table.rows.append([
          adjoint(edge.to) + (isLaTeX ? " \\mathrel{+}=" : " +="),
          trace.contribution(edge, style, number, adjoint: adjoint)
            ?? product(
              adjoint(edge.from), trace.local(edge, style, number, factor: true),
              ofArrays: contribution.upstream.scalar == nil && contribution.local?.scalar == nil),
          numbers(contribution), "",
          contribution.from == lastSender ? "" : role?.rawValue ?? "",
        ])
        values.append(contribution.value)
        lastSender = contribution.from
      case .sum(let name, let parts, let total):
        table.rows.append([
          adjoint(name) + " =", sum(parts), "", "", "adds",
        ])
        values.append(total)
      }
    }
    let space = trace.hasArrays ? self.space(beside: table, width) : .max
    for (row, value) in values.enumerated() { table.rows[row][3] = plain(value, space) }
    guard !table.rows.isEmpty || trace.outputIsInput else {
      return [Section(title: "reverse pass: no gradient reaches an input", table: Table([]))]
    }
    let name = "\(adjoint(outputName)) = "
    let words = "reverse pass, from "
    let seed = trace.cotangent.map { self.seed($0, width - min(width, TextWidth.of(words + name))) } ?? "1"
    return [Section(title: words + (isLaTeX ? "$\(name + seed)$" : name + seed), table: table)]
  }

  /// Returns the cotangent that the reverse pass begins with, in at most `space` cells if that can be.
  private func seed(_ cotangent: Tensor, _ space: Int) -> String {
    switch spelling {
    case .latex: ArrayText(number).latex(cotangent)
    case .text(let ascii): ArrayText(number, ascii: ascii).line(cotangent, upTo: space)
    case .data: ArrayText(number).line(cotangent)
    }
  }

  /// The name of the output, or its value if it has none.
  package var outputName: String {
    trace.names[trace.graph.output] ?? (trace.output.scalar.map { number($0) } ?? "")
  }

  // MARK: - Cells

  private var style: FormulaStyle {
    switch spelling {
    case .text(let ascii): ascii ? .language : .unicode
    case .latex: .latex
    case .data: .language
    }
  }

  private var isLaTeX: Bool { style == .latex }

  private func word(_ text: String) -> String { isLaTeX ? "\\text{\(text)}" : text }

  private func name(_ name: String) -> String { isLaTeX ? LaTeX.name(name) : name }

  private func operation(_ step: Trace.Step) -> String {
    step.operation == "input" ? word("input") : trace.expression(step, style, number)
  }

  private func value(_ step: Trace.Step, _ width: Int) -> String {
    if step.isCondition, let truth = step.value.scalar { return word(truth != 0 ? "true" : "false") }
    return plain(step.value, width)
  }

  private func shape(_ value: Tensor) -> String {
    guard value.scalar == nil else { return "" }
    return isLaTeX
      ? "$" + value.shape.lengths.map(String.init).joined(separator: " \\times ") + "$"
      : value.shape.text(ascii: style == .language)
  }

  /// Returns a value; a matrix for people takes a line for each row.
  private func plain(_ value: Tensor, _ width: Int) -> String {
    if let number = value.scalar { return plain(number) }
    switch spelling {
    case .latex: return ArrayText(number).latex(value)
    case .data: return JSON.tensor(value).text(number, ascii: true)
    case .text(let ascii):
      let texts = ArrayText(number, ascii: ascii, width: width)
      return isInline ? texts.line(value) : texts.cell(value)
    }
  }

  /// Returns the numbers of a product of scalars; a product of arrays is better read as a formula.
  private func numbers(_ contribution: Contribution<Tensor>) -> String {
    guard let upstream = contribution.upstream.scalar, let local = contribution.local?.scalar else { return "" }
    return product(plain(upstream), factor(local))
  }

  private func plain(_ value: Double) -> String { isLaTeX ? LaTeX.number(number(value)) : number(value) }

  private func factor(_ value: Double) -> String {
    let text = plain(value)
    return value < 0 ? (isLaTeX ? "\\left(\(text)\\right)" : "(\(text))") : text
  }

  private func adjoint(_ name: String) -> String {
    switch spelling {
    case .latex: LaTeX.adjoint(name)
    case .text(ascii: false): Accent.bar(name)
    default: name + "_bar"
    }
  }

  private func tangentTitle(_ input: String) -> String {
    switch spelling {
    case _ where input.isEmpty: "tangent"
    case .latex: "$\\partial/\\partial \(LaTeX.name(input))$"
    case .text(ascii: false): "∂/∂\(input)"
    default: "d/d\(input)"
    }
  }

  /// Returns a product.
  ///
  /// - Parameter ofArrays: A Boolean value indicating whether it multiplies element by element, which a dot would not
  ///   say.
  private func product(_ left: String, _ right: String, ofArrays: Bool = false) -> String {
    switch spelling {
    case .latex where ofArrays: "\(left) \\odot \(right)"
    case .text(ascii: false) where ofArrays: "\(left) ⊙ \(right)"
    case .latex: "\(left) \\cdot \(right)"
    case .text(ascii: false): "\(left) · \(right)"
    default: "\(left) * \(right)"
    }
  }

  private func sum(_ tensors: [Tensor]) -> String {
    let parts = tensors.compactMap(\.scalar)
    guard parts.count == tensors.count else { return "\(tensors.count) contributions" }
    var text = ""
    for (index, part) in parts.prefix(8).enumerated() {
      if index > 0 { text += part < 0 ? " - " : " + " }
      text += plain(index > 0 && part < 0 ? -part : part)
    }
    if parts.count > 8 { text += isLaTeX ? " + \\cdots" : " + ... (\(parts.count) in all)" }
    return text
  }
}

extension Table {
  fileprivate func width(upTo limit: Int) -> Int {
    guard limit != .max else { return 0 }
    return text(width: limit).map { TextWidth.of($0) }.max() ?? 0
  }
}

/// The marks on letters.
enum Accent {
  /// Returns a name with the bar of the adjoint over its first letter: `v̄3`.
  static func bar(_ name: String) -> String {
    var scalars = name.unicodeScalars
    guard let first = scalars.popFirst() else { return name }
    return String(Character(first)) + "\u{304}" + String(scalars)
  }
}

extension String.UnicodeScalarView {
  fileprivate mutating func popFirst() -> Unicode.Scalar? { isEmpty ? nil : removeFirst() }
}
