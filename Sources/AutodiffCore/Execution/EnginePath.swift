/// A path of a program as a tape.
enum EnginePath: Sendable {
  /// A path on numbers.
  case numbers(BlockPath)
  /// A path on arrays.
  case arrays(ArrayPath)

  /// The greatest number of lanes that are worked out at a time.
  var lanes: Int {
    switch self {
    case .numbers(let path): path.lanes
    case .arrays(let path): path.lanes
    }
  }
}

/// The verdict on a lane after a path was run on it.
enum Verdict {
  /// The results of the lane are its answer.
  static let answered: UInt8 = 0
  /// The answer takes more than the sweeps: the lane is to be answered by itself.
  static let exact: UInt8 = 1
  /// The program takes another path at this point.
  static let detour: UInt8 = 2
}
