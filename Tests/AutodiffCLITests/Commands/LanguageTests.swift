import AutodiffTestSupport
import Testing

@testable import AutodiffCLI
@testable import AutodiffCore

/// The language as help tells it is the language as it is.
@Suite(.namesCases) struct LanguageTests {
  @Test func examplesHaveTheirValues() {
    #expect(LanguageTable.all.count >= 30)
    forEach(LanguageTable.all) { (entry: LanguageEntry) in
      let answer = CommandRun(["eval", "-e", entry.example.program])
      let lines = answer.out.split(separator: "\n").map { $0.drop { $0 == " " } }
      #expect(lines.joined(separator: " ") == "f = \(entry.example.value)")
    }
  }

  @Test func operatorsAndConstantsHaveRows() {
    forEach(LanguageTable.operatorPrimitives) { (primitive: Primitive) in
      #expect(LanguageTable.example(primitive) != nil)
      #expect(!LanguageTable.named(LanguageTable.sign(primitive)).isEmpty)
    }
    forEach(Lowering.constants.map(\.name)) { (name: String) in #expect(LanguageTable.named(name).count == 1) }
    #expect(LanguageTable.operatorPrimitives.count >= 16)
  }

  /// The precedence that is told is the parser's.
  @Test func operatorsBindAsTheParserHasThem() {
    let kinds = (UInt8.min...UInt8.max).compactMap { Token.Kind(rawValue: $0).flatMap(Parser.binary) }
    #expect(kinds.count >= 13)
    forEach(kinds) { (first: (Operator, Precedence)) in
      for second in kinds {
        let levels = (LanguageTable.level(first.0.primitive) ?? 0, LanguageTable.level(second.0.primitive) ?? 0)
        #expect((first.1 < second.1) == (levels.0 < levels.1), "\(second.0)")
      }
    }
  }

  @Test func thePageIsOneScreen() {
    let page = CommandRun(["help", "language"])
    let lines = page.out.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    #expect(lines.count <= 54)
    forEach(lines) { (line: Substring) in #expect(line.count <= 80) }
    let words = Set(page.out.split { !($0.isLetter || $0.isNumber || $0 == "_") })
    forEach(Primitive.callable.compactMap(\.callName)) { (name: String) in #expect(words.contains(name[...])) }
  }

  @Test func everyNameIsDescribed() {
    forEach(LanguageTable.all) { (entry: LanguageEntry) in
      for name in entry.names {
        let answer = CommandRun(["functions", "--", name])
        let lines = answer.out.split(separator: "\n")
        #expect(answer.status == .answered && lines.contains(entry.form[...]))
        #expect(lines.allSatisfy { $0.count <= 80 }, "\(answer.out)")
      }
    }
  }
}
