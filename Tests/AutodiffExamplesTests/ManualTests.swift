import AutodiffCore
import Foundation
import Testing

@testable import AutodiffCLI

/// The manual pages are complete.
@Suite(.serialized) struct ManualTests {
  private static let path = "man/autodiff.1"
  private static let languagePath = "man/autodiff-language.7"

  @Test(arguments: ["man/autodiff.1", "man/autodiff-language.7", "man/autodiff-kinks.7"])
  func refersToTheOtherPages(_ path: String) throws {
    let page = try Repository.read(path)
    let references = try #require(page.components(separatedBy: ".Sh SEE ALSO\n").dropFirst().first)
    for (name, section) in [("autodiff", "1"), ("autodiff-language", "7"), ("autodiff-kinks", "7")]
    where path != "man/\(name).\(section)" {
      let isNamed = references.contains(".Xr \(name) \(section)")
      #expect(isNamed, "\(name)(\(section))")
    }
  }

  @Test func namesEveryCommand() throws {
    let items = try items()
    for command in Commands.all.map({ $0.description }) {
      let isNamed = items.contains { $0.starts(with: ["Ic", command.name]) }
      #expect(isNamed, "\(command.name)")
    }
  }

  @Test func namesEveryOption() throws {
    let items = try items()
    for option in Option.allCases {
      let short = option.description.short.map { ["Fl", String($0), ","] } ?? []
      let item = items.first { $0.starts(with: short + ["Fl", "-" + option.rawValue]) }
      #expect(item != nil, "\(option.long)")
      for value in option.description.values {
        let isNamed = item?.contains(value) == true
        #expect(isNamed, "\(option.long) \(value)")
      }
    }
  }

  @Test func namesEveryFormat() throws {
    let items = try items()
    for format in Commands.all.flatMap({ $0.description.formats }) {
      let isNamed = items.contains(["Cm", format.rawValue])
      #expect(isNamed, "\(format.rawValue)")
    }
  }

  @Test func namesEveryLimit() throws {
    let page = try Repository.read(Self.path)
    let limits = Limits()
    for limit in [
      limits.nesting, limits.graphNodes, limits.elements, Limit.elements, limits.inlinedOperations, limits.sourceBytes,
      SyntaxTree.Node.operandLimit,
    ] {
      let isNamed = page.contains("\n" + ProblemText.grouped(limit) + " ")
      #expect(isNamed, "\(ProblemText.grouped(limit))")
    }
  }

  /// The heads of all lists of the main page, split into words.
  private func items() throws -> [[String]] {
    try Repository.read(Self.path).components(separatedBy: "\n").filter { $0.hasPrefix(".It ") }
      .map { $0.dropFirst(4).split(separator: " ").map(String.init) }
  }

  @Test func listsTheFunctionsOfTheTable() throws {
    let begin = ".\\\" Functions, written by RECORD_EXAMPLES=1 swift test:\n"
    let end = ".\\\" End of functions.\n"
    var page = try Repository.read(Self.languagePath)
    let first = try #require(page.range(of: begin)).upperBound
    let last = try #require(page.range(of: end)).lowerBound
    let list = Primitive.callable.map { item(FunctionDescription($0)) }.joined()
    if Repository.records, page[first..<last] != list {
      page.replaceSubrange(first..<last, with: list)
      try Repository.write(page, to: Self.languagePath)
    } else {
      #expect(page[first..<last] == list)
    }
  }

  @Test func theTourNamesEveryFunction() throws {
    let page = try Repository.read("examples/language.md").components(separatedBy: "\n")
    let tables = page.filter { $0.hasPrefix("| ") }.joined(separator: " ")
    let words = Set(tables.split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init))
    for name in Primitive.callable.compactMap(\.callName) {
      let isNamed = words.contains(name)
      #expect(isNamed, "\(name)")
    }
  }

  private func item(_ function: FunctionDescription) -> String {
    var text = function.summary
    if !function.aliases.isEmpty { text += " (also \(function.aliases.joined(separator: ", ")))" }
    if let shapes = function.shapes { text += "; \(shapes)" }
    if !function.domain.hasPrefix("every") { text += "; \(function.domain)" }
    if let convention = function.convention { text += "; at kinks: \(convention)" }
    return ".It Ic \"\(Roff.encoded(function.call))\"\n" + wrapped(text).map { Roff.encoded($0) + "\n" }.joined()
  }

  /// The lines of `text`, broken at spaces, because lines of manual pages should be short.
  private func wrapped(_ text: String) -> [String] {
    var lines = [""]
    for word in text.split(separator: " ") {
      let line = lines[lines.count - 1]
      if line.isEmpty {
        lines[lines.count - 1] = String(word)
      } else if line.count + 1 + word.count <= 72 {
        lines[lines.count - 1] = line + " " + word
      } else {
        lines.append(String(word))
      }
    }
    return lines
  }
}
