/// A length of an array: a number, or a letter for any, by its place among the letters.
package enum SizeLength: Sendable, Equatable {
  case number(Int)
  case letter(Int)
}
