import AutodiffCore

/// The correlations that `--correlation` gives: `x,y=0.3`.
struct CorrelationOption {
  private let elements: Elements
  private let isUncertain: [Bool]
  private(set) var correlations = Correlations()

  /// - Parameter isUncertain: by element of the inputs.
  /// - Throws: a text that is no correlation of two elements that are uncertain, and correlations that cannot be.
  init(_ texts: [String], _ elements: Elements, _ isUncertain: [Bool]) throws(Failure) {
    self.elements = elements
    self.isUncertain = isUncertain
    for text in texts { try add(SourceText(text, name: Option.correlation.long)) }
    if !correlations.arePossible {
      let source = SourceText([], name: Option.correlation.long)
      throw .text(Problem(.uncertainty(.impossible), nil), source)
    }
  }

  /// Adds the correlations of a text: of two names between commas, the second has the value.
  private mutating func add(_ source: SourceText) throws(Failure) {
    var parts: [ArraySlice<UInt8>] = []
    BindingText.forEachPart(of: source.bytes[...]) { parts.append($0) }
    var rest = parts[...]
    while let first = rest.popFirst() {
      guard let second = rest.popFirst(), !first.contains(UInt8(ascii: "=")),
        let sign = second.firstIndex(of: UInt8(ascii: "="))
      else { throw fault(.malformedCorrelation(Self.text(source.bytes[...])), first, source) }
      try add(first, second[..<sign], second[(sign + 1)...], source)
    }
  }

  /// Adds the correlation of two elements.
  private mutating func add(
    _ first: ArraySlice<UInt8>, _ second: ArraySlice<UInt8>, _ value: ArraySlice<UInt8>, _ source: SourceText
  ) throws(Failure) {
    let (a, b) = (try element(first, source), try element(second, source))
    guard let coefficient = Constant.number(Self.text(value)), !coefficient.isNaN else {
      throw fault(.malformedCorrelation(Self.text(source.bytes[...])), value, source)
    }
    guard abs(coefficient) <= 1 else { throw fault(.correlationOutside(coefficient), value, source) }
    if a == b { throw fault(.correlatedWithItself(Self.text(second)), second, source) }
    if correlations.has(a, b) {
      throw fault(.correlatedTwice(Self.text(first), Self.text(second)), second, source)
    }
    correlations.add(a, b, coefficient)
  }

  /// Returns the place of the element that a text names.
  private func element(_ text: ArraySlice<UInt8>, _ source: SourceText) throws(Failure) -> Int {
    let name = NameSpelling.canonical(String(Self.text(text).filter { $0 != " " }))
    if name.isEmpty { throw fault(.malformedCorrelation(Self.text(source.bytes[...])), text, source) }
    let array = String(name.prefix { $0 != "[" })
    let names = elements.parts.indices.map { elements.names[NameTable.ID($0)] }
    guard let part = names.firstIndex(of: array) else { throw fault(.noInput(name, inputs: names), text, source) }
    let own = elements.elementNames(ofPart: part)
    guard let offset = own.firstIndex(of: name) else {
      throw fault(name == array ? .arrayCorrelated(name) : .noInput(name, inputs: own), text, source)
    }
    let element = elements.parts[part].places.lowerBound + offset
    if !isUncertain[element] { throw fault(.exact(name), text, source) }
    return element
  }

  private static func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self).trimmed }

  private func fault(_ fault: UncertaintyFault, _ text: ArraySlice<UInt8>, _ source: SourceText) -> Failure {
    let start = text.firstIndex { !$0.isBlank } ?? text.endIndex
    let end = (text.lastIndex { !$0.isBlank }).map { $0 + 1 } ?? start
    return .text(Problem(.uncertainty(fault), Span(start..<max(start, end))), source)
  }
}
