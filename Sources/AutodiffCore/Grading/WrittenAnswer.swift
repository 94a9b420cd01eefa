/// An answer as a student wrote it, read under limits of its own: whoever wrote it is a stranger.
package struct WrittenAnswer {
  /// The answer as a claim of a derivative.
  package let claim: Claim

  /// The limits of an answer. One that keeps them is evaluated in a tenth of a second at the most.
  static let limits: Limits = {
    var limits = Limits()
    limits.sourceBytes = 4000
    limits.nesting = 50
    limits.graphNodes = 4000
    limits.inlinedOperations = 4000
    limits.elements = 50_000
    limits.iterations = 0
    limits.whileIterations = 0
    return limits
  }()

  /// Reads an answer: one expression without statements.
  ///
  /// - Parameter inputs: The names that a formula may use.
  /// - Parameter hasDecimalCommas: A Boolean value indicating whether a comma between digits is a decimal point.
  /// - Throws: The reason for which it cannot be read.
  package init(_ text: String, inputs: Elements, hasDecimalCommas: Bool = false) throws(UnreadableAnswer) {
    var bytes = Array(Self.plain(text).utf8)
    if hasDecimalCommas { Self.replaceCommas(&bytes) }
    let source = SourceText(bytes)
    let tree: SyntaxTree
    do throws(Problem) {
      tree = try Parser.parse(source, limits: Self.limits)
    } catch {
      throw .problem(error.fact)
    }
    guard tree.statements.count == 1, case .expression = tree.statements[0].kind else { throw .statements }
    // A derivative that the program takes is nobody's answer.
    if tree.names.find("diff") != nil, inputs.names.find("diff") == nil { throw .takesDerivative }
    do throws(Problem) {
      claim = try Claim(source, span: 0..<source.bytes.count, inputs: inputs, tree: tree, limits: Self.limits)
    } catch {
      throw .problem(error.fact)
    }
  }

  /// Puts points in place of decimal commas: those before digits and outside brackets.
  private static func replaceCommas(_ bytes: inout [UInt8]) {
    var depth = 0
    for index in bytes.indices {
      switch bytes[index] {
      case UInt8(ascii: "("), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: ")"), UInt8(ascii: "]"): depth -= 1
      case UInt8(ascii: ",") where depth == 0 && index + 1 < bytes.count && bytes[index + 1] &- UInt8(ascii: "0") < 10:
        bytes[index] = UInt8(ascii: ".")
      default: break
      }
    }
  }

  /// Returns a Boolean value indicating whether a text says nothing: it is empty, or a gap that was left as it was.
  package static func isBlank(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { $0 == "_" || $0.properties.isWhitespace }
  }

  /// Returns a text with every dash that stands for a minus as `-`, and without the sign with which a formula or a text
  /// begins in a spreadsheet.
  package static func plain(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\u{2010}"..."\u{2015}", "\u{2212}", "\u{FE63}", "\u{FF0D}": result.append("-")
      case "\u{A0}", "\u{2009}", "\u{202F}", "\u{FEFF}": result.append(" ")
      default: result.append(scalar)
      }
    }
    let start = result.firstIndex { $0 != " " && $0 != "\t" }
    if let start, result[start] == "=" || result[start] == "'" { result.remove(at: start) }
    return String(result)
  }
}

/// The reasons for which an answer cannot be read.
package enum UnreadableAnswer: Error, Equatable, Sendable {
  case problem(Problem.Fact)
  /// More than one expression, or a statement.
  case statements
  /// A derivative that the program itself is to take.
  case takesDerivative
}
