/// Arithmetic of bunches element by element, with the bits that the arrays of single directions have.
extension Bunch {
  /// Returns the result of an operation with the same array in all directions on the right, with broadcasting.
  ///
  /// - Parameter kernel: The number of the operation by which `ElementwiseKernel` knows it.
  @inline(__always)
  private func combined(_ other: Tensor, kernel: Int, _ f: (Double, Double) -> Double) -> Bunch {
    let elements = all
    let isSame = other.shape == shape
    if isSame || other.scalar != nil {
      let binary = KernelSet.best.binary
      return Bunch(directions, shape) { result in
        elements.withUnsafeBufferPointer { x in
          other.withElements { y in
            guard let x = x.baseAddress, let y = y.baseAddress, let result = result.baseAddress else { return }
            if !isSame || count < 2 { return binary(kernel, x, 1, y, 0, result, directions &* count) }
            for start in stride(from: 0, to: directions &* count, by: count) {
              binary(kernel, x + start, 1, y, 1, result + start, count)
            }
          }
        }
      }
    }
    return Bunch(Tensor.zip(tensor(toward: other.shape), other, f), shape, other.shape)
  }

  /// Creates a bunch from arrays as one with an axis of directions, of a shape to which two others are broadcast.
  fileprivate init(_ tensor: Tensor, _ left: Shape, _ right: Shape) {
    guard let directions = tensor.shape.lengths.first, let shape = left.broadcast(with: right) else {
      self.init(1, .scalar, [.nan])
      return
    }
    self.init(directions, shape, tensor.elements)
  }

  /// Returns the products with the same array in all directions, with broadcasting.
  func times(_ other: Tensor) -> Bunch {
    // A zero that is not listed would not stay one beside an infinite element.
    if case .few = elements, other.isFinite, let product = mapFew(other, { $0 * $1 }) { return product }
    if case .few(let entries) = elements, let spread = spread(entries, over: other) { return spread }
    return combined(other, kernel: ElementwiseKernel.multiply) { $0 * $1 }
  }

  /// Returns the products of listed elements with an array, along an axis of which each of them stands alone at its end;
  /// nil where they do not stand so, or are not few.
  private func spread(_ entries: [Entry], over other: Tensor) -> Bunch? {
    let lengths = other.shape.lengths
    guard other.isFinite, let length = lengths.last, lengths.dropLast().allSatisfy({ $0 == 1 }),
      lengths.count <= shape.rank,
      shape.lengths.last == 1, entries.count * Self.fewSpread < directions * count
    else { return nil }
    let spread = other.withElements { y in
      entries.flatMap { entry in
        (0..<length).map { Entry(place: entry.place * length + $0, value: entry.value * y[$0]) }
      }
    }
    return Bunch(directions, Shape(shape.lengths.dropLast() + [length]), few: spread)
  }

  /// The number of times that a bunch has more elements than it lists where it is spread.
  private static let fewSpread = 16

  /// Returns the quotients by the same array in all directions, with broadcasting.
  func divided(by other: Tensor) -> Bunch {
    if case .few = elements, other.withElements({ $0.allSatisfy { $0 < 0 || $0 > 0 } }),
      let quotient = mapFew(other, { $0 / $1 })
    {
      return quotient
    }
    return combined(other, kernel: ElementwiseKernel.divide) { $0 / $1 }
  }

  /// Returns the sums with the same array in all directions, with broadcasting.
  func plus(_ other: Tensor) -> Bunch {
    if other.isZero, other.shape == shape || shape.broadcast(with: other.shape) == shape { return self }
    return combined(other, kernel: ElementwiseKernel.add) { $0 + $1 }
  }

  /// Returns the differences to the same array in all directions, with broadcasting.
  func minus(_ other: Tensor) -> Bunch {
    if other.isZero, other.shape == shape || shape.broadcast(with: other.shape) == shape { return self }
    return combined(other, kernel: ElementwiseKernel.subtract) { $0 - $1 }
  }

  /// The negatives.
  var negative: Bunch { map { -$0 } }

  /// Returns the sum, direction by direction, with broadcasting.
  func plus(_ other: Bunch) -> Bunch {
    if shape == other.shape {
      switch (elements, other.elements) {
      case (.few(let x), .few(let y)): return Bunch(directions, shape, few: Self.merged(x, y) { $0 + $1 })
      case (.all, .few(let entries)): return adding(entries)
      case (.few(let entries), .all): return other.adding(entries)
      case (.all(let x), .all(let y)): return both(x, y, kernel: ElementwiseKernel.add)
      }
    }
    return Bunch(Tensor.zip(tensor(toward: other.shape), other.tensor(toward: shape)) { $0 + $1 }, shape, other.shape)
  }

  /// Returns the difference, direction by direction, with broadcasting.
  func minus(_ other: Bunch) -> Bunch {
    if shape == other.shape {
      switch (elements, other.elements) {
      case (.few(let x), .few(let y)): return Bunch(directions, shape, few: Self.merged(x, y) { $0 - $1 })
      case (.all, .few), (.few, .all): return plus(other.negative)
      case (.all(let x), .all(let y)): return both(x, y, kernel: ElementwiseKernel.subtract)
      }
    }
    return Bunch(Tensor.zip(tensor(toward: other.shape), other.tensor(toward: shape)) { $0 - $1 }, shape, other.shape)
  }

  /// Returns the result of an operation on elements at the same place.
  private func both(_ x: [Double], _ y: [Double], kernel: Int) -> Bunch {
    Bunch(directions, shape) { result in
      x.withUnsafeBufferPointer { x in
        y.withUnsafeBufferPointer { y in
          guard let x = x.baseAddress, let y = y.baseAddress, let target = result.baseAddress else { return }
          KernelSet.best.binary(kernel, x, 1, y, 1, target, result.count)
        }
      }
    }
  }

  /// Returns the elements with listed ones added.
  private func adding(_ entries: [Entry]) -> Bunch {
    var sums = all
    for entry in entries { sums[entry.place] += entry.value }
    return Bunch(directions, shape, sums)
  }

  /// Returns the elements of two lists, with the results of an operation where both have one.
  @inline(__always)
  private static func merged(_ x: [Entry], _ y: [Entry], _ f: (Double, Double) -> Double) -> [Entry] {
    var result: [Entry] = []
    result.reserveCapacity(x.count + y.count)
    var (i, j) = (0, 0)
    while i < x.count || j < y.count {
      if j == y.count || i < x.count && x[i].place < y[j].place {
        result.append(x[i])
        i += 1
      } else if i == x.count || y[j].place < x[i].place {
        result.append(Entry(place: y[j].place, value: f(0, y[j].value)))
        j += 1
      } else {
        result.append(Entry(place: x[i].place, value: f(x[i].value, y[j].value)))
        i += 1
        j += 1
      }
    }
    return result
  }

  /// Returns the elements at places where an array is not 0, and 0 elsewhere.
  func masked(by other: Tensor) -> Bunch {
    if let masked = mapFew(other, { $1 == 0 ? 0 : $0 }) { return masked }
    if other.shape == shape, count > 1 {
      let (elements, choose, zero) = (all, KernelSet.best.choose, 0.0)
      return Bunch(directions, shape) { result in
        elements.withUnsafeBufferPointer { x in
          other.withElements { y in
            guard let x = x.baseAddress, let y = y.baseAddress, let result = result.baseAddress else { return }
            withUnsafePointer(to: zero) { zero in
              for start in stride(from: 0, to: directions &* count, by: count) {
                choose(y, 1, x + start, 1, zero, 0, result + start, count)
              }
            }
          }
        }
      }
    }
    return Bunch(tensor(toward: other.shape).masked(by: other), shape, other.shape)
  }

  /// Returns the products with an array, in which a 0 takes nothing, not even 0 · inf.
  func carried(over local: Tensor) -> Bunch {
    if let carried = mapFew(local, { $0 == 0 ? 0 : $0 * $1 }) { return carried }
    let product = times(local)
    if product.isFinite { return product }
    return Bunch(Tensor.zip(tensor(toward: local.shape), local) { $0 == 0 ? 0 : $0 * $1 }, shape, local.shape)
  }

  /// Returns the arrays in a shape that they broadcast from or to, as that of an array is.
  func unbroadcast(to other: Shape) -> Bunch {
    if other == shape { return self }
    if case .few(let entries) = elements, other.isScalar, let sums = sums(entries) { return sums }
    let isWider = shape.rank <= other.rank && count <= other.count
    let added = [Int](repeating: 1, count: abs(other.rank - shape.rank))
    let changed =
      isWider
      ? tensor(toward: other).broadcast(to: Shape([directions] + other.lengths))
      : tensor.sum(to: Shape([directions] + added + other.lengths))
    let isRight = changed.count == directions * other.count
    let elements = isRight ? changed.elements : Array(repeating: .nan, count: directions * other.count)
    return Bunch(directions, other, elements)
  }

  /// Returns the sums of arrays with at most two elements that are not 0, which have no order; nil if one has more.
  func sums(_ entries: [Entry]) -> Bunch? {
    var sums: [Entry] = []
    var (start, terms) = (-1, 0)
    for entry in entries where entry.value != 0 {
      if start < 0 || entry.place >= start + count {
        start = entry.place / count * count
        sums.append(Entry(place: start / count, value: entry.value))
        terms = 1
      } else {
        sums[sums.count - 1].value += entry.value
        terms += 1
      }
      if terms > 2 { return nil }
    }
    return Bunch(directions, .scalar, few: sums)
  }
}
