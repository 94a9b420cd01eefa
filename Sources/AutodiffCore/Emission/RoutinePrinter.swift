/// Writes a routine in one language.
struct RoutinePrinter<D: RoutineDialect> {
  private let routine: Routine
  /// The parameters that say where arrays begin, by the arrays' names.
  private var starts: [String: String] = [:]
  private let tables: [String: String]

  /// Longer lines are broken up.
  private static var mostColumns: Int { 104 }

  init(_ routine: Routine) {
    self.routine = routine
    tables = Dictionary(
      routine.tables.map { ($0.name, D.table($0.name, in: routine)) }, uniquingKeysWith: { one, _ in one })
    guard D.hasStarts else { return }
    for parameter in routine.parameters {
      switch parameter {
      case .lane(let name, let start), .written(let name, let start): starts[name] = start
      case .number, .count: break
      }
    }
  }

  var lines: [String] {
    D.documentation(routine.documentation) + D.definition(routine, lines(routine.body, depth: 1))
  }

  // MARK: Statements

  /// One copy does for all languages.
  @inline(never)
  @_semantics("optimize.sil.specialize.generic.never")
  private func lines(_ statements: [Routine.Statement], depth: Int) -> [String] {
    let indent = String(repeating: "    ", count: depth)
    var lines: [String] = []
    var last: (name: String, count: Code)?
    var rest = statements[...]
    while let statement = rest.popFirst() {
      switch statement {
      case .note(let text): lines.append(indent + D.note(text))
      case .declare(let name, _, .routine(let routine, let terms), _)
      where D.copiesArrays && !written(routine, terms).isEmpty:
        lines.append(indent + calling(routine, terms, givesTo: name) + D.statementEnd)
      case .declare(let name, let kind, let value, let isVariable):
        var names = [(name, code(value).text)]
        while case .declare(let name, kind, let value, isVariable)? = rest.first {
          let next = names + [(name, code(value).text)]
          let declaration = D.declaration(kind, next, isVariable: isVariable)
          guard declaration.count == 1, declaration[0].utf8.count + indent.utf8.count <= Self.mostColumns else { break }
          names = next
          rest.removeFirst()
        }
        lines += D.declaration(kind, names, isVariable: isVariable).map { indent + $0 }
      case .assign, .change, .call, .returns, .leave, .skip:
        lines.append(indent + (simple(statement) ?? ""))
      case .branch(let condition, let body, let otherwise):
        lines += block(.when(code(condition)), body, otherwise: otherwise, depth)
      case .loop(let name, let start, let end, let isUp, let body):
        lines += block(
          isUp ? .up(name, from: code(start), to: code(end)) : .down(name, from: code(end)), body, depth)
      case .repeats(let condition, let body): lines += block(.during(code(condition)), body, depth)
      case .split(let fraction, let exponent, let value):
        lines += D.split(code(value).text, fraction: fraction, exponent: exponent).map { indent + $0 }
      case .array(let name, let count): lines.append(indent + D.array(name, count))
      case .scratch(let name, let count):
        let count = code(count)
        if let line = D.scratch(name, count, after: last) { lines.append(indent + line) }
        last = (name, count)
      }
    }
    return lines
  }

  private func block(
    _ block: Block, _ body: [Routine.Statement], otherwise: [Routine.Statement] = [], _ depth: Int
  ) -> [String] {
    let indent = String(repeating: "    ", count: depth)
    if otherwise.isEmpty, body.count == 1, let statement = simple(body[0]), let line = D.inline(block, statement),
      line.utf8.count + indent.utf8.count <= Self.mostColumns
    {
      return [indent + line]
    }
    var lines = [indent + D.opening(block)] + self.lines(body, depth: depth + 1)
    if !otherwise.isEmpty { lines += [indent + D.otherwise] + self.lines(otherwise, depth: depth + 1) }
    if let end = D.blockEnd { lines.append(indent + end) }
    return lines
  }

  /// A statement of one line; nil for one that holds others or declares a name.
  private func simple(_ statement: Routine.Statement) -> String? {
    switch statement {
    case .assign(let target, let value): code(target).text + " = " + code(value).text + D.statementEnd
    case .change(let primitive, let target, let value):
      D.change(primitive, code(target).text, code(value)) + D.statementEnd
    case .call(.routine(let name, let terms)): calling(name, terms) + D.statementEnd
    case .call(let term): code(term).text + D.statementEnd
    case .returns(let value): D.returning(value.map { code($0).text }) + D.statementEnd
    case .leave: "break" + D.statementEnd
    case .skip: "continue" + D.statementEnd
    case .note, .declare, .branch, .loop, .repeats, .split, .array, .scratch: nil
    }
  }

  private func calling(_ name: String, _ terms: [RoutineTerm], givesTo number: String? = nil) -> String {
    D.calling(
      code(.routine(name, terms)).text, givesTo: number, isGiven: Routine.named[name]?.givesNumber == true,
      writing: written(name, terms))
  }

  /// The arrays that a call writes to.
  private func written(_ name: String, _ terms: [RoutineTerm]) -> [String] {
    let parameters = name == routine.name ? routine.parameters : Routine.named[name]?.parameters ?? []
    return zip(terms, parameters).compactMap { term, parameter in
      if case .written = parameter, case .lane(let array, _) = term { array } else { nil }
    }
  }

  // MARK: Expressions

  /// One copy does for all languages.
  @inline(never)
  @_semantics("optimize.sil.specialize.generic.never")
  private func code(_ term: RoutineTerm) -> Code {
    switch term {
    case .number(let value): D.number(value)
    case .powerOfTwo(let exponent): D.powerOfTwo(exponent)
    case .whole(let value): Code(text: String(value), level: value < 0 ? Code.prefix : Code.atom)
    case .truth(let value): Code(text: D.truth(value))
    case .name(let name): Code(text: name)
    case .gate(let primitive, let terms): D.gate(primitive, terms.map(code), isNaNTest: false)
    case .quotient(let term, let divisor): D.quotient(code(term), divisor)
    case .library(let name, let terms): call(D.library(name), terms.map { code($0).text })
    case .routine(let name, let terms): call(D.routine(name), arguments(name, terms))
    case .element(let array, let place): Code(text: D.element(tables[array] ?? array, position(array, place)))
    case .lane(let array, let place): Code(text: D.part(array, position(array, place)))
    case .isNaN(let term): D.isNaN(code(term), negated: false)
    case .isFinite(let term): D.isFinite(code(term))
    case .asNumber(let term): D.asNumber(code(term))
    case .asCount(let term): D.asCount(code(term))
    }
  }

  private func call(_ name: String, _ arguments: [String]) -> Code {
    Code(text: "\(name)(\(arguments.joined(separator: ", ")))")
  }

  /// The arguments of a call, those that the routine writes to as the language wants them.
  private func arguments(_ name: String, _ terms: [RoutineTerm]) -> [String] {
    let parameters = name == routine.name ? routine.parameters : Routine.named[name]?.parameters ?? []
    return zip(terms, parameters).map { term, parameter in
      if case .written = parameter, case .lane(let array, let place) = term {
        return D.mutablePart(array, position(array, place))
      }
      return code(term).text
    }
  }

  /// A place in an array, counted from where the array itself begins.
  private func position(_ array: String, _ place: RoutineTerm) -> String {
    let text = code(place).text
    guard let start = starts[array] else { return text }
    return text == "0" ? start : "\(start) + \(text)"
  }
}

extension Routine {
  static let all = scalars + lanes + orders + gathers + matrices
  static let named = Dictionary(all.map { ($0.name, $0) }, uniquingKeysWith: { one, _ in one })

  /// The routine in a language, and those that it calls.
  func helper<D: RoutineDialect>(_ dialect: D.Type) -> Helper {
    Helper(needs: calls + libraryCalls.map(D.library), text: RoutinePrinter<D>(self).lines.joined(separator: "\n"))
  }
}
