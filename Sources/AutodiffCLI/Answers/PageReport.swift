import AutodiffCore

/// A reverse trace as a page with its picture.
struct PageReport {
  private let point: Point<Tensor>
  private let cotangent: Tensor?
  private let request: ProgramRequest

  init(_ point: Point<Tensor>, cotangent: Tensor?, _ request: ProgramRequest) {
    self.point = point
    self.cotangent = cotangent
    self.request = request
  }

  /// - Throws: a `Failure.Usage` where the picture is too large.
  func write(_ session: Session) throws(Failure) -> ExitStatus {
    let options = request.options
    let size = Picture.size(of: point.graph)
    if size > Picture.mostNodes { throw .usage(.pictureTooLarge(nodes: size)) }
    var surroundings = HTMLPage.Surroundings()
    if let digits = session.rendering.number.digits {
      surroundings.number.digits = digits
      surroundings.pictureNumber.digits = digits
    }
    let picture = Picture(
      point.graph, at: point, cotangent: cotangent, number: surroundings.pictureNumber,
      detail: .abridged,
      marksSaved: options.marksSaved)
    var choices = SceneBuilder.Choices()
    choices.orientation = options.orientation
    choices.showsFlow = options.showsFlow
    choices.leavesRoom = true
    choices.number = surroundings.pictureNumber
    choices.title = request.expression
    guard let scene = SceneBuilder.scene(of: picture, choices) else {
      throw .usage(.pictureTooLarge(nodes: nil))
    }
    let trace = Trace(
      point, mode: .reverse, cotangent: cotangent, marksSaved: options.marksSaved,
      path: request.program)
    let findings = Findings(
      ProgramPoint(point), trace.derivatives,
      areFinite: cotangent == nil ? nil : trace.gradient.allSatisfy(\.value.isFinite),
      request.source)
    surroundings.expression = request.expression
    surroundings.showsFlow = options.showsFlow
    surroundings.labels = ["f"] + trace.gradient.map(label)
    surroundings.notes =
      PathText(point.graph, request.source).lines
      + findings.notes(session.rendering).map { note in
        ([note.message] + note.details + (note.hint.map { ["hint: \($0)"] } ?? [])).joined(
          separator: "\n")
      } + conventions(trace, session.rendering.number)
    surroundings.ascii = session.rendering.ascii
    for line in HTMLPage(trace, scene, source: request.source, surroundings).lines {
      session.out.line(line)
    }
    for text in conventions(trace, session.rendering.number) { session.note(text) }
    return findings.note(session)
  }

  private func label(_ answer: (name: String, value: Tensor)) -> String {
    let kind: Quantity.Kind =
      cotangent == nil ? .derivative(answer.name) : .product("v.f", along: answer.name)
    return Quantity(kind, answer.value, shape: .scalar).label
  }

  /// The answers that differ from what the steps add up to.
  private func conventions(_ trace: Trace, _ number: NumberText) -> [String] {
    zip(trace.gradient, trace.conventionalGradient).flatMap { answer, convention in
      let quantity =
        cotangent == nil
        ? Quantity(.derivative(answer.name), answer.value, shape: trace.output.shape)
        : Quantity(.product("v.f", along: answer.name), answer.value)
      return ConventionNotes.texts(quantity.labels, answer.value, convention.value, number)
    }
  }
}
