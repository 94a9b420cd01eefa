/// Which column holds what when: inputs and outputs have their own, and the rest share slots, each of which is free
/// again after the last step that reads it.
struct TapeLayout {
  typealias ID = Graph.NodeID

  private let inputCount: Int
  private let outputs: [ID]
  /// By node: its column; none yet: `nowhere`.
  private var columns: [UInt32]
  /// By node: the last step that reads it.
  private var lastUse: [Int32]
  /// By node: the first output that is this node, plus one.
  private var outputPlaces: [UInt32]
  private var free: [UInt32] = []
  private(set) var slots = 0

  private static let nowhere = UInt32.max

  init(inputs: [ID], outputs: [ID], count: Int) {
    inputCount = inputs.count
    self.outputs = outputs
    columns = Array(repeating: Self.nowhere, count: count)
    lastUse = Array(repeating: -1, count: count)
    outputPlaces = Array(repeating: 0, count: count)
    for (place, id) in inputs.enumerated() { columns[Int(id)] = UInt32(place) }
    for (place, id) in outputs.enumerated().reversed() { outputPlaces[Int(id)] = UInt32(place) + 1 }
  }

  func outputColumn(_ place: Int) -> UInt32 { UInt32(inputCount + place) }

  func column(of id: ID) -> UInt32 { columns[Int(id)] }

  mutating func use(_ id: ID, at step: Int) { lastUse[Int(id)] = Int32(step) }

  /// Frees what the step is the last to read; its result may take the place.
  mutating func release(at step: Int, _ operands: [ID]) {
    for id in Set(operands) where lastUse[Int(id)] == step && columns[Int(id)] >= firstSlot {
      if columns[Int(id)] != Self.nowhere { free.append(columns[Int(id)]) }
    }
  }

  mutating func place(_ id: ID) -> UInt32 {
    let column: UInt32
    if outputPlaces[Int(id)] > 0 {
      column = UInt32(inputCount) + outputPlaces[Int(id)] - 1
    } else if let reused = free.popLast() {
      column = reused
    } else {
      column = firstSlot + UInt32(slots)
      slots += 1
    }
    columns[Int(id)] = column
    return column
  }

  private var firstSlot: UInt32 { UInt32(inputCount + outputs.count) }
}
