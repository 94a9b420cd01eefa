import AutodiffCore

/// The answers of a class: a table with a row a student, or files of `NAME.INPUT=ANSWER` lines, a student each.
final class AnswerSheets {
  private(set) var students: [Student] = []
  /// The columns of tables that are no answers.
  private(set) var columns: [String] = []
  /// A flag for a student, or a line of one, that could not be read.
  private(set) var hasFaults = false
  private let names: AnswerNames
  /// The column that names students, if one is asked for.
  private let idColumn: String?
  private let session: Session

  /// Reads answers; a student who cannot be read is told, and the others are read all the same.
  ///
  /// - Throws: that a table cannot be read, or has no answers.
  init(_ paths: [String], _ questions: [Question], _ options: Options, _ session: Session) throws(Failure) {
    names = AnswerNames(questions)
    idColumn = options.idColumn
    self.session = session
    for path in paths {
      do throws(Failure) {
        let file = try ValueFile.text(of: path, session.host)
        if let table = ClassTable(file), isTable(table, file, alone: paths.count == 1) {
          try add(table, file)
        } else {
          add(lines: file, path, all: paths)
        }
      } catch {
        if paths.count == 1 { throw error }
        tell(error)
      }
    }
  }

  private func tell(_ failure: Failure) {
    hasFaults = true
    session.report(failure, asJSON: false)
  }

  /// Returns whether a text is a table of a class and no student's lines.
  private func isTable(_ table: ClassTable, _ file: SourceText, alone: Bool) -> Bool {
    if table.header.fields.contains(where: { names.answer(named: SheetCell.read($0)) != nil }) { return true }
    guard alone else { return false }
    return !file.bytes.split(separator: UInt8(ascii: "\n")).contains { line in
      guard let sign = line.firstIndex(of: UInt8(ascii: "=")) else { return false }
      return names.answer(namedShortly: String(decoding: line[..<sign], as: UTF8.self)) != nil
    }
  }

  // MARK: - Tables

  private func add(_ table: ClassTable, _ file: SourceText) throws(Failure) {
    var table = table
    let header = table.header.fields.map(SheetCell.read)
    let answers = header.map(names.answer(named:))
    let place = table.header.place
    if !answers.contains(where: { $0 != nil }) {
      throw .homework(.noAnswerColumns(expected: names.all), file, Span(place))
    }
    let id = try idColumn(header, answers, file, place)
    for (column, name) in header.enumerated() where answers[column] == nil {
      if !columns.contains(name) { columns.append(name) }
      if names.isOfQuestion(name) { session.note("column '\(ProblemText.printable(name))' is no answer to a question") }
    }
    let given = Set(answers.compactMap { $0 })
    for name in names.all {
      guard let answer = names.answer(named: name), !given.contains(answer),
        !given.contains(where: { $0.question == answer.question && AnswerNames.isPart($0.input, of: answer.input) })
      else { continue }
      session.note("no column '\(ProblemText.printable(name))', so nobody answered it")
    }
    var known: Set<String> = []
    var number = 0
    while let record = table.record() {
      number += 1
      if record.isBlank { continue }
      if let quote = record.openQuote {
        tell(.malformedRow(.openQuote, file, Span(quote..<quote)))
        continue
      }
      guard record.fields.count == header.count else {
        let problem = Failure.RowProblem.fieldCount(record.fields.count, expected: header.count, hasHeader: true)
        tell(.malformedRow(problem, file, Span(record.place.lowerBound..<record.place.lowerBound)))
        continue
      }
      let name = id.map { SheetCell.read(record.fields[$0]) } ?? ""
      var student = Student(id: name.isEmpty ? "row \(number)" : name)
      student.hasDecimalCommas = table.separator == UInt8(ascii: ";")
      if !known.insert(student.id).inserted {
        session.note("there are two rows of '\(ProblemText.printable(student.id))'; each is graded")
      }
      for (column, text) in record.fields.enumerated() {
        if let answer = answers[column] {
          student.answers[answer] = text.utf8.first == UInt8(ascii: "'") ? SheetCell.read(text) : text
        } else {
          student.row.append((header[column], text))
        }
      }
      students.append(student)
    }
  }

  /// The column that names students: that of `--id`, or else the first that is no answer.
  private func idColumn(
    _ header: [String], _ answers: [AnswerName?], _ file: SourceText, _ place: Range<Int>
  ) throws(Failure) -> Int? {
    guard let id = idColumn else { return answers.firstIndex { $0 == nil } }
    if let column = header.firstIndex(of: id) { return column }
    throw .homework(
      .noColumn(id, columns: header, similar: Similarity.nearest(to: id, among: header)), file, Span(place))
  }

  // MARK: - Lines

  private func add(lines file: SourceText, _ path: String, all paths: [String]) {
    var student = Student(id: Self.id(path, among: paths))
    let bytes = BindingText.withoutComments(BindingText.withoutEscapes(file.bytes))
    let source = SourceText(bytes, name: file.name)
    var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    while start < bytes.count {
      let end = BindingText.endOfLine(bytes, from: start)
      let line = bytes.trimmed(start..<end)
      start = end + 1
      if line.isEmpty { continue }
      let text = String(decoding: bytes[line], as: UTF8.self)
      guard let sign = bytes[line].firstIndex(of: UInt8(ascii: "=")) else {
        tell(.homework(.noAnswer(text), source, Span(line)))
        continue
      }
      let name = String(decoding: bytes[line.lowerBound..<sign], as: UTF8.self).trimmed
      guard let answer = names.answer(namedShortly: name) else {
        let similar = Similarity.nearest(to: name, among: names.all)
        tell(.homework(.noQuestion(name, similar: similar), source, Span(bytes.trimmed(line.lowerBound..<sign))))
        continue
      }
      if student.answers[answer] != nil {
        session.note(
          "\(ProblemText.printable(name)) is answered twice; the last answer counts", Span(line), in: source)
      }
      student.answers[answer] = String(decoding: bytes[sign + 1..<line.upperBound], as: UTF8.self).trimmed
    }
    students.append(student)
  }

  /// The student that a file is named after: its name without folder and ending, or all of the path where two files
  /// would be the same student's.
  private static func id(_ path: String, among paths: [String]) -> String {
    func short(_ path: String) -> String {
      let name = path.split(separator: "/").last.map(String.init) ?? path
      let dot = name.lastIndex(of: ".")
      return dot.map { $0 > name.startIndex ? String(name[..<$0]) : name } ?? name
    }
    let name = short(path)
    return paths.count { short($0) == name } > 1 ? path : name
  }
}

extension AnswerNames {
  /// Returns whether one name is that of an element of the other's array.
  static func isPart(_ name: String, of other: String) -> Bool {
    name.hasPrefix(other + "[") || other.hasPrefix(name + "[")
  }
}
