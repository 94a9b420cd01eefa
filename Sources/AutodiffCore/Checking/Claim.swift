/// An answer that somebody claims for one derivative: a number as written, or a formula in the inputs.
package struct Claim: Sendable {
  private let graph: Graph
  /// By the formula's inputs: places among the names that it may use.
  package let places: [Int]
  /// The values of those names, where they do not depend on the point.
  private var values: [Double]?
  /// Half a unit in the last digit of a decimal as it is written, else 0.
  package let writtenPrecision: Double

  /// - Parameter inputs: the names a formula may use, in the order of the values it will be given.
  /// - Throws: a `Problem` in the text's syntax, or `notConstant` with the names that are no inputs.
  package init(_ source: SourceText, span: Range<Int>, inputs: NameTable, tree: SyntaxTree) throws(Problem) {
    graph = try Lowering.lower(tree, boundNames: inputs)
    var places: [Int] = []
    var unknown: [String] = []
    for input in graph.inputs {
      let name = graph.name(ofInput: input)
      if let place = inputs.find(name) { places.append(Int(place)) } else { unknown.append(name) }
    }
    guard unknown.isEmpty else { throw Problem(.unknownNames(unknown, known: inputs.all), Span(span)) }
    self.places = places
    writtenPrecision = Self.precision(of: String(decoding: source.bytes[span], as: UTF8.self))
  }

  /// A number in somebody's table.
  package init(number: Double, writtenAs text: String) {
    var graph = Graph()
    if let output = try? graph.constant(number) { graph.output = output }
    self.graph = graph
    places = []
    writtenPrecision = Self.precision(of: text)
  }

  /// The same claim with the names' values settled.
  package func fixed(_ values: [Double]) -> Claim {
    var claim = self
    claim.values = values
    return claim
  }

  /// The place of the one name that the formula is, where it is no more than that.
  package var place: Int? { graph.count == 1 ? places.first : nil }

  package func value(_ inputs: [Double]) -> Double {
    let values = values ?? inputs
    return Evaluation.run(graph, inputs: places.map { values[$0] })[Int(graph.output)]
  }

  /// `2.58` is known to 0.005, `2.50e3` to 5; a whole number and a formula are meant exactly.
  private static func precision(of text: String) -> Double {
    let bytes = Array(text.utf8.filter { $0 != UInt8(ascii: " ") })[...]
    let digits = bytes.first == UInt8(ascii: "-") || bytes.first == UInt8(ascii: "+") ? bytes.dropFirst() : bytes
    let mantissa = digits.prefix { $0 != UInt8(ascii: "e") && $0 != UInt8(ascii: "E") }
    let exponent = String(decoding: digits.dropFirst(mantissa.count + 1), as: UTF8.self)
    guard let point = mantissa.firstIndex(of: UInt8(ascii: ".")),
      mantissa.allSatisfy({ $0 == UInt8(ascii: ".") || $0 &- UInt8(ascii: "0") < 10 }),
      let power = exponent.isEmpty ? 0 : Int(exponent)
    else { return 0 }
    let decimals = mantissa.endIndex - point - 1
    return 0.5 * pow(10, Double(power - decimals))
  }
}
