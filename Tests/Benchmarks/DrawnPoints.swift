import AutodiffCore

/// A question of which each student has a point of their own.
private struct Drawn {
  let text: String
  /// The range of each input, and the step of all of them.
  let ranges: [(name: String, range: ClosedRange<Double>)]
  var step: Double? = 0.1

  /// Returns the question of a name.
  func question(_ name: String) throws -> Question {
    let source = SourceText(text)
    return try Question(
      name, source, Program(try Parser.parse(source)), values: [],
      draws: ranges.map { Draw($0.name, in: $0.range, step: step) }, .init())
  }
}

/// Five questions for a class, and others whose points are harder to find.
private let exercises: [Drawn] = [
  Drawn(text: "sin(3*x)*y", ranges: [("x", -2...2), ("y", 1...9)]),
  Drawn(text: "x^2*log(x) + y/x", ranges: [("x", 1...5), ("y", -5...5)]),
  Drawn(
    text: "sigma(w0*x0 + w1*x1 + w2)",
    ranges: [("w0", -2...2), ("x0", -2...2), ("w1", -2...2), ("x1", -2...2), ("w2", -2...2)]),
  Drawn(text: "(y - (w*x + b))^2", ranges: [("y", -5...5), ("w", -5...5), ("x", -5...5), ("b", -5...5)]),
  Drawn(
    text: "max(x1,x2)*x3/x4 - log(x5)",
    ranges: [("x1", -5...5), ("x2", -5...5), ("x3", 1...9), ("x4", 1...9), ("x5", 1...9)]),
  Drawn(text: "x^2*y", ranges: [("x", 1...5), ("y", 1...3)], step: 0.5),
  Drawn(text: "(x + y)*z", ranges: [("x", -5...5), ("y", 1...9), ("z", -4...4)], step: 0.5),
  Drawn(text: "x*y + sin(x)", ranges: [("x", -5...5), ("y", 1...9)]),
  Drawn(text: "x^3", ranges: [("x", 1...9)], step: 1),
  Drawn(text: "tanh(w*x + b) * v", ranges: [("w", -1...1), ("x", -3...3), ("b", -1...1), ("v", -2...2)]),
]

/// Draws points for students and marks wrong answers of each. The lines have, for each question and for all of them, the
/// microseconds a student, the share of points at which a mistake gives the right number, and the average share of
/// mistakes that coincide with another one.
func measureDrawnPoints(students: Int) throws {
  let search = MistakeSearch()
  var total = 0.0
  var (points, rights) = (0, 0)
  var shares = 0.0
  for (place, exercise) in exercises.enumerated() {
    let question = try exercise.question(String(place + 1))
    var choices: [PointChoice] = []
    let (taken, posed) = try fastest(of: 1) {
      try (0..<students).map { student in
        let posed = try question.posed(for: "s\(student)", seed: 1, search)
        var random = SplitMix64(seed: UInt64(student))
        _ = Marking(posed, search).marks { _ in fixed(Double.random(in: -2...2, using: &random), 3) }
        return posed
      }
    }
    for posed in posed {
      choices.append(search.choice(posed))
      posed.releaseMistakes()
    }
    let right = choices.count { $0.right > 0 }
    let share = choices.reduce(0) { $0 + $1.share }
    let microseconds = taken / Double(students) / 1e3
    print(
      "\(fixed(microseconds, 0)) µs  \(fixed(100 * Double(right) / Double(students), 1)) %  "
        + "\(fixed(100 * share / Double(students), 1)) %  of \(choices.first?.count ?? 0)  \(exercise.text)")
    total += microseconds
    points += students
    rights += right
    shares += share
  }
  print(
    "\(fixed(total / Double(exercises.count), 0)) µs  \(fixed(100 * Double(rights) / Double(points), 2)) %  "
      + "\(fixed(100 * shares / Double(points), 1)) %  of \(points) points")
}
