/// A store of algebraic terms in a form in which equal ones look equal: sums have their like terms collected, products
/// their equal bases, and functions are of such terms. Each term is stored once, after its parts.
///
/// Nothing is multiplied out: (x + 1)² stays as it is, and a shared part stays shared, so that a derivative grows only
/// as fast as its graph.
package final class Algebra {
  /// The number of a term, in the order in which terms were made.
  package typealias ID = UInt32

  /// A power in a product.
  struct Factor: Hashable {
    var base: ID
    var exponent: Double
  }

  /// A term of a sum, with the number before it.
  struct Summand: Hashable {
    var coefficient: Coefficient
    /// A term without a coefficient of its own.
    var term: ID
  }

  /// The kinds of terms.
  enum Term: Hashable {
    case number(Coefficient)
    /// A constant that has a name.
    case named(Constant)
    /// A variable, by its place in `inputs`.
    case input(Int)
    /// A primitive of numbers, applied element by element.
    case function(Primitive, [ID])
    /// An operation on whole arrays, with its setting and the shape of its result.
    case array(Primitive, Setting, Shape, [ID])
    case product(Coefficient, [Factor])
    case sum(Coefficient, [Summand])
  }

  /// The constants that have a name.
  enum Constant: Double {
    case pi = 3.141592653589793
    case e = 2.718281828459045
  }

  /// The terms, by their numbers.
  private(set) var terms: [Term] = []
  /// The shape of each term.
  private(set) var shapes: [Shape] = []
  /// The number of operations of each term if nothing is shared.
  private(set) var operations: [Double] = []
  /// The greatest depth of nested brackets in each term if no part has a name.
  private(set) var depths: [Int] = []
  /// The place of each input's name among all inputs.
  private(set) var inputs: [String: Int] = [:]
  /// The places of the inputs that are declared to be symmetric matrices.
  var symmetricInputs: Set<Int> = []
  private var known: [Term: ID] = [:]
  /// The parts of arrays that were found before.
  var knownParts: [Part: ID] = [:]
  /// The liberty that is taken with what sweeps ask for.
  var style = Style.textbook { didSet { knownParts = [:] } }
  /// A Boolean value indicating whether hidden operations that a person knows by a name are written by it, as in steps of
  /// a derivation; elsewhere they are spelt out in those that the language has.
  var keepsNames = false
  /// The inputs that stand behind all other factors of a product, as dx does.
  var trailing: Set<ID> = []
  /// A Boolean value indicating whether a product is being tried as a sum, whose common factors would otherwise make it
  /// the same product again.
  var isDistributing = false

  /// A part of an array, as a key: the same part is needed once for each path that leads to it.
  struct Part: Hashable {
    var whole: ID
    var subscripts: [Subscript]
  }

  /// Creates a store without terms.
  package init() {}

  /// Returns the term of an input, which is a new one if its name is.
  func input(_ name: String, shape: Shape) -> ID {
    let place = inputs[name] ?? inputs.count
    inputs[name] = place
    return intern(.input(place), shape)
  }

  /// Returns the term of a number.
  func number(_ value: Coefficient) -> ID { intern(.number(value), .scalar) }

  /// Returns the number of a term, storing it if it is new.
  func intern(_ term: Term, _ shape: Shape) -> ID {
    if let id = known[term] { return id }
    let id = ID(truncatingIfNeeded: terms.count)
    terms.append(term)
    shapes.append(shape)
    operations.append(Self.operations(of: term) { operations[Int($0)] })
    depths.append(1 + (parts(of: term).map { depths[Int($0)] }.max() ?? 0))
    known[term] = id
    return id
  }

  /// Returns the number of a term, or nil if it is not stored.
  func known(_ term: Term) -> ID? { known[term] }

  subscript(_ id: ID) -> Term { terms[Int(id)] }

  /// Returns the shape of a term.
  func shape(_ id: ID) -> Shape { shapes[Int(id)] }

  /// Returns the number that a term is, or nil if it is something else.
  func number(_ id: ID) -> Coefficient? { if case .number(let value) = self[id] { value } else { nil } }

  /// Returns the shape of an elementwise operation's result; the operands' shapes are known to fit.
  func common(_ parts: some Sequence<ID>) -> Shape {
    parts.reduce(Shape.scalar) { $0.broadcast(with: shape($1)) ?? $0 }
  }

  /// Returns the terms that a term is made of.
  func parts(_ id: ID) -> [ID] { parts(of: self[id]) }

  private func parts(of term: Term) -> [ID] {
    switch term {
    case .number, .named, .input: []
    case .function(_, let operands), .array(_, _, _, let operands): operands
    case .product(_, let factors): factors.map(\.base)
    case .sum(_, let summands): summands.map(\.term)
    }
  }

  /// Returns the factors of a term read as a product, without its coefficient.
  func factors(_ id: ID) -> [Factor] {
    if case .product(_, let factors) = self[id] { factors } else { [Factor(base: id, exponent: 1)] }
  }

  /// Returns a Boolean value for each term, indicating whether one of `roots` is made of it.
  func reached(from roots: [ID]) -> [Bool] {
    var reached = [Bool](repeating: false, count: terms.count)
    for root in roots { reached[Int(root)] = true }
    for id in terms.indices.reversed() where reached[id] {
      for part in parts(ID(id)) { reached[Int(part)] = true }
    }
    return reached
  }

  /// Returns the number of operations of a term, given those of its parts.
  static func operations(of term: Term, parts of: (ID) -> Double) -> Double {
    switch term {
    case .number, .named, .input: return 0
    case .function(_, let operands), .array(_, _, _, let operands): return operands.reduce(1) { $0 + of($1) }
    case .product(let coefficient, let factors):
      return factors.reduce(coefficient.magnitude.isOne ? -1 : 0) {
        $0 + of($1.base) + (fabs($1.exponent) == 1 ? 1 : 2)
      }
    case .sum(let constant, let summands):
      return summands.reduce(constant.isZero ? -1 : 0) {
        $0 + of($1.term) + ($1.coefficient.magnitude.isOne ? 1 : 2)
      }
    }
  }
}
