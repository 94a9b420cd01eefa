import AutodiffCore

/// A command line as typed values: each option is read into its field once, and every error of its form is thrown then.
///
/// It is one object for all that answer the command line, none of which changes it.
package final class Options: @unchecked Sendable {
  package let command: CommandDescription
  package var manner = Manner()
  package internal(set) var asksForHelp = false

  // MARK: The program and its values

  /// The expressions that `--expr` gives, of which there may be only one.
  package internal(set) var expressions: [String] = []
  /// The file that the expression is read from.
  package internal(set) var file: String?
  /// The bare arguments that do not read as bindings.
  package internal(set) var arguments: [String] = []
  /// The texts of values, each `--at` and each bare argument that reads as bindings, in their order.
  package internal(set) var bindings: [String] = []
  /// The texts among `bindings` that are bare arguments.
  package internal(set) var bareBindings: [String] = []
  package internal(set) var initial: [String] = []
  package internal(set) var constants: [(name: String, value: Double)] = []
  package internal(set) var shapes: [InputShape] = []
  /// Shapes with letters for sizes, of which `shapes` are those at the first sizes that are tried.
  package internal(set) var sizeLetters: SizeLetters?
  /// The names of the inputs to differentiate by; nil for all inputs.
  package internal(set) var wrt: [String]?
  package internal(set) var output: String?
  package internal(set) var ties = Ties.split
  package internal(set) var expandsFunctions = false
  /// A flag for marks on the values that gates keep for the way back.
  package internal(set) var marksSaved = false
  package internal(set) var orientation = SceneBuilder.Orientation.right
  package internal(set) var showsFlow = false

  // MARK: Derivatives

  package internal(set) var direction: String?
  package internal(set) var cotangent: String?
  package internal(set) var traceMode: Trace.Mode?
  package internal(set) var jacobianMode: JacobianMode?
  /// A flag for bounds on rounding errors.
  package internal(set) var examinesRounding = false
  package internal(set) var order = 1
  /// The highest power of a Taylor expansion.
  package internal(set) var highestPower = 5
  package internal(set) var isInline = false
  /// The names of inputs that are declared to be symmetric matrices.
  package internal(set) var symmetric: [String] = []
  /// A flag for the steps of a derivation.
  package internal(set) var showsDerivation = false
  /// A flag for the entries alone that are not zero by the structure of the program.
  package internal(set) var isSparse = false
  /// A flag for the places of such entries, without numbers.
  package internal(set) var writesPattern = false
  /// A flag for a Jacobian as one matrix.
  package internal(set) var isMatrix = false
  /// A flag for the Jacobians whose product the derivative is.
  package internal(set) var showsChain = false
  /// A flag for elasticities besides derivatives.
  package internal(set) var isRelative = false
  /// The texts of the correlations between uncertain inputs.
  package internal(set) var correlations: [String] = []
  package internal(set) var language = SourceLanguage.c
  /// The derivative that code is written for; nil for the first one of the program's output.
  package internal(set) var derivative: EmittedDerivative?
  /// A flag for functions of one vector.
  package internal(set) var isFlat = false
  package internal(set) var style = SourceStyle.function
  package internal(set) var functionName = "f"
  package internal(set) var hasMain = false

  // MARK: Tables

  /// The path of the table; `-` for standard input.
  package internal(set) var points: String?
  /// The names of the columns of a table that has no line of names.
  package internal(set) var columns: String?
  /// The names of the columns that are passed through to the answers.
  package internal(set) var keep: String?
  package internal(set) var writesNames = true
  package internal(set) var keepsGoing = false
  package internal(set) var reduction: Reduction?
  package internal(set) var jobs: Int?

  // MARK: Checking and descent

  /// The column that names students.
  package internal(set) var idColumn: String?
  /// The file of students that exercises are for.
  package internal(set) var students: String?
  /// A flag for the key in place of the exercise.
  package internal(set) var writesKey = false
  package internal(set) var claims: [String] = []
  package internal(set) var asksWhy = false
  /// A flag for the ways to a derivative side by side.
  package internal(set) var showsWays = false
  /// The level of a hint, from 1 for the least; nil where all is told.
  package internal(set) var hint: Int?
  /// The path of a filled-in trace to be marked; `-` for standard input.
  package internal(set) var filledTrace: String?
  package internal(set) var scheme: DifferenceScheme.Kind?
  package internal(set) var step: Double?
  package internal(set) var tolerance = GradientCheck.Tolerance()
  package internal(set) var sweepsSteps = false
  package internal(set) var random: Int?
  package internal(set) var ranges: [InputRange] = []
  package internal(set) var seed: UInt64 = 1
  package internal(set) var rate: Double?
  package internal(set) var steps = 100
  package internal(set) var method = DescentMethod.gradient
  package internal(set) var bounds: [InputBounds] = []
  package internal(set) var momentum: Double?
  package internal(set) var lossTolerance: Double?
  package internal(set) var batch: Int?
  /// A flag for the parameters of every step.
  package internal(set) var writesTrail = false

  // MARK: Plots

  /// The directions to plot along, as they were written.
  package internal(set) var along: [String] = []
  /// The table of points to draw.
  package internal(set) var path: String?
  package internal(set) var showsRegions = false
  /// The tables of losses to plot.
  package internal(set) var losses: [String] = []

  /// The names that `--direction` may give values to; pieces of arrays are none of an input.
  var directionNames: [String] {
    (direction ?? "").split(separator: ",").map { NameSpelling.canonical($0.prefix { $0 != "=" }.trimmed) }
  }

  /// The number of threads that may work on rows.
  package var threads: Int { jobs ?? Thread.cores }

  /// The format that `--format` names.
  var chosenFormat: OutputFormat?

  /// The options that count for help and for errors as well.
  private static let early: [Option] = [.digits, .color, .ascii, .strict, .quiet, .help]

  /// Reads the options that say in which manner to answer, and whether to help.
  ///
  /// - Throws: a `Failure.Usage` where a value is none of its option's.
  package init(mannerOf written: WrittenOptions) throws(Failure) {
    command = written.command
    arguments = written.arguments
    bareBindings = written.bareBindings
    for option in Self.early { try fill(option, written) }
  }

  /// Reads all other options.
  ///
  /// - Throws: a `Failure.Usage` where a value is none of its option's, or options do not go together.
  package func readOthers(of written: WrittenOptions) throws(Failure) {
    for rule in command.rules { try rule.checkTogether(written) }
    for option in Option.allCases where !Self.early.contains(option) { try fill(option, written) }
    for rule in command.rules { try rule.checkPresence(written) }
  }

  private func fill(_ option: Option, _ written: WrittenOptions) throws(Failure) {
    let texts = written.texts(of: option)
    guard let last = texts.last else { return }
    let description = command.description(of: option)
    switch description.repetition {
    case .replaces, .once: try description.fill(self, last)
    case .adds: for text in texts { try description.fill(self, text) }
    case .joins: try description.fill(self, texts.joined(separator: ","))
    }
  }
}
