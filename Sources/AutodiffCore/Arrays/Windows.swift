/// The windows that lie along the last axes of an array, each some places behind the one before.
package struct Windows: Hashable, Sendable {
  /// The length of a window along each of the axes.
  var lengths: [Int]
  /// The distance between two windows along every axis.
  var stride = 1
  /// The number of zeros before and behind the array along every axis.
  var pad = 0

  /// The number of axes along which windows lie.
  var axes: Int { lengths.count }

  /// The length of a window if it is the same along every axis, else a list.
  var lengthText: String {
    guard let first = lengths.first, lengths.allSatisfy({ $0 == first }) else { return "\(lengths)" }
    return String(first)
  }

  /// The number of elements of a window.
  var count: Int { lengths.reduce(1, *) }

  /// The same windows of an array that has its zeros already.
  var unpadded: Windows { Windows(lengths: lengths, stride: stride) }

  /// Returns the numbers of windows along axes of these lengths, zeros included.
  func places(in whole: [Int]) -> [Int] { zip(whole, lengths).map { ($0 - $1) / stride + 1 } }

  /// Returns the lengths with the zeros around.
  func padded(_ whole: ArraySlice<Int>) -> [Int] { whole.map { $0 + 2 * pad } }
}

extension Setting {
  /// The windows of a convolution or pooling; those of one element for another operation.
  var windows: Windows { if case .windows(let windows) = self { windows } else { Windows(lengths: []) } }
}

// MARK: - Values

extension Tensor {
  /// Returns the elements in each window.
  ///
  /// This array has the shape L×S…, with windows along all axes but the first.
  ///
  /// - Returns: An array of shape L×K×P…, K elements of each of P… windows.
  func elements(in windows: Windows, shape: Shape) -> Tensor {
    let loops = WindowLoops(self.shape, windows)
    return Tensor(shape) { result in
      withElements { x in
        loops.forEachRow { place, row in
          for i in 0..<loops.row { result[row &+ i] = x[place &+ i &* windows.stride] }
        }
      }
    }
  }

  /// Returns the sums of what windows have at each place: the adjoint of `elements(in:shape:)`.
  ///
  /// This array has the shape L×K×P….
  ///
  /// - Parameter whole: The shape L×S….
  func overlaps(of windows: Windows, shape whole: Shape) -> Tensor {
    let loops = WindowLoops(whole, windows)
    return Tensor(whole) { result in
      for place in result.indices { result[place] = 0 }
      withElements { x in
        loops.forEachRow { place, row in
          for i in 0..<loops.row { result[place &+ i &* windows.stride] += x[row &+ i] }
        }
      }
    }
  }
}

/// The loops over an array's windows, in the order of their elements: each is a row of windows along the last axis.
private struct WindowLoops {
  private var axes: [(length: Int, step: Int)] = []
  /// The number of windows along the last axis.
  private(set) var row = 1

  init(_ whole: Shape, _ windows: Windows) {
    let plan = WindowAxes(whole, windows)
    axes = Array(zip(plan.lengths, plan.steps)).dropLast().map { ($0, $1) }
    row = plan.lengths.last ?? 1
  }

  /// Calls a closure with the places of each row's first elements in the array and among the elements of windows.
  @inline(__always)
  func forEachRow(_ body: (_ place: Int, _ row: Int) -> Void) {
    var counters = [Int](repeating: 0, count: axes.count)
    var (place, first) = (0, 0)
    while true {
      body(place, first)
      first += row
      var axis = axes.count - 1
      while axis >= 0 {
        counters[axis] += 1
        place += axes[axis].step
        if counters[axis] < axes[axis].length { break }
        place -= axes[axis].length * axes[axis].step
        counters[axis] = 0
        axis -= 1
      }
      if axis < 0 { return }
    }
  }
}

/// The axes of all windows' elements, L×K₁…×P₁…, with the steps that they make in the array itself.
struct WindowAxes {
  let lengths: [Int]
  let steps: [Int]

  init(_ whole: Shape, _ windows: Windows) {
    let (outer, own) = (whole.strides[0], whole.strides.dropFirst())
    lengths = [whole.lengths[0]] + windows.lengths + windows.places(in: Array(whole.lengths.dropFirst()))
    steps = [outer] + own + own.map { $0 * windows.stride }
  }
}
