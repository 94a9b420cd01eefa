import AutodiffCore

/// The distances by which rounding may have moved an answer, in each format.
struct RoundingAnswer {
  private let report: RoundingReport
  private let value: Tensor
  private let derivatives: Derivatives?
  private let source: SourceText
  private let respellings: RespellingSearch

  /// The number of digits below which a note says so unasked.
  static let fewDigits = 6

  init(
    _ request: ProgramRequest, _ point: Point<Tensor>, _ derivatives: Derivatives?, isForward: Bool = false,
    _ limits: RoundingReport.Limits = .asked
  ) {
    source = request.source
    value = point.value
    self.derivatives = derivatives
    let inputs = ReadingErrors(request).errors(point)
    let constants = ConstantErrors(point.graph, source)
    respellings = RespellingSearch(point, source, inputs: inputs) { request.reading($0) }
    report =
      derivatives.map {
        RoundingReport(point, $0, isForward: isForward, inputs: inputs, constants: constants, limits)
      } ?? RoundingReport(point, inputs: inputs, constants: constants, limits)
  }

  /// A number or array of the answer, with the bound of its worst element.
  private struct Part {
    var label: String
    /// The input by which it is a derivative.
    var input: String?
    var value: Tensor
    var bounds: [RoundingBound?]
    var worst: RoundingBound?
    var loss: RoundingReport.Loss?
    var isArray: Bool { value.scalar == nil }
    /// The right digits of the worst element; nil where none was examined.
    var digits: Int?
    /// A flag for bounds that are numbers, of a value or of a derivative that is not 0: one that is may be so exactly.
    ///
    /// A 0 that all errors together leave as it is cancels exactly.
    var isWorthNoting: Bool {
      guard let worst, worst.size.isFinite else { return false }
      if value.scalar == 0, worst.correction == 0 { return false }
      return input == nil || !value.isZero
    }
  }

  /// The part at a place: the value, then the derivatives.
  private func part(_ place: Int) -> Part {
    let isDerivative = place > 0
    let value = isDerivative ? derivatives?.tensor(place - 1) ?? value : value
    let bounds = isDerivative ? report.derivatives[place - 1] : report.value
    let label = isDerivative ? "df/d\(derivatives?.names[place - 1] ?? "")" : "f"
    var part = Part(
      label: label, input: isDerivative ? derivatives?.names[place - 1] : nil, value: value, bounds: bounds)
    guard !bounds.contains(where: { $0 == nil }),
      let worst = RoundingReport.worst(bounds, value, areDerivatives: isDerivative)
    else { return part }
    part.worst = worst.bound
    part.digits = worst.digits
    part.loss = report.loss(worst.bound, isDerivative: isDerivative)
    return part
  }

  private var parts: [Part] { (0...(derivatives?.names.count ?? 0)).map(part) }

  // MARK: - Text

  /// The lines behind a quantity.
  func lines(_ place: Int, _ session: Session) -> [String] {
    let part = part(place)
    if !part.value.isFinite { return [] }
    let text = RoundingText(source, ascii: session.rendering.ascii)
    var lines = [text.line(part.label, digits: part.digits, part.worst, part.loss, isArray: part.isArray)]
    if let value = part.value.scalar, let correction = part.worst?.correction, value + correction != value {
      lines.append("rounding: \(part.label) without rounding errors is \(session.rendering.number(value + correction))")
    }
    return lines
  }

  // MARK: - JSON

  /// The object of the answer.
  var json: JSON {
    let part = part(0)
    var pairs: [(String, JSON)] = [
      ("value", .tensor(Self.sizes(part.bounds, value.shape))), ("digits", part.digits.map(JSON.integer) ?? .null),
    ]
    if let derivatives {
      let bounds = derivatives.names.indices.map { place in
        (derivatives.names[place], JSON.tensor(Self.sizes(report.derivatives[place], derivatives.shapes[place])))
      }
      pairs.append(("gradient", .object(bounds)))
    }
    let loss = part.loss
    let excerpt = loss.flatMap { $0.span == .none ? nil : Excerpt($0.span, in: source) }
    pairs += [
      ("operation", loss.map { .string($0.primitive?.operationName ?? $0.input ?? "constant") } ?? .null),
      ("line", excerpt.map { .integer($0.line) } ?? .null), ("column", excerpt.map { .integer($0.column) } ?? .null),
    ]
    if let number = value.scalar {
      pairs.append(("corrected", part.worst?.correction.map { .number(number + $0) } ?? .null))
    }
    return .object(pairs)
  }

  /// The bounds of an array; nan where there is none.
  private static func sizes(_ bounds: [RoundingBound?], _ shape: Shape) -> Tensor {
    Tensor(shape, bounds.map { $0?.size ?? .nan })
  }

  // MARK: - Notes

  /// Notes which numbers have few right digits, and where these were lost.
  ///
  /// - Parameter showsPlace: whether the place at which the value loses most is shown however little that is.
  func note(_ session: Session, showsPlace: Bool = false) {
    let text = RoundingText(source, ascii: session.rendering.ascii)
    // The note on a value that is not finite says enough.
    guard value.isFinite else { return }
    var told: [(span: Span, loss: RoundingReport.Loss, verdicts: [String], hint: String?)] = []
    for part in parts {
      guard let digits = part.digits, digits < Self.fewDigits, let loss = part.loss, part.isWorthNoting else {
        continue
      }
      let verdict = text.verdict(part.label, digits, isArray: part.isArray)
      if let place = told.firstIndex(where: { $0.span == loss.span }) {
        told[place].verdicts.append(verdict)
      } else {
        told.append((loss.span, loss, [verdict], told.count < Self.mostNoted ? hint(part) : nil))
      }
    }
    if showsPlace, let loss = part(0).loss, loss.span != .none, !told.contains(where: { $0.span == loss.span }) {
      session.note("here f loses most, \(text.share(loss)) of it", loss.span, in: source)
    }
    for (span, loss, verdicts, hint) in told.prefix(Self.mostNoted) {
      let shown =
        verdicts.prefix(Self.mostNoted).joined(separator: ", ") + (verdicts.count > Self.mostNoted ? ", …" : "")
      session.note("\(shown); most is lost in \(text.text(loss))", span == .none ? nil : span, in: source, hint: hint)
    }
  }

  private static let mostNoted = 3

  /// The spelling that keeps the digits of a part; nil where none is known.
  private func hint(_ part: Part) -> String? {
    guard let offer = respellings.best(input: part.input, part.bounds, part.value) else { return nil }
    let original = ProblemText.printable(source.text(offer.span))
    let count = "\(offer.digits) digit\(offer.digits == 1 ? "" : "s")"
    let end = "\(part.label) is then right to \(count)"
    return part.value.scalar == nil
      ? "write \(offer.spelling) in place of \(original): \(end) or more"
      : "write \(offer.spelling) in place of \(original): \(end)"
  }
}
