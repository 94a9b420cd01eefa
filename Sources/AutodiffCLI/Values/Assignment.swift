import AutodiffCore

/// An assignment `NAME=EXPRESSION` in a text of the user's.
struct Assignment {
  /// The name, with subscripts made plain.
  let name: String
  let tree: SyntaxTree
  /// The expression's place in the part.
  let value: Range<Int>
  let part: SourceText
  private let offset: Int
  private let source: SourceText

  /// - Throws: that the part is no assignment, and a problem in it.
  init(_ part: ArraySlice<UInt8>, in source: SourceText) throws(Failure) {
    let text = String(decoding: part, as: UTF8.self).trimmed
    self.part = SourceText(Array(part))
    self.source = source
    offset = part.startIndex
    do throws(Problem) {
      tree = try DeepStack.parse(self.part, limits: Limits())
    } catch {
      if case .emptyProgram = error.fact { throw .usage(.malformedBinding(text)) }
      throw .text(error.moved(by: part.startIndex), source)
    }
    guard tree.statements.count == 1, let statement = tree.statements.first, case .assignment(let id) = statement.kind
    else { throw .usage(.malformedBinding(text)) }
    name = tree.names[id]
    let sign = self.part.bytes.firstIndex(of: UInt8(ascii: "=")) ?? 0
    value = sign + 1..<self.part.bytes.count
  }

  /// Runs what may find a problem in the part, and places it in the whole text.
  ///
  /// - Throws: the problem, in the whole text.
  func placed<R>(_ body: () throws(Problem) -> R) throws(Failure) -> R {
    do throws(Problem) {
      return try body()
    } catch {
      throw .text(error.moved(by: offset), source)
    }
  }
}

extension Problem {
  /// The same problem in a text of which the one that was read is a part.
  func moved(by offset: Int) -> Problem {
    Problem(fact, span.map { Span(Int($0.start) + offset..<Int($0.end) + offset) })
  }
}
