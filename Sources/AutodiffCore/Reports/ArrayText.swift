/// Arrays as people read them: small ones in full and aligned, large ones with their beginnings and ends.
package struct ArrayText {
  private let number: NumberText
  private let ascii: Bool

  package init(_ number: NumberText, ascii: Bool = false) {
    self.number = number
    self.ascii = ascii
  }

  /// More elements than this are abridged.
  private static let most = 100
  /// So many at each end of an axis then.
  private static let ends = 3

  /// A scalar or a vector is one line, a matrix one for each row.
  package func lines(_ tensor: Tensor) -> [String] {
    guard case .array(let shape, let elements) = tensor else { return [number(tensor[0])] }
    let isLong = elements.count > Self.most
    let kept = shape.lengths.map { length in
      isLong && length > 2 * Self.ends + 1
        ? Array(0..<Self.ends) + [-1] + Array(length - Self.ends..<length) : Array(0..<length)
    }
    var cells: [[String]] = []
    collect(&cells, shape.lengths[...], kept[...], elements, 0)
    let widths = (cells.first ?? []).indices.map { column in cells.map { TextWidth.of($0[column]) }.max() ?? 0 }
    var texts = cells.map { row in
      "["
        + zip(row, shape.rank > 1 ? widths : row.map { _ in 0 }).map { TextWidth.padded($0, to: $1, .right) }
        .joined(separator: ", ") + "]"
    }[...]
    var lines = nested(&texts, kept.dropLast())
    if isLong { lines[lines.count - 1] += " (\(shape.text(ascii: ascii)))" }
    return lines
  }

  /// All of it on one line.
  package func line(_ tensor: Tensor) -> String {
    guard case .array(let shape, let elements) = tensor else { return number(tensor[0]) }
    return nested(elements[...], shape.lengths[...])
  }

  private func nested(_ elements: ArraySlice<Double>, _ lengths: ArraySlice<Int>) -> String {
    guard let length = lengths.first else { return elements.first.map { number($0) } ?? "" }
    let each = elements.count / max(length, 1)
    let parts = (0..<length).map { row in
      let start = elements.startIndex + row * each
      return nested(elements[start..<start + each], lengths.dropFirst())
    }
    return "[\(parts.joined(separator: ", "))]"
  }

  /// Lines below each other, the first of them after a beginning such as `df/dW = `.
  package func lines(_ tensor: Tensor, after beginning: String) -> [String] {
    let indent = String(repeating: " ", count: TextWidth.of(beginning))
    return lines(tensor).enumerated().map { ($0 == 0 ? beginning : indent) + $1 }
  }

  private var ellipsis: String { ascii ? "..." : "…" }

  /// The rows along the last axis.
  private func collect(
    _ cells: inout [[String]], _ lengths: ArraySlice<Int>, _ kept: ArraySlice<[Int]>, _ elements: [Double], _ start: Int
  ) {
    guard let places = kept.first, let length = lengths.first else { return }
    if kept.count == 1 {
      cells.append(places.map { $0 < 0 ? ellipsis : number(elements[start + $0]) })
      return
    }
    let stride = lengths.dropFirst().reduce(1, *)
    for place in places {
      // What is left out stands for a whole part.
      let row = place < 0 ? min(Self.ends, length - 1) : place
      let before = cells.count
      collect(&cells, lengths.dropFirst(), kept.dropFirst(), elements, start + row * stride)
      if place < 0 { for index in before..<cells.count { cells[index] = cells[index].map { _ in ellipsis } } }
    }
  }

  private func nested(_ rows: inout ArraySlice<String>, _ kept: ArraySlice<[Int]>) -> [String] {
    guard let places = kept.first else { return [rows.popFirst() ?? ""] }
    var lines: [String] = []
    for index in places.indices {
      let part = nested(&rows, kept.dropFirst())
      for (row, line) in part.enumerated() {
        let isLast = row == part.count - 1
        lines.append(
          (index == 0 && row == 0 ? "[" : " ") + line + (isLast ? (index == places.count - 1 ? "]" : ",") : ""))
      }
    }
    return lines
  }

  /// As LaTeX's mathematics has it.
  package func latex(_ tensor: Tensor) -> String {
    guard case .array(let shape, let elements) = tensor else { return LaTeX.number(number(tensor[0])) }
    let texts = elements.map { LaTeX.number(number($0)) }
    switch shape.rank {
    case 1: return "\\begin{bmatrix} \(texts.joined(separator: " \\\\ ")) \\end{bmatrix}"
    case 2:
      let rows = stride(from: 0, to: texts.count, by: max(shape.lengths[1], 1)).map {
        texts[$0..<$0 + shape.lengths[1]].joined(separator: " & ")
      }
      return "\\begin{bmatrix} \(rows.joined(separator: " \\\\ ")) \\end{bmatrix}"
    default: return "\\text{\(shape.text)}"
    }
  }
}
