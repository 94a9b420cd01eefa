import AutodiffCore

/// Values of options, read from their texts once.
enum OptionValue {
  // MARK: - Numbers

  /// - Throws: that the text is no whole number from `least` on.
  static func whole(_ text: String, of option: Option, from least: Int) throws(Failure) -> Int {
    guard let number = Int(text), number >= least else { throw invalid(text, option, .wholeFrom(least)) }
    return number
  }

  /// - Throws: that the text is no whole number in `range`.
  static func whole(_ text: String, of option: Option, in range: ClosedRange<Int>) throws(Failure) -> Int {
    guard let number = Int(text), range.contains(number) else { throw invalid(text, option, .whole(range)) }
    return number
  }

  /// - Throws: that the text is no finite number above 0.
  static func positive(_ text: String, of option: Option) throws(Failure) -> Double {
    guard let number = number(text), number > 0 else { throw invalid(text, option, .positive) }
    return number
  }

  /// - Throws: that the text is no finite number, or one below 0.
  static func notNegative(_ text: String, of option: Option) throws(Failure) -> Double {
    guard let number = number(text), number >= 0 else { throw invalid(text, option, .notNegative) }
    return number
  }

  /// - Throws: that the text is no number from 0 to below 1.
  static func belowOne(_ text: String, of option: Option) throws(Failure) -> Double {
    let number = try notNegative(text, of: option)
    guard number < 1 else { throw invalid(text, option, .belowOne) }
    return number
  }

  /// A finite number without a sign.
  private static func number(_ text: String) -> Double? {
    let bytes = Array(text.utf8)
    let read = bytes.withUnsafeBufferPointer { DecimalReader.read($0, at: 0) }
    return read.flatMap { $0.end == bytes.count && $0.value.isFinite ? $0.value : nil }
  }

  private static func invalid(_ text: String, _ option: Option, _ expected: Failure.Expected) -> Failure {
    .usage(.invalidNumber(option: option.long, value: text, expected))
  }

  // MARK: - Names

  static func names(_ text: String) -> [String] {
    text.split(separator: ",", omittingEmptySubsequences: false).map { NameSpelling.canonical($0.trimmed) }
  }

  /// - Throws: that a function cannot have this name in the language.
  static func functionName(_ name: String, in language: SourceLanguage) throws(Failure) -> String {
    if !SourceCode.isIdentifier(name) { throw .usage(.invalidName(option: Option.name.long, name, reserved: false)) }
    if SourceCode.isReserved(name, language) {
      throw .usage(.invalidName(option: Option.name.long, name, reserved: true))
    }
    return name
  }

  /// Reads `W=2x3,b=3`.
  ///
  /// - Throws: a part that is not of this form, and a name that stands there twice.
  static func shapes(_ text: String) throws(Failure) -> [InputShape] {
    var shapes: [InputShape] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = NameSpelling.canonical(sides[0].trimmed)
      let lengths = (sides.count == 2 ? sides[1] : "")
        .split(omittingEmptySubsequences: false) { $0 == "x" || $0 == "X" || $0 == "×" }.map { Int($0.trimmed) ?? 0 }
      guard sides.count == 2, !name.isEmpty, lengths.allSatisfy({ $0 > 0 }), lengths.count <= Shape.mostAxes else {
        if (try? SizeLetters(text))?.letters.isEmpty == false {
          throw .usage(.sizeIsLetter(part.trimmed))
        }
        throw .usage(.malformedShape(part.trimmed))
      }
      if shapes.contains(where: { $0.name == name }) {
        throw .usage(.inputTwice(option: Option.shape.long, name: name))
      }
      shapes.append(.init(name: name, shape: Shape(lengths)))
    }
    return shapes
  }

  /// Reads `n=3,m=4`.
  ///
  /// - Throws: a part that is not of this form, and a name that stands there twice.
  static func constants(_ text: String) throws(Failure) -> [(name: String, value: Double)] {
    var constants: [(name: String, value: Double)] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = NameSpelling.canonical(sides[0].trimmed)
      guard sides.count == 2, !name.isEmpty, let value = Constant.number(sides[1].trimmed), value.isFinite,
        value.rounded() == value
      else {
        throw .usage(.malformedConstant(part.trimmed))
      }
      if constants.contains(where: { $0.name == name }) {
        throw .usage(.inputTwice(option: Option.given.long, name: name))
      }
      constants.append((name, value))
    }
    return constants
  }

  // MARK: - Ranges

  /// Reads `LO:HI` for all inputs, `x1=LO:HI` for one, or several of these with commas between them.
  ///
  /// - Throws: a range whose bounds are no finite constants in order.
  static func ranges(_ text: String) throws(Failure) -> [InputRange] {
    var ranges: [InputRange] = []
    // Commas in the subscripts of elements are their own.
    try BindingText.forEachPart(of: Array(text.utf8)[...]) { bytes throws(Failure) in
      let part = String(decoding: bytes, as: UTF8.self)
      let sides = part.split(separator: "=", maxSplits: 1)
      let bounds = (sides.last ?? "").split(separator: ":", omittingEmptySubsequences: false).map {
        Constant.number(String($0)) ?? .nan
      }
      guard bounds.count == 2, bounds[0] <= bounds[1], bounds[0].isFinite, bounds[1].isFinite else {
        throw invalid(text, .range, .interval)
      }
      ranges.append(
        InputRange(
          input: sides.count == 2 ? NameSpelling.canonical(sides[0].trimmed) : nil, bounds: bounds[0]...bounds[1]))
    }
    return ranges
  }

  /// Reads `x=0:1,w=0:`, in which one of two bounds may be missing.
  ///
  /// - Throws: a part that is not of this form, or whose bounds are not in order.
  static func bounds(_ text: String) throws(Failure) -> [InputBounds] {
    var all: [InputBounds] = []
    // Commas in the subscripts of elements are their own.
    try BindingText.forEachPart(of: Array(text.utf8)[...]) { bytes throws(Failure) in
      let sides = String(decoding: bytes, as: UTF8.self).split(separator: "=", maxSplits: 1)
      let ends = (sides.last ?? "").split(separator: ":", omittingEmptySubsequences: false).map { String($0).trimmed }
      guard sides.count == 2, ends.count == 2, ends != ["", ""] else { throw invalid(text, .bounds, .bounds) }
      let lower = ends[0].isEmpty ? -.infinity : Constant.number(ends[0]) ?? .nan
      let upper = ends[1].isEmpty ? .infinity : Constant.number(ends[1]) ?? .nan
      guard lower <= upper, lower < .infinity, upper > -.infinity else { throw invalid(text, .bounds, .bounds) }
      let name = NameSpelling.canonical(String(sides[0].filter { $0 != " " }))
      all.append(InputBounds(input: name, lower: lower, upper: upper))
    }
    return all
  }
}

/// The bounds of an input, or of an element of one.
package struct InputBounds: Sendable, Equatable {
  package var input: String
  package var lower: Double
  package var upper: Double
}

/// A range from which values are drawn.
package struct InputRange: Sendable {
  /// The input that it is for; nil for all inputs.
  package var input: String?
  package var bounds: ClosedRange<Double>
}

/// The way to one answer over all rows of a table.
package enum Reduction: String, CaseIterable, Sendable { case mean, sum }
