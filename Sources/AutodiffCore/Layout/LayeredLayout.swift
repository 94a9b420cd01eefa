/// A drawing of boxes and wires in layers: coordinates along the wires and across them, in pixels from the first
/// corner.
///
/// Wires bend only between layers, where nothing stands, and cross a layer along a line that no box and no label
/// touches.
package struct LayeredLayout: Sendable {
  /// A point, by its coordinates along the wires and across them.
  package struct Point: Sendable, Equatable {
    package var along: Int
    package var across: Int
  }

  /// A piece of wire between two points at which wires part, a box and such a point, or two boxes.
  package struct Stretch: Sendable {
    /// The number of the box from which the wire comes.
    package var source: Int
    /// The numbers of the wires that go along it.
    package var wires: [Int]
    /// The corners of its line.
    package var points: [Point]
    /// A Boolean value indicating whether it begins at its source.
    package var beginsAtBox: Bool
    /// The number of the box at which it ends; nil where wires part.
    package var target: Int?
  }

  /// The distances that a drawing keeps, in pixels.
  package struct Distances: Sendable {
    /// The distance between neighbours in a layer.
    package var across = 14
    /// The least distance between layers in front of boxes, where the tips of arrows need room.
    package var inFront = 24
    /// The least distance between layers behind boxes.
    package var behind = 10
    /// The greatest distance across the layers that a wire covers for each pixel along them, if there is room.
    package var slope = 2
    /// The greatest distance between layers, however steep wires are.
    package var most = 90
    /// Creates the usual distances.
    package init() {}
  }

  /// The point of each box at the beginning of its room, on the line on which wires arrive.
  package private(set) var boxes: [Point] = []
  /// The middle of each wire's label, on its line.
  package private(set) var labels: [Point] = []
  /// The stretches of wires, those out of one box one after the other.
  package private(set) var stretches: [Stretch] = []
  /// The extent of the drawing along the wires and across them.
  package private(set) var extent = Point(along: 0, across: 0)

  /// Lays out a graph.
  ///
  /// - Parameter limit: The greatest number of places, which boxes, labels and crossed layers take.
  /// - Returns: nil if there would be more places.
  package init?(_ graph: WiredBoxes, _ distances: Distances = Distances(), limit: Int = .max) {
    guard let unordered = try? Layers(graph, limit: limit) else { return nil }
    let layers = LayerOrder.improved(unordered)
    let across = Alignment.coordinates(layers, gap: distances.across)
    let bands = Self.bands(layers, across, distances)
    boxes = Array(repeating: Point(along: 0, across: 0), count: graph.boxes.count)
    labels = Array(repeating: Point(along: 0, across: 0), count: graph.wires.count)
    for (place, occupant) in layers.occupants.enumerated() {
      let band = bands[layers.layer[place]]
      switch occupant {
      case .box(let box): boxes[box] = Point(along: band.lowerBound, across: across[place])
      case .label(let wire):
        labels[wire] = Point(along: (band.lowerBound + band.upperBound) / 2, across: across[place])
      case .trunk: break
      }
    }
    extent = Point(
      along: bands.last?.upperBound ?? 0,
      across: across.indices.map { across[$0] + layers.sizes[$0].after }.max() ?? 0)
    for box in graph.boxes.indices { trace(from: box, graph, layers, across, bands) }
  }

  /// Returns the extents of layers along the wires: steep links get more room between them.
  private static func bands(_ layers: Layers, _ across: [Int], _ distances: Distances) -> [ClosedRange<Int>] {
    var bands: [ClosedRange<Int>] = []
    var start = 0
    for (layer, places) in layers.order.enumerated() {
      let end = start + (places.map { layers.sizes[$0].length }.max() ?? 0)
      bands.append(start...end)
      let steepest = places.flatMap { place in layers.successors[place].map { abs(across[$0] - across[place]) } }.max()
      let least = layer % 2 == 0 ? distances.behind : distances.inFront
      start = end + max(least, min(distances.most, (steepest ?? 0) / distances.slope))
    }
    return bands
  }

  /// Adds the stretches of the wires out of a box.
  private mutating func trace(
    from box: Int, _ graph: WiredBoxes, _ layers: Layers, _ across: [Int], _ bands: [ClosedRange<Int>]
  ) {
    let exit = Point(along: bands[layers.layer[box]].upperBound, across: across[box])
    let start = Point(along: boxes[box].along + layers.sizes[box].length, across: across[box])
    let wires = layers.wires[box]
    var open = layers.successors[box].reversed().map { (points: [start, exit], place: $0, beginsAtBox: true) }
    while let next = open.popLast() {
      var (points, place) = (next.points, next.place)
      var wire: Int?
      // As far as the wire does not part.
      while true {
        let band = bands[layers.layer[place]]
        points.append(Point(along: band.lowerBound, across: across[place]))
        if case .box = layers.occupants[place] { break }
        points.append(Point(along: band.upperBound, across: across[place]))
        if case .label(let number) = layers.occupants[place] { wire = number }
        guard layers.successors[place].count == 1 else { break }
        place = layers.successors[place][0]
      }
      let end = points[points.count - 1]
      if let wire {
        stretches.append(
          Stretch(
            source: box, wires: [wire], points: Self.corners(points), beginsAtBox: next.beginsAtBox,
            target: graph.wires[wire].target))
      } else {
        stretches.append(
          Stretch(
            source: box, wires: wires.filter { labels[$0].along > end.along }, points: Self.corners(points),
            beginsAtBox: next.beginsAtBox, target: nil))
        open += layers.successors[place].reversed().map { (points: [end], place: $0, beginsAtBox: false) }
      }
    }
  }

  /// Returns a line without points at which it does not bend.
  private static func corners(_ points: [Point]) -> [Point] {
    var corners: [Point] = []
    for point in points where corners.last != point {
      if corners.suffix(2).count == 2, corners.suffix(2).allSatisfy({ $0.across == point.across }) {
        corners[corners.count - 1] = point
      } else {
        corners.append(point)
      }
    }
    return corners
  }
}
