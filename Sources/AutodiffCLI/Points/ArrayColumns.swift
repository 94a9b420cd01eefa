import AutodiffCore

extension PointStream {
  /// The names of the columns; an array without names has those of the elements that have no value, in their order.
  ///
  /// - Throws: an array that has more or fewer columns.
  func names(for elements: [String], _ known: ProgramRequest.Inputs) throws(Failure) -> [String] {
    guard let array else { return columns.names }
    let isNamed = !columns.names.isEmpty
    let names = isNamed ? columns.names : elements.indices.filter { !known.isKnown[$0] }.map { elements[$0] }
    guard names.count == array.columns else {
      throw .usage(.columnCount(path: path, array.columns, expected: names, areNamed: isNamed))
    }
    return names
  }
}
