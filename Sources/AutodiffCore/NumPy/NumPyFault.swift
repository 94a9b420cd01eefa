/// A fault of a file in NumPy's format, as a typed fact. `NumPyText` makes the words.
package enum NumPyFault: Error, Equatable, Sendable {
  /// The file does not begin as a file in the format does.
  case notNumPy
  /// The file is an archive of several arrays (.npz).
  case archive
  /// The version of the format is unknown.
  case version(Int)
  /// The file ends within its header.
  case headerCut
  /// The header is not the dictionary that it should be; `near` is the text at the first mistake.
  case header(near: String)
  case keyMissing(String)
  case keyUnknown(String)
  case keyTwice(String)
  /// The elements are no real numbers, or of an unknown type.
  case elementType(String)
  /// The elements are records.
  case recordType
  case tooManyAxes(Int, most: Int)
  case tooLarge(Shape)
  case empty(Shape)
  /// The array is not a matrix, whose rows could be points.
  case notRows(Shape)
  /// The file has fewer or more bytes of numbers than its shape takes.
  case length(Shape, expected: Int, found: Int)
}
