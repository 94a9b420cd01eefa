extension SwiftDialect {
  static let scalarHelpers: [String: Helper] = [
    "mod": Helper(
      text: """
        /// The remainder of x/y with the sign of y.
        private func mod(_ x: Double, _ y: Double) -> Double {
            let r = fmod(x, y)
            return r != 0.0 && (r < 0.0) != (y < 0.0) ? r + y : r
        }
        """),
    "log_gamma": Helper(
      text: """
        private func log_gamma(_ x: Double) -> Double {
            var sign: Int32 = 0
            return lgamma_r(x, &sign)
        }
        """),
    "cot_pi": Helper(
      text: """
        /// cot(pi*x)
        private func cot_pi(_ x: Double) -> Double {
            let r = x - rint(x)
            if abs(r) <= 0.25 { return 1.0/tan(Double.pi*r) }
            return tan(Double.pi*(r < 0.0 ? -0.5 - r : 0.5 - r))
        }
        """),
    "digamma": Helper(
      needs: ["cot_pi"],
      text: """
        private let digammaRoot: [Double] = [
        \(table(PolyGamma.taylorAtRoot, indent: "    "))
        ]
        private let digammaSeries: [Double] = [
        \(table(PolyGamma.bernoulliOver2k, indent: "    "))
        ]

        /// The derivative of lgamma: NIST DLMF 5.5 and 5.11; near its root by Taylor's series.
        private func digamma(_ point: Double) -> Double {
            var x = point, total = 0.0, reflected = 0.0
            if x == 0.0 { return -1.0/x }
            if x < 0.0 {
                if x == floor(x) { return Double.nan }
                reflected = -Double.pi*cot_pi(x)
                x = 1.0 - x
            }
            if x > 1.2 && x < 1.75 {
                let d = (x - 1.4616321449683622) - 9.549995429965697e-17
                return d*digammaRoot.reversed().reduce(0.0) { $0*d + $1 } + reflected
            }
            while x < 12.0 {
                total -= 1.0/x
                x += 1.0
            }
            let u = 1.0/x/x
            let tail = digammaSeries.reversed().reduce(0.0) { $0*u + $1 }
            return total + log(x) - 0.5/x - tail*u + reflected
        }
        """),
    "polygamma": Helper(
      needs: ["cot_pi", "digamma"],
      text: """
        private let polygammaSeries: [Double] = [
        \(table(PolyGamma.bernoulliOverFactorial, indent: "    "))
        ]

        /// The n-th derivative of digamma: NIST DLMF 5.15 and 25.11(iii).
        private func polygamma(_ n: Double, _ x: Double) -> Double {
            if !(n >= 0.0) || n != floor(n) || n >= 100000.0 || x.isNaN { return Double.nan }
            if n == 0.0 { return digamma(x) }
            let odd = fmod(n, 2.0) == 1.0
            if x == 0.0 { return odd ? Double.infinity : -1.0/x }
            if x < 0.0 {
                if x == floor(x) || n > 150.0 { return Double.nan }
                // The n-th derivative of pi*cot(pi*x) as a polynomial in c = cot(pi*x).
                var p = [0.0, 1.0]
                for _ in 0..<Int(n) {
                    var q = [Double](repeating: 0.0, count: p.count + 1)
                    for power in 1..<p.count {
                        let change = Double.pi*p[power]*Double(power)
                        q[power - 1] -= change
                        q[power + 1] -= change
                    }
                    p = q
                }
                let c = cot_pi(x)
                let cotangent = p.reversed().reduce(0.0) { $0*c + $1 }
                let mirrored = polygamma(n, 1.0 - x)
                return (odd ? -mirrored : mirrored) - Double.pi*cotangent
            }
            if x == Double.infinity { return odd ? 0.0 : -0.0 }
            let steps = x < n + 14.0 ? floor(n + 14.0 - x) + 1.0 : 0.0
            var total = 0.0, k = 0.0
            while k < steps {
                total += pow(x/(x + k), n + 1.0)
                k += 1.0
            }
            let shifted = x + steps
            let ratio = steps == 0.0 ? 1.0 : pow(x/shifted, n + 1.0)
            var tail = 0.0, rising = (n + 1.0)/shifted, following = n + 2.0
            for coefficient in polygammaSeries {
                tail += coefficient*rising
                rising *= following/shifted*((following + 1.0)/shifted)
                following += 2.0
            }
            total = (total + ratio*(shifted/n + 0.5 + tail))/x
            k = n
            while k >= 1.0 && total != 0.0 && total < Double.infinity {
                total *= k/x
                k -= 1.0
            }
            return odd ? total : -total
        }
        """),
  ]
}
