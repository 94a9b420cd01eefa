/// Mistakes with powers and exponentials.
extension Mistake {
  static let powers: [Mistake] = [
    .power("exponent-not-reduced", rarity: 0, says: "the exponent is not lowered by one") { u, n in
      n * Tensor.apply(.power, u, n)
    },
    .power("exponent-factor-forgotten", rarity: 0, says: "the exponent does not come down as a factor") { u, n in
      Tensor.apply(.power, u, n - 1.0)
    },
    .power("exponent-raised", rarity: 1, says: "the exponent is raised by one, not lowered") { u, n in
      n * Tensor.apply(.power, u, n + 1.0)
    },
    .power("exponent-lowered", rarity: 1, says: "the factor in front is the lowered exponent, not the old one") {
      u, n in
      (n - 1.0) * Tensor.apply(.power, u, n - 1.0)
    },
    .power("exponent-lowered", rarity: 2, says: "the exponent is lowered twice") { u, n in
      n * Tensor.apply(.power, u, n - 2.0)
    },
    .power("integrated", rarity: 1, says: "the power is integrated, not differentiated") { u, n in
      Tensor.apply(.power, u, n + 1.0) / (n + 1.0)
    },
    .exponential("ln-base-missing", rarity: 1, says: "the factor log(#) is missing") { a, _, y in
      y + 0.0 * a
    },
    .exponential("ln-base-multiplied", rarity: 3, says: "what comes is divided by log(#), not multiplied") {
      a, _, y in y / a.map(Scalar.log)
    },
    .exponential("power-rule-on-exponential", rarity: 1, says: "the power rule is for a constant exponent") { a, u, _ in
      u * Tensor.apply(.power, a, u - 1.0)
    },
  ]

  /// Creates a mistake with a power whose exponent does not move.
  private static func power(
    _ kind: String, rarity: Int, says: String, _ wrong: @escaping @Sendable (_ u: Tensor, _ n: Tensor) -> Tensor
  ) -> Mistake {
    .node(kind, "a wrong power rule", rarity: rarity) { site in
      guard site.primitive == .power, site.onlyActive == 0 else { return [] }
      return site.local(wrong(site.value(0), site.value(1))) { "in the derivative of \(code(site.text)) \(says)" }
    }
  }

  /// Creates a mistake with a power whose base does not move.
  private static func exponential(
    _ kind: String, rarity: Int, says: String,
    _ wrong: @escaping @Sendable (_ a: Tensor, _ u: Tensor, _ y: Tensor) -> Tensor
  ) -> Mistake {
    .node(kind, "a wrong derivative of an exponential", rarity: rarity) { site in
      guard site.primitive == .power, site.onlyActive == 1 else { return [] }
      return site.local(wrong(site.value(0), site.value(1), site.output)) {
        let base = site.text(0)
        return "in the derivative of \(code(site.text)) "
          + says.split(separator: "#", omittingEmptySubsequences: false).joined(separator: base)
      }
    }
  }
}
