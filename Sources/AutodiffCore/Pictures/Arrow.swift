/// The tip of an arrow.
struct Arrow {
  /// The point at which the wire's line ends, inside the tip.
  let base: Scene.Point
  /// The corners of the tip, the foremost first.
  let corners: [Scene.Point]

  /// The length of a tip, in pixels.
  private static let length = 8.0

  /// Creates the tip of a line that comes from a point.
  ///
  /// - Parameter width: The width of the line, in pixels.
  fileprivate init?(at tip: Scene.Point, from before: Scene.Point, width: Double) {
    let (dx, dy) = (tip.x - before.x, tip.y - before.y)
    let distance = (dx * dx + dy * dy).squareRoot()
    guard distance > 0 else { return nil }
    let (x, y) = (dx / distance, dy / distance)
    base = Scene.Point(x: tip.x - x * (Self.length - 1), y: tip.y - y * (Self.length - 1))
    // A wide wire has a wide tip.
    let half = max(3.4, width * 0.9)
    let back = Scene.Point(x: tip.x - x * Self.length, y: tip.y - y * Self.length)
    corners = [
      tip, Scene.Point(x: back.x - y * half, y: back.y + x * half),
      Scene.Point(x: back.x + y * half, y: back.y - x * half),
    ]
  }
}

extension Scene.Wire {
  /// The tip at the wire's end; nil for a line without a length.
  var arrow: Arrow? {
    guard points.count > 1 else { return nil }
    return Arrow(
      at: points[points.count - 1], from: points[points.count - 2], width: Double(flow?.width ?? 0) / 10)
  }
}

extension Scene.Label {
  /// Returns the point so many pixels left of the text, at half the height of its letters.
  func beside(_ distance: Double) -> Scene.Point { Scene.Point(x: left - distance, y: point.y - 4) }
}

/// Numbers with at most one decimal, the same on every machine.
enum Fixed {
  static func text(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    let (whole, rest) = tenths.magnitude.quotientAndRemainder(dividingBy: 10)
    return (tenths < 0 ? "-" : "") + String(whole) + (rest == 0 ? "" : ".\(rest)")
  }
}
