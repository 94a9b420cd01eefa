@testable import AutodiffCore

/// The faults of a drawing that an eye would see at once: things on top of each other, and arrows the wrong way.
struct DrawingFaults {
  private struct Rectangle {
    var left: Double
    var top: Double
    var right: Double
    var bottom: Double

    func overlaps(_ other: Rectangle) -> Bool {
      left < other.right && other.left < right && top < other.bottom && other.top < bottom
    }

    /// Returns a Boolean value indicating whether a piece of a line goes through the inside.
    ///
    /// Source: Y.-D. Liang and B. Barsky, "A new concept and method for line clipping", ACM TOG 3 (1984).
    func isCrossed(by from: Scene.Point, _ to: Scene.Point) -> Bool {
      if min(from.x, to.x) >= right || max(from.x, to.x) <= left { return false }
      if min(from.y, to.y) >= bottom || max(from.y, to.y) <= top { return false }
      var (entry, exit) = (0.0, 1.0)
      let (dx, dy) = (to.x - from.x, to.y - from.y)
      func clip(_ step: Double, _ room: Double) {
        if step < 0 { entry = max(entry, room / step) } else if step > 0 { exit = min(exit, room / step) }
      }
      clip(-dx, from.x - left)
      clip(dx, right - from.x)
      clip(-dy, from.y - top)
      clip(dy, bottom - from.y)
      return entry < exit
    }
  }

  /// A thing with its room; things of one owner may touch.
  private struct Thing {
    var name: String
    var owner: String
    var room: Rectangle
  }

  /// Returns a sentence for each fault.
  static func all(_ scene: Scene, _ orientation: SceneBuilder.Orientation) -> [String] {
    let outlines = scene.boxes.map { box in
      let half = box.outline.half
      return Thing(
        name: "box \(box.id)", owner: box.id,
        room: Rectangle(
          left: box.centre.x - half.x, top: box.centre.y - half.y, right: box.centre.x + half.x,
          bottom: box.centre.y + half.y))
    }
    var labels: [Thing] = []
    for box in scene.boxes {
      for label in box.labels {
        let isInside: Bool =
          switch label.role {
          case .name, .total: false
          case .operation, .input, .output, .constant, .value, .adjoint, .legend: true
          }
        labels.append(thing(label, owner: isInside ? box.id : "\(label.role) of \(box.id)"))
      }
    }
    for (index, wire) in scene.wires.enumerated() {
      for label in wire.labels { labels.append(thing(label, owner: "\(label.role) of wire \(index)")) }
    }
    for (index, entry) in scene.legend.enumerated() { labels.append(thing(entry.label, owner: "legend \(index)")) }
    var faults = overlaps(outlines + labels)
    faults += outside(outlines + labels, scene)
    let (things, isDown) = (labels + outlines, orientation == .down)
    for wire in scene.wires where wire.points.count > 1 {
      let (left, right) = (wire.points[0].x, wire.points[wire.points.count - 1].x)
      for thing in things where thing.room.right > min(left, right) && thing.room.left < max(left, right) || isDown {
        guard crosses(wire, thing) else { continue }
        faults.append("\(thing.name) (\(thing.owner)) is crossed by a wire from \(wire.source)")
      }
      faults += wrongWays(wire, orientation)
    }
    return faults
  }

  private static func thing(_ label: Scene.Label, owner: String) -> Thing {
    Thing(
      name: "text \(label.text)", owner: owner,
      room: Rectangle(left: label.left, top: label.top, right: label.left + label.width, bottom: label.bottom))
  }

  private static func overlaps(_ things: [Thing]) -> [String] {
    var faults: [String] = []
    let sorted = things.sorted { $0.room.left < $1.room.left }
    for (index, thing) in sorted.enumerated() {
      for other in sorted[(index + 1)...] {
        if other.room.left >= thing.room.right { break }
        if thing.owner != other.owner, thing.room.overlaps(other.room) {
          faults.append("\(thing.name) (\(thing.owner)) lies on \(other.name) (\(other.owner))")
        }
      }
    }
    return faults
  }

  private static func outside(_ things: [Thing], _ scene: Scene) -> [String] {
    things.filter {
      $0.room.left < 0 || $0.room.top < 0 || $0.room.right > scene.width || $0.room.bottom > scene.height
    }.map { "\($0.name) is not in the picture" }
  }

  /// Returns a Boolean value indicating whether a wire goes through a thing where it has no business.
  private static func crosses(_ wire: Scene.Wire, _ thing: Thing) -> Bool {
    guard crosses(wire.points, thing.room) else { return false }
    // A wire touches the outlines of its ends, and nothing of a box lies inside them but its text.
    return thing.owner != wire.source && !(wire.hasTip && thing.owner == wire.targets.first?.box)
  }

  private static func crosses(_ points: [Scene.Point], _ room: Rectangle) -> Bool {
    for index in 1..<points.count where room.isCrossed(by: points[index - 1], points[index]) {
      return true
    }
    return false
  }

  private static func wrongWays(_ wire: Scene.Wire, _ orientation: SceneBuilder.Orientation) -> [String] {
    zip(wire.points, wire.points.dropFirst()).compactMap { from, to in
      let isAhead = orientation == .down ? to.y > from.y : to.x > from.x
      return isAhead ? nil : "a wire from \(wire.source) goes back from \(from) to \(to)"
    }
  }
}
