/// The number of arguments that a function takes.
package enum Arity: Equatable, Sendable {
  case exactly(Int)
  case between(Int, Int)
  case atLeast(Int)

  /// Returns a Boolean value indicating whether a function may have this many arguments.
  package func accepts(_ count: Int) -> Bool {
    switch self {
    case .exactly(let n): count == n
    case .between(let low, let high): (low...high).contains(count)
    case .atLeast(let n): count >= n
    }
  }
}
