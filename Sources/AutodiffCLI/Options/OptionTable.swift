import AutodiffCore

extension Option {
  /// The option's row in the table of options.
  package var description: Description {
    switch self {
    // MARK: Program
    case .expr: Description(short: "e", "EXPR", "the expression", .adds) { $0.expressions.append($1) }
    case .file:
      Description(short: "f", "FILE", "read the expression from FILE; '-' is standard input", .once) { $0.file = $1 }
    case .at:
      Description("NAME=VALUE,...", "values of the inputs, or @FILE with a NAME=VALUE on each line; repeatable", .adds)
      {
        $0.bindings.append($1)
      }
    case .given:
      Description("NAME=NUMBER,...", "whole numbers of the program, for sizes, bounds and indices", .joins) {
        options, text throws(Failure) in options.constants = try OptionValue.constants(text)
      }
    case .shape:
      Description("NAME=2x3,...", "shapes of inputs that are arrays, where no values are given", .joins) {
        options, text throws(Failure) in options.shapes = try OptionValue.shapes(text)
      }
    case .wrt:
      Description("NAMES", "which inputs to differentiate by, and in which order", .joins) {
        $0.wrt = OptionValue.names($1)
      }
    case .output:
      Description("ELEMENT", "which element of an output that is an array: its name, 2, or 1,2") { $0.output = $1 }
    case .ties:
      Description(
        "RULE", "equal arguments of max and min share the derivative, or it goes to one",
        values: Ties.allCases.map(\.rawValue)
      ) { $0.ties = Ties(rawValue: $1) ?? .split }

    // MARK: Derivatives
    case .direction:
      Description("NAME=VALUE,...", "the direction of the tangent; inputs not named have 0", .joins) {
        $0.direction = $1
      }
    case .cotangent:
      Description("VALUE", "what the output's elements are weighted with, in its shape") { $0.cotangent = $1 }
    case .mode:
      Description("MODE", "what the sweeps carry: forward tangents, reverse adjoints") {
        $0.traceMode = Trace.Mode(rawValue: $1)
        $0.jacobianMode = JacobianMode(rawValue: $1)
      }
    case .expand:
      Description("draw sigma, softplus, tanh, ... from elementary gates") { options, _ in
        options.expandsFunctions = true
      }
    case .saved:
      Description("mark the values that each gate keeps for the way back") { options, _ in options.marksSaved = true }
    case .orient:
      Description(
        "WAY", "the way from the inputs to f", values: SceneBuilder.Orientation.allCases.map(\.rawValue)
      ) { $0.orientation = SceneBuilder.Orientation(rawValue: $1) ?? .right }
    case .flow:
      Description(
        "in svg, tikz and html, wires as wide and dark as the gradients along them are large"
      ) { options, _ in
        options.showsFlow = true
      }
    case .order: Description("N", "1, or 2 for second derivatives", values: ["1", "2"]) { $0.order = Int($1) ?? 1 }
    case .inline:
      Description("each derivative as one expression, however often parts of it are repeated") { options, _ in
        options.isInline = true
      }
    case .symmetric:
      Description("NAMES", "inputs that are matrices equal to their transposes", .joins) {
        $0.symmetric = OptionValue.names($1)
      }

    case .sparse:
      Description("only what is not zero by the structure of the program, in few sweeps") { options, _ in
        options.isSparse = true
      }
    case .pattern:
      Description("with --sparse, the places alone; no values are needed") { options, _ in
        options.writesPattern = true
      }
    case .matrix:
      Description("one matrix: a row for each element of the output, a column for each of the inputs") {
        options, _ in options.isMatrix = true
      }
    case .chain:
      Description("the derivative as a product of Jacobians, and what each order of multiplying takes") {
        options, _ in options.showsChain = true
      }
    case .relative:
      Description("the elasticities x/f*df/dx, too: by how many percent f changes where x changes by one") {
        options, _ in options.isRelative = true
      }
    case .correlation:
      Description("X,Y=R", "how inputs with uncertainties, such as x=2±0.1, are correlated; repeatable", .adds) {
        $0.correlations.append($1)
      }
    case .rounding:
      Description("how many digits rounding leaves right, and the operation that loses most") { options, _ in
        options.examinesRounding = true
      }

    // MARK: Source code
    case .language:
      Description("LANGUAGE", "what the code is written in", values: SourceLanguage.allCases.map(\.rawValue)) {
        $0.language = SourceLanguage(rawValue: $1) ?? .c
      }
    case .derivative:
      Description(
        "KIND", "what it gives beside f; of one output the gradient unless given, of several the Jacobian",
        values: EmittedDerivative.allCases.map(\.rawValue)
      ) { $0.derivative = EmittedDerivative(rawValue: $1) }
    case .flat:
      Description("in python, one vector in and one of derivatives out, as scipy.optimize takes them") { options, _ in
        options.isFlat = true
      }
    case .style:
      Description(
        "STYLE", "in python, one function, or gates with 'forward' and 'backward' as on slides",
        values: SourceStyle.allCases.map(\.rawValue)
      ) { $0.style = SourceStyle(rawValue: $1) ?? .function }
    case .name:
      Description("NAME", "what the function is called; f unless given") { options, text throws(Failure) in
        options.functionName = try OptionValue.functionName(text, in: options.language)
      }
    case .main:
      Description("with a program around it that reads points and prints what 'grad' would") { options, _ in
        options.hasMain = true
      }

    // MARK: Tables
    case .points:
      Description(
        "FILE",
        "answer at each row of a table, whose columns are inputs (in 'check' df/dNAME a claim); '-' is standard input"
      ) { $0.points = $1 }
    case .columns: Description("NAMES", "the columns of a table that has no line of names") { $0.columns = $1 }
    case .keep:
      Description("NAMES", "columns of the table that each answer begins with, such as names", .joins) {
        $0.keep = $1
      }
    case .noHeader: Description("no line of names before the answers") { options, _ in options.writesNames = false }
    case .keepGoing:
      Description("answer rows that cannot be read with nan, and go on") { options, _ in options.keepsGoing = true }
    case .reduce:
      Description("HOW", "one answer over all rows", values: Reduction.allCases.map(\.rawValue)) {
        $0.reduction = Reduction(rawValue: $1)
      }
    case .jobs:
      Description("N", "threads that work on rows; as many as there are cores unless given") {
        options, text throws(Failure) in options.jobs = try OptionValue.whole(text, of: .jobs, from: 1)
      }

    // MARK: Homework
    case .idColumn:
      Description("COLUMN", "the column that names students; the first that has no answers unless given") {
        $0.idColumn = $1
      }

    case .students:
      Description("FILE", "a class: a name on each line, or a table with a column of them") { $0.students = $1 }
    case .key: Description("the key: the exercise with its gaps filled in") { options, _ in options.writesKey = true }

    // MARK: Checking
    case .expect:
      Description(
        "NAME=ANSWER,...", "check claimed derivatives: numbers, formulas, @FILE; repeatable", .adds
      ) { $0.claims.append($1) }
    case .why:
      Description("say which mistake gives a wrong answer; with no answer to check, list all single mistakes") {
        options, _ in options.asksWhy = true
      }
    case .ways:
      Description("the ways side by side: by hand, symbolic, numeric, forward and reverse, and the work of each") {
        options, _ in options.showsWays = true
      }
    case .hint:
      Description(
        "N", "tell less, and no number of the answer: which inputs, where they are used, what is missing",
        values: ["1", "2", "3"]
      ) { $0.hint = Int($1) }
    case .scheme:
      Description("SCHEME", "how differences are taken", values: DifferenceScheme.Kind.allCases.map(\.rawValue)) {
        $0.scheme = DifferenceScheme.Kind(rawValue: $1)
      }
    case .step:
      Description("H", "the step of a forward or central difference") { options, text throws(Failure) in
        options.step = try OptionValue.positive(text, of: .step)
      }
    case .rtol:
      Description("R", "relative tolerance, in place of the estimated error's") { options, text throws(Failure) in
        options.tolerance.relative = try OptionValue.notNegative(text, of: .rtol)
      }
    case .atol:
      Description("A", "absolute tolerance, in place of the estimated error's") { options, text throws(Failure) in
        options.tolerance.absolute = try OptionValue.notNegative(text, of: .atol)
      }
    case .sweep:
      Description("a table of the differences' errors against their steps") { options, _ in options.sweepsSteps = true }
    case .random:
      Description("N", "check at N random points") { options, text throws(Failure) in
        options.random = try OptionValue.whole(text, of: .random, from: 1)
      }
    case .seed:
      Description("S", "the seed of what is drawn at random; 1 unless given") { options, text throws(Failure) in
        options.seed = UInt64(try OptionValue.whole(text, of: .seed, from: 0))
      }
    case .range:
      Description("LO:HI", "where random points lie, -2:2 unless given; or x1=LO:HI,...; repeatable", .adds) {
        options, text throws(Failure) in options.ranges += try OptionValue.ranges(text)
      }

    // MARK: Descent
    case .initial:
      Description("NAME=VALUE,...", "values to start from, of what --at has none: W=randn(4, 8)", .adds) {
        $0.initial.append($1)
      }
    case .method:
      Description("METHOD", "the way down", values: DescentMethod.allCases.map(\.rawValue)) {
        $0.method = DescentMethod(rawValue: $1) ?? .gradient
      }
    case .bounds:
      Description("NAME=LO:HI,...", "keep parameters within bounds, of which one may be missing: x=0:1,w=0:", .joins) {
        options, text throws(Failure) in options.bounds = try OptionValue.bounds(text)
      }
    case .rate:
      Description("R", "how far a step goes: R times the gradient") { options, text throws(Failure) in
        options.rate = try OptionValue.positive(text, of: .rate)
      }
    case .steps:
      Description("N", "how many steps at most; 100 unless given") { options, text throws(Failure) in
        options.steps = try OptionValue.whole(text, of: .steps, from: 1)
      }
    case .momentum:
      Description("M", "how much of each step the next one keeps, from 0 (nesterov: 0.9) to below 1") {
        options, text throws(Failure) in
        options.momentum = try OptionValue.belowOne(text, of: .momentum)
      }
    case .tolerance:
      Description("T", "end once the loss changes by no more than T, relative where it is above 1") {
        options, text throws(Failure) in options.lossTolerance = try OptionValue.positive(text, of: .tolerance)
      }
    case .batch:
      Description("N", "steps by N rows each, in an order drawn anew for every pass over them") {
        options, text throws(Failure) in options.batch = try OptionValue.whole(text, of: .batch, from: 1)
      }

    case .trail:
      Description("in csv, tsv and json, the parameters of every step") { options, _ in options.writesTrail = true }

    // MARK: Plots
    case .along:
      Description("DIRECTION", "plot along NAME=VALUE,... or random from the point; twice for a plane", .adds) {
        $0.along.append($1)
      }
    case .path:
      Description("FILE", "draw the points of a table, as of 'descend --trail --format csv'") { $0.path = $1 }
    case .regions:
      Description("where each of several outputs is the greatest") { options, _ in options.showsRegions = true }
    case .loss:
      Description("FILE", "plot the losses of 'descend --format csv'; repeatable", .adds) { $0.losses.append($1) }

    // MARK: Answers
    case .format:
      Description("FORMAT", "how the answer is written") { options, text throws(Failure) in
        options.chosenFormat = try options.offeredFormat(text)
      }
    case .digits:
      Description("N", "significant digits, 1 to 17; else as many as it takes (fewer in tables for people)") {
        options, text throws(Failure) in options.manner.digits = try OptionValue.whole(text, of: .digits, in: 1...17)
      }
    case .color:
      Description(
        "WHEN", "whether to colour; auto honours NO_COLOR", values: Manner.Color.allCases.map(\.rawValue)
      ) { $0.manner.color = Manner.Color(rawValue: $1) ?? .auto }
    case .ascii: Description("no character above 127") { options, _ in options.manner.isASCII = true }
    case .strict: Description("exit with status 4 when a kink was met") { options, _ in options.manner.isStrict = true }
    case .quiet: Description(short: "q", "no notes on standard error") { options, _ in options.manner.isQuiet = true }
    case .help: Description(short: "h", "show this help") { options, _ in options.asksForHelp = true }
    }
  }

  /// The meaning of `--order` in `derive`.
  static let derivativeOrder = Description("N", "2 for second derivatives, and so on, up to 100; 1 unless given") {
    options, text throws(Failure) in options.order = try OptionValue.whole(text, of: .order, in: 1...100)
  }

  /// The meaning of `--shape` where letters may stand for sizes.
  static let letteredShape = Description(
    "NAME=2x3,...", "shapes of inputs that are arrays; letters but x are any sizes: W=mxn,x=n", .joins
  ) { options, text throws(Failure) in
    let letters = try SizeLetters(text)
    options.shapes = letters.shapes(at: letters.choices()[0])
    if !letters.letters.isEmpty { options.sizeLetters = letters }
  }

  /// The meaning of `--steps` in `derive`.
  static let derivationSteps = Description("the steps as well, each with its rule") { options, _ in
    options.showsDerivation = true
  }

  /// The meaning of `--order` in `taylor`.
  static let highestPower = Description("N", "the highest power, up to 100; 5 unless given") {
    options, text throws(Failure) in options.highestPower = try OptionValue.whole(text, of: .order, in: 0...100)
  }

  /// The meaning of `--order` in `grad`.
  static let partialsOrder = Description("N", "all partial derivatives up to the N-th order, 10 at most") {
    options, text throws(Failure) in options.order = try OptionValue.whole(text, of: .order, in: 1...10)
  }

  /// The meaning of `--range` in `plot`.
  static let plottedRange = Description(
    "NAME=LO:HI,...", "the input that f is plotted over; two for level lines; repeatable", .adds
  ) { options, text throws(Failure) in options.ranges += try OptionValue.ranges(text) }

  /// The meaning of `--steps` in `check`.
  static let filledTrace = Description(
    "FILE", "mark a reverse trace that was filled in, a table as of 'trace --mode reverse --format csv'"
  ) { $0.filledTrace = $1 }
}
