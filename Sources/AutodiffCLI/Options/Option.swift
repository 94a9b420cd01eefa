import AutodiffCore

/// The options of all commands: the one list that parsing, help, completions and the manual go by.
///
/// Typed values are read in the order of this list.
package enum Option: String, CaseIterable, Sendable {
  case expr, file, at
  case given = "let"
  case shape, wrt, output, direction, cotangent, mode, expand, saved, orient, flow, order, inline, symmetric
  case sparse, pattern, matrix, chain
  case relative, correlation
  case language, derivative, flat, style, name, main
  case expect, why, ways, hint, points, columns, keep
  case noHeader = "no-header"
  case keepGoing = "keep-going"
  case idColumn = "id"
  case students, key
  case reduce, jobs, scheme, step, rtol, atol, sweep, random
  case initial = "init"
  case method, rate, bounds, steps, momentum, tolerance, batch, trail, seed, range, along, path, regions, loss
  case format, digits, color, ascii, ties, rounding, strict, quiet, help

  /// A row of the table of options.
  package struct Description: Sendable {
    package var short: Character?
    /// The name of the value in help; nil for a switch.
    package var placeholder: String?
    package var summary: String
    /// The words allowed, where there are few.
    package var values: [String] = []
    /// The use of an option that is given several times.
    package var repetition = Repetition.replaces
    /// Reads a value into its field of the typed options.
    let fill: Fill
    /// A flag for values that are the path of a file.
    package var takesFile: Bool { placeholder == "FILE" }

    /// An option with a value.
    init(
      short: Character? = nil, _ placeholder: String, _ summary: String, values: [String] = [],
      _ repetition: Repetition = .replaces, fill: @escaping Fill
    ) {
      self.short = short
      self.placeholder = placeholder
      self.summary = summary
      self.values = values
      self.repetition = repetition
      self.fill = fill
    }

    /// A switch.
    init(short: Character? = nil, _ summary: String, fill: @escaping Fill) {
      self.short = short
      self.summary = summary
      self.fill = fill
    }
  }

  /// Reads a value into its field.
  ///
  /// - Throws: a `Failure.Usage` where the value is none of the option's.
  typealias Fill = @Sendable (_ options: Options, _ text: String) throws(Failure) -> Void

  package enum Repetition: Sendable {
    /// The last value counts.
    case replaces
    /// Each value counts by itself.
    case adds
    /// The values are one list, separated by commas.
    case joins
    /// A second value is an error.
    case once
  }

  package var long: String { "--\(rawValue)" }

  /// Finds an option by its long or its short name.
  static func named(_ spelling: String) -> Option? {
    allCases.first { $0.long == spelling || $0.description.short.map { "-\($0)" } == spelling }
  }

  /// The options that every command has.
  package static let shared: [Option] = [.color, .ascii, .quiet, .help]
  /// The options of a command that reads an expression and values.
  package static let program: [Option] = [.expr, .file, .at, .given]
  /// The options that ask for an answer at each row of a table, or go with it.
  package static let table: [Option] = [.points, .columns, .keep, .noHeader, .reduce, .jobs, .keepGoing]
}
