/// The elements of inputs on which each element of a node depends by the structure of a graph.
///
/// Arrays stay whole: each operation says by its kind which elements of its operands meet in an element of its value.
/// An element that is multiplied by a 0 that no input moves does not count; a value that happens to be 0 does.
///
/// Source: A. Griewank and A. Walther, Evaluating Derivatives, 2nd ed., §7.2 (index domains).
struct Dependence {
  /// The sets of the elements of a node, row by row.
  enum Sets {
    /// The node depends on nothing.
    case none
    /// All elements depend on the same.
    case same(IndexSets.ID)
    case each([IndexSets.ID])

    /// Returns the set of an element.
    @inline(__always)
    subscript(element: Int) -> IndexSets.ID {
      switch self {
      case .none: IndexSets.empty
      case .same(let set): set
      case .each(let sets): sets[element]
      }
    }

    var isNone: Bool { if case .none = self { true } else { false } }

    /// Returns the sets, one for each of so many elements.
    func list(_ count: Int) -> [IndexSets.ID] {
      switch self {
      case .none: Array(repeating: IndexSets.empty, count: count)
      case .same(let set): Array(repeating: set, count: count)
      case .each(let sets): sets
      }
    }
  }

  /// The pool of sets.
  var pool: IndexSets

  /// Creates a pass over the elements of inputs, so many together.
  ///
  /// - Parameter mostMembers: The greatest number of members of all sets.
  init(count: Int, mostMembers: Int) {
    pool = IndexSets(count: count, mostMembers: mostMembers)
  }

  /// Returns the sets of some nodes.
  ///
  /// - Parameters:
  ///   - outputs: The nodes that are asked for.
  ///   - inputs: The sets of inputs, for each of `graph.inputs`.
  ///   - known: The values of inputs that have one, for each of `graph.inputs`.
  mutating func sets(
    of outputs: [Graph.NodeID], in graph: Graph, inputs: [Sets], known: [Tensor?]
  ) -> [Sets] {
    let reached = graph.reached(from: outputs)
    let values = KnownTensors(graph, reached: reached, moves: inputs.map { !$0.isNone }, known)
    var lastUse = [Int](repeating: -1, count: graph.count)
    for id in graph.nodes.indices where reached[id] {
      for operand in graph.operands(of: Graph.NodeID(id)) { lastUse[Int(operand)] = id }
    }
    for output in outputs { lastUse[Int(output)] = .max }
    var sets = [Sets](repeating: .none, count: graph.count)
    for (place, id) in graph.inputs.enumerated() { sets[Int(id)] = inputs[place] }
    for id in graph.nodes.indices where reached[id] && !graph.isLeaf(Graph.NodeID(id)) {
      let operands = graph.operands(of: Graph.NodeID(id))
      if operands.contains(where: { !sets[Int($0)].isNone }) {
        sets[id] = self.sets(
          of: Graph.NodeID(id), in: graph,
          operands.enumerated().map { place, operand in
            Operand(
              sets: graph.nodes[id].primitive.holds(place) ? .none : sets[Int(operand)],
              shape: graph.shape(of: operand), value: values[operand], constant: values.constant(operand))
          })
      }
      for operand in operands where lastUse[Int(operand)] == id { sets[Int(operand)] = .none }
    }
    return outputs.map { sets[Int($0)] }
  }

  /// An operand of a node.
  struct Operand {
    var sets: Sets
    var shape: Shape
    /// The value, if it was computed.
    var value: Tensor?
    /// The value if it was computed and no input moves it.
    var constant: Tensor?
  }

  /// Returns the sets of a node from those of its operands.
  private mutating func sets(of id: Graph.NodeID, in graph: Graph, _ operands: [Operand]) -> Sets {
    let node = graph.nodes[Int(id)]
    if node.primitive.gate.derivative.isNone { return .none }
    let shape = graph.shape(of: id)
    guard node.kind == .wide, let form = node.primitive.arrayForm else {
      return elementwise(node.primitive, operands, shape)
    }
    let operation = graph.operation(id)
    switch form {
    case .filling: return .none
    case .movement(let movement): return moved(movement.plan(operands.map(\.shape), operation), operands, shape)
    case .gathering(let gathering): return gathered(gathering, operands, operation)
    case .reduction: return lanes(operands[0], operation, .whole, shape)
    case .scan: return lanes(operands[0], operation, LaneReach(node.primitive), shape)
    case .contraction(let contraction): return contracted(contraction, operands[0], operands[1], shape)
    case .factorization(let factorization): return factorized(factorization, operands, shape)
    case .composition:
      guard let parts = graph.expansion(of: id) else { return all(operands, shape) }
      return sets(of: [parts.output], in: parts, inputs: operands.map(\.sets), known: operands.map(\.constant))[0]
    }
  }

  /// Returns the union of all sets of some operands, for each element.
  private mutating func all(_ operands: [Operand], _ shape: Shape) -> Sets {
    var list = operands.flatMap { operand -> [IndexSets.ID] in
      switch operand.sets {
      case .none: []
      case .same(let set): [set]
      case .each(let sets): sets
      }
    }
    return .same(pool.union(of: &list))
  }

  // MARK: - Element by element

  /// Returns the sets where the operands meet element by element, with broadcasting.
  private mutating func elementwise(_ primitive: Primitive, _ operands: [Operand], _ shape: Shape) -> Sets {
    var result = Sets.none
    for place in operands.indices where !operands[place].sets.isNone {
      var sets = Self.broadcast(operands[place].sets, operands[place].shape, to: shape)
      if let factor = Self.factor(of: place, primitive, operands) {
        sets = Self.without(sets, where: factor.broadcast(to: shape))
      }
      result = union(result, sets)
    }
    return result
  }

  /// Returns the number whose zeros keep an operand from having any effect; nil if there is none.
  private static func factor(of place: Int, _ primitive: Primitive, _ operands: [Operand]) -> Tensor? {
    guard operands.count == 2, primitive == .multiply || primitive.isPower && place == 0 else { return nil }
    return operands[1 - place].constant
  }

  private static func broadcast(_ sets: Sets, _ own: Shape, to wide: Shape) -> Sets {
    guard own != wide, case .each(let list) = sets else { return sets }
    if list.count == 1 { return .same(list[0]) }
    guard case .copies(let copies, _) = MovementPlan.broadcast(own, to: wide) else { return sets }
    var result = [IndexSets.ID](repeating: IndexSets.empty, count: wide.count)
    for copy in copies { copy.forEachPlace { result[$1] = list[$0] } }
    return .each(result)
  }

  /// Returns the sets without those at places where a factor is 0.
  private static func without(_ sets: Sets, where factor: Tensor) -> Sets {
    if factor.isZero { return .none }
    return factor.withElements { factor in
      guard factor.contains(0) else { return sets }
      return .each(factor.indices.map { factor[$0] == 0 ? IndexSets.empty : sets[$0] })
    }
  }

  private mutating func union(_ a: Sets, _ b: Sets) -> Sets {
    switch (a, b) {
    case (.none, let sets), (let sets, .none): return sets
    case (.same(let x), .same(let y)): return .same(pool.union(x, y))
    case (.each(let x), .same(let y)): return .each(x.map { pool.union($0, y) })
    case (.same(let x), .each(let y)): return .each(y.map { pool.union(x, $0) })
    case (.each(let x), .each(let y)): return .each(zip(x, y).map { pool.union($0, $1) })
    }
  }

  // MARK: - Arrays

  /// Returns the sets of elements that come from other places.
  private mutating func moved(_ plan: MovementPlan, _ operands: [Operand], _ shape: Shape) -> Sets {
    switch plan {
    case .sameElements: return operands[0].sets
    case .copies(let copies, .summed):
      var bags = Bags(count: shape.count)
      for copy in copies where !operands[copy.operand].sets.isNone { copy.forEachPlace { bags.count($1) } }
      bags.open()
      for copy in copies where !operands[copy.operand].sets.isNone {
        copy.forEachPlace { bags.put(operands[copy.operand].sets[$0], at: $1) }
      }
      return .each(bags.unions(&pool))
    case .copies(let copies, .everywhere), .copies(let copies, .amongZeros):
      var result = [IndexSets.ID](repeating: IndexSets.empty, count: shape.count)
      for copy in copies where !operands[copy.operand].sets.isNone {
        let sets = operands[copy.operand].sets
        copy.forEachPlace { result[$1] = sets[$0] }
      }
      return .each(result)
    }
  }

  /// Returns the sets of parts at indices; of all parts where the indices are not known.
  private mutating func gathered(_ gathering: Gathering, _ operands: [Operand], _ operation: ArrayOperation) -> Sets {
    let sets = operands[0].sets
    let whole = gathering.whole(operands[0].shape, operation)
    guard let length = whole.lengths.first, length > 0 else { return .none }
    let width = whole.count / length
    guard let indices = operands[1].value else {
      let parts = operands[0].shape.count / max(width, 1)
      let unions = (0..<width).map { element in
        var list = (0..<parts).map { sets[$0 * width + element] }
        return pool.union(of: &list)
      }
      return .each((0..<operation.shape.count).map { unions[$0 % width] })
    }
    let places = indices.elements.map { IndexPlace.place($0, length) }
    if !gathering.adds {
      return .each(
        places.flatMap { place in
          (0..<width).map { element in place.map { sets[$0 * width + element] } ?? IndexSets.empty }
        })
    }
    var bags = Bags(count: whole.count)
    func forEach(_ body: (_ source: Int, _ target: Int) -> Void) {
      for (number, place) in places.enumerated() {
        guard let place else { continue }
        for element in 0..<width { body(number * width + element, place * width + element) }
      }
    }
    forEach { bags.count($1) }
    bags.open()
    forEach { bags.put(sets[$0], at: $1) }
    return .each(bags.unions(&pool))
  }

  /// Returns the sets of numbers, or of lanes, from each lane.
  private mutating func lanes(_ operand: Operand, _ operation: ArrayOperation, _ reach: LaneReach, _ shape: Shape)
    -> Sets
  {
    guard case .each(let sets) = operand.sets else { return operand.sets }
    let isScan = shape == operand.shape && !shape.isScalar
    let lanes =
      isScan
      ? Lanes(shape.lengths, axes: operation.setting.axis..<operation.setting.axis + 1)
      : operation.lanes(of: operand.shape)
    var result = [IndexSets.ID](repeating: IndexSets.empty, count: shape.count)
    for block in 0..<lanes.outer {
      for lane in 0..<lanes.inner {
        let places = (0..<lanes.length).map { (block * lanes.length + $0) * lanes.inner + lane }
        switch reach {
        case .whole:
          var list = places.map { sets[$0] }
          let union = pool.union(of: &list)
          if isScan {
            for place in places { result[place] = union }
          } else {
            result[block * lanes.inner + lane] = union
          }
        case .upTo, .from:
          var union = IndexSets.empty
          for place in reach == .upTo ? places : places.reversed() {
            union = pool.union(union, sets[place])
            result[place] = union
          }
        }
      }
    }
    return .each(result)
  }

  /// Returns the sets of a product's elements: those of a row and a column, but where a constant of the other is 0.
  private mutating func contracted(_ contraction: Contraction, _ left: Operand, _ right: Operand, _ shape: Shape)
    -> Sets
  {
    let (rows, inner, columns) = contraction.extents(left.shape, right.shape)
    let (a, b) = (left.constant?.elements, right.constant?.elements)
    /// The places of zeros among those of each row of the left operand, and of each column of the right one.
    let zeroRows = (0..<rows).map { row in a.map { a in (0..<inner).contains { a[row * inner + $0] == 0 } } ?? false }
    let zeroColumns = (0..<columns).map { column in
      b.map { b in (0..<inner).contains { b[$0 * columns + column] == 0 } } ?? false
    }
    var wholeRows = [IndexSets.ID?](repeating: left.sets.isNone ? IndexSets.empty : nil, count: rows)
    var wholeColumns = [IndexSets.ID?](repeating: right.sets.isNone ? IndexSets.empty : nil, count: columns)
    var result = [IndexSets.ID](repeating: IndexSets.empty, count: rows * columns)
    for row in 0..<rows {
      for column in 0..<columns {
        let first: IndexSets.ID
        if zeroColumns[column], let b {
          var list = (0..<inner).filter { b[$0 * columns + column] != 0 }.map { left.sets[row * inner + $0] }
          first = pool.union(of: &list)
        } else if let known = wholeRows[row] {
          first = known
        } else {
          var list = (0..<inner).map { left.sets[row * inner + $0] }
          first = pool.union(of: &list)
          wholeRows[row] = first
        }
        let second: IndexSets.ID
        if zeroRows[row], let a {
          var list = (0..<inner).filter { a[row * inner + $0] != 0 }.map { right.sets[$0 * columns + column] }
          second = pool.union(of: &list)
        } else if let known = wholeColumns[column] {
          second = known
        } else {
          var list = (0..<inner).map { right.sets[$0 * columns + column] }
          second = pool.union(of: &list)
          wholeColumns[column] = second
        }
        result[row * columns + column] = pool.union(first, second)
      }
    }
    return shape.isScalar ? .same(result[0]) : .each(result)
  }

  /// Returns the sets of a result of a matrix's factors: all elements, but of a system of constants whose columns are
  /// solved one by one.
  private mutating func factorized(_ form: FactorizationForm, _ operands: [Operand], _ shape: Shape) -> Sets {
    guard form.result == .solution, operands[0].sets.isNone, shape.rank == 2 else { return all(operands, shape) }
    let columns = shape.lengths[1]
    let unions = (0..<columns).map { column in
      var list = (0..<shape.lengths[0]).map { operands[1].sets[$0 * columns + column] }
      return pool.union(of: &list)
    }
    return .each((0..<shape.count).map { unions[$0 % columns] })
  }
}

/// Sets that arrive at the same places, put together place by place.
private struct Bags {
  private var starts: [Int]
  private var next: [Int] = []
  private var sets: [IndexSets.ID] = []

  /// Creates the bags of so many places.
  init(count: Int) { starts = Array(repeating: 0, count: count + 1) }

  /// Counts a set that will arrive at a place.
  mutating func count(_ place: Int) { starts[place + 1] += 1 }

  /// Makes room for all that was counted.
  mutating func open() {
    for place in 1..<starts.count { starts[place] += starts[place - 1] }
    next = starts
    sets = Array(repeating: IndexSets.empty, count: starts[starts.count - 1])
  }

  /// Puts a set at a place.
  mutating func put(_ set: IndexSets.ID, at place: Int) {
    sets[next[place]] = set
    next[place] += 1
  }

  /// Returns the union of the sets at each place.
  func unions(_ pool: inout IndexSets) -> [IndexSets.ID] {
    (0..<starts.count - 1).map { place in
      var list = Array(sets[starts[place]..<starts[place + 1]])
      return pool.union(of: &list)
    }
  }
}

extension StridedCopy {
  /// Calls a closure with the places that each element comes from and goes to.
  func forEachPlace(_ body: (_ source: Int, _ target: Int) -> Void) {
    guard !lengths.contains(0) else { return }
    guard let row = lengths.last else { return body(source.start, target.start) }
    let (from, to) = (source.strides[lengths.count - 1], target.strides[lengths.count - 1])
    var counters = [Int](repeating: 0, count: lengths.count - 1)
    var (start, end) = (source.start, target.start)
    while true {
      for i in 0..<row { body(start + i * from, end + i * to) }
      var axis = counters.count - 1
      while axis >= 0 {
        counters[axis] += 1
        start += source.strides[axis]
        end += target.strides[axis]
        if counters[axis] < lengths[axis] { break }
        counters[axis] = 0
        start -= source.strides[axis] * lengths[axis]
        end -= target.strides[axis] * lengths[axis]
        axis -= 1
      }
      if axis < 0 { return }
    }
  }
}
