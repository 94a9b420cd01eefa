/// The layers of a drawing: boxes stand in the even ones, labels of wires in the odd ones, and a long wire takes a place
/// in each layer that it crosses.
///
/// All wires out of one box share one trunk, from which they part next to their targets: a value that is used many
/// times crosses the drawing once.
///
/// Source: K. Sugiyama, S. Tagawa and M. Toda, "Methods for visual understanding of hierarchical system structures",
/// IEEE Transactions on Systems, Man, and Cybernetics 11 (1981).
struct Layers {
  /// The things that take a place in a layer.
  enum Occupant: Equatable {
    /// A box, by its number.
    case box(Int)
    /// The label of a wire, by the wire's number.
    case label(Int)
    /// The trunk of the wires out of a box, by the box's number.
    case trunk(Int)
  }

  /// The occupants of the places.
  private(set) var occupants: [Occupant] = []
  /// The layer of each place.
  private(set) var layer: [Int] = []
  /// The room of each place, in pixels.
  private(set) var sizes: [WiredBoxes.Size] = []
  /// The places in the next layer to which each place leads.
  private(set) var successors: [[Int]] = []
  /// The places in the layer before that lead to each place.
  private(set) var predecessors: [[Int]] = []
  /// The wires out of each box.
  private(set) var wires: [[Int]]
  /// The places of each layer, in their order across it.
  var order: [[Int]] = []

  /// Puts boxes and wires into layers.
  ///
  /// - Parameter limit: The greatest number of places.
  /// - Throws: `TooLarge` if wires cross more layers than there are places for.
  init(_ graph: WiredBoxes, limit: Int = .max) throws(TooLarge) {
    wires = Array(repeating: [], count: graph.boxes.count)
    for (number, wire) in graph.wires.enumerated() { wires[wire.source].append(number) }
    let ranks = Self.ranks(graph)
    for (box, size) in graph.boxes.enumerated() { _ = add(.box(box), layer: 2 * ranks[box], size) }
    var labels = [Int](repeating: 0, count: graph.wires.count)
    for source in graph.boxes.indices {
      // The trunk's place in each layer, from that of the box on.
      var trunk = [source]
      let farthest = wires[source].map { 2 * ranks[graph.wires[$0].target] - 2 }.max() ?? 0
      while layer[trunk[trunk.count - 1]] < farthest {
        guard occupants.count < limit else { throw TooLarge() }
        let last = trunk[trunk.count - 1]
        trunk.append(add(.trunk(source), layer: layer[last] + 1, .none))
        link(last, trunk[trunk.count - 1])
      }
      for number in wires[source] {
        let wire = graph.wires[number]
        let labelLayer = 2 * ranks[wire.target] - 1
        labels[number] = add(.label(number), layer: labelLayer, wire.label)
        link(trunk[labelLayer - 1 - 2 * ranks[source]], labels[number])
      }
    }
    for (number, wire) in graph.wires.enumerated() { link(labels[number], wire.target) }
    order = Array(repeating: [], count: (layer.max() ?? -1) + 1)
    for place in occupants.indices { order[layer[place]].append(place) }
  }

  /// The failure of a drawing that would have more places than anybody can look at.
  struct TooLarge: Error {}

  private mutating func add(_ occupant: Occupant, layer: Int, _ size: WiredBoxes.Size) -> Int {
    occupants.append(occupant)
    self.layer.append(layer)
    sizes.append(size)
    successors.append([])
    predecessors.append([])
    return occupants.count - 1
  }

  private mutating func link(_ from: Int, _ to: Int) {
    successors[from].append(to)
    predecessors[to].append(from)
  }

  /// Returns the rank of each box: the one before the nearest box that it leads to, so that the wire of a value that is
  /// used once is short.
  private static func ranks(_ graph: WiredBoxes) -> [Int] {
    var heights = [Int](repeating: 0, count: graph.boxes.count)
    var out = [[Int]](repeating: [], count: graph.boxes.count)
    for wire in graph.wires { out[wire.source].append(wire.target) }
    for box in graph.boxes.indices.reversed() {
      heights[box] = out[box].reduce(0) { max($0, heights[$1] + 1) }
    }
    let top = heights.max() ?? 0
    var ranks = heights.map { top - $0 }
    let reached = Set(graph.wires.map(\.target))
    for box in ranks.indices where out[box].isEmpty && !reached.contains(box) { ranks[box] = 0 }
    // Lectures put inputs into one column; where that would draw out many wires, each stands beside its use instead.
    let detour = graph.starts.reduce(0) { $0 + ranks[$1] }
    if detour <= max(4, 2 * graph.starts.count) { for start in graph.starts { ranks[start] = 0 } }
    return ranks
  }

  /// Returns a Boolean value indicating whether a link goes along a trunk, where a bend would catch the eye.
  func isAlongTrunk(_ from: Int, _ to: Int) -> Bool {
    if case .trunk = occupants[from], case .trunk = occupants[to] { true } else { false }
  }

  /// Returns the place at which a trunk goes on in the next layer; nil for another place, and at a trunk's end.
  func trunkAhead(of place: Int) -> Int? {
    guard case .trunk = occupants[place] else { return nil }
    return successors[place].first { isAlongTrunk(place, $0) }
  }
}
