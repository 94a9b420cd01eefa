/// Operations on whole arrays, written in those that the language has.
extension Algebra {
  /// Returns the term of an operation on arrays.
  func apply(_ operation: ArrayOperation, _ operands: [ID]) -> ID {
    let shape = operation.shape
    switch operation.primitive.arrayNotation {
    case .list: return list(operands, shape)
    case .part: return part(operands[0], operation.setting.subscripts)
    case .placement: return scattered(operands[0], operation.setting.subscripts, into: shape)
    case .placementAtIndices where keepsNames:
      return intern(.array(operation.primitive, operation.setting, shape, operands), shape)
    case .placementAtIndices: return scatteredSum(operands[0], at: operands[1], into: shape)
    case .sumToShape: return unbroadcast(operands[0], to: shape)
    case .unwritten:
      return self.shape(operands[0]).count == shape.count
        ? reshaped(operands[0], shape) : broadcast(operands[0], to: shape)
    case .call, .callWithLengths, .callWithAxes, .callWithNumber, .callWithWindows, .named, .sign, .partAtIndices: break
    }
    if operation.primitive == .diag, let wide = wideDiagonal(operands[0], operation) { return wide }
    if operation.primitive == .zeros { return zeros(shape) }
    if operation.primitive == .ones { return ones(shape) }
    if operation.primitive == .reshape { return reshaped(operands[0], shape) }
    if operation.primitive == .cofactors { return cofactors(operands[0]) }
    if operation.primitive == .cofactorChange { return cofactorChange(operands[0], operands[1]) }
    if let list = listOfOnes(operation, operands) { return list }
    if let value = folded(operation, operands) { return value }
    let row = Gate<Expression>.table[Int(operation.primitive.rawValue)]
    if let definition = row.arrayDefinition, !(keepsNames && row.isNamedInSteps) {
      return definition(operands.map { .term($0, self) }, operation).id(in: self)
    }
    if operation.primitive == .cumsumReversed {
      if let sums = sumsFromTheEnd(operands[0]) { return sums }
      // The sums from the end are the sum of all but for those before.
      let all = apply(
        ArrayOperation(.sum, operation.setting, shape: shape.removing(axis: operation.setting.axis)), operands)
      let before = apply(ArrayOperation(.cumsum, operation.setting, shape: shape), operands)
      return add(add(widened(all, operation.setting, shape), negate(before)), operands[0])
    }
    if let simpler = linear(operation, operands) { return simpler }
    return intern(.array(operation.primitive, operation.setting, shape, operands), shape)
  }

  /// Returns the diagonal matrix of a vector that is not square, among zeros; nil for any other.
  private func wideDiagonal(_ id: ID, _ operation: ArrayOperation) -> ID? {
    let shape = operation.shape
    guard shape.rank == 2, shape.lengths[0] != shape.lengths[1] else { return nil }
    let n = self.shape(id).count
    let square = apply(ArrayOperation(operation.primitive, shape: Shape([n, n])), [id])
    return scattered(square, [.range(0..<n), .range(0..<n)], into: shape)
  }

  // MARK: - Constants and lists

  /// Returns an array of ones; the number 1 for a scalar's shape.
  func ones(_ shape: Shape) -> ID {
    shape.isScalar ? number(.one) : intern(.array(.ones, .none, shape, []), shape)
  }

  /// Returns an array of zeros; the number 0 for a scalar's shape.
  func zeros(_ shape: Shape) -> ID {
    shape.isScalar ? number(Coefficient(0)) : intern(.array(.zeros, .none, shape, []), shape)
  }

  /// Returns the unit matrix.
  func identity(_ shape: Shape) -> ID { intern(.array(.eye, .none, shape, []), shape) }

  /// Returns a Boolean value indicating whether a term is 0 or an array of zeros.
  func isZero(_ id: ID) -> Bool {
    switch self[id] {
    case .number(let value): value.isZero
    case .array(let primitive, _, _, _): primitive == .zeros
    case .named, .input, .function, .product, .sum: false
    }
  }

  /// Returns a Boolean value indicating whether a term is an array of ones.
  func isOnes(_ id: ID) -> Bool { if case .array(.ones, _, _, _) = self[id] { true } else { false } }

  /// Returns a Boolean value indicating whether a term is a list of terms.
  func isList(_ id: ID) -> Bool { listParts(id) != nil }

  /// Returns the parts of a list of terms; nil for anything else.
  func listParts(_ id: ID) -> [ID]? { if case .array(.stack, _, _, let parts) = self[id] { parts } else { nil } }

  /// Returns vectors of one element each, joined, as the list of these numbers on paper; nil for any other operation.
  private func listOfOnes(_ operation: ArrayOperation, _ operands: [ID]) -> ID? {
    guard style == .textbook, operation.primitive == .concat, operation.shape.rank == 1,
      operands.count == operation.shape.count, operands.allSatisfy({ shape($0).count == 1 })
    else { return nil }
    return list(operands.map { reshaped($0, .scalar) }, operation.shape)
  }

  /// The number of elements up to which an operation on lists of numbers is carried out.
  private static let mostFolded = 64
  /// The number of rows from which on a triangle of ones is read better than its elements.
  private static let leastTriangle = 3

  /// Returns the result of an operation on lists of whole numbers if it has only such numbers in turn; nil for any other.
  private func folded(_ operation: ArrayOperation, _ operands: [ID]) -> ID? {
    guard !style.isVerbatim, operands.contains(where: isList), operation.shape.count <= Self.mostFolded else {
      return nil
    }
    var values: [Tensor] = []
    for operand in operands {
      guard let value = wholeNumbers(operand) else { return nil }
      values.append(value)
    }
    let result = Tensor.apply(operation, values)
    return result.elements.allSatisfy { $0.isWhole && fabs($0) < 0x1p53 } ? constant(result) : nil
  }

  /// Returns the value of a list of whole numbers, or of an array of equal ones; nil for any other term.
  private func wholeNumbers(_ id: ID) -> Tensor? {
    let shape = shape(id)
    guard shape.count <= Self.mostFolded else { return nil }
    if isZero(id) { return Tensor(shape, Array(repeating: 0, count: shape.count)) }
    if isOnes(id) { return Tensor(shape, Array(repeating: 1, count: shape.count)) }
    if let value = number(id) { return value.value.isWhole ? .scalar(value.value) : nil }
    guard let parts = listParts(id) else { return nil }
    var elements: [Double] = []
    for part in parts {
      guard let value = wholeNumbers(part) else { return nil }
      elements += value.elements
    }
    return elements.count == shape.count ? Tensor(shape, elements) : nil
  }

  /// Returns a triangle of ones, of which the matrix of all sums up to an element is made; nil for any other array.
  private func triangle(_ parts: [ID], _ shape: Shape) -> ID? {
    guard style == .textbook, shape.rank == 2, shape.lengths[0] == shape.lengths[1], parts.count == shape.lengths[0],
      parts.count >= Self.leastTriangle
    else { return nil }
    var elements: [Double] = []
    for part in parts {
      guard let value = wholeNumbers(part), value.count == parts.count else { return nil }
      elements += value.elements
    }
    for primitive in [Primitive.tril, .triu] {
      let isLower = primitive == .tril
      let isTriangle = elements.indices.allSatisfy { place in
        let (row, column) = (place / parts.count, place % parts.count)
        return elements[place] == (isLower && column <= row || !isLower && column >= row ? 1 : 0)
      }
      if isTriangle { return intern(.array(primitive, .none, shape, [ones(shape)]), shape) }
    }
    return nil
  }

  // MARK: - Linear operations

  /// Returns the result of a linear operation with its operands' coefficients before it, and zeros for an operand of
  /// zeros; nil if there is nothing to take out.
  private func linear(_ operation: ArrayOperation, _ operands: [ID]) -> ID? {
    guard operation.primitive.isLinear(operands.count) else { return nil }
    if operands.contains(where: isZero) { return zeros(operation.shape) }
    if let simpler = simplified(operation, operands) { return simpler }
    if style == .textbook, let taken = numbersBefore(operation, operands) { return taken }
    var coefficient = Coefficient.one
    let bare = operands.map { operand -> ID in
      guard case .product(let own, let factors) = self[operand], !own.isOne else { return operand }
      coefficient = coefficient * own
      return product(.one, factors)
    }
    return bare == operands ? nil : multiply(coefficient, apply(operation, bare))
  }

  /// Returns a product or a sum with the numbers that its operands are multiplied by before it, as A (u/s) is (A u)/s;
  /// nil if there are none.
  private func numbersBefore(_ operation: ArrayOperation, _ operands: [ID]) -> ID? {
    guard [.outer, .matmul, .dot, .sum, .transpose, .trace, .diag].contains(operation.primitive) else { return nil }
    var numbers: [Factor] = []
    let bare = operands.map { operand -> ID in
      guard case .product(let own, let factors) = self[operand], factors.contains(where: { !shape($0.base).isScalar })
      else { return operand }
      numbers += factors.filter { shape($0.base).isScalar }
      return product(own, factors.filter { !shape($0.base).isScalar })
    }
    guard !numbers.isEmpty, zip(bare, operands).allSatisfy({ shape($0) == shape($1) }) else { return nil }
    return product(.one, numbers + [Factor(base: apply(operation, bare), exponent: 1)])
  }

  /// Returns a simpler term that a linear operation equals; nil if there is none.
  private func simplified(_ operation: ArrayOperation, _ operands: [ID]) -> ID? {
    let first = operands[0]
    let primitive = operation.primitive
    if primitive == .transpose {
      if case .array(.transpose, _, _, let inner) = self[first] { return inner[0] }
      if isUnit(first) || style == .textbook && isSymmetric(first) { return first }
      if let factors = shortProduct(first), factors.allSatisfy({ shape($0).rank == 2 }) {
        // (A B)' is B' A'.
        return matrixProduct(transposed(factors[1]), transposed(factors[0]))
      }
      if isOnes(first) { return ones(operation.shape) }
      if case .array(.outer, let setting, _, let factors) = self[first] {
        return apply(ArrayOperation(.outer, setting, shape: operation.shape), factors.reversed())
      }
    } else if primitive == .dot {
      guard style == .textbook, let place = operands.firstIndex(where: isOnes), shape(first).rank == 1 else {
        return nil
      }
      return apply(ArrayOperation(.sum, shape: .scalar), [operands[1 - place]])
    } else if primitive == .diag {
      return isOnes(first) && shape(first).rank == 1 ? identity(operation.shape) : nil
    } else if primitive == .sum || primitive == .mean {
      if primitive == .sum, let sum = sumOfList(first, operation.setting.reduced) { return sum }
      if primitive == .sum, style == .textbook, let rest = sumWithoutDeviations(first, operation) { return rest }
      guard isOnes(first) else { return nil }
      let count = primitive == .mean ? 1 : shape(first).count / max(operation.shape.count, 1)
      return fill(Coefficient(Double(count)), operation.shape)
    } else if primitive == .matmul {
      if isUnit(first) { return operands[1] }
      if isUnit(operands[1]) { return first }
      let (left, right) = (shape(first), shape(operands[1]))
      if style == .textbook, left.rank == 1, right.rank == 2, isSymmetric(operands[1]) {
        return apply(operation, [operands[1], first])
      }
      if left.rank == 2, let factors = shortProduct(operands[1]), factors.allSatisfy({ shape($0).rank == 2 }) {
        // A (B C) is written A B C.
        return matrixProduct(matrixProduct(first, factors[0]), factors[1])
      }
      if let (place, value) = only(operands[1]) {
        return multiply(
          value, part(first, left.rank == 1 ? [.index(place)] : [.range(0..<left.lengths[0]), .index(place)]))
      }
      if let (place, value) = only(first) {
        let row = right.rank == 1 ? [Subscript.index(place)] : [.index(place), .range(0..<right.lengths[1])]
        return multiply(value, part(operands[1], row))
      }
    } else if primitive == .outer {
      guard let parts = listParts(first), parts.contains(where: isZero) else { return nil }
      return list(parts.map { multiply($0, operands[1]) }, operation.shape)
    }
    return nil
  }

  /// Returns a Boolean value indicating whether a term is the unit matrix.
  private func isUnit(_ id: ID) -> Bool {
    if case .array(.eye, _, let shape, _) = self[id] { shape.lengths.first == shape.lengths.last } else { false }
  }

  /// Returns the factors of a product of matrices that is short enough for being written in another order, on paper;
  /// else nil.
  private func shortProduct(_ id: ID) -> [ID]? {
    guard style == .textbook, operations[Int(id)] <= Self.mostRewritten, shape(id).rank == 2,
      case .array(.matmul, _, _, let factors) = self[id]
    else { return nil }
    return factors
  }

  private func matrixProduct(_ left: ID, _ right: ID) -> ID {
    let shape = Shape([shape(left).lengths[0], shape(right).lengths[1]])
    return apply(ArrayOperation(.matmul, shape: shape), [left, right])
  }

  private func transposed(_ id: ID) -> ID {
    apply(ArrayOperation(.transpose, shape: Shape(shape(id).lengths.reversed())), [id])
  }

  /// The number of elements up to which the sum of a list is written as a sum; longer lists are summed as a whole.
  private static let mostAdded = 8

  /// Returns the sums of a short vector's elements from each to the last, where care is taken: the difference of longer
  /// sums would lose the small ones behind a large one; nil for others.
  private func sumsFromTheEnd(_ id: ID) -> ID? {
    let shape = shape(id)
    guard style.isCareful, shape.rank == 1, shape.count <= Self.mostAdded else { return nil }
    let elements = (0..<shape.count).map { part(id, [.index($0)]) }
    var sums: [ID] = []
    for element in elements.reversed() { sums.append(sums.last.map { add(element, $0) } ?? element) }
    return list(sums.reversed(), shape)
  }

  /// Returns the sum of the elements of a short list, or of a long one that has zeros; nil for other terms.
  private func sumOfList(_ id: ID, _ axis: Int?) -> ID? {
    guard case .array(.stack, _, let shape, let parts) = self[id], shape.rank <= 2,
      parts.count <= Self.mostAdded || parts.contains(where: isZero)
    else { return nil }
    func total(_ parts: [ID]) -> ID { sum(parts.map { Summand(coefficient: .one, term: $0) }) }
    let rows = (0..<shape.lengths[0]).map { row($0, of: parts, shape) }
    if axis == 0 || shape.rank == 1 { return total(rows) }
    let sums = rows.map { apply(ArrayOperation(.sum, shape: .scalar), [$0]) }
    return axis == nil ? total(sums) : list(sums, Shape([rows.count]))
  }

  /// Returns the one element of a vector that is not 0, and its place; nil if there are several or none.
  private func only(_ id: ID) -> (place: Int, value: ID)? {
    guard case .array(.stack, _, let shape, let parts) = self[id], shape.rank == 1 else { return nil }
    let kept = parts.indices.filter { !isZero(parts[$0]) }
    return kept.count == 1 ? (kept[0], parts[kept[0]]) : nil
  }

  // MARK: - Shapes

  /// Returns a term's elements, row by row, in another shape.
  func reshaped(_ id: ID, _ shape: Shape) -> ID {
    if self.shape(id) == shape { return id }
    if isZero(id) { return zeros(shape) }
    // A number among others needs no axes of its own.
    if self.shape(id).isScalar { return broadcast(id, to: shape) }
    switch self[id] {
    case .array(.ones, _, _, _): return ones(shape)
    case .array(.reshape, _, _, let inner): return reshaped(inner[0], shape)
    case .array(.stack, _, _, let parts) where parts.allSatisfy { self.shape($0).isScalar }:
      return shape.isScalar ? parts[0] : list(parts, shape)
    case .product(let coefficient, let factors) where !coefficient.isOne:
      return multiply(coefficient, reshaped(product(.one, factors), shape))
    default:
      if shape.isScalar { return part(id, self.shape(id).lengths.map { _ in .index(0) }) }
      return intern(.array(.reshape, .none, shape, [id]), shape)
    }
  }

  /// Returns the array that a term gives an axis of length 1 before its own; nil for other terms.
  func behindLeadingAxis(_ id: ID) -> ID? {
    guard case .array(.reshape, _, let shape, let operands) = self[id], shape.lengths.first == 1,
      Array(shape.lengths.dropFirst()) == self.shape(operands[0]).lengths
    else { return nil }
    return operands[0]
  }

  /// Returns the mean and the sum of an array as a reduction takes them.
  func meanAndSum(_ id: ID, _ reduction: ArrayOperation) -> (mean: ID, sum: ID) {
    func reduced(_ primitive: Primitive) -> ID {
      apply(ArrayOperation(primitive, reduction.setting, shape: reduction.shape), [id])
    }
    return (reduced(.mean), reduced(.sum))
  }

  /// Returns the sum over the axes that broadcasting from `shape` added: the adjoint of a broadcast.
  func unbroadcast(_ id: ID, to shape: Shape) -> ID {
    var result = id
    while self.shape(result).rank > shape.rank { result = summed(result, axis: 0) }
    if shape.isScalar { return result }
    for axis in shape.lengths.indices where shape.lengths[axis] == 1 && self.shape(result).lengths[axis] != 1 {
      var lengths = self.shape(result).lengths
      lengths[axis] = 1
      result = reshaped(summed(result, axis: axis), Shape(lengths))
    }
    return result
  }

  /// Returns the sum along an axis.
  private func summed(_ id: ID, axis: Int) -> ID {
    let shape = self.shape(id)
    let setting = shape.rank == 1 ? Setting.none : .axis(axis)
    return apply(ArrayOperation(.sum, setting, shape: shape.removing(axis: axis)), [id])
  }

  /// Returns the result of a reduction of `shape` with the axis that was taken away, of length 1.
  func widened(_ id: ID, _ setting: Setting, _ shape: Shape) -> ID {
    guard case .axis(let axis) = setting, shape.rank > 1 else { return id }
    var lengths = shape.lengths
    lengths[axis] = 1
    return reshaped(id, Shape(lengths))
  }

  // MARK: - Lists

  /// Returns a list of terms as an array.
  ///
  /// - Parameter shape: The shape of the whole array, whose rows may be lists in turn.
  func list(_ parts: [ID], _ shape: Shape) -> ID {
    if parts.allSatisfy(isZero) { return zeros(shape) }
    if let whole = reassembled(parts, shape) ?? triangle(parts, shape) { return whole }
    return intern(.array(.stack, .none, shape, parts), shape)
  }

  /// Returns the array of which the list has all rows in order, as [x[1], x[2], x[3]] is x; nil for other lists.
  private func reassembled(_ parts: [ID], _ shape: Shape) -> ID? {
    guard case .array(.slice, _, _, let source) = self[parts[0]], self.shape(source[0]) == shape,
      parts.count == shape.lengths[0]
    else { return nil }
    for (place, id) in parts.enumerated() {
      guard case .array(.slice, let setting, _, source) = self[id] else { return nil }
      let rest = shape.lengths.dropFirst().map { Subscript.range(0..<$0) }
      guard setting.subscripts == [.index(place)] + rest else { return nil }
    }
    return source[0]
  }

  /// Returns the part of an array that subscripts select.
  func part(_ id: ID, _ subscripts: [Subscript]) -> ID {
    let key = Part(whole: id, subscripts: subscripts)
    if let known = knownParts[key] { return known }
    let result = findPart(id, subscripts)
    knownParts[key] = result
    return result
  }

  /// The depth up to which a part of a term is sought in its operands.
  private static let deepestPart = 100

  /// Returns the part of an array, in terms of parts of its operands where there are such.
  private func findPart(_ id: ID, _ subscripts: [Subscript]) -> ID {
    let shape = self.shape(id)
    let lengths = subscripts.compactMap { if case .range(let range) = $0 { range.count } else { nil } }
    if lengths == shape.lengths { return id }
    let result = Shape(lengths)
    switch self[id] {
    case .array(.ones, _, _, _): return ones(result)
    case .array(.zeros, _, _, _): return zeros(result)
    case .array(.transpose, _, _, let inner):
      let turned = part(inner[0], subscripts.reversed())
      return result.rank == 2 ? apply(ArrayOperation(.transpose, shape: result), [turned]) : turned
    case .array(.slice, let setting, _, let source): return part(source[0], setting.subscripts, subscripts)
    case .array(.stack, _, _, let parts):
      guard case .index(let index) = subscripts[0] else { break }
      let row = row(index, of: parts, shape)
      return subscripts.count == 1 ? row : part(row, Array(subscripts.dropFirst()))
    case .array(.concat, .axis(0), _, let joined):
      var start = 0
      for operand in joined {
        let end = start + self.shape(operand).lengths[0]
        var own = subscripts
        switch subscripts[0] {
        case .index(let index) where (start..<end).contains(index): own[0] = .index(index - start)
        case .range(let range) where start <= range.lowerBound && range.upperBound <= end:
          own[0] = .range(range.lowerBound - start..<range.upperBound - start)
        case .index, .range:
          start = end
          continue
        }
        return part(operand, own)
      }
    case .array(.matmul, _, _, let factors):
      guard case .index = subscripts[0], self.shape(factors[0]).rank == 2 else { break }
      let row = part(factors[0], [subscripts[0], .range(0..<self.shape(factors[0]).lengths[1])])
      var right = factors[1]
      if subscripts.count == 2 { right = part(right, [.range(0..<self.shape(right).lengths[0]), subscripts[1]]) }
      return apply(ArrayOperation(.matmul, shape: result), [row, right])
    case _ where depths[Int(id)] > Self.deepestPart: break
    case .product(let coefficient, let factors) where factors.allSatisfy { isWhole($0.base, shape) }:
      return product(
        coefficient, factors.map { Factor(base: elementwise($0.base, subscripts), exponent: $0.exponent) })
    case .sum(let constant, let summands) where summands.allSatisfy { isWhole($0.term, shape) }:
      return sum(
        summands.map { Summand(coefficient: $0.coefficient, term: elementwise($0.term, subscripts)) },
        constant: constant)
    case .function(let primitive, let operands) where operands.allSatisfy { isWhole($0, shape) }:
      let parts = operands.map { elementwise($0, subscripts) }
      if primitive == .choose { return choose(parts[0], parts[1], parts[2]) }
      return primitive.isCondition ? intern(.function(primitive, parts), result) : apply(primitive, parts)
    case .function(let primitive, let operands) where primitive.isCondition:
      // The language has no parts of conditions.
      return intern(.function(primitive, operands.map { repeated($0, subscripts, shape) }), result)
    default: break
    }
    return intern(.array(.slice, .subscripts(subscripts), result, [id]), result)
  }

  /// Returns the part of a part of an array.
  private func part(_ id: ID, _ outer: [Subscript], _ inner: [Subscript]) -> ID {
    var rest = inner[...]
    let places = outer.map { place -> Subscript in
      guard case .range(let range) = place, let own = rest.popFirst() else { return place }
      switch own {
      case .index(let index): return .index(range.lowerBound + index)
      case .range(let part): return .range(range.lowerBound + part.lowerBound..<range.lowerBound + part.upperBound)
      }
    }
    return part(id, places)
  }

  /// Returns a row of a list, whose parts are its rows or the elements of these.
  private func row(_ index: Int, of parts: [ID], _ shape: Shape) -> ID {
    let each = parts.count / shape.lengths[0]
    let rest = Shape(Array(shape.lengths.dropFirst()))
    return self.shape(parts[0]) == rest ? parts[index] : list(Array(parts[index * each..<(index + 1) * each]), rest)
  }

  /// Returns a Boolean value indicating whether a term is a number or has this shape.
  private func isWhole(_ id: ID, _ shape: Shape) -> Bool { self.shape(id).isScalar || self.shape(id) == shape }

  /// Returns the part of an elementwise operand; a number is its own part.
  private func elementwise(_ id: ID, _ subscripts: [Subscript]) -> ID {
    shape(id).isScalar ? id : part(id, subscripts)
  }

  /// Returns the part of an operand that is repeated along axes that it lacks, or that have length 1, to fill `whole`.
  private func repeated(_ id: ID, _ subscripts: [Subscript], _ whole: Shape) -> ID {
    let shape = self.shape(id)
    let own = zip(shape.lengths, zip(subscripts, whole.lengths).suffix(shape.rank)).map { length, place -> Subscript in
      if length == place.1 { return place.0 }
      if case .index = place.0 { return .index(0) }
      return .range(0..<1)
    }
    return shape.isScalar ? id : part(id, own)
  }

  // MARK: - Parts put back

  /// The length up to which an array with one row in place is written as a list; a longer one is joined from the zeros
  /// before it, the row, and the zeros behind it.
  private static let mostListed = 64

  /// Returns zeros with a part in its place, the adjoint of taking the part out, in lists and `concat`, which the
  /// language has.
  private func scattered(_ id: ID, _ subscripts: [Subscript], into shape: Shape) -> ID {
    if isZero(id) { return zeros(shape) }
    var result = id
    // From the last axis on: those before it still have the length of the part.
    for axis in shape.lengths.indices.reversed() {
      let before = subscripts[..<axis].compactMap { if case .range(let range) = $0 { range.count } else { nil } }
      let behind = Array(self.shape(result).lengths.dropFirst(before.count))
      let length = shape.lengths[axis]
      switch subscripts[axis] {
      case .index(let index):
        if before.isEmpty, length <= Self.mostListed {
          let rest = zeros(Shape(behind))
          result = list((0..<length).map { $0 == index ? result : rest }, Shape([length] + behind))
        } else {
          result = padded(reshaped(result, Shape(before + [1] + behind)), index..<index + 1, before.count, length)
        }
      case .range(let range): result = padded(result, range, before.count, length)
      }
    }
    return result
  }

  /// Returns an array with zeros before and behind it along an axis.
  private func padded(_ id: ID, _ range: Range<Int>, _ axis: Int, _ length: Int) -> ID {
    if range.count == length { return id }
    func zeros(_ count: Int) -> [ID] {
      var lengths = shape(id).lengths
      lengths[axis] = count
      return count == 0 ? [] : [self.zeros(Shape(lengths))]
    }
    var lengths = shape(id).lengths
    lengths[axis] = length
    let parts = zeros(range.lowerBound) + [id] + zeros(length - range.upperBound)
    return apply(ArrayOperation(.concat, .axis(axis), shape: Shape(lengths)), parts)
  }

  // MARK: - Determinants

  /// Returns the matrix of cofactors, det(A)·inv(A)', of a regular matrix.
  private func cofactors(_ id: ID) -> ID {
    multiply(apply(ArrayOperation(.det, shape: .scalar), [id]), inverseTransposed(id))
  }

  /// Returns inv(A)'.
  private func inverseTransposed(_ id: ID) -> ID {
    let inverse = apply(ArrayOperation(.inv, shape: shape(id)), [id])
    return apply(ArrayOperation(.transpose, shape: shape(id)), [inverse])
  }

  /// Returns the derivative of the cofactors along a direction T: det(A)·(tr(inv(A)·T)·inv(A)' - inv(A)'·T'·inv(A)').
  ///
  /// It is the product rule, with Jacobi's formula for the determinant and d inv(A) = -inv(A)·T·inv(A); J. R. Magnus
  /// and H. Neudecker, Matrix Differential Calculus, 3rd ed., §8.3 and §8.4.
  private func cofactorChange(_ id: ID, _ direction: ID) -> ID {
    let inverse = inverseTransposed(id)
    func product(_ left: ID, _ right: ID) -> ID { apply(ArrayOperation(.matmul, shape: shape(id)), [left, right]) }
    let turned = apply(ArrayOperation(.transpose, shape: shape(id)), [direction])
    let trace = apply(ArrayOperation(.sum, shape: .scalar), [multiply(inverse, direction)])
    let change = add(multiply(trace, inverse), negate(product(product(inverse, turned), inverse)))
    return multiply(apply(ArrayOperation(.det, shape: .scalar), [id]), change)
  }
}
