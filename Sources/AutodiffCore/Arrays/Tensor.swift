/// A number, or an array of numbers with a shape.
///
/// Operations trust that their operands' shapes were checked; if they do not fit after all, the value is nan.
package enum Tensor: Sendable, Equatable {
  /// A number, whose shape has no axes.
  case scalar(Double)
  /// An array with its elements row by row, the last axis fastest. The shape is never a scalar's.
  case array(Shape, [Double])
}

/// The numbers of a lane: of the elements along an axis, or of a whole array, next to each other in memory.
typealias Lane = UnsafeBufferPointer<Double>
/// The numbers of a lane that can be written.
typealias MutableLane = UnsafeMutableBufferPointer<Double>

extension Tensor {
  /// Creates a tensor from its elements row by row, as many as `shape` has.
  package init(_ shape: Shape, _ elements: [Double]) {
    self = shape.isScalar ? .scalar(elements.first ?? .nan) : .array(shape, elements)
  }

  /// Creates a tensor with equal elements.
  package init(repeating value: Double, _ shape: Shape) {
    guard !shape.isScalar else {
      self = .scalar(value)
      return
    }
    let count = shape.count
    KeptMemory.prepare(for: count)
    self = .array(shape, Array(repeating: value, count: count))
  }

  /// Creates a tensor whose elements a closure writes, all of them.
  @inline(__always)
  init(_ shape: Shape, filledBy fill: (MutableLane) -> Void) {
    let count = shape.count
    KeptMemory.prepare(for: count)
    let elements = [Double](unsafeUninitializedCapacity: count) { buffer, filled in
      fill(MutableLane(rebasing: buffer[..<count]))
      filled = count
    }
    self.init(shape, elements)
  }

  /// Returns the identity matrix with n rows.
  package static func identity(_ n: Int) -> Tensor {
    Tensor(repeating: 1, Shape([n])).diagonal(shape: Shape([n, n]))
  }

  /// The shape.
  package var shape: Shape {
    switch self {
    case .scalar: .scalar
    case .array(let shape, _): shape
    }
  }

  /// The number of elements; 1 for a scalar.
  package var count: Int {
    switch self {
    case .scalar: 1
    case .array(_, let elements): elements.count
    }
  }

  /// The elements row by row; the one of a scalar.
  package var elements: [Double] {
    switch self {
    case .scalar(let value): [value]
    case .array(_, let elements): elements
    }
  }

  /// The number that a scalar is; nil for an array, even of one element.
  package var scalar: Double? {
    switch self {
    case .scalar(let value): value
    case .array: nil
    }
  }

  /// The element at a place, counted from 0 row by row.
  package subscript(index: Int) -> Double {
    switch self {
    case .scalar(let value): value
    case .array(_, let elements): elements[index]
    }
  }

  /// A Boolean value indicating whether every element is finite.
  package var isFinite: Bool {
    switch self {
    case .scalar(let value): value.isFinite
    case .array(_, let elements): elements.withUnsafeBufferPointer(\.areFinite)
    }
  }

  /// Calls a closure with the elements row by row, which it may read until it returns.
  @inline(__always)
  package func withElements<R>(_ body: (UnsafeBufferPointer<Double>) -> R) -> R {
    switch self {
    case .scalar(let value): withUnsafePointer(to: value) { body(UnsafeBufferPointer(start: $0, count: 1)) }
    case .array(_, let elements): elements.withUnsafeBufferPointer(body)
    }
  }
}
