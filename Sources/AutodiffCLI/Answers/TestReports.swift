import AutodiffCore

/// The marks of a class as the results of tests, an asked derivative each.
struct TestReports {
  private let report: GradeReport

  init(_ report: GradeReport) { self.report = report }

  private var out: Output { report.session.out }

  // MARK: - Gradescope

  /// The `results.json` of a student.
  ///
  /// Source: "Autograder Specifications", https://gradescope-autograders.readthedocs.io/en/latest/specs/.
  func gradescope(_ student: GradedStudent) -> JSON {
    let tests = student.questions.flatMap { question in
      question.marks.map { mark in
        JSON.object([
          ("name", .string(report.name(mark, question.posed.question))), ("score", .number(mark.points)),
          ("max_score", .number(mark.of)), ("output", .string(report.texts.feedback(mark))),
        ])
      }
    }
    return .object([("tests", .array(tests))])
  }

  // MARK: - JUnit

  /// Writes a test suite for each student.
  ///
  /// Source: "JUnit XML file format", https://github.com/testmoapp/junitxml.
  func writeJUnit() {
    let marks = report.students.flatMap { $0.questions.flatMap(\.marks) }
    out.line("<?xml version=\"1.0\" encoding=\"UTF-8\"?>")
    out.line("<testsuites\(counts(marks))>")
    for student in report.students {
      let name = XML.escaped(student.student.id)
      out.line("  <testsuite name=\"\(name)\"\(counts(student.questions.flatMap(\.marks)))>")
      for question in student.questions {
        for mark in question.marks {
          write(mark, "classname=\"\(name)\" name=\"\(XML.escaped(report.name(mark, question.posed.question)))\"")
        }
      }
      out.line("  </testsuite>")
    }
    out.line("</testsuites>")
  }

  private func counts(_ marks: [Mark]) -> String {
    func count(_ verdict: Mark.Verdict) -> Int { marks.count { $0.verdict == verdict } }
    return " tests=\"\(marks.count)\" failures=\"\(count(.wrong))\" errors=\"\(count(.unreadable))\" "
      + "skipped=\"\(count(.blank))\""
  }

  private func write(_ mark: Mark, _ names: String) {
    let text = XML.escaped(report.texts.feedback(mark))
    let result =
      switch mark.verdict {
      case .right: ""
      case .wrong: "<failure message=\"\(text)\"/>"
      case .blank: "<skipped message=\"\(text)\"/>"
      case .unreadable: "<error message=\"\(text)\"/>"
      }
    out.line("    <testcase \(names)" + (result.isEmpty ? "/>" : ">\(result)</testcase>"))
  }

  // MARK: - TAP

  /// Writes a line for each answer, with the feedback below what is not right.
  ///
  /// Source: "TAP 13 specification", https://testanything.org/tap-version-13-specification.html.
  func writeTAP() {
    out.line("TAP version 13")
    out.line("1..\(report.students.reduce(0) { $0 + $1.questions.reduce(0) { $0 + $1.marks.count } })")
    var number = 0
    for student in report.students {
      for question in student.questions {
        for mark in question.marks {
          number += 1
          let name = TAP.escaped("\(student.student.id) \(report.name(mark, question.posed.question))")
          out.line("\(mark.verdict == .right ? "ok" : "not ok") \(number) - \(name)")
          if mark.verdict != .right { out.line("# \(TAP.line(report.texts.feedback(mark)))") }
        }
      }
    }
  }
}

/// The spelling of text in XML.
enum XML {
  /// A text for an element or an attribute; characters that XML cannot have become U+FFFD.
  ///
  /// Source: T. Bray et al., "Extensible Markup Language (XML) 1.0 (Fifth Edition)", W3C 2008, sections 2.2 and 2.4.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&apos;"
      case "\n", "\r", "\t": result += " "
      case "\u{FFFE}", "\u{FFFF}": result += "\u{FFFD}"
      default:
        let isControl = scalar.properties.generalCategory == .control
        result.unicodeScalars.append(isControl ? "\u{FFFD}" : scalar)
      }
    }
    return result
  }
}

/// The spelling of text in the lines of a test protocol.
enum TAP {
  /// A description, in which `#` would begin a directive.
  static func escaped(_ text: String) -> String {
    line(text).reduce(into: "") { $0 += $1 == "#" || $1 == "\\" ? "\\\($1)" : String($1) }
  }

  /// A text on one line, without control characters.
  static func line(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      let isBreak = scalar == "\n" || scalar == "\r" || scalar == "\t"
      result.append(isBreak ? " " : scalar.properties.generalCategory == .control ? "\u{FFFD}" : scalar)
    }
    return String(result)
  }
}
