/// A text about a sweep: words, and numbers that know which of the sweep's they are, so that a page can put in others
/// when the values change.
package struct Sentence: ExpressibleByStringInterpolation, Sendable {
  /// A part of the text.
  package enum Part: Sendable {
    case words(String)
    /// A number as it is now.
    case number(String, SweepNumber, Spelling)
    /// Contributions with signs between them, as they are now.
    case sum(String, of: [SweepNumber])
  }

  /// The ways in which a number is put into a text.
  package enum Spelling: Sendable {
    case plain
    /// The number as a factor, in brackets where it is negative.
    case factor
    /// The truth value that it stands for.
    case truth
  }

  /// The parts in their order.
  package private(set) var parts: [Part] = []

  /// Creates a text of parts.
  package init(_ parts: [Part] = []) { self.parts = parts }
  /// Creates a text without numbers.
  package init(stringLiteral text: String) { parts = [.words(text)] }
  /// Creates a text of words and other texts.
  package init(stringInterpolation: StringInterpolation) { parts = stringInterpolation.parts }
  /// Creates a text without numbers.
  package init(_ text: String) { parts = [.words(text)] }

  /// The text with the numbers as they are now.
  package var text: String {
    parts.map {
      switch $0 {
      case .words(let text), .number(let text, _, _), .sum(let text, _): text
      }
    }.joined()
  }

  /// Returns one text behind another.
  package static func + (left: Sentence, right: Sentence) -> Sentence {
    Sentence(left.parts + right.parts)
  }

  /// Collects the parts of a text.
  package struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var parts: [Part] = []

    /// Creates an empty collection.
    package init(literalCapacity: Int, interpolationCount: Int) {}
    /// Adds words.
    package mutating func appendLiteral(_ text: String) {
      if !text.isEmpty { parts.append(.words(text)) }
    }
    /// Adds words.
    package mutating func appendInterpolation(_ text: String) { parts.append(.words(text)) }
    /// Adds a count.
    package mutating func appendInterpolation(_ count: Int) { parts.append(.words(String(count))) }
    /// Adds a text.
    package mutating func appendInterpolation(_ sentence: Sentence) { parts += sentence.parts }
  }
}

extension Sentence {
  /// Creates a list of texts with another one between them.
  package init(_ list: [Sentence], separator: String) {
    for (index, sentence) in list.enumerated() {
      if index > 0 { parts.append(.words(separator)) }
      parts += sentence.parts
    }
  }
}

extension DefaultStringInterpolation {
  /// Stands in the way of a text within a plain one, which would forget its numbers.
  @available(*, unavailable, message: "a text within a String forgets its numbers")
  mutating func appendInterpolation(_ sentence: Sentence) {}
}
