/// A graph to be laid out: boxes in an order in which each stands before those it leads to, and the wires between
/// them, each with a label on it.
package struct WiredBoxes: Sendable {
  /// The room that a box or a label takes, in pixels, as seen along the way of the wires.
  package struct Size: Sendable, Equatable {
    /// The extent along the wires.
    package var length: Int
    /// The extent to the one side of the line on which wires arrive: above it, or left of it.
    package var before: Int
    /// The extent to the other side of that line.
    package var after: Int

    /// The room that nothing takes.
    package static let none = Size(length: 0, before: 0, after: 0)

    /// Creates a size from its extents in pixels.
    package init(length: Int, before: Int, after: Int) {
      self.length = length
      self.before = before
      self.after = after
    }
  }

  /// A wire from one box to another.
  package struct Wire: Sendable {
    /// The number of the box that the wire comes from.
    package var source: Int
    /// The number of the box that it leads to, greater than that of its source.
    package var target: Int
    /// The room of its label, which stands next to the target.
    package var label: Size

    /// Creates a wire.
    package init(from source: Int, to target: Int, label: Size = .none) {
      self.source = source
      self.target = target
      self.label = label
    }
  }

  /// The sizes of the boxes, by their numbers.
  package var boxes: [Size] = []
  /// The wires; those that lead to one box stand in the order in which they arrive at it.
  package var wires: [Wire] = []
  /// The numbers of boxes without a wire to them that stand in the first layer where that makes wires little longer.
  package var starts: [Int] = []

  /// Creates a graph without boxes.
  package init() {}
}
