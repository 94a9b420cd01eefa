/// A program around an emitted function that reads points, one a line, and prints what `autodiff grad --format plain`
/// does: the value, then the derivatives, each as the shortest text that reads back to the same double.
extension CDialect {
  static let driverHeaders = ["ctype", "stdio", "stdlib", "string"]

  static func driver(_ name: String, inputs: Int, derivatives: Int) -> [String] {
    [
      """

      /* The shortest text that reads back to the same number. */
      static void print_number(double value)
      {
          char text[40], digits[24];
          int precision = 0, exponent, count = 0, i;
          if (isnan(value)) { puts("nan"); return; }
          if (isinf(value)) { puts(value < 0.0 ? "-inf" : "inf"); return; }
          do sprintf(text, "%.*e", precision++, value); while (strtod(text, NULL) != value && precision < 17);
          exponent = atoi(strchr(text, 'e') + 1);
          for (i = 0; text[i] != 'e'; i++) if (isdigit((unsigned char)text[i])) digits[count++] = text[i];
          while (count > 1 && digits[count - 1] == '0') count--;
          if (text[0] == '-') putchar('-');
          if (exponent < -4 || fabs(value) > 9007199254740992.0) {
              printf("%c%s%.*se%+03d\\n", digits[0], count > 1 ? "." : "", count - 1, digits + 1, exponent);
              return;
          }
          if (exponent < 0) printf("0.%.*s", -exponent - 1, "000");
          for (i = 0; i < count || i <= exponent; i++) {
              if (i > 0 && i == exponent + 1) putchar('.');
              putchar(i < count ? digits[i] : '0');
          }
          putchar('\\n');
      }

      static int malformed(long line, const char *reason)
      {
          fprintf(stderr, "error: line %ld: %s\\n", line, reason);
          return 2;
      }

      /* Reads points, one a line, numbers between spaces, tabs or commas; prints the value, then the derivatives. */
      int main(void)
      {
          static double x[\(max(inputs, 1))], gradient[\(max(derivatives, 1))];
          const int inputs = \(inputs), derivatives = \(derivatives);
          char word[512];
          size_t length = 0;
          long line = 1;
          int count = 0, byte, i;
          do {
              byte = getchar();
              if (byte != EOF && byte != '\\n' && byte != ',' && !isspace(byte)) {
                  if (length + 1 >= sizeof word) return malformed(line, "a word is too long");
                  word[length++] = (char)byte;
                  continue;
              }
              if (length > 0) {
                  char *end;
                  double number;
                  word[length] = '\\0';
                  number = strtod(word, &end);
                  if (*end != '\\0') return malformed(line, "not a number");
                  if (count < inputs) x[count] = number;
                  count++;
                  length = 0;
              }
              if (byte != '\\n' && byte != EOF) continue;
              if (count > 0) {
                  if (count != inputs) return malformed(line, "a point has \(inputs) number\(inputs == 1 ? "" : "s")");
                  print_number(\(name)(x, gradient));
                  for (i = 0; i < derivatives; i++) print_number(gradient[i]);
                  count = 0;
              }
              line++;
          } while (byte != EOF);
          return fflush(stdout) == 0 && !ferror(stdout) ? 0 : 2;
      }
      """
    ]
  }
}
