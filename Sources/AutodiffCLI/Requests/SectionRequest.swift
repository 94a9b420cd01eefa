import AutodiffCore

/// The line or the plane that `--range` or `--along` cuts through the points of a program.
struct SectionRequest {
  let section: Section
  /// The values given for the inputs of the axes, in their order; nil where one has none.
  let point: [Double]?

  /// The ranges of directions where none are given.
  private static let usual = -1.0...1.0

  /// The inputs that get their values from ranges, for a program that is still to be read.
  static func columns(_ options: Options) -> [ColumnInput] {
    options.ranges.compactMap(\.input).filter { !$0.includes("[") }.map { ($0, nil) }
  }

  /// - Throws: ranges and directions that are not those of one or two axes, and inputs without a value.
  init(_ request: ProgramRequest, _ values: InputValues, _ session: Session) throws(Failure) {
    let inputs = ElementInputs(values, of: request.graph)
    for range in request.options.ranges where !(0 < range.length && range.length < .infinity) {
      let (low, high) = (range.bounds.lowerBound, range.bounds.upperBound)
      let text = "\(range.input.map { "\($0)=" } ?? "")\(NumberText()(low)):\(NumberText()(high))"
      throw .usage(.invalidNumber(option: Option.range.long, value: text, .properInterval))
    }
    let isAlong = !request.options.along.isEmpty
    let axes =
      isAlong
      ? try Self.directions(request, inputs, session) : try Self.ranges(request, inputs)
    let expected = request.options.showsRegions ? 2...2 : 1...2
    guard expected.contains(axes.count) else {
      let option = isAlong ? Option.along : request.options.showsRegions ? Option.regions : Option.range
      throw .usage(.axisCount(axes.count, option: option.long, expected: expected))
    }
    let ranged = isAlong ? [] : axes.flatMap { $0.direction.map(\.element) }
    let names = inputs.elements.elementNames
    let missing = names.indices.filter { !inputs.known.isKnown[$0] && !ranged.contains($0) }.map { names[$0] }
    guard missing.isEmpty else {
      throw .bindings(missing: missing, twice: [], unused: [], given: request.bindings.allNames)
    }
    let isGiven = ranged.allSatisfy { inputs.known.isKnown[$0] }
    // An array's elements have values for the others' sake.
    let isArray = axes.contains { $0.name.includes("[") }
    point = isAlong || isArray || !isGiven ? nil : ranged.map { inputs.known.values[$0] }
    var origin = inputs.known.values
    for element in ranged { origin[element] = 0 }
    section = Section(request.program, request.graph, origin: origin, axes: axes, ties: request.ties)
  }

  // MARK: - Ranges

  /// The axes that `--range` names.
  private static func ranges(_ request: ProgramRequest, _ inputs: ElementInputs) throws(Failure) -> [Section.Axis] {
    let names = inputs.elements.elementNames
    var axes: [Section.Axis] = []
    for range in request.options.ranges {
      let chosen: [String]
      if let name = range.input { chosen = [name] } else { chosen = try unbound(request, inputs) }
      for name in chosen {
        guard let element = names.firstIndex(of: name) else { throw noElement(name, request, inputs.elements) }
        if axes.contains(where: { $0.name == name }) {
          throw .usage(.inputTwice(option: Option.range.long, name: name))
        }
        axes.append(Section.Axis(name, range.bounds, direction: [(element, 1)]))
      }
    }
    return axes
  }

  /// The inputs that a range without a name is for: those without a value, or all that there are.
  private static func unbound(_ request: ProgramRequest, _ inputs: ElementInputs) throws(Failure) -> [String] {
    let names = request.graph.orderedInputNames
    let parts = inputs.elements.parts
    let free = names.indices.filter { !inputs.known.isKnown[parts[$0].places.lowerBound] }
    let chosen = free.isEmpty ? Array(names.indices) : free
    guard (1...2).contains(chosen.count) else {
      throw .usage(.axisCount(chosen.count, option: Option.range.long, expected: 1...2))
    }
    return chosen.map { names[$0] }
  }

  /// The reason for which a name is none of an element.
  private static func noElement(_ name: String, _ request: ProgramRequest, _ elements: Elements) -> Failure {
    let array = name.prefix { $0 != "[" }.trimmed
    if let place = elements.names.find(array), !elements.parts[Int(place)].shape.isScalar {
      return array == name
        ? .usage(.rangeOfArray(name, elements: elements.elementNames(ofPart: Int(place))))
        : .usage(
          .unknownInput(
            option: Option.range.long, name: name, inputs: elements.elementNames(ofPart: Int(place)), similar: nil))
    }
    let names = request.graph.orderedInputNames
    return .usage(
      .unknownInput(
        option: Option.range.long, name: name, inputs: names, similar: Similarity.nearest(to: name, among: names)))
  }

  // MARK: - Directions

  /// The axes that `--along` names, with the ranges that `--range` gives in their order or to both.
  private static func directions(
    _ request: ProgramRequest, _ inputs: ElementInputs, _ session: Session
  ) throws(Failure) -> [Section.Axis] {
    var texts: [String] = []
    for text in request.options.along { texts += parts(of: text) }
    let names = texts.count == 1 ? ["t"] : ["u", "v"]
    guard texts.count <= 2 else {
      throw .usage(.axisCount(texts.count, option: Option.along.long, expected: 1...2))
    }
    let ranges = request.options.ranges
    for range in ranges {
      guard let name = range.input, !names.prefix(texts.count).contains(name) else { continue }
      throw .usage(
        .unknownInput(option: Option.range.long, name: name, inputs: Array(names.prefix(texts.count)), similar: nil))
    }
    let wrt = try request.wrtPlaces()
    var axes: [Section.Axis] = []
    for (place, text) in texts.enumerated() {
      let direction: [(element: Int, part: Double)]
      if text == "random" {
        direction = RandomDirection.direction(
          inputs.elements, inputs: wrt, origin: inputs.known.values, seed: request.options.seed + UInt64(place))
      } else {
        direction = try request.direction(text, .along, session).flatMap { input, tangent in
          let part = request.graph.inputs.firstIndex(of: input) ?? 0
          return zip(inputs.elements.parts[part].places, tangent.elements).map { ($0, $1) }
        }
      }
      let range = ranges.last { $0.input == names[place] } ?? ranges.last { $0.input == nil }
      axes.append(Section.Axis(names[place], range?.bounds ?? usual, direction: direction.filter { $0.part != 0 }))
    }
    return axes
  }

  /// The directions of a text: a name that stands there again begins the next one.
  private static func parts(of text: String) -> [String] {
    var directions: [String] = []
    var names: Set<String> = []
    BindingText.forEachPart(of: Array(text.utf8)[...]) { bytes in
      let part = String(decoding: bytes, as: UTF8.self).trimmed
      let name = NameSpelling.canonical(part.prefix { $0 != "=" }.trimmed)
      if part == "random" || names.isEmpty || !names.insert(name).inserted {
        directions.append(part)
        names = part == "random" ? [] : [name]
      } else {
        directions[directions.count - 1] += "," + part
      }
    }
    return directions
  }
}

extension InputRange {
  /// The distance from one end to the other.
  fileprivate var length: Double { bounds.upperBound - bounds.lowerBound }
}
