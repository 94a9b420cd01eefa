// What numbers as text cost in C++: the same numbers as Numbers.swift, by std::to_chars and std::from_chars.
//     c++ -O2 -std=c++17 -o numbers Tests/Benchmarks/numbers.cpp && ./numbers

#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <vector>

static std::uint64_t state = 1;

static std::uint64_t next() {
  std::uint64_t bits = state += 0x9E3779B97F4A7C15;
  bits = (bits ^ bits >> 30) * 0xBF58476D1CE4E5B9;
  bits = (bits ^ bits >> 27) * 0x94D049BB133111EB;
  return bits ^ bits >> 31;
}

template <typename Body> static void row(const char *label, std::size_t count, Body body) {
  double best = INFINITY;
  std::uint64_t check = 0;
  for (int run = 0; run < 10; run++) {
    const auto start = std::chrono::steady_clock::now();
    check = body();
    const std::chrono::duration<double, std::nano> taken = std::chrono::steady_clock::now() - start;
    best = std::fmin(best, taken.count());
  }
  std::printf("  %s%.1f ns  (%llu)\n", label, best / count, (unsigned long long)check);
}

static void measure(const char *name, const std::vector<double> &values) {
  std::puts(name);
  std::vector<char> text(values.size() * 26 + 32);
  char *const start = text.data(), *const limit = start + text.size();
  char *end = start;
  row("to_chars          ", values.size(), [&] {
    end = start;
    for (double value : values) {
      end = std::to_chars(end, limit, value).ptr;
      *end++ = '\n';
    }
    return (std::uint64_t)(end - start);
  });
  std::vector<char> other(text.size());
  for (int digits : {6, 17}) {
    row(digits == 6 ? "to_chars 6 digits " : "to_chars 17 digits", values.size(), [&] {
      char *place = other.data();
      for (double value : values) {
        place = std::to_chars(place, other.data() + other.size(), value, std::chars_format::general, digits).ptr;
        *place++ = '\n';
      }
      return (std::uint64_t)(place - other.data());
    });
  }
  row("from_chars        ", values.size(), [&] {
    std::uint64_t sum = 0;
    for (const char *place = start; place < end;) {
      if (*place == '-') place++;
      double value = 0;
      place = std::from_chars(place, end, value).ptr + 1;
      std::uint64_t bits;
      std::memcpy(&bits, &value, 8);
      sum += bits;
    }
    return sum;
  });
}

int main() {
  const std::size_t count = 1000000;
  std::vector<double> in_unit(count), any_bits(count), two_decimals(count);
  for (double &value : in_unit) value = (double)(next() >> 11) * 0x1p-53;
  for (double &value : any_bits) {
    const std::uint64_t bits = next() & ~(1ULL << 62);
    std::memcpy(&value, &bits, 8);
  }
  for (double &value : two_decimals) value = (double)(next() % 4000) / 100;
  measure("random in 0...1, 17 digits", in_unit);
  measure("random bits", any_bits);
  measure("two decimals, such as 0.25", two_decimals);
}
