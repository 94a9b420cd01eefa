import AutodiffTestSupport
import Testing

@testable import AutodiffCore

@Suite(.namesCases) struct ElementaryFunctionTests {
  /// An error below 1 ulp leaves only the two doubles around the exact value, and one not much above a half mostly the
  /// nearer one.
  @Test func references() {
    var different = 0
    for line in ElementaryReferences.lines {
      let value =
        line.function == "pow"
        ? PowerFunction.power(line.arguments[0], line.arguments[1])
        : ElementaryReferences.unary[line.function]?(line.arguments[0]) ?? .nan
      if value != line.value { different += 1 }
      #expect(value.steps(from: line.value) <= 1, "\(line.function)\(line.arguments): \(value), not \(line.value)")
    }
    #expect(ElementaryReferences.lines.count > 300 && different < 20, "\(different)")
  }

  /// Values that every function promises at its edges, the sign of 0 among them.
  private static let edges: [(function: String, x: Double, value: Double)] = [
    ("expm1", 0, 0), ("expm1", -0.0, -0.0), ("expm1", .infinity, .infinity), ("expm1", -.infinity, -1),
    ("expm1", 709.7827128933841, .infinity), ("expm1", -1e300, -1), ("expm1", 0x1p-1074, 0x1p-1074),
    ("expm1", -0x1p-1022, -0x1p-1022), ("expm1", 0x1p-54, 0x1p-54),
    ("tanh", 0, 0), ("tanh", -0.0, -0.0), ("tanh", .infinity, 1), ("tanh", -.infinity, -1), ("tanh", 1e300, 1),
    ("tanh", 0x1p-1074, 0x1p-1074), ("tanh", -0x1p-1022, -0x1p-1022), ("tanh", 0x1p-40, 0x1p-40),
    ("sinh", 0, 0), ("sinh", -0.0, -0.0), ("sinh", .infinity, .infinity), ("sinh", -.infinity, -.infinity),
    ("sinh", 710.475860073944, .infinity), ("sinh", -1e300, -.infinity), ("sinh", 0x1p-1074, 0x1p-1074),
    ("cosh", 0, 1), ("cosh", -0.0, 1), ("cosh", -.infinity, .infinity), ("cosh", -710.475860073944, .infinity),
    ("cosh", 0x1p-1074, 1),
    ("log1p", 0, 0), ("log1p", -0.0, -0.0), ("log1p", -1, -.infinity), ("log1p", -1.0000000000000002, .nan),
    ("log1p", .infinity, .infinity), ("log1p", -.infinity, .nan), ("log1p", -0x1p-1074, -0x1p-1074),
    ("log2", 0, -.infinity), ("log2", -0.0, -.infinity), ("log2", -1, .nan), ("log2", .infinity, .infinity),
    ("log2", 1, 0), ("log2", -.infinity, .nan),
    ("log10", 0, -.infinity), ("log10", -0.0, -.infinity), ("log10", -0x1p-1074, .nan), ("log10", .infinity, .infinity),
    ("log10", 1, 0), ("log10", -.infinity, .nan),
    ("asinh", 0, 0), ("asinh", -0.0, -0.0), ("asinh", .infinity, .infinity), ("asinh", -.infinity, -.infinity),
    ("asinh", -0x1p-1074, -0x1p-1074),
    ("acosh", 1, 0), ("acosh", 0.9999999999999999, .nan), ("acosh", -.infinity, .nan), ("acosh", .infinity, .infinity),
    ("atanh", 0, 0), ("atanh", -0.0, -0.0), ("atanh", 1, .infinity), ("atanh", -1, -.infinity),
    ("atanh", 1.0000000000000002, .nan), ("atanh", .infinity, .nan), ("atanh", 0x1p-1074, 0x1p-1074),
  ]

  @Test func edges() {
    for (name, x, value) in Self.edges {
      let own = ElementaryReferences.unary[name]?(x) ?? 77
      #expect(own.hasBits(of: value), "\(name)(\(x)): \(own), not \(value)")
    }
    for (name, function) in ElementaryReferences.unary { #expect(function(.nan).isNaN, "\(name)") }
  }

  @Test func logarithmsOfPowersAreExact() {
    for k in -1074...1023 { #expect(Logarithm.log2(Double(sign: .plus, exponent: k, significand: 1)) == Double(k)) }
    var power = 1.0
    for k in 0...22 {
      #expect(Logarithm.log10(power) == Double(k))
      power *= 10
    }
  }

  /// Neighbours around the places at which a function changes its way do not fall.
  @Test func neighboursRise() {
    let places = [0x1p-28, 0x1p-27, 1.0 / 128, 1.0 / 64, 1, 2, 18.715, 19.0615, 20, 0x1p28]
    for (name, function) in ElementaryReferences.unary {
      for place in places where name != "atanh" || place < 1 {
        var x = place - 2000 * place.ulp
        var before = function(x)
        for _ in 0..<4000 {
          x = x.nextUp
          let value = function(x)
          // Below 1 there is no inverse of cosh.
          if value < before { Issue.record("\(name) falls at \(x)") }
          before = value
        }
      }
    }
  }
}
