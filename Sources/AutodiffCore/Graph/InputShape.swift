/// The shape of an input that has no value yet.
package struct InputShape: Sendable {
  /// The name of the input.
  package var name: String
  /// The shape of its values.
  package var shape: Shape

  /// Creates the shape of an input.
  package init(name: String, shape: Shape) {
    self.name = name
    self.shape = shape
  }
}
