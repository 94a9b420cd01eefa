/// A correction of a text: what a person probably meant by what cannot be read, found in the tables of misspellings and
/// tried by the parser before it is offered.
package struct Correction: Equatable, Sendable {
  /// The spelling to write in place of `range`.
  package var spelling: String
  /// Further words behind the spelling; may be empty.
  package var remark: String
  /// The text that the correction makes.
  package var corrected: String
  /// A Boolean value indicating whether that text is one assignment and nothing else, and the text before was none.
  package var isAssignment = false

  /// Returns the correction of a problem in a text; nil if none is known, or the text is long.
  package static func of(_ problem: Problem, in source: SourceText) -> Correction? {
    guard let span = problem.span, source.bytes.count <= longest else { return nil }
    var search = Search()
    var correction = search.mend(source.bytes, problem.fact, at: Int(span.start))
    let signs = LooseText(source.bytes).words.dropFirst().prefix(2).map(\.text)
    if signs.first != "=", signs.first != ":" || signs.last == "=",
      let tree = correction.flatMap({ try? Parser.parse(SourceText($0.corrected)) }), tree.statements.count == 1,
      case .assignment = tree.statements[0].kind
    {
      correction?.isAssignment = true
    }
    return correction
  }

  /// Advice to write the spelling.
  package var hint: String { "write \(Excerpt.printable(spelling))\(Excerpt.printable(remark))" }

  /// The bytes of the longest text that is corrected: a hint is read by a person.
  private static let longest = 600
  /// The characters of the longest text that a hint writes anew as a whole.
  private static let longestWhole = 72

  /// A search for rows that mend a text one after the other.
  private struct Search {
    private var attempts = 40

    /// Returns the correction of a problem and of all that come behind it.
    mutating func mend(_ bytes: [UInt8], _ fact: Problem.Fact, at place: Int) -> Correction? {
      let text = LooseText(bytes)
      for row in MisspellingTable.rows(for: fact) {
        guard attempts > 0 else { return nil }
        guard let match = text.match(row.pattern, touching: place), let first = match.first, let last = match.last,
          !first.isEmpty || !last.isEmpty
        else { continue }
        let spelling = Misspelling.fill(row.spelling, match, in: text)
        let range = text.words[first.lowerBound].range.lowerBound..<text.words[last.upperBound - 1].range.upperBound
        let corrected = Array(bytes[..<range.lowerBound]) + Array(spelling.utf8) + Array(bytes[range.upperBound...])
        guard corrected != bytes, corrected.count <= 2 * Correction.longest else { continue }
        attempts -= 1
        let result = String(decoding: corrected, as: UTF8.self)
        guard let next = Self.problem(in: corrected) else {
          return Correction(
            spelling: row.isLiteral && Self.isShort(result) ? result : spelling,
            remark: Misspelling.fill(row.remark, match, in: text), corrected: result)
        }
        // The rest of the text behind the problem must not have become longer.
        guard let span = next.span, corrected.count - Int(span.start) <= bytes.count - place,
          var whole = mend(corrected, next.fact, at: Int(span.start))
        else { continue }
        whole.spelling = Self.isShort(whole.corrected) ? whole.corrected : spelling
        whole.remark = ""
        return whole
      }
      return nil
    }

    /// Returns a Boolean value indicating whether a hint can write a text anew as a whole.
    private static func isShort(_ text: String) -> Bool {
      text.count <= Correction.longestWhole && !text.utf8.contains(UInt8(ascii: "\n"))
    }

    /// Returns the first problem of a text, or of its calls; nil if there is none.
    private static func problem(in bytes: [UInt8]) -> Problem? {
      do throws(Problem) {
        let tree = try Parser.parse(SourceText(bytes))
        return tree.problemOfCalls
      } catch {
        return error
      }
    }
  }
}

extension SyntaxTree {
  /// The first call of a function that is not there, or that takes another number of arguments.
  fileprivate var problemOfCalls: Problem? {
    let own = Set(definitions.map(\.name))
    for node in nodes where node.kind == .call && !own.contains(node.payload) {
      let name = names[node.payload]
      guard let primitive = Primitive.named(name) else {
        return Problem(.unknownFunction(name, similar: nil, isVariable: false), node.span)
      }
      if primitive.signature == .elementwise, !primitive.arity.accepts(node.count) {
        return Problem(.wrongArgumentCount(function: name, accepts: primitive.arity, given: node.count), node.span)
      }
    }
    return nil
  }
}
