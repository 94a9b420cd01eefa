@testable import AutodiffCore

/// Random programs on vectors and matrices, each with a point where everything in it is defined.
///
/// An expression is made for a shape, its operands for shapes that lead to it; what falls outside the range that a
/// function samples is bent back into it, so that any function can stand inside any other.
struct TensorProgramGenerator {
  struct Program: CustomStringConvertible {
    var text: String
    var inputs: [(name: String, value: Tensor)]

    var description: String {
      "\(text) at \(inputs.map { "\($0.name)=\($0.value.elements)\($0.value.shape.text)" }.joined(separator: ", "))"
    }
  }

  /// A piece of a program and its value.
  private struct Piece {
    var text: String
    var value: Tensor
    var shape: Shape { value.shape }
  }

  private var random: SplitMix64
  /// What an expression may read.
  private var scope: [Piece] = []
  /// The lengths that occur in this program.
  private var lengths = [2]

  private static let elementwise = functions.filter { $0.rawValue < Primitive.erfinv.rawValue }
  /// Functions that take the place of every third one that is drawn, if they take as many numbers.
  private static let further = functions.filter { $0.rawValue >= Primitive.erfinv.rawValue }
  private static let functions = Primitive.callable.filter { primitive in
    // An order has no derivative.
    !primitive.isArray && primitive != .choose
      && primitive.gate.domain.samples.allSatisfy { $0.lowerBound < $0.upperBound }
  }
  /// The number of functions drawn.
  private var drawn = 0

  private static let arrayOperations =
    Primitive.allCases.filter { $0.isArray && $0.callName != nil }
    + [.amax, .amin, .stack, .slice, .matmul, .matmul]
  /// No piece grows beyond it.
  private static let largest = 30.0

  init(seed: UInt64) { random = SplitMix64(seed: seed) }

  mutating func next() -> Program {
    lengths = (0..<2).map { _ in Int.random(in: 1...4, using: &random) } + [2]
    scope = []
    let shapes = [[], [lengths[0]], [lengths[1]], [lengths[0], lengths[1]], [lengths[0], lengths[0]]].map { Shape($0) }
    for name in ["x", "y", "W", "v"].prefix(Int.random(in: 1...4, using: &random)) {
      scope.append(Piece(text: name, value: value(shapes.randomElement(using: &random) ?? .scalar)))
    }
    let inputs = scope.map { (name: $0.text, value: $0.value) }
    var statements: [String] = []
    for index in 0..<Int.random(in: 0...2, using: &random) {
      let piece = tame(expression(shapes.randomElement(using: &random) ?? .scalar, 2))
      statements.append("q\(index) = \(piece.text)")
      scope.append(Piece(text: "q\(index)", value: piece.value))
    }
    let result = tame(
      expression(Bool.random(using: &random) ? .scalar : shapes[Int.random(in: 1...3, using: &random)], 3))
    // Every input takes part.
    let sums = inputs.map { "\(literal(0.5...1.5))*sum(\($0.name)^2)" }
    statements.append("\(result.text) + \(sums.joined(separator: " + "))")
    return Program(text: statements.joined(separator: "; "), inputs: inputs)
  }

  // MARK: - Leaves

  private mutating func value(_ shape: Shape) -> Tensor {
    Tensor(shape, (0..<shape.count).map { _ in Self.short(Double.random(in: -2...2, using: &random)) })
  }

  private static func short(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }

  private mutating func literal(_ range: ClosedRange<Double>) -> Double {
    Self.short(Double.random(in: range, using: &random))
  }

  private mutating func length() -> Int { lengths.randomElement(using: &random) ?? 2 }

  private mutating func leaf(_ shape: Shape) -> Piece {
    if let piece = scope.filter({ $0.shape == shape }).randomElement(using: &random) { return piece }
    guard let piece = scope.randomElement(using: &random) else { return Piece(text: "1", value: .scalar(1)) }
    let places = piece.shape.lengths.map { Int.random(in: 1...$0, using: &random) }
    let element = places.isEmpty ? piece : call(.slice, [piece], .subscripts(places.map { .index($0 - 1) }), .scalar)
    if shape.isScalar { return element }
    let factor = value(shape)
    return Piece(text: "(\(element.text) * \(Self.text(factor)))", value: element.value * factor)
  }

  private static func text(_ tensor: Tensor) -> String {
    guard let first = tensor.shape.lengths.first else { return "\(tensor[0])" }
    let rest = Shape(Array(tensor.shape.lengths.dropFirst()))
    let parts = (0..<first).map { row in
      text(Tensor(rest, Array(tensor.elements[row * rest.count..<(row + 1) * rest.count])))
    }
    return "[\(parts.joined(separator: ", "))]"
  }

  // MARK: - Ranges

  private func bend(_ piece: Piece, into range: ClosedRange<Double>) -> Piece {
    if piece.value.elements.allSatisfy(range.contains) { return piece }
    let middle = (range.lowerBound + range.upperBound) / 2
    let half = (range.upperBound - range.lowerBound) / 2
    return Piece(
      text: "(\(middle) + \(half) * sin(\(piece.text)))", value: piece.value.map { middle + half * sin($0) })
  }

  private func tame(_ piece: Piece) -> Piece { bend(piece, into: -Self.largest...Self.largest) }

  // MARK: - Elementwise

  private mutating func expression(_ shape: Shape, _ depth: Int) -> Piece {
    guard depth > 0 else { return leaf(shape) }
    switch Int.random(in: 0..<12, using: &random) {
    case 0: return leaf(shape)
    case 1, 2: return arithmetic(shape, depth)
    case 3...5: return elementwiseCall(shape, depth)
    case 6: return choice(shape, depth)
    default:
      for _ in 0..<20 {
        guard let primitive = Self.arrayOperations.randomElement(using: &random) else { break }
        if let piece = arrayOperation(primitive, shape, depth - 1) { return tame(piece) }
      }
      return leaf(shape)
    }
  }

  /// Shapes that broadcast to this one.
  private mutating func broadcasting(_ count: Int, to shape: Shape) -> [Shape] {
    var result = (0..<count).map { _ -> Shape in
      var lengths = Array(shape.lengths.dropFirst(Int.random(in: 0...2, using: &random) == 0 ? shape.rank / 2 + 1 : 0))
      if lengths.count > 1, Int.random(in: 0..<4, using: &random) == 0 {
        lengths[Int.random(in: 0..<lengths.count, using: &random)] = 1
      }
      return Shape(lengths)
    }
    let common = result.reduce(Shape.scalar) { $0.broadcast(with: $1) ?? shape }
    if common != shape { result[Int.random(in: 0..<count, using: &random)] = shape }
    return result
  }

  private mutating func arithmetic(_ shape: Shape, _ depth: Int) -> Piece {
    let shapes = broadcasting(2, to: shape)
    let (left, right) = (expression(shapes[0], depth - 1), expression(shapes[1], depth - 1))
    switch Int.random(in: 0..<6, using: &random) {
    case 0, 1: return Piece(text: "(\(left.text) + \(right.text))", value: left.value + right.value)
    case 2: return Piece(text: "(\(left.text) - \(right.text))", value: left.value - right.value)
    case 3: return Piece(text: "(\(left.text) * \(right.text))", value: left.value * right.value)
    case 4:
      let right = bend(right, into: 0.25...4)
      return Piece(text: "(\(left.text) / \(right.text))", value: left.value / right.value)
    default:
      let (left, right) = (bend(left, into: 0.25...4), bend(right, into: -3...3))
      return Piece(text: "(\(left.text))^(\(right.text))", value: Tensor.apply(.power, left.value, right.value))
    }
  }

  private mutating func elementwiseCall(_ shape: Shape, _ depth: Int) -> Piece {
    guard var primitive = Self.elementwise.randomElement(using: &random) else { return leaf(shape) }
    drawn += 1
    if case .exactly(let count) = primitive.gate.arity, drawn.isMultiple(of: 3) {
      let others = Self.further.filter { $0.gate.domain.samples.count == count }
      if !others.isEmpty { primitive = others[drawn / 3 % others.count] }
    }
    guard let name = primitive.callName else { return leaf(shape) }
    var ranges = primitive.gate.domain.samples
    if case .atLeast = primitive.gate.arity {
      ranges = (0..<Int.random(in: 2...3, using: &random)).map { _ in -4...4 }
    }
    let shapes = broadcasting(ranges.count, to: shape)
    let arguments = zip(shapes, ranges).map { bend(expression($0, depth - 1), into: $1) }
    return Piece(
      text: "\(name)(\(arguments.map(\.text).joined(separator: ", ")))",
      value: Tensor.apply(primitive, arguments.map(\.value)))
  }

  private mutating func choice(_ shape: Shape, _ depth: Int) -> Piece {
    let shapes = broadcasting(4, to: shape)
    var parts = shapes.map { expression($0, depth - 1) }
    // Equal numbers would leave the choice to rounding, as of two elements of a symmetric matrix.
    if (parts[0].value - parts[1].value).elements.contains(where: { abs($0) < 1e-6 }) {
      parts[1] = Piece(text: "(\(parts[1].text) + 0.125)", value: parts[1].value + 0.125)
    }
    let condition = Tensor.apply(.less, parts[0].value, parts[1].value)
    return Piece(
      text: "if(\(parts[0].text) < \(parts[1].text), \(parts[2].text), \(parts[3].text))",
      value: Tensor.apply(.choose, [condition, parts[2].value, parts[3].value]))
  }

  /// - Returns: nil where the shape is not that of an image.
  private mutating func convolution(_ primitive: Primitive, _ shape: Shape, _ depth: Int) -> Piece? {
    guard let name = primitive.callName, 1...4 ~= shape.rank else { return nil }
    let axes = min(shape.rank, 2)
    let windows = Windows(
      lengths: (0..<axes).map { _ in Int.random(in: 1...3, using: &random) },
      stride: Int.random(in: 1...2, using: &random),
      pad: Int.random(in: 0...1, using: &random))
    let own = zip(shape.lengths.suffix(axes), windows.lengths).map {
      ($0 - 1) * windows.stride + $1 - 2 * windows.pad
    }
    guard own.allSatisfy({ $0 > 0 }) else { return nil }
    let channels = shape.rank > 2 ? [2] : []
    let image = expression(Shape(shape.lengths.dropLast(3) + channels + own), depth)
    let kernels = shape.rank > 2 ? [shape.lengths[shape.rank - 3]] : []
    let kernel = expression(Shape(kernels + channels + windows.lengths), depth)
    return Piece(
      text: "\(name)(\(image.text), \(kernel.text), stride=\(windows.stride), pad=\(windows.pad))",
      value: Tensor.apply(
        ArrayOperation(primitive, .windows(windows), shape: shape), [image.value, kernel.value]))
  }

  // MARK: - Of whole arrays

  /// - Returns: nil where the operation has no result of that shape.
  private mutating func arrayOperation(_ primitive: Primitive, _ shape: Shape, _ depth: Int) -> Piece? {
    let lengths = shape.lengths
    let isSquare = lengths.count == 2 && lengths[0] == lengths[1]
    switch primitive.signature {
    case .reduction, .norm: return reduction(primitive, shape, depth)
    case .cross:
      return shape == Shape([3]) ? call(primitive, [expression(shape, depth), expression(shape, depth)]) : nil
    case .kronecker:
      guard 1...2 ~= lengths.count else { return nil }
      let first = lengths.map { length in (1...length).filter { length.isMultiple(of: $0) }.last { $0 < 3 } ?? 1 }
      let second = zip(lengths, first).map { $0 / $1 }
      return call(primitive, [expression(Shape(first), depth), expression(Shape(second), depth)])
    case .rolled:
      guard !shape.isScalar, let name = primitive.callName else { return nil }
      let (count, axis) = (
        Int.random(in: -3...3, using: &random), Int.random(in: 0..<shape.rank, using: &random)
      )
      let piece = expression(shape, depth)
      return Piece(
        text: "\(name)(\(piece.text), \(count), axis=\(axis + 1))",
        value: Tensor.apply(ArrayOperation(primitive, .places(count, axis: axis), shape: shape), [piece.value]))
    case .flipped:
      if shape.isScalar { return nil }
      let axis = Int.random(in: 0..<shape.rank, using: &random)
      return call(primitive, [expression(shape, depth)], axis: Bool.random(using: &random) ? axis : nil)
    case .padded:
      guard let name = primitive.callName, !shape.isScalar, lengths.allSatisfy({ $0 > 2 }) else { return nil }
      let piece = expression(Shape(lengths.map { $0 - 2 }), depth)
      return Piece(
        text: "\(name)(\(piece.text), 1)",
        value: Tensor.apply(ArrayOperation(primitive, .places(1, axis: nil), shape: shape), [piece.value]))
    case .convolution: return convolution(primitive, shape, depth)
    case .pooled:
      guard let name = primitive.callName, !shape.isScalar else { return nil }
      let (length, stride) = (Int.random(in: 1...2, using: &random), Int.random(in: 1...2, using: &random))
      let axes = min(shape.rank, 2)
      let windows = Windows(lengths: [Int](repeating: length, count: axes), stride: stride)
      let piece = expression(
        Shape(lengths.dropLast(axes) + lengths.suffix(axes).map { ($0 - 1) * stride + length }), depth)
      return Piece(
        text: "\(name)(\(piece.text), \(length), stride=\(stride))",
        value: Tensor.apply(ArrayOperation(primitive, .windows(windows), shape: shape), [piece.value]))
    case .triangle: return lengths.count > 1 ? call(primitive, [expression(shape, depth)]) : nil
    case .matrixFunction: return isSquare ? call(primitive, [bend(expression(shape, depth), into: -1...1)]) : nil
    case .definite: return isSquare ? call(primitive, [definite(lengths[0], depth)]) : nil
    case .eigenvectors: return isSquare && lengths[0] > 1 ? call(primitive, [definite(lengths[0], depth)]) : nil
    case .spectrum:
      return lengths.count == 1 ? call(primitive, [definite(lengths[0], depth)]) : nil
    case .pseudoinverse:
      guard lengths.count == 2 else { return nil }
      return isSquare
        ? call(primitive, [regular(lengths[0], depth)])
        : call(primitive, [slim(Shape(lengths.reversed()), depth)])
    case .scan:
      if shape.isScalar { return nil }
      let axis = Int.random(in: 0..<shape.rank, using: &random)
      return call(
        primitive, [expression(shape, depth)], axis: shape.rank > 1 || Bool.random(using: &random) ? axis : nil)
    case .matrixProduct:
      let inner = length()
      let outer: ([Int], [Int])
      switch lengths.count {
      case 0: outer = ([inner], [inner])
      case 1 where Bool.random(using: &random): outer = ([inner], [inner, lengths[0]])
      case 1: outer = ([lengths[0], inner], [inner])
      case 2: outer = ([lengths[0], inner], [inner, lengths[1]])
      default: return nil
      }
      let (left, right) = (expression(Shape(outer.0), depth), expression(Shape(outer.1), depth))
      return Piece(text: "(\(left.text) @ \(right.text))", value: .product(left.value, right.value))
    case .dot:
      guard shape.isScalar else { return nil }
      let inner = Shape([length()])
      return call(primitive, [expression(inner, depth), expression(inner, depth)])
    case .outer:
      guard lengths.count == 2 else { return nil }
      return call(primitive, lengths.map { expression(Shape([$0]), depth) })
    case .transpose:
      guard lengths.count == 2 else { return nil }
      return call(primitive, [expression(Shape(lengths.reversed()), depth)])
    case .trace:
      let n = length()
      return shape.isScalar ? call(primitive, [expression(Shape([n, n]), depth)]) : nil
    case .diagonal:
      if isSquare { return call(primitive, [expression(Shape([lengths[0]]), depth)]) }
      guard lengths.count == 1 else { return nil }
      let sides = [lengths[0], lengths[0] + Int.random(in: 0...1, using: &random)]
      return call(primitive, [expression(Shape(Bool.random(using: &random) ? sides : sides.reversed()), depth)])
    case .determinant:
      guard shape.isScalar else { return nil }
      let n = length()
      return call(
        primitive, [primitive == .det ? bend(expression(Shape([n, n]), depth), into: -3...3) : regular(n, depth)])
    case .inverse: return isSquare ? call(primitive, [regular(lengths[0], depth)]) : nil
    case .solution:
      guard 1...2 ~= lengths.count else { return nil }
      return call(primitive, [regular(lengths[0], depth), expression(shape, depth)])
    case .spaced:
      guard lengths.count == 1, let name = primitive.callName else { return nil }
      let ends = [expression(.scalar, depth), expression(.scalar, depth)]
      return Piece(
        text: "\(name)(\(ends[0].text), \(ends[1].text), \(lengths[0]))",
        value: Tensor.apply(ArrayOperation(primitive, shape: shape), ends.map(\.value)))
    case .made, .square, .drawn:
      let takesRows = if case .square = primitive.signature { true } else { false }
      guard takesRows ? isSquare : primitive.arity.accepts(lengths.count) else { return nil }
      guard let name = primitive.callName else { return nil }
      let numbers = (takesRows ? [lengths[0]] : lengths).map(String.init).joined(separator: ", ")
      let piece = Piece(
        text: "\(name)(\(numbers))", value: Tensor.apply(ArrayOperation(primitive, shape: shape), []))
      // By itself it would end all derivatives.
      let other = expression(shape, depth)
      return Piece(text: "(\(piece.text) + \(other.text))", value: piece.value + other.value)
    case .reshape:
      if shape.isScalar { return nil }
      let sides = (1...shape.count).filter { shape.count.isMultiple(of: $0) }.map { [$0, shape.count / $0] }
      let operand = expression(Shape((sides + [[shape.count]]).randomElement(using: &random) ?? []), depth)
      let numbers = lengths.map(String.init).joined(separator: ", ")
      return Piece(text: "reshape(\(operand.text), \(numbers))", value: operand.value.reshaped(to: shape))
    case .concatenation:
      if shape.isScalar { return nil }
      let axis = Int.random(in: 0..<shape.rank, using: &random)
      var parts: [Piece] = []
      var rest = lengths[axis]
      while rest > 0 {
        let length = Int.random(in: 1...rest, using: &random)
        var own = lengths
        own[axis] = length
        parts.append(expression(Shape(own), depth))
        rest -= length
      }
      return call(primitive, parts, axis: axis)
    case .elementwise, .given:
      return primitive == .stack ? list(shape, depth) : primitive == .slice ? part(shape, depth) : nil
    }
  }

  private mutating func reduction(_ primitive: Primitive, _ shape: Shape, _ depth: Int) -> Piece? {
    let range: ClosedRange<Double> = primitive == .norm ? 0.25...4 : -4...4
    switch shape.rank {
    case 0:
      let own = Bool.random(using: &random) ? [length()] : [length(), length()]
      return call(primitive, [bend(expression(Shape(own), depth), into: range)])
    case 1:
      let axis = Int.random(in: 0...1, using: &random)
      var own = shape.lengths
      own.insert(length(), at: axis)
      return call(primitive, [bend(expression(Shape(own), depth), into: range)], axis: axis)
    default:
      let parts = (0..<2).map { _ in bend(expression(shape, depth), into: range) }
      return call(primitive, [stack(parts)], axis: 0)
    }
  }

  /// A matrix whose symmetric part is positive definite and has eigenvalues that differ.
  private mutating func definite(_ n: Int, _ depth: Int) -> Piece {
    let piece = bend(expression(Shape([n, n]), depth), into: -1...1)
    let other = Tensor(vector: (0..<n).map { Double(4 * ($0 + 1) * n) }).diagonal(shape: Shape([n, n]))
    return Piece(text: "(\(piece.text) + \(4 * n)*diag(range(\(n))))", value: piece.value + other)
  }

  /// A matrix with more rows than columns, or fewer, that is far from one of lower rank.
  private mutating func slim(_ shape: Shape, _ depth: Int) -> Piece {
    let piece = bend(expression(shape, depth), into: -0.25...0.25)
    let (rows, columns) = (shape.lengths[0], shape.lengths[1])
    let other = Tensor(shape, (0..<rows * columns).map { $0 / columns == $0 % columns ? 2 : 0 })
    return Piece(text: "(\(piece.text) + \(Self.text(other)))", value: piece.value + other)
  }

  /// A matrix that is far from singular.
  private mutating func regular(_ n: Int, _ depth: Int) -> Piece {
    let piece = bend(expression(Shape([n, n]), depth), into: -1...1)
    let (other, scale) = (Tensor.identity(n), Double(n + 1))
    if Bool.random(using: &random) {
      return Piece(text: "(\(piece.text) + \(scale)*eye(\(n)))", value: piece.value + .scalar(scale) * other)
    }
    return Piece(
      text: "((\(piece.text)) @ (\(piece.text))' + eye(\(n)))",
      value: .product(piece.value, piece.value.transposed()) + other)
  }

  private mutating func list(_ shape: Shape, _ depth: Int) -> Piece? {
    guard let count = shape.lengths.first else { return nil }
    return stack((0..<count).map { _ in expression(Shape(Array(shape.lengths.dropFirst())), depth) })
  }

  private func stack(_ parts: [Piece]) -> Piece {
    let shape = Shape([parts.count] + parts[0].shape.lengths)
    return Piece(
      text: "[\(parts.map(\.text).joined(separator: ", "))]", value: Tensor.stack(parts.map(\.value), shape: shape))
  }

  /// A part of something larger.
  private mutating func part(_ shape: Shape, _ depth: Int) -> Piece? {
    var own: [Int] = []
    var subscripts: [Subscript] = []
    for length in shape.lengths {
      let (before, after) = (Int.random(in: 0...1, using: &random), Int.random(in: 0...1, using: &random))
      own.append(before + length + after)
      subscripts.append(.range(before..<before + length))
    }
    while own.count < 2, own.isEmpty || Bool.random(using: &random) {
      let place = Int.random(in: 0...own.count, using: &random)
      own.insert(length(), at: place)
      subscripts.insert(.index(Int.random(in: 0..<own[place], using: &random)), at: place)
    }
    guard own.count <= 2 else { return nil }
    return call(.slice, [expression(Shape(own), depth)], .subscripts(subscripts), shape)
  }

  private func call(_ primitive: Primitive, _ operands: [Piece], axis: Int? = nil) -> Piece? {
    guard let (shape, setting) = try? primitive.signature.result(operands.map(\.shape), axis: axis) else { return nil }
    let value = Tensor.apply(ArrayOperation(primitive, setting, shape: shape), operands.map(\.value))
    let arguments = operands.map(\.text) + (axis.map { ["axis=\($0 + 1)"] } ?? [])
    return Piece(text: "\(primitive.gate.name)(\(arguments.joined(separator: ", ")))", value: value)
  }

  private func call(_ primitive: Primitive, _ operands: [Piece], _ setting: Setting, _ shape: Shape) -> Piece {
    let places = setting.subscripts.map { place in
      switch place {
      case .index(let index): "\(index + 1)"
      case .range(let range): "\(range.lowerBound + 1):\(range.upperBound)"
      }
    }
    return Piece(
      text: "(\(operands[0].text))[\(places.joined(separator: ","))]",
      value: Tensor.apply(ArrayOperation(primitive, setting, shape: shape), operands.map(\.value)))
  }
}
