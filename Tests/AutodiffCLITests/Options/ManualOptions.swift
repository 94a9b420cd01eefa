import Foundation
@testable import AutodiffCLI

/// The list of options as the manual has it, in the notation of manual pages.
enum ManualOptions {
  /// The head of an option's item: `.It Fl e , Fl -expr Ar expr`.
  static func head(_ option: Option, _ commands: [CommandDescription] = Commands.descriptions) -> String {
    let description = option.description
    let short = description.short.map { "Fl \($0) , " } ?? ""
    let head = ".It \(short)Fl -\(option.rawValue)"
    if option != .format {
      // Words that only some commands allow, as of --mode, are together those of all.
      var words: [String] = []
      for command in commands where command.allOptions.contains(option) {
        let more = command.values(of: option)
        if more.count > words.count { words = more }
      }
      if !words.isEmpty { return "\(head) Cm \(words.joined(separator: " | "))" }
    }
    return description.placeholder.map { "\(head) \(placeholder($0))" } ?? head
  }

  /// All items, a head and a summary each.
  static func lines() -> [String] {
    Option.allCases.flatMap { option in
      let summary = option.description.summary
      return [head(option), (summary.first?.uppercased() ?? "") + summary.dropFirst() + "."]
    }
  }

  /// `NAME=VALUE,...` as `Ar name Ns = Ns Ar value Ns ,...`
  private static func placeholder(_ text: String) -> String {
    var parts: [String] = []
    var rest = text[...]
    while let first = rest.first {
      let part = rest.prefix { $0.isUppercase == first.isUppercase }
      parts.append(first.isUppercase ? "Ar \(part.lowercased())" : String(part))
      rest = rest.dropFirst(part.count)
    }
    // A comma alone is a delimiter, before which there is no space anyway.
    return parts.joined(separator: " Ns ").replacingOccurrences(of: " Ns , Ns ", with: " , Ns ")
  }
}
