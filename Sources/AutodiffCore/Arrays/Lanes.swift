/// A division of an array into the lanes along some neighbouring axes: the array has `outer` blocks, one for each place
/// along the axes before, and each block has `inner` lanes abreast, one for each place along the axes behind.
struct Lanes {
  /// The number of blocks.
  var outer: Int
  /// The number of elements of a lane.
  var length: Int
  /// The number of lanes abreast in a block; neighbours along a lane are so far apart.
  var inner: Int

  /// Divides an array with axes of these lengths.
  init(_ lengths: [Int], axes: Range<Int>) {
    outer = Shape(Array(lengths[..<axes.lowerBound])).count
    length = Shape(Array(lengths[axes])).count
    inner = Shape(Array(lengths[axes.upperBound...])).count
  }

  /// Returns the sum of each lane of an array with these elements.
  func sums(_ elements: [Double]) -> [Double] {
    elements.withUnsafeBufferPointer { x in
      [Double](unsafeUninitializedCapacity: outer * inner) { result, count in
        count = outer * inner
        for block in 0..<outer {
          let lanes = Lane(rebasing: x[block * length * inner..<(block + 1) * length * inner])
          if inner == 1 {
            result[block] = lanes.sum
          } else {
            sumRowsCarefully(lanes, into: MutableLane(rebasing: result[block * inner..<(block + 1) * inner]))
          }
        }
      }
    }
  }
}

extension Tensor {
  /// Returns the array of the numbers of the lanes along `axis`, which its shape lacks; for a nil axis the scalar of all
  /// elements.
  func folded(axis: Int?, _ fold: LaneFold) -> Tensor {
    let shape = shape
    guard let axis, shape.lengths.indices.contains(axis) else { return .scalar(withElements(fold.value)) }
    let lanes = Lanes(shape.lengths, axes: axis..<axis + 1)
    let numbers = fold == .sum ? lanes.sums(elements) : reduceLanes(lanes, fold.value)
    return Tensor(shape.removing(axis: axis), numbers)
  }

  /// Returns `f` of each lane.
  private func reduceLanes(_ lanes: Lanes, _ f: (Lane) -> Double) -> [Double] {
    let (length, inner) = (lanes.length, lanes.inner)
    return withElements { x in
      [Double](unsafeUninitializedCapacity: lanes.outer * inner) { result, count in
        count = lanes.outer * inner
        func reduce(_ x: Lane, at start: Int) {
          for lane in 0..<inner { result[start + lane] = f(Lane(rebasing: x[lane * length..<(lane + 1) * length])) }
        }
        if inner == 1 {
          for block in 0..<lanes.outer {
            result[block] = f(Lane(rebasing: x[block * length..<(block + 1) * length]))
          }
          return
        }
        withUnsafeTemporaryAllocation(of: Double.self, capacity: length * inner) { turned in
          for block in 0..<lanes.outer {
            let size = length * inner
            transpose(Lane(rebasing: x[block * size..<(block + 1) * size]), rows: length, columns: inner, to: turned)
            reduce(Lane(turned), at: block * inner)
          }
        }
      }
    }
  }

  /// Returns an array of the same shape, each lane of which along `axis` is written by `map` from that of this array;
  /// for a nil axis all elements are one lane.
  func mapLanes(axis: Int?, _ map: LaneMap) -> Tensor {
    let shape = shape
    guard let axis, shape.lengths.indices.contains(axis) else {
      return Tensor(shape) { result in withElements { map.write($0, into: result) } }
    }
    let lanes = Lanes(shape.lengths, axes: axis..<axis + 1)
    let (length, inner) = (lanes.length, lanes.inner)
    let size = length * inner
    return Tensor(shape) { result in
      withElements { x in
        if inner == 1 {
          if let x = x.baseAddress, let result = result.baseAddress {
            map.write(lanes.outer, of: length, from: x, into: result)
          }
          return
        }
        withUnsafeTemporaryAllocation(of: Double.self, capacity: 2 * size) { scratch in
          let turned = MutableLane(rebasing: scratch[..<size])
          let values = MutableLane(rebasing: scratch[size..<2 * size])
          for block in 0..<lanes.outer {
            let range = block * size..<(block + 1) * size
            transpose(Lane(rebasing: x[range]), rows: length, columns: inner, to: turned)
            for lane in 0..<inner {
              let range = lane * length..<(lane + 1) * length
              map.write(Lane(rebasing: turned[range]), into: MutableLane(rebasing: values[range]))
            }
            transpose(Lane(values), rows: inner, columns: length, to: MutableLane(rebasing: result[range]))
          }
        }
      }
    }
  }
}

/// A function of a lane to a number. They are cases, so that the loop over lanes is compiled once for all of them.
enum LaneFold {
  case sum, mean, product, norm, logSumExp, variance, greatest, least, placeOfGreatest, placeOfLeast, median

  /// Returns the number of a lane.
  func value(_ lane: Lane) -> Double {
    switch self {
    case .sum: lane.sum
    case .mean: lane.mean
    case .product: lane.product
    case .norm: lane.norm
    case .logSumExp: lane.logSumExp
    case .variance: lane.variance
    case .greatest: lane.amax
    case .least: lane.amin
    case .placeOfGreatest: lane.placeOfGreatest
    case .placeOfLeast: lane.placeOfLeast
    case .median: lane.median
    }
  }
}

/// A function of a lane to another one. They are cases, so that the loop over lanes is compiled once for all of them.
enum LaneMap {
  case softmax, logSoftmax, productsOfOthers, direction, runningProducts, runningGreatest
  case order, placesOfLeaders, sorted
  case runningSums(isReversed: Bool)

  func write(_ lane: Lane, into result: MutableLane) {
    switch self {
    case .softmax: lane.softmax(into: result)
    case .logSoftmax: lane.logSoftmax(into: result)
    case .productsOfOthers: lane.productsOfOthers(into: result)
    case .direction: lane.direction(into: result)
    case .runningProducts: lane.runningProducts(into: result)
    case .runningGreatest: lane.runningGreatest(into: result)
    case .order: lane.order(into: result)
    case .placesOfLeaders: lane.placesOfLeaders(into: result)
    case .sorted: lane.sorted(into: result)
    case .runningSums(let isReversed): lane.runningSums(into: result, reversed: isReversed)
    }
  }
}
