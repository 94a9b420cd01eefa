/// A number, or an array of them.
///
/// Operations trust that their operands' shapes were checked; where they do not fit after all, the value is nan.
package enum Tensor: Sendable, Equatable {
  case scalar(Double)
  /// Row by row, the last axis fastest. The shape is never a scalar's.
  case array(Shape, [Double])
}

/// Numbers next to each other.
typealias Lane = UnsafeBufferPointer<Double>
typealias MutableLane = UnsafeMutableBufferPointer<Double>

extension Tensor {
  /// `elements` row by row, as many as `shape` has.
  package init(_ shape: Shape, _ elements: [Double]) {
    self = shape.isScalar ? .scalar(elements.first ?? .nan) : .array(shape, elements)
  }

  package init(repeating value: Double, _ shape: Shape) {
    self = shape.isScalar ? .scalar(value) : .array(shape, Array(repeating: value, count: shape.count))
  }

  /// An array whose elements `fill` sets, all of them.
  @inline(__always)
  init(_ shape: Shape, filledBy fill: (MutableLane) -> Void) {
    let count = shape.count
    let elements = [Double](unsafeUninitializedCapacity: count) { buffer, filled in
      fill(MutableLane(rebasing: buffer[..<count]))
      filled = count
    }
    self.init(shape, elements)
  }

  package static func identity(_ n: Int) -> Tensor {
    Tensor(repeating: 1, Shape([n])).diagonal(shape: Shape([n, n]))
  }

  package var shape: Shape {
    switch self {
    case .scalar: .scalar
    case .array(let shape, _): shape
    }
  }

  package var count: Int {
    switch self {
    case .scalar: 1
    case .array(_, let elements): elements.count
    }
  }

  /// Row by row; a scalar's is one.
  package var elements: [Double] {
    switch self {
    case .scalar(let value): [value]
    case .array(_, let elements): elements
    }
  }

  /// Nil for an array, of one element too.
  package var scalar: Double? {
    switch self {
    case .scalar(let value): value
    case .array: nil
    }
  }

  /// The element at that place, row by row.
  package subscript(index: Int) -> Double {
    switch self {
    case .scalar(let value): value
    case .array(_, let elements): elements[index]
    }
  }

  /// Whether every element is.
  package var isFinite: Bool {
    switch self {
    case .scalar(let value): value.isFinite
    case .array(_, let elements): elements.allSatisfy(\.isFinite)
    }
  }

  @inline(__always)
  package func withElements<R>(_ body: (UnsafeBufferPointer<Double>) -> R) -> R {
    switch self {
    case .scalar(let value): withUnsafePointer(to: value) { body(UnsafeBufferPointer(start: $0, count: 1)) }
    case .array(_, let elements): elements.withUnsafeBufferPointer(body)
    }
  }
}
