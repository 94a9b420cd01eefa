/// What is wrong with a file of NumPy's, as facts. `NumPyText` makes the words.
package enum NumPyFault: Error, Equatable, Sendable {
  /// It does not begin as such a file does.
  case notNumPy
  /// It is an archive of several arrays.
  case archive
  case version(Int)
  /// It ends within its header.
  case headerCut
  /// The header is not the dictionary that it should be; `near` is where that shows.
  case header(near: String)
  case keyMissing(String)
  case keyUnknown(String)
  case keyTwice(String)
  /// A type of elements that are no real numbers, or that is not known.
  case elementType(String)
  case recordType
  case tooManyAxes(Int, most: Int)
  case tooLarge(Shape)
  case empty(Shape)
  /// It is no matrix, whose rows are points.
  case notRows(Shape)
  /// There are fewer or more bytes of numbers than the shape says.
  case length(Shape, expected: Int, found: Int)
}
