/// A traversal of two arrays together, in the order of a third whose elements follow one another.
///
/// An axis is merged with the next inner one if both arrays continue from it without a jump, so that rows are as long
/// as can be.
struct StridedTraversal {
  /// An axis of the traversal with the distances between neighbours along it in each array; 0 if one is repeated.
  struct Axis {
    var length: Int
    var x: Int
    var y: Int
  }

  /// The axes around the rows, the innermost first.
  private var outer: [Axis] = []
  /// The innermost axis: a row.
  private(set) var row = Axis(length: 1, x: 1, y: 1)
  private var isEmpty = false

  /// Creates a traversal of one array, read as both.
  ///
  /// - Parameter lengths: The lengths of the axes.
  /// - Parameter strides: The distances between neighbours along each axis in memory.
  init(_ lengths: [Int], strides: [Int]) {
    for axis in lengths.indices.reversed() {
      add(Axis(length: lengths[axis], x: strides[axis], y: strides[axis]))
    }
  }

  /// Creates a traversal in the order of an array of shape `wide`, to which arrays of the two shapes are broadcast.
  init(_ wide: Shape, x: Shape, y: Shape) {
    var strides = (x: 1, y: 1)
    for back in 1..<wide.rank + 1 {
      let lengths = (
        x: back <= x.rank ? x.lengths[x.rank - back] : 1, y: back <= y.rank ? y.lengths[y.rank - back] : 1
      )
      add(
        Axis(
          length: wide.lengths[wide.rank - back], x: lengths.x == 1 ? 0 : strides.x, y: lengths.y == 1 ? 0 : strides.y))
      strides.x *= lengths.x
      strides.y *= lengths.y
    }
  }

  /// Adds an axis around those that have been added.
  private mutating func add(_ axis: Axis) {
    if axis.length == 1 { return }
    isEmpty = isEmpty || axis.length == 0
    let last = outer.last ?? row
    if outer.isEmpty, row.length == 1 {
      row = axis
    } else if axis.x != last.x &* last.length || axis.y != last.y &* last.length {
      outer.append(axis)
    } else if outer.isEmpty {
      row.length *= axis.length
    } else {
      outer[outer.count - 1].length *= axis.length
    }
  }

  /// Calls a closure with the place of each row's beginning in both arrays.
  @inline(__always)
  func forEachRow(_ body: (_ x: Int, _ y: Int) -> Void) {
    if isEmpty { return }
    withUnsafeTemporaryAllocation(of: Int.self, capacity: outer.count) { places in
      places.update(repeating: 0)
      var (x, y, axis) = (0, 0, 0)
      while true {
        body(x, y)
        axis = 0
        while axis < outer.count {
          x += outer[axis].x
          y += outer[axis].y
          places[axis] += 1
          if places[axis] < outer[axis].length { break }
          places[axis] = 0
          x -= outer[axis].x * outer[axis].length
          y -= outer[axis].y * outer[axis].length
          axis += 1
        }
        if axis == outer.count { return }
      }
    }
  }
}

extension Shape {
  /// The distances in memory between neighbours along each axis.
  var strides: [Int] {
    var strides = lengths
    var stride = 1
    for axis in lengths.indices.reversed() {
      strides[axis] = stride
      stride *= lengths[axis]
    }
    return strides
  }
}
