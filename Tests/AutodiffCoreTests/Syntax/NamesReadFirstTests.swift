import AutodiffTestSupport
import Testing

@testable import AutodiffCore

@Suite(.namesCases) struct NamesReadFirstTests {
  @Test func findsThem() {
    forEach(
      [
        ("x + y", ["x", "y"]), ("q = x^2; q", ["x"]), ("q = q + x; q", ["q", "x"]), ("x*pi", ["pi", "x"]),
        ("f(p) = p*a; f(x)", ["a", "x"]),
        ("if x > 0 { z = x }; z", ["x", "z"]), ("if x > 0 { z = x } else { z = 1 }; z", ["x"]),
        ("if x > 0 { z = x } else { y = 1 }; z + y", ["x", "y", "z"]), ("if x > 0 { z = x; y = z }; x", ["x"]),
        ("if x > 0 { if y > 0 { z = 1 } else { z = 2 } } else { z = 3 }; z", ["x", "y"]),
        ("if x > 0 { if y > 0 { z = 1 } } else { z = 3 }; z", ["x", "y", "z"]),
        ("while x > 1 { t = x; x = x/2 }; t", ["t", "x"]),
        ("s = 0; for i = 1 to n { t = x*i; s = s + t }; s", ["n", "x"]),
        ("for i = 1 to 3 { s = i }; s + i", ["i", "s"]),
      ] as [(String, Set<String>)]
    ) { (text, names) throws in
      #expect(try Parser.parse(SourceText(text)).namesReadFirst == names)
    }
  }
}
