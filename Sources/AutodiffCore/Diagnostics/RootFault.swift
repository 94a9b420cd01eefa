/// The ways in which an equation cannot be solved for its unknown.
package enum RootFault: Equatable, Sendable {
  /// The second argument is no name.
  case nameNeeded
  /// A sign of equality in the expression.
  case equation
  /// A name that has a value already.
  case taken(String)
  /// A start that is neither a number nor a vector.
  case start(String, Shape)
  /// The shape of the unknown, and the other one of the expression.
  case shape(String, Shape, given: Shape)
  /// An expression that does not depend on its unknown.
  case constant(String)
  /// A search that came to no root: where it ended, and the greatest value of the expression there.
  case notFound(String, at: [Double], residual: Double)
  /// A place from which no step leads on: the expression's derivative by the unknown has no inverse, or is not finite.
  case stuck(String, at: [Double])
  /// A root at which the expression's derivative by the unknown has no inverse.
  case singular(String, at: [Double])
  /// A root at which the expression has a kink.
  case kink(String, at: [Double])
  /// Equations inside each other, too deeply.
  case nested(Int)
  /// Steps of all searches together.
  case steps(Int)
  /// A command whose answer would hold at one point only.
  case noFormula(String)
}

/// The words for faults of equations.
enum RootText {
  static func message(_ fault: RootFault) -> String {
    switch fault {
    case .nameNeeded: "'root' solves for a name, its second argument"
    case .equation: "'root' takes an expression that is to be 0, not an equation"
    case .taken(let name): "\(ProblemText.quoted(name)) has a value here, and cannot be solved for"
    case .start(let name, let shape):
      "\(ProblemText.quoted(name)) is a number or a vector, and starts as \(ShapeText.phrase(shape))"
    case .shape(let name, let shape, let given):
      "'root' needs as many equations as unknowns: \(ProblemText.quoted(name)) is \(ShapeText.phrase(shape)), "
        + "the expression \(ShapeText.phrase(given))"
    case .constant(let name): "the expression of 'root' does not depend on \(ProblemText.quoted(name))"
    case .notFound(let name, let place, let residual):
      "'root' does not converge: at \(text(name, place)) the expression is still \(NumberText(digits: 3)(residual))"
    case .stuck(let name, let place):
      "'root' cannot go on from \(text(name, place)), where "
        + (place.count == 1
          ? "the derivative by the unknown is 0 or not finite"
          : "the derivatives by the unknowns form a singular matrix")
    case .singular(let name, let place):
      "the root near \(text(name, place)) is not a simple one, and has no derivative"
    case .kink(let name, let place):
      "the expression of 'root' has a kink at its root \(text(name, place)), which has no derivative"
    case .nested(let count): "limit: more than \(count) calls of 'root' inside each other"
    case .steps(let count): "limit: more than \(ProblemText.grouped(count)) steps of all calls of 'root'"
    case .noFormula(let command): "a formula for 'root' is not known to \(ProblemText.quoted(command))"
    }
  }

  static func hint(_ fault: RootFault) -> String? {
    switch fault {
    case .nameNeeded: "write root(u^2 - 2, u, 1)"
    case .equation: "subtract one side from the other"
    case .taken: "choose a name of its own: root(v^2 - 2, v, 1)"
    case .start: "a vector is written [1, 2]"
    case .shape: "several equations are a list: root([u[1] + u[2] - 3, u[1]*u[2] - 2], u, [1, 3])"
    case .constant: "the second argument is the name that is solved for"
    case .notFound: "begin at another start, the third argument, nearer to a root"
    case .stuck: "begin at another start, the third argument, beside it"
    case .singular(_, let place):
      place.count == 1
        ? "the derivative by the unknown is 0 or not finite there, as that of u^2 at 0"
        : "the derivatives by the unknowns form a singular matrix there"
    case .kink: "move a little away from the kink"
    case .nested, .steps: nil
    case .noFormula: "grad, jacobian and hessian differentiate it at a point"
    }
  }

  /// Returns the text of a place, such as "u = 0.5"; only the beginning of a long vector.
  private static func text(_ name: String, _ place: [Double]) -> String {
    let shown = place.prefix(4).map { NumberText(digits: 6)($0) }.joined(separator: ", ")
    let name = ProblemText.printable(name)
    return place.count == 1 ? "\(name) = \(shown)" : "\(name) = [\(shown)\(place.count > 4 ? ", …" : "")]"
  }
}
