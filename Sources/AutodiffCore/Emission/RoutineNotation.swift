/// The notation in which routines are written: expressions as mathematics, statements as a program.
typealias RoutineTerm = Routine.Term

extension Routine.Term: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral, ExpressibleByStringLiteral {
  init(floatLiteral value: Double) { self = .number(value) }
  init(integerLiteral value: Int) { self = .whole(value) }
  init(stringLiteral name: String) { self = .name(name) }

  static let infinity = RoutineTerm.number(.infinity)
  static let nan = RoutineTerm.number(.nan)
  static let pi = RoutineTerm.number(.pi)

  static func + (x: RoutineTerm, y: RoutineTerm) -> RoutineTerm { .gate(.add, [x, y]) }
  static func - (x: RoutineTerm, y: RoutineTerm) -> RoutineTerm { .gate(.subtract, [x, y]) }
  static func * (x: RoutineTerm, y: RoutineTerm) -> RoutineTerm { .gate(.multiply, [x, y]) }
  static func / (x: RoutineTerm, y: RoutineTerm) -> RoutineTerm { .gate(.divide, [x, y]) }
  static prefix func - (x: RoutineTerm) -> RoutineTerm { .gate(.negate, [x]) }

  static func == (x: RoutineTerm, y: RoutineTerm) -> RoutineTerm { .gate(.equal, [x, y]) }
  static func != (x: RoutineTerm, y: RoutineTerm) -> RoutineTerm { .gate(.notEqual, [x, y]) }
  static func < (x: RoutineTerm, y: RoutineTerm) -> RoutineTerm { .gate(.less, [x, y]) }
  static func <= (x: RoutineTerm, y: RoutineTerm) -> RoutineTerm { .gate(.lessEqual, [x, y]) }
  static func > (x: RoutineTerm, y: RoutineTerm) -> RoutineTerm { .gate(.greater, [x, y]) }
  static func >= (x: RoutineTerm, y: RoutineTerm) -> RoutineTerm { .gate(.greaterEqual, [x, y]) }
  static func && (x: RoutineTerm, y: RoutineTerm) -> RoutineTerm { connection(.and, x, y) }
  static func || (x: RoutineTerm, y: RoutineTerm) -> RoutineTerm { connection(.or, x, y) }
  static prefix func ! (x: RoutineTerm) -> RoutineTerm { .gate(.not, [x]) }

  /// A connection of two conditions or of several.
  private static func connection(_ primitive: Primitive, _ x: RoutineTerm, _ y: RoutineTerm) -> RoutineTerm {
    if case .gate(primitive, let terms) = x { .gate(primitive, terms + [y]) } else { .gate(primitive, [x, y]) }
  }

  static func += (x: RoutineTerm, y: RoutineTerm) -> Routine.Statement { .change(.add, x, y) }
  static func -= (x: RoutineTerm, y: RoutineTerm) -> Routine.Statement { .change(.subtract, x, y) }
  static func *= (x: RoutineTerm, y: RoutineTerm) -> Routine.Statement { .change(.multiply, x, y) }
  static func /= (x: RoutineTerm, y: RoutineTerm) -> Routine.Statement { .change(.divide, x, y) }
}

infix operator <- : AssignmentPrecedence
func <- (target: RoutineTerm, value: RoutineTerm) -> Routine.Statement { .assign(target, value) }

func choose(_ condition: RoutineTerm, _ value: RoutineTerm, _ other: RoutineTerm) -> RoutineTerm {
  .gate(.choose, [condition, value, other])
}

/// A row of numbers that a routine indexes.
struct RoutineLane: Sendable {
  var name: String

  init(_ name: String) { self.name = name }

  subscript(_ place: RoutineTerm) -> RoutineTerm { .element(name, place) }
  func from(_ place: RoutineTerm) -> RoutineTerm { .lane(name, place) }
  var all: RoutineTerm { from(0) }
}

/// A function of the C library.
struct LibraryFunction: Sendable {
  var name: String

  init(_ name: String) { self.name = name }

  func callAsFunction(_ arguments: RoutineTerm...) -> RoutineTerm { .library(name, arguments) }
}

/// A call of the routine that is being written.
struct Recursion: Sendable {
  var name: String

  init(_ name: String) { self.name = name }

  func callAsFunction(_ arguments: RoutineTerm...) -> RoutineTerm { .routine(name, arguments) }
}

extension Routine {
  /// A call.
  func callAsFunction(_ arguments: RoutineTerm...) -> RoutineTerm { .routine(name, arguments) }

  // MARK: Statements

  static func note(_ text: String) -> Statement { .note(text) }

  static func constant(_ name: String, _ value: RoutineTerm, _ kind: Kind = .number) -> Statement {
    .declare(name, kind, value, isVariable: false)
  }

  static func variable(_ name: String, _ value: RoutineTerm, _ kind: Kind = .number) -> Statement {
    .declare(name, kind, value, isVariable: true)
  }

  static func split(_ value: RoutineTerm, fraction: String? = nil, exponent: String) -> Statement {
    .split(fraction: fraction, exponent: exponent, value)
  }

  static func array(_ name: String, _ count: Int) -> Statement { .array(name, count) }
  static func scratch(_ name: String, _ count: RoutineTerm) -> Statement { .scratch(name, count) }

  static func when(_ condition: RoutineTerm, @StatementBuilder _ body: () -> [Statement]) -> Statement {
    .branch(condition, body(), otherwise: [])
  }

  static func when(
    _ condition: RoutineTerm, @StatementBuilder _ body: () -> [Statement],
    @StatementBuilder otherwise: () -> [Statement]
  ) -> Statement {
    .branch(condition, body(), otherwise: otherwise())
  }

  static func each(
    _ name: String, _ start: RoutineTerm, _ end: RoutineTerm, @StatementBuilder _ body: () -> [Statement]
  ) -> Statement {
    .loop(name, start, end, isUp: true, body())
  }

  /// A loop from below `end` down to 0.
  static func back(_ name: String, _ end: RoutineTerm, @StatementBuilder _ body: () -> [Statement]) -> Statement {
    .loop(name, 0, end, isUp: false, body())
  }

  static func during(_ condition: RoutineTerm, @StatementBuilder _ body: () -> [Statement]) -> Statement {
    .repeats(condition, body())
  }

  static func call(_ term: RoutineTerm) -> Statement { .call(term) }
  static func give(_ value: RoutineTerm) -> Statement { .returns(value) }
  /// A return without a value.
  static var done: Statement { .returns(nil) }
  static var leave: Statement { .leave }
  static var skip: Statement { .skip }
}
