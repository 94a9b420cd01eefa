/// The rows of arrays that are made from their shapes: numbers at equal distances, and random ones.
extension Gate where S: Field {
  static var linspace: Gate {
    .array(
      "linspace", "numbers at equal distances from a to b, both included", arity: .exactly(3),
      parameters: ["a", "b", "n"], .spaced, written: .callWithLengths(isSquare: false),
      .composition(
        ArrayComposition { x, operation in
          let (before, behind) = Sequence<S>.shares(operation.shape)
          return x[0] * behind + x[1] * before
        }),
      .linear { edge, u in
        let (before, behind) = Sequence<S>.shares(edge.operation.shape)
        return (u * (edge.place == 0 ? behind : before)).total
      }, says: "the sum of y_bar, each element times its nearness to that end")
  }

  static var range: Gate {
    .array(
      "range", "the numbers 1 to n", parameters: ["n"], .made, written: .callWithLengths(isSquare: false),
      .composition(
        ArrayComposition(value: { _, operation in
          Tensor(operation.shape, (0..<operation.shape.count).map { Double($0 + 1) })
        }) { _, operation in Sequence<S>.count(operation.shape) }), .linear { _, u in u })
  }

  static var rand: Gate { random("rand", "random numbers, uniform from 0 to 1", .uniform) }

  static var randn: Gate { random("randn", "random numbers of the standard normal distribution", .normal) }

  private static func random(_ name: String, _ summary: String, _ distribution: RandomArray) -> Gate {
    .array(
      name, summary, arity: .atLeast(1), parameters: ["m", "n"], .drawn, written: .callWithLengths(isSquare: false),
      .composition(
        ArrayComposition(value: { _, operation in
          Tensor(operation.shape, distribution.numbers(operation.shape.count, seed: operation.setting.seed))
        }) { _, operation in
          let numbers = distribution.numbers(operation.shape.count, seed: operation.setting.seed)
          return S.apply(.stack(operation.shape), numbers.map { S($0) })
        }), .linear { _, u in u })
  }
}

private enum Sequence<S: Field> {
  /// Returns the numbers 1 to n, exactly.
  static func count(_ shape: Shape) -> S {
    S.apply(ArrayOperation(.ones, shape: shape), []).cumsum(.axis(0))
  }

  /// Returns the shares of the ends of an interval in each of n numbers from the first to the last, so that the first
  /// and the last are the ends themselves.
  static func shares(_ shape: Shape) -> (before: S, behind: S) {
    let n = Double(shape.count)
    if n == 1 {
      return (S.apply(ArrayOperation(.zeros, shape: shape), []), S.apply(ArrayOperation(.ones, shape: shape), []))
    }
    let places = S.apply(ArrayOperation(.range, shape: shape), [])
    return ((places - 1.0) / S(n - 1), (S(n) - places) / S(n - 1))
  }
}
