/// A function that emitted code is given where the language lacks it, written once for all languages.
struct Routine: Sendable {
  var name: String
  /// The comment above it, with the source of its formulas.
  var documentation: String
  var parameters: [Parameter]
  /// A Boolean value indicating whether it gives a number, rather than only writing into arrays.
  var givesNumber: Bool
  /// Constants that it looks up, by their names.
  var tables: [(name: String, values: [Double])]
  var body: [Statement]

  init(
    _ name: String, _ documentation: String, _ parameters: [Parameter], givesNumber: Bool = true,
    tables: [(name: String, values: [Double])] = [], @StatementBuilder body: () -> [Statement]
  ) {
    self.name = name
    self.documentation = documentation
    self.parameters = parameters
    self.givesNumber = givesNumber
    self.tables = tables
    self.body = body()
  }

  enum Parameter: Sendable {
    case number(String)
    case count(String)
    /// An array's numbers from a place on, which languages without such an argument are given by its name here.
    case lane(String, from: String)
    /// The same where the routine writes there.
    case written(String, from: String)

    var name: String {
      switch self {
      case .number(let name), .count(let name), .lane(let name, _), .written(let name, _): name
      }
    }
  }

  /// The kinds of values that have names.
  enum Kind: Sendable {
    /// A floating-point number of 64 bits.
    case number
    /// A whole number from 0 up, with which arrays are indexed.
    case count
    /// A whole number that may be negative.
    case exponent
    case truth
  }

  /// An expression: a number, a whole number, a truth value or an array.
  indirect enum Term: Sendable {
    case number(Double)
    case powerOfTwo(Int)
    case whole(Int)
    case truth(Bool)
    case name(String)
    /// An operator, a comparison, a connective or a choice.
    case gate(Primitive, [RoutineTerm])
    /// The whole part of a quotient of whole numbers.
    case quotient(RoutineTerm, Int)
    case library(String, [RoutineTerm])
    case routine(String, [RoutineTerm])
    case element(String, RoutineTerm)
    /// An array's numbers from a place on, as an argument.
    case lane(String, RoutineTerm)
    case isNaN(RoutineTerm)
    case isFinite(RoutineTerm)
    /// A whole number as one of floating point, and the reverse, which cuts off the fraction.
    case asNumber(RoutineTerm)
    case asCount(RoutineTerm)
  }

  indirect enum Statement: Sendable {
    case note(String)
    case declare(String, Kind, RoutineTerm, isVariable: Bool)
    case assign(RoutineTerm, RoutineTerm)
    /// An operator with assignment.
    case change(Primitive, RoutineTerm, RoutineTerm)
    case branch(RoutineTerm, [Statement], otherwise: [Statement])
    /// A loop over the whole numbers from one up to, not including, another; downwards from below it where asked.
    case loop(String, RoutineTerm, RoutineTerm, isUp: Bool, [Statement])
    case repeats(RoutineTerm, [Statement])
    case call(RoutineTerm)
    case returns(RoutineTerm?)
    case leave
    case skip
    /// A number as a fraction from 1/2 to 1, where its name is given, times a power of 2.
    case split(fraction: String?, exponent: String, RoutineTerm)
    /// An array of the routine's own that is full of zeros.
    case array(String, Int)
    /// An array whose length only the call knows; its first contents are not settled.
    case scratch(String, RoutineTerm)
  }
}

@resultBuilder enum StatementBuilder {
  static func buildBlock(_ statements: Routine.Statement...) -> [Routine.Statement] { statements }
}

extension Routine {
  /// The routines that it calls, in the order of the calls, itself left out.
  var calls: [String] {
    var names: [String] = []
    func visit(_ term: RoutineTerm) {
      switch term {
      case .number, .powerOfTwo, .whole, .truth, .name: break
      case .routine(let name, let terms):
        if name != self.name, !names.contains(name) { names.append(name) }
        terms.forEach(visit)
      case .gate(_, let terms), .library(_, let terms): terms.forEach(visit)
      case .quotient(let term, _), .element(_, let term), .lane(_, let term), .isNaN(let term), .isFinite(let term),
        .asNumber(let term), .asCount(let term):
        visit(term)
      }
    }
    Self.forEach(body) { $0.terms.forEach(visit) }
    return names
  }

  /// The functions of the C library that it calls.
  var libraryCalls: [String] {
    var names: [String] = []
    func visit(_ term: RoutineTerm) {
      switch term {
      case .number, .powerOfTwo, .whole, .truth, .name: break
      case .library(let name, let terms):
        if !names.contains(name) { names.append(name) }
        terms.forEach(visit)
      case .gate(_, let terms), .routine(_, let terms): terms.forEach(visit)
      case .quotient(let term, _), .element(_, let term), .lane(_, let term), .isNaN(let term), .isFinite(let term),
        .asNumber(let term), .asCount(let term):
        visit(term)
      }
    }
    Self.forEach(body) { $0.terms.forEach(visit) }
    return names
  }

  /// A Boolean value indicating whether it takes numbers apart into a fraction and a power of 2.
  var splits: Bool {
    var found = false
    Self.forEach(body) { if case .split = $0 { found = true } }
    return found
  }

  /// A Boolean value indicating whether some of its branches have another for the opposite.
  var hasBothWays: Bool {
    var found = false
    Self.forEach(body) { if case .branch(_, _, let otherwise) = $0, !otherwise.isEmpty { found = true } }
    return found
  }

  /// The names of arrays whose length only the call knows.
  var scratch: [String] {
    body.compactMap { if case .scratch(let name, _) = $0 { name } else { nil } }
  }

  /// The names of the arrays that it writes to.
  var writtenParameters: [String] {
    parameters.compactMap { if case .written(let name, _) = $0 { name } else { nil } }
  }

  /// The names of parameters that the body gives other values.
  var changedParameters: [String] {
    var changed: Set<String> = []
    Self.forEach(body) { statement in
      switch statement {
      case .assign(.name(let name), _), .change(_, .name(let name), _): changed.insert(name)
      case .note, .declare, .assign, .change, .branch, .loop, .repeats, .call, .returns, .leave, .skip, .split, .array,
        .scratch:
        break
      }
    }
    return parameters.map(\.name).filter(changed.contains)
  }

  private static func forEach(_ statements: [Statement], _ visit: (Statement) -> Void) {
    for statement in statements {
      visit(statement)
      switch statement {
      case .branch(_, let body, let otherwise):
        forEach(body, visit)
        forEach(otherwise, visit)
      case .loop(_, _, _, _, let body), .repeats(_, let body): forEach(body, visit)
      case .note, .declare, .assign, .change, .call, .returns, .leave, .skip, .split, .array, .scratch: break
      }
    }
  }
}

extension Routine.Statement {
  /// The expressions of the statement itself, not of those within it.
  fileprivate var terms: [Routine.Term] {
    switch self {
    case .note, .leave, .skip, .array: []
    case .declare(_, _, let term, _), .branch(let term, _, _), .repeats(let term, _), .call(let term),
      .split(_, _, let term), .scratch(_, let term):
      [term]
    case .assign(let one, let other), .change(_, let one, let other), .loop(_, let one, let other, _, _): [one, other]
    case .returns(let term): term.map { [$0] } ?? []
    }
  }
}
