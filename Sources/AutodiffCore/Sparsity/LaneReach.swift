/// The elements of a lane that each element of a scan's result depends on.
enum LaneReach: Equatable {
  /// All elements.
  case whole
  /// Those up to its own place.
  case upTo
  /// Those from its own place on.
  case from

  /// Finds the reach of a scan from the gates that its row says for a lane of three elements.
  init(_ primitive: Primitive) {
    guard case .scan(let form) = primitive.symbolicForm else {
      self = .whole
      return
    }
    let bench = Workbench(Graph(limits: Limits()), .piecewise)
    let elements = (1...3).map { bench.input("x\($0)") }
    let results = form.lane(ScalarLane(elements, values: [1, 2, 3]) { 0.0 }).map(bench.node)
    var dependence = Dependence(count: 3, mostMembers: 100)
    let sets = dependence.sets(
      of: results, in: bench.graph, inputs: (0..<3).map { .same(dependence.pool.single($0)) }, known: [nil, nil, nil])
    let places = sets.map { set in
      var list: [UInt32] = []
      dependence.pool.append(set[0], to: &list)
      return list
    }
    self = places == [[0], [0, 1], [0, 1, 2]] ? .upTo : places == [[0, 1, 2], [1, 2], [2]] ? .from : .whole
  }
}
