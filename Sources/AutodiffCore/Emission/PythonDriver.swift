/// A program around an emitted function that reads points, one a line, and prints what `autodiff grad --format plain`
/// does.
extension PythonDialect {
  static func driver(_ name: String, _ shapes: [Shape]) -> [String] {
    let count = shapes.reduce(0) { $0 + $1.count }
    var start = 0
    let arguments = shapes.map { shape -> String in
      defer { start += shape.count }
      return shape.isScalar ? "x[\(start)]" : "x[\(start):\(start + shape.count)]"
    }
    return [
      """


      def number_text(value):
          # The shortest text that reads back to the same number.
          text = repr(float(value))
          if 2.0**53 < abs(value) < 1e16:
              digits = text[:-2].lstrip("-").rstrip("0")
              return ("-" if value < 0 else "") + digits[0] + "." + digits[1:] + "e+15"
          return text[:-2] if text.endswith(".0") else text


      def main():
          # Reads points, one a line, numbers between spaces, tabs or commas; prints the value, then the derivatives.
          for number, line in enumerate(sys.stdin, 1):
              words = line.replace(",", " ").split()
              if not words:
                  continue
              try:
                  x = [float(word) for word in words]
              except ValueError:
                  sys.exit(malformed(number, "not a number"))
              if len(x) != \(count):
                  sys.exit(malformed(number, "a point has \(count) number\(count == 1 ? "" : "s")"))
              value, gradient = \(name)(\(arguments.joined(separator: ", ")))
              print(number_text(value))
              for derivative in gradient:
                  for element in np.ravel(derivative):
                      print(number_text(element))


      def malformed(number, reason):
          print(f"error: line {number}: {reason}", file=sys.stderr)
          return 2


      if __name__ == "__main__":
          main()
      """
    ]
  }
}
