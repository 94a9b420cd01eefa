import AutodiffCore

/// The bounds that `--bounds` gives to parameters: `x=0:1,w=0:`.
struct BoundsOption {
  /// The bounds of the parameters' elements.
  let box: Box

  /// - Throws: a name that is no parameter's, and one that stands there twice.
  init(_ bounds: [InputBounds], _ parameters: Parameters, _ request: ProgramRequest) throws(Failure) {
    guard !bounds.isEmpty else {
      box = .open
      return
    }
    var lower = Array(repeating: -Double.infinity, count: parameters.places.count)
    var upper = lower.map { -$0 }
    var bounded: Set<Int> = []
    let names = parameters.elementNames
    for bound in bounds {
      let places = names.indices.filter { names[$0].array == bound.input || names[$0].element == bound.input }
      if places.isEmpty {
        _ = try request.place(ofInput: String(bound.input.prefix { $0 != "[" }), option: .bounds)
        throw .usage(.notAParameter(bound.input, parameters: names.map(\.element)))
      }
      for place in places {
        if !bounded.insert(place).inserted {
          throw .usage(.inputTwice(option: Option.bounds.long, name: names[place].element))
        }
        (lower[place], upper[place]) = (bound.lower, bound.upper)
      }
    }
    box = Box(lower: lower, upper: upper)
  }
}

extension Parameters {
  /// The names of all elements, with those of the arrays that they are of.
  var elementNames: [(array: String, element: String)] {
    wrt.flatMap { part in
      let name = elements.names[NameTable.ID(part)]
      return elements.elementNames(ofPart: part).map { (name, $0) }
    }
  }
}
