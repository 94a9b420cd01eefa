/// A correction of a text: what a person probably meant by what cannot be read, found in the tables of misspellings and
/// tried by the parser before it is offered.
package struct Correction: Equatable, Sendable {
  /// The spelling to write in place of `range`.
  package var spelling: String
  /// Further words behind the spelling; may be empty.
  package var remark: String
  /// The text that the correction makes.
  package var corrected: String

  /// Returns the correction of a problem in a text; nil if none is known, or the text is long.
  package static func of(_ problem: Problem, in source: SourceText) -> Correction? {
    guard let span = problem.span, source.bytes.count <= longest else { return nil }
    var search = Search()
    return search.mend(source.bytes, problem.fact, at: Int(span.start))
  }

  /// Advice to write the spelling.
  package var hint: String { "write \(Excerpt.printable(spelling))\(Excerpt.printable(remark))" }

  /// The bytes of the longest text that is corrected: a hint is read by a person.
  private static let longest = 600
  /// The characters of the longest text that a hint writes anew as a whole.
  private static let longestWhole = 72

  /// A search for rows that mend a text one after the other.
  private struct Search {
    private var attempts = 200

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
          let isShort = result.count <= Correction.longestWhole
          return Correction(
            spelling: row.isLiteral && isShort ? result : spelling,
            remark: Misspelling.fill(row.remark, match, in: text), corrected: result)
        }
        guard let span = next.span, var whole = mend(corrected, next.fact, at: Int(span.start)) else { continue }
        whole.spelling = whole.corrected.count <= Correction.longestWhole ? whole.corrected : spelling
        whole.remark = ""
        return whole
      }
      return nil
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
