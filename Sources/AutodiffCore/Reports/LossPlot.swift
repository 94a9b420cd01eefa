/// A plot of losses by step in a few lines of a terminal.
package struct LossPlot {
  private let losses: [Double]
  private let ascii: Bool
  private let width: Int

  /// The number of lines that the curve takes.
  package static let height = 8
  /// The ratio of the largest to the smallest loss above which the logarithm is drawn.
  private static let mostSpan = 100.0

  /// Creates a plot of losses in the order of steps; those that are not finite are left out.
  ///
  /// - Parameter width: The columns of the terminal.
  package init(_ losses: [Double], width: Int, ascii: Bool) {
    self.losses = losses.filter(\.isFinite)
    self.width = width
    self.ascii = ascii
  }

  /// The lines of the plot; none if fewer than two losses differ.
  package var lines: [String] {
    guard losses.count > 1, let least = losses.min(), let greatest = losses.max(), least < greatest else { return [] }
    let number = NumberText(digits: 3)
    let labels = [number(greatest), number(least)]
    let margin = labels.map(\.count).max() ?? 0
    let room = min(losses.count, max(10, min(width, 80) - margin - 3))
    let isLogarithmic = least > 0 && greatest / least > Self.mostSpan
    // Half of the loss is drawn, so that no difference overflows.
    func scaled(_ loss: Double) -> Double { isLogarithmic ? log(loss) : loss / 2 }
    let (low, high) = (scaled(least), scaled(greatest))
    let levels = ascii ? 1 : Self.blocks.count
    let heights = (0..<room).map { column in
      let first = column * losses.count / room
      let part = losses[first..<max(first + 1, (column + 1) * losses.count / room)]
      let mean = part.reduce(0) { $0 + scaled($1) / Double(part.count) }
      return 1 + Int((mean - low) / (high - low) * Double(Self.height * levels - 1) + 0.5)
    }
    var lines: [String] = []
    for row in (0..<Self.height).reversed() {
      let label = row == Self.height - 1 ? labels[0] : row == 0 ? labels[1] : ""
      var line = String(repeating: " ", count: margin - label.count) + label + (ascii ? " |" : " │")
      for height in heights {
        let filled = height - row * levels
        line += filled <= 0 ? " " : ascii ? "#" : Self.blocks[min(filled, levels) - 1]
      }
      while line.last == " " { line.removeLast() }
      lines.append(line)
    }
    let end = String(losses.count - 1)
    let axis = String(repeating: ascii ? "-" : "─", count: room)
    lines.append(String(repeating: " ", count: margin) + (ascii ? " +" : " └") + axis)
    let title = isLogarithmic ? "0  log of the loss by step" : "0  loss by step"
    let gap = String(repeating: " ", count: max(1, room - title.count - end.count))
    lines.append(String(repeating: " ", count: margin + 2) + title + gap + end)
    return lines
  }

  private static let blocks = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
}
