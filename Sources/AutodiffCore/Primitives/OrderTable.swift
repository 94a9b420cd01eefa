private typealias P = Primitive

/// The rows of functions that go by the order of a lane's elements. Their derivatives are those of the elements that
/// stand where they stand at the point: gathers at places through which nothing goes.
extension Gate where S: Field {
  static var sort: Gate {
    .array(
      "sort", "the elements in ascending order", .scan, convention: firstOfEqual, kink: .equalNeighbours,
      latex: #"\operatorname{sort}(#1)"#,
      .composition(
        ArrayComposition(
          isOfLanes: true, isSmooth: true,
          value: { x, operation in
            x[0].mapLanes(axis: operation.setting.axis, .sorted)
          }, lane: { $0.ascending }
        ) { x, operation in x[0].elements(at: x[0].order(operation.setting), operation.setting) }),
      .general(
        push: { edge, t in t.elements(at: edge.operand.order(edge.operation.setting), edge.operation.setting) },
        pull: { edge, u in u.placed(at: edge.operand.order(edge.operation.setting), edge.operation.setting) }),
      role: .routes, says: "y_bar, each element at the place from which it came")
  }

  static var cummax: Gate {
    .array(
      "cummax", "the greatest element up to each", .scan, convention: firstOfEqual, kink: .equalLeaders,
      latex: #"\operatorname{cummax}(#1)"#,
      .composition(
        ArrayComposition(
          isOfLanes: true, isSmooth: true,
          value: { x, operation in
            x[0].mapLanes(axis: operation.setting.axis, .runningGreatest)
          }, lane: { ScalarLane.runningGreatest($0.elements) }
        ) { x, operation in x[0].elements(at: x[0].placesOfLeaders(operation.setting), operation.setting) }),
      .general(
        push: { edge, t in t.elements(at: edge.operand.placesOfLeaders(edge.operation.setting), edge.operation.setting)
        },
        pull: { edge, u in u.placed(at: edge.operand.placesOfLeaders(edge.operation.setting), edge.operation.setting)
        }), role: .routes, says: "the sums of y_bar over which each element is the greatest")
  }

  static var median: Gate {
    .array(
      "median", "element in the middle of the order, or the mean of the two there", .reduction,
      convention: firstOfEqual, kink: .equalMiddles, latex: #"\operatorname{median}(#1)"#, scalars: .argument,
      .composition(
        ArrayComposition(
          isSmooth: true, value: { x, operation in x[0].folded(axis: operation.setting.reduced, .median) },
          lane: { [Middle.mean($0.ascending)] }
        ) { x, operation in Middle.form(x[0], operation) }),
      .general(push: { edge, t in Middle.push(edge, t) }, pull: { edge, u in Middle.pull(edge, u) }), role: .routes,
      says: "y_bar to the element in the middle, or half of it to both")
  }

  static var argmax: Gate {
    .placeOfExtremum(
      .amax, "argmax", "place of the greatest element, counted from 1", #"\operatorname{arg\,max}(#1)"#,
      LaneForm("place_of_greatest", numPy: .placeOfExtremum("np.argmax"), operations: 1, .fold(.placeOfGreatest)) {
        $0.placeOfExtremum { P.greater($0, $1) }
      })
  }

  static var argmin: Gate {
    .placeOfExtremum(
      .amin, "argmin", "place of the least element, counted from 1", #"\operatorname{arg\,min}(#1)"#,
      LaneForm("place_of_least", numPy: .placeOfExtremum("np.argmin"), operations: 1, .fold(.placeOfLeast)) {
        $0.placeOfExtremum { P.less($0, $1) }
      })
  }

  private static func placeOfExtremum(
    _ extremum: Primitive, _ name: String, _ summary: String, _ latex: String, _ form: LaneForm<S, S>
  ) -> Gate {
    .array(
      name, summary, .reduction, convention: "0, the first of equal elements", kink: .changeOfLeader(extremum),
      latex: latex, .reduction(form), .gradient { S(0).unbroadcast(to: $0.operand.shape) }, selects: true, says: "0")
  }

  private static var firstOfEqual: String { "equal elements keep their order: the derivative goes to the first" }

  // MARK: - Hidden

  /// The places of the elements of each lane in ascending order.
  static var order: Gate {
    .hiddenArray(
      "places of the elements in ascending order", written: .named("order"),
      .scan(
        LaneForm("order", numPy: .scan("order"), operations: 10, .map(.order)) {
          $0.places { $0.order(into: $1) }
        }), .still, isNamedInSteps: true, definition: { x, operation in x[0].orderByRanks(operation.setting.axis) })
  }

  /// The place of the greatest element up to each.
  static var placesOfLeaders: Gate {
    .hiddenArray(
      "places of the greatest elements up to each", written: .named("places_of_leaders"),
      .scan(
        LaneForm("places_of_leaders", numPy: .scan("places_of_leaders"), operations: 1, .map(.placesOfLeaders)) {
          $0.places { $0.placesOfLeaders(into: $1) }
        }), .still, isNamedInSteps: true, definition: { x, operation in x[0].leadersByMaxima(operation.setting.axis) })
  }

  /// The greater or the lesser of two numbers; of equal ones the first.
  static func firstExtremum(_ extremum: Primitive) -> Gate {
    let isGreatest = extremum == .max
    return Gate(
      name: "", summary: "the \(isGreatest ? "greater" : "lesser") of two; of equal ones the first", arity: .exactly(2),
      domain: .plane, convention: firstOfEqual, kink: .tie(extremum),
      computation: .form(.binary { S.apply(extremum, [$0, $1]) }),
      derivative: .binary(
        { x, y, _ in isGreatest ? P.greaterEqual(x, y) : P.lessEqual(x, y) },
        { x, y, _ in isGreatest ? P.less(x, y) : P.greater(x, y) }), selects: true, role: .routes,
      definition: { S.apply(extremum, $0) }, isHidden: true)
  }
}

extension ArrayRule where S: Field {
  /// The rule of places, which stand still where differences move the operand.
  fileprivate static var still: ArrayRule {
    .general(
      push: { edge, _ in S(0).unbroadcast(to: edge.operation.shape) },
      pull: { edge, _ in S(0).unbroadcast(to: edge.operand.shape) })
  }
}

// MARK: - Lanes

extension Field {
  /// The places of the elements of each lane in ascending order, counted from 1.
  fileprivate func order(_ setting: Setting) -> Self {
    Self.apply(ArrayOperation(.order, .axis(setting.axis), shape: shape), [self])
  }

  fileprivate func placesOfLeaders(_ setting: Setting) -> Self {
    Self.apply(ArrayOperation(.placesOfLeaders, .axis(setting.axis), shape: shape), [self])
  }

  /// Returns the elements of each lane at places along it.
  fileprivate func elements(at places: Self, _ setting: Setting) -> Self {
    let flat = Shape([shape.count])
    return Self.apply(
      .gather(from: flat, at: places.shape), [reshaped(to: flat), places.flattened(along: setting.axis)])
  }

  /// Returns zeros to which the elements of each lane are added at places along it: the adjoint of
  /// `elements(at:_:)`.
  fileprivate func placed(at places: Self, _ setting: Setting) -> Self {
    Self.apply(
      ArrayOperation(.scatterSum, shape: Shape([shape.count])), [self, places.flattened(along: setting.axis)]
    ).reshaped(to: shape)
  }

  /// Returns places along the lanes of an array of this shape as places among all of its elements.
  @inline(never)
  @_semantics("optimize.sil.specialize.generic.never")
  fileprivate func flattened(along axis: Int) -> Self {
    if shape.rank == 1 { return self }
    let lanes = Lanes(shape.lengths, axes: axis..<axis + 1)
    func numbers(_ count: Int, _ shape: Shape) -> Self {
      Self.apply(ArrayOperation(.range, shape: Shape([count])), []).reshaped(to: shape)
    }
    let blocks = numbers(lanes.outer, Shape([lanes.outer, 1, 1])) - 1.0
    let abreast = numbers(lanes.inner, Shape([1, 1, lanes.inner])) - Self(Double(lanes.inner))
    let places = reshaped(to: Shape([lanes.outer, lanes.length, lanes.inner])) * Self(Double(lanes.inner))
    return (places + abreast + blocks * Self(Double(lanes.length * lanes.inner))).reshaped(to: shape)
  }
}

extension Field {
  /// Returns the numbers 1 to n along one of so many axes.
  private static func numbers(_ n: Int, along axis: Int, of rank: Int) -> Self {
    var lengths = [Int](repeating: 1, count: rank)
    lengths[axis] = n
    return apply(ArrayOperation(.range, shape: Shape([n])), []).reshaped(to: Shape(lengths))
  }

  /// Returns the places of the elements of each lane in ascending order by the ranks of all: the number of elements
  /// that are less, and of equal ones up to each.
  @inline(never)
  @_semantics("optimize.sil.specialize.generic.never")
  fileprivate func orderByRanks(_ axis: Int) -> Self {
    let (n, isVector) = (shape.lengths[axis], shape.rank == 1)
    let lanes = Lanes(shape.lengths, axes: axis..<axis + 1)
    // The elements along one axis, those that they are compared with along the next.
    let (first, rank) = isVector ? (0, 2) : (1, 4)
    let own = isVector ? Shape([n, 1]) : Shape([lanes.outer, n, 1, lanes.inner])
    let others = isVector ? Shape([1, n]) : Shape([lanes.outer, 1, n, lanes.inner])
    let (element, other) = (reshaped(to: own), reshaped(to: others))
    let (number, place) = (Self.numbers(n, along: first, of: rank), Self.numbers(n, along: first + 1, of: rank))
    let isBefore = P.or(
      P.less(other, element), P.and(P.equal(other, element), P.lessEqual(place, number)))
    let ranks = P.choose(isBefore, 1.0, 0.0).sum(.axis(first + 1)).reshaped(to: own)
    return P.choose(P.equal(ranks, place), number, 0.0).sum(.axis(first)).reshaped(to: shape)
  }

  /// Returns the places of the greatest elements up to each by the running maxima before them.
  @inline(never)
  @_semantics("optimize.sil.specialize.generic.never")
  fileprivate func leadersByMaxima(_ axis: Int) -> Self {
    let n = shape.lengths[axis]
    let first = Self(1).unbroadcast(to: sliced(shape.selecting(0..<1, axis: axis)).shape)
    if n == 1 { return first }
    let rest = sliced(shape.selecting(1..<n, axis: axis))
    let greatest = Self.apply(ArrayOperation(.cummax, .axis(axis), shape: shape), [self])
    let before = greatest.sliced(shape.selecting(0..<n - 1, axis: axis))
    let numbers = Self.numbers(n - 1, along: axis, of: shape.rank) + 1.0
    let leaders = P.choose(P.greater(rest, before), numbers, 1.0)
    let joined = Self.apply(.join(axis: axis, shape: shape), [first, leaders])
    return Self.apply(ArrayOperation(.cummax, .axis(axis), shape: shape), [joined])
  }
}

extension ScalarLane where S: Field {
  /// The places that a function of the lane's values at the point writes: numbers that stand still.
  fileprivate func places(_ write: (Lane, MutableLane) -> Void) -> [S] {
    let places = Tensor(Shape([values.count])) { result in values.withUnsafeBufferPointer { write($0, result) } }
    return places.elements.map { S($0) }
  }

  /// The elements in ascending order. Only among those that are equal at the point it is open which is less.
  @inline(never)
  @_semantics("optimize.sil.specialize.generic.never")
  fileprivate var ascending: [S] {
    let order = Tensor(Shape([values.count])) { result in values.withUnsafeBufferPointer { $0.order(into: result) } }
    let places = order.elements.map { Int($0) - 1 }
    var sorted = places.map { elements[$0] }
    var start = 0
    while start < places.count {
      var end = start + 1
      while end < places.count, values[places[end]] == values[places[start]] { end += 1 }
      for length in Swift.stride(from: end - start, to: 1, by: -1) {
        for place in start..<start + length - 1 {
          let (first, second) = (sorted[place], sorted[place + 1])
          sorted[place] = S.apply(.firstLeast, [first, second])
          sorted[place + 1] = S.apply(.firstGreatest, [second, first])
        }
      }
      start = end
    }
    return sorted
  }

  /// The greatest of the elements up to each.
  static func runningGreatest(_ elements: [S]) -> [S] {
    var greatest = elements
    for place in greatest.indices.dropFirst() {
      greatest[place] = S.apply(.firstGreatest, [greatest[place - 1], elements[place]])
    }
    return greatest
  }

  /// Returns the place of the element that goes beyond all before it, counted from 1.
  fileprivate func placeOfExtremum(_ exceeds: (S, S) -> S) -> S {
    var (place, leader): (S, S) = (1.0, elements[0])
    for (number, element) in elements.enumerated().dropFirst() {
      let isLeader = exceeds(element, leader)
      place = P.choose(isLeader, S(Double(number + 1)), place)
      leader = P.choose(isLeader, element, leader)
    }
    return place
  }
}

// MARK: - Middles

private enum Middle {
  /// Returns the places in the middle of so many, counted from 0: one or two.
  static func places(_ count: Int) -> ClosedRange<Int> { (count - 1) / 2...count / 2 }

  /// Returns the mean of those in the middle.
  static func mean<S: Field>(_ sorted: [S]) -> S {
    let places = places(sorted.count)
    return places.count == 1
      ? sorted[places.lowerBound] : 0.5 * sorted[places.lowerBound] + 0.5 * sorted[places.upperBound]
  }

  /// Returns an array as the median takes its lanes: all of it in a row where no axis is given.
  static func lanes<S: Field>(_ x: S, _ operation: ArrayOperation) -> S {
    operation.setting.reduced == nil ? x.reshaped(to: Shape([x.shape.count])) : x
  }

  @inline(never)
  @_semantics("optimize.sil.specialize.generic.never")
  static func sorted<S: Field>(_ x: S, _ operation: ArrayOperation) -> [S] {
    let lanes = lanes(x, operation)
    let setting = Setting.axis(operation.setting.axis)
    return S.apply(ArrayOperation(.sort, setting, shape: lanes.shape), [lanes]).parts(axis: operation.setting.axis)
  }

  @inline(never)
  @_semantics("optimize.sil.specialize.generic.never")
  static func form<S: Field>(_ x: S, _ operation: ArrayOperation) -> S {
    let lanes = lanes(x, operation)
    let axis = operation.setting.axis
    let sorted = S.apply(ArrayOperation(.sort, .axis(axis), shape: lanes.shape), [lanes])
    // The last element is nan if any is.
    let last = sorted.part(lanes.shape.lengths[axis] - 1, axis: axis)
    return P.choose(P.equal(last, last), middle(sorted, axis), S(.nan))
  }

  private static func middle<S: Field>(_ sorted: S, _ axis: Int) -> S {
    let places = places(sorted.shape.lengths[axis])
    let first = sorted.part(places.lowerBound, axis: axis)
    return places.count == 1 ? first : 0.5 * first + 0.5 * sorted.part(places.upperBound, axis: axis)
  }

  @inline(never)
  @_semantics("optimize.sil.specialize.generic.never")
  static func push<S: Field>(_ edge: ArrayEdge<S>, _ t: S) -> S {
    let (operation, lanes) = (edge.operation, lanes(edge.operand, edge.operation))
    let moved = t.unbroadcast(to: edge.operand.shape)
    return middle(
      Middle.lanes(moved, operation).elements(at: lanes.order(operation.setting), operation.setting),
      operation.setting.axis)
  }

  @inline(never)
  @_semantics("optimize.sil.specialize.generic.never")
  static func pull<S: Field>(_ edge: ArrayEdge<S>, _ u: S) -> S {
    let (operation, lanes) = (edge.operation, lanes(edge.operand, edge.operation))
    let axis = operation.setting.axis
    let places = places(lanes.shape.lengths[axis])
    func scattered(_ place: Int) -> S {
      u.scattered(
        lanes.shape.lengths.indices.map { $0 == axis ? .index(place) : .range(0..<lanes.shape.lengths[$0]) },
        into: lanes.shape)
    }
    let sent =
      places.count == 1
      ? scattered(places.lowerBound) : 0.5 * scattered(places.lowerBound) + 0.5 * scattered(places.upperBound)
    return sent.placed(at: lanes.order(operation.setting), operation.setting).reshaped(to: edge.operand.shape)
  }
}

// MARK: - Kinks

extension Kink where S: Field {
  /// The kinks of sorted lanes, at elements that are equal to a neighbour.
  fileprivate static var equalNeighbours: Kink {
    .amongElements { edge in
      let (shape, axis) = (edge.output.shape, edge.operation.setting.axis)
      let length = shape.lengths[axis]
      if length < 2 { return 0.0 }
      let first = edge.output.sliced(shape.selecting(0..<length - 1, axis: axis))
      let second = edge.output.sliced(shape.selecting(1..<length, axis: axis))
      let equal = P.equal(first, second)
      let none = S(0).unbroadcast(to: edge.output.sliced(shape.selecting(0..<1, axis: axis)).shape)
      let join = ArrayOperation.join(axis: axis, shape: shape)
      return P.or(S.apply(join, [none, equal]), S.apply(join, [equal, none]))
    }
  }

  /// The kinks of medians, where one in the middle of the order is equal to one outside of it.
  fileprivate static var equalMiddles: Kink {
    .amongElements { edge in
      let sorted = Middle.sorted(edge.operand, edge.operation)
      let places = Middle.places(sorted.count)
      var condition: S = 0.0
      if places.lowerBound > 0 { condition = P.equal(sorted[places.lowerBound], sorted[places.lowerBound - 1]) }
      if places.upperBound + 1 < sorted.count {
        condition = P.or(condition, P.equal(sorted[places.upperBound], sorted[places.upperBound + 1]))
      }
      return condition
    }
  }

  /// The kinks of running maxima, where an element is equal to the greatest one before it.
  fileprivate static var equalLeaders: Kink {
    .amongElements { edge in
      let setting = edge.operation.setting
      let counts = P.equal(edge.operand, edge.output).cumsum(.axis(setting.axis))
      let atLeaders = counts.elements(at: edge.operand.placesOfLeaders(setting), setting)
      return P.greater(counts, atLeaders)
    }
  }

  /// Kinks that depend on the elements of a lane, which are looked at one by one.
  private static func amongElements(_ condition: @escaping @Sendable (ArrayEdge<S>) -> S) -> Kink {
    Kink(
      .kink, at: { _ in 0.0 },
      piece: { elements in
        // A number for the order.
        var hasher: UInt64 = 0
        elements.withUnsafeBufferPointer { lane in
          let order = Tensor(Shape([lane.count])) { lane.order(into: $0) }
          for place in order.elements { hasher = (hasher &* 31 &+ UInt64(place)) & 0xF_FFFF_FFFF_FFFF }
        }
        return Double(hasher)
      }, inLanes: condition, side: { OneSided.still($0.first?.value ?? 0) })
  }

  /// The jumps of the place of the greatest or least element, where another one is equal to it.
  fileprivate static func changeOfLeader(_ extremum: Primitive) -> Kink {
    let tie = Kink.tie(extremum == .amax ? .max : .min)
    let sign: Double = extremum == .amax ? 1 : -1
    return Kink(
      .jump, at: tie.condition, piece: tie.piece,
      inLanes: { edge in
        let setting = edge.operation.setting
        let extreme = S.apply(ArrayOperation(extremum, setting, shape: edge.operation.shape), [edge.operand])
        let spread = extreme.expand(setting, to: edge.operand.shape)
        return P.greater(P.equal(edge.operand, spread).sum(setting), 1.0)
      },
      side: { operands in
        var leader = 0
        for place in operands.indices where sign * Double(operands[place].compare(operands[leader])) > 0 {
          leader = place
        }
        return OneSided.still(Double(leader + 1))
      })
  }
}
