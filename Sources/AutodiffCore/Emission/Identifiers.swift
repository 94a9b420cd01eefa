/// Names for what a program calls its own way, as other languages allow them.
struct Identifiers {
  private var taken: Set<String>
  private var temporaries = 0
  /// The last number that was given to a name, so that a loop's many values of one name are not counted again and again.
  private var numbers: [String: Int] = [:]
  private let isCompilers: (String) -> Bool

  /// - Parameters:
  ///   - reserved: words that mean something else already.
  ///   - isCompilers: a test of whether names that begin like one are kept for the compiler.
  init(reserved: Set<String>, isCompilers: @escaping (String) -> Bool = { _ in false }) {
    taken = reserved
    self.isCompilers = isCompilers
  }

  /// The nearest to `name` that is allowed and not taken.
  mutating func claim(_ name: String) -> String {
    let plain = Self.plain(name)
    let base = isCompilers(plain) ? "v" + plain : plain
    var candidate = base
    if !taken.insert(candidate).inserted {
      var number = numbers[base] ?? 0
      repeat {
        number += 1
        candidate = base + "_" + (number == 1 ? "" : String(number))
      } while !taken.insert(candidate).inserted
      numbers[base] = number
    }
    return candidate
  }

  /// Keeps a name from being given.
  mutating func reserve(_ name: String) { taken.insert(name) }

  /// `v1`, `v2`, …
  mutating func next() -> String {
    repeat { temporaries += 1 } while !taken.insert("v\(temporaries)").inserted
    return "v\(temporaries)"
  }

  package static func isPlain(_ name: String) -> Bool {
    guard let first = name.utf8.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else { return false }
    return name.unicodeScalars.allSatisfy(isPlain)
  }

  /// In ASCII letters, digits and `_`: Greek letters by their names, others by their numbers.
  static func plain(_ name: String) -> String {
    name.unicodeScalars.reduce(into: "") { result, scalar in
      if isPlain(scalar) {
        result.unicodeScalars.append(scalar)
      } else if scalar == "'" || scalar == "′" {
        result += "_prime"
      } else {
        result += greek[scalar] ?? "u" + String(scalar.value, radix: 16)
      }
    }
  }

  private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", "_": true
    default: false
    }
  }

  private static let greek: [Unicode.Scalar: String] = {
    let small = [
      "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu", "nu",
      "xi", "omicron", "pi", "rho", "final_sigma", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega",
    ]
    var names: [Unicode.Scalar: String] = [:]
    for (place, name) in small.enumerated() {
      if let letter = Unicode.Scalar(0x3B1 + UInt32(place)) { names[letter] = name }
      if let letter = Unicode.Scalar(0x391 + UInt32(place)), name != "final_sigma" {
        names[letter] = name.prefix(1).uppercased() + name.dropFirst()
      }
    }
    return names
  }()
}
