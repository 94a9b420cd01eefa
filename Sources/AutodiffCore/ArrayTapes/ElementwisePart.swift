/// A step over the elements of an array in the order in which they stand in memory, any part of which can be worked out
/// by itself.
struct ElementwisePart: Sendable {
  /// Works out `count` elements from the `first` on.
  typealias Run = @Sendable (_ memory: ArrayTape.Memory, _ first: Int, _ count: Int) -> Void

  let result: ArrayTape.Place
  /// The number of elements that are worked out together: parts begin and end at multiples of it.
  let grain: Int
  let run: Run

  init(result: ArrayTape.Place, grain: Int, run: @escaping Run) {
    (self.result, self.grain, self.run) = (result, grain, run)
  }
}

/// Steps that follow each other and work element by element on arrays of the same length, which are worked out strip by
/// strip: in each, a step finds the results of those before it in the nearest cache.
///
/// An array whose room is used again within a group is one of the same length, so that each strip takes the place of one
/// that nothing reads any more.
struct ElementwiseGroup {
  private var parts: [ElementwisePart]
  /// The number of elements that are worked out together by all steps.
  private var grain: Int

  private init(_ part: ElementwisePart) {
    (parts, grain) = ([part], part.grain)
  }

  /// Returns a Boolean value indicating whether a step goes with the others; it is added if so.
  private mutating func takes(_ part: ElementwisePart, strip: Int) -> Bool {
    let (most, least) = (max(grain, part.grain), min(grain, part.grain))
    guard part.result.count == parts[0].result.count, part.result.isOfRows == parts[0].result.isOfRows, least > 0,
      most.isMultiple(of: least), most <= strip
    else { return false }
    parts.append(part)
    grain = most
    return true
  }

  /// Returns the step of all steps.
  private func step(strip: Int) -> ArrayTape.Step {
    let (result, parts, strip) = (parts[0].result, parts.map(\.run), strip / grain * grain)
    return { memory, rows in
      let total = result.total(rows)
      var first = 0
      while first < total {
        let count = min(strip, total - first)
        for part in parts { part(memory, first, count) }
        first += count
      }
    }
  }

  /// Returns the steps of a tape, of which those that follow each other element by element are joined.
  ///
  /// - Parameter strip: The greatest number of elements of a strip.
  static func joining(_ steps: [ArrayStep], strip: Int) -> [ArrayTape.Step] {
    var joined: [ArrayTape.Step] = []
    var group: (steps: Self, first: ArrayTape.Step)?
    func finish() {
      if let (steps, first) = group { joined.append(steps.parts.count > 1 ? steps.step(strip: strip) : first) }
      group = nil
    }
    for step in steps {
      guard let part = step.part else {
        finish()
        joined.append(step.run)
        continue
      }
      if group?.steps.takes(part, strip: strip) != true {
        finish()
        group = (Self(part), step.run)
      }
    }
    finish()
    return joined
  }
}
