/// A program for Node around an emitted function that reads points, one a line, and prints what `autodiff grad --format
/// plain` does.
extension JavaScriptDialect {
  static func driver(_ name: String, inputs: Int) -> [String] {
    [
      """

      // The shortest text that reads back to the same number.
      function numberText(value) {
          if (Number.isNaN(value)) return "nan";
          if (!Number.isFinite(value)) return value < 0.0 ? "-inf" : "inf";
          const sign = value < 0.0 || Object.is(value, -0.0) ? "-" : "";
          let [digits, exponent] = Math.abs(value).toExponential().split("e");
          digits = digits.replace(".", "");
          const power = Number(exponent);
          if (power < -4 || Math.abs(value) > 9007199254740992.0) {
              const size = String(Math.abs(power)).padStart(2, "0");
              return sign + digits[0] + (digits.length > 1 ? "." + digits.slice(1) : "")
                  + "e" + (power < 0 ? "-" : "+") + size;
          }
          if (power < 0) return sign + "0." + "0".repeat(-power - 1) + digits;
          const whole = digits.slice(0, power + 1).padEnd(power + 1, "0");
          return sign + whole + (digits.length > power + 1 ? "." + digits.slice(power + 1) : "");
      }

      function malformed(line, reason) {
          console.error(`error: line ${line}: ${reason}`);
          process.exit(2);
      }

      // Reads points, one a line, numbers between spaces, tabs or commas; prints the value, then the derivatives.
      function answerPoints() {
          const lines = require("fs").readFileSync(0, "utf8").split("\\n");
          lines.forEach((line, index) => {
              const words = line.split(/[\\s,]+/).filter((word) => word !== "");
              if (words.length === 0) return;
              const x = words.map((word) => {
                  const infinity = word.match(/^([+-]?)inf(inity)?$/i);
                  const number = infinity ? Number(infinity[1] + "Infinity") : Number(word);
                  if (Number.isNaN(number) && !/^[+-]?nan$/i.test(word)) malformed(index + 1, "not a number");
                  return number;
              });
              if (x.length !== \(inputs)) malformed(index + 1, "a point has \(inputs) number\(inputs == 1 ? "" : "s")");
              const { value, gradient } = \(name)(x);
              process.stdout.write([value, ...gradient].map((number) => numberText(number) + "\\n").join(""));
          });
      }

      answerPoints();
      """
    ]
  }
}
