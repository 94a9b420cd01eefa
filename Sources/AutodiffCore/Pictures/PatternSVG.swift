/// A sparsity pattern as a picture in SVG: a dark cell for each entry, with lines between inputs.
///
/// Of a matrix with more rows or columns than the picture has room for, a cell stands for several, and is the darker
/// the more of them are entries.
package struct PatternSVG {
  private let pattern: SparsityPattern
  private let ascii: Bool
  /// The number of rows and of columns for which one cell stands.
  private let step: Int
  /// The width of a cell in pixels.
  private let cell: Double

  /// The greatest width and height of the matrix in pixels.
  private static let extent = 480
  private static let margin = (side: 16.0, top: 56.0, bottom: 16.0)
  private static let shades = ["#b3bac2", "#6e7781", SVG.ink]

  /// Returns the lines of a pattern in SVG.
  ///
  /// - Parameters:
  ///   - title: The line above the matrix.
  ///   - columns: The names of the inputs, each with the number of its columns.
  ///   - rows: The names of the inputs that rows belong to, or none for an output's.
  ///   - ascii: A Boolean value indicating whether characters beyond ASCII are written by their numbers.
  package static func lines(
    _ pattern: SparsityPattern, title: String, columns: [(name: String, count: Int)],
    rows: [(name: String, count: Int)], ascii: Bool
  ) -> [String] {
    PatternSVG(pattern, ascii).lines(title, columns, rows)
  }

  private init(_ pattern: SparsityPattern, _ ascii: Bool) {
    self.pattern = pattern
    self.ascii = ascii
    let longest = max(pattern.rows, pattern.columns, 1)
    step = (longest + Self.extent - 1) / Self.extent
    cell = Swift.min(20, Double(Self.extent) / Double((longest + step - 1) / step))
  }

  private func lines(
    _ title: String, _ columns: [(name: String, count: Int)], _ rows: [(name: String, count: Int)]
  ) -> [String] {
    let (across, down) = ((pattern.columns + step - 1) / step, (pattern.rows + step - 1) / step)
    let (width, height) = (Double(across) * cell, Double(down) * cell)
    let left = Self.margin.side + Double(rows.map { TextExtent.width($0.name, size: 12) + 8 }.max() ?? 0)
    let whole = (
      x: Swift.max(left + width, Double(TextExtent.width(title, size: 13)) + Self.margin.side) + Self.margin.side,
      y: Self.margin.top + height + Self.margin.bottom
    )
    let (right, bottom) = (Int(whole.x.rounded(.up)), Int(whole.y.rounded(.up)))
    var lines = [
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(right)\" height=\"\(bottom)\""
        + " viewBox=\"0 0 \(right) \(bottom)\" role=\"img\" aria-labelledby=\"title\" font-family=\"\(SVG.fonts)\">",
      "<title id=\"title\">\(SVG.escaped(title, ascii: ascii))</title>",
      "<rect width=\"\(right)\" height=\"\(bottom)\" fill=\"#ffffff\"/>",
      "<text x=\"\(Fixed.text(Self.margin.side))\" y=\"22\" font-size=\"13\" fill=\"\(SVG.ink)\">"
        + "\(SVG.escaped(title, ascii: ascii))</text>",
    ]
    let paths = cells(across)
    for (shade, path) in zip(Self.shades, paths) where !path.isEmpty {
      lines.append(
        "<path transform=\"translate(\(Fixed.text(left)) \(Fixed.text(Self.margin.top)))\" fill=\"\(shade)\" d=\"\(path)\"/>"
      )
    }
    lines.append(
      "<rect x=\"\(Fixed.text(left))\" y=\"\(Fixed.text(Self.margin.top))\" width=\"\(Fixed.text(width))\""
        + " height=\"\(Fixed.text(height))\" fill=\"none\" stroke=\"#8c959f\"/>")
    lines.append("<g font-size=\"12\" fill=\"\(SVG.ink)\" stroke=\"none\">")
    var borders = ""
    var next = 0
    for (name, count) in columns {
      let (from, to) = (Double(next) / Double(step) * cell, Double(next + count) / Double(step) * cell)
      if to - from >= Double(TextExtent.width(name, size: 12)) {
        lines.append(
          "<text x=\"\(Fixed.text(left + (from + to) / 2))\" y=\"\(Fixed.text(Self.margin.top - 8))\""
            + " text-anchor=\"middle\">\(SVG.escaped(name, ascii: ascii))</text>")
      }
      if next > 0 {
        borders += "M\(Fixed.text(left + from)) \(Fixed.text(Self.margin.top - 4))v\(Fixed.text(height + 4))"
      }
      next += count
    }
    next = 0
    for (name, count) in rows {
      let (from, to) = (Double(next) / Double(step) * cell, Double(next + count) / Double(step) * cell)
      if to - from >= 12 {
        lines.append(
          "<text x=\"\(Fixed.text(left - 8))\" y=\"\(Fixed.text(Self.margin.top + (from + to) / 2 + 4))\""
            + " text-anchor=\"end\">\(SVG.escaped(name, ascii: ascii))</text>")
      }
      if next > 0 {
        borders += "M\(Fixed.text(left - 4)) \(Fixed.text(Self.margin.top + from))h\(Fixed.text(width + 4))"
      }
      next += count
    }
    lines.append("</g>")
    if !borders.isEmpty { lines.append("<path stroke=\"#8c959f\" d=\"\(borders)\"/>") }
    return lines + ["</svg>"]
  }

  /// Returns the paths of the cells of each shade; cells of a shade that stand side by side are one rectangle.
  private func cells(_ across: Int) -> [String] {
    var paths = Self.shades.map { _ in "" }
    var counts = [Int](repeating: 0, count: across)
    for top in stride(from: 0, to: pattern.rows, by: step) {
      for place in counts.indices { counts[place] = 0 }
      for row in top..<Swift.min(top + step, pattern.rows) {
        for column in pattern[row] { counts[Int(column) / step] += 1 }
      }
      let shades = counts.map(shade)
      var start = 0
      while start < across {
        var end = start + 1
        while end < across, shades[end] == shades[start] { end += 1 }
        if let shade = shades[start] {
          let (x, y) = (Fixed.text(Double(start) * cell), Fixed.text(Double(top / step) * cell))
          let (width, height) = (Fixed.text(Double(end - start) * cell), Fixed.text(cell))
          paths[shade] += "M\(x) \(y)h\(width)v\(height)h-\(width)z"
        }
        start = end
      }
    }
    return paths
  }

  /// Returns the shade of a cell with so many entries; nil for none.
  private func shade(_ count: Int) -> Int? {
    if count == 0 { return nil }
    if step == 1 { return Self.shades.count - 1 }
    let share = Double(count) / Double(step * step)
    return share < 1 / Double(step) / 2 ? 0 : share < 0.5 ? 1 : 2
  }
}
