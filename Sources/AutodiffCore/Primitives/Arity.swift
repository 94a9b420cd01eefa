/// How many arguments a function takes.
package enum Arity: Equatable, Sendable {
  case exactly(Int)
  case between(Int, Int)
  case atLeast(Int)

  package func accepts(_ count: Int) -> Bool {
    switch self {
    case .exactly(let n): count == n
    case .between(let low, let high): (low...high).contains(count)
    case .atLeast(let n): count >= n
    }
  }
}
