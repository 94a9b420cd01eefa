import AutodiffCore

/// The options of all commands: the one list that parsing, help, completions and the manual's check go by.
package enum Option: String, CaseIterable, Sendable {
  case expr, file, at, shape, wrt, output, direction, cotangent, mode, expand, order, inline
  case language, name, main
  case expect, points, columns
  case noHeader = "no-header"
  case keepGoing = "keep-going"
  case reduce, jobs, scheme, step, rtol, atol, sweep, random, rate, steps, momentum, tolerance, batch, seed, range
  case format, digits, color, ascii, ties, strict, quiet, help

  package struct Description {
    package var short: Character?
    /// What the value is called in help; nil for a switch.
    package var placeholder: String?
    package var summary: String
    /// The words allowed, where there are few.
    package var values: [String] = []
  }

  package var long: String { "--\(rawValue)" }

  package var description: Description {
    switch self {
    case .expr: Description(short: "e", placeholder: "EXPR", summary: "the expression")
    case .file:
      Description(short: "f", placeholder: "FILE", summary: "read the expression from FILE; '-' is standard input")
    case .at:
      Description(
        placeholder: "NAME=VALUE,...",
        summary: "values of the inputs, or @FILE with a NAME=VALUE on each line; repeatable")
    case .shape:
      Description(placeholder: "NAME=2x3,...", summary: "shapes of inputs that are arrays, where no values are given")
    case .output:
      Description(placeholder: "ELEMENT", summary: "which element of an output that is an array: its name, 2, or 1,2")
    case .cotangent:
      Description(placeholder: "VALUE", summary: "what the output's elements are weighted with, in its shape")
    case .wrt: Description(placeholder: "NAMES", summary: "which inputs to differentiate by, and in which order")
    case .direction:
      Description(
        placeholder: "NAME=VALUE,...", summary: "the direction of the tangent; inputs not named have 0")
    case .mode:
      Description(
        placeholder: "MODE",
        summary: "what the sweeps carry: forward tangents, reverse adjoints")
    case .expand: Description(summary: "draw sigma, softplus, tanh, ... from elementary gates")
    case .order: Description(placeholder: "N", summary: "1, or 2 for second derivatives", values: ["1", "2"])
    case .inline: Description(summary: "each derivative as one expression, however often parts of it are repeated")
    case .language:
      Description(
        placeholder: "LANGUAGE", summary: "what the code is written in", values: SourceLanguage.allCases.map(\.rawValue)
      )
    case .name: Description(placeholder: "NAME", summary: "what the function is called; f unless given")
    case .main: Description(summary: "with a program around it that reads points and prints what 'grad' would")
    case .expect:
      Description(
        placeholder: "NAME=ANSWER,...",
        summary: "check claimed derivatives: numbers or formulas in the inputs; repeatable")
    case .points:
      Description(
        placeholder: "FILE",
        summary:
          "answer at each row of a table, whose columns are inputs (in 'check' df/dNAME a claim); '-' is standard input"
      )
    case .columns: Description(placeholder: "NAMES", summary: "the columns of a table that has no line of names")
    case .noHeader: Description(summary: "no line of names before the answers")
    case .keepGoing: Description(summary: "answer rows that cannot be read with nan, and go on")
    case .reduce:
      Description(
        placeholder: "HOW", summary: "one answer over all rows",
        values: PointOptions.Reduction.allCases.map(\.rawValue))
    case .jobs:
      Description(placeholder: "N", summary: "threads that work on rows; as many as there are cores unless given")
    case .scheme:
      Description(
        placeholder: "SCHEME", summary: "how differences are taken",
        values: DifferenceScheme.Kind.allCases.map(\.rawValue))
    case .step: Description(placeholder: "H", summary: "the step of a forward or central difference")
    case .rtol: Description(placeholder: "R", summary: "relative tolerance, in place of the estimated error's")
    case .atol: Description(placeholder: "A", summary: "absolute tolerance, in place of the estimated error's")
    case .sweep: Description(summary: "a table of the differences' errors against their steps")
    case .random: Description(placeholder: "N", summary: "check at N random points")
    case .rate: Description(placeholder: "R", summary: "how far a step goes: R times the gradient")
    case .steps: Description(placeholder: "N", summary: "how many steps at most; 100 unless given")
    case .momentum:
      Description(placeholder: "M", summary: "how much of each step the next one keeps, from 0 to below 1")
    case .tolerance:
      Description(
        placeholder: "T", summary: "end once the loss changes by no more than T, relative where it is above 1")
    case .batch:
      Description(placeholder: "N", summary: "steps by N rows each, in an order drawn anew for every pass over them")
    case .seed: Description(placeholder: "S", summary: "the seed of what is drawn at random; 1 unless given")
    case .range:
      Description(
        placeholder: "LO:HI", summary: "where random points lie, -2:2 unless given; or x1=LO:HI,...; repeatable")
    case .format: Description(placeholder: "FORMAT", summary: "how the answer is written")
    case .digits:
      Description(
        placeholder: "N", summary: "significant digits, 1 to 17; else as many as it takes (fewer in tables for people)")
    case .color:
      Description(
        placeholder: "WHEN", summary: "whether to colour; auto honours NO_COLOR", values: ["auto", "always", "never"])
    case .ascii: Description(summary: "no character above 127")
    case .ties:
      Description(
        placeholder: "RULE", summary: "equal arguments of max and min share the derivative, or it goes to one",
        values: Ties.allCases.map(\.rawValue))
    case .strict: Description(summary: "exit with status 4 when a kink was met")
    case .quiet: Description(short: "q", summary: "no notes on standard error")
    case .help: Description(short: "h", summary: "show this help")
    }
  }

  static func named(_ spelling: String) -> Option? {
    allCases.first { $0.long == spelling || $0.description.short.map { "-\($0)" } == spelling }
  }

  /// Those that every command has.
  package static let shared: [Option] = [.color, .ascii, .quiet, .help]
  /// Those of a command that reads an expression and values.
  package static let program: [Option] = [.expr, .file, .at]
}
