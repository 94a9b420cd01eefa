/// The layout of a tape's columns: inputs and outputs have their own, and the other nodes share slots, each of which is
/// free again after the last step that reads it.
///
/// Source: M. Poletto and V. Sarkar, "Linear scan register allocation" (ACM Trans. Program. Lang. Syst. 21, 1999).
struct TapeLayout {
  typealias ID = Graph.NodeID

  private let inputCount: Int
  private let outputCount: Int
  /// The column of each node, or `nowhere` if it has none yet.
  private var columns: [UInt32]
  /// The last step that reads each node.
  private var lastUse: [Int32]
  /// The place of the output in whose column each node stands, plus one; 0 if in none's.
  private var outputPlaces: [UInt32]
  /// The slots that are free.
  private var free: [UInt32] = []
  /// The number of slots.
  private(set) var slots = 0

  private static let nowhere = UInt32.max

  /// Creates the layout of a graph with `count` nodes.
  ///
  /// - Parameter outputs: For each output the node that stands in its column; nil if it is copied there.
  init(inputs: [ID], outputs: [ID?], count: Int) {
    inputCount = inputs.count
    outputCount = outputs.count
    columns = Array(repeating: Self.nowhere, count: count)
    lastUse = Array(repeating: -1, count: count)
    outputPlaces = Array(repeating: 0, count: count)
    for (place, id) in inputs.enumerated() { columns[Int(id)] = UInt32(place) }
    for case (let place, let id?) in outputs.enumerated() { outputPlaces[Int(id)] = UInt32(place) + 1 }
  }

  /// Returns the column of an output.
  func outputColumn(_ place: Int) -> UInt32 { UInt32(inputCount + place) }

  /// Returns the column of a node.
  func column(of id: ID) -> UInt32 { columns[Int(id)] }

  /// Notes that a step reads a node; the steps are to be noted in order.
  mutating func use(_ id: ID, at step: Int) { lastUse[Int(id)] = Int32(step) }

  /// Frees the slots of the operands that no later step reads; the step's result may take one of them.
  mutating func release(at step: Int, _ operands: [ID]) {
    for id in Set(operands) where lastUse[Int(id)] == step && columns[Int(id)] >= firstSlot {
      if columns[Int(id)] != Self.nowhere { free.append(columns[Int(id)]) }
    }
  }

  /// Gives a node a column, and returns it.
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

  private var firstSlot: UInt32 { UInt32(inputCount + outputCount) }
}
