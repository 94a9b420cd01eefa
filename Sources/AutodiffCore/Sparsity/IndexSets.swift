/// Sets of places, each known by a number, so that elements that depend on the same inputs share one set.
///
/// The numbers from 1 on are the sets of one place, which take no room; 0 is the empty set. Two numbers may be equal
/// sets, since no table of all sets is kept: shared sets are found where they come from the same operands.
struct IndexSets {
  /// The number of a set.
  typealias ID = UInt32

  /// The set without places.
  static let empty: ID = 0

  /// The number of places, which are counted from 0.
  let count: Int
  /// The greatest number of members of all sets that are kept.
  private let mostMembers: Int
  /// A Boolean value indicating whether a union was left out, because there was no room for it.
  private(set) var isTooLarge = false
  private var members: [UInt32] = []
  /// The place in `members` at which each set of more than one place begins, and the end of the last one.
  private var starts = [0]
  /// The last union of two sets, which a scalar beside an array asks for again and again.
  private var lastPair: (ID, ID, union: ID) = (0, 0, 0)
  /// The last union of several sets.
  private var lastList: (sets: [ID], union: ID) = ([], 0)
  /// A mark for each place that a union of several sets has met, the number of that union.
  private var marks: [UInt32] = []
  private var mark: UInt32 = 0

  /// Creates the sets of so many places.
  init(count: Int, mostMembers: Int) {
    self.count = count
    self.mostMembers = mostMembers
  }

  /// Returns the set of one place.
  func single(_ place: Int) -> ID { ID(truncatingIfNeeded: place + 1) }

  /// Returns the number of members of a set.
  func size(_ set: ID) -> Int {
    if set <= count { return set == 0 ? 0 : 1 }
    let number = Int(set) - count - 1
    return starts[number + 1] - starts[number]
  }

  /// Appends the members of a set, in ascending order.
  func append(_ set: ID, to list: inout [UInt32]) {
    if set <= count {
      if set != 0 { list.append(set - 1) }
    } else {
      let number = Int(set) - count - 1
      list.append(contentsOf: members[starts[number]..<starts[number + 1]])
    }
  }

  /// Returns the union of two sets.
  mutating func union(_ a: ID, _ b: ID) -> ID {
    if a == b || b == 0 { return a }
    if a == 0 { return b }
    if lastPair.0 == a, lastPair.1 == b { return lastPair.union }
    let (small, large) = size(a) <= size(b) ? (a, b) : (b, a)
    let union = includes(large, allOf: small) ? large : merged(small, large)
    lastPair = (a, b, union)
    return union
  }

  /// Returns the union of several sets, whose list is put in order.
  mutating func union(of sets: inout [ID]) -> ID {
    switch sets.count {
    case 0: return Self.empty
    case 1: return sets[0]
    case 2: return union(sets[0], sets[1])
    default: break
    }
    sets.sort()
    var kept = 0
    for set in sets where set != 0 && (kept == 0 || sets[kept - 1] != set) {
      sets[kept] = set
      kept += 1
    }
    sets.removeLast(sets.count - kept)
    if kept < 3 { return union(of: &sets) }
    if sets == lastList.sets { return lastList.union }
    let union = gathered(sets)
    lastList = (sets, union)
    return union
  }

  // MARK: - Members

  /// Calls a closure with the members of a set, in ascending order.
  @inline(__always)
  private func withMembers<R>(of set: ID, _ body: (UnsafeBufferPointer<UInt32>) -> R) -> R {
    if set <= count {
      return withUnsafePointer(to: set &- 1) { body(UnsafeBufferPointer(start: $0, count: set == 0 ? 0 : 1)) }
    }
    let number = Int(set) - count - 1
    return members.withUnsafeBufferPointer {
      body(UnsafeBufferPointer(rebasing: $0[starts[number]..<starts[number + 1]]))
    }
  }

  /// Returns a Boolean value indicating whether all members of a smaller set are among those of a larger one.
  private func includes(_ large: ID, allOf small: ID) -> Bool {
    withMembers(of: large) { large in
      withMembers(of: small) { small in
        var low = 0
        for member in small {
          var high = large.count
          while low < high {
            let middle = (low + high) / 2
            if large[middle] < member { low = middle + 1 } else { high = middle }
          }
          if low == large.count || large[low] != member { return false }
        }
        return true
      }
    }
  }

  /// Keeps the members that were appended behind those of the last set as a new one.
  private mutating func closed() -> ID {
    starts.append(members.count)
    return ID(truncatingIfNeeded: count + starts.count - 1)
  }

  /// Returns a Boolean value indicating whether there is room for so many members more, and notes that there is not.
  private mutating func hasRoom(_ more: Int) -> Bool {
    if members.count + more <= mostMembers, count + starts.count < Int(ID.max) - 1 { return true }
    isTooLarge = true
    return false
  }

  /// Returns a new set of the members of two.
  private mutating func merged(_ a: ID, _ b: ID) -> ID {
    guard hasRoom(size(a) + size(b)) else { return b }
    var (first, second): ([UInt32], [UInt32]) = ([], [])
    append(a, to: &first)
    append(b, to: &second)
    var (i, j) = (0, 0)
    while i < first.count, j < second.count {
      let (x, y) = (first[i], second[j])
      members.append(min(x, y))
      if x <= y { i += 1 }
      if y <= x { j += 1 }
    }
    members.append(contentsOf: first[i...])
    members.append(contentsOf: second[j...])
    return closed()
  }

  /// Returns the set of the members of several different sets; one of them where it has all.
  private mutating func gathered(_ sets: [ID]) -> ID {
    let largest = sets.max { size($0) < size($1) } ?? Self.empty
    let start = members.count
    if marks.isEmpty { marks = Array(repeating: 0, count: count) }
    mark &+= 1
    var isSorted = true
    for set in sets {
      guard hasRoom(size(set)) else {
        members.removeLast(members.count - start)
        return largest
      }
      let (low, high) = set <= count ? (0, 1) : (starts[Int(set) - count - 1], starts[Int(set) - count])
      for place in low..<high {
        let member = set <= count ? set - 1 : members[place]
        if marks[Int(member)] == mark { continue }
        marks[Int(member)] = mark
        if members.count > start, members[members.count - 1] > member { isSorted = false }
        members.append(member)
      }
    }
    if members.count - start == size(largest) {
      members.removeLast(members.count - start)
      return largest
    }
    if !isSorted { members[start...].sort() }
    return closed()
  }
}
