// The homework's value and gradient at every row of a table, with std::from_chars, std::to_chars and a gradient that was
// derived by hand: what a program for this one table would do, on one thread.
//     c++ -O2 -std=c++17 -o rows Tests/Benchmarks/rows.cpp && ./rows < rows.csv > answers.csv
#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <vector>

static const char *row(const char *p, const char *end, double *x) {
  for (int i = 0; i < 6; i++) {
    const auto result = std::from_chars(p, end, x[i]);
    if (result.ec != std::errc() || result.ptr == end || *result.ptr != (i < 5 ? ',' : '\n')) return nullptr;
    p = result.ptr + 1;
  }
  return p;
}

static void homework(const double *x, double *f) {
  const double m = x[0] > x[1] ? x[0] : x[1], q = m * x[2] / x[3], a = 5 * (q - (x[4] + x[5]));
  const double s = 1 / (1 + std::exp(-(std::log(a) + 0.5)));
  const double d = s * (1 - s) / a * 5, dq = d / x[3];
  f[0] = s;
  f[1] = x[0] > x[1] ? dq * x[2] : x[0] == x[1] ? dq * x[2] / 2 : 0;
  f[2] = x[0] < x[1] ? dq * x[2] : x[0] == x[1] ? dq * x[2] / 2 : 0;
  f[3] = dq * m;
  f[4] = -dq * q;
  f[5] = f[6] = -d;
}

int main() {
  std::vector<char> in(1 << 20), out(1 << 20);
  std::size_t held = 0, written = 0;
  std::fputs("f,df/dx1,df/dx2,df/dx3,df/dx4,df/dx5,df/dx6\n", stdout);
  bool isHeader = true;
  while (const std::size_t got = std::fread(in.data() + held, 1, in.size() - held, stdin)) {
    const char *p = in.data(), *const end = p + held + got;
    const char *last = end;
    while (last > p && last[-1] != '\n') last--;
    if (isHeader) p = static_cast<const char *>(std::memchr(p, '\n', last - p)) + 1;
    isHeader = false;
    while (p < last) {
      double x[6], f[7];
      p = row(p, last, x);
      if (!p) return 2;
      homework(x, f);
      if (out.size() - written < 7 * 26) {
        std::fwrite(out.data(), 1, written, stdout);
        written = 0;
      }
      char *o = out.data() + written;
      for (int i = 0; i < 7; i++) {
        o = std::to_chars(o, o + 25, f[i]).ptr;
        *o++ = i < 6 ? ',' : '\n';
      }
      written = o - out.data();
    }
    held = end - last;
    std::memmove(in.data(), last, held);
  }
  std::fwrite(out.data(), 1, written, stdout);
  return std::fclose(stdout) == 0 ? 0 : 2;
}
