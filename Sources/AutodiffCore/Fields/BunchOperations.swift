/// Operations on whole arrays, for all directions at once where the arrays of all of them are one array.
extension Bunched {
  /// Returns an operation on arrays, in the shape that it names along each direction.
  package static func apply(_ operation: ArrayOperation, _ operands: [Bunched]) -> Bunched {
    guard operands.contains(where: { $0.directions != nil }) else {
      return .same(Tensor.apply(operation, operands.map { $0.array(0) }))
    }
    if case .array(let form) = Gate<Tensor>.table[Int(operation.primitive.rawValue)].computation {
      switch form {
      case .movement(let movement):
        if let moved = moved(operands, movement.plan(operands.map(\.shape), operation), to: operation.shape) {
          return moved
        }
      case .reduction(let form):
        if let sums = sums(operation, operands[0], form) { return sums }
        if let lanes = acrossDirections(operation, operands) { return lanes }
      case .scan:
        if let lanes = acrossDirections(operation, operands) { return lanes }
      case .contraction(let contraction):
        return contraction.axes == 0 ? outer(operands[0], operands[1]) : product(operands[0], operands[1])
      case .composition(let composition):
        if composition.value == nil, let composed = operation.composed(of: operands) { return composed }
        if composition.isOfLanes, let lanes = acrossDirections(operation, operands) { return lanes }
      case .filling, .gathering, .factorization: break
      }
    }
    return eachByEach(operands, operation.shape) { Tensor.apply(operation, $0) }
  }

  /// Returns the sums of arrays of which few elements are not 0; nil where they are others.
  private static func sums(_ operation: ArrayOperation, _ operand: Bunched, _ form: LaneForm<Tensor, Tensor>)
    -> Bunched?
  {
    guard case .each(let bunch) = operand, case .few(let entries) = bunch.elements, case .fold(.sum) = form.kernel,
      operation.setting.reduced == nil
    else { return nil }
    return bunch.sums(entries).map { .each($0) }
  }

  /// Returns an operation that goes lane by lane, on the arrays of all directions one below the other; nil where operands
  /// have different shapes.
  private static func acrossDirections(_ operation: ArrayOperation, _ operands: [Bunched]) -> Bunched? {
    let shape = operands[0].shape
    guard !shape.isScalar, operands.allSatisfy({ $0.shape == shape }),
      let directions = operands.lazy.compactMap(\.directions).first
    else { return nil }
    let lanes = operation.acrossRows(directions, shape)
    let result = Tensor.apply(
      lanes.operation, operands.map { Tensor(lanes.operand, $0.bunch(directions).all) })
    guard result.count == directions * operation.shape.count else { return nil }
    return .each(Bunch(directions, operation.shape, result.elements))
  }

  // MARK: - Movements

  /// Returns the operands' elements in other places; nil where several are added up at one.
  private static func moved(_ operands: [Bunched], _ plan: MovementPlan, to shape: Shape) -> Bunched? {
    switch plan {
    case .sameElements:
      if case .each(let bunch) = operands[0] { return .each(bunch.reshaped(to: shape)) }
      return nil
    case .copies(_, .summed): return nil
    case .copies(let copies, let arrival):
      if let few = movedFew(operands, copies, to: shape) { return few }
      guard let directions = operands.lazy.compactMap(\.directions).first else { return nil }
      let (count, fillsAll) = (shape.count, arrival == .everywhere)
      return .each(
        Bunch(directions, shape) { result in
          if !fillsAll { result.update(repeating: 0) }
          for copy in copies {
            let runs = copy.runs
            let (elements, step) = operands[copy.operand].allElements
            elements.withUnsafeBufferPointer { source in
              for direction in 0..<directions {
                let (from, to) = (direction &* step, direction &* count)
                for run in runs {
                  var (x, y) = (from &+ run.source, to &+ run.target)
                  for _ in 0..<run.length {
                    result[y] = source[x]
                    x &+= run.sourceStep
                    y &+= run.targetStep
                  }
                }
              }
            }
          }
        })
    }
  }

  /// The elements of all directions, and how many lie between two of them.
  private var allElements: (elements: [Double], step: Int) {
    switch self {
    case .same(let tensor): (tensor.elements, 0)
    case .each(let bunch): (bunch.all, bunch.count)
    }
  }

  /// Returns the elements in other places where few are not 0, and each goes to one place at most; nil elsewhere.
  private static func movedFew(_ operands: [Bunched], _ copies: [StridedCopy], to shape: Shape) -> Bunched? {
    var moving: (operand: Int, bunch: Bunch, entries: [Bunch.Entry])?
    for (place, operand) in operands.enumerated() {
      switch operand {
      case .same(let tensor): if !tensor.isZero { return nil }
      case .each(let bunch):
        guard moving == nil, case .few(let entries) = bunch.elements else { return nil }
        moving = (place, bunch, entries)
      }
    }
    guard let (place, bunch, entries) = moving else { return nil }
    var targets = [Int](repeating: -1, count: bunch.count)
    for copy in copies where copy.operand == place {
      for run in copy.runs {
        for step in 0..<run.length {
          let source = run.source + step * run.sourceStep
          if targets[source] >= 0 { return nil }
          targets[source] = run.target + step * run.targetStep
        }
      }
    }
    var moved: [Bunch.Entry] = []
    moved.reserveCapacity(entries.count)
    let (own, count) = (bunch.count, shape.count)
    var (last, isSorted) = (-1, true)
    bunch.forEach(entries) { entry, place in
      guard targets[place] >= 0 else { return }
      let target = (entry.place - place) / own * count + targets[place]
      if target < last { isSorted = false }
      last = target
      moved.append(Bunch.Entry(place: target, value: entry.value))
    }
    if !isSorted { moved.sort { $0.place < $1.place } }
    return .each(Bunch(bunch.directions, shape, few: moved))
  }

  // MARK: - Products

  /// Returns the product of two matrices or vectors, as `Tensor.product` does.
  static func product(_ left: Bunched, _ right: Bunched) -> Bunched {
    let (x, y) = (left.shape.lengths, right.shape.lengths)
    let shape = Shape(Array(x.dropLast() + y.dropFirst()))
    guard 1...2 ~= x.count, 1...2 ~= y.count, x.last == y.first else { return .same(.scalar(.nan)) }
    switch (left, right) {
    case (.same(let matrix), .each(let bunch)) where y.count == 1:
      // The columns of all directions are the rows of a matrix, by which the transpose is multiplied.
      return .each(bunch.rows(times: matrix, isTransposed: true, shape))
    case (.each(let bunch), .same(let matrix)):
      // The rows of all directions one below the other are a matrix.
      return .each(bunch.rows(times: matrix, isTransposed: false, shape))
    case (.same, .same), (.same, .each), (.each, .each):
      return eachByEach([left, right], shape) { Tensor.product($0[0], $0[1]) }
    }
  }

  /// Returns the products of all pairs of two vectors' elements.
  private static func outer(_ left: Bunched, _ right: Bunched) -> Bunched {
    let (m, n) = (left.shape.count, right.shape.count)
    return left.reshapedVector(Shape([m, 1])) * right.reshapedVector(Shape([1, n]))
  }

  private func reshapedVector(_ shape: Shape) -> Bunched {
    switch self {
    case .same(let tensor): .same(tensor.reshaped(to: shape))
    case .each(let bunch): .each(bunch.reshaped(to: shape))
    }
  }
}

extension Bunch {
  /// Returns the rows of all arrays, or the vectors, times a matrix or a vector, or its transpose.
  ///
  /// - Parameter result: The shape of the result along each direction.
  fileprivate func rows(times matrix: Tensor, isTransposed: Bool, _ result: Shape) -> Bunch {
    let lengths = matrix.shape.lengths
    let isVector = lengths.count == 1
    let inner = isTransposed && !isVector ? lengths[1] : lengths[0]
    let columns = isVector ? 1 : isTransposed ? lengths[0] : lengths[1]
    let rows = directions * count / max(inner, 1)
    if case .few(let entries) = elements, inner > 0, matrix.isFinite {
      let turned = isTransposed && !isVector ? matrix.transposed() : matrix
      if let scaled = scaled(entries, turned, inner: inner, columns: columns, result) { return scaled }
    }
    let elements = all
    return Bunch(directions, result) { result in
      elements.withUnsafeBufferPointer { x in
        matrix.withElements { y in
          guard let x = x.baseAddress, let y = y.baseAddress, let start = result.baseAddress else { return }
          let view = MatrixView(start: y, rows: isVector ? 1 : lengths[1])
          MatrixView(start: x, rows: inner).multiply(
            isTransposed && !isVector ? view.transposed : view, rows, columns, inner, .set, start, stride: columns)
        }
      }
    }
  }

  /// Returns the products of rows with one element at most that is not 0 by a matrix, of whose rows each is a multiple;
  /// nil where a row has more.
  private func scaled(
    _ entries: [Entry], _ matrix: Tensor, inner: Int, columns: Int, _ result: Shape
  ) -> Bunch? {
    var last = -1
    for entry in entries where entry.value != 0 {
      let row = entry.place / inner
      if row == last { return nil }
      last = row
    }
    let rows = directions * count / inner
    if entries.count * 4 < rows {
      var products: [Entry] = []
      products.reserveCapacity(entries.count * columns)
      matrix.withElements { y in
        for entry in entries where entry.value != 0 {
          let (row, start) = (entry.place / inner, entry.place % inner * columns)
          for column in 0..<columns {
            products.append(Entry(place: row * columns + column, value: entry.value * y[start + column]))
          }
        }
      }
      return Bunch(directions, result, few: products)
    }
    return Bunch(directions, result) { result in
      matrix.withElements { y in
        guard let y = y.baseAddress, let target = result.baseAddress else { return }
        var row = 0
        for entry in entries where entry.value != 0 {
          let next = entry.place / inner
          (target + row &* columns).update(repeating: 0, count: (next - row) &* columns)
          withUnsafePointer(to: entry.value) {
            KernelSet.best.binary(
              ElementwiseKernel.multiply, $0, 0, y + entry.place % inner &* columns, 1, target + next &* columns,
              columns)
          }
          row = next + 1
        }
        (target + row &* columns).update(repeating: 0, count: (rows - row) &* columns)
      }
    }
  }
}

extension StridedCopy {
  /// A row of elements, from the places that they come from to those that they go to.
  struct Run {
    var source: Int
    var target: Int
    var length = 1
    var sourceStep = 1
    var targetStep = 1
  }

  /// The rows along the last axis, in the order of the loops.
  var runs: [Run] {
    var runs = [Run(source: source.start, target: target.start)]
    for axis in lengths.indices.dropLast() {
      let (from, to) = (source.strides[axis], target.strides[axis])
      runs = runs.flatMap { run in
        (0..<lengths[axis]).map { Run(source: run.source + $0 * from, target: run.target + $0 * to) }
      }
    }
    if let axis = lengths.indices.last {
      for place in runs.indices {
        runs[place].length = lengths[axis]
        runs[place].sourceStep = source.strides[axis]
        runs[place].targetStep = target.strides[axis]
      }
    }
    return runs
  }
}
