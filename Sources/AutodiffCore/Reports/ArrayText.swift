/// The text of arrays for people: small ones in full and aligned, large ones abridged to their beginnings and ends.
package struct ArrayText {
  private let number: NumberText
  private let ascii: Bool
  /// The number of columns that abridged arrays are to fit into.
  private let width: Int
  /// The number of columns after which lines are broken.
  private let fold: Int

  /// Creates the text of arrays.
  ///
  /// - Parameter width: The number of columns that abridged arrays are to fit into.
  /// - Parameter fold: The number of columns after which lines are broken.
  package init(_ number: NumberText, ascii: Bool = false, width: Int = .max, fold: Int = .max) {
    self.number = number
    self.ascii = ascii
    self.width = width
    self.fold = fold
  }

  /// Creates the text of arrays for a report: lines are broken only on a terminal.
  package init(_ number: NumberText, _ rendering: Rendering) {
    self.init(
      number, ascii: rendering.ascii, width: rendering.width, fold: rendering.isTerminal ? rendering.width : .max)
  }

  /// The number of elements above which an array is abridged.
  private static let most = 100
  /// The number of elements up to which a vector in a table is not abridged but takes several lines.
  private static let mostFolded = 12
  /// The number of columns up to which a row of a matrix stays on one line.
  private static let narrowestRow = 28
  /// The largest number of elements shown at each end of an axis that is abridged.
  private static let ends = 3
  /// The number of columns that a matrix of amsmath can have.
  private static let mostLaTeXColumns = 10

  /// The places shown along an axis; nil stands for all those left out.
  private typealias Places = [Int?]

  private static func isLong(_ tensor: Tensor) -> Bool { tensor.count > most }

  /// Returns the places at the beginning and the end of each axis that has more of them.
  private static func abridged(_ lengths: [Int], _ ends: Int) -> [Places] {
    lengths.map { length in
      length > 2 * ends + 1 ? Array(0..<ends) + [nil] + Array(length - ends..<length) : Array(0..<length)
    }
  }

  private static func whole(_ lengths: [Int]) -> [Places] { lengths.map { Array(0..<$0) } }

  /// Returns the places of a long array that can be taken in at a glance.
  private static func abridged(_ lengths: [Int]) -> [Places] {
    for ends in stride(from: ends, to: 1, by: -1) {
      let places = abridged(lengths, ends)
      if places.reduce(1, { $0 * $1.count }) <= most { return places }
    }
    return abridged(lengths, 1)
  }

  // MARK: - Text

  /// Returns the lines of a tensor below each other, the first of them after a beginning such as `df/dW = `.
  package func lines(_ tensor: Tensor, after beginning: String) -> [String] {
    let isLong = Self.isLong(tensor)
    let indent = TextWidth.of(beginning)
    var lines = block(tensor, width: isLong ? width - min(width, indent) : .max)
    if isLong { lines[lines.count - 1] += " (\(tensor.shape.text(ascii: ascii)))" }
    return lines.enumerated().flatMap { index, line in
      folded((index == 0 ? beginning : String(repeating: " ", count: indent)) + line, indent, at: fold)
    }
  }

  /// Returns the lines of a table's cell, joined by newlines: abridged if they are too wide for it. The shape stands in
  /// another cell.
  package func cell(_ tensor: Tensor) -> String {
    let isShort = tensor.shape.rank == 1 && tensor.count <= Self.mostFolded
    if isShort { return folded(line(tensor), 0, at: width).joined(separator: "\n") }
    let fold = tensor.shape.rank == 1 ? width : max(width, Self.narrowestRow)
    return block(tensor, width: width).flatMap { folded($0, 0, at: fold) }.joined(separator: "\n")
  }

  /// Returns a tensor in one line, abridged further where it takes more cells than `space`.
  func line(_ tensor: Tensor, upTo space: Int) -> String {
    var text = line(tensor)
    guard case .array(let shape, let elements) = tensor else { return text }
    for ends in stride(from: Self.ends, to: 0, by: -1) where TextWidth.of(text) > space {
      text =
        flat(shape.lengths[...], Self.abridged(shape.lengths, ends)[...], elements, 0)
        + " (\(shape.text(ascii: ascii)))"
    }
    return text
  }

  /// Returns a tensor in one line, without padding.
  package func line(_ tensor: Tensor) -> String {
    guard case .array(let shape, let elements) = tensor else { return number(tensor[0]) }
    let isLong = Self.isLong(tensor)
    let places = isLong ? Self.abridged(shape.lengths) : Self.whole(shape.lengths)
    return flat(shape.lengths[...], places[...], elements, 0)
      + (isLong ? " (\(shape.text(ascii: ascii)))" : "")
  }

  private var ellipsis: String { ascii ? "..." : "…" }

  private func block(_ tensor: Tensor, width: Int) -> [String] {
    guard case .array(let shape, let elements) = tensor else { return [number(tensor[0])] }
    var places = Self.isLong(tensor) ? Self.abridged(shape.lengths) : Self.whole(shape.lengths)
    var lines = block(shape, places, elements)
    var ends = Self.ends
    while width != .max, ends > 0, lines.contains(where: { TextWidth.of($0) > width }) {
      places[places.count - 1] = Self.abridged([shape.lengths[shape.rank - 1]], ends)[0]
      lines = block(shape, places, elements)
      ends -= 1
    }
    return lines
  }

  private func block(_ shape: Shape, _ places: [Places], _ elements: [Double]) -> [String] {
    var cells: [[String]] = []
    collect(&cells, shape.lengths[...], places[...], elements, 0)
    let widths = (cells.first ?? []).indices.map { column in cells.map { TextWidth.of($0[column]) }.max() ?? 0 }
    var texts = cells.map { row in
      "["
        + zip(row, shape.rank > 1 ? widths : row.map { _ in 0 }).map { TextWidth.padded($0, to: $1, .right) }
        .joined(separator: ", ") + "]"
    }[...]
    return nested(&texts, places.dropLast())
  }

  /// Collects the rows along the last axis, each as the texts of its elements.
  private func collect(
    _ cells: inout [[String]], _ lengths: ArraySlice<Int>, _ places: ArraySlice<Places>, _ elements: [Double],
    _ start: Int
  ) {
    guard let own = places.first else { return }
    if places.count == 1 {
      cells.append(own.map { $0.map { number(elements[start + $0]) } ?? ellipsis })
      return
    }
    let stride = lengths.dropFirst().reduce(1, *)
    for case let place? in own {
      collect(&cells, lengths.dropFirst(), places.dropFirst(), elements, start + place * stride)
    }
  }

  /// Returns the rows with brackets around each axis.
  private func nested(_ rows: inout ArraySlice<String>, _ places: ArraySlice<Places>) -> [String] {
    guard let own = places.first else { return [rows.popFirst() ?? ""] }
    var lines: [String] = []
    for (index, place) in own.enumerated() {
      let part = place == nil ? [ellipsis] : nested(&rows, places.dropFirst())
      for (row, line) in part.enumerated() {
        let isLast = row == part.count - 1
        lines.append(
          (index == 0 && row == 0 ? "[" : " ") + line + (isLast ? (index == own.count - 1 ? "]" : ",") : ""))
      }
    }
    return lines
  }

  private func flat(
    _ lengths: ArraySlice<Int>, _ places: ArraySlice<Places>, _ elements: [Double], _ start: Int
  ) -> String {
    guard let own = places.first else { return number(elements[start]) }
    let stride = lengths.dropFirst().reduce(1, *)
    let parts = own.map { place in
      place.map { flat(lengths.dropFirst(), places.dropFirst(), elements, start + $0 * stride) } ?? ellipsis
    }
    return "[" + parts.joined(separator: ", ") + "]"
  }

  /// Returns a line broken after commas, as far to the right as possible, with further lines indented to the first
  /// element.
  private func folded(_ line: String, _ indent: Int, at fold: Int) -> [String] {
    guard fold != .max, TextWidth.of(line) > fold else { return [line] }
    let depth = line.dropFirst(indent).prefix { $0 == "[" || $0 == " " }.count
    let space = String(repeating: " ", count: indent + depth)
    var lines: [String] = []
    var current = ""
    for part in line.parts(around: ", ") {
      let next = current.isEmpty ? String(part) : current + ", " + part
      if !current.isEmpty, TextWidth.of(next) >= fold {
        lines.append(current + ",")
        current = space + part
      } else {
        current = next
      }
    }
    return lines + [current]
  }

  // MARK: - LaTeX

  /// Returns a tensor in LaTeX's mathematics: a vector is a column, and an array with more axes than a matrix a column
  /// of its parts.
  package func latex(_ tensor: Tensor) -> String {
    guard case .array(let shape, let elements) = tensor else { return LaTeX.number(number(tensor[0])) }
    let isLong = Self.isLong(tensor)
    let last = shape.lengths[shape.rank - 1]
    var places = isLong ? Self.abridged(shape.lengths) : Self.whole(shape.lengths)
    if shape.rank > 1, last > Self.mostLaTeXColumns { places[shape.rank - 1] = Self.abridged([last], Self.ends)[0] }
    let isAbridged = places.contains { $0.contains(nil) }
    return latex(shape.lengths[...], places[...], elements, 0)
      + (isAbridged ? "_{\(shape.lengths.map(String.init).joined(separator: " \\times "))}" : "")
  }

  private func latex(
    _ lengths: ArraySlice<Int>, _ places: ArraySlice<Places>, _ elements: [Double], _ start: Int
  ) -> String {
    guard let own = places.first else { return LaTeX.number(number(elements[start])) }
    let stride = lengths.dropFirst().reduce(1, *)
    let isMatrix = places.count == 2
    let rows = own.map { place -> String in
      guard let place else {
        guard isMatrix, let columns = places.last else { return "\\vdots" }
        return columns.map { $0 == nil ? "\\ddots" : "\\vdots" }.joined(separator: " & ")
      }
      guard isMatrix, let columns = places.last else {
        return latex(lengths.dropFirst(), places.dropFirst(), elements, start + place * stride)
      }
      return columns.map { $0.map { LaTeX.number(number(elements[start + place * stride + $0])) } ?? "\\cdots" }
        .joined(separator: " & ")
    }
    return "\\begin{bmatrix} \(rows.joined(separator: " \\\\ ")) \\end{bmatrix}"
  }
}
