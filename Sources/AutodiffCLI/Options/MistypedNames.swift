/// The tables of what people type in place of commands, options and their values.
extension MistypedLine {
  /// The names that other programs give to commands; without values, a formula may be what is asked for.
  static let commandNames: [(names: String, command: String, withoutValues: String)] = [
    ("derivative diff differentiate deriv d dx", "grad", "derive"), ("symbolic formula", "derive", "derive"),
    ("gradient backward backprop reverse vgrad value_and_grad", "grad", "derive"),
    ("forward", "trace --mode forward", "trace --mode forward"), ("steps", "trace", "trace"),
    ("minimize minimise train fit optimize optimise sgd gd descent", "descend", "descend"),
    ("jac jacobi jacrev jacfwd", "jacobian", "jacobian"), ("hess", "hessian", "hessian"),
    ("evaluate value compute calc calculate run", "eval", "eval"), ("verify test gradcheck numgrad", "check", "check"),
    ("draw dot dag", "graph", "graph"), ("code codegen compile export c", "emit", "emit"),
    ("list primitives ops", "functions", "functions"), ("version", "--version", "--version"),
    ("nabla del", "grad", "derive"), ("man manual usage", "help", "help"),
    ("mark", "grade", "grade"), ("exercise sheet", "worksheet", "worksheet"),
  ]

  /// The names that other programs give to options, with what is written in their place.
  static let optionNames: [(names: String, option: String)] = [
    ("json", "--format json"), ("csv", "--format csv"), ("tsv", "--format tsv"), ("latex tex", "--format latex"),
    ("markdown md", "--format markdown"), ("plain raw", "--format plain"), ("type fmt F", "--format"),
    ("precision prec decimals sig significant places p", "--digits"), ("lr learning-rate eta step-size", "--rate"),
    ("iterations iter iters epochs max-iter maxiter n", "--steps"), ("reverse backward", "--mode reverse"),
    ("forward tangent", "--mode forward"), ("values value point with where set var-values vars", "--at"),
    ("expression func function formula", "--expr"), ("data table rows input", "--points"),
    ("var variables by respect-to d", "--wrt"), ("o out output output-file", ">"),
    ("no-color no-colour nocolor", "--color never"),
    ("colour", "--color"), ("silent s quietly", "--quiet"), ("threads j workers", "--jobs"),
    ("eps epsilon delta step-length", "--step"), ("batch-size", "--batch"), ("tol", "--tolerance"),
    ("lang l", "--language"),
    ("claim answer expected", "--expect"), ("second", "--order 2"), ("dimensions dims shapes", "--shape"),
    ("dir v tangent-vector", "--direction"), ("seed-vector adjoint weights", "--cotangent"),
    ("dot", "--format dot"), ("mermaid", "--format mermaid"), ("svg", "--format svg > graph.svg"),
    ("png", "--format dot | dot -Tpng > graph.png"), ("python py", "--language python"), ("swift", "--language swift"),
    ("c", "--language c"), ("alpha", "--rate"), ("answers solution solutions answer-key", "--key"), ("level", "--hint"),
    ("samples trials", "--random"), ("method", "--scheme"), ("optimizer optimiser solver algorithm", "--method"),
    ("bound limits box constraints", "--bounds"),
    ("central", "--scheme central"), ("h", "--step"), ("with-respect-to wrt-to", "--wrt"), ("random-seed", "--seed"),
  ]

  /// The values of options that other programs have, and other spellings.
  static let valueNames: [(option: String, names: String, value: String)] =
    ["png", "pdf", "jpg", "jpeg", "gif"].map { kind in
      ("--format", kind, "dot | dot -T\(kind == "jpeg" ? "jpg" : kind) > graph.\(kind == "jpeg" ? "jpg" : kind)")
    } + [
      ("--method", "l-bfgs l-bfgs-b bfgs quasi-newton", "lbfgs"), ("--method", "newton-cg trust-ncg", "newton"),
      ("--method", "nag", "nesterov"), ("--method", "gd sgd momentum steepest", "gradient"),
      ("--format", "graphviz gv", "dot"), ("--format", "tex", "latex"), ("--format", "md", "markdown"),
      ("--format", "txt", "text"), ("--format", "moodle xml", "gift"), ("--format", "numpy", "npy"),
      ("--format", "tab", "tsv"),
      ("--format", "raw", "plain"), ("--mode", "backward backwards backprop adjoint", "reverse"),
      ("--mode", "tangent fwd dual", "forward"), ("--language", "py python3 numpy", "python"),
      ("--language", "tex", "latex"),
      ("--language", "c99 ansi c++ cpp cxx", "c"), ("--language", "rs", "rust"), ("--language", "octave m", "matlab"),
      ("--language", "js node typescript ts", "javascript"), ("--derivative", "grad first", "gradient"),
      ("--derivative", "hess second", "hessian"), ("--derivative", "jac", "jacobian"),
      ("--scheme", "forwards one-sided", "forward"),
      ("--scheme", "centered centred symmetric", "central"),
    ]
}
