/// Adjoints of arrays to which operations add in a few places.
extension Tensor {
  /// The number of times that an array is larger than a part of it that is added in its place, and not as an array among
  /// zeros.
  private static let smallness = 8

  /// Adds the part of an operand's adjoint that comes from a slice's or a gather's, where that is a small part.
  ///
  /// A loop over the elements of an array takes time for each element so, not for each time the whole array.
  package static func add(_ upstream: Tensor, along edge: ArrayEdge<Tensor>, to adjoint: inout Tensor) -> Bool {
    let count = upstream.count
    guard edge.place == 0, count * smallness <= edge.operand.count else { return false }
    let primitive = edge.operation.primitive
    guard primitive.isPart || primitive.isGather, case .array(let shape, var elements) = adjoint,
      shape == edge.operand.shape
    else { return false }
    // The elements have one owner again, and are changed in place.
    adjoint = .scalar(0)
    defer { adjoint = .array(shape, elements) }
    return elements.withUnsafeMutableBufferPointer { result in
      upstream.withElements { part in
        if primitive.isGather {
          let length = shape.lengths[0]
          edge.operands[1].withElements {
            IndexPlace.add(part, $0, length, shape.count / length, to: result)
          }
          return true
        }
        guard let selection = Selection(edge.operation.setting.subscripts, of: shape) else { return false }
        selection.add(part, to: result)
        return true
      }
    }
  }
}
