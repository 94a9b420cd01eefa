/// A program around an emitted function that reads points, one a line, and prints what `autodiff grad --format plain`
/// does.
extension SwiftDialect {
  static let imports = [
    "#if canImport(Glibc)", "import Glibc", "#elseif canImport(Musl)", "import Musl", "#elseif canImport(Darwin)",
    "import Darwin", "#endif",
  ]

  static func driver(_ name: String, inputs: Int) -> [String] {
    [
      """

      /// The shortest text that reads back to the same number.
      private func numberText(_ value: Double) -> String {
          let text = value.description
          return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
      }

      private func malformed(_ line: Int, _ reason: String) -> Never {
          let message = "error: line \\(line): \\(reason)\\n"
          _ = write(2, message, message.utf8.count)
          exit(2)
      }

      /// Reads points, one a line, numbers between spaces, tabs or commas; prints the value, then the derivatives.
      private func answerPoints() {
          var number = 0
          while let line = readLine() {
              number += 1
              let words = line.split(whereSeparator: { $0 == "," || $0.isWhitespace })
              if words.isEmpty { continue }
              let x = words.map { word -> Double in
                  guard let value = Double(word) else { malformed(number, "not a number") }
                  return value
              }
              if x.count != \(inputs) { malformed(number, "a point has \(inputs) number\(inputs == 1 ? "" : "s")") }
              let answer = \(name)(x)
              print(numberText(answer.value))
              for derivative in answer.gradient { print(numberText(derivative)) }
          }
      }

      answerPoints()
      """
    ]
  }
}
