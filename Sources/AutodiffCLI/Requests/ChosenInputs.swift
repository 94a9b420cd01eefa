import AutodiffCore

/// The inputs that options name, `--wrt` and `--direction`, and the weights of the output, `--cotangent`.
extension ProgramRequest {
  /// The places of the names of `--wrt` among the graph's inputs; nil where all inputs are meant.
  ///
  /// - Throws: a name that is no input, or that stands there twice.
  func chosenInputs() throws(Failure) -> [Int]? {
    guard let names = options.wrt else { return nil }
    var chosen: [Int] = []
    for name in names {
      let place = try place(ofInput: name, option: .wrt)
      if chosen.contains(place) { throw .usage(.inputTwice(option: Option.wrt.long, name: name)) }
      chosen.append(place)
    }
    return chosen
  }

  /// The places among the graph's inputs of those to differentiate by.
  ///
  /// - Throws: a name of `--wrt` that is no input, or that stands there twice.
  package func wrtPlaces() throws(Failure) -> [Int] { try chosenInputs() ?? Array(graph.inputs.indices) }

  /// The nodes of the inputs to differentiate by.
  ///
  /// - Throws: a name of `--wrt` that is no input, or that stands there twice.
  package func wrtNodes() throws(Failure) -> [Graph.NodeID] { try wrtPlaces().map { graph.inputs[$0] } }

  /// The names of the inputs to differentiate by.
  ///
  /// - Throws: a name of `--wrt` that is no input, or that stands there twice.
  package func wrtNames() throws(Failure) -> [String] {
    let names = graph.orderedInputNames
    return try wrtPlaces().map { names[$0] }
  }

  /// The nodes of the inputs that are declared to be symmetric matrices.
  ///
  /// - Throws: a name of `--symmetric` that is no input, or no square matrix, or that stands there twice.
  package func symmetricNodes() throws(Failure) -> [Graph.NodeID] {
    var nodes: [Graph.NodeID] = []
    for name in options.symmetric {
      let node = graph.inputs[try place(ofInput: name, option: .symmetric)]
      let shape = graph.shape(of: node)
      if nodes.contains(node) { throw .usage(.inputTwice(option: Option.symmetric.long, name: name)) }
      guard shape.rank == 2, shape.lengths[0] == shape.lengths[1] else {
        throw .usage(.notSquare(option: Option.symmetric.long, name: name, shape))
      }
      nodes.append(node)
    }
    return nodes
  }

  /// The place among the graph's inputs of one that an option names.
  ///
  /// - Throws: that the expression has no such input.
  package func place(ofInput name: String, option: Option) throws(Failure) -> Int {
    let names = graph.orderedInputNames
    if let place = names.firstIndex(of: name) { return place }
    let similar = Similarity.nearest(to: name, among: names)
    throw .usage(.unknownInput(option: option.long, name: name, inputs: names, similar: similar))
  }

  /// The output's adjoint that `--cotangent` gives; nil without the option.
  ///
  /// - Parameter shape: the output's shape.
  /// - Throws: a problem in the value, and a value of another shape.
  package func cotangent(of shape: Shape, _ session: Session) throws(Failure) -> Tensor? {
    guard let text = options.cotangent else { return nil }
    let cotangent = try Constant.value(of: text, option: Option.cotangent.long, session.host)
    guard cotangent.shape == shape else { throw .usage(.cotangent(expected: shape, given: cotangent.shape)) }
    return cotangent
  }

  /// The direction that `--direction` gives; inputs that it does not name have none.
  ///
  /// - Throws: a problem in its values, names that are no inputs, and values of another shape than the input's.
  package func direction(_ session: Session) throws(Failure) -> Point<Tensor>.Direction {
    try direction(options.direction, .direction, session)
  }

  /// The direction that a text gives; inputs that it does not name have none.
  ///
  /// - Parameter option: the option that the text comes from.
  /// - Throws: a problem in its values, names that are no inputs, and values of another shape than the input's.
  func direction(_ text: String?, _ option: Option, _ session: Session) throws(Failure) -> Point<Tensor>.Direction {
    var given = Bindings()
    if let text { try given.add(text, from: session.host) }
    try given.requireExact(for: option.long)
    if !given.twice.isEmpty { throw .bindings(missing: [], twice: given.twice, unused: []) }
    var direction: Point<Tensor>.Direction = []
    for id in 0..<NameTable.ID(given.names.count) {
      let name = given.names[id]
      let input = graph.inputs[try place(ofInput: name, option: option)]
      let value = given.value(id)
      guard value.shape == graph.shape(of: input) else {
        throw .usage(
          .direction(of: name, expected: graph.shape(of: input), given: value.shape, option: option.long))
      }
      direction.append((input, value))
    }
    return direction
  }

  /// The part of `--direction` along the inputs to differentiate by, for a tangent.
  ///
  /// - Throws: what `direction` throws, and names of `--wrt` that are no inputs.
  package func tangentDirection(_ session: Session) throws(Failure) -> Point<Tensor>.Direction {
    let direction = try direction(session)
    guard let chosen = try chosenInputs().map({ $0.map { graph.inputs[$0] } }) else { return direction }
    let held = direction.filter { !chosen.contains($0.input) }.map { graph.name(ofInput: $0.input) }
    if !held.isEmpty { session.note("\(held.joined(separator: ", ")): not in --wrt, so its direction counts as 0") }
    return direction.filter { chosen.contains($0.input) }
  }
}
