import AutodiffCore

/// Findings beside an answer: kinks that were met, and results that are not finite.
struct Findings {
  private let kinks: [KinkReport]
  private let ties: Ties
  private let isExamined: Bool
  private let undefined: [Finding]
  private let outputShape: Shape
  private let source: SourceText
  /// A flag for the numbers at kinks, which a hint does not give away.
  var tellsNumbers = true

  /// Reasons for which more of the answer is not finite, at no place of the program.
  var remarks: [String] = []

  private struct Finding {
    var undefined: Undefined
    var hint: String?
    var span: Span? { undefined.span == .none ? nil : undefined.span }
  }

  /// - Parameters:
  ///   - derivatives: the derivatives that were asked for; nil where only the value was.
  ///   - areFinite: whether all that is answered beside the value is; nil for the derivatives.
  ///   - directions: the directions along which second derivatives were asked for.
  init(
    _ point: ProgramPoint, _ derivatives: Derivatives?, areFinite: Bool? = nil,
    directions: @autoclosure () -> [Point<Tensor>.Direction] = [], _ source: SourceText
  ) {
    self.source = source
    kinks = derivatives?.kinks ?? []
    ties = point.ties
    isExamined = derivatives?.isExamined ?? true
    outputShape = point.value.shape
    let areFinite = areFinite ?? derivatives?.areFinite ?? true
    undefined =
      point.value.isFinite && areFinite ? [] : Self.undefined(point.asArrays, areFinite, directions)
  }

  /// No findings: those of rows were told of the rows.
  init(none source: SourceText) {
    self.source = source
    kinks = []
    ties = .split
    isExamined = true
    outputShape = .scalar
    undefined = []
  }

  private static func undefined(
    _ point: Point<Tensor>, _ areFinite: Bool, _ directions: () -> [Point<Tensor>.Direction]
  ) -> [Finding] {
    var found = point.undefined(derivativesAreFinite: areFinite)
    if found.isEmpty, !areFinite, let second = point.undefinedSecond(directions()) { found = [second] }
    return found.map { Finding(undefined: $0, hint: Advice.hint($0, at: point)) }
  }

  /// The number of kinks that a person may read.
  private static let mostNoted = 10

  /// Writes the findings to standard error.
  ///
  /// - Returns: the exit status that goes with them.
  func note(_ session: Session) -> ExitStatus {
    for note in notes(session.rendering) {
      session.note(note.message, note.span, in: source, details: note.details, hint: note.hint)
    }
    if !undefined.isEmpty || !remarks.isEmpty { return .undefined }
    let isAtKink = !kinks.isEmpty || !isExamined
    return isAtKink && session.isStrict ? .kink : .answered
  }

  /// A finding in words.
  struct Note {
    var message: String
    var span: Span?
    var hint: String?
    var details: [String] = []
  }

  /// Returns the findings in words, one after the other.
  func notes(_ rendering: Rendering) -> [Note] {
    var notes: [Note] = []
    let number = rendering.number
    let words = KinkText(number, ties: ties, output: outputShape)
    // The operations of an inner derivative have one place, and may say the same of it.
    var told: Set<[String]> = []
    for kink in kinks.prefix(Self.mostNoted) {
      let place = place(kink)
      let message =
        "\(kink.kind.rawValue) at \(tellsNumbers ? words.operation(kink) : kink.primitive.gate.name)"
        + (tellsNumbers ? "; used: \(words.convention(kink))" : "")
      let details = tellsNumbers ? words.sides(kink) : []
      guard told.insert([message, place.map { "\($0)" } ?? ""] + details).inserted else { continue }
      notes.append(Note(message: message, span: place, details: details))
    }
    if kinks.count > Self.mostNoted {
      notes.append(
        Note(message: "and \(kinks.count - Self.mostNoted) kinks more; JSON has them all"))
    }
    if !isExamined {
      notes.append(
        Note(
          message:
            "kinks were not examined, which would take too long: every derivative is that of the conventions"
        ))
    }
    for finding in undefined {
      let reason = UndefinedText.reason(finding.undefined, number, ascii: rendering.ascii)
      notes.append(Note(message: "not finite: \(reason)", span: finding.span, hint: finding.hint))
    }
    for remark in remarks { notes.append(Note(message: "not finite: \(remark)")) }
    return notes
  }

  /// The keys that every JSON answer ends with.
  func json(_ session: Session) -> [(String, JSON)] {
    let number = session.rendering.number
    let words = KinkText(number, ties: ties, output: outputShape)
    return [
      ("kinks", .array(kinks.map { json($0, words) })),
      (
        "undefined",
        .array(
          undefined.map { finding in
            .object(
              [("reason", .string(UndefinedText.reason(finding.undefined, number, ascii: false)))]
                + position(finding.span) + [("hint", .optional(finding.hint))])
          }
            + remarks.map { remark in
              .object([("reason", .string(remark))] + position(nil) + [("hint", .null)])
            })
      ),
    ] + (isExamined ? [] : [("examined", .bool(false))])
  }

  private func json(_ kink: KinkReport, _ words: KinkText) -> JSON {
    let sides = kink.sides.map { side -> (String, JSON) in
      let name = kink.isAlongDirection ? "direction" : side.input
      return (name, .object([("left", .number(side.left)), ("right", .number(side.right))]))
    }
    return .object(
      [
        ("operation", .string(kink.primitive.gate.name)),
        ("kind", .string(kink.kind.rawValue)),
      ]
        + (kink.output.map { [("output", .string("f" + outputShape.subscriptText($0)))] } ?? [])
        + position(place(kink))
        + (tellsNumbers ? [("convention", .string(words.convention(kink))), ("inputs", .object(sides))] : [])
        + (kink.secondSides.isEmpty ? [] : [("second", second(kink))])
        + (kink.higherSides.isEmpty ? [] : [("higher", higher(kink))]))
  }

  /// The one-sided derivatives of derivatives, in objects as those of a Hessian.
  private func second(_ kink: KinkReport) -> JSON {
    var names: [String] = []
    for side in kink.secondSides where !names.contains(side.first) { names.append(side.first) }
    return .object(
      names.map { name in
        let sides = kink.secondSides.filter { $0.first == name }
        return (
          name,
          .object(sides.map { ($0.second, .object([("left", .number($0.left)), ("right", .number($0.right))])) })
        )
      })
  }

  /// The one-sided derivatives above the second order, in a list as that of the derivatives.
  private func higher(_ kink: KinkReport) -> JSON {
    .array(
      kink.higherSides.map { side in
        .object([
          ("inputs", .array(side.inputs.map { .string($0) })), ("left", .number(side.left)),
          ("right", .number(side.right)),
        ])
      })
  }

  private func place(_ kink: KinkReport) -> Span? { kink.span == .none ? nil : kink.span }

  private func position(_ span: Span?) -> [(String, JSON)] {
    let excerpt = span.map { Excerpt($0, in: source) }
    return [
      ("line", excerpt.map { .integer($0.line) } ?? .null), ("column", excerpt.map { .integer($0.column) } ?? .null),
    ]
  }
}
