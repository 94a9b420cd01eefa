/// An array that is the same along many directions, or one for each of them: the rules and the sweeps, read over such
/// numbers, carry all directions at once.
///
/// Values are the same along all directions, tangents and adjoints are not. Each number has the bits that a sweep along
/// its direction alone gives, but for signs of zeros, so that no rule is written for many directions.
enum Bunched: Field {
  case same(Tensor)
  case each(Bunch)

  /// Creates a constant.
  package init(_ constant: Double) { self = .same(.scalar(constant)) }
  /// Creates a constant from a number in the source text.
  package init(floatLiteral value: Double) { self = .same(.scalar(value)) }

  /// The number of directions; nil where all are alike.
  var directions: Int? {
    switch self {
    case .same: nil
    case .each(let bunch): bunch.directions
    }
  }

  /// Returns the array along one direction.
  func array(_ direction: Int) -> Tensor {
    switch self {
    case .same(let tensor): tensor
    case .each(let bunch): bunch.array(direction)
    }
  }

  /// Returns the arrays along all directions.
  func bunch(_ directions: Int) -> Bunch {
    switch self {
    case .same(let tensor):
      if tensor.isZero { return Bunch(directions, tensor.shape, few: []) }
      let count = tensor.count
      return Bunch(directions, tensor.shape) { result in
        tensor.withElements { elements in
          guard let from = elements.baseAddress, let to = result.baseAddress else { return }
          for direction in 0..<directions { (to + direction &* count).update(from: from, count: count) }
        }
      }
    case .each(let bunch): return bunch
    }
  }

  // MARK: - Arithmetic

  /// Returns the sum, with broadcasting.
  package static func + (left: Bunched, right: Bunched) -> Bunched {
    switch (left, right) {
    case (.same(let x), .same(let y)): .same(x + y)
    case (.same(let x), .each(let y)), (.each(let y), .same(let x)): .each(y.plus(x))
    case (.each(let x), .each(let y)): .each(x.plus(y))
    }
  }

  /// Returns the difference, with broadcasting.
  package static func - (left: Bunched, right: Bunched) -> Bunched {
    switch (left, right) {
    case (.same(let x), .same(let y)): .same(x - y)
    case (.same(let x), .each(let y)): .each(y.negative.plus(x))
    case (.each(let x), .same(let y)): .each(x.minus(y))
    case (.each(let x), .each(let y)): .each(x.minus(y))
    }
  }

  /// Returns the product element by element, with broadcasting.
  package static func * (left: Bunched, right: Bunched) -> Bunched {
    switch (left, right) {
    case (.same(let x), .same(let y)): .same(x * y)
    case (.same(let x), .each(let y)), (.each(let y), .same(let x)): .each(y.times(x))
    case (.each, .each): joined([left, right]) { $0[0] * $0[1] }
    }
  }

  /// Returns the quotient element by element, with broadcasting.
  package static func / (left: Bunched, right: Bunched) -> Bunched {
    switch (left, right) {
    case (.same(let x), .same(let y)): .same(x / y)
    case (.each(let x), .same(let y)): .each(x.divided(by: y))
    case (_, .each): joined([left, right]) { $0[0] / $0[1] }
    }
  }

  /// Returns the negative.
  package static prefix func - (operand: Bunched) -> Bunched {
    switch operand {
    case .same(let tensor): .same(-tensor)
    case .each(let bunch): .each(bunch.negative)
    }
  }

  /// Returns the result of a function that works element by element, with broadcasting: on arrays with an axis of
  /// directions before the others where they differ.
  private static func joined(_ operands: [Bunched], _ function: ([Tensor]) -> Tensor) -> Bunched {
    let rank = operands.reduce(0) { max($0, $1.shape.rank) }
    let widest = Shape(Array(repeating: 1, count: rank))
    var directions: Int?
    let result = function(
      operands.map { operand in
        switch operand {
        case .same(let tensor): return tensor
        case .each(let bunch):
          directions = bunch.directions
          return bunch.tensor(toward: widest)
        }
      })
    guard let directions else { return .same(result) }
    guard result.shape.rank == rank + 1 else { return .same(.scalar(.nan)) }
    return .each(Bunch(directions, Shape(Array(result.shape.lengths.dropFirst())), result.elements))
  }

  // MARK: - Primitives

  /// Returns a primitive of one operand.
  package static func apply(_ primitive: Primitive, _ x: Bunched) -> Bunched {
    if case .same(let x) = x { return .same(Tensor.apply(primitive, x)) }
    return joined([x]) { Tensor.apply(primitive, $0[0]) }
  }

  /// Returns a primitive of two operands.
  package static func apply(_ primitive: Primitive, _ x: Bunched, _ y: Bunched) -> Bunched {
    if case (.same(let x), .same(let y)) = (x, y) { return .same(Tensor.apply(primitive, x, y)) }
    return joined([x, y]) { Tensor.apply(primitive, $0[0], $0[1]) }
  }

  /// Returns a primitive of any operands.
  package static func apply(_ primitive: Primitive, _ operands: [Bunched]) -> Bunched {
    joined(operands) { Tensor.apply(primitive, $0) }
  }

  /// A Boolean value indicating whether all elements are 0.
  package var isZero: Bool {
    switch self {
    case .same(let tensor): tensor.isZero
    case .each(let bunch): bunch.isZero
    }
  }

  /// Returns a local derivative, with nan at the elements at which the operation's output is nan.
  package func defined(where output: Bunched) -> Bunched {
    if case (.same(let local), .same(let output)) = (self, output) { return .same(local.defined(where: output)) }
    if case .same(let output) = output, !output.hasNaN { return self }
    return Self.joined([self, output]) { Tensor.zip($0[0], $0[1]) { $1.isNaN ? .nan : $0 } }
  }

  /// Returns the product, with the other one where that is a number and the local derivative has left the range.
  package static func inRange(_ value: Bunched, _ local: Bunched, isPlain: Bool, _ other: () -> Bunched) -> Bunched {
    if isPlain { return value }
    if case .same(let local) = local, !local.withElements(\.areAtRange) { return value }
    let product = other()
    if case (.each(let x), .each(let y), .same(let local)) = (value, product, local),
      let chosen = x.inRange(local, y)
    {
      return .each(chosen)
    }
    return joined([value, local, product]) { operands in
      Tensor.combine(operands) { x in Double.inRange(x[0], x[1], isPlain: false) { [other = x[2]] in other } }
    }
  }

  /// Returns the table of rules, with ties of `max` and `min` settled in the given way.
  package static func gates(_ ties: Ties) -> [Gate<Bunched>] {
    ties == .split ? Gate<Bunched>.table : Gate<Bunched>.sharedRows(ties)
  }

  // MARK: - Arrays

  /// A Boolean value indicating that these are arrays.
  package static var isShaped: Bool { true }

  /// The shape of the array along a direction.
  package var shape: Shape {
    switch self {
    case .same(let tensor): tensor.shape
    case .each(let bunch): bunch.shape
    }
  }

  /// Returns this in a shape that it broadcasts from or to.
  package func unbroadcast(to shape: Shape) -> Bunched {
    switch self {
    case .same(let tensor): .same(tensor.unbroadcast(to: shape))
    case .each(let bunch): .each(bunch.unbroadcast(to: shape))
    }
  }

  /// Returns this where `other` is not 0, and 0 elsewhere, even for elements that are not finite.
  package func masked(by other: Bunched) -> Bunched {
    switch (self, other) {
    case (.same(let x), .same(let y)): .same(x.masked(by: y))
    case (.each(let x), .same(let y)): .each(x.masked(by: y))
    case (_, .each): Self.joined([self, other]) { $0[0].masked(by: $0[1]) }
    }
  }

  /// Returns tangent · local, with 0 where the tangent is 0, even if the local derivative is not finite.
  package static func carry(_ tangent: Bunched, _ local: Bunched) -> Bunched {
    switch (tangent, local) {
    case (.same(let x), .same(let y)): .same(Tensor.carry(x, y))
    case (.each(let x), .same(let y)): .each(x.carried(over: y))
    case (_, .each): joined([tangent, local]) { Tensor.carry($0[0], $0[1]) }
    }
  }

  /// Returns lanes divided by their lengths, the derivative of these.
  package static func directions(_ lanes: Bunched, lengths: Bunched, _ setting: Setting) -> Bunched {
    eachByEach([lanes, lengths], lanes.shape) { Tensor.directions($0[0], lengths: $0[1], setting) }
  }

  /// Returns matrixᵀ @ vector, as vector @ matrix.
  package static func transposedProduct(_ matrix: Bunched, _ vector: Bunched) -> Bunched {
    if case (.same(let matrix), .same(let vector)) = (matrix, vector) {
      return .same(Tensor.transposedProduct(matrix, vector))
    }
    return product(vector, matrix)
  }

  /// Returns the x with matrixᵀ @ x = right.
  package static func transposedSolution(_ matrix: Bunched, _ right: Bunched) -> Bunched {
    eachByEach([matrix, right], right.shape) { Tensor.transposedSolution($0[0], $0[1]) }
  }

  /// Returns the result of a function on arrays, one direction after the other.
  ///
  /// - Parameter shape: The shape of the result.
  static func eachByEach(_ operands: [Bunched], _ shape: Shape, _ function: ([Tensor]) -> Tensor) -> Bunched {
    guard let directions = operands.lazy.compactMap(\.directions).first else {
      return .same(function(operands.map { $0.array(0) }))
    }
    var elements: [Double] = []
    elements.reserveCapacity(directions * shape.count)
    for direction in 0..<directions {
      let result = function(operands.map { $0.array(direction) })
      // Arrays that do not fit have the value nan.
      elements += result.shape == shape ? result.elements : Array(repeating: .nan, count: shape.count)
    }
    return .each(Bunch(directions, shape, elements))
  }
}

extension Gate<Bunched> {
  /// The rows over bunches, with ties of `max` and `min` split.
  fileprivate static let table = sharedRows(.split)
}

extension Gate<Dual<Bunched>> {
  /// The rows over bunches of tangents, with ties of `max` and `min` split.
  private static let table = sharedRows(.split)

  /// Returns the rows over bunches of tangents, with ties of `max` and `min` settled in the given way.
  static func bunched(_ ties: Ties) -> [Gate<Dual<Bunched>>] { ties == .split ? table : sharedRows(ties) }
}

extension Bunch {
  /// Returns these products, with those of another bunch where they are numbers and the local derivative has left the
  /// range; nil where both do not list the same elements.
  func inRange(_ local: Tensor, _ other: Bunch) -> Bunch? {
    guard case (.few(let x), .few(let y)) = (elements, other.elements), x.count == y.count, shape == other.shape,
      local.scalar != nil || local.shape == shape
    else { return nil }
    let step = local.scalar == nil ? 1 : 0
    return local.withElements { local in
      var result = x
      for (i, entry) in y.enumerated() {
        guard x[i].place == entry.place else { return nil }
        result[i].value = Double.inRange(x[i].value, local[entry.place % count * step], isPlain: false) { entry.value }
      }
      return Bunch(directions, shape, few: result)
    }
  }
}
