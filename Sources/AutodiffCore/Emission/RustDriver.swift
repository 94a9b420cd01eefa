/// A program around an emitted function that reads points, one a line, and prints what `autodiff grad --format plain`
/// does.
extension RustDialect {
  static func driver(_ name: String, inputs: Int) -> [String] {
    [
      """

      /// The shortest text that reads back to the same number.
      fn number_text(value: f64) -> String {
          if !value.is_finite() {
              return value.to_string().to_lowercase();
          }
          let power = format!("{:e}", value);
          let (digits, exponent) = power.split_once('e').unwrap_or((&power, "0"));
          let exponent: i32 = exponent.parse().unwrap_or(0);
          if value != 0.0 && (exponent < -4 || f64::abs(value) > 9007199254740992.0) {
              let sign = if exponent < 0 { '-' } else { '+' };
              return format!("{}e{}{:02}", digits, sign, exponent.abs());
          }
          value.to_string()
      }

      fn malformed(answers: &str, line: usize, reason: &str) -> ! {
          print!("{}", answers);
          eprintln!("error: line {}: {}", line, reason);
          std::process::exit(2);
      }

      /// Reads points, one a line, numbers between spaces, tabs or commas; prints the value, then the derivatives.
      fn main() {
          let mut answers = String::new();
          for (number, line) in std::io::stdin().lines().enumerate() {
              let line = line.unwrap_or_default();
              let words = line.split(|c: char| c == ',' || c.is_whitespace()).filter(|word| !word.is_empty());
              let x: Vec<f64> = words
                  .map(|word| word.parse().unwrap_or_else(|_| malformed(&answers, number + 1, "not a number")))
                  .collect();
              if x.is_empty() {
                  continue;
              }
              if x.len() != \(inputs) {
                  malformed(&answers, number + 1, "a point has \(inputs) number\(inputs == 1 ? "" : "s")");
              }
              let (value, gradient) = \(name)(&x);
              for number in std::iter::once(value).chain(gradient) {
                  answers += &number_text(number);
                  answers.push('\\n');
              }
          }
          print!("{}", answers);
      }
      """
    ]
  }
}
