import AutodiffCore

/// What is to be said beside an answer: kinks that were met, and results that are not finite.
struct Findings {
  private let point: Point
  private let derivatives: Derivatives?
  private let undefined: [Undefined]
  private let source: SourceText

  /// - Parameter derivatives: nil where only the value was asked for.
  init(_ point: Point, _ derivatives: Derivatives?, _ source: SourceText) {
    self.point = point
    self.derivatives = derivatives
    self.source = source
    undefined = point.undefined(gradient: derivatives?.values ?? [])
  }

  /// As many as a person may read.
  private static let mostNoted = 10

  private var kinks: [KinkReport] { derivatives?.kinks ?? [] }

  /// Says it on stderr, and answers the status that goes with it.
  func note(_ session: Session) -> ExitStatus {
    let number = session.rendering.number
    let words = KinkText(point, number)
    for kink in kinks.prefix(Self.mostNoted) {
      session.note(
        "\(kink.kind.rawValue) at \(words.operation(kink)); used: \(words.convention(kink))", place(kink.node),
        in: source,
        details: words.sides(kink))
    }
    if kinks.count > Self.mostNoted {
      session.note("and \(kinks.count - Self.mostNoted) kinks more; JSON has them all")
    }
    if let count = derivatives?.unexamined, count > 0 {
      session.note("kinks along \(count) more inputs were not examined: that would take too long")
    }
    for undefined in undefined {
      let reason = UndefinedText.reason(undefined, number, ascii: session.rendering.ascii)
      let span = undefined.span == .none ? nil : undefined.span
      session.note("not finite: \(reason)", span, in: source, hint: Advice.hint(undefined, at: point))
    }
    if !undefined.isEmpty { return .undefined }
    let isAtKink = !kinks.isEmpty || (derivatives?.unexamined ?? 0) > 0
    return isAtKink && session.isStrict ? .kink : .answered
  }

  /// The keys that every JSON answer ends with.
  func json(_ session: Session) -> [(String, JSON)] {
    let number = session.rendering.number
    let words = KinkText(point, number)
    return [
      ("kinks", .array(kinks.map { json($0, words) })),
      (
        "undefined",
        .array(
          undefined.map { undefined in
            .object(
              [("reason", .string(UndefinedText.reason(undefined, number, ascii: false)))]
                + position(undefined.span == .none ? nil : undefined.span)
                + [("hint", .optional(Advice.hint(undefined, at: point)))])
          })
      ),
    ]
  }

  private func json(_ kink: KinkReport, _ words: KinkText) -> JSON {
    let sides = kink.sides.map { side -> (String, JSON) in
      (side.input, .object([("left", .number(side.left)), ("right", .number(side.right))]))
    }
    return .object(
      [
        ("operation", .string(point.graph.nodes[Int(kink.node)].primitive.gate.name)),
        ("kind", .string(kink.kind.rawValue)),
      ]
        + position(place(kink.node)) + [("convention", .string(words.convention(kink))), ("inputs", .object(sides))])
  }

  private func place(_ node: Graph.NodeID) -> Span? {
    let span = point.graph.spans[Int(node)]
    return span == .none ? nil : span
  }

  private func position(_ span: Span?) -> [(String, JSON)] {
    let excerpt = span.map { Excerpt($0, in: source) }
    return [
      ("line", excerpt.map { .integer($0.line) } ?? .null), ("column", excerpt.map { .integer($0.column) } ?? .null),
    ]
  }
}
