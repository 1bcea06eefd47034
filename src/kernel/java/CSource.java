import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The search of the C kernels, for a file that has defined SCAN, TARGET, V, LANES, HITS and the
 * operations of {@link Dialect#C} for one instruction set.
 */
final class CSource {
  private CSource() {}

  /** The round constants, as an array declared like {@code static const uint64_t}. */
  static String constants(String type) {
    return Arrays.stream(Keccak.ROUND_CONSTANTS)
        .mapToObj(Dialect.C::literal)
        .collect(Collectors.joining(",\n    ", type + " RC[24] = {\n    ", "};\n"));
  }

  static String scan() {
    return """
    TARGET static int32_t SCAN(const uint64_t *k, uint32_t start, int32_t count, uint64_t mask) {
    %s
        for (int32_t i = -(int32_t)(start %% LANES); i < count; i += LANES) {
            const V v = NONCES(start + (uint32_t)i);
    %s
            uint32_t hits = HITS(h, mask);
            if (__builtin_expect(hits != 0, 0)) {
                if (i < 0) {
                    hits &= ~0u << -i;
                }
                const int32_t hit = hits ? i + __builtin_ctz(hits) : count;
                if (hit < count) {
                    return hit;
                }
            }
        }
        return -1;
    }
    """
        .formatted(GenerateKernels.each("    ", "const V k# = SPREAD(k[#]);"), rounds("        "));
  }

  /** From the constants {@code k0…} and the nonce {@code v} to {@code h}, the hash's lane 0. */
  static String rounds(String indent) {
    Dialect c = Dialect.C;
    return new Rounds(c, indent).first("s").text()
        + GenerateKernels.each(indent, "V a# = s#;")
        + "\n"
        + indent
        + "for (int r = 1; r < 23; r += 2) {\n"
        + new Rounds(c, indent + "    ")
            .full("a", "e", c.spread("RC[r]"))
            .full("e", "f", c.spread("RC[r + 1]"))
            .text()
        + GenerateKernels.each(indent + "    ", "a# = f#;")
        + "\n"
        + indent
        + "}\n"
        + new Rounds(c, indent).last("a", "h").text();
  }
}
