import AutodiffCore

/// The format of an answer: `--format`, or the first of those that the command offers.
extension Options {
  package var format: OutputFormat {
    chosenFormat ?? (answersRows ? command.rowFormats : command.formats).first ?? .text
  }

  /// A flag for answers to each row of a table by itself.
  private var answersRows: Bool { points != nil && reduction == nil && !command.rowFormats.isEmpty }

  /// - Throws: a `Failure.Usage` where the command does not offer the format.
  func offeredFormat(_ text: String) throws(Failure) -> OutputFormat {
    // An array of answers is for many points only.
    let offered = command.formats.filter { $0 != .npy || points != nil }
    if text == OutputFormat.npy.rawValue, offered.count < command.formats.count {
      throw .usage(.needs("--format npy", "--points FILE"))
    }
    let names = offered.map(\.rawValue)
    guard let format = OutputFormat(rawValue: text), offered.contains(format) else {
      let similar = Similarity.nearest(to: text, among: names)
      throw .usage(.formatNotOffered(text, command: command.name, offered: names, similar: similar))
    }
    if answersRows, !command.rowFormats.contains(format) {
      throw .usage(
        .formatNotOffered(
          text, command: "\(command.name) --points", offered: command.rowFormats.map(\.rawValue), similar: nil))
    }
    return format
  }
}
