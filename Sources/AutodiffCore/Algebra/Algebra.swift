/// Terms of algebra in a form in which equal ones look equal: sums with like terms collected, products with equal bases
/// collected, functions of those. Each is stored once, after its parts.
///
/// Nothing is multiplied out: (x + 1)² stays, and what is shared stays shared, so that a derivative grows as its graph
/// does.
package final class Algebra {
  package typealias ID = UInt32

  struct Factor: Hashable {
    var base: ID
    var exponent: Double
  }

  struct Summand: Hashable {
    var coefficient: Coefficient
    /// A term without a coefficient of its own.
    var term: ID
  }

  enum Term: Hashable {
    case number(Coefficient)
    /// A constant that has a name: pi or e.
    case named(Constant)
    /// Counts in `inputs`.
    case input(Int)
    /// A gate, element by element.
    case function(Primitive, [ID])
    case array(Primitive, Setting, Shape, [ID])
    case product(Coefficient, [Factor])
    case sum(Coefficient, [Summand])
  }

  enum Constant: Double {
    case pi = 3.141592653589793
    case e = 2.718281828459045
  }

  private(set) var terms: [Term] = []
  private(set) var shapes: [Shape] = []
  /// How many operations each has where nothing is shared.
  private(set) var operations: [Double] = []
  /// How many brackets each nests at most where nothing has a name.
  private(set) var depths: [Int] = []
  /// Where among the inputs each name is.
  private(set) var inputs: [String: Int] = [:]
  private var known: [Term: ID] = [:]
  var knownParts: [Part: ID] = [:]
  /// Whether a product is being tried as a sum, whose common factors would make it the same product again.
  var isDistributing = false

  /// A part of an array, which is asked for once for each way to it.
  struct Part: Hashable {
    var whole: ID
    var subscripts: [Subscript]
  }

  package init() {}

  func input(_ name: String, shape: Shape) -> ID {
    let place = inputs[name] ?? inputs.count
    inputs[name] = place
    return intern(.input(place), shape)
  }

  func number(_ value: Coefficient) -> ID { intern(.number(value), .scalar) }

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

  /// The term if there is one already.
  func known(_ term: Term) -> ID? { known[term] }

  subscript(_ id: ID) -> Term { terms[Int(id)] }

  func shape(_ id: ID) -> Shape { shapes[Int(id)] }

  func number(_ id: ID) -> Coefficient? { if case .number(let value) = self[id] { value } else { nil } }

  /// The shape of an elementwise operation's result; shapes are known to fit.
  func common(_ parts: some Sequence<ID>) -> Shape {
    parts.reduce(Shape.scalar) { $0.broadcast(with: shape($1)) ?? $0 }
  }

  /// What a term consists of.
  func parts(_ id: ID) -> [ID] { parts(of: self[id]) }

  private func parts(of term: Term) -> [ID] {
    switch term {
    case .number, .named, .input: []
    case .function(_, let operands), .array(_, _, _, let operands): operands
    case .product(_, let factors): factors.map(\.base)
    case .sum(_, let summands): summands.map(\.term)
    }
  }

  /// A term as a product.
  func factors(_ id: ID) -> [Factor] {
    if case .product(_, let factors) = self[id] { factors } else { [Factor(base: id, exponent: 1)] }
  }

  /// The terms that others are made of, each after its parts.
  func reached(from roots: [ID]) -> [Bool] {
    var reached = [Bool](repeating: false, count: terms.count)
    for root in roots { reached[Int(root)] = true }
    for id in terms.indices.reversed() where reached[id] {
      for part in parts(ID(id)) { reached[Int(part)] = true }
    }
    return reached
  }

  /// How many operations a term is, with those of its parts.
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
