import Testing

@testable import AutodiffCore

/// Hashes beside those of Python's hashlib.
@Suite struct SHA256Tests {
  @Test func hashesAreThoseOfTheStandard() {
    let cases: [(text: String, hash: String)] = [
      ("", "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="),
      ("abc", "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0="),
      (String(repeating: "a", count: 55), "n0OQ+NMMLdkuyfCVtl4rmumwqSWlJY4kHJ8ekQ9zQxg="),
      (String(repeating: "a", count: 56), "s1Q5pKxvCUi21vnjxq8PX1kM4g8b3nCQ73lwaG7Gc4o="),
      (String(repeating: "a", count: 64), "/+BU/nrgy23GXDr5th1SCfQ5hR20PQulmXM33xVGaOs="),
      (String(repeating: "xyz", count: 1000), "8/jSbQTOqvNGdS5Uuryy4lYPTLSQ90TEm4rQEoKOkHY="),
      ("Σ · ⊙", "MddZMFJjRmV/nN++eG8MpWJXBNyiP8aeHUu4vMr8U9I="),
    ]
    for (text, hash) in cases { #expect(SHA256.base64(SHA256.hash(text)) == hash, "\(text.prefix(20))") }
  }

  @Test func lettersAreThoseOfBase64() {
    let cases: [([UInt8], String)] = [([], ""), ([0xFB], "+w=="), ([0xFB, 0xFF], "+/8="), ([0, 16, 131], "ABCD")]
    for (bytes, text) in cases { #expect(SHA256.base64(bytes) == text) }
  }
}
