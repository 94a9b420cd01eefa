/// The widths of texts in a picture, the same on every machine: those of DejaVu Sans, which is wider than the other
/// common fonts without serifs, so that a text keeps to its room in whichever font it is shown.
///
/// Source: the advance widths of the fonts DejaVu Sans and DejaVu Sans Bold 2.37, in thousandths of their size.
enum TextExtent {
  /// Returns an upper bound of the width of a text, in pixels.
  ///
  /// - Parameter size: The size of the font, in pixels.
  static func width(_ text: String, size: Int, isBold: Bool = false) -> Int {
    let table = isBold ? bold : regular
    let thousandths = text.unicodeScalars.reduce(0) { sum, scalar in
      let place = Int(scalar.value) - 32
      return sum + (table.indices.contains(place) ? table[place] : other(scalar))
    }
    return (thousandths * size + 999) / 1000
  }

  /// Returns the width of a character beyond ASCII: that of the cells that it takes in a terminal.
  private static func other(_ scalar: Unicode.Scalar) -> Int { TextWidth.of(String(Character(scalar))) * 860 }

  /// Returns the beginning of a text that keeps to a width, with an ellipsis where some is left out.
  static func abridged(_ text: String, to most: Int, size: Int, isBold: Bool = false) -> String {
    guard width(text, size: size, isBold: isBold) > most else { return text }
    var kept = text
    while !kept.isEmpty, width(kept + "…", size: size, isBold: isBold) > most { kept.removeLast() }
    return kept + "…"
  }

  private static let regular = [
    318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337, 636, 636, 636, 636, 636,
    636, 636, 636, 636, 636, 337, 337, 838, 838, 838, 531, 1000, 684, 686, 698, 770, 632, 575, 775, 752, 295,
    295, 656, 557, 863, 748, 787, 603, 787, 695, 635, 611, 732, 684, 989, 685, 611, 685, 390, 337, 390, 838,
    500, 500, 613, 635, 550, 635, 615, 352, 635, 634, 278, 278, 579, 278, 974, 634, 612, 635, 635, 411, 521,
    392, 634, 592, 818, 592, 592, 525, 636, 337, 636, 838,
  ]
  private static let bold = [
    348, 456, 521, 838, 696, 1002, 872, 306, 457, 457, 523, 838, 380, 415, 380, 365, 696, 696, 696, 696, 696,
    696, 696, 696, 696, 696, 400, 400, 838, 838, 838, 580, 1000, 774, 762, 734, 830, 683, 683, 821, 837, 372,
    372, 775, 637, 995, 837, 850, 733, 850, 770, 720, 682, 812, 774, 1103, 771, 724, 725, 457, 365, 457, 838,
    500, 500, 675, 716, 593, 716, 678, 435, 716, 712, 343, 343, 665, 343, 1042, 712, 687, 716, 716, 493, 595,
    478, 712, 652, 924, 645, 652, 582, 712, 365, 712, 838,
  ]
}
