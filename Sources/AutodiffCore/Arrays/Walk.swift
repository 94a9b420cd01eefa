/// Two arrays read together, in the order of a third whose elements follow one another.
///
/// Axes along which both go on as they went within the next are merged with it, so that rows are as long as can be.
struct Walk {
  /// How far apart neighbours along an axis are in each array; 0 where one is repeated.
  struct Axis {
    var length: Int
    var x: Int
    var y: Int
  }

  /// The outer axes, outermost first.
  private var outer: [Axis] = []
  /// The innermost.
  private(set) var row = Axis(length: 1, x: 1, y: 1)

  init(_ lengths: [Int], x: [Int], y: [Int]) {
    var isFirst = true
    for place in lengths.indices.reversed() where lengths[place] != 1 {
      let axis = Axis(length: lengths[place], x: x[place], y: y[place])
      if isFirst {
        row = axis
        isFirst = false
      } else if let last = outer.last {
        if axis.x == last.x * last.length && axis.y == last.y * last.length {
          outer[outer.count - 1].length *= axis.length
        } else {
          outer.append(axis)
        }
      } else if axis.x == row.x * row.length && axis.y == row.y * row.length {
        row.length *= axis.length
      } else {
        outer.append(axis)
      }
    }
    outer.reverse()
  }

  /// Calls `body` with where each row starts in both.
  @inline(__always)
  func forEachRow(_ body: (_ x: Int, _ y: Int) -> Void) {
    guard row.length > 0, outer.allSatisfy({ $0.length > 0 }) else { return }
    var (x, y) = (0, 0)
    var places = [Int](repeating: 0, count: outer.count)
    var axis = 0
    while axis >= 0 {
      body(x, y)
      axis = outer.count - 1
      while axis >= 0 {
        places[axis] += 1
        x += outer[axis].x
        y += outer[axis].y
        if places[axis] < outer[axis].length { break }
        places[axis] = 0
        x -= outer[axis].x * outer[axis].length
        y -= outer[axis].y * outer[axis].length
        axis -= 1
      }
    }
  }
}

extension Shape {
  /// How far apart neighbours along each axis are.
  var strides: [Int] {
    var strides = lengths
    var stride = 1
    for axis in lengths.indices.reversed() {
      strides[axis] = stride
      stride *= lengths[axis]
    }
    return strides
  }

  /// The same along the axes of `wide`, to which this is broadcast.
  func strides(in wide: Shape) -> [Int] {
    let own = strides
    var strides = [Int](repeating: 0, count: wide.rank)
    let added = wide.rank - rank
    for axis in lengths.indices where lengths[axis] != 1 { strides[added + axis] = own[axis] }
    return strides
  }
}
