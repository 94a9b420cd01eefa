/// The functions of the shapes of arrays, whose values are constants: bounds, lengths and indices may depend on them.
package enum ShapeFunction: String, CaseIterable, Sendable {
  case length, rows, cols, size

  /// The parameters, as a list of functions names them.
  package var parameters: [String] {
    switch self {
    case .length: ["x"]
    case .rows, .cols: ["W"]
    case .size: ["A", "axis"]
    }
  }

  /// A description in words.
  package var summary: String {
    switch self {
    case .length: "number of elements of a vector"
    case .rows: "number of rows of a matrix"
    case .cols: "number of columns of a matrix"
    case .size: "length of an array along an axis, counted from 1"
    }
  }

  /// Returns the value for an array of a shape.
  ///
  /// - Parameter axis: The axis of `size`, counted from 1.
  /// - Throws: A fault if the array has no such axis.
  func value(_ shape: Shape, axis: Int) throws(ShapeFault) -> Int {
    switch self {
    case .length:
      guard shape.rank == 1 else { throw .needs(.vector, shape) }
      return shape.count
    case .rows, .cols:
      guard shape.rank == 2 else { throw .needs(.matrix, shape) }
      return shape.lengths[self == .rows ? 0 : 1]
    case .size:
      guard axis >= 1, axis <= shape.rank else { throw .axisOutOfRange("\(axis)", shape) }
      return shape.lengths[axis - 1]
    }
  }
}
