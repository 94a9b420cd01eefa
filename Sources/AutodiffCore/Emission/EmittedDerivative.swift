/// The derivatives that functions are written for.
package enum EmittedDerivative: String, CaseIterable, Sendable {
  case gradient, jacobian, hessian, hvp, jvp

  /// The table of their forms, by which every language writes its function.
  struct Form: Sendable {
    /// The beginning of the comment above the function.
    var meaning: String
    /// The answers, in the order in which the function gives them.
    var answers: [EmittedAnswer]
    /// A Boolean value indicating whether the function takes a direction beside the inputs.
    var takesDirection = false
    /// A Boolean value indicating whether the program has to have one output.
    var isOfScalars = false
  }

  var form: Form {
    switch self {
    case .gradient:
      Form(
        meaning: "The value of f and its gradient, by reverse mode", answers: [.value, .gradient], isOfScalars: true)
    case .jacobian: Form(meaning: "The value of f and its Jacobian, by reverse mode", answers: [.value, .jacobian])
    case .hessian:
      Form(
        meaning: "The value of f, its gradient and its Hessian, by forward over reverse mode",
        answers: [.value, .gradient, .hessian], isOfScalars: true)
    case .hvp:
      Form(
        meaning: "The Hessian of f times a direction, by forward over reverse mode", answers: [.product],
        takesDirection: true, isOfScalars: true)
    case .jvp:
      Form(
        meaning: "The value of f and its derivative along a direction, by forward mode", answers: [.value, .tangent],
        takesDirection: true)
    }
  }

  /// A Boolean value indicating whether the program has to have one output.
  package var isOfScalars: Bool { form.isOfScalars }
}

/// The answers that functions give; their names are those of arguments and of parts of results.
enum EmittedAnswer: String, CaseIterable, Sendable {
  case value, gradient, jacobian, hessian, product, tangent

  /// The name of the direction among a function's arguments.
  static let direction = "v"

  /// A Boolean value indicating whether it is in the output's shape.
  var isOfOutput: Bool { self == .value || self == .tangent }
  /// A Boolean value indicating whether it has rows, one for each element of the output or of the inputs.
  var isMatrix: Bool { self == .jacobian || self == .hessian }
}
