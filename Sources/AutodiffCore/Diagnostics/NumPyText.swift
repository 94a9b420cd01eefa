/// The texts of what can be wrong with a file of NumPy's.
package enum NumPyText {
  /// Returns a clause with "it" for the file: "it does not begin as a file of NumPy's".
  package static func message(_ fault: NumPyFault) -> String {
    switch fault {
    case .notNumPy: "it does not begin as a file of NumPy's"
    case .archive: "it is an archive (.npz), not one array"
    case .version(let version): "it is of version \(version) of NumPy's format, and 1 to 3 are known"
    case .headerCut: "it ends within its header"
    case .header(let near):
      near.isEmpty ? "its header ends too early" : "its header is malformed at \(ProblemText.quoted(near))"
    case .keyMissing(let key): "its header has no \(ProblemText.quoted(key))"
    case .keyUnknown(let key): "its header has an unknown key \(ProblemText.quoted(key))"
    case .keyTwice(let key): "its header has \(ProblemText.quoted(key)) twice"
    case .elementType(let type): "its elements are of type \(ProblemText.quoted(type)), which are no real numbers"
    case .recordType: "its elements are records, not numbers"
    case .tooManyAxes(let axes, let most): "its array has \(axes) axes, and \(most) are the most"
    case .tooLarge(let shape):
      "its shape \(shape.text) has more than \(ProblemText.grouped(Limits().elements)) elements"
    case .empty(let shape): "its array of shape \(shape.text) is empty"
    case .notRows(let shape):
      "its array has \(shape.rank == 1 ? "1 axis" : "\(shape.rank) axes"), and a table of points has 2"
    case .length(let shape, let expected, let found):
      "it has \(ProblemText.grouped(found)) bytes of numbers where its shape \(shape.text) takes "
        + ProblemText.grouped(expected)
    }
  }

  /// Returns advice to the user, or nil if there is none.
  package static func hint(_ fault: NumPyFault) -> String? {
    switch fault {
    case .notNumPy: "np.save(path, array) writes one; a table of text has another ending than .npy"
    case .archive: "np.save(path, array) writes a single array"
    case .notRows(let shape) where shape.rank == 1: "array.reshape(-1, 1) has a row for each number"
    case .notRows: "each row of a matrix is a point"
    case .elementType, .recordType: "np.save(path, array.astype(float)) writes doubles"
    default: nil
    }
  }
}
