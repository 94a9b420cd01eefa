/// The way that a gate is written in source code, in every language that code is emitted in.
///
/// Functions go by the names of the C library. A language that calls one differently, or lacks it, says so in its
/// dialect, so that neither a new row nor a new language touches the other.
package enum SourceSpelling: Sendable {
  /// The sign that the row's notation puts between or before operands: arithmetic, comparisons and connectives.
  case sign
  /// A choice of the second operand where the first holds, else of the third.
  case choice
  /// A function of the C library, by its name there.
  case library(String)
  /// The same, but that its value at -0 is -0 where the gate's is 0.
  case libraryButAtNegativeZero(String)
  /// A function of two numbers in the C library that takes in one operand after another.
  case repeated(String)
  /// A function that the C library lacks, by the name of the routine that is written out for it.
  case routine(String)
}
