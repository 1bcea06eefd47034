package org.kalepool.pages;

/**
 * A code to be scanned, as a path of squares within a square of {@code size} units.
 *
 * @param path in SVG's words
 */
public record QrCode(int size, String path) {
  private static final int BORDER = 4;

  /** A code of a text of up to some 1200 characters. */
  static QrCode of(String text) {
    io.nayuki.qrcodegen.QrCode code =
        io.nayuki.qrcodegen.QrCode.encodeText(text, io.nayuki.qrcodegen.QrCode.Ecc.MEDIUM);
    StringBuilder path = new StringBuilder();
    for (int y = 0; y < code.size; y++) {
      for (int x = 0; x < code.size; x++) {
        if (code.getModule(x, y)) {
          path.append('M').append(x + BORDER).append(' ').append(y + BORDER).append("h1v1h-1z");
        }
      }
    }
    return new QrCode(code.size + 2 * BORDER, path.toString());
  }
}
