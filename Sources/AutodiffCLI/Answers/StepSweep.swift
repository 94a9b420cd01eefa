import AutodiffCore

/// `check --sweep`: a table of errors against steps.
struct StepSweep {
  private let answers: ModeAnswers
  private let inputs: [StepErrors]
  private let findings: Findings

  init(_ point: CheckedPoint) {
    answers = point.answers
    inputs = point.sweep(answers)
    findings = point.findings(answers.derivatives)
  }

  func write(_ request: ProgramRequest, _ session: Session) -> ExitStatus {
    let format = request.options.format
    let number = CheckReport.forPeople(format, session)
    if format == .json {
      session.answer(
        .object(
          [
            ("expression", .string(request.expression)), ("value", .tensor(answers.value)),
            ("sweep", .array(inputs.flatMap(json))),
          ] + findings.json(session)))
    } else {
      var table = Table(
        [.init(title: "input")]
          + ["step", "forward", "forwardError", "central", "centralError"].map { .init(title: $0, alignment: .right) })
      var short = number
      if let digits = number.digits { short.digits = min(digits, 3) }
      table.rows = inputs.flatMap { input in
        input.rows.map { row in
          [
            input.input, NumberText()(row.step), number(row.forward), short(input.error(of: row.forward)),
            number(row.central), short(input.error(of: row.central)),
          ]
        }
      }
      for line in table.lines(format, width: session.rendering.width) { session.out.line(line) }
    }
    return findings.note(session)
  }

  private func json(_ input: StepErrors) -> [JSON] {
    input.rows.map { row in
      .object([
        ("input", .string(input.input)), ("step", .number(row.step)), ("forward", .number(row.forward)),
        ("forwardError", .number(input.error(of: row.forward))), ("central", .number(row.central)),
        ("centralError", .number(input.error(of: row.central))),
      ])
    }
  }
}
